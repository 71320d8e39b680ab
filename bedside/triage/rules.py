"""What has come in and how urgent it is: `read` composes the readers into one explained reading."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bedside.triage import weighing
from bedside.triage.message import LIMIT, Message
from bedside.triage.model.quick import quick
from bedside.triage.model.reader import Unreadable, network
from bedside.triage.readers import EVERYDAY, READERS
from bedside.triage.shapes import Card, Intent, Language, Level, Mark, Reading, Reason, Signal, Urgency

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

CARDS_OF: dict[Intent, Card] = {"emergency": "911", "self_harm": "988", "threat": "security"}
CLEAR = 0.4  # what the learned reader finds this likely, it may give as a reason
WHISPER = 0.2  # a text that is less likely critical than this is not looked at for danger in fast mode


def read(text: str, *, channel: str = "", stars: int | None = None, fast: bool = False) -> Reading:
    """The reading of one inbound text; `stars` is the rating that came with it, if any. `fast` is for archives: twenty
    times as many texts a second, less sure, without identifiers (docs/reference/triage.md)."""
    message = Message(text, stars, channel)
    heard = _hear_quickly(message) if fast else _hear(message)
    readers = READERS
    if fast and heard is not None and sum(heard.odds["intent"][one] for one in weighing.CRITICAL) < WHISPER:
        readers = tuple(reader for reader in READERS if reader.name in EVERYDAY)
    signals = [signal for reader in readers for signal in reader.read(message)]
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for signal in signals:
        weights[signal.field, signal.value] += signal.weight
    evidence = weighing.Evidence(weights, heard.odds, heard.by) if heard else weighing.Evidence(weights)
    intent = weighing.intent(evidence)
    urgency = _urgency(intent, evidence)
    sentiment = weighing.sentiment(evidence, intent, urgent=urgency == "high")
    specialty = weighing.specialty(evidence, intent)
    language: Language = "es" if weights["language", "es"] else "en"
    decided = (("intent", intent), ("sentiment", sentiment), ("specialty", specialty or ""))
    return Reading(
        intent=intent,
        urgency=urgency,
        level=_level(intent, urgency, evidence.pressure),
        sentiment=sentiment,
        specialty=specialty,
        language=language,
        reasons=_reasons(signals, decided, urgency, heard, message),
        card=CARDS_OF.get(intent),
        topics=weighing.topics(evidence),
        marks=heard.marks if heard and not fast else None,
    )


@dataclass(frozen=True)
class _Heard:
    """What was learned says of a text."""

    odds: weighing.Odds
    by: Mapping[str, float]
    quotes: Mapping[tuple[str, str], str]
    marks: tuple[Mark, ...]


def _hear(message: Message) -> _Heard | None:
    """None where the weights cannot be read, or the text has no words: the rules then decide alone."""
    try:
        learned = network()
    except Unreadable:
        return None
    heard = learned.read(message.channel, message.stars, message.text[:LIMIT])
    if heard is None:
        return None
    quotes = {key: message.text[start:end] for key, (start, end) in heard.quotes.items()}
    return _Heard(heard.odds, learned.weighing, quotes, heard.marks)


def _hear_quickly(message: Message) -> _Heard | None:
    try:
        learned = quick()
    except Unreadable:
        return None
    return _Heard(learned.read(message.low, message.channel, message.stars), learned.weighing, {}, ())


def _urgency(intent: Intent, evidence: weighing.Evidence) -> Urgency:
    if intent in weighing.CRITICAL:
        return "critical"
    if intent in ("praise", "spam"):
        return "low"
    if weighing.is_pressing(evidence, intent):
        return "high"
    return "low" if intent == "other" else "normal"


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


def _reasons(
    signals: list[Signal],
    decided: tuple[tuple[str, str], ...],
    urgency: Urgency,
    heard: _Heard | None,
    message: Message,
) -> tuple[Reason, ...]:
    reasons = [
        Reason(s.field, s.value, s.quote, s.why) for s in signals if (s.field, s.value) in decided and s.weight > 0
    ]
    if heard is not None:
        for field, value in decided:
            likely = heard.odds.get(field, {}).get(value, 0.0)
            if likely >= CLEAR and (quote := heard.quotes.get((field, value), "").strip()):
                reasons.append(Reason(field, value, quote, f"reads like texts of this kind ({likely:.0%})"))
    if urgency == "high":
        reasons += [Reason("urgency", "high", s.quote, s.why) for s in signals if s.field == "pressure"]
    intent = dict(decided)["intent"]
    if not any(reason.field == "intent" for reason in reasons):
        reasons.append(Reason("intent", intent, "", "no stronger cue was found"))
    if urgency != "high":
        reasons.append(Reason("urgency", urgency, "", f"{intent.replace('_', ' ')} is {urgency} by the ladder"))
    return tuple(reasons)
