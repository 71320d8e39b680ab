"""How a text and the comment it answers are laid before the network; training and reading share it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bedside.kit.wordpiece import Piece, WordPiece

#: One word of the vocabulary tells the network what kind of text it sees.
KINDS = {"post": "post", "reply": "reply", "message": "message", "story": "story"}
HEARD = 72  # pieces of the comment that are read
WINDOW = 160  # pieces of the text in one pass
OVERLAP = 40  # pieces that two passes over a long text share


@dataclass(frozen=True)
class Sheet:
    """One pass: piece numbers, which of the two parts each belongs to, and where the text's own pieces stand."""

    ids: list[int]
    parts: list[int]
    first: int  # index in `ids` of the first piece of the text
    pieces: Sequence[Piece]


def sheets(cutter: WordPiece, kind: str, inbound: str, text: str) -> list[Sheet]:
    """The passes over one text: one, unless it is longer than a window; none for a text without pieces."""
    pieces = cutter.cut(text)
    heard = [piece.id for piece in cutter.cut(inbound[: HEARD * 12])[:HEARD]]
    head = [cutter.start, cutter.ids[KINDS[kind]], *heard, cutter.break_]
    found = []
    for start in range(0, max(1, len(pieces) - OVERLAP), WINDOW - OVERLAP):
        part = pieces[start : start + WINDOW]
        if part:
            ids = [*head, *(piece.id for piece in part), cutter.break_]
            parts = [0] * len(head) + [1] * (len(part) + 1)
            found.append(Sheet(ids, parts, len(head), part))
    return found
