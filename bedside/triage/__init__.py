"""What has come in and how urgent it is: `from bedside.triage import read` works in any Python process, offline."""

from bedside.triage.cards import CARDS, SafetyCard, card_text
from bedside.triage.model.reader import embed
from bedside.triage.private import identifiers
from bedside.triage.rules import TARGETS, Target, read
from bedside.triage.shapes import Reading, Reason

__all__ = ["CARDS", "TARGETS", "Reading", "Reason", "SafetyCard", "Target", "card_text", "embed", "identifiers", "read"]
