"""What may be done with posts."""

from bedside.publishing.actions.approving import NotApproved, NotYours, approve, ask_approval, decline, take_back
from bedside.publishing.actions.mending import correct, note_sent, withdraw
from bedside.publishing.actions.writing import (
    NoAccount,
    NoAltText,
    add_picture,
    change,
    discard,
    remove_picture,
    write,
)

__all__ = [
    "NoAccount",
    "NoAltText",
    "NotApproved",
    "NotYours",
    "add_picture",
    "approve",
    "ask_approval",
    "change",
    "correct",
    "decline",
    "discard",
    "note_sent",
    "remove_picture",
    "take_back",
    "withdraw",
    "write",
]
