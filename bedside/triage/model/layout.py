"""How a text of the public is laid before the network; training and reading share it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bedside.kit.wordpiece import Piece, WordPiece

#: One word of the vocabulary tells the network where it was said; a review brings its stars as a digit.
CHANNELS = {
    "facebook": "facebook", "x": "twitter", "instagram": "photo", "google": "google", "yelp": "review",
    "bluesky": "blue", "youtube": "video", "hub": "forum", "message": "message",
    "survey": "comment",
}  # fmt: skip
ELSEWHERE = "facebook"
WINDOW = 128  # pieces of the text in one pass
OVERLAP = 24  # pieces that two passes over a long text share
MOST = 6  # passes over one text: of a very long one the beginning and the end are read, the rules read all of it


@dataclass(frozen=True)
class Sheet:
    """One pass: piece numbers, which of the two parts each belongs to, and where the text's own pieces stand."""

    ids: list[int]
    parts: list[int]
    first: int  # index in `ids` of the first piece of the text
    pieces: Sequence[Piece]


def sheets(cutter: WordPiece, channel: str, stars: int | None, text: str) -> list[Sheet]:
    """The passes over one text: one, unless it is longer than a window; none for a text without pieces."""
    pieces = cutter.cut(text)
    head = [cutter.start, cutter.ids[CHANNELS.get(channel, ELSEWHERE)]]
    if stars is not None:
        head.append(cutter.ids[str(stars)])
    head.append(cutter.break_)
    starts = list(range(0, max(1, len(pieces) - OVERLAP), WINDOW - OVERLAP))
    if len(starts) > MOST:
        starts = [*starts[: MOST - 2], *starts[-2:]]
    found = []
    for start in starts:
        part = pieces[start : start + WINDOW]
        if part:
            ids = [*head, *(piece.id for piece in part), cutter.break_]
            found.append(Sheet(ids, [0] * len(head) + [1] * (len(part) + 1), len(head), part))
    return found
