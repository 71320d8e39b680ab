"""Cuts text into the word pieces of BERT's uncased vocabulary, with offsets: Wu et al. 2016 (arXiv:1609.08144), the
longest piece first. Written here in fifty lines because the usual package brings an HTTP client with it, and nothing
that reads patients' words should."""

import re
import unicodedata
from dataclasses import dataclass

PAD, UNKNOWN, START, BREAK = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
LONGEST = 60  # characters of one word; longer ones are unknown
WORD = re.compile(r"[^\W_]+|[^\w\s]|_")


@dataclass(frozen=True)
class Piece:
    """One piece: its number in the vocabulary and where it stands in the text."""

    id: int
    start: int
    end: int


def plain(text: str) -> str:
    """Lower case without accents, one character for each of the text, so that offsets stay true."""
    if text.isascii():
        return text.lower()
    return "".join(_plain(char) for char in text)


def _plain(char: str) -> str:
    if char.isascii():
        return char.lower()
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base[0]


class WordPiece:
    """A vocabulary, one piece a line, and the cutting by it; words already cut are remembered."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.ids = {piece: index for index, piece in enumerate(vocabulary)}
        self.pad, self.unknown = self.ids[PAD], self.ids[UNKNOWN]
        self.start, self.break_ = self.ids[START], self.ids[BREAK]
        self.known: dict[str, tuple[tuple[int, int, int], ...]] = {}

    def cut(self, text: str) -> list[Piece]:
        """The pieces of a text, in order; offsets are into the text as given."""
        pieces: list[Piece] = []
        for word in WORD.finditer(plain(text)):
            at = word.start()
            pieces += [Piece(number, at + start, at + end) for number, start, end in self._word(word.group())]
        return pieces

    def _word(self, word: str) -> tuple[tuple[int, int, int], ...]:
        found = self.known.get(word)
        if found is None:
            found = self._longest_first(word) if len(word) <= LONGEST else ((self.unknown, 0, len(word)),)
            if len(self.known) < 50_000:
                self.known[word] = found
        return found

    def _longest_first(self, word: str) -> tuple[tuple[int, int, int], ...]:
        pieces, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = self.ids.get(word[start:end] if start == 0 else "##" + word[start:end])
                if piece is not None:
                    pieces.append((piece, start, end))
                    start = end
                    break
            else:
                return ((self.unknown, 0, len(word)),)
        return tuple(pieces)
