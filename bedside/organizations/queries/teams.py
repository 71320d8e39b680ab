"""Reads: teams and who sits in them."""

from django.db.models import QuerySet
from django.http import Http404

from bedside.organizations.models import Member, Organization, Seat, Team


def teams_of(organization: Organization) -> "QuerySet[Team]":
    return Team.objects.filter(organization=organization, ended_at=None).select_related("lead__user").order_by("name")


def access_team(organization: Organization, team_id: int) -> Team:
    """The team, while it lasts; raises Http404."""
    found = teams_of(organization).filter(pk=team_id).first()
    if found is None:
        raise Http404("No such team.")
    return found


def seats_of(organization: Organization) -> dict[int, list[Member]]:
    """The members of every team who still work here, by the team's id; one query."""
    found: dict[int, list[Member]] = {}
    seats = Seat.objects.filter(organization=organization, team__ended_at=None, member__left_at=None)
    for seat in seats.select_related("member__user").order_by("member__user__name", "pk"):
        found.setdefault(seat.team_id, []).append(seat.member)
    return found


def people_of_team(team: Team) -> list[Member]:
    seats = Seat.objects.filter(organization_id=team.organization_id, team=team, member__left_at=None)
    return [seat.member for seat in seats.select_related("member__user").order_by("member__user__name", "pk")]
