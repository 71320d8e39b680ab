"""Reads: how members are reached, and who is away."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from bedside.organizations.models import Absence, Device, Member, Organization


def devices_of(member: Member) -> "QuerySet[Device]":
    return Device.objects.filter(organization_id=member.organization_id, member=member, gone_at=None).order_by("pk")


def devices_of_all(organization: Organization, members: Collection[int]) -> dict[int, list[Device]]:
    """The browsers of several members, by the member's id; one query."""
    found: dict[int, list[Device]] = {}
    for device in Device.objects.filter(organization=organization, member_id__in=members, gone_at=None).order_by("pk"):
        found.setdefault(device.member_id, []).append(device)
    return found


def access_device(member: Member, device_id: int) -> Device:
    """One of this member's own browsers; raises Http404."""
    found = devices_of(member).filter(pk=device_id).first()
    if found is None:
        raise Http404("No such browser.")
    return found


def absence_of(member: Member, *, at: datetime) -> Absence | None:
    """The absence that runs or is to come."""
    standing = Absence.objects.filter(organization_id=member.organization_id, member=member, ended_at=None)
    return standing.filter(until_at__gt=at).select_related("stand_in__user").first()


def away(organization: Organization, *, at: datetime) -> dict[int, Member | None]:
    """Who is away at this instant, with who stands in for them; one query."""
    standing = Absence.objects.filter(organization=organization, ended_at=None, from_at__lte=at, until_at__gt=at)
    return {
        one.member_id: one.stand_in if one.stand_in is not None and one.stand_in.left_at is None else None
        for one in standing.select_related("stand_in__user")
    }


def present(member: Member, absent: dict[int, Member | None]) -> Member | None:
    """The member, or who stands in for them, and in for those; None where nobody does."""
    seen: set[int] = set()
    here: Member | None = member
    while here is not None and here.pk in absent:
        if here.pk in seen:
            return None
        seen.add(here.pk)
        here = absent[here.pk]
    return here
