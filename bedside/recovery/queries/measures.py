"""What the cases of a time add up to. Numbers alone; no case and no person can be read from them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from bedside.organizations.models import Organization
from bedside.recovery import rules
from bedside.recovery.models import Case, Change, Survey
from bedside.recovery.rules import CATEGORIES, Share, State

#: A survey that gives this or more counts as satisfied.
SATISFIED = 4


@dataclass(frozen=True)
class Measures:
    """Of cases opened on or after `since` and before `until`."""

    since: datetime
    until: datetime
    opened: int
    closed: int
    open_now: int
    overdue: int
    median_days: float | None
    resolved: Share | None
    answered: int
    asked: int
    satisfied: Share | None
    by_category: tuple[tuple[str, str, int], ...]
    changes: int


def measures(organization: Organization, *, since: datetime, until: datetime, today: date) -> Measures:
    """What was opened in that time, and how it went since; satisfaction as a share of 4 and 5 with its interval."""
    found = Case.objects.filter(organization=organization, opened_at__gte=since, opened_at__lt=until)
    closed = list(found.filter(state=State.CLOSED).values_list("opened_at", "closed_at", "outcome"))
    days = [rules.days_between(begun, ended) for begun, ended, _outcome in closed if ended is not None]
    surveys = Survey.objects.filter(organization=organization, made_at__gte=since, made_at__lt=until)
    scores = [score for score in surveys.values_list("score", flat=True) if score is not None]
    counted = dict(found.values_list("category").annotate(number=Count("pk")).order_by())
    open_now = Case.objects.filter(organization=organization, state=State.OPEN)
    return Measures(
        since=since,
        until=until,
        opened=found.count(),
        closed=len(closed),
        open_now=open_now.count(),
        overdue=open_now.filter(target_date__lt=today).count(),
        median_days=rules.median(days),
        resolved=rules.share(sum(outcome == "resolved" for _begun, _ended, outcome in closed), len(closed)),
        answered=len(scores),
        asked=surveys.count(),
        satisfied=rules.share(sum(score >= SATISFIED for score in scores), len(scores)),
        by_category=tuple((key, label, counted[key]) for key, label in CATEGORIES.items() if counted.get(key)),
        changes=Change.objects.filter(
            organization=organization, done_at__isnull=False, made_at__gte=since, made_at__lt=until
        ).count(),
    )


def last_days(at: datetime, days: int) -> tuple[datetime, datetime]:
    return at - timedelta(days=days), at + timedelta(seconds=1)
