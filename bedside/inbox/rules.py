"""What a message asks of the hospital, by when, and in which order people should look. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

#: Level -> (target of a first answer, who owns it, first thing to do). The hospital ladder: life first.
LADDER: dict[str, tuple[timedelta, str, str]] = {
    "P0": (
        timedelta(minutes=15),
        "on-call clinician and security",
        "Show the crisis line now, page the on-call, no advice.",
    ),
    "P1": (timedelta(hours=1), "nurse line, risk", "Give the nurse line or 988/911, then take it out of the network."),
    "P2": (
        timedelta(hours=4),
        "privacy officer",
        "Hide it where the network lets you, keep the copy, tell the privacy officer.",
    ),
    "P3": (timedelta(hours=8), "patient experience", "Answer in general, offer the phone line, open a case."),
    "P4": (timedelta(hours=24), "communications", "Answer, or link to the answer."),
    "P5": (timedelta(hours=48), "communications", "Thank in general words; never confirm care."),
    "P6": (timedelta(hours=72), "moderator", "Act by the comment policy, and log the reason."),
}
URGENCIES = ("critical", "high", "normal", "low")


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Closed(Exception):
    """The conversation was closed; open it again to answer."""


class NothingToAnswer(Exception):
    """There is no message of the public in this conversation."""


class NewerMessage(Exception):
    """The person wrote again since the answer was begun."""


class NeedsReason(Exception):
    """Seeing what a patient wrote needs a reason, which is kept."""


@dataclass(frozen=True)
class Place:
    """Where a conversation stands among the others: smaller comes first."""

    rank: int
    target_at: datetime


def place(urgency: str, level: str, *, at: datetime) -> Place:
    return Place(URGENCIES.index(urgency), at + LADDER[level][0])


def more_urgent(one: str, other: str) -> bool:
    """Whether the first urgency is above the second: a thread keeps its most urgent open message."""
    return URGENCIES.index(one) < URGENCIES.index(other)


def ensure_open(state: str) -> None:
    if state != State.OPEN:
        raise Closed


def kind_of_answer(arrival_kind: str) -> Literal["reply", "message"]:
    """What the guard is told: a direct message is private, everything else is read by everybody."""
    return "message" if arrival_kind == "message" else "reply"


def safe_link(url: str) -> str:
    """The address where a page may lead to it: our own paths and the web's; "" for anything else a network hands us."""
    is_own = url.startswith("/") and not url.startswith(("//", "/\\"))
    return url if is_own or url.startswith(("https://", "http://")) else ""


#: What was done for somebody in danger, as a record of its own; each is said once by whoever did it.
SAFETY_STEPS: dict[str, str] = {
    "emergency": "I have called emergency services",
    "security": "I have called security",
    "reported": "I have reported it to the network",
    "handed_over": "I have handed it over to a clinician",
}


class NeedsWhy(Exception):
    """A target looser than the ladder's own needs a reason, which is kept."""


def looser(level: str, minutes: int, *, business: bool) -> bool:
    """Whether a target gives more time than the ladder's own: more minutes, or a clock that rests at night."""
    return business or timedelta(minutes=minutes) > LADDER[level][0]
