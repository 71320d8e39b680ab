"""What decides about approved answers. Pure."""

from bedside.answers.rules.states import (
    REMINDERS,
    REVIEW_AFTER,
    NotYours,
    State,
    Unfit,
    WrongStep,
    digest,
    ensure,
    ensure_another,
    is_due,
    may_approve,
    reminder,
    tidy_shortcut,
)
from bedside.answers.rules.variables import BUILT_IN, WELL_KNOWN, Filled, fill, slots, why_no_name

__all__ = [
    "BUILT_IN",
    "REMINDERS",
    "REVIEW_AFTER",
    "WELL_KNOWN",
    "Filled",
    "NotYours",
    "State",
    "Unfit",
    "WrongStep",
    "digest",
    "ensure",
    "ensure_another",
    "fill",
    "is_due",
    "may_approve",
    "reminder",
    "slots",
    "tidy_shortcut",
    "why_no_name",
]
