"""The one door out, and the one door in: what may be done with accounts, posts, answers and arrivals."""

from bedside.channels.actions.accounts import (
    CannotConnect,
    close_account,
    connect_account,
    reconnect_account,
    sign_in,
)
from bedside.channels.actions.comments import TooMany, comment, moderate
from bedside.channels.actions.deliveries import (
    NotCleared,
    NotOffered,
    cancel,
    check_now,
    correct,
    publish,
    reply,
    try_again,
    withdraw,
)
from bedside.channels.actions.hearing import hear, measure, take
from bedside.channels.actions.sending import send_due

__all__ = [
    "CannotConnect",
    "NotCleared",
    "NotOffered",
    "TooMany",
    "cancel",
    "check_now",
    "close_account",
    "comment",
    "connect_account",
    "correct",
    "hear",
    "measure",
    "moderate",
    "publish",
    "reconnect_account",
    "reply",
    "send_due",
    "sign_in",
    "take",
    "try_again",
    "withdraw",
]
