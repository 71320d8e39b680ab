"""The pages of the inbox: the list, one conversation beside it, answering, and everything else one does with it."""

from bedside.inbox.views.answering import appeal, check, check_now, reply, try_again
from bedside.inbox.views.approved import approved, draft, insert
from bedside.inbox.views.conversation import conversation
from bedside.inbox.views.handling import acknowledge, assign, close, moderate, note, reopen, reveal
from bedside.inbox.views.listing import listing
from bedside.inbox.views.releases import let_go, release, releases, releasing, return_answer, take_back

__all__ = [
    "acknowledge",
    "appeal",
    "approved",
    "assign",
    "check",
    "check_now",
    "close",
    "conversation",
    "draft",
    "insert",
    "let_go",
    "listing",
    "moderate",
    "note",
    "release",
    "releases",
    "releasing",
    "reopen",
    "reply",
    "return_answer",
    "reveal",
    "take_back",
    "try_again",
]
