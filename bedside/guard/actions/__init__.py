"""What may be done with the guard's word: clear, hold, release, complain; and with the policy it goes by."""

from bedside.guard.actions.appeals import (
    NeverReleased,
    NothingHeld,
    ask,
    note_read,
    refuse,
    release,
    take_back,
    tidy_appeals,
)
from bedside.guard.actions.attesting import EtiquetteChanged, WrongName, attest, note_export
from bedside.guard.actions.clearing import Held, clear, note_hold, noting_holds
from bedside.guard.actions.comparing import count_on
from bedside.guard.actions.feedback import (
    UnknownRule,
    dispute,
    note_feedback_export,
    note_read_quotes,
    propose_allowed,
    tidy_feedback,
)
from bedside.guard.actions.versions import (
    ReadAgain,
    approve,
    change,
    compare_again,
    draft,
    propose,
    send_back,
    withdraw,
)
from bedside.guard.policy.steps import NeedsWords, NotYours, WrongStep

__all__ = [
    "EtiquetteChanged",
    "Held",
    "NeedsWords",
    "NeverReleased",
    "NotYours",
    "NothingHeld",
    "ReadAgain",
    "UnknownRule",
    "WrongName",
    "WrongStep",
    "approve",
    "ask",
    "attest",
    "change",
    "clear",
    "compare_again",
    "count_on",
    "dispute",
    "draft",
    "note_export",
    "note_feedback_export",
    "note_hold",
    "note_read",
    "note_read_quotes",
    "noting_holds",
    "propose",
    "propose_allowed",
    "refuse",
    "release",
    "send_back",
    "take_back",
    "tidy_appeals",
    "tidy_feedback",
    "withdraw",
]
