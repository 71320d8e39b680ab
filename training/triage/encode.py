"""Texts with labels as tensors, in batches of like length."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from bedside.kit.wordpiece import WordPiece
from bedside.triage.model.layout import Sheet, sheets
from bedside.triage.shapes import TOPICS
from training.triage.texts import INTENTS, SHORT, SPECIALTIES

MOODS = ("negative", "neutral", "positive")
#: What the network's outputs stand for, in order: one of several each, but for `pressing` and the topics.
INTENT = tuple(sorted(INTENTS))
SPECIALTY = ("none", *sorted(SPECIALTIES))
TOPIC = tuple(sorted(TOPICS))
RULES = tuple(sorted(set(SHORT.values())))
FIELDS: dict[str, tuple[str, ...]] = {
    "intent": INTENT, "pressing": ("pressing",), "sentiment": MOODS, "specialty": SPECIALTY, "topic": TOPIC,
}  # fmt: skip
PLACES: dict[str, slice] = {}
for _name, _values in FIELDS.items():
    _begin = sum(len(values) for name, values in FIELDS.items() if name in PLACES)
    PLACES[_name] = slice(_begin, _begin + len(_values))
WIDTH = sum(len(values) for values in FIELDS.values())
UNKNOWN = -100  # this text says nothing of the field


@dataclass(frozen=True)
class Example:
    """What the network sees, and what it should say; None where the text was not labelled for a field."""

    channel: str
    stars: int | None
    text: str
    sentiment: str | None = None
    intent: str | None = None
    urgency: str | None = None
    specialty: str | None = None  # "none" where there is none
    topics: tuple[str, ...] | None = None
    phi: tuple[tuple[str, int, int], ...] | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class Row:
    """One pass over an example."""

    sheet: Sheet
    example: Example


@dataclass(frozen=True)
class Batch:
    """Padded pieces (batch, pieces) and labels; `piece` is (batch, pieces, rules)."""

    ids: torch.Tensor
    mask: torch.Tensor
    parts: torch.Tensor
    intent: torch.Tensor
    sentiment: torch.Tensor
    specialty: torch.Tensor
    pressing: torch.Tensor  # 1, 0, or below 0 where it is not asked: critical and low follow from the intent
    topic: torch.Tensor
    has_topic: torch.Tensor
    piece: torch.Tensor
    own: torch.Tensor  # 1 where identifiers were labelled and the piece is the text's own
    weight: torch.Tensor


def rows(examples: Sequence[Example], cutter: WordPiece) -> list[Row]:
    """The first pass over each example that has words."""
    cut = ((example, sheets(cutter, example.channel, example.stars, example.text)) for example in examples)
    return [Row(found[0], example) for example, found in cut if found]


def batch(given: Sequence[Row]) -> Batch:
    """Rows side by side, padded to the longest."""
    shape = (len(given), max(len(row.sheet.ids) for row in given))
    ids, mask, parts = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    own, piece = torch.zeros(shape), torch.zeros(*shape, len(RULES))
    topic, has_topic = torch.zeros(len(given), len(TOPIC)), torch.zeros(len(given))
    for line, row in enumerate(given):
        sheet, example = row.sheet, row.example
        length = len(sheet.ids)
        ids[line, :length], parts[line, :length] = torch.tensor(sheet.ids), torch.tensor(sheet.parts)
        mask[line, :length] = 1
        if example.topics is not None:
            has_topic[line] = 1
            for name in example.topics:
                topic[line, TOPIC.index(name)] = 1
        if example.phi is not None:
            own[line, sheet.first : sheet.first + len(sheet.pieces)] = 1
            for rule, start, end in example.phi:
                for offset, part in enumerate(sheet.pieces):
                    if part.start < end and part.end > start:
                        piece[line, sheet.first + offset, RULES.index(rule)] = 1
    said = [row.example for row in given]
    return Batch(
        ids, mask, parts, _index([one.intent for one in said], INTENT), _index([one.sentiment for one in said], MOODS),
        _index([one.specialty for one in said], SPECIALTY),
        torch.tensor([{"high": 1.0, "normal": 0.0}.get(one.urgency or "", -1.0) for one in said]),
        topic, has_topic, piece, own, torch.tensor([one.weight for one in said]),
    )  # fmt: skip


def _index(values: list[str | None], names: tuple[str, ...]) -> torch.Tensor:
    return torch.tensor([UNKNOWN if value is None else names.index(value) for value in values])


def batches(given: list[Row], size: int, chance: random.Random) -> Iterator[Batch]:
    """All rows once, in random order but with neighbors of like length, so that little is padding."""
    chance.shuffle(given)
    groups = []
    for start in range(0, len(given), size * 16):
        pool = sorted(given[start : start + size * 16], key=lambda row: len(row.sheet.ids))
        groups += [pool[at : at + size] for at in range(0, len(pool), size)]
    chance.shuffle(groups)
    yield from map(batch, groups)
