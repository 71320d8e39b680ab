"""How the hospital answers: a page of figures that name what they are of, and the same as a table to take along."""

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bedside.channels import queries as channels
from bedside.inbox import labels, queries
from bedside.inbox.measuring import Share
from bedside.inbox.queries import Compared, Figures, Measures, Times
from bedside.inbox.spans import DAYS, Span, span
from bedside.inbox.tables import table
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.organizations.hours import WEEKDAYS

#: How long ago sums may have been made before the page says so.
FRESH = timedelta(minutes=5)


def _found(request: Request) -> tuple[Span, Measures]:
    at = now()
    asked = span(request.GET, today=at.astimezone(request.organization.zone).date())
    return asked, queries.measures(
        request.organization, since=asked.since, until=asked.until, member=request.member, at=at
    )


@needs("inbox.measure")
def measures(request: Request) -> HttpResponse:
    """`?days=7|30|90|365`, or `?since=` and `?until=` as days."""
    at = now()
    asked, found = _found(request)
    counted = found.counted
    everybody = request.member.may("people.change")
    context = {
        "at": at,
        "asked": asked,
        "spans": DAYS,
        "found": found,
        "late_at": counted.at if counted and not found.live and at - counted.at > FRESH else None,
        "times": (
            (_("First answer, by the clock"), found.whole.first_clock, False),
            (_("First answer, in office hours"), found.whole.first_business, True),
            (_("Closed, by the clock"), found.whole.solved_clock, False),
            (_("Closed, in office hours"), found.whole.solved_business, True),
        ),
        "hours": [(f"{hour}:00", [row[hour] for row in found.arrivals]) for hour in range(24)],
        "ages": list(
            zip(
                (_("up to 4 h"), _("4 to 24 h"), _("1 to 3 days"), _("3 to 7 days"), _("longer")),
                found.backlog.ages,
                strict=True,
            )
        ),
        "most": max((number for _below, number in found.bands), default=0),
        "compared": (
            ("network", _("Network"), [(network_name(row.key), row) for row in found.networks]),
            ("level", _("Level"), [(level_name(row.key), row) for row in found.levels]),
            ("team", _("Team"), [(row.name or _("No team"), row) for row in found.teams]),
            (
                "people",
                _("Person"),
                [(row.name or _("Nobody"), row) for row in found.people],
            ),
        ),
        "everybody": everybody,
        "sets_hours": request.member.may("settings.change"),
    }
    return render(request, "inbox/measures.html", context)


def network_name(name: str) -> str:
    known = channels.networks().get(name)
    return known.label if known is not None else name


def level_name(name: str) -> str:
    return f"{name} · {labels.LEVELS.get(name, '')}".partition(":")[0]


# ---- as a table ------------------------------------------------------------------------------------------------------

HEAD = ("part", "name", "from", "to", "figure", "value", "unit", "count", "of", "low", "high")
#: Figures that are shares, and times.
SHARES = ("answered", "in_time", "approved", "solved")
TIMES = ("first_clock", "first_business", "solved_clock", "solved_business")
Cells = tuple[object, ...]


@needs("inbox.measure")
def measures_csv(request: Request) -> HttpResponse:
    """The same figures, one a line; what the page does not say stands here as "fewer than 11" too."""
    asked, found = _found(request)
    return table(f"measures-{asked.since}-{asked.until}.csv", HEAD, _lines(found))


def _lines(found: Measures) -> Iterator[Cells]:
    since, until = found.since, found.until
    yield from _figures("whole", "", since, until, found.whole)
    for point in found.points:
        yield from _figures(found.grain, "", point.since, point.until, point.figures)
    parts: tuple[tuple[str, tuple[Compared, ...]], ...] = (
        ("network", found.networks), ("level", found.levels), ("team", found.teams), ("person", found.people),
    )  # fmt: skip
    for part, rows in parts:
        for row in rows:
            name = row.name or "nobody"
            if row.figures is None:
                yield (part, name, since, until, "began", "fewer than 11", "conversations", "", "", "", "")
            else:
                yield from _figures(part, name, since, until, row.figures)
    for weekday, hours in enumerate(found.arrivals):
        for hour, number in enumerate(hours):
            name = f"{WEEKDAYS[weekday]} {hour:02}:00"
            said = "fewer than 11" if number is None else number
            yield ("arrivals", name, since, until, "began", said, "conversations", "", "", "", "")
    danger, backlog = found.danger, found.backlog
    yield ("danger", "P0", since, until, "alarms", danger.alarms, "alarms", "", "", "", "")
    yield from _times("danger", "P0", (since, until), "to the first page", danger.paged, danger.alarms)
    yield from _times("danger", "P0", (since, until), "to acknowledgment", danger.acknowledged, danger.alarms)
    for figure, number in (("waiting", backlog.waiting), ("past target", backlog.late), ("snoozed", backlog.snoozed)):
        yield ("now", "", "", "", figure, number, "conversations", "", "", "", "")


def _figures(part: str, name: str, since: object, until: object, found: Figures) -> Iterator[Cells]:
    for figure in ("began", "needed", "silent", "reopened"):
        yield (part, name, since, until, figure, getattr(found, figure), "conversations", "", "", "", "")
    for figure in SHARES:
        share: Share | None = getattr(found, figure)
        if share is not None:
            edges = (share.count, share.of, share.low, share.high)
            yield (part, name, since, until, figure, share.percent, "percent", *edges)
    for figure in TIMES:
        yield from _times(part, name, (since, until), figure, getattr(found, figure), found.needed)


def _times(part: str, name: str, when: tuple[object, object], figure: str, found: Times, of: int) -> Iterator[Cells]:
    for what, seconds in (("median", found.median), ("p90", found.p90)):
        if seconds is not None:
            yield (part, name, *when, f"{figure} {what}", round(seconds), "seconds", found.count, of, "", "")
