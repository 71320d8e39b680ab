"""Reads: what members are still to hear of."""

from datetime import datetime, timedelta

from django.db.models import Q

from bedside.inbox.models import Telling
from bedside.inbox.rules import State
from bedside.organizations.models import Organization

#: A notice claimed longer ago than this lost its worker.
LOST = timedelta(minutes=2)


def notices_to_send(organization: Organization, *, at: datetime, hourly: bool) -> dict[int, list[int]]:
    """Notices that nobody has sent, by member: of those who hear at once, or of those who hear once an hour."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - LOST)
    found = Telling.objects.filter(free, organization=organization, sent_at=None, member__left_at=None)
    found = found.filter(member__notices="hourly") if hourly else found.filter(member__notices="now")
    by_member: dict[int, list[int]] = {}
    for member_id, pk in found.order_by("pk").values_list("member_id", "pk")[:2000]:
        by_member.setdefault(member_id, []).append(pk)
    return by_member


def notices_named(organization: Organization, keys: list[int]) -> list[Telling]:
    """These notices, while their conversations still wait in these hands."""
    found = Telling.objects.filter(organization=organization, pk__in=keys, conversation__state=State.OPEN)
    return [
        one
        for one in found.select_related("conversation__account", "member__user").order_by("pk")
        if one.conversation.assigned_to_id == one.member_id and one.conversation.waiting_since_at is not None
    ]
