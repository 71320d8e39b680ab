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
from bedside.inbox.actions.releasing import keep_release_rules, release, return_answer, take_back
from bedside.inbox.actions.routing import NobodyNamed, NotYours, end_route, hand_back, keep_route, move_route, route

__all__ = [
    "MonthFull",
    "NoDrafter",
    "NobodyNamed",
    "NotAble",
    "NotThisHospital",
    "NotYours",
    "OutOfRange",
    "acknowledge",
    "ask_draft",
    "ask_pager_test",
    "ask_release",
    "assign",
    "begin_draft",
    "begin_paging",
    "close",
    "end_draft",
    "end_route",
    "fail_draft",
    "go_on",
    "hand_back",
    "keep_level",
    "keep_pager",
    "keep_release_rules",
    "keep_route",
    "moderate",
    "move_route",
    "note",
    "note_given",
    "note_gone",
    "note_sent",
    "note_step",
    "put_draft",
    "release",
    "reopen",
    "reply",
    "reset_level",
    "resolve",
    "return_answer",
    "reveal",
    "route",
    "send_page",
    "stop_paging",
    "take_back",
    "take_in",
    "tell_given",
    "try_pager",
]
