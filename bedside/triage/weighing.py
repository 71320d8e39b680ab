"""Puts together what the rules saw and what was learned; the rules alone where what was learned cannot be read.

An outright sign of danger always counts for danger, and the learned reader may add to it: together they pass the border
or they do not. The numbers were set on texts held out from learning (training/triage/weigh.py).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from bedside.triage.shapes import Intent, Sentiment

# Ties go to what must be seen first.
INTENTS: tuple[Intent, ...] = (
    "emergency", "self_harm", "threat", "records_privacy", "job_media", "misinformation", "billing", "complaint",
    "appointment", "clinical_question", "service_question", "spam", "praise", "other",
)  # fmt: skip
CRITICAL: tuple[Intent, ...] = ("emergency", "self_harm", "threat")
MOODS: tuple[Sentiment, ...] = ("negative", "neutral", "positive")
CALMER = 4.0  # log odds
SURE = 3.6  # the least that one outright phrase weighs, see the readers
#: What a text may be pressing for, by intent: only this pressure counts.
PRESSING: dict[Intent, set[str]] = {
    "complaint": {"harm", "privacy", "press", "spreading", "waiting"},
    "billing": {"escalated", "press", "spreading"},
    "records_privacy": {"privacy", "press"},
    "job_media": {"press"},
    "misinformation": {"spreading"},
    "appointment": {"escalated"},
}
Odds = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Evidence:
    """The rules' weights by field and value, and the learned reader's odds, where it could be asked."""

    weights: Mapping[tuple[str, str], float]
    odds: Odds | None = None
    by: Mapping[str, float] = field(default_factory=dict)

    def weight(self, name: str, value: str) -> float:
        """What the rules say for a value, never below nothing."""
        return max(0.0, self.weights.get((name, value), 0.0))

    @property
    def pressure(self) -> set[str]:
        """What the rules saw that makes a text pressing."""
        return {value for name, value in self.weights if name == "pressure"}


def intent(evidence: Evidence) -> Intent:
    """The one that decides what must happen first."""
    rest = [one for one in INTENTS if one not in CRITICAL]
    gravest = max(CRITICAL, key=lambda one: evidence.weight("intent", one))
    grave = evidence.weight("intent", gravest)
    if evidence.odds is None:
        best = max(rest, key=lambda one: evidence.weights.get(("intent", one), 0.0))
        strongest = evidence.weights.get(("intent", best), 0.0)
        # A plain sign of danger always wins; a gathered one must be at least as strong as the everyday reading.
        if grave >= SURE or (grave >= 2.0 and grave >= strongest):
            return gravest
        return best if strongest > 0 else "other"
    odds, by = evidence.odds["intent"], evidence.by

    def score(one: Intent) -> float:
        return math.log(max(odds[one], 1e-6)) + by["rules"] * evidence.weight("intent", one)

    danger = logit(sum(odds[one] for one in CRITICAL)) + by["grave"] * grave
    if grave < SURE:
        # What the rules know to be lawful anger or an old story, the learned reader must be surer of.
        danger -= CALMER * evidence.weight("calm", max(CRITICAL, key=lambda one: odds[one]))
    return max(CRITICAL if danger > by["critical"] else rest, key=score)


def is_pressing(evidence: Evidence, said: Intent) -> bool:
    """Whether it is of high urgency; not asked of what is critical or low by its intent."""
    seen = bool(evidence.pressure & PRESSING.get(said, set()))
    if evidence.odds is None:
        return seen
    return logit(evidence.odds["pressing"]["pressing"]) + evidence.by["pressure"] * seen > evidence.by["pressing"]


def sentiment(evidence: Evidence, said: Intent, *, urgent: bool) -> Sentiment:
    """Three intents and praise say it by themselves; for the rest it is weighed."""
    if said in CRITICAL:
        return "negative"
    if evidence.odds is None:
        return _sentiment_by_rules(evidence, said, urgent=urgent)
    odds = evidence.odds["sentiment"]
    moved = {
        mood: math.log(max(odds[mood], 1e-6)) + evidence.by["feeling"] * evidence.weight("sentiment", mood)
        for mood in MOODS
    }
    return max(MOODS, key=lambda mood: moved[mood])


def _sentiment_by_rules(evidence: Evidence, said: Intent, *, urgent: bool) -> Sentiment:
    if said == "complaint":
        return "negative"
    if said == "praise":
        return "positive"
    if said == "spam":
        return "neutral"
    weights = evidence.weights
    balance = weights.get(("sentiment", "positive"), 0.0) - weights.get(("sentiment", "negative"), 0.0)
    if urgent and said in ("billing", "records_privacy", "appointment", "misinformation"):
        return "negative"
    threshold = {"misinformation": 0.9, "other": 0.9}.get(said, 1.6)
    if balance <= -threshold:
        return "negative"
    return "positive" if balance >= (1.0 if said in ("other", "misinformation") else 2.0) else "neutral"


def specialty(evidence: Evidence, said: Intent) -> str | None:
    """Which specialty it belongs to; None for none."""
    if said == "self_harm":
        return "mental_health"
    found = {value: weight for (name, value), weight in evidence.weights.items() if name == "specialty"}
    if evidence.odds is None:
        if not found:
            return "emergency_medicine" if said == "emergency" else None
        return max(found, key=lambda value: found[value])
    odds = evidence.odds["specialty"]
    scores = {
        value: math.log(max(likely, 1e-6)) + evidence.by["specialty"] * max(0.0, found.get(value, 0.0))
        for value, likely in odds.items()
    }
    scores["none"] += evidence.by["none"]
    best = max(scores, key=lambda value: scores[value])
    if best == "none" and said == "emergency":
        return "emergency_medicine"
    return None if best == "none" else best


def topics(evidence: Evidence) -> tuple[str, ...]:
    """What it speaks of: words of the topic, or the learned reader where it is sure."""
    found = {value for (name, value), weight in evidence.weights.items() if name == "topic" and weight > 0}
    if evidence.odds is not None and "topic" in evidence.odds:
        found |= {value for value, likely in evidence.odds["topic"].items() if likely >= 0.5}
    return tuple(sorted(found))


def logit(likely: float) -> float:
    """Log odds, bounded."""
    likely = min(max(likely, 1e-6), 1 - 1e-6)
    return math.log(likely / (1 - likely))
