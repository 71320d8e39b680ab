"""Reads: the hospital's ladder, and its routing rules as the pure part takes them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.http import Http404

from bedside.inbox import routing, rules
from bedside.inbox.models import Conversation, Handback, Route, Rung
from bedside.inbox.rules import State
from bedside.organizations import hours
from bedside.organizations import queries as organizations
from bedside.organizations.models import Organization, Rota, Team


@dataclass(frozen=True)
class Level:
    """One level as it holds in this hospital."""

    name: str
    target: timedelta
    business: bool
    owner: str
    first: str
    team: Team | None = None
    rota: Rota | None = None
    #: The hospital's own row; None while the default holds.
    rung: Rung | None = None

    @property
    def default(self) -> timedelta:
        return rules.LADDER[self.name][0]


def _level(name: str, rung: Rung | None) -> Level:
    target, owner, first = rules.LADDER[name]
    if rung is None:
        return Level(name, target, False, owner, first)
    named = rung.owner or " · ".join(str(one) for one in (rung.rota, rung.team) if one is not None)
    return Level(
        name,
        timedelta(minutes=rung.minutes),
        rung.business,
        named or owner,
        rung.first or first,
        rung.team if rung.team is None or rung.team.ended_at is None else None,
        rung.rota if rung.rota is None or rung.rota.ended_at is None else None,
        rung,
    )


def ladder_of(organization: Organization) -> dict[str, Level]:
    """Every level; one query."""
    rows = Rung.objects.filter(organization=organization).select_related("team", "rota", "changed_by__user")
    kept = {row.level: row for row in rows}
    return {name: _level(name, kept.get(name)) for name in rules.LADDER}


def level_of(organization: Organization, name: str) -> Level:
    rows = Rung.objects.filter(organization=organization, level=name).select_related("team", "rota", "changed_by__user")
    return _level(name, rows.first())


def place(organization: Organization, urgency: str, level: str, *, at: datetime) -> rules.Place:
    """Where a message stands by this hospital's ladder: its rank, and when a first answer is due."""
    rung = level_of(organization, level)
    if rung.rung is None:
        return rules.place(urgency, level, at=at)
    rank = rules.URGENCIES.index(urgency)
    open_hours = organizations.hours_of(organization, at=at) if rung.business else None
    if open_hours is None:
        return rules.Place(rank, at + rung.target)
    return rules.Place(rank, hours.due(at, rung.target, open_hours))


# ---- routing ---------------------------------------------------------------------------------------------------------


def routes_of(organization: Organization) -> list[Route]:
    """The rules in their order."""
    return list(
        Route.objects.filter(organization=organization)
        .select_related("team", "member__user")
        .order_by("position", "pk")
    )


def access_route(organization: Organization, route_id: int) -> Route:
    """The rule; raises Http404."""
    found = Route.objects.filter(organization=organization, pk=route_id).select_related("team", "member__user").first()
    if found is None:
        raise Http404("No such rule.")
    return found


def rule_of(route: Route) -> routing.Rule:
    """The rule as the pure part takes it; what it gives to a team that has ended, it gives to nobody."""
    return routing.Rule(
        name=route.name,
        intents=route.intents,
        levels=route.levels,
        specialties=route.specialties,
        networks=route.networks,
        languages=route.languages,
        stars=route.stars,
        words=route.words,
        team=route.team_id,
        member=route.member_id,
    )


@dataclass(frozen=True)
class Ground:
    """What a choice stands on: rules, teams, people. Read once, it serves many conversations."""

    rules: list[routing.Rule]
    crews: dict[int, routing.Crew]
    people: routing.People
    owners: dict[str, int | None]

    def choose(self, facts: routing.Facts, *, refused: Collection[int] = ()) -> routing.Choice:
        people = routing.People(
            self.people.answering, self.people.specialties, self.people.open, self.people.away, frozenset(refused)
        )
        return routing.choose(facts, self.rules, self.crews, people, owner=self.owners.get(facts.level))


def ground_of(organization: Organization, *, at: datetime) -> Ground | None:
    """What routing stands on, or None where the hospital has neither rules nor teams."""
    seats, teams = organizations.seats_of(organization), list(organizations.teams_of(organization))
    routes = routes_of(organization)
    if not teams and not routes:
        return None
    answering = {one.pk: one for one in organizations.members_who_may(organization, "inbox.reply")}
    crews = {
        team.pk: routing.Crew(
            team.pk,
            team.name,
            tuple(one.pk for one in seats.get(team.pk, ())),
            tuple(team.specialties),
            tuple(team.networks),
            team.most_open,
        )
        for team in teams
    }
    people = routing.People(
        answering=frozenset(answering),
        specialties={pk: one.specialty for pk, one in answering.items()},
        open=open_of(organization, answering),
        away={pk: one.pk if one else None for pk, one in organizations.away(organization, at=at).items()},
    )
    rungs = Rung.objects.filter(organization=organization, team__isnull=False)
    return Ground([rule_of(one) for one in routes], crews, people, dict(rungs.values_list("level", "team_id")))


def open_of(organization: Organization, members: Collection[int]) -> dict[int, int]:
    """How many conversations that wait for an answer each of them has."""
    mine = Conversation.objects.filter(organization=organization, state=State.OPEN, assigned_to_id__in=members)
    waiting = Count("pk", filter=Q(waiting_since_at__isnull=False))
    return dict(mine.values_list("assigned_to_id").annotate(n=waiting).values_list("assigned_to_id", "n"))


def facts_of(conversation: Conversation, *, text: str) -> routing.Facts:
    return routing.Facts(
        intent=conversation.intent,
        level=conversation.level,
        specialty=conversation.specialty,
        network=conversation.account.network,
        language=conversation.language,
        stars=conversation.stars,
        text=text,
    )


def refused_by(conversation: Conversation) -> set[int]:
    """Who gave this conversation back."""
    given = Handback.objects.filter(organization_id=conversation.organization_id, conversation=conversation)
    return set(given.values_list("member_id", flat=True))


@dataclass(frozen=True)
class Tried:
    """What routing would do with a conversation of the past."""

    conversation: Conversation
    choice: routing.Choice
    team: Team | None
    member: str


def try_routes(organization: Organization, found: list[routing.Rule], *, at: datetime, most: int = 100) -> list[Tried]:
    """The last conversations as these rules would give them, with today's people and their load."""
    ground = ground_of(organization, at=at)
    if ground is None:
        return []
    ground = Ground(found, ground.crews, ground.people, ground.owners)
    teams = {team.pk: team for team in organizations.teams_of(organization)}
    names = {one.pk: one.name for one in organizations.members_who_may(organization, "inbox.reply")}
    latest = (
        Conversation.objects.filter(organization=organization).select_related("account").order_by("-last_at")[:most]
    )
    tried = []
    for conversation in latest:
        choice = ground.choose(facts_of(conversation, text=conversation.preview))
        tried.append(Tried(conversation, choice, teams.get(choice.team or 0), names.get(choice.member or 0, "")))
    return tried
