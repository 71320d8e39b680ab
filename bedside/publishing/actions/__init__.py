"""What may be done with posts."""

from bedside.publishing.actions.approving import (
    NotApproved,
    NotYours,
    approve,
    ask_approval,
    ask_release,
    decline,
    take_back,
)
from bedside.publishing.actions.mending import ask_release_of_correction, correct, note_contained, note_sent, withdraw
from bedside.publishing.actions.writing import (
    NoAccount,
    NoAltText,
    add_film,
    add_picture,
    change,
    discard,
    remove_picture,
    say_shown,
    write,
)

__all__ = [
    "NoAccount",
    "NoAltText",
    "NotApproved",
    "NotYours",
    "add_film",
    "add_picture",
    "approve",
    "ask_approval",
    "ask_release",
    "ask_release_of_correction",
    "change",
    "correct",
    "decline",
    "discard",
    "note_contained",
    "note_sent",
    "remove_picture",
    "say_shown",
    "take_back",
    "withdraw",
    "write",
]
