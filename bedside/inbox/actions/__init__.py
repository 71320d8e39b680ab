"""What may be done in the inbox."""

from bedside.inbox.actions.answering import ask_release, note_sent, reply
from bedside.inbox.actions.handling import NotAble, acknowledge, assign, close, moderate, note, reopen, reveal
from bedside.inbox.actions.hearing import note_gone, take_in
from bedside.inbox.actions.ladder import (
    NotThisHospital,
    OutOfRange,
    ask_pager_test,
    keep_level,
    keep_pager,
    note_step,
    reset_level,
    try_pager,
)
from bedside.inbox.actions.notices import note_given, tell_given
from bedside.inbox.actions.paging import begin_paging, go_on, resolve, send_page, stop_paging
from bedside.inbox.actions.routing import NobodyNamed, NotYours, end_route, hand_back, keep_route, move_route, route

__all__ = [
    "NobodyNamed",
    "NotAble",
    "NotThisHospital",
    "NotYours",
    "OutOfRange",
    "acknowledge",
    "ask_pager_test",
    "ask_release",
    "assign",
    "begin_paging",
    "close",
    "end_route",
    "go_on",
    "hand_back",
    "keep_level",
    "keep_pager",
    "keep_route",
    "moderate",
    "move_route",
    "note",
    "note_given",
    "note_gone",
    "note_sent",
    "note_step",
    "reopen",
    "reply",
    "reset_level",
    "resolve",
    "reveal",
    "route",
    "send_page",
    "stop_paging",
    "take_in",
    "tell_given",
    "try_pager",
]
