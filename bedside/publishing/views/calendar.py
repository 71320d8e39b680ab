"""Month, week and list, in the hospital's own time zone."""

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render

from bedside.kit.pages import numbered
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.publishing import queries
from bedside.publishing.models import Post
from bedside.publishing.rules import State


@dataclass(frozen=True)
class Day:
    date: date
    inside: bool
    today: bool
    posts: list[Post]


@needs("publishing.read")
def calendar(request: Request) -> HttpResponse:
    """`?view=month|week|list`, `?day=YYYY-MM-DD` within it; `list` takes `?state=`."""
    view = request.GET.get("view", "month")
    context = {
        "view": view,
        "counts": queries.counts(request.organization),
        "writes": request.member.may("publishing.write"),
    }
    if view == "list":
        return render(request, "publishing/calendar.html", context | _listed(request))
    today = now().astimezone(request.organization.zone).date()
    day = _day(request.GET.get("day", ""), today)
    first, last = _span(day, view)
    weeks = _weeks(request, first, last, day, today, whole=view == "week")
    step = timedelta(days=7) if view == "week" else timedelta(days=31)
    context |= {
        "weeks": weeks,
        "day": day,
        "today": today,
        "previous": (day - step if view == "week" else day.replace(day=1) - timedelta(days=1)),
        "next": (day + step if view == "week" else day.replace(day=28) + timedelta(days=4)),
        "empty": not any(one.posts for week in weeks for one in week),
    }
    template = "publishing/calendar.html#grid" if request.htmx else "publishing/calendar.html"
    return render(request, template, context)


def _listed(request: Request) -> dict[str, object]:
    state = request.GET.get("state", "")
    found = queries.posts_of(request.organization).order_by("-changed_at", "-pk")
    if state in [str(one) for one in State]:
        found = found.filter(state=state)
    return {
        "shown": numbered(found, number=request.GET.get("page", "1"), size=30),
        "state": state,
        "states": list(State),
    }


def _day(said: str, today: date) -> date:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return today
    return day if 2000 < day.year < 2100 else today


def _span(day: date, view: str) -> tuple[date, date]:
    """The first and last day shown: whole weeks from Sunday, as wall calendars in the United States have them."""
    if view == "week":
        first = day - timedelta(days=(day.weekday() + 1) % 7)
        return first, first + timedelta(days=6)
    first, last = day.replace(day=1), day.replace(day=months.monthrange(day.year, day.month)[1])
    return first - timedelta(days=(first.weekday() + 1) % 7), last + timedelta(days=6 - (last.weekday() + 1) % 7)


def _weeks(request: Request, first: date, last: date, day: date, today: date, *, whole: bool) -> list[list[Day]]:
    zone = request.organization.zone
    since = datetime(first.year, first.month, first.day, tzinfo=zone)
    until = datetime(last.year, last.month, last.day, tzinfo=zone) + timedelta(days=1)
    by_day: dict[date, list[Post]] = {}
    for post in queries.between(request.organization, since, until)[:1000]:
        by_day.setdefault(post.when.astimezone(zone).date(), []).append(post)  # type: ignore[attr-defined]
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    shown = [Day(one, whole or one.month == day.month, one == today, by_day.get(one, [])) for one in days]
    return [shown[start : start + 7] for start in range(0, len(shown), 7)]
