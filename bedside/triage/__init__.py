"""What has come in and how urgent it is: `from bedside.triage import read` works in any Python process, offline."""

from bedside.triage.rules import read
from bedside.triage.shapes import Reading, Reason

__all__ = ["Reading", "Reason", "read"]
