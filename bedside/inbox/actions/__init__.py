"""What may be done in the inbox."""

from bedside.inbox.actions.answering import ask_release, note_sent, reply
from bedside.inbox.actions.handling import NotAble, acknowledge, assign, close, moderate, note, reopen, reveal
from bedside.inbox.actions.hearing import note_gone, take_in

__all__ = [
    "NotAble",
    "acknowledge",
    "ask_release",
    "assign",
    "close",
    "moderate",
    "note",
    "note_gone",
    "note_sent",
    "reopen",
    "reply",
    "reveal",
    "take_in",
]
