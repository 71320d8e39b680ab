"""Reads: how the hospital answers, from the sums of days and months and what has happened since they were made."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from bedside.inbox import measuring
from bedside.inbox.measuring import DAY, HOUR, Share, Sums, of_fact, quantile, share
from bedside.inbox.models import Counted, ServedSum
from bedside.inbox.queries import counting
from bedside.inbox.queries.standing import Backlog, Danger, Times, backlog, danger
from bedside.organizations.models import Member, Organization, Team

#: A mark of how far is counted, as it was read.
Mark = tuple[int, int | None, datetime]
#: Changes since the sums were made that a page adds by itself; more of them wait for the next count.
LIVE = 500
#: Bands of first answers: below so many seconds, and how that is said.
BANDS = (
    (15 * 60, "15 min"), (HOUR, "1 h"), (4 * HOUR, "4 h"), (8 * HOUR, "8 h"), (DAY, "24 h"), (2 * DAY, "48 h"),
    (7 * DAY, "7 days"),
)  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """What one sum says. Every share and time names how many it is of."""

    began: int
    needed: int
    answered: Share | None
    in_time: Share | None
    silent: int
    approved: Share | None
    reopened: int
    solved: Share | None
    first_clock: Times
    first_business: Times
    solved_clock: Times
    solved_business: Times


def _times(sums: Sums, name: str) -> Times:
    steps = sums.steps(name)
    return Times(sum(steps), quantile(steps, 0.5), quantile(steps, 0.9))


def figures(sums: Sums) -> Figures:
    answered, needed = sums.count("answered"), sums.count("needed")
    return Figures(
        began=sums.count("began"),
        needed=needed,
        answered=share(answered, needed),
        in_time=share(sums.count("in_time"), answered),
        silent=sums.count("silent"),
        approved=share(sums.count("approved"), answered),
        reopened=sums.count("reopened"),
        solved=share(sums.count("solved"), needed),
        first_clock=_times(sums, "first_clock"),
        first_business=_times(sums, "first_business"),
        solved_clock=_times(sums, "solved_clock"),
        solved_business=_times(sums, "solved_business"),
    )


@dataclass(frozen=True)
class Point:
    """One stretch of the period: its first and its last day."""

    since: date
    until: date
    figures: Figures


@dataclass(frozen=True)
class Compared:
    """One of several that are compared. `figures` is None where they are not said: because they are `few`, or because
    the whole without them would tell a single one of few; `name` is the network's or level's, or in words the team's
    or the person's."""

    key: str
    name: str
    figures: Figures | None
    few: bool = False


@dataclass(frozen=True)
class Measures:
    since: date
    until: date
    #: Days, weeks or months a point.
    grain: str
    whole: Figures
    points: tuple[Point, ...]
    #: (below, how many first answers by the clock), the last one without a bound.
    bands: tuple[tuple[str, int], ...]
    networks: tuple[Compared, ...]
    levels: tuple[Compared, ...]
    teams: tuple[Compared, ...]
    people: tuple[Compared, ...]
    #: Monday to Sunday, hour by hour; None where it is not said.
    arrivals: tuple[tuple[int | None, ...], ...]
    backlog: Backlog
    danger: Danger
    #: Bedside assumes hours, because the hospital has not said any.
    assumed: bool
    #: How far they are counted; None before the first time, and while everything is counted anew.
    counted: Counted | None
    #: Whether what happened since then is in it.
    live: bool


def measures(organization: Organization, *, since: date, until: date, member: Member, at: datetime) -> Measures:
    """Of conversations that reached the hospital on the days from `since` to `until`, as they stand now. `member` sees
    their own figures, and all people's where they may change people."""
    for _try in range(5):
        counted = counting.counted_of(organization)
        found = _measures(organization, counted, since, until, member, at)
        again = counting.counted_of(organization)
        if _mark(again) == _mark(counted):
            break  # no count came in between, and every sum is of one and the same state
    return found


def _mark(counted: Counted | None) -> Mark | None:
    return (counted.number, counted.walked, counted.at) if counted is not None else None


def _measures(
    organization: Organization, counted: Counted | None, since: date, until: date, member: Member, at: datetime
) -> Measures:
    fresh, live = _since_counted(organization, counted, since, until)
    days = _days(organization, since, until)
    everybody = member.may("people.change")
    parts = _parts(organization, since, until, member=None if everybody else member)
    for facts, sign in fresh:
        for fact in facts:
            changed = Sums(sign * of_fact(fact).packed)
            days[fact.on_date] = days.get(fact.on_date, Sums()) + changed
            for facet in fact.facets()[1:]:
                parts[facet] = parts.get(facet, Sums()) + changed
    whole = measuring.total(days.values())
    grain, points = _points(days, since, until)
    return Measures(
        since=since,
        until=until,
        grain=grain,
        whole=figures(whole),
        points=points,
        bands=_bands(whole),
        networks=_compared(parts, "network"),
        levels=_compared(parts, "level"),
        teams=_named(_compared(parts, "team"), _team_names(organization)),
        people=_people(organization, parts, member, everybody),
        arrivals=_arrivals(days),
        backlog=backlog(organization, at=at),
        danger=danger(organization, since, until),
        assumed=counting.hours_for(organization, at=at)[1],
        counted=counted if counted is not None and counted.walked is None else None,
        live=live,
    )


# ---- sums ------------------------------------------------------------------------------------------------------------

Fresh = list[tuple[list[measuring.Fact], int]]


def _since_counted(organization: Organization, counted: Counted | None, since: date, until: date) -> tuple[Fresh, bool]:
    """Facts to take out and facts to put in, so that the sums say what is so now."""
    if counted is None or counted.walked is not None:
        return [], False
    keys, newest = counting.changed_since(organization, counted.number, most=10 * LIVE)
    if len(keys) > LIVE or newest - counted.number >= 10 * LIVE:
        return [], False
    if not keys:
        return [], True
    named = sorted(keys)
    before = counting.kept_facts(organization, named)
    after = counting.facts_for(counting.basis_of(organization), named)
    found: Fresh = []
    for facts, sign in ((before, -1), (after, 1)):
        found.append(([fact for fact in facts.values() if since <= fact.on_date <= until], sign))
    return found, True


def _days(organization: Organization, since: date, until: date) -> dict[date, Sums]:
    rows = ServedSum.objects.filter(
        organization=organization, span=ServedSum.DAY, facet="all", on_date__range=(since, until)
    )
    return {day: Sums.from_bytes(sums) for day, sums in rows.values_list("on_date", "sums")}


def _parts(
    organization: Organization, since: date, until: date, *, member: Member | None
) -> dict[tuple[str, str], Sums]:
    """The sums of everything that is compared: whole months as such, the days at both ends one by one. With `member`
    that person's alone among people."""
    months, spans = _months(since, until)
    when = Q(span=ServedSum.MONTH, on_date__in=months)
    for first, last in spans:
        when |= Q(span=ServedSum.DAY, on_date__range=(first, last))
    what = Q(facet__in=("network", "level", "team"))
    what |= Q(facet="member") if member is None else Q(facet="member", value=str(member.pk))
    rows = ServedSum.objects.filter(when, what, organization=organization)
    packed: dict[tuple[str, str], int] = {}
    for facet, value, sums in rows.values_list("facet", "value", "sums"):
        packed[facet, value] = packed.get((facet, value), 0) + Sums.from_bytes(sums).packed
    return {key: Sums(number) for key, number in packed.items()}


def _months(since: date, until: date) -> tuple[list[date], list[tuple[date, date]]]:
    """The first days of the months that lie wholly in it, and the spans of days around them."""
    first = since if since.day == 1 else _next_month(since)
    months = []
    while _next_month(first) <= until + timedelta(days=1):
        months.append(first)
        first = _next_month(first)
    if not months:
        return [], [(since, until)]
    spans = [(since, months[0] - timedelta(days=1)), (first, until)]
    return months, [span for span in spans if span[0] <= span[1]]


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _points(days: dict[date, Sums], since: date, until: date) -> tuple[str, tuple[Point, ...]]:
    """The period in days up to a month and a half, in weeks up to half a year, else in months."""
    length = (until - since).days + 1
    grain = "day" if length <= 45 else "week" if length <= 190 else "month"
    starts: dict[date, list[Sums]] = {}
    day = since
    while day <= until:
        start = (
            day if grain == "day" else day - timedelta(days=day.weekday()) if grain == "week" else day.replace(day=1)
        )
        starts.setdefault(max(start, since), []).append(days.get(day, Sums()))
        day += timedelta(days=1)
    found = [
        Point(start, start + timedelta(days=len(sums) - 1), figures(measuring.total(sums)))
        for start, sums in starts.items()
    ]
    return grain, tuple(found)


def _bands(whole: Sums) -> tuple[tuple[str, int], ...]:
    steps = whole.steps("first_clock")
    found, before = [], 0
    for seconds, said in BANDS:
        so_far = measuring.below(steps, seconds)
        found.append((said, so_far - before))
        before = so_far
    return (*found, ("", sum(steps) - before))


def _arrivals(days: dict[date, Sums]) -> tuple[tuple[int | None, ...], ...]:
    week = [[0] * 24 for _day in range(7)]
    for day, sums in days.items():
        row = week[day.weekday()]
        for hour, number in enumerate(sums.hours()):
            row[hour] += number
    unsaid = measuring.hidden([number for row in week for number in row])
    return tuple(
        tuple(None if 24 * place + hour in unsaid else number for hour, number in enumerate(row))
        for place, row in enumerate(week)
    )


# ---- compared --------------------------------------------------------------------------------------------------------


def _compared(parts: dict[tuple[str, str], Sums], facet: str) -> tuple[Compared, ...]:
    """The values of one kind, in order; those with few are named and no more is said of them."""
    rows = [(value, sums) for (kind, value), sums in sorted(parts.items()) if kind == facet and sums.count("began")]
    unsaid = measuring.hidden([sums.count("began") for _value, sums in rows])
    return tuple(
        Compared(value, value, None if place in unsaid else figures(sums), sums.count("began") < measuring.LEAST)
        for place, (value, sums) in enumerate(rows)
    )


def _named(rows: Iterable[Compared], names: dict[str, str]) -> tuple[Compared, ...]:
    named = [replace(row, name=names.get(row.key, "")) for row in rows]
    return tuple(sorted(named, key=lambda row: (not row.key, row.name.casefold())))


def _team_names(organization: Organization) -> dict[str, str]:
    """Also of teams that ended."""
    rows = Team.objects.filter(organization=organization).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


def _people(
    organization: Organization, parts: dict[tuple[str, str], Sums], member: Member, everybody: bool
) -> tuple[Compared, ...]:
    """Everybody's for those who may change people; else one's own, which nobody else is compared with."""
    if not everybody:
        sums = parts.get(("member", str(member.pk)))
        found = sums is not None and sums.count("began")
        return (Compared(str(member.pk), member.name, figures(sums)),) if sums is not None and found else ()
    rows = Member.objects.filter(organization=organization).select_related("user")
    return _named(_compared(parts, "member"), {str(one.pk): one.name for one in rows})
