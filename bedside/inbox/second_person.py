"""Which answers need a second person before they leave, and which never wait. Pure.

Reviews, because they stay beside the hospital's name for years and are what fines were about (OCR: Elite Dental 2019,
New Vision Dental 2022, Manasa 2023); crises; and stories of care, which tempt one most to confirm them. The exact words
of a crisis card were approved by mental-health professionals beforehand: they leave at once.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bedside.guard.checks.story import STORY_OF_CARE


class Kind(StrEnum):
    """Why an answer waits."""

    REVIEW = "review"
    CRISIS = "crisis"
    STORY = "story"


class Standing(StrEnum):
    """Where a wait for a second person stands."""

    WAITING = "waiting"
    RELEASED = "released"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    #: Its writer sent other words for the same message.
    SUPERSEDED = "superseded"


class MovedOn(Exception):
    """They wrote again, or changed what they wrote, since the answer was written."""


class NotWaiting(Exception):
    """It does not wait any more; the message says what became of it."""


@dataclass(frozen=True)
class Rules:
    """Which kinds need a second person here."""

    reviews: bool = True
    crisis: bool = True
    stories: bool = True


#: A story is told, not dropped: shorter texts are remarks.
SHORTEST_STORY = 120
_FIRST_PERSON = re.compile(
    r"\b(?:i|i'm|i've|i'd|my|me|mine|we|we're|our|us|yo|mi|mis|me|nos|nuestr[oa]s?)\b", re.IGNORECASE
)
_CARE_ES = re.compile(
    r"\b(?:cirug[ií]a|operaron|operaci[oó]n|quimio\w*|parto|naci[oó]|dieron de alta|tratamiento|hospitaliz\w+|c[aá]ncer"
    r"|urgencias|terapia intensiva|recuper\w+|embarazo|diagn[oó]stic\w+)\b",
    re.IGNORECASE,
)


def tells_a_story(text: str) -> bool:
    """Whether somebody tells of care they, or one of theirs, were given."""
    said = text[:4000]
    return (
        len(said) >= SHORTEST_STORY
        and len(_FIRST_PERSON.findall(said)) >= 2
        and bool(STORY_OF_CARE.search(said) or _CARE_ES.search(said))
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def kinds(
    rules: Rules,
    *,
    arrival_kind: str,
    stars: int | None,
    is_critical: bool,
    said: str,
    answer: str,
    cards: Collection[str],
) -> tuple[Kind, ...]:
    """Why this answer waits for a second person, or nothing. `said`: what it answers, identifiers hidden; `cards`: the
    words that were approved beforehand."""
    if is_critical and _plain(answer) in {_plain(card) for card in cards}:
        return ()
    found = []
    if rules.crisis and is_critical:
        found.append(Kind.CRISIS)
    if rules.reviews and (arrival_kind == "review" or stars is not None):
        found.append(Kind.REVIEW)
    if rules.stories and tells_a_story(said):
        found.append(Kind.STORY)
    return tuple(found)
