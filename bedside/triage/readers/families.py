"""Families of words that mean little alone and much together: how many different ones a text touches."""

import re
from collections.abc import Mapping

Families = Mapping[str, re.Pattern[str]]


def touched(low: str, families: Families) -> dict[str, str]:
    """The families found in a lower-case text, each with the first words found."""
    found = {}
    for name, pattern in families.items():
        hit = pattern.search(low)
        if hit:
            found[name] = hit.group()
    return found


def family(*words: str) -> re.Pattern[str]:
    """One family as a pattern of whole words."""
    return re.compile(r"\b(?:" + "|".join(words) + r")\b")
