"""Examples as tensors, in batches of like length."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from bedside.guard.model.layout import Sheet, sheets
from bedside.kit.wordpiece import WordPiece
from training.guard.examples import Example
from training.guard.texts import RULES

NAMES: tuple[str, ...] = tuple(sorted(RULES))
INDEX = {rule: index for index, rule in enumerate(NAMES)}


@dataclass(frozen=True)
class Batch:
    """Padded pieces (batch, pieces), and the labels of the texts (batch, rules) and of each piece."""

    ids: torch.Tensor
    mask: torch.Tensor
    parts: torch.Tensor
    own: torch.Tensor  # 1 where a piece belongs to the text itself
    whole: torch.Tensor
    piece: torch.Tensor


@dataclass(frozen=True)
class Row:
    """One example, cut into pieces; what is longer than a window loses its end."""

    sheet: Sheet
    example: Example

    @property
    def length(self) -> int:
        """How many pieces, both parts together."""
        return len(self.sheet.ids)


def rows(examples: Sequence[Example], cutter: WordPiece) -> list[Row]:
    """The examples that have words."""
    cut = ((example, sheets(cutter, example.kind, example.inbound, example.text)) for example in examples)
    return [Row(found[0], example) for example, found in cut if found]


def batch(rows: Sequence[Row]) -> Batch:
    """Rows side by side, padded to the longest."""
    shape = (len(rows), max(row.length for row in rows))
    ids, mask, parts = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    own, whole = torch.zeros(shape), torch.zeros(len(rows), len(NAMES))
    piece = torch.zeros(*shape, len(NAMES))
    for line, row in enumerate(rows):
        sheet, length = row.sheet, row.length
        ids[line, :length] = torch.tensor(sheet.ids)
        parts[line, :length] = torch.tensor(sheet.parts)
        mask[line, :length] = 1
        own[line, sheet.first : sheet.first + len(sheet.pieces)] = 1
        for rule, start, end in row.example.findings:
            whole[line, INDEX[rule]] = 1
            for offset, part in enumerate(sheet.pieces):
                if part.start < end and part.end > start:
                    piece[line, sheet.first + offset, INDEX[rule]] = 1
    return Batch(ids, mask, parts, own, whole, piece)


def batches(rows: list[Row], size: int, chance: random.Random) -> Iterator[Batch]:
    """All rows once, in random order but with neighbors of like length, so that little is padding."""
    chance.shuffle(rows)
    groups = []
    for start in range(0, len(rows), size * 16):
        pool = sorted(rows[start : start + size * 16], key=lambda row: row.length)
        groups += [pool[at : at + size] for at in range(0, len(pool), size)]
    chance.shuffle(groups)
    yield from map(batch, groups)
