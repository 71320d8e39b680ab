"""What a post may do next, when it goes out, and whether it fits each network. Pure."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bedside.channels.rules import Limits
from bedside.guard.media.shapes import SHOWN
from bedside.kit.text import graphemes


class State(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"  # for an approval
    SCHEDULED = "scheduled"
    SENT = "sent"
    FAILED = "failed"  # refused by every network, or by some: the page says which
    WITHDRAWN = "withdrawn"


PURPOSES = ("tip", "event", "awareness", "trial", "award", "emergency", "news")

#: Steps of a post; anything else raises WrongState.
STEPS: dict[str, frozenset[State]] = {
    "change": frozenset({State.DRAFT, State.WAITING, State.SCHEDULED}),
    "ask": frozenset({State.DRAFT}),
    "approve": frozenset({State.WAITING}),
    "decline": frozenset({State.WAITING}),
    "take back": frozenset({State.WAITING, State.SCHEDULED}),
    "correct": frozenset({State.SENT, State.FAILED}),
    "withdraw": frozenset({State.SENT, State.FAILED}),
}


class WrongState(Exception):
    """This step is not open to a post in this state."""


class NotFitting(Exception):
    """The message says which network takes less, and by how much."""


class Impossible(Exception):
    """The moment cannot be: past, or skipped by the change to summer time."""


def ensure(step: str, state: str) -> None:
    if State(state) not in STEPS[step]:
        raise WrongState(f"A post that is {state} cannot be made to {step}.")


def count(text: str, limits: Limits) -> int:
    """The length of a text by a network's own rule."""
    return graphemes(text) if limits.counts == "graphemes" else len(text)


@dataclass(frozen=True)
class Fit:
    """How a text fits one network."""

    label: str
    length: int
    most: int | None
    problem: str

    @property
    def over(self) -> int:
        return max(0, self.length - self.most) if self.most is not None else 0


def fit(text: str, pictures: int, *, label: str, limits: Limits) -> Fit:
    """Length and trouble of one text on one network; `problem` is empty where it fits."""
    length = count(text, limits)
    problem = ""
    if not text.strip():
        problem = "There is no text yet."
    elif limits.text is not None and length > limits.text:
        problem = f"{label} takes {limits.text} characters; this is {length - limits.text} too long."
    elif limits.text_bytes is not None and len(text.encode()) > limits.text_bytes:
        problem = f"{label} takes {limits.text_bytes} bytes; this is {len(text.encode()) - limits.text_bytes} too long."
    elif pictures > limits.images:
        problem = f"{label} takes {limits.images} pictures; this has {pictures}."
    return Fit(label, length, limits.text, problem)


def instant(local: datetime, zone: str) -> datetime:
    """The UTC instant of a wall-clock time in a zone; of two (autumn), the first. Raises Impossible for a time that
    the spring change skips."""
    there = ZoneInfo(zone)
    moment = local.replace(tzinfo=there, fold=0)
    if moment.astimezone(UTC).astimezone(there).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Impossible(
            f"{local:%H:%M} does not exist on {local:%B %-d} in {zone}: clocks go forward then. Choose another time."
        )
    return moment.astimezone(UTC)


def ensure_ahead(due_at: datetime | None, *, at: datetime) -> None:
    """A moment up to five minutes ago is taken as now: forms take time to fill in."""
    if due_at is not None and due_at < at - timedelta(minutes=5):
        raise Impossible("This time has passed. Choose one ahead, or send it as soon as it is approved.")


def digest(parcels: Iterable[str], due_at: datetime | None) -> str:
    """What an approval covers: every parcel on every network, and the time."""
    said = "\n".join([*sorted(parcels), due_at.astimezone(UTC).isoformat() if due_at else "when approved"])
    return hashlib.sha256(said.encode()).hexdigest()


def may_approve(*, is_author: bool, others: int) -> bool:
    """Four eyes, wherever there is a second pair: only somebody alone may approve their own post."""
    return not is_author or others == 0


def outcome(states: Iterable[str]) -> State | None:
    """What a post is once its deliveries are in these states; None while some are still under way."""
    seen = set(states)
    if seen & {"due", "sending", "unknown"}:
        return None
    if "refused" in seen:
        return State.FAILED
    return State.SENT if "sent" in seen else None


class NoReference(Exception):
    """The message says what is missing about who is shown."""


#: Where a release is filed: a number or path, so that no name is written down.
REFERENCE = re.compile(r"(?=.{0,59}\d)[\w./#:-]{2,60}")


def ensure_shown(shown: str, release: str) -> None:
    """Raises NoReference unless it is said who is shown and, where people are, what they signed."""
    if shown not in SHOWN:
        raise NoReference("Choose who is shown in the picture.")
    if SHOWN[shown] and not REFERENCE.fullmatch(release):
        raise NoReference(
            "Say where the signed release or license is filed, by its number and without a name: R-2026-014."
        )
