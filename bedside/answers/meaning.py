"""What a text means, as 384 numbers of length one, so that near texts lie near each other. Pure and offline.

One seam: whoever suggests answers calls `embed`, and `VERSION` says by what it was made. Today it is a signed hashing
of words, pairs of words and pieces of words (Weinberger et al., ICML 2009): no model, no weights, no idf. Exchanging it
for a learned one is a new body of `embed` and a new `VERSION`; what is stored is then made anew by a job.

Only texts whose identifiers are hidden are handed in; placeholders such as "[name]" mean nothing and are left out.
"""

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

SIZE = 384
#: By what the numbers were made; numbers of another version cannot be compared with today's.
VERSION = "hashed-1"
#: A longer text is cut: an answer and a comment say what they mean sooner.
LONGEST = 4_000

_PLACEHOLDER = re.compile(r"\[[a-z_0-9]{2,30}\]|\{[a-z_0-9]{1,40}\}|https?://\S+|@\w+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
#: Words that stand in every text and tell nothing of its matter.
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """
        a an and are as at be been but by can could did do does for from had has have he her his how i if in is it its
        just me my not of on one or our she should so some than that the their them there they this to up us was we were
        what when where which who why will with would you your please thank thanks hi hello am any get got about here
        also very al como con cual cuando de del donde el ella en es esta este esto estos hay la las le les lo los me mi
        mis muy no nos o para pero por que quien se ser si sin son su sus te tu un una uno unos y ya gracias favor hola
        puedo puede
        """,
    )
)
#: Endings that the same word carries: "appointments" and "appointment", "citas" and "cita".
_ENDINGS = ("'s", "ing", "es", "ed", "s")


def embed(text: str) -> list[float]:
    """The text's 384 numbers, of length one; all zero where it says nothing."""
    sums = [0.0] * SIZE
    for feature, count in Counter(_features(text)).items():
        kind, _, _name = feature.partition(":")
        number = zlib.crc32(feature.encode())
        sign = 1.0 if zlib.crc32(b"sign " + feature.encode()) & 1 else -1.0
        sums[number % SIZE] += sign * WEIGHTS[kind] * (1.0 + math.log(count))
    length = math.sqrt(sum(value * value for value in sums))
    return [value / length for value in sums] if length else sums


#: How much a whole word, a pair of words, and a piece of a word weigh.
WEIGHTS = {"w": 1.0, "p": 0.6, "c": 0.3}


def _features(text: str) -> Iterator[str]:
    words = [_stem(word) for word in _words(text) if word not in _EMPTY]
    for word in words:
        yield f"w:{word}"
        padded = f"^{word}$"
        if len(word) > 3:
            for size in (4, 5):
                for at in range(len(padded) - size + 1):
                    yield f"c:{padded[at : at + size]}"
    for one, other in pairwise(words):
        yield f"p:{one} {other}"


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", _PLACEHOLDER.sub(" ", text[:LONGEST].casefold()))
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def closeness(one: list[float], other: list[float]) -> float:
    """The cosine of two texts' numbers, from -1 to 1."""
    return sum(a * b for a, b in zip(one, other, strict=True))
