"""The pages of approved answers: the library, one answer, what comes with Bedside, files, and their settings."""

from bedside.answers.views.bringing import bring_in, export, starters
from bedside.answers.views.library import answer, check, edit, library, write
from bedside.answers.views.settings import drafting, drafting_off, variables
from bedside.answers.views.steps import approve, bring_back, confirm, propose, retire, send_back

__all__ = [
    "answer",
    "approve",
    "bring_back",
    "bring_in",
    "check",
    "confirm",
    "drafting",
    "drafting_off",
    "edit",
    "export",
    "library",
    "propose",
    "retire",
    "send_back",
    "starters",
    "variables",
    "write",
]
