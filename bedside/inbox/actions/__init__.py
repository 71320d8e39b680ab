"""What may be done in the inbox."""

from bedside.inbox.actions.answering import ask_release, note_sent, reply
from bedside.inbox.actions.drafting import (
    MonthFull,
    NoDrafter,
    ask_draft,
    begin_draft,
    end_draft,
    fail_draft,
    put_draft,
)
from bedside.inbox.actions.handling import NotAble, acknowledge, assign, close, moderate, note, reopen, reveal
from bedside.inbox.actions.hearing import note_gone, take_in
from bedside.inbox.actions.releasing import keep_release_rules, release, return_answer, take_back

__all__ = [
    "MonthFull",
    "NoDrafter",
    "NotAble",
    "acknowledge",
    "ask_draft",
    "ask_release",
    "assign",
    "begin_draft",
    "close",
    "end_draft",
    "fail_draft",
    "keep_release_rules",
    "moderate",
    "note",
    "note_gone",
    "note_sent",
    "put_draft",
    "release",
    "reopen",
    "reply",
    "return_answer",
    "reveal",
    "take_back",
    "take_in",
]
