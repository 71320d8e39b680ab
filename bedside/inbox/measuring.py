"""How a hospital answers, as sums that add up: counts, and lengths of time counted in steps. Pure.

One conversation is a `Fact`. A day's facts are added up into one `Sums` for each thing they are compared by, and days
into months, by plain addition; so a year is read from a few rows, a change of one conversation is taken out and put
in again, and a sum is always what a recount would say. Times are counted in steps whose edges stand in EDGES: to the
minute up to half an hour, then never more than a twelfth of what is measured; medians are read from the steps.
"""

import math
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from sys import byteorder

MINUTE, HOUR, DAY = 60, 3600, 86_400
#: Until when a step is how wide, in seconds.
WIDTHS = (
    (30 * MINUTE, MINUTE), (HOUR, 2 * MINUTE), (4 * HOUR, 5 * MINUTE), (12 * HOUR, 15 * MINUTE), (DAY, 30 * MINUTE),
    (3 * DAY, 2 * HOUR), (7 * DAY, 4 * HOUR), (30 * DAY, 12 * HOUR), (90 * DAY, 2 * DAY),
)  # fmt: skip


def _edges() -> tuple[int, ...]:
    found = [0]
    for until, width in WIDTHS:
        found += range(found[-1] + width, until + 1, width)
    return tuple(found)


#: Where each step begins, in seconds; the last one has no end.
EDGES = _edges()
#: What is counted of conversations.
COUNTS = ("began", "needed", "answered", "in_time", "silent", "approved", "reopened", "solved")
#: What is measured, in seconds by the clock on the wall and in hours in which somebody was there.
TIMES = ("first_clock", "first_business", "solved_clock", "solved_business")
#: How a sum lies in memory: counts, arrivals by hour, and a run of steps for each time; 32 bits a number.
_HOURS = len(COUNTS)
_RUNS = _HOURS + 24
_WHOLE = _RUNS + len(TIMES) * len(EDGES)
_BITS, _MASK = 32, 0xFFFFFFFF


@dataclass(frozen=True)
class Fact:
    """What became of one conversation. Times are seconds, None where it has not come to that."""

    on_date: date
    hour: int
    network: str
    level: str
    team: int | None
    member: int | None
    needed: bool
    answered: bool = False
    in_time: bool = False
    silent: bool = False
    approved: bool = False
    reopened: int = 0
    first_clock: int | None = None
    first_business: int | None = None
    solved_clock: int | None = None
    solved_business: int | None = None

    def facets(self) -> list[tuple[str, str]]:
        """What it is compared by: (kind, value). Team and person are ids; "" is nobody's."""
        return [
            ("all", ""),
            ("network", self.network),
            ("level", self.level),
            ("team", str(self.team or "")),
            ("member", str(self.member or "")),
        ]


@dataclass(frozen=True)
class Sums:
    """Facts added up. Its numbers stand side by side in one large integer, 32 bits each, so that adding two sums is one
    addition, whatever they hold."""

    packed: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.packed + other.packed)

    def __sub__(self, other: "Sums") -> "Sums":
        """What is left without the other, which must be part of it."""
        return Sums(self.packed - other.packed)

    def _at(self, place: int) -> int:
        return (self.packed >> (place * _BITS)) & _MASK

    def count(self, name: str) -> int:
        """One of COUNTS."""
        return self._at(COUNTS.index(name))

    def hours(self) -> list[int]:
        """How many began in each hour of the day."""
        return [self._at(_HOURS + hour) for hour in range(24)]

    def steps(self, name: str) -> list[int]:
        """How many of a time of TIMES fell into each step."""
        begin = _RUNS + TIMES.index(name) * len(EDGES)
        part = (self.packed >> (begin * _BITS)) & ((1 << (len(EDGES) * _BITS)) - 1)
        numbers = array("I", part.to_bytes(len(EDGES) * 4, byteorder))
        return list(numbers) if byteorder == "little" else list(reversed(numbers))

    def to_bytes(self) -> bytes:
        return zlib.compress(self.packed.to_bytes(_WHOLE * 4, "little"), 6)

    @staticmethod
    def from_bytes(kept: bytes | memoryview) -> "Sums":
        return Sums(int.from_bytes(zlib.decompress(kept), "little"))


def total(sums: Iterable[Sums]) -> Sums:
    return Sums(sum(one.packed for one in sums))


def step_of(seconds: int) -> int:
    return bisect_right(EDGES, max(0, seconds)) - 1


def of_fact(fact: Fact) -> Sums:
    """One conversation as a sum."""
    places = [COUNTS.index("began"), _HOURS + fact.hour]
    if fact.needed:
        flags = {"needed": True, "solved": fact.solved_clock is not None}
        flags |= {name: getattr(fact, name) for name in ("answered", "in_time", "silent", "approved")}
        places += [COUNTS.index(name) for name, holds in flags.items() if holds]
        for number, name in enumerate(TIMES):
            seconds = getattr(fact, name)
            if seconds is not None:
                places.append(_RUNS + number * len(EDGES) + step_of(seconds))
    packed = sum(1 << (place * _BITS) for place in places)
    return Sums(packed + (fact.reopened << (COUNTS.index("reopened") * _BITS)))


def sums_of(facts: Iterable[Fact]) -> dict[tuple[str, str], Sums]:
    """The facts added up by everything they are compared by."""
    found: dict[tuple[str, str], int] = {}
    for fact in facts:
        packed = of_fact(fact).packed
        for facet in fact.facets():
            found[facet] = found.get(facet, 0) + packed
    return {facet: Sums(packed) for facet, packed in found.items()}


def quantile(steps: Sequence[int], share: float) -> float | None:
    """Seconds below which this share of them lies, read within its step as if they lay evenly in it; None of none.
    Beyond the last edge it is that edge: "at least"."""
    whole = sum(steps)
    if not whole:
        return None
    wanted, seen = share * whole, 0
    for place, number in enumerate(steps):
        if number and seen + number >= wanted:
            if place + 1 == len(EDGES):
                break
            return EDGES[place] + (EDGES[place + 1] - EDGES[place]) * (wanted - seen) / number
        seen += number
    return float(EDGES[-1])


def below(steps: Sequence[int], seconds: int) -> int:
    """How many lie below one of the EDGES."""
    return sum(steps[: EDGES.index(seconds)])


# ---- shares ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval, in percent."""

    count: int
    of: int
    percent: float
    low: float
    high: float


def share(count: int, of: int) -> Share | None:
    """With Wilson's interval (JASA 22, 1927), which is honest for few and for extremes; None where there is nothing to
    have a share of."""
    if of <= 0:
        return None
    z, part = 1.959964, count / of
    middle = (part + z * z / (2 * of)) / (1 + z * z / of)
    spread = z * math.sqrt(part * (1 - part) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    low, high = max(0.0, middle - spread), min(1.0, middle + spread)
    return Share(count, of, round(100 * part, 1), round(100 * low, 1), round(100 * high, 1))


#: Fewer than this, and more than none, is not said of one among several (CMS's rule for cells, adopted by choice).
LEAST = 11


def hidden(numbers: Sequence[int]) -> set[int]:
    """Which of several numbers are not said: those from 1 to 10, and where that is a single one, whose value the whole
    would give away, the smallest of the others too. One that stands alone is the whole itself, and is said."""
    if sum(number > 0 for number in numbers) < 2:
        return set()
    small = {place for place, number in enumerate(numbers) if 0 < number < LEAST}
    others = [place for place, number in enumerate(numbers) if number >= LEAST]
    if len(small) == 1 and others:
        small.add(min(others, key=lambda place: numbers[place]))
    return small


# ---- stars -----------------------------------------------------------------------------------------------------------

#: Student's t for 95 %, by degrees of freedom from 1 on; beyond, the normal's is near enough.
_T = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
    2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip


@dataclass(frozen=True)
class Stars:
    """Stars of several reviews: how many of each from one to five, their mean, and its 95 % interval (none for a single
    one), kept within one and five."""

    numbers: tuple[int, int, int, int, int]

    @property
    def count(self) -> int:
        return sum(self.numbers)

    @property
    def mean(self) -> float | None:
        if not self.count:
            return None
        return sum(stars * number for stars, number in enumerate(self.numbers, 1)) / self.count

    @property
    def interval(self) -> tuple[float, float] | None:
        mean, count = self.mean, self.count
        if mean is None or count < 2:
            return None
        spread = sum(number * (stars - mean) ** 2 for stars, number in enumerate(self.numbers, 1)) / (count - 1)
        t = _T[count - 2] if count - 2 < len(_T) else 1.96
        half = t * math.sqrt(spread / count)
        return max(1.0, mean - half), min(5.0, mean + half)
