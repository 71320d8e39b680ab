"""What may be done with approved answers."""

from bedside.answers.actions.approving import approve, bring_back, confirm, propose, remind, retire, send_back
from bedside.answers.actions.bringing import Brought, adopt, bring_in, note_export
from bedside.answers.actions.drafting import keep_drafter, note_call, switch_off
from bedside.answers.actions.meanings import renew_meanings
from bedside.answers.actions.using import insert, note_sent
from bedside.answers.actions.variables import keep_variables
from bedside.answers.actions.writing import change, write

__all__ = [
    "Brought",
    "adopt",
    "approve",
    "bring_back",
    "bring_in",
    "change",
    "confirm",
    "insert",
    "keep_drafter",
    "keep_variables",
    "note_call",
    "note_export",
    "note_sent",
    "propose",
    "remind",
    "renew_meanings",
    "retire",
    "send_back",
    "switch_off",
    "write",
]
