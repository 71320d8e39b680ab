"""Which approved answers fit what somebody wrote, in which order, and why. Pure."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """What is asked for: what triage read of the message, its language, its network, who is to be answered."""

    intent: str = ""
    specialty: str = ""
    language: str = "en"
    network: str = ""


@dataclass(frozen=True)
class Offer:
    """What an answer is for; empty lists mean whatever, wherever."""

    intents: Collection[str]
    specialties: Collection[str]
    networks: Collection[str]
    languages: Collection[str]


@dataclass(frozen=True)
class Fit:
    """How well one fits: the greater the better, and the reasons by their codes, the strongest first."""

    score: float
    why: tuple[str, ...]


#: From here on a text is called close in meaning, and very close.
CLOSE, VERY_CLOSE = 0.18, 0.40
#: Worth as much as this much closeness.
SAME_INTENT, SAME_SPECIALTY, OWN_NETWORK = 0.16, 0.14, 0.03
OTHER_INTENT, OTHER_SPECIALTY, OTHER_LANGUAGE = 0.06, 0.20, 0.12
#: What is less is not offered: a wrong suggestion costs more than none.
LEAST = 0.14


def language_for(languages: Collection[str], wanted: str) -> str:
    """The language in which an answer is offered: theirs, else English, else the first it has."""
    if wanted in languages:
        return wanted
    return "en" if "en" in languages else min(languages, default="")


def fit(offer: Offer, wanted: Wanted, *, close: float) -> Fit | None:
    """None where it must not be offered: another network's, or nothing speaks for it. `close`: the cosine of what
    they wrote with what it answers."""
    if offer.networks and wanted.network not in offer.networks:
        return None
    score, why = max(close, 0.0), []
    if close >= VERY_CLOSE:
        why.append("very_close")
    elif close >= CLOSE:
        why.append("close")
    if wanted.intent and wanted.intent in offer.intents:
        score += SAME_INTENT
        why.append("intent")
    elif offer.intents:
        score -= OTHER_INTENT
    if wanted.specialty and wanted.specialty in offer.specialties:
        score += SAME_SPECIALTY
        why.append("specialty")
    elif offer.specialties:
        score -= OTHER_SPECIALTY
    if offer.networks:
        score += OWN_NETWORK
        why.append("network")
    if wanted.language not in offer.languages:
        score -= OTHER_LANGUAGE
        why.append("other_language")
    said = [one for one in why if one in ("very_close", "close", "intent", "specialty")]
    return Fit(score, tuple(why)) if said and score >= LEAST else None
