"""The nouns of pictures: what was seen in one and where, who a person says is shown, and what follows."""

import json
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from bedside.guard.shapes import Finding, Media

#: Who a person says is shown -> whether that needs a reference to what they signed.
SHOWN = {
    "nobody": False,  # no real face: the reader erred
    "illustration": False,  # drawn or made
    "staff": True,
    "patient": True,  # 45 CFR 164.508: only with a signed authorization
    "stock": True,  # a model's release and the license
}


class Box(NamedTuple):
    """Where something stands, in pixels of the picture from its left top corner."""

    left: int
    top: int
    width: int
    height: int

    def place(self, width: int, height: int) -> str:
        """The place in plain words, such as "top left", of a picture this large."""
        across = (self.left + self.width / 2) / max(width, 1)
        down = (self.top + self.height / 2) / max(height, 1)
        row = "top" if down < 1 / 3 else "bottom" if down > 2 / 3 else ""
        column = "left" if across < 1 / 3 else "right" if across > 2 / 3 else ""
        return f"{row} {column}".strip() or "middle"


@dataclass(frozen=True)
class Written:
    """A line of text in a picture. `contrast` is the ratio of WCAG 2.2, 1.4.3, from 1 to 21; `height` of the box tells
    how large the letters are."""

    text: str
    box: Box
    sure: float
    contrast: float


@dataclass(frozen=True)
class Code:
    """A QR code or barcode, and what it holds."""

    kind: str
    content: str
    box: Box


@dataclass(frozen=True)
class Look:
    """What can be seen in a picture. None where this machine has nothing to look with, which is not the same as
    nothing found."""

    width: int
    height: int
    written: tuple[Written, ...] | None = None
    faces: tuple[Box, ...] | None = None
    codes: tuple[Code, ...] | None = None

    @property
    def text(self) -> str:
        """All lines read, one below the other."""
        return "\n".join(line.text for line in self.written or ())

    @property
    def missing(self) -> tuple[str, ...]:
        """What nobody looked for: keys of looking.MISSING."""
        looked = {"words": self.written, "faces": self.faces, "codes": self.codes}
        return tuple(name for name, found in looked.items() if found is None)

    def as_json(self) -> str:
        """For keeping; `from_json` reads it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, kept: str) -> "Look":
        """Raises ValueError, KeyError or TypeError for what `as_json` did not write."""
        told: dict[str, Any] = json.loads(kept)
        written, faces, codes = told["written"], told["faces"], told["codes"]
        return cls(
            width=told["width"],
            height=told["height"],
            written=None if written is None else tuple(Written(**one | {"box": Box(*one["box"])}) for one in written),
            faces=None if faces is None else tuple(Box(*one) for one in faces),
            codes=None if codes is None else tuple(Code(**one | {"box": Box(*one["box"])}) for one in codes),
        )


@dataclass(frozen=True)
class Pictured(Media):
    """A picture about which a person said who is shown (a key of SHOWN) and what they signed. Part of the parcel, so
    that whoever approves approves this too, and a change of it asks anew."""

    shown: str = ""
    release: str = ""


def attachment(**kept: str) -> Media:
    """The attachment as it was kept: with what was said of it, where something was."""
    if "shown" in kept:
        return Pictured(**kept)
    return Media(**kept)


@dataclass(frozen=True)
class Inspection:
    """A file that shall be published: the kinds of HIDDEN things it held, what can be seen, and what the guard says."""

    hidden: tuple[str, ...]
    look: Look
    findings: tuple[Finding, ...]
