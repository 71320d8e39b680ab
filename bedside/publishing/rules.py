"""What a post may do next, when it goes out, and whether it fits each network. Pure."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bedside.channels.rules import Ability, Network, length, overrun, parts, wording
from bedside.guard.media.shapes import SHOWN


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


@dataclass(frozen=True)
class Content:
    """What a post holds besides its text, as far as networks differ in what they take."""

    link: str = ""
    title: str = ""
    pictures: int = 0
    films: int = 0
    film_seconds: float = 0
    poll: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fit:
    """How a post fits one network; `parts` is how many posts its text becomes there."""

    label: str
    length: int
    most: int | None
    problem: str
    parts: int = 1

    @property
    def over(self) -> int:
        return max(0, self.length - self.most) if self.most is not None else 0


def fit(text: str, content: Content, *, network: Network, whole: bool = True) -> Fit:
    """Length and trouble of one text on one network; `problem` is empty where it fits. Without `whole` only the text
    is there yet: nothing that is missing is called trouble."""
    limits, label = network.limits, network.label
    link = content.link if whole else ""
    worded = wording(text, link, limits)
    length_, pieces = length(worded, limits), 1
    problem = "There is no text yet." if not text.strip() else ""
    if not problem and (over := overrun(worded, limits)):
        if Ability.THREADS in network.abilities and not content.poll:
            pieces = len(parts(text, limits, link=link))
        else:
            problem = f"{label} {over}"
    if not problem and whole:
        problem = _missing(content, network) or _too_much(content, network)
    return Fit(label, length_, limits.text, problem, pieces)


def _missing(content: Content, network: Network) -> str:
    needs, label = network.limits.needs, network.label
    if "video" in needs and not content.films:
        return f"{label} takes films only: add one, or leave {label} out."
    if "picture" in needs and not content.pictures:
        return f"{label} needs a picture: add one, or leave {label} out."
    if "media" in needs and not (content.pictures or content.films):
        return f"{label} needs a picture or a film: add one, or leave {label} out."
    if "title" in needs and not content.title.strip():
        return f"{label} needs a title."
    return ""


def _too_much(content: Content, network: Network) -> str:
    limits, label = network.limits, network.label
    if limits.title is not None and len(content.title) > limits.title:
        return f"{label} takes titles of {limits.title} characters; this has {len(content.title)}."
    if content.pictures > limits.images:
        return f"{label} takes {limits.images or 'no'} pictures; this has {content.pictures}."
    if content.films > limits.videos:
        return f"{label} takes {limits.videos or 'no'} films; this has {content.films}."
    if content.films and limits.video_seconds is not None and content.film_seconds > limits.video_seconds:
        return f"{label} takes films of {limits.video_seconds} seconds; this lasts {content.film_seconds:.0f}."
    if content.poll:
        return _poll(content.poll, network)
    return ""


def _poll(poll: tuple[str, ...], network: Network) -> str:
    limits, label = network.limits, network.label
    if limits.poll_options is None:
        return f"{label} has no polls: leave it out, or ask without answers to choose from."
    fewest, most = limits.poll_options
    if not fewest <= len(poll) <= most:
        return f"{label} takes {fewest} to {most} answers to choose from; this has {len(poll)}."
    if limits.poll_option is not None and (longest := max(map(len, poll))) > limits.poll_option:
        return f"{label} takes answers of {limits.poll_option} characters; one has {longest}."
    return ""


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
