"""How I am reached: browsers that show notices, how often, and being away. Everybody changes only their own."""

import hashlib
from datetime import datetime

from django.db import transaction

from bedside.kit import push, queue
from bedside.organizations.actions.teams import ensure_here
from bedside.organizations.happenings import tell
from bedside.organizations.models import Absence, Device, Member
from bedside.organizations.rules import NOTICES

#: Browsers of one person; the oldest leaves for a new one.
MOST_DEVICES = 10


class NoSuchChoice(Exception):
    """Notices come at once, hourly, or never."""


@transaction.atomic
def add_device(*, member: Member, endpoint: str, p256dh: str, auth: str, name: str, at: datetime) -> Device:
    """The browser that asked to be told; the same one again is kept once. Raises push.Unusable."""
    push.Subscription.of(endpoint, p256dh, auth)
    digest = hashlib.sha256(endpoint.encode()).hexdigest()
    device, _made = Device.objects.update_or_create(
        organization_id=member.organization_id,
        member=member,
        digest=digest,
        defaults={
            "endpoint": endpoint,
            "p256dh": p256dh,
            "auth": auth,
            "name": name[:80],
            "made_at": at,
            "gone_at": None,
        },
    )
    mine = Device.objects.filter(organization_id=member.organization_id, member=member, gone_at=None)
    for old in mine.order_by("-made_at", "-pk")[MOST_DEVICES:]:
        old.gone_at = at
        old.save(update_fields=["gone_at"])
    tell("organizations.device_added", organization=member.organization, subject=member, by=member, at=at)
    return device


@transaction.atomic
def end_device(*, device: Device, by: Member | None, at: datetime) -> None:
    """The browser is told nothing any more; `by` nobody: its push service said that it is gone."""
    if device.gone_at is None:
        device.gone_at = at
        device.save(update_fields=["gone_at"])
        tell("organizations.device_ended", organization=device.organization, subject=device.member, by=by, at=at)


def note_used(*, device: Device, at: datetime) -> None:
    device.used_at = at
    device.save(update_fields=["used_at"])


@transaction.atomic
def choose_notices(*, member: Member, notices: str, at: datetime) -> None:
    """How often this member hears of what is given to them; raises NoSuchChoice."""
    if notices not in NOTICES:
        raise NoSuchChoice(notices)
    if member.notices != notices:
        member.notices = notices
        member.save(update_fields=["notices"])
        tell(
            "organizations.notices_changed",
            organization=member.organization,
            subject=member,
            by=member,
            at=at,
            notices=notices,
        )


class NoSuchAbsence(Exception):
    """An absence ends after now, and one does not stand in for oneself."""


@transaction.atomic
def go_away(
    *, member: Member, until_at: datetime, stand_in: Member | None, at: datetime, from_at: datetime | None = None
) -> Absence:
    """The member is away from `from_at` (now) on; what would come to them comes to who stands in. Raises
    NoSuchAbsence, NotHere."""
    starts = from_at or at
    if until_at <= max(at, starts) or stand_in == member:
        raise NoSuchAbsence
    if stand_in is not None:
        ensure_here(member.organization, [stand_in])
    come_back(member=member, at=at)
    made = Absence.objects.create(
        organization_id=member.organization_id, member=member, stand_in=stand_in, from_at=starts, until_at=until_at,
        at=at,
    )  # fmt: skip
    tell(
        "organizations.away",
        organization=member.organization,
        subject=member,
        by=member,
        at=at,
        until_at=until_at.isoformat(),
        stand_in=stand_in.pk if stand_in else None,
    )
    return made


@transaction.atomic
def come_back(*, member: Member, at: datetime) -> None:
    """The member is here again, sooner than they said."""
    standing = Absence.objects.filter(organization_id=member.organization_id, member=member, ended_at=None)
    was_away = standing.filter(until_at__gt=at).exists()
    standing.update(ended_at=at)
    if was_away:
        tell("organizations.back", organization=member.organization, subject=member, by=member, at=at)


def ask_trial(*, member: Member, at: datetime) -> None:
    """A trial notice to oneself, at most one waiting; the job sends it."""
    queue.defer(
        "organizations.tell_trial",
        once=f"trial:{member.pk}",
        organization_id=member.organization_id,
        member_id=member.pk,
    )
