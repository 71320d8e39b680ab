"""The quick reader, for archives: a linear model over hashed words and pairs of words, some twenty times as fast as the
network and less sure (docs/reference/triage.md says by how much). It learned from the network and from the same texts.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zlib import crc32

from bedside.triage.model.reader import WEIGHTS, Unreadable

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

PLACES = 2**15
WORD = re.compile(r"[^\W_]+(?:'\w+)?|[^\w\s]")
MOST = 600  # words of one text that are looked at


def features(text: str, channel: str, stars: int | None) -> list[int]:
    """Places of the words, of pairs of neighbors and of long words' beginnings; `text` is lower case."""
    words = WORD.findall(text)[:MOST]
    told = [f"@{channel}", f"*{stars}", *words, *(f"{a} {b}" for a, b in pairwise(words))]
    told += [f"{word[:5]}~" for word in words if len(word) > 6]
    return [crc32(one.encode()) & (PLACES - 1) for one in told]


@dataclass(frozen=True)
class Quick:
    """The weights (places, outputs) as int8 with a scale an output, and what the outputs stand for."""

    weights: "npt.NDArray[np.int8]"
    scale: "npt.NDArray[np.float32]"
    bias: "npt.NDArray[np.float32]"
    fields: dict[str, tuple[str, ...]]
    weighing: dict[str, float]

    def read(self, text: str, channel: str, stars: int | None) -> dict[str, dict[str, float]]:
        """Probabilities by field and value; `text` is lower case."""
        import numpy as np

        found = features(text, channel, stars)
        summed = self.weights[found].sum(axis=0, dtype=np.int32)
        logits = summed * (self.scale / len(found) ** 0.5) + self.bias
        odds: dict[str, dict[str, float]] = {}
        begin = 0
        for field, values in self.fields.items():
            part = logits[begin : begin + len(values)]
            begin += len(values)
            if field == "pressing":
                likely = 1 / (1 + np.exp(-part))
            else:
                likely = np.exp(part - part.max())
                likely /= likely.sum()
            odds[field] = dict(zip(values, likely.tolist(), strict=True))
        return odds


@lru_cache(maxsize=1)
def quick() -> Quick:
    """The quick reader, loaded once; raises Unreadable."""
    import numpy as np

    try:
        with np.load(WEIGHTS / "quick.npz", allow_pickle=False) as kept:
            facts: dict[str, Any] = json.loads(bytes(kept["facts"]).decode())
            weights, scale, bias = kept["weights"], kept["scale"], kept["bias"]
    except (OSError, ValueError, KeyError) as error:
        raise Unreadable("The weights of triage's quick reader are missing: install Bedside again.") from error
    return Quick(
        weights, scale, bias, {name: tuple(values) for name, values in facts["fields"].items()}, facts["weighing"]
    )
