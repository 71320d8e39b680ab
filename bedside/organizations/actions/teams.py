"""Teams: made, changed, ended."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from bedside.organizations import queries
from bedside.organizations.happenings import tell
from bedside.organizations.models import Member, Organization, Seat, Team


class NameTaken(Exception):
    """Another one of this hospital has this name."""


class NotHere(Exception):
    """Somebody who does not work here, or no longer."""


@transaction.atomic
def keep_team(
    *,
    organization: Organization,
    name: str,
    members: Collection[Member],
    by: Member,
    at: datetime,
    team: Team | None = None,
    specialties: Collection[str] = (),
    networks: Collection[str] = (),
    most_open: int | None = None,
    lead: Member | None = None,
) -> Team:
    """The team as it shall be, new without `team`; its lead is always a member. Raises NameTaken, NotHere."""
    name = " ".join(name.split())
    others = Team.objects.filter(organization=organization, ended_at=None, name__iexact=name)
    if not name or others.exclude(pk=team.pk if team else 0).exists():
        raise NameTaken(name)
    people = {member.pk: member for member in [*members, *([lead] if lead else [])]}
    ensure_here(organization, people.values())
    is_new = team is None
    kept = team or Team(organization=organization, made_at=at)
    kept.name, kept.most_open, kept.lead = name, most_open, lead
    kept.specialties, kept.networks = sorted(set(specialties)), sorted(set(networks))
    kept.save()
    Seat.objects.filter(organization=organization, team=kept).exclude(member_id__in=people).delete()
    seated = set(Seat.objects.filter(organization=organization, team=kept).values_list("member_id", flat=True))
    Seat.objects.bulk_create(
        Seat(organization=organization, team=kept, member=member) for pk, member in people.items() if pk not in seated
    )
    tell(
        "organizations.team_made" if is_new else "organizations.team_changed",
        organization=organization,
        subject=kept,
        by=by,
        at=at,
        members=sorted(people),
        specialties=kept.specialties,
        networks=kept.networks,
        most_open=most_open,
        lead=lead.pk if lead else None,
    )
    return kept


def ensure_here(organization: Organization, people: Collection[Member]) -> None:
    """Raises NotHere for somebody of another hospital or who left."""
    wanted = {member.pk for member in people}
    if wanted - set(queries.members_of(organization).filter(pk__in=wanted).values_list("pk", flat=True)):
        raise NotHere


@transaction.atomic
def end_team(*, team: Team, by: Member, at: datetime) -> None:
    """The team takes nothing new; what it had keeps its name."""
    if team.ended_at is None:
        team.ended_at = at
        team.save(update_fields=["ended_at"])
        tell("organizations.team_ended", organization=team.organization, subject=team, by=by, at=at)
