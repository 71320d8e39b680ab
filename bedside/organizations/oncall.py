"""Who is on call: turns that go round in the hospital's zone, covers that come before them, and the gaps. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal

from bedside.organizations.hours import Hours, instant, is_open, spans


@dataclass(frozen=True)
class Pattern:
    """A rota as a rule: its people in order, each for `every` days from the hand-over time on; the first one's turn
    began on the day `since`. `hours` say when anybody is on call at all."""

    people: tuple[int, ...]
    every: int
    since: date
    handover: time
    hours: Hours


@dataclass(frozen=True)
class Stretch:
    """Somebody else for a while: of two that overlap, the one made later counts."""

    member: int
    starts_at: datetime
    ends_at: datetime
    made: int


@dataclass(frozen=True)
class Watch:
    """Who is on call from one instant to another; nobody in a gap. `since` is when their turn or cover began."""

    starts_at: datetime
    ends_at: datetime
    member: int | None
    how: Literal["turn", "cover", "gap"]
    since: datetime


def turn(pattern: Pattern, at: datetime) -> tuple[datetime, datetime, int | None]:
    """The turn that holds this instant: its start, its end, whose it is (nobody's before the rota began)."""
    zone = pattern.hours.zone
    number = (at.astimezone(zone).date() - pattern.since).days // pattern.every
    while _start(pattern, number) > at:
        number -= 1
    while _start(pattern, number + 1) <= at:
        number += 1
    whose = pattern.people[number % len(pattern.people)] if pattern.people and number >= 0 else None
    return _start(pattern, number), _start(pattern, number + 1), whose


def _start(pattern: Pattern, number: int) -> datetime:
    day = pattern.since + timedelta(days=number * pattern.every)
    return instant(day, pattern.handover, pattern.hours.zone)


def who_is_on_call(pattern: Pattern, covers: Iterable[Stretch], at: datetime) -> Watch:
    """Who has it at this instant: the latest cover, else whose turn it is, where the rota's hours hold."""
    standing = [one for one in covers if one.starts_at <= at < one.ends_at]
    if standing:
        cover = max(standing, key=lambda one: one.made)
        return Watch(at, cover.ends_at, cover.member, "cover", cover.starts_at)
    began, ends, member = turn(pattern, at)
    if member is None or not is_open(at, pattern.hours):
        return Watch(at, ends, None, "gap", at)
    return Watch(at, ends, member, "turn", began)


def watches(pattern: Pattern, covers: Sequence[Stretch], start: datetime, end: datetime) -> list[Watch]:
    """The whole time between two instants, cut wherever somebody else begins, gaps included."""
    edges = {start, end}
    edges |= {edge for one in covers for edge in (one.starts_at, one.ends_at)}
    edges |= {edge for span in spans(start, end, pattern.hours) for edge in span}
    at = turn(pattern, start)[0]
    while at < end:
        edges.add(at)
        at = turn(pattern, at)[1]
    ordered = sorted(edge for edge in edges if start <= edge <= end)
    found: list[Watch] = []
    for begins, ends in pairwise(ordered):
        now = who_is_on_call(pattern, covers, begins)
        before = found[-1] if found else None
        same = before is not None and (before.member, before.how) == (now.member, now.how)
        if before is not None and same and (now.how == "gap" or before.since == now.since):
            found[-1] = Watch(before.starts_at, ends, now.member, now.how, before.since)
        else:
            found.append(Watch(begins, ends, now.member, now.how, now.since))
    return found
