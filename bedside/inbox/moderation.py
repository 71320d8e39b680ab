"""What moderation goes by: acts and their reasons, who decides, how even-handed it is, and what looks like spam. Pure.

Nothing here acts by itself: it says what a person may do, and what a person should look at.
"""

import hashlib
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What is done about something that breaks the comment policy."""

    HIDE = "hide"
    REPORT = "report"
    BLOCK = "block"


class Way(StrEnum):
    """How an act reaches the network."""

    HERE = "here"  # the hub is our own
    NETWORK = "network"  # asked of the network by a delivery
    HAND = "hand"  # done by a person on the network's own pages, and recorded here


class PolicyState(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REPLACED = "replaced"


class Refused(Exception):
    """It cannot be done as it stands; the message says why, and that nothing was changed."""


class NoClause(Refused):
    """No act without a clause of the policy in force."""


class NotYours(Refused):
    """Another person has to do this; the message says who."""


#: Shortest words that say why.
SHORTEST = 5
LONGEST_WORDS, LONGEST_APPEAL = 500, 1_000


def ensure_clause(clause: str, allowed: Mapping[str, str]) -> str:
    """The clause's name; raises NoClause where it is none that may be enforced now."""
    if clause not in allowed:
        raise NoClause("Choose the clause of the comment policy that it breaks. Nothing was changed.")
    return allowed[clause]


def ensure_why(words: str, *, what: str = "Say why") -> str:
    """The words on one line; raises Refused where they are too short to say anything."""
    said = " ".join(words.replace("\x00", "").split())[:LONGEST_WORDS]
    if len(said) < SHORTEST:
        raise Refused(f"{what}, in at least {SHORTEST} letters. Nothing was changed.")
    return said


# ---- even-handedness -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval (Wilson 1927), in percent."""

    count: int
    of: int
    percent: float
    low: float
    high: float


def share(count: int, of: int) -> Share | None:
    """None where there was nothing: a share of nothing is no number."""
    if of <= 0:
        return None
    z, part = 1.959964, min(1.0, count / of)
    middle = (part + z * z / (2 * of)) / (1 + z * z / of)
    spread = z * math.sqrt(part * (1 - part) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    low, high = max(0.0, middle - spread), min(1.0, middle + spread)
    return Share(count, of, round(100 * part, 1), round(100 * low, 1), round(100 * high, 1))


STANCES = ("negative", "neutral", "positive")
#: What is hidden as these says nothing of opinions, and would drown what does.
COMMERCE = frozenset({"spam", "ads"})
#: Fewer acts than this prove nothing.
ENOUGH = 5


@dataclass(frozen=True)
class Stance:
    """How many of those who wrote in one mood were hidden."""

    name: str
    share: Share | None
    hidden: int
    of: int


@dataclass(frozen=True)
class Balance:
    """Hidden by mood, commerce left out; `lopsided` is whether criticism is hidden more than chance explains, `clauses`
    those that were used on criticism alone, with how often."""

    stances: tuple[Stance, ...]
    lopsided: bool
    clauses: tuple[tuple[str, int], ...]


def balance(hidden: Sequence[tuple[str, str]], written: Mapping[str, int]) -> Balance:
    """`hidden`: (clause, mood) of each; `written`: how many wrote in each mood. Lopsided is what holds at the bad end
    of both intervals: the lowest likely share of criticism hidden above the highest of everything else."""
    kept = [(clause, mood) for clause, mood in hidden if clause not in COMMERCE]
    counts = {mood: sum(one == mood for _clause, one in kept) for mood in STANCES}
    of = {mood: max(written.get(mood, 0), counts[mood]) for mood in STANCES}
    stances = tuple(Stance(mood, share(counts[mood], of[mood]), counts[mood], of[mood]) for mood in STANCES)
    critical = share(counts["negative"], of["negative"])
    others = share(counts["neutral"] + counts["positive"], of["neutral"] + of["positive"])
    lopsided = bool(
        critical is not None and others is not None and critical.count >= ENOUGH and critical.low > others.high
    )
    used: dict[str, list[str]] = {}
    for clause, mood in kept:
        used.setdefault(clause, []).append(mood)
    alone = [
        (clause, len(moods)) for clause, moods in used.items() if len(moods) >= ENOUGH and set(moods) == {"negative"}
    ]
    return Balance(stances, lopsided, tuple(sorted(alone)))


# ---- spam ------------------------------------------------------------------------------------------------------------

#: The same words of so many people, or so often of one, within this long, are shown to somebody.
MANY, OFTEN, WITHIN = 3, 3, timedelta(hours=24)
#: Shorter words are said by many in good faith: "Thank you so much!"
FEWEST_WORDS, FEWEST_SIGNS = 6, 30
#: How long what was seen is remembered.
REMEMBERED = timedelta(days=3)
_LINK = re.compile(
    r"https?://\S+|www\.\S+|\[url\]|\b[a-z0-9-]+\.(?:com|net|org|info|biz|ru|cn|xyz|top|shop|io|me)\b\S*", re.I
)
_MONEY = re.compile(
    r"\b(?:earn|income|profit|invest(?:ment|ing|or)?|crypto|bitcoin|forex|loan|cash|giveaway|prize|lottery|jackpot|"
    r"casino|betting|dollars?|whatsapp|telegram|dm me|click here|limited offer|discount|promo|free money|"
    r"gan(?:ar|e|a) dinero|inversi[oó]n|pr[eé]stamo|premio|loter[ií]a|oferta|descuento|haga clic)\b|[$€]\s?\d",
    re.I,
)


def baits(text: str) -> bool:
    """A link together with words about money: what most spam has, and little else."""
    return bool(_LINK.search(text) and _MONEY.search(text))


_MENTION = re.compile(r"[@#]\w+")
_HIDDEN = re.compile(r"\[[a-z_ ]{2,30}\]")


def straightened(text: str) -> str:
    """The words without what senders vary: case, signs, accents of style, numbers, mentions, and the end of a link."""
    said = unicodedata.normalize("NFKC", text).casefold()
    said = _LINK.sub(" link ", said)
    said = _MENTION.sub(" ", _HIDDEN.sub(" ", said))
    kept = "".join(
        "0" if sign.isdigit() else sign if sign.isalpha() or unicodedata.category(sign).startswith("M") else " "
        for sign in said
        if unicodedata.category(sign) not in ("Cf", "Cc") or sign.isspace()
    )
    return " ".join(re.sub(r"0+", "0", kept).split())


def fingerprint(text: str) -> str:
    """The same for texts that differ only in such things; "" for one that is too short to tell."""
    said = straightened(text)
    if len(said.split()) < FEWEST_WORDS or len(said) < FEWEST_SIGNS:
        return ""
    return hashlib.sha256(said.encode()).hexdigest()


def may_queue(*, urgency: str, level: str) -> bool:
    """What may mean danger never stands among spam."""
    return urgency != "critical" and level not in ("P0", "P1")


#: Letters of a reference: none that are read for another.
CODE_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def tidy_code(said: str) -> str:
    """A reference as it is kept, from what somebody typed."""
    signs = [sign for sign in said.upper() if sign in CODE_SIGNS]
    return f"{''.join(signs[:4])}-{''.join(signs[4:])}" if len(signs) == 8 else ""
