"""The pages of service recovery."""

from bedside.recovery.views.changes import (
    change_add,
    change_approve,
    change_done,
    change_public,
    change_withdraw,
    changes,
)
from bedside.recovery.views.grievance import grievance, letter, letter_print, letter_sent
from bedside.recovery.views.listing import export, listing, measures, open_by_hand, open_from
from bedside.recovery.views.page import case, close, facts, hold, join, note, reopen, reveal, step
from bedside.recovery.views.private import answer, end_handoff, hand_off, survey

__all__ = [
    "answer",
    "case",
    "change_add",
    "change_approve",
    "change_done",
    "change_public",
    "change_withdraw",
    "changes",
    "close",
    "end_handoff",
    "export",
    "facts",
    "grievance",
    "hand_off",
    "hold",
    "join",
    "letter",
    "letter_print",
    "letter_sent",
    "listing",
    "measures",
    "note",
    "open_by_hand",
    "open_from",
    "reopen",
    "reveal",
    "step",
    "survey",
]
