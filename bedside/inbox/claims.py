"""Which approved correction answers a message: nearness by words, the rarer the heavier. Pure."""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LANGUAGES = ("en", "es")
#: Nearer than this is offered, up to so many.
NEAR, MOST = 0.18, 3
#: So many conversations with one claim in so many days: better said once to everybody.
WIDE, WIDE_WITHIN = 5, timedelta(days=7)
#: How long an approval holds before somebody looks at the science again.
REVIEW_AFTER = timedelta(days=180)


class ClaimState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


#: Words that are in every text and in no claim.
_COMMON_WORDS = """
the a an and or but if then that this these those is are was were be been being it its they them their there here to of
in on at by for from with about as into over under not no nor do does did done have has had having can could will would
should may might must you your yours we our ours us he she his her him i me my mine who what which when where why how
all any some more most very just only also than so too up out off now even ever every each because people person thing
things know known say says said get gets got make makes made like one two new
give gives gave given take takes took help helps want need use used go goes going come thank please
el la los las un una unos unas y o u pero si que este esta esto estos estas ese esa eso es son era fue ser ha han haber
de del al en con por para sin sobre como mas muy ya no ni se le les lo su sus mi mis tu tus nos nosotros ustedes usted
ellos ellas yo donde cuando cuanto todo todos toda todas algo nada solo tambien porque cada hay
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_WORD = re.compile(r"[^\W\d_][^\W_]{2,}|\d+g\b")
_ENDINGS = ("ciones", "aciones", "ations", "ation", "cion", "ing", "ies", "es", "ed", "s")


def stem(word: str) -> str:
    """A word without its ending, roughly: enough that "vaccines" meets "vaccine"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word.removesuffix("e") if len(word) > 4 else word


def stems(text: str) -> frozenset[str]:
    """The telling words of a text: no case, no accents, no endings."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", text.casefold()) if unicodedata.category(sign) != "Mn"
    )
    return frozenset(stem(word) for word in _WORD.findall(plain) if word not in _COMMON)


@dataclass(frozen=True)
class Near:
    """A claim's key, how near it is (0 to 1), and the words both have."""

    key: int
    score: float
    shared: tuple[str, ...]


def nearest(text: str, claims: Mapping[int, Sequence[str]]) -> list[Near]:
    """The claims that a text may repeat, nearest first; `claims` are the ways each is said. A word that many claims
    have tells little; two shared words at least, unless the claim has but one."""
    said = stems(text)
    if not said or not claims:
        return []
    ways = {key: [found for way in said_ways if (found := stems(way))] for key, said_ways in claims.items()}
    known: dict[str, int] = {}
    for each in ways.values():
        for word in frozenset().union(*each) if each else frozenset[str]():
            known[word] = known.get(word, 0) + 1
    weight = {word: 1 + math.log(len(ways) / count) for word, count in known.items()}
    near = []
    for key, each in ways.items():
        best = max((_match(said, way, weight) for way in each), default=(0.0, ()))
        if best[0] >= NEAR:
            near.append(Near(key, round(best[0], 3), best[1]))
    return sorted(near, key=lambda one: (-one.score, one.key))[:MOST]


def _match(said: frozenset[str], way: frozenset[str], weight: Mapping[str, float]) -> tuple[float, tuple[str, ...]]:
    """The weight of the shared words in that of the claim's own, less where the text says much else."""
    shared = said & way
    if len(shared) < min(2, len(way)):
        return 0.0, ()
    whole = math.sqrt(sum(weight[word] for word in way))
    mine = math.sqrt(sum(weight.get(word, 1.0) for word in said))
    score = sum(weight[word] for word in shared) / (whole * min(mine, 3 * whole))
    return min(1.0, score), tuple(sorted(shared))
