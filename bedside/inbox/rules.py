"""What a message asks of the hospital, by when, and in which order people should look. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
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
    #: Out of sight until a time, or until they write.
    SNOOZED = "snoozed"
    CLOSED = "closed"
    SPAM = "spam"
    #: Its messages stand in another conversation.
    MERGED = "merged"


class Closed(Exception):
    """The conversation was closed; open it again to answer."""


class NotOnePerson(Exception):
    """Only conversations of one person on one account may become one: an answer goes to whoever wrote last, and must
    never reach somebody else."""


class NothingLeft(Exception):
    """Splitting here would leave nothing behind."""


class StillCritical(Exception):
    """A critical message that waits cannot be put out of sight."""


class TooLate(Exception):
    """More than ten minutes have gone by, or it was undone already."""


class Answering(Exception):
    """Somebody else is answering it right now."""

    def __init__(self, name: str, since_at: datetime) -> None:
        super().__init__(name)
        self.name, self.since_at = name, since_at


class Moved(Exception):
    """The answer went from one conversation to another again and again; the job is tried once more."""


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


#: Whoever was not seen for so long is no longer there.
GONE_AFTER = timedelta(seconds=70)
#: An answer is held for the member who types it, and so long after their last key.
HELD_FOR = timedelta(minutes=2)


def is_held(typed_at: datetime, *, at: datetime) -> bool:
    return at - typed_at < HELD_FOR


#: The hour at which snoozed conversations come back in the morning, by the hospital's clock.
MORNING = time(8)


def snoozed_until(choice: str, *, at: datetime, zone: tzinfo) -> datetime | None:
    """When a conversation comes back: "hours" (three of them), "tomorrow" and "monday" in the morning by the hospital's
    own clock, "week", a day "2026-12-01" or a minute "2026-12-01T14:30"; None for "reply": until they write. Raises
    ValueError for anything else, and for what is over."""
    if choice == "reply":
        return None
    if choice == "hours":
        return at + timedelta(hours=3)
    here = at.astimezone(zone)
    days = {"tomorrow": 1, "monday": 7 - here.weekday(), "week": 7}
    if choice in days:
        return datetime.combine(here.date() + timedelta(days=days[choice]), MORNING, zone).astimezone(UTC)
    said = datetime.fromisoformat(choice)
    if len(choice) == 10:
        said = datetime.combine(said.date(), MORNING)
    until = (said if said.tzinfo else said.replace(tzinfo=zone)).astimezone(UTC)
    if not at < until < at + timedelta(days=730):
        raise ValueError(choice)
    return until


def place(urgency: str, level: str, *, at: datetime) -> Place:
    return Place(URGENCIES.index(urgency), at + LADDER[level][0])


def more_urgent(one: str, other: str) -> bool:
    """Whether the first urgency is above the second: a thread keeps its most urgent open message."""
    return URGENCIES.index(one) < URGENCIES.index(other)


def ensure_open(state: str) -> None:
    if state not in (State.OPEN, State.SNOOZED):
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
