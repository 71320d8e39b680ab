"""The one door out, and the one door in: what may be done with accounts, posts, answers and arrivals."""

from bedside.channels.actions.accounts import (
    CannotConnect,
    close_account,
    connect_account,
    reconnect_account,
    renew,
    self_test,
    sign_in,
    warn_ending,
)
from bedside.channels.actions.bringing import bring, bring_page
from bedside.channels.actions.comments import TooMany, comment, moderate
from bedside.channels.actions.deliveries import (
    NotCleared,
    NotOffered,
    cancel,
    check_now,
    correct,
    ensure_answerable,
    hide,
    pieces_of,
    publish,
    reply,
    settle,
    try_again,
    withdraw,
)
from bedside.channels.actions.hearing import forget, hear, measure, take
from bedside.channels.actions.knocking import knock, read_knocks, subscribe, sweep
from bedside.channels.actions.rehearsing import CannotRehearse, open_room, play_public, rehearse
from bedside.channels.actions.sending import send_due
from bedside.channels.actions.signing_in import (
    begin_sign_in,
    choose_account,
    finish_sign_in,
    keep_app_keys,
    page_of,
    register,
)

__all__ = [
    "CannotConnect",
    "CannotRehearse",
    "NotCleared",
    "NotOffered",
    "TooMany",
    "begin_sign_in",
    "bring",
    "bring_page",
    "cancel",
    "check_now",
    "choose_account",
    "close_account",
    "comment",
    "connect_account",
    "correct",
    "ensure_answerable",
    "finish_sign_in",
    "forget",
    "hear",
    "hide",
    "keep_app_keys",
    "knock",
    "measure",
    "moderate",
    "open_room",
    "page_of",
    "pieces_of",
    "play_public",
    "publish",
    "read_knocks",
    "reconnect_account",
    "register",
    "rehearse",
    "renew",
    "reply",
    "self_test",
    "send_due",
    "settle",
    "sign_in",
    "subscribe",
    "sweep",
    "take",
    "try_again",
    "warn_ending",
    "withdraw",
]
