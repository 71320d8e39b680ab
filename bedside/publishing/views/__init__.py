"""The pages of publishing: the calendar, writing, and one post with everything that happened to it."""

from bedside.publishing.views.calendar import calendar
from bedside.publishing.views.composing import (
    captions,
    check,
    discard,
    edit,
    picture,
    picture_add,
    picture_remove,
    picture_shown,
    write,
)
from bedside.publishing.views.post import (
    appeal,
    appeal_correction,
    approve,
    ask,
    correct,
    decline,
    delivery,
    post,
    take_back,
    withdraw,
)

__all__ = [
    "appeal",
    "appeal_correction",
    "approve",
    "ask",
    "calendar",
    "captions",
    "check",
    "correct",
    "decline",
    "delivery",
    "discard",
    "edit",
    "picture",
    "picture_add",
    "picture_remove",
    "picture_shown",
    "post",
    "take_back",
    "withdraw",
    "write",
]
