"""How the readers' patterns are put together: phrases kept as running text, joined by nearness, weighed as signs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bedside.triage.message import Message


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


@dataclass(frozen=True)
class Sign:
    """Words that speak for a danger; signs of different names add up, and `unless` in the same sentence excuses one."""

    name: str
    weight: float
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None


def sign(name: str, weight: float, *alternatives: str, unless: str | None = None) -> Sign:
    """A sign of alternative phrases."""
    return Sign(name, weight, whole(*alternatives), whole(unless) if unless else None)


@dataclass(frozen=True)
class Weighed:
    """What the signs of a text add up to, and the words they were seen in."""

    total: float
    quotes: tuple[str, ...]


def weigh(message: Message, signs: Iterable[Sign]) -> Weighed:
    """The heaviest sign of each name, added up over the text."""
    best: dict[str, tuple[float, str]] = {}
    for each in signs:
        if best.get(each.name, (0.0, ""))[0] >= each.weight or not each.pattern.search(message.low):
            continue
        for sentence in message.sentences:
            hit = each.pattern.search(sentence)
            if hit and not (each.unless and each.unless.search(sentence)):
                best[each.name] = (each.weight, hit.group().strip())
                break
    return Weighed(sum(weight for weight, _ in best.values()), tuple(quote for _, quote in best.values()))
