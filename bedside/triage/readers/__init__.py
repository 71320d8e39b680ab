"""The registry: one line a reader. A new reader is a file beside these and a line here."""

from bedside.triage.message import Reader
from bedside.triage.readers import (
    emergency,
    intent,
    language,
    safety,
    self_harm,
    sentiment,
    specialty,
    subjects,
    threat,
)

READERS: tuple[Reader, ...] = (
    language.READER,
    emergency.READER,
    self_harm.READER,
    threat.READER,
    intent.READER,
    sentiment.READER,
    specialty.READER,
    safety.READER,
    subjects.READER,
)
#: What fast mode asks of every text; the others only where danger is likely.
EVERYDAY = ("language",)
