"""When somebody is there: hours of a week in the hospital's own zone, days that are closed, clocks that run only then.

Pure. Hours are local ("8 to 5"), clocks are instants; between them stands the zone, so a night that loses or gains an
hour is as long as it really was.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
#: How far ahead the next opening is looked for; longer closed than this is "we do not know when".
FAR = timedelta(days=62)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, order=True)
class Opening:
    """One span of a weekday (0 is Monday). `closes` no later than `opens` is on the next day; both the same is 24 h."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Hours:
    """The hours of a place. `always` is 24/7, holidays included; `closed` are local days without any hours."""

    zone: ZoneInfo
    openings: tuple[Opening, ...] = ()
    closed: frozenset[date] = frozenset()
    always: bool = False


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant a clock on the wall shows this. A time that a spring night leaves out is the moment an hour on; of
    one that comes twice in autumn it is the first."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def spans(start: datetime, end: datetime, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    """The open spans between two instants, in order, none touching the next."""
    held: tuple[datetime, datetime] | None = None
    for begins, ends in _cut(start, end, hours):
        if held is not None and begins <= held[1]:
            held = (held[0], max(held[1], ends))
            continue
        if held is not None:
            yield held
        held = (begins, ends)
    if held is not None:
        yield held


def _cut(start: datetime, end: datetime, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    if start >= end:
        return
    if hours.always:
        yield start, end
        return
    if not hours.openings:
        return
    day, last = start.astimezone(hours.zone).date() - DAY, end.astimezone(hours.zone).date()
    while day <= last:
        for opening in sorted(hours.openings):
            if opening.weekday == day.weekday() and day not in hours.closed:
                ends_on = day + DAY if opening.closes <= opening.opens else day
                begins = max(start, instant(day, opening.opens, hours.zone))
                ends = min(end, instant(ends_on, opening.closes, hours.zone))
                if begins < ends:
                    yield begins, ends
        day += DAY


def business_seconds(start: datetime, end: datetime, hours: Hours) -> int:
    """Seconds between two instants in which somebody was there; 0 where the second is not later."""
    return int(sum((ends - begins).total_seconds() for begins, ends in spans(start, end, hours)))


def is_open(at: datetime, hours: Hours) -> bool:
    return any(True for _span in spans(at, at + timedelta(seconds=1), hours))


def next_opening(at: datetime, hours: Hours) -> datetime | None:
    """When somebody is there again: `at` itself while open, None where nothing opens in two months."""
    return next((begins for begins, _ends in spans(at, at + FAR, hours)), None)


def due(start: datetime, length: timedelta, hours: Hours) -> datetime:
    """When that much time has passed in which somebody was there; by the wall clock for hours that never open."""
    left = length
    for begins, ends in spans(start, start + length * 8 + FAR, hours):
        if ends - begins >= left:
            return begins + left
        left -= ends - begins
    return start + length


def read_openings(rows: Iterable[Iterable[object]]) -> tuple[Opening, ...]:
    """Openings as they are kept, [weekday, "08:00", "17:00"]; raises ValueError for anything else."""
    found = []
    for row in rows:
        weekday, opens, closes = row
        if not isinstance(weekday, int) or not 0 <= weekday <= 6:
            raise ValueError("A weekday is a number from 0, Monday, to 6, Sunday.")
        found.append(Opening(weekday, time.fromisoformat(str(opens)), time.fromisoformat(str(closes))))
    return tuple(sorted(found))


def write_openings(openings: Iterable[Opening]) -> list[list[object]]:
    return [[one.weekday, f"{one.opens:%H:%M}", f"{one.closes:%H:%M}"] for one in sorted(openings)]
