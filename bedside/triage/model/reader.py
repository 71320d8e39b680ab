"""Reads what the public writes: for each field how likely each value is, the words that weighed most, identifiers.

The network (MiniLM with a cut vocabulary, trained as training/triage/MODEL.md says) ships as int8 ONNX in `weights/`
and is loaded at the first text. It never leaves the machine and keeps nothing.
"""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedside.kit.wordpiece import Piece, WordPiece
from bedside.triage.model.layout import Sheet, sheets
from bedside.triage.shapes import Mark

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from onnxruntime import InferenceSession

    Floats = npt.NDArray[np.float32]

WEIGHTS = Path(__file__).parent.parent / "weights"
CRITICAL = ("emergency", "self_harm", "threat")
FAINT = 0.02  # a piece less likely than this belongs to no identifier


class Unreadable(RuntimeError):
    """The weights are missing or damaged: messages are read by rules alone until that is mended."""


@dataclass(frozen=True)
class Heard:
    """What the network says of one text; `odds[field][value]` are probabilities."""

    odds: dict[str, dict[str, float]]
    quotes: dict[tuple[str, str], tuple[int, int]]  # where the words stand that spoke most for a value
    marks: tuple[Mark, ...]  # the pieces that may belong to an identifier
    embedding: "Floats"  # (384,), of length 1


@dataclass(frozen=True)
class Network:
    """The network, its vocabulary, and what its outputs stand for."""

    session: "InferenceSession"
    cutter: WordPiece
    fields: dict[str, tuple[str, ...]]
    rules: tuple[str, ...]
    weighing: dict[str, float]  # how its odds and the rules' signals are put together, see `weighing.py`

    def read(self, channel: str, stars: int | None, text: str) -> Heard | None:
        """What it says of the text; None for one without words."""
        found = [self._sheet(sheet) for sheet in sheets(self.cutter, channel, stars, text)]
        return _joined(found) if found else None

    def _sheet(self, sheet: Sheet) -> tuple[Heard, int]:
        import numpy as np

        ids = np.array([sheet.ids], dtype=np.int64)
        parts = np.array([sheet.parts], dtype=np.int64)
        whole, piece, added, embedding = self.session.run(None, {"ids": ids, "parts": parts})
        own = slice(sheet.first, sheet.first + len(sheet.pieces))
        odds: dict[str, dict[str, float]] = {}
        quotes: dict[tuple[str, str], tuple[int, int]] = {}
        begin = 0
        for field, values in self.fields.items():
            place = slice(begin, begin + len(values))
            begin = place.stop
            logits = whole[0, place]
            if field in ("pressing", "topic"):
                likely = 1 / (1 + np.exp(-logits))
            else:
                likely = np.exp(logits - logits.max())
                likely /= likely.sum()
            odds[field] = dict(zip(values, likely.tolist(), strict=True))
            for index, value in enumerate(values):
                if odds[field][value] >= 0.3:
                    quotes[field, value] = _quote(added[0, own, place.start + index], sheet.pieces)
        marks = self._marks(1 / (1 + np.exp(-piece[0, own])), sheet.pieces)
        return Heard(odds, quotes, marks, embedding[0] / (np.linalg.norm(embedding[0]) or 1.0)), len(sheet.pieces)

    def _marks(self, odds: "Floats", pieces: Sequence[Piece]) -> tuple[Mark, ...]:
        likely, best = odds.max(axis=1).tolist(), odds.argmax(axis=1).tolist()
        return tuple(
            Mark(self.rules[best[at]], piece.start, piece.end, likely[at])
            for at, piece in enumerate(pieces)
            if likely[at] >= FAINT
        )


def _quote(added: "Floats", pieces: Sequence[Piece]) -> tuple[int, int]:
    """The stretch around the piece that spoke most for the value, whose pieces spoke at least half as much."""
    line = added.tolist()
    high = max(line)
    first = last = line.index(high)
    floor = high * 0.6 if high > 0 else math.inf
    while first > 0 and line[first - 1] >= floor and last - first < 14:
        first -= 1
    while last + 1 < len(pieces) and line[last + 1] >= floor and last - first < 14:
        last += 1
    return pieces[first].start, pieces[last].end


def _joined(found: list[tuple[Heard, int]]) -> Heard:
    """Several passes over one text: what is critical anywhere is critical; the rest is weighed by length."""
    if len(found) == 1:
        return found[0][0]
    total = sum(size for _, size in found)
    odds: dict[str, dict[str, float]] = {}
    for field in found[0][0].odds:
        values = found[0][0].odds[field]
        odds[field] = {
            value: max(one.odds[field][value] for one, _ in found)
            if value in CRITICAL or field == "topic"
            else sum(one.odds[field][value] * size for one, size in found) / total
            for value in values
        }
    quotes: dict[tuple[str, str], tuple[int, int]] = {}
    for one, _ in sorted(found, key=lambda pair: max(pair[0].odds["intent"].values())):
        quotes |= one.quotes
    marks: dict[int, Mark] = {}
    for one, _ in found:
        for mark in one.marks:
            if mark.start not in marks or mark.odds > marks[mark.start].odds:
                marks[mark.start] = mark
    embedding = found[0][0].embedding * 0
    for one, size in found:
        embedding = embedding + one.embedding * (size / total)
    return Heard(odds, quotes, tuple(marks[start] for start in sorted(marks)), embedding)


@lru_cache(maxsize=1)
def network() -> Network:
    """The network, loaded once; raises Unreadable."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        facts: dict[str, Any] = json.loads((WEIGHTS / "reader.json").read_text(encoding="utf-8"))
        weights = (WEIGHTS / "reader.onnx").read_bytes()
        vocabulary = (WEIGHTS / "reader.txt").read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as error:
        raise Unreadable("The weights of triage are missing: install Bedside again.") from error
    if hashlib.sha256(weights).hexdigest() != facts["sha256"] or not facts.get("weighing"):
        raise Unreadable("The weights of triage are damaged: install Bedside again.")
    fields = {name: tuple(values) for name, values in facts["fields"].items()}
    session = InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    return Network(session, WordPiece(vocabulary), fields, tuple(facts["rules"]), facts["weighing"])


def embed(text: str) -> list[float]:
    """The meaning of a text as 384 numbers of length 1, for finding texts that mean the same; zeros for one without
    words. Raises Unreadable."""
    heard = network().read("", None, text)
    return heard.embedding.tolist() if heard is not None else [0.0] * 384
