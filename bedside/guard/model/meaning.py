"""Reads what a text means in its thread: for each rule a logit, and the words that weighed most.

The network (the first layers of MiniLM, trained on texts written for this project; see training/guard/MODEL.md) ships
as int8 ONNX in `weights/` and is loaded at the first text. It never leaves the machine and keeps nothing.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedside.guard.model.layout import Sheet, sheets
from bedside.kit.wordpiece import Piece, WordPiece

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

WEIGHTS = Path(__file__).parent.parent / "weights"
NEAR = -6.0  # logits below are far from any finding, whatever the rule layer adds
SHARE = 0.5  # a neighboring piece belongs to the quote while its probability is this share of the highest


@dataclass(frozen=True)
class Reading:
    """What the network says of one rule: its logit for the text, and where the words stand that weighed most."""

    logit: float
    start: int
    end: int


@dataclass(frozen=True)
class Meaning:
    """The network, its vocabulary, and the rules it knows in the order of its outputs."""

    session: "InferenceSession"
    cutter: WordPiece
    rules: tuple[str, ...]
    bias: dict[str, float]  # rule -> what is added to every logit, so that 0 is the border
    heard: dict[str, float]  # rule -> what a finding of the rule layer adds

    def read(self, kind: str, inbound: str, text: str) -> dict[str, Reading]:
        """A reading of every rule; of a long text, the highest of its windows. Empty for a text without words."""
        found: dict[str, Reading] = {}
        for sheet in sheets(self.cutter, kind, inbound, text):
            for rule, reading in self._sheet(sheet):
                if rule not in found or reading.logit > found[rule].logit:
                    found[rule] = reading
        return found

    def _sheet(self, sheet: Sheet) -> Iterable[tuple[str, Reading]]:
        import numpy as np

        ids = np.array([sheet.ids], dtype=np.int64)
        parts = np.array([sheet.parts], dtype=np.int64)
        whole, by_piece = self.session.run(None, {"ids": ids, "parts": parts})
        own = by_piece[0, sheet.first : sheet.first + len(sheet.pieces)]
        logits = ((whole[0] + own.max(axis=0)) / 2).tolist()
        for index, rule in enumerate(self.rules):
            logit = logits[index] + self.bias.get(rule, 0.0)
            # Few rules come near; only of those is it worth knowing where the words stand.
            start, end = _quote(own[:, index].tolist(), sheet.pieces) if logit > NEAR else (0, 0)
            yield rule, Reading(logit, start, end)


def _quote(logits: list[float], pieces: Sequence[Piece]) -> tuple[int, int]:
    """The stretch around the strongest piece whose pieces are nearly as strong."""
    odds = [1.0 / (1.0 + math.exp(-max(-30.0, logit))) for logit in logits]
    highest = max(odds)
    first = last = odds.index(highest)
    floor = highest * SHARE
    while first > 0 and odds[first - 1] >= floor:
        first -= 1
    while last + 1 < len(pieces) and odds[last + 1] >= floor:
        last += 1
    return pieces[first].start, pieces[last].end


class Unreadable(RuntimeError):
    """The weights are missing or damaged: nothing is checked, and so nothing leaves, until that is mended."""


@lru_cache(maxsize=1)
def meaning() -> Meaning:
    """The network, loaded once; raises Unreadable."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = True
    try:
        facts: dict[str, Any] = json.loads((WEIGHTS / "meaning.json").read_text(encoding="utf-8"))
        network = (WEIGHTS / "meaning.onnx").read_bytes()
        vocabulary = (WEIGHTS / "meaning.txt").read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as error:
        raise Unreadable("The guard's weights are missing: install Bedside again.") from error
    if hashlib.sha256(network).hexdigest() != facts["sha256"]:
        raise Unreadable("The guard's weights are damaged: install Bedside again.")
    session = InferenceSession(network, options, providers=["CPUExecutionProvider"])
    return Meaning(session, WordPiece(vocabulary), tuple(facts["rules"]), facts["bias"], facts["heard"])
