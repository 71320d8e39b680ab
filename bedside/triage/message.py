"""An inbound text made ready for the readers: look-alike and invisible characters undone, quotes straightened."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bedside.triage.shapes import Signal

PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
LIMIT = 20_000  # characters read; nothing urgent has been seen to hide behind more, and work stays bounded


def normalize(text: str) -> str:
    """One form for full-width, stylized and invisible characters; letters keep their accents."""
    folded = unicodedata.normalize("NFKC", text[:LIMIT]).translate(PLAIN)
    return "".join(
        " " if unicodedata.category(char) == "Cc" and char != "\n" else char
        for char in folded
        if unicodedata.category(char) != "Cf"
    )


@dataclass(frozen=True)
class Cue:
    """A pattern, what it speaks for, how strongly, and why."""

    value: str
    weight: float
    why: str
    pattern: re.Pattern[str]


def cue(value: str, weight: float, why: str, *patterns: str) -> Cue:
    """A cue of alternative patterns over the lower-case text."""
    return Cue(value, weight, why, re.compile("|".join(patterns)))


@dataclass(frozen=True)
class Message:
    """What the readers look at."""

    text: str
    stars: int | None = None
    channel: str = ""

    @cached_property
    def plain(self) -> str:
        """The normalized text."""
        return normalize(self.text)

    @cached_property
    def low(self) -> str:
        """The normalized text in lower case."""
        return self.plain.lower()

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The lower-case text cut at sentence ends and line ends."""
        return tuple(part for part in re.split(r"(?<=[.!?])\s+|\n+", self.low) if part.strip())

    def signals(self, field: str, cues: Iterable[Cue]) -> Iterator[Signal]:
        """One signal for each cue that is found, with the words that were found."""
        for each in cues:
            hit = each.pattern.search(self.low)
            if hit:
                yield Signal(field, each.value, each.weight, hit.group().strip(), each.why)


@dataclass(frozen=True)
class Reader:
    """One way of understanding a text: its name, the fields it speaks to, and how it reads."""

    name: str
    fields: tuple[str, ...]
    why: str
    read: Callable[[Message], Iterable[Signal]]
