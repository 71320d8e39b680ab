"""Outgoing texts, offered by the domains above: what a proposed policy is tried on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bedside.guard.shapes import Kind
from bedside.organizations.models import Organization


@dataclass(frozen=True)
class Said:
    """One outgoing text as a domain above keeps it, and what it answered. `where` is the page that shows it."""

    pk: int
    text: str
    kind: Kind
    where: str
    inbound: str | None = None
    author: str | None = None


@dataclass(frozen=True)
class Source:
    """A domain's outgoing texts: how many there are since an instant, a stretch of them in order of their keys, and
    the first words of some, for whoever may read them."""

    count: Callable[[Organization, datetime], int]
    after: Callable[[Organization, datetime, int, int], Sequence[Said]]
    titles: Callable[[Organization, Sequence[int]], Mapping[int, str]]


_sources: dict[str, Source] = {}


def offer_texts(subject: str, source: Source) -> None:
    """Called once by each domain that keeps outgoing texts, as it starts: the guard stands below it and cannot ask."""
    _sources[subject] = source


def texts_of() -> dict[str, Source]:
    """Whoever keeps outgoing texts, by the kind of subject, in one order."""
    return dict(sorted(_sources.items()))
