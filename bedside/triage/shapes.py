"""The nouns of triage: what a reading says, and the words that decided it."""

from dataclasses import dataclass
from typing import Literal

Intent = Literal[
    "emergency", "self_harm", "threat", "clinical_question", "service_question", "appointment", "billing", "complaint",
    "praise", "misinformation", "records_privacy", "job_media", "spam", "other",
]  # fmt: skip
Urgency = Literal["critical", "high", "normal", "low"]
Level = Literal["P0", "P1", "P2", "P3", "P4", "P5", "P6"]
Sentiment = Literal["negative", "neutral", "positive"]
Language = Literal["en", "es"]
Card = Literal["988", "911", "security"]


@dataclass(frozen=True)
class Reason:
    """Why a field has its value: the words of the text that decided, and one plain sentence."""

    field: str
    value: str
    quote: str
    why: str


@dataclass(frozen=True)
class Reading:
    """What came in, how urgent it is, and why."""

    intent: Intent
    urgency: Urgency
    level: Level
    sentiment: Sentiment
    specialty: str | None
    language: Language
    reasons: tuple[Reason, ...]
    card: Card | None


@dataclass(frozen=True)
class Signal:
    """One reader's evidence for one value of one field; weights of a value add up."""

    field: str
    value: str
    weight: float
    quote: str
    why: str
