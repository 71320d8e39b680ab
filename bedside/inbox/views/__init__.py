"""The pages of the inbox: the list, one conversation beside it, answering, and everything else one does with it."""

from bedside.inbox.views.answering import appeal, check, check_now, reply, try_again
from bedside.inbox.views.conversation import conversation
from bedside.inbox.views.handling import acknowledge, assign, close, moderate, note, reopen, reveal
from bedside.inbox.views.listing import listing

__all__ = [
    "acknowledge",
    "appeal",
    "assign",
    "check",
    "check_now",
    "close",
    "conversation",
    "listing",
    "moderate",
    "note",
    "reopen",
    "reply",
    "reveal",
    "try_again",
]
