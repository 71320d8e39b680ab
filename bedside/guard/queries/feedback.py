"""What people say of the findings, and what became of each rule's findings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from bedside.guard.models import Clearance, Feedback, Hold, Override
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Organization


@dataclass(frozen=True)
class Tally:
    """One rule over a stretch of time."""

    rule: str
    held: int  # tries to send that it blocked or warned of
    sent_anyway: int  # warnings answered with a reason
    released: int
    disputed: int


WINDOW = timedelta(days=90)


def feedback_of(organization: Organization, *, since: datetime, rule: str = "") -> "QuerySet[Feedback]":
    found = Feedback.objects.filter(organization=organization, at__gte=since)
    if rule:
        found = found.filter(rule=rule)
    return found.select_related("by__user").order_by("-at", "-pk")


def access_feedback(organization: Organization, feedback_id: int) -> Feedback:
    """The complaint; raises Http404."""
    found = Feedback.objects.filter(organization=organization, pk=feedback_id).select_related("by__user").first()
    if found is None:
        raise Http404("No such feedback.")
    return found


def quote_of(feedback: Feedback) -> str:
    """The words the finding was about; "" once they are shredded."""
    if not feedback.quote:
        return ""
    context = seal_context(Feedback, "quote", feedback.organization_id)
    return crypto.unseal(bytes(feedback.quote), context=context).decode()


def tallies(organization: Organization, *, since: datetime) -> list[Tally]:
    """Every rule that anything happened to, the most disputed first."""
    counts: dict[str, list[int]] = {}

    def count(rules: Iterator[str], column: int) -> None:
        for rule in rules:
            counts.setdefault(rule, [0, 0, 0, 0])[column] += 1

    for findings in _since(Hold.objects.filter(organization=organization), since, "findings"):
        count(iter({str(one["rule"]) for one in findings}), 0)
    for warned in _since(Clearance.objects.filter(organization=organization, verdict="warn"), since, "warned"):
        count(iter(warned), 1)
    for rules in _since(Override.objects.filter(organization=organization), since, "rules"):
        count(iter(rules), 2)
    count(feedback_of(organization, since=since).values_list("rule", flat=True).iterator(), 3)
    found = [Tally(rule, *numbers) for rule, numbers in counts.items()]
    return sorted(found, key=lambda one: (-one.disputed, -one.released, -one.sent_anyway, -one.held, one.rule))


def _since(rows: "QuerySet[Any]", since: datetime, column: str) -> Iterator[list[Any]]:
    return rows.filter(at__gte=since).values_list(column, flat=True).iterator()
