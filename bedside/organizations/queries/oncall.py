"""Reads: who is on call, now and in the days to come, and where nobody is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from bedside.organizations import oncall
from bedside.organizations.hours import Hours, is_open, read_openings
from bedside.organizations.models import Cover, Handover, Member, Organization, Rota, Turn
from bedside.organizations.oncall import Pattern, Stretch, Watch
from bedside.organizations.queries.hours import closed_days, office_of
from bedside.organizations.queries.reach import away, present


def rotas_of(organization: Organization) -> "QuerySet[Rota]":
    turns = Turn.objects.filter(organization=organization).select_related("member__user").order_by("position")
    return (
        Rota.objects.filter(organization=organization, ended_at=None)
        .select_related("backup", "organization")
        .prefetch_related(Prefetch("turns", queryset=turns))
        .order_by("name")
    )


def access_rota(organization: Organization, rota_id: int) -> Rota:
    """The rota, while it lasts; raises Http404."""
    found = rotas_of(organization).filter(pk=rota_id).first()
    if found is None:
        raise Http404("No such rota.")
    return found


def people_of(rota: Rota) -> list[Member]:
    """The people of a rota in their order, also those who have left: the turns of the others stay where they are."""
    return [turn.member for turn in sorted(rota.turns.all(), key=lambda turn: turn.position)]


def pattern_of(rota: Rota, *, at: datetime) -> Pattern:
    organization = rota.organization
    closed: Iterable[object] = ()
    if not rota.holidays and (office := office_of(organization)) is not None:
        closed = closed_days(organization, office, at=at)
    # A rota that rests on holidays has openings, if only the whole of every day.
    always = rota.always and not closed
    openings = [[day, "00:00", "00:00"] for day in range(7)] if rota.always else rota.openings
    return Pattern(
        people=tuple(member.pk for member in people_of(rota)),
        every=rota.every,
        since=rota.since_date,
        handover=rota.handover,
        hours=Hours(organization.zone, read_openings(openings), frozenset(closed), always),  # type: ignore[arg-type]
    )


def covers_of(rota: Rota, start: datetime, end: datetime) -> "QuerySet[Cover]":
    """Covers that reach into this time, the latest made last."""
    standing = Cover.objects.filter(organization_id=rota.organization_id, rota=rota, ended_at=None)
    return (
        standing.filter(starts_at__lt=end, ends_at__gt=start).select_related("member__user", "by__user").order_by("pk")
    )


def access_cover(rota: Rota, cover_id: int, at: datetime) -> Cover:
    """A cover of this rota that is not over; raises Http404."""
    found = covers_of(rota, at, at + timedelta(days=3660)).filter(pk=cover_id).first()
    if found is None:
        raise Http404("No such cover.")
    return found


def _stretches(covers: Iterable[Cover]) -> list[Stretch]:
    return [Stretch(one.member_id, one.starts_at, one.ends_at, one.pk) for one in covers]


def turn_at(rota: Rota, at: datetime) -> tuple[datetime, datetime, int | None]:
    return oncall.turn(pattern_of(rota, at=at), at)


def turn_ends(rota: Rota, at: datetime) -> datetime:
    return turn_at(rota, at)[1]


def watch_at(rota: Rota, at: datetime) -> Watch:
    """Whose it is by the rota, whether or not they are away."""
    covers = _stretches(covers_of(rota, at, at + timedelta(seconds=1)))
    return oncall.who_is_on_call(pattern_of(rota, at=at), covers, at)


#: How far a watch is looked at when only its end is asked for.
AHEAD = timedelta(days=15)


@dataclass(frozen=True)
class Line:
    """A stretch of the table: who is on call (nobody in a gap), who stands in for whom."""

    watch: Watch
    member: Member | None
    instead_of: Member | None = None
    #: The cover behind it, 0 where it is a turn or a gap.
    cover: int = 0


def lines_of(rota: Rota, start: datetime, end: datetime) -> list[Line]:
    """Who is on call from one instant to another, as a table shows it."""
    covers = list(covers_of(rota, start, end))
    people = {member.pk: member for member in [*people_of(rota), *(one.member for one in covers)]}
    absent = away(rota.organization, at=start)
    found = []
    for watch in oncall.watches(pattern_of(rota, at=start), _stretches(covers), start, end):
        named = people.get(watch.member) if watch.member is not None else None
        here = present(named, absent) if named is not None and watch.starts_at <= start else named
        here = here if here is not None and here.left_at is None else None
        behind = next((one.pk for one in reversed(covers) if watch.how == "cover" and one.starts_at == watch.since), 0)
        found.append(Line(watch, here, named if here != named else None, behind))
    return found


def on_call(rota: Rota, at: datetime) -> Member | None:
    """Who is on call now: the cover or the turn, or who stands in for them; None is a gap."""
    return lines_of(rota, at, at + timedelta(seconds=1))[0].member


def chain_of(rota: Rota) -> list[Rota]:
    """The rota and those behind it, in the order in which they are called; each once."""
    found: list[Rota] = []
    here: Rota | None = rota
    while here is not None and here.pk not in {one.pk for one in found}:
        if here.ended_at is None:
            found.append(here)
        here = rotas_of(rota.organization).filter(pk=here.backup_id).first() if here.backup_id else None
    return found


def called(rota: Rota, at: datetime) -> list[Member]:
    """Who is called through a rota, first to last: on call here, then in the rotas behind it; gaps are left out."""
    people = [on_call(one, at) for one in chain_of(rota)]
    return [member for member in dict.fromkeys(people) if member is not None]


def rotas_for(organization: Organization, purpose: str) -> list[Rota]:
    return list(rotas_of(organization).filter(purpose=purpose))


@dataclass(frozen=True)
class Gap:
    rota: Rota
    starts_at: datetime
    ends_at: datetime


def gaps(organization: Organization, *, at: datetime, ahead: timedelta = timedelta(hours=24)) -> list[Gap]:
    """Where nobody is on call in hours in which a rota says that somebody is."""
    found = []
    for rota in rotas_of(organization):
        watched = pattern_of(rota, at=at).hours
        found += [
            Gap(rota, line.watch.starts_at, line.watch.ends_at)
            for line in lines_of(rota, at, at + ahead)
            if line.member is None and is_open(line.watch.starts_at, watched)
        ]
    return found


@dataclass(frozen=True)
class OnCall:
    """One rota now."""

    rota: Rota
    member: Member | None
    until_at: datetime
    instead_of: Member | None


def everybody_on_call(organization: Organization, *, at: datetime) -> list[OnCall]:
    """Every rota with who is on call now, and until when."""
    found = []
    for rota in rotas_of(organization):
        first = lines_of(rota, at, at + AHEAD)[0]
        found.append(OnCall(rota, first.member, first.watch.ends_at, first.instead_of))
    return found


def handover_of(organization: Organization, handover_id: int) -> Handover | None:
    found = Handover.objects.filter(organization=organization, pk=handover_id)
    return found.select_related("rota__organization", "member__user").first()
