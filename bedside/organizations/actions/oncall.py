"""On call: rotas, taking it over, swapping, and telling who begins."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction

from bedside.kit import queue
from bedside.organizations import queries
from bedside.organizations.actions.teams import NameTaken, NotHere, ensure_here
from bedside.organizations.happenings import tell
from bedside.organizations.hours import Opening, write_openings
from bedside.organizations.models import Cover, Handover, Member, Organization, Rota, Turn
from bedside.organizations.oncall import Watch


class Circle(Exception):
    """A rota cannot be called for itself, nor through others."""


class NoSuchTime(Exception):
    """A cover ends after it begins, and is not over yet."""


class NothingToSwap(Exception):
    """A swap needs two turns of two people that are still to come."""


@transaction.atomic
def keep_rota(
    *,
    organization: Organization,
    name: str,
    people: Sequence[Member],
    every: int,
    since_date: date,
    handover: time,
    by: Member,
    at: datetime,
    rota: Rota | None = None,
    purpose: str = Rota.OTHER,
    always: bool = True,
    openings: Sequence[Opening] = (),
    holidays: bool = True,
    backup: Rota | None = None,
) -> Rota:
    """The rota as it shall be, new without `rota`; `people` in their order. Raises NameTaken, NotHere, Circle."""
    name = " ".join(name.split())
    others = Rota.objects.filter(organization=organization, ended_at=None, name__iexact=name)
    if not name or others.exclude(pk=rota.pk if rota else 0).exists():
        raise NameTaken(name)
    ensure_here(organization, people)
    if backup is not None and (
        backup.organization_id != organization.pk
        or (rota is not None and rota.pk in {one.pk for one in queries.chain_of(backup)})
    ):
        raise Circle
    is_new = rota is None
    kept = rota or Rota(organization=organization, made_at=at)
    kept.name, kept.purpose, kept.every, kept.since_date = name, purpose, every, since_date
    kept.handover, kept.always, kept.openings = handover, always, write_openings(openings)
    kept.holidays, kept.backup = holidays, backup
    kept.save()
    Turn.objects.filter(organization=organization, rota=kept).delete()
    Turn.objects.bulk_create(
        Turn(organization=organization, rota=kept, member=member, position=number)
        for number, member in enumerate(dict.fromkeys(people))
    )
    tell(
        "organizations.rota_made" if is_new else "organizations.rota_changed",
        organization=organization,
        subject=kept,
        by=by,
        at=at,
        people=[member.pk for member in people],
        every=every,
        handover=f"{handover:%H:%M}",
        always=always,
        backup=backup.pk if backup else None,
    )
    return kept


@transaction.atomic
def end_rota(*, rota: Rota, by: Member, at: datetime) -> None:
    """Nobody is called through it any more; rotas that fell back on it fall back on what it fell back on."""
    if rota.ended_at is None:
        Rota.objects.filter(organization_id=rota.organization_id, backup=rota).update(backup=rota.backup)
        rota.ended_at = at
        rota.save(update_fields=["ended_at"])
        tell("organizations.rota_ended", organization=rota.organization, subject=rota, by=by, at=at)


@transaction.atomic
def cover(*, rota: Rota, member: Member, starts_at: datetime, ends_at: datetime, by: Member, at: datetime) -> Cover:
    """That member is on call from one instant to the other, whoever's turn it is; raises NoSuchTime, NotHere."""
    if ends_at <= starts_at or ends_at <= at:
        raise NoSuchTime
    ensure_here(rota.organization, [member])
    made = Cover.objects.create(
        organization_id=rota.organization_id,
        rota=rota,
        member=member,
        starts_at=starts_at,
        ends_at=ends_at,
        by=by,
        at=at,
    )
    tell(
        "organizations.cover_made",
        organization=rota.organization,
        subject=rota,
        by=by,
        at=at,
        member=member.pk,
        starts_at=starts_at.isoformat(),
        ends_at=ends_at.isoformat(),
    )
    return made


def take_over(*, rota: Rota, by: Member, at: datetime) -> Cover:
    """ "I take it now": until the turn that runs now ends."""
    return cover(rota=rota, member=by, starts_at=at, ends_at=queries.turn_ends(rota, at), by=by, at=at)


@transaction.atomic
def swap(*, rota: Rota, one: datetime, other: datetime, by: Member, at: datetime) -> tuple[Cover, Cover]:
    """The people of two turns, named by an instant in each, take each other's; raises NothingToSwap."""
    first, second = queries.turn_at(rota, one), queries.turn_at(rota, other)
    if None in (first[2], second[2]) or first[2] == second[2] or min(first[1], second[1]) <= at:
        raise NothingToSwap
    people = {member.pk: member for member in queries.people_of(rota)}
    if first[2] not in people or second[2] not in people:
        raise NotHere
    return (
        cover(rota=rota, member=people[second[2]], starts_at=max(first[0], at), ends_at=first[1], by=by, at=at),
        cover(rota=rota, member=people[first[2]], starts_at=max(second[0], at), ends_at=second[1], by=by, at=at),
    )


@transaction.atomic
def end_cover(*, cover: Cover, by: Member, at: datetime) -> None:
    """The cover is taken back: the turns hold again from now on."""
    if cover.ended_at is None:
        cover.ended_at = at
        cover.save(update_fields=["ended_at"])
        tell("organizations.cover_ended", organization=cover.organization, subject=cover.rota, by=by, at=at)


@transaction.atomic
def hand_over(*, rota: Rota, watch: Watch, at: datetime) -> Handover | None:
    """The row that says that this person is told, and the job that tells them; None where they were told already."""
    if watch.member is None:
        return None
    made, is_new = Handover.objects.get_or_create(
        organization_id=rota.organization_id,
        rota=rota,
        member_id=watch.member,
        since_at=watch.since,
        defaults={"at": at},
    )
    if not is_new:
        return None
    queue.defer("organizations.tell_handover", organization_id=rota.organization_id, handover_id=made.pk)
    return made
