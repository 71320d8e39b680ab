"""Reads: the list in its order, one conversation whole, counts, search."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import Http404

from bedside.inbox.models import Conversation, Message, Note, Reply
from bedside.inbox.rules import State
from bedside.organizations.models import Member, Organization

VIEWS = ("open", "mine", "unassigned", "critical", "answered", "closed", "all")


def conversations(
    organization: Organization,
    *,
    view: str = "open",
    member: Member | None = None,
    network: str = "",
    intent: str = "",
    specialty: str = "",
    words: str = "",
) -> "QuerySet[Conversation]":
    """The conversations of a view, most urgent and soonest due first; closed ones newest first."""
    found = Conversation.objects.filter(organization=organization).select_related("account", "assigned_to__user")
    if view == "mine":
        found = found.filter(state=State.OPEN, assigned_to=member)
    elif view == "unassigned":
        found = found.filter(state=State.OPEN, assigned_to=None, waiting_since_at__isnull=False)
    elif view == "critical":
        found = found.filter(state=State.OPEN, rank=0)
    elif view == "answered":
        found = found.filter(state=State.OPEN, waiting_since_at=None)
    elif view == "closed":
        found = found.filter(state=State.CLOSED)
    elif view != "all":
        found = found.filter(state=State.OPEN, waiting_since_at__isnull=False)
    if network:
        found = found.filter(account__network=network)
    if intent:
        found = found.filter(intent=intent)
    if specialty:
        found = found.filter(specialty=specialty)
    if words.strip():
        hits = (
            Message.objects.annotate(found=SearchVector("text", config="english"))
            .filter(organization=organization, conversation=OuterRef("pk"))
            .filter(found=SearchQuery(words[:200], config="english", search_type="websearch"))
        )
        found = found.filter(
            Exists(hits) | Q(author_name__icontains=words[:60]) | Q(author_handle__icontains=words[:60])
        )
    if view in ("closed", "all", "answered"):
        return found.order_by("-last_at", "-pk")
    return found.order_by("rank", "target_at", "pk")


def counts(organization: Organization, member: Member) -> dict[str, int]:
    """How many conversations each view holds, in one query."""
    is_open, waiting = Q(state=State.OPEN), Q(state=State.OPEN, waiting_since_at__isnull=False)
    return Conversation.objects.filter(organization=organization, state=State.OPEN).aggregate(
        open=Count("pk", filter=waiting),
        mine=Count("pk", filter=is_open & Q(assigned_to=member)),
        unassigned=Count("pk", filter=waiting & Q(assigned_to=None)),
        critical=Count("pk", filter=is_open & Q(rank=0)),
        answered=Count("pk", filter=is_open & Q(waiting_since_at=None)),
    )


def access_conversation(organization: Organization, conversation_id: int) -> Conversation:
    """The conversation; raises Http404."""
    found = (
        Conversation.objects.filter(organization=organization, pk=conversation_id)
        .select_related("organization", "account", "assigned_to__user", "acknowledged_by__user", "closed_by__user")
        .first()
    )
    if found is None:
        raise Http404("No such conversation.")
    return found


def messages_of(conversation: Conversation) -> list[Message]:
    """The thread, oldest first, as the public sees it but for hidden identifiers."""
    return list(
        Message.objects.filter(organization_id=conversation.organization_id, conversation=conversation)
        .select_related("arrival__account", "by__user")
        .order_by("at", "pk")[:500]
    )


def notes_of(conversation: Conversation) -> list[Note]:
    return list(
        Note.objects.filter(organization_id=conversation.organization_id, conversation=conversation)
        .select_related("by__user")
        .order_by("at", "pk")
    )


def unsent_of(conversation: Conversation) -> list[Reply]:
    """Answers on their way or in trouble, oldest first."""
    return list(
        Reply.objects.filter(organization_id=conversation.organization_id, conversation=conversation, sent_at=None)
        .select_related("delivery", "by__user")
        .order_by("at")
    )


def access_message(organization: Organization, message_id: int) -> Message:
    """The message; raises Http404."""
    found = (
        Message.objects.filter(organization=organization, pk=message_id)
        .select_related("organization", "conversation__organization", "arrival__account", "arrival__organization")
        .first()
    )
    if found is None:
        raise Http404("No such message.")
    return found


def latest_of_public(conversation: Conversation) -> Message | None:
    """What an answer would answer."""
    return (
        Message.objects.filter(
            organization_id=conversation.organization_id, conversation=conversation, arrival__isnull=False
        )
        .select_related("arrival__account__organization", "arrival__organization")
        .order_by("-at", "-pk")
        .first()
    )


def overdue(organization: Organization, *, at: datetime) -> int:
    return Conversation.objects.filter(
        organization=organization, state=State.OPEN, waiting_since_at__isnull=False, target_at__lt=at
    ).count()


def most_urgent(organization: Organization, size: int = 5) -> "QuerySet[Conversation]":
    """What needs somebody first: critical ones, answered or not acknowledged, then by their clocks."""
    return conversations(organization)[:size]


@dataclass(frozen=True)
class Mood:
    """How people wrote this week beside their usual: shares of negative, with their counts."""

    week: int
    week_negative: int
    usual: int
    usual_negative: int
    days: list[tuple[date, int, int]]  # day, all, negative: the last 14

    @property
    def share(self) -> int | None:
        return round(100 * self.week_negative / self.week) if self.week else None

    @property
    def usual_share(self) -> int | None:
        return round(100 * self.usual_negative / self.usual) if self.usual else None


def mood(organization: Organization, *, at: datetime) -> Mood:
    """The share of negative conversations of the last 7 days, against the 8 weeks before them."""
    zone = organization.zone
    rows = Conversation.objects.filter(organization=organization, started_at__gt=at - timedelta(days=63))
    week = rows.filter(started_at__gt=at - timedelta(days=7))
    usual = rows.filter(started_at__lte=at - timedelta(days=7))
    negative = Count("pk", filter=Q(sentiment="negative"))
    now_, before = week.aggregate(n=Count("pk"), bad=negative), usual.aggregate(n=Count("pk"), bad=negative)
    daily = (
        rows.filter(started_at__gt=at - timedelta(days=14))
        .annotate(day=TruncDate("started_at", tzinfo=zone))
        .values_list("day")
        .annotate(n=Count("pk"), bad=negative)
    )
    by_day = {day: (n, bad) for day, n, bad in daily}
    last = at.astimezone(zone).date()
    days = [last - timedelta(days=back) for back in range(13, -1, -1)]
    return Mood(now_["n"], now_["bad"], before["n"], before["bad"], [(day, *by_day.get(day, (0, 0))) for day in days])
