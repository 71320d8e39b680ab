"""The nouns of advice: one piece of it, and the words that stand for a picture or film."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Advice:
    """One thing that would be easier to read, hear or do. `start` and `end` are offsets into the text as given, both 0
    where it is of the whole or of a picture."""

    rule: str
    quote: str
    start: int
    end: int
    said: str
    source: str
    suggestion: str
    level: Literal["advice"] = "advice"


@dataclass(frozen=True)
class Alt:
    """A picture or film as far as words go: `written` is the text read in it with its contrast, `captions` whether a
    film has them."""

    text: str
    filename: str = ""
    mime: str = "image/jpeg"
    chart: bool = False
    captions: bool = False
    written: tuple[str, ...] = ()
    contrast: float | None = None  # of the faintest line, by WCAG 2.2, from 1 to 21
    large: bool = False  # whether that line is large text (18 point and more)
