"""The pages of the inbox: the list, one conversation beside it, answering, and everything else one does with it."""

from bedside.inbox.views.answering import appeal, check, check_now, reply, try_again
from bedside.inbox.views.conversation import conversation
from bedside.inbox.views.handling import acknowledge, assign, close, moderate, note, reopen, reveal
from bedside.inbox.views.listing import filters, listing
from bedside.inbox.views.people import person, presence, take_over
from bedside.inbox.views.sorting import (
    bulk,
    follow_up,
    follow_ups,
    label,
    merge,
    save_view,
    snooze,
    spam,
    split,
    undo,
)

__all__ = [
    "acknowledge",
    "appeal",
    "assign",
    "bulk",
    "check",
    "check_now",
    "close",
    "conversation",
    "filters",
    "follow_up",
    "follow_ups",
    "label",
    "listing",
    "merge",
    "moderate",
    "note",
    "person",
    "presence",
    "reopen",
    "reply",
    "reveal",
    "save_view",
    "snooze",
    "spam",
    "split",
    "take_over",
    "try_again",
    "undo",
]
