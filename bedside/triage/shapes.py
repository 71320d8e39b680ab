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


#: What a text speaks of: the 11 domains of HCAHPS (CMS, survey of 2025), the 12 that reviews add to them (Ranard et
#: al., Health Affairs 2016;35:697), and safety, access, discrimination.
TOPICS: dict[str, str] = {
    "nurses": "Communication with nurses", "doctors": "Communication with doctors",
    "restfulness": "Rest and quiet", "care_coordination": "Care coordination", "responsiveness": "Help when asked for",
    "medicines": "Information about medicines", "discharge_information": "Information about going home",
    "symptom_information": "Information about symptoms", "cleanliness": "Cleanliness",
    "overall_rating": "The hospital as a whole", "recommend": "Would recommend it",
    "cost": "Cost of the visit", "insurance_billing": "Insurance and billing", "ancillary_testing": "Tests and imaging",
    "facilities": "Facilities", "amenities": "Parking, food and comfort", "scheduling": "Scheduling",
    "compassion": "Compassion of staff", "family_care": "Care for the family", "nursing_quality": "Quality of nursing",
    "staff_quality": "Quality of staff", "technical_quality": "Technical quality of care",
    "specific_care": "A specific type of care", "safety": "Safety", "access": "Access and waiting",
    "discrimination": "Discrimination",
}  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """Why a field has its value: the words of the text that decided, and one plain sentence."""

    field: str
    value: str
    quote: str
    why: str


@dataclass(frozen=True)
class Mark:
    """A piece of the text that may belong to an identifier of a private person: of which rule, and how likely."""

    rule: str
    start: int
    end: int
    odds: float


@dataclass(frozen=True)
class Reading:
    """What came in, how urgent it is, and why; `topics` are keys of TOPICS."""

    intent: Intent
    urgency: Urgency
    level: Level
    sentiment: Sentiment
    specialty: str | None
    language: Language
    reasons: tuple[Reason, ...]
    card: Card | None
    topics: tuple[str, ...] = ()
    #: What the learned reader takes for pieces of identifiers; `identifiers` joins it with what the guard found.
    marks: tuple[Mark, ...] | None = None


@dataclass(frozen=True)
class Signal:
    """One reader's evidence for one value of one field; weights of a value add up."""

    field: str
    value: str
    weight: float
    quote: str
    why: str
