"""Finding a hospital's own words in a text, past the same evasions the checks see through."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bedside.guard.policy.shapes import Term
from bedside.guard.scene import lower, normalize

#: Letters a * may stand for.
LONGEST = 40


@lru_cache(maxsize=1024)
def pattern(phrase: str) -> tuple[str, re.Pattern[str]]:
    """What a text must contain for the phrase to be in it at all, and the phrase as a bounded pattern."""
    words = lower(normalize(phrase)[0]).split()
    parts = ["".join(rf"[^\W_]{{0,{LONGEST}}}" if one == "*" else re.escape(one) for one in word) for word in words]
    # Blanks between words, or a hyphen where people write one: bounded, so that cost grows with the text alone.
    body = r"[\s-]{1,4}".join(parts)
    sure = max((piece for word in words for piece in word.split("*")), key=len)
    return sure, re.compile(rf"(?<!\w){body}(?!\w)")


def found_in(text: str, term: Term) -> Iterator[tuple[int, int]]:
    """Where the words stand in a text, as offsets into it."""
    yield from places(text, term.phrase)


def places(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Where a phrase stands in a text; without a * in it, it is taken literally."""
    plain, starts, ends = normalize(text)
    low = lower(plain)
    sure, shape = pattern(phrase)
    if sure not in low:
        return
    for hit in shape.finditer(low):
        if starts is None or ends is None:
            yield hit.start(), hit.end()
        else:
            yield starts[hit.start()], ends[hit.end() - 1]
