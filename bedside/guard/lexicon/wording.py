"""How the checks' patterns are put together: phrases kept as running text, joined by nearness."""

import re


def alternatives(text: str) -> str:
    """One alternation of patterns divided by " / " or line ends; round brackets group without capturing."""
    parts = (part.strip() for line in text.strip().splitlines() for part in re.split(r"(?:^|\s)/(?:\s|$)", line))
    return "(?:" + re.sub(r"(?<!\\)\((?!\?)", "(?:", "|".join(part for part in parts if part)) + ")"


def phrases(text: str) -> str:
    """Alternatives in which an apostrophe may be missing, as it often is in what people type."""
    return re.sub(r"'(?!\?)", "'?", alternatives(text))


def near(first: str, second: str, gap: int = 30) -> str:
    """The second phrase at most `gap` characters after the first, in the same sentence."""
    return rf"(?:{first}\b[^.!?\n]{{0,{gap}}}?(?<!\w){second})"


def around(first: str, second: str, gap: int = 30) -> str:
    """Two phrases near each other in either order."""
    return rf"(?:{near(first, second, gap)}|{near(second, first, gap)})"


def whole(*alternatives: str) -> re.Pattern[str]:
    """A pattern of whole words out of alternatives."""
    return re.compile(r"(?<!\w)(?:" + "|".join(alternatives) + r")(?!\w)")


def words_of(text: str) -> frozenset[str]:
    """The words of a list kept as running text, so that it stays readable."""
    return frozenset(text.split())
