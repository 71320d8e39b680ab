"""Families of words that mean little alone and much together: how many different ones a text touches."""

import re
from collections.abc import Mapping

from bedside.triage.readers.wording import alternatives

Families = Mapping[str, re.Pattern[str]]


def touched(low: str, families: Families) -> dict[str, str]:
    """The families found in a lower-case text, each with the first words found."""
    found = {}
    for name, pattern in families.items():
        hit = pattern.search(low)
        if hit:
            found[name] = hit.group()
    return found


def family(text: str) -> re.Pattern[str]:
    """One family as a pattern of whole words, from words divided by " / " or line ends."""
    return re.compile(r"\b" + alternatives(text) + r"\b")
