"""Names and places that no pattern can list: a small linear model over sorts of words, learned by
`python -m training.identifiers` from texts written for it. Loaded on first use; without its weights nothing is tagged.

Every token is judged by the words and sorts around it: a sum of rows of two tables, so that one text costs a few
gathers of numpy. A second, smaller sum looks at what the first one thought of the neighbors."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bedside.guard.lexicon.gazetteer import words
from bedside.guard.lexicon.tokens import TOKEN, sort
from bedside.guard.scene import Scene

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

FILE = Path(__file__).parent.parent / "weights" / "identifiers.npz"
LABELS = ("", "name", "staff", "place", "facility")
REACH = 3  # tokens looked at on either side
PLACES = tuple(range(2 * REACH + 1))
HASHED = 1 << 18  # rows of the table of neighbors
KEPT = 40_000  # words remembered between texts


def traits(token: str) -> list[str]:
    """What one token is made of, for every place around the judged one."""
    if not token:
        return ["k:pad"]
    kind = sort(token)
    low = token.lower()
    found = [f"k:{kind}"]
    if token[0].isalpha():
        levels = words().get(low, "0000")
        form = kind[:1]
        found += [f"w:{low}", *(f"{letter}{level}{form}" for letter, level in zip("gspw", levels, strict=True))]
    return found


def inner(token: str) -> list[str]:
    """What only the judged token shows: its ends and its length."""
    if not token[0].isalpha():
        return [f"n:{len(token)}"]
    low, form = token.lower(), sort(token)[:1]
    known = "k" if low in words() else "u"
    return [
        f"e3:{low[-3:]}{known}",
        f"e2:{low[-2:]}{known}",
        f"b2:{low[:2]}{known}",
        f"n:{min(len(low), 9)}{form}{known}",
    ]


@cache
def windows(reach: int, number: int) -> "Array":
    """For every one of a number of tokens, the places of its neighbors in a row padded by that reach."""
    import numpy as np

    rows: Array = np.arange(number)[:, None] + np.arange(2 * reach + 1)
    return rows


@cache
def mixers() -> "tuple[Array, Array, Array]":
    """How sorts and words around a token are mixed into rows of the hashed table; one column a mixture."""
    import numpy as np

    sorts, words, salts = np.zeros((7, len(MIXTURES)), np.int64), np.zeros((7, len(MIXTURES)), np.int64), []
    for column, (of_sorts, of_words) in enumerate(MIXTURES):
        for number, place in enumerate(of_sorts):
            sorts[REACH + place, column] = (7919, 104729, 1299709)[number]
        for number, place in enumerate(of_words):
            words[REACH + place, column] = (15485863, 32452843)[number]
        salts.append(column + 1)
    return sorts, words, np.array(salts)


#: Neighborhoods, as places relative to the token: first those whose sort is mixed in, then those whose word is.
MIXTURES = (
    ((-1, 0, 1), ()),
    ((-2, -1, 0), ()),
    ((0, 1, 2), ()),
    ((0,), (-1,)),
    ((0,), (-2, -1)),
    ((0,), (1,)),
    ((0,), (-1, 1)),
)


def codes(keys: "Array", kinds: "Array") -> "Array":
    """For every token, the rows of the hashed table: tokens x mixtures. Both are given as windows of `REACH`."""
    of_sorts, of_words, salts = mixers()
    mixed: Array = kinds @ of_sorts
    mixed += keys @ of_words
    mixed += salts
    mixed *= 2654435761
    mixed &= 0xFFFFFFFF
    mixed >>= 14
    return mixed


class Tagger:
    """Judges the tokens of texts; remembers what words are made of between texts."""

    def __init__(self, tables: "dict[str, Array]") -> None:
        import numpy as np

        names = bytes(tables["traits"]).decode().split("\n")
        self.index = {name: row for row, name in enumerate(names)}
        inside = bytes(tables["inside"]).decode().split("\n")
        self.inside = {name: row for row, name in enumerate(inside)}
        self.sorts = {name: row for row, name in enumerate(bytes(tables["sorts"]).decode().split("\n"))}
        self.rows = tables["rows"].astype(np.float32) * tables["scales"][0]
        self.core = tables["core"].astype(np.float32) * tables["scales"][1]
        self.hashed = tables["hashed"].astype(np.float32) * tables["scales"][2]
        self.echo = tables["echo"].astype(np.float32) * tables["scales"][3]
        self.width = len(LABELS)
        self.ones = np.ones(16, np.float32)
        self.places = np.arange(len(PLACES))
        self._forget()

    def _forget(self) -> None:
        import numpy as np

        self.known: dict[str, int] = {}
        self.records = np.zeros((4096, 2 * REACH + 1, self.width), np.float32)
        self.kinds = np.zeros(4096, np.int64)
        self.keys = np.zeros(4096, np.int64)
        self._learn("")

    def _learn(self, token: str) -> int:
        """The row of a word not met before."""
        import numpy as np

        row = len(self.known)
        if row >= len(self.kinds):
            self.records = np.concatenate([self.records, np.zeros_like(self.records)])
            self.kinds = np.concatenate([self.kinds, np.zeros_like(self.kinds)])
            self.keys = np.concatenate([self.keys, np.zeros_like(self.keys)])
        outer = [self.index[name] for name in traits(token) if name in self.index]
        self.records[row] = self.rows[outer].sum(0)
        if token:
            self.records[row, REACH] += self.core[[self.inside[n] for n in inner(token) if n in self.inside]].sum(0)
        self.kinds[row] = kind = self.sorts.get(sort(token) if token else "pad", 0)
        self.keys[row] = self.index.get(f"w:{token.lower()}", -1) + 1000 if token[:1].isalpha() else kind
        if self.keys[row] == 999:
            self.keys[row] = kind
        self.known[token] = row
        self.flat = self.records.reshape(-1, self.width)
        return row

    def scores(self, tokens: list[str]) -> "Array":
        """How likely each label is, on a scale of its own: tokens x labels."""
        import numpy as np

        if len(self.known) > KEPT:
            self._forget()
        known = self.known
        padded = ["", "", "", *tokens, "", "", ""]
        try:
            ids = np.array([known[token] for token in padded])
        except KeyError:
            ids = np.array([known[token] if token in known else self._learn(token) for token in padded])
        around = ids[windows(REACH, len(tokens)) if len(tokens) < 500 else windows.__wrapped__(REACH, len(tokens))]
        kinds = self.kinds[around]
        # A product with ones sums small rows several times faster than sum() does.
        total: Array = self.ones[: len(PLACES)] @ self.flat.take(around * len(PLACES) + self.places, 0)
        total += self.ones[: len(MIXTURES)] @ self.hashed.take(codes(self.keys[around], kinds), 0)
        total += self.ones[:3] @ self.echo.take(echoes(total.argmax(1), kinds[:, REACH]), 0)
        return total


def echoes(labels: "Array", kinds: "Array") -> "Array":
    """For every token, the rows of the table of neighbors' labels: tokens x 3."""
    import numpy as np

    padded = np.zeros(len(labels) + 4, np.int64)
    padded[2:-2] = labels
    number = len(labels)
    near = padded[windows(2, number) if number < 500 else windows.__wrapped__(2, number)]
    of_labels, offsets = weights()
    mixed: Array = near @ of_labels
    mixed += offsets
    mixed[:, 0] += kinds * len(LABELS) ** 3
    return mixed


@cache
def weights() -> "tuple[Array, Array]":
    """How the labels two to the left to two to the right are mixed into three rows."""
    import numpy as np

    width = len(LABELS)
    offsets = np.array([0, 256, 257]) * width**3
    return np.array([[0, width**2, 0], [width**2, width, 0], [1, 1, width**2], [width, 0, width], [0, 0, 1]]), offsets


@cache
def tagger() -> Tagger | None:
    """The learned tagger, or None where numpy or its weights are missing."""
    try:
        import numpy as np

        with np.load(FILE) as stored:
            return Tagger(dict(stored))
    except (ImportError, OSError):
        return None


class Tag(NamedTuple):
    """A stretch of the text that the tagger believes to name somebody or some place, and by what margin."""

    start: int
    end: int
    label: str
    margin: float


def tags(scene: Scene) -> tuple[Tag, ...]:
    """What the tagger finds in a text, once a text."""
    if scene.tagged is None:
        scene.tagged = tuple(_tags(scene))
    found: tuple[Tag, ...] = scene.tagged
    return found


def _tags(scene: Scene) -> Iterator[Tag]:
    judge = tagger()
    text = scene.text
    tokens = TOKEN.findall(text)
    if judge is None or not tokens:
        return
    scores = judge.scores(tokens)
    labels = scores.argmax(1).tolist()
    likely = [at for at, label in enumerate(labels) if label]
    if not likely:
        return
    rows = scores[likely].tolist()
    start = end = last = -1
    label, margin, seen, place = 0, 0.0, 0, 0
    for at, shares in zip(likely, rows, strict=True):
        row = labels[at]
        value = shares[row] - shares[0]
        while seen <= at:
            first = text.index(tokens[seen], place)
            place = first + len(tokens[seen])
            seen += 1
        if at == last + 1 and row == label and last >= 0:
            margin = max(margin, value)
        else:
            if end >= 0:
                yield Tag(start, end, LABELS[label], margin)
            start, label, margin = first, row, value
        end, last = place, at
    yield Tag(start, end, LABELS[label], margin)
