"""The tables of service recovery."""

from bedside.recovery.models.after import Change, Survey
from bedside.recovery.models.cases import Case, CaseNote, CaseStep, CaseThread, Grievance, GrievanceLetter
from bedside.recovery.models.handoffs import Handoff, HandoffLine

__all__ = [
    "Case",
    "CaseNote",
    "CaseStep",
    "CaseThread",
    "Change",
    "Grievance",
    "GrievanceLetter",
    "Handoff",
    "HandoffLine",
    "Survey",
]
