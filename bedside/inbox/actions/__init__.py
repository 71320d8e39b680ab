"""What may be done in the inbox."""

from bedside.inbox.actions.acts import BATCH, MOST, Bulk, Undone, undo
from bedside.inbox.actions.answering import ask_release, note_sent, reply
from bedside.inbox.actions.handling import (
    NotAble,
    acknowledge,
    assign,
    close,
    mark_spam,
    moderate,
    note,
    put_label,
    reopen,
    reveal,
    snooze,
    wake,
)
from bedside.inbox.actions.hearing import note_gone, take_in
from bedside.inbox.actions.joining import merge, split
from bedside.inbox.actions.sorting import (
    count_views,
    do_many,
    end_follow_up,
    fold,
    follow_up,
    forget_label,
    forget_view,
    keep_person_note,
    label_named,
    save_view,
)
from bedside.inbox.actions.watching import arrive, keep_draft, sweep, take_over

__all__ = [
    "BATCH",
    "MOST",
    "Bulk",
    "NotAble",
    "Undone",
    "acknowledge",
    "arrive",
    "ask_release",
    "assign",
    "close",
    "count_views",
    "do_many",
    "end_follow_up",
    "fold",
    "follow_up",
    "forget_label",
    "forget_view",
    "keep_draft",
    "keep_person_note",
    "label_named",
    "mark_spam",
    "merge",
    "moderate",
    "note",
    "note_gone",
    "note_sent",
    "put_label",
    "reopen",
    "reply",
    "reveal",
    "save_view",
    "snooze",
    "split",
    "sweep",
    "take_in",
    "take_over",
    "undo",
    "wake",
]
