"""Learns the tagger's tables from composed texts: a multinomial logistic regression by Adam, in numpy alone."""

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from bedside.guard.checks.tagger import HASHED, LABELS, REACH, Tagger, codes, echoes, inner, traits
from bedside.guard.lexicon.gazetteer import words
from bedside.guard.lexicon.tokens import CUE, TOKEN, sort
from training.identifiers.compose import Composer, Piece

Array = np.ndarray[Any, Any]
WIDTH = len(LABELS)
SPAN = 2 * REACH + 1
ECHOES = 256 * WIDTH**3 + 2 * WIDTH**3


def label(pieces: list[Piece]) -> tuple[list[str], list[int]]:
    """The tokens of a composed text and their labels."""
    text = "".join(piece for piece, _ in pieces)
    at, owner = 0, np.zeros(len(text) + 1, np.int64)
    for piece, name in pieces:
        if name:
            owner[at : at + len(piece)] = LABELS.index(name)
        at += len(piece)
    found = [(hit.group(), int(owner[hit.start()])) for hit in TOKEN.finditer(text)]
    return [token for token, _ in found], [number for _, number in found]


class Corpus:
    """Composed texts as one long row of token types, padded between texts."""

    def __init__(self, composer: Composer, number: int, types: dict[str, int]) -> None:
        self.types = types
        row, gold, judged = [0] * REACH, [0] * REACH, [False] * REACH
        for _ in range(number):
            tokens, labels = label(composer.text())
            row += [types.setdefault(token, len(types)) for token in tokens] + [0] * REACH
            gold += labels + [0] * REACH
            judged += [True] * len(tokens) + [False] * REACH
        self.row, self.gold, self.judged = np.array(row), np.array(gold), np.array(judged)


def keep(types: dict[str, int], row: Array) -> tuple[list[str], list[str], list[str]]:
    """Traits, inner traits and sorts that are met often enough; a word itself only if it is an ordinary one, so that
    the tagger cannot learn a list of names by heart."""
    heads = np.bincount(row, minlength=len(types))
    outer: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    known = words()
    for token, number in types.items():
        weight = int(heads[number])
        for name in traits(token):
            low = name[2:]
            if not name.startswith("w:") or low in CUE or known.get(low, "0000")[3] > "1" or "'" in low:
                outer[name] += weight
        if token:
            inside.update(dict.fromkeys(inner(token), weight))
            kinds[sort(token)] += weight
    return (
        sorted(name for name, count in outer.items() if count >= 12),
        sorted(name for name, count in inside.items() if count >= 25),
        ["rare", "pad", *sorted(name for name, count in kinds.items() if count >= 5)][:256],
    )


def ragged(lists: list[list[int]]) -> tuple[Array, Array]:
    """Lists of rows as two columns: whose, and which."""
    whose = np.repeat(np.arange(len(lists)), [len(one) for one in lists])
    return whose, np.array([item for one in lists for item in one], np.int64)


def spread(whose: Array, weights: Array, size: int) -> Array:
    """Sums of rows of weights by owner, one column after the other."""
    flat = weights.reshape(len(weights), -1)
    return np.stack([np.bincount(whose, column, size) for column in flat.T], 1).reshape(size, *weights.shape[1:])


class Adam:
    """One table and its steps."""

    def __init__(self, *shape: int) -> None:
        self.table = np.zeros(shape, np.float32)
        self.mean, self.square, self.steps = np.zeros(shape, np.float32), np.zeros(shape, np.float32), 0

    def step(self, gradient: Array, rate: float, decay: float) -> None:
        """One step against the gradient, and a little towards zero."""
        self.steps += 1
        self.mean += 0.1 * (gradient - self.mean)
        self.square += 0.002 * (gradient**2 - self.square)
        mean = self.mean / (1 - 0.9**self.steps)
        square = self.square / (1 - 0.998**self.steps)
        self.table -= rate * (mean / (np.sqrt(square) + 1e-8) + decay * self.table)


def chance(logits: Array) -> Array:
    """Shares by label."""
    raised = np.exp(logits - logits.max(1, keepdims=True))
    shares: Array = raised / raised.sum(1, keepdims=True)
    return shares


def learn(out: Path, texts: int = 170_000, epochs: int = 5, seed: int = 11, chunk: int = 80_000) -> None:
    """Composes the texts, learns both passes and writes the tables."""
    composer, types = Composer(seed), {"": 0}
    corpus = Corpus(composer, texts, types)
    outer, inside, sorts = keep(types, corpus.row)
    at, deep = ({name: row for row, name in enumerate(names)} for names in (outer, inside))
    kind_of = {name: row for row, name in enumerate(sorts)}
    listed = sorted(types, key=types.__getitem__)
    whose, which = ragged([[at[name] for name in traits(token) if name in at] for token in listed])
    whose2, which2 = ragged(
        [[deep[name] for name in inner(token) if name in deep] if token else [] for token in listed]
    )
    kinds = np.array([kind_of.get(sort(token), 0) if token else 1 for token in listed])
    keys = np.array([
        at[f"w:{token.lower()}"] + 1000 if f"w:{token.lower()}" in at and token[0].isalpha() else kinds[number]
        for number, token in enumerate(listed)
    ])  # fmt: skip
    rows, core, hashed = Adam(len(outer), SPAN, WIDTH), Adam(len(inside), WIDTH), Adam(HASHED, WIDTH)
    positions = np.flatnonzero(corpus.judged)
    chunks = list(np.array_split(positions, max(1, len(positions) // chunk)))
    row_kinds, row_keys = kinds[corpus.row], keys[corpus.row]
    total, done = epochs * len(chunks), 0
    for epoch in range(epochs):
        correct = 0
        for part in chunks:
            first, last = part[0] - REACH, part[-1] + REACH + 1
            span = corpus.row[first:last]
            use, back = np.unique(span, return_inverse=True)
            remap = np.full(len(types), -1)
            remap[use] = np.arange(len(use))
            mine, mine2 = np.isin(whose, use), np.isin(whose2, use)
            w1, t1, w2, t2 = remap[whose[mine]], which[mine], remap[whose2[mine2]], which2[mine2]
            record = spread(w1, rows.table[t1], len(use)).astype(np.float32)
            record[:, REACH] += spread(w2, core.table[t2], len(use)).astype(np.float32)
            here = part - first
            logits = sum(record[back[here + place - REACH], place] for place in range(SPAN))
            reach = here[:, None] + np.arange(-REACH, REACH + 1)
            spots = codes(row_keys[first:last][reach], row_kinds[first:last][reach])
            logits = logits + hashed.table[spots].sum(1)
            shares = chance(logits)
            gold = corpus.gold[part]
            correct += int((logits.argmax(1) == gold).sum())
            shares[np.arange(len(part)), gold] -= 1
            push = np.zeros((len(use), SPAN, WIDTH), np.float32)
            for place in range(SPAN):
                push[:, place] = spread(back[here + place - REACH], shares, len(use))
            rate = 0.05 * (1 - done / total) + 0.002
            done += 1
            rows.step(spread(t1, push[w1], len(outer)).astype(np.float32), rate, 2e-4)
            core.step(spread(t2, push[w2, REACH], len(inside)).astype(np.float32), rate, 2e-4)
            hashed.step(
                spread(spots.ravel(), np.repeat(shares, spots.shape[1], 0), HASHED).astype(np.float32), rate, 2e-3
            )
        print(f"pass 1, epoch {epoch + 1}: {correct / len(positions):.4f} of tokens right", flush=True)
    echo = Adam(ECHOES, WIDTH)
    tables = pack(outer, inside, sorts, rows.table, core.table, hashed.table, echo.table)
    second(Tagger(tables), Composer(seed + 1), texts // 6, echo)
    tables = pack(outer, inside, sorts, rows.table, core.table, hashed.table, echo.table)
    out.parent.mkdir(exist_ok=True)
    with out.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **tables)


def second(judge: Tagger, composer: Composer, number: int, echo: Adam) -> None:
    """Learns what the neighbors' labels say, on texts the first pass has not seen."""
    logits, spots, gold = [], [], []
    for _ in range(number):
        tokens, labels = label(composer.text())
        if tokens:
            scores = judge.scores(tokens)
            kinds = judge.kinds[[judge.known[token] for token in tokens]]
            logits.append(scores)
            spots.append(echoes(scores.argmax(1), kinds))
            gold.append(np.array(labels))
    base, rows, wanted = np.concatenate(logits), np.concatenate(spots), np.concatenate(gold)
    for step in range(60):
        now = base + echo.table[rows].sum(1)
        if step % 20 == 0:
            print(f"pass 2, step {step}: {(now.argmax(1) == wanted).mean():.4f} of tokens right", flush=True)
        shares = chance(now)
        shares[np.arange(len(wanted)), wanted] -= 1
        echo.step(spread(rows.ravel(), np.repeat(shares, 3, 0), ECHOES).astype(np.float32), 0.05, 1e-3)


def pack(outer: list[str], inside: list[str], sorts: list[str], *tables: Array) -> dict[str, Array]:
    """The tables as bytes with one scale each."""
    scales = [
        max(float(np.abs(table).max()), 1e-6) / (32767 if number < 2 else 127) for number, table in enumerate(tables)
    ]
    rows, core, hashed, echo = (np.round(table / scale) for table, scale in zip(tables, scales, strict=True))
    return {
        "traits": np.frombuffer("\n".join(outer).encode(), np.uint8),
        "inside": np.frombuffer("\n".join(inside).encode(), np.uint8),
        "sorts": np.frombuffer("\n".join(sorts).encode(), np.uint8),
        "rows": rows.astype(np.int16),
        "core": core.astype(np.int16),
        "hashed": hashed.astype(np.int8),
        "echo": echo.astype(np.int8),
        "scales": np.array(scales, np.float32),
    }
