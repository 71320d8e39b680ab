"""Reads: who waits at this instant, and how soon somebody was called to danger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import Count, Min, Q

from bedside.inbox.models import Alarm, Conversation
from bedside.inbox.rules import State
from bedside.organizations.models import Organization

#: Ages of those who wait: at most so many hours.
AGES = (4, 24, 72, 168)


@dataclass(frozen=True)
class Times:
    """Median and ninetieth percentile of so many, in seconds."""

    count: int
    median: float | None
    p90: float | None


@dataclass(frozen=True)
class Backlog:
    """Who waits now: how many, past their target, since when the longest, and how many by age."""

    waiting: int
    late: int
    oldest_at: datetime | None
    #: Of those in AGES order, and at last the older ones.
    ages: tuple[int, ...]
    snoozed: int


@dataclass(frozen=True)
class Danger:
    """Alarms of level P0 that began in the period: seconds from hearing to the first page and to "I am acting"."""

    alarms: int
    paged: Times
    acknowledged: Times
    unreached: int


def backlog(organization: Organization, *, at: datetime) -> Backlog:
    """Who waits for an answer at this instant, whenever they wrote."""
    open_ones = Conversation.objects.filter(organization=organization, waiting_since_at__isnull=False)
    edges = [at, *(at - timedelta(hours=hours) for hours in AGES), None]
    bands = {}
    for place, (newest, oldest) in enumerate(pairwise(edges)):
        younger = Q(waiting_since_at__lte=newest) if place else Q()
        bands[f"age_{place}"] = Count("pk", filter=younger & (Q(waiting_since_at__gt=oldest) if oldest else Q()))
    told = open_ones.filter(state=State.OPEN).aggregate(
        waiting=Count("pk"), late=Count("pk", filter=Q(target_at__lt=at)), oldest=Min("waiting_since_at"), **bands
    )
    snoozed = open_ones.filter(state=State.SNOOZED).count()
    ages = tuple(told[name] for name in bands)
    return Backlog(told["waiting"], told["late"], told["oldest"], ages, snoozed)


def danger(organization: Organization, since: date, until: date) -> Danger:
    """Exact: there are few of them."""
    zone = organization.zone
    begin = datetime.combine(since, datetime.min.time(), zone)
    end = datetime.combine(until + timedelta(days=1), datetime.min.time(), zone)
    rows = Alarm.objects.filter(organization=organization, level="P0", heard_at__gte=begin, heard_at__lt=end)
    told = list(rows.values_list("heard_at", "seconds_to_page", "acknowledged_at", "unreached_at"))
    paged = [seconds for _heard, seconds, _acknowledged, _unreached in told if seconds is not None]
    acting = [max(0.0, (done - heard).total_seconds()) for heard, _paged, done, _unreached in told if done is not None]
    unreached = sum(gone is not None for _heard, _paged, _acknowledged, gone in told)
    return Danger(len(told), _exact(paged), _exact(acting), unreached)


def _exact(seconds: Sequence[float]) -> Times:
    ordered = sorted(seconds)
    return Times(len(ordered), _rank(ordered, 0.5), _rank(ordered, 0.9))


def _rank(ordered: Sequence[float], part: float) -> float | None:
    """Linear between the two nearest."""
    if not ordered:
        return None
    place = part * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
