"""What may be done with an incident."""

from bedside.incidents.actions.assessing import assess, confirm
from bedside.incidents.actions.closing import change_hold, close, export, reopen, shred
from bedside.incidents.actions.containing import contain, look_again, note_by_hand, withdraw_again
from bedside.incidents.actions.evidence import NotKept, add_file, keep, note_reach, reveal
from bedside.incidents.actions.opening import change_facts, report
from bedside.incidents.actions.telling import (
    add_person,
    count,
    end_deadline,
    note_sent,
    remind,
    reveal_people,
    set_deadline,
    write_letter,
)

__all__ = [
    "NotKept",
    "add_file",
    "add_person",
    "assess",
    "change_facts",
    "change_hold",
    "close",
    "confirm",
    "contain",
    "count",
    "end_deadline",
    "export",
    "keep",
    "look_again",
    "note_by_hand",
    "note_reach",
    "note_sent",
    "remind",
    "reopen",
    "report",
    "reveal",
    "reveal_people",
    "set_deadline",
    "shred",
    "withdraw_again",
    "write_letter",
]
