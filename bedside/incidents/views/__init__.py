"""The pages of incidents: the log, one incident, and what is done about it."""

from bedside.incidents.views.judging import assessment, close, confirm, hold, reopen, shred
from bedside.incidents.views.log import deadline_end, deadlines, log, log_csv, report
from bedside.incidents.views.page import (
    case_file,
    contain,
    evidence,
    evidence_file,
    evidence_reach,
    facts,
    incident,
    removal_again,
    removal_check,
    removal_hand,
)
from bedside.incidents.views.telling import (
    letter,
    letter_html,
    letter_print,
    letter_text,
    notices,
    people,
    people_reveal,
    person_add,
)

__all__ = [
    "assessment",
    "case_file",
    "close",
    "confirm",
    "contain",
    "deadline_end",
    "deadlines",
    "evidence",
    "evidence_file",
    "evidence_reach",
    "facts",
    "hold",
    "incident",
    "letter",
    "letter_html",
    "letter_print",
    "letter_text",
    "log",
    "log_csv",
    "notices",
    "people",
    "people_reveal",
    "person_add",
    "removal_again",
    "removal_check",
    "removal_hand",
    "reopen",
    "report",
    "shred",
]
