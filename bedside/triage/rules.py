"""What has come in and how urgent it is: `read` composes the readers into one explained reading."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from bedside.triage.message import Message
from bedside.triage.readers import READERS
from bedside.triage.shapes import Card, Intent, Language, Level, Reading, Reason, Sentiment, Signal, Urgency

__all__ = ["TARGETS", "Reading", "Reason", "Target", "read"]


@dataclass(frozen=True)
class Target:
    """How soon somebody must act on a level, who, and what they do first."""

    within: timedelta
    owner: str
    first_action: str


TARGETS: dict[Level, Target] = {
    "P0": Target(
        timedelta(minutes=10),
        "on-call clinician and security",
        "Post the safety line, open a private route, page the person on call.",
    ),
    "P1": Target(
        timedelta(hours=1),
        "nurse line and risk management",
        "Point to the nurse line, 988 or 911; move to a private route.",
    ),
    "P2": Target(
        timedelta(hours=4),
        "privacy officer, legal or press office",
        "Keep a copy, hide what identifies a person, hand over.",
    ),
    "P3": Target(timedelta(hours=8), "patient experience", "Answer safely, offer a call, open a case."),
    "P4": Target(timedelta(hours=24), "communications", "Answer from approved answers."),
    "P5": Target(timedelta(hours=48), "communications", "Like or thank without confirming care."),
    "P6": Target(timedelta(days=7), "moderator", "Apply the comment policy and log it."),
}

# Ties go to what must be seen first.
INTENTS: tuple[Intent, ...] = (
    "emergency", "self_harm", "threat", "records_privacy", "job_media", "misinformation", "billing", "complaint",
    "appointment", "clinical_question", "service_question", "spam", "praise", "other",
)  # fmt: skip
SURE = 3.6  # the least that one outright phrase weighs, see the readers
CRITICAL: dict[Intent, Card] = {"emergency": "911", "self_harm": "988", "threat": "security"}
QUESTIONS = ("clinical_question", "service_question", "appointment", "billing", "records_privacy", "job_media")


def read(text: str, *, channel: str = "", stars: int | None = None) -> Reading:
    """The reading of one inbound text; `stars` is the rating that came with it, if any."""
    message = Message(text, stars, channel)
    signals = [signal for reader in READERS for signal in reader.read(message)]
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for signal in signals:
        weights[signal.field, signal.value] += signal.weight
    intent = _intent(weights)
    pressure = {value for field, value in weights if field == "pressure"}
    urgency = _urgency(intent, pressure)
    sentiment = _sentiment(intent, weights, urgency)
    specialty = _specialty(intent, weights)
    language: Language = "es" if weights["language", "es"] else "en"
    decided = (("intent", intent), ("sentiment", sentiment), ("specialty", specialty or ""))
    return Reading(
        intent=intent,
        urgency=urgency,
        level=_level(intent, urgency, pressure),
        sentiment=sentiment,
        specialty=specialty,
        language=language,
        reasons=_reasons(signals, decided, urgency),
        card=CRITICAL.get(intent),
    )


def _intent(weights: dict[tuple[str, str], float]) -> Intent:
    rest = [intent for intent in INTENTS if intent not in CRITICAL]
    best = max(rest, key=lambda intent: weights["intent", intent])
    gravest = max(CRITICAL, key=lambda intent: weights["intent", intent])
    grave = weights["intent", gravest]
    # A plain sign of danger always wins; a gathered one must be at least as strong as the everyday reading.
    if grave >= SURE or (grave >= 2.0 and grave >= weights["intent", best]):
        return gravest
    return best if weights["intent", best] > 0 else "other"


def _urgency(intent: Intent, pressure: set[str]) -> Urgency:
    if intent in CRITICAL:
        return "critical"
    if intent in ("praise", "spam", "other"):
        return "low"
    high = {
        "complaint": {"harm", "privacy", "press", "spreading", "waiting"},
        "billing": {"escalated", "press", "spreading"},
        "records_privacy": {"privacy", "press"},
        "job_media": {"press"},
        "misinformation": {"spreading"},
        "appointment": {"escalated"},
    }.get(intent, set())
    return "high" if pressure & high else "normal"


def _sentiment(intent: Intent, weights: dict[tuple[str, str], float], urgency: Urgency) -> Sentiment:
    if intent in CRITICAL or intent == "complaint":
        return "negative"
    if intent == "praise":
        return "positive"
    if intent == "spam":
        return "neutral"
    balance = weights["sentiment", "positive"] - weights["sentiment", "negative"]
    if urgency == "high" and intent in ("billing", "records_privacy", "appointment", "misinformation"):
        return "negative"
    threshold = {"misinformation": 0.9, "other": 0.9}.get(intent, 1.6)
    if balance <= -threshold:
        return "negative"
    return "positive" if balance >= (1.0 if intent in ("other", "misinformation") else 2.0) else "neutral"


def _specialty(intent: Intent, weights: dict[tuple[str, str], float]) -> str | None:
    if intent == "self_harm":
        return "mental_health"
    found = {value: weight for (field, value), weight in weights.items() if field == "specialty"}
    if not found:
        return "emergency_medicine" if intent == "emergency" else None
    return max(found, key=lambda value: found[value])


def _level(intent: Intent, urgency: Urgency, pressure: set[str]) -> Level:
    if urgency == "critical":
        return "P0"
    if intent == "spam":
        return "P6"
    if intent in ("praise", "other"):
        return "P5"
    if (intent == "complaint" and "harm" in pressure) or (intent == "clinical_question" and "waiting" in pressure):
        return "P1"
    if urgency == "high" and (
        intent in ("records_privacy", "job_media", "misinformation") or pressure & {"privacy", "press", "spreading"}
    ):
        return "P2"
    if intent == "complaint" or urgency == "high":
        return "P3"
    return "P4"


def _reasons(signals: list[Signal], decided: tuple[tuple[str, str], ...], urgency: Urgency) -> tuple[Reason, ...]:
    reasons = [
        Reason(s.field, s.value, s.quote, s.why) for s in signals if (s.field, s.value) in decided and s.weight > 0
    ]
    if urgency == "high":
        reasons += [Reason("urgency", "high", s.quote, s.why) for s in signals if s.field == "pressure"]
    intent = dict(decided)["intent"]
    if not any(reason.field == "intent" for reason in reasons):
        reasons.append(Reason("intent", intent, "", "no stronger cue was found"))
    if urgency != "high":
        reasons.append(Reason("urgency", urgency, "", f"{intent.replace('_', ' ')} is {urgency} by the ladder"))
    return tuple(reasons)
