"""The pages of the inbox: the list, one conversation beside it, answering, and everything else one does with it."""

from bedside.inbox.views.answering import appeal, check, check_now, reply, try_again
from bedside.inbox.views.approved import approved, draft, insert
from bedside.inbox.views.conversation import conversation
from bedside.inbox.views.handling import acknowledge, assign, close, note, reopen, reveal
from bedside.inbox.views.listing import filters, listing
from bedside.inbox.views.measures import measures, measures_csv
from bedside.inbox.views.moderation import moderate
from bedside.inbox.views.people import person, presence, take_over
from bedside.inbox.views.releases import let_go, release, releases, releasing, return_answer, take_back
from bedside.inbox.views.reviews import reviews, reviews_csv
from bedside.inbox.views.sorting import bulk, follow_up, follow_ups, label, merge, save_view, snooze, spam, split, undo

__all__ = [
    "acknowledge",
    "appeal",
    "approved",
    "assign",
    "bulk",
    "check",
    "check_now",
    "close",
    "conversation",
    "draft",
    "filters",
    "follow_up",
    "follow_ups",
    "insert",
    "label",
    "let_go",
    "listing",
    "measures",
    "measures_csv",
    "merge",
    "moderate",
    "note",
    "person",
    "presence",
    "release",
    "releases",
    "releasing",
    "reopen",
    "reply",
    "return_answer",
    "reveal",
    "reviews",
    "reviews_csv",
    "save_view",
    "snooze",
    "spam",
    "split",
    "take_back",
    "take_over",
    "try_again",
    "undo",
]
