"""Routing: who is given a conversation, by the hospital's rules; giving it back; and the rules themselves."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.inbox import queries, routing
from bedside.inbox.actions.answering import locked
from bedside.inbox.actions.notices import note_given
from bedside.inbox.models import Conversation, Handback, Note, Route
from bedside.organizations import queries as organization_queries
from bedside.organizations.models import Member, Organization, Team


class NobodyNamed(Exception):
    """A rule gives to a team or to a person of this hospital."""


class NotYours(Exception):
    """Only who has a conversation can give it back."""


@transaction.atomic
def route(*, conversation: Conversation, text: str, at: datetime) -> routing.Choice | None:
    """Gives a conversation that nobody has to a team and a person; None where there is nothing to choose by. What a
    person chose, also that nobody has it, stays."""
    if conversation.assigned_to_id is not None or conversation.chosen:
        return None
    organization = conversation.organization
    ground = queries.ground_of(organization, at=at)
    if ground is None:
        return None
    facts = queries.facts_of(conversation, text=text)
    choice = ground.choose(facts, refused=queries.refused_by(conversation))
    if choice.team is None and choice.member is None:
        return choice
    if (conversation.team_id, conversation.assigned_to_id) == (choice.team, choice.member):
        return choice
    conversation.team_id, conversation.assigned_to_id = choice.team, choice.member
    conversation.save(update_fields=["team", "assigned_to"])
    audit.record(
        "inbox.assigned",
        organization=organization,
        subject=conversation,
        by=None,
        at=at,
        to=choice.member,
        team=choice.team,
        why=choice.why,
    )
    if choice.member is not None:
        note_given(conversation=conversation, member_id=choice.member, at=at)
    return choice


@transaction.atomic
def hand_back(*, conversation: Conversation, reason: str, by: Member, at: datetime) -> Conversation:
    """ "Not mine": out of these hands, with a note to colleagues that says why, and on to the next who could answer.
    Raises NotYours."""
    conversation = locked(conversation)
    if conversation.assigned_to_id != by.pk:
        raise NotYours
    organization = conversation.organization
    Handback.objects.create(organization=organization, conversation=conversation, member=by, at=at)
    conversation.assigned_to, conversation.chosen = None, False
    conversation.save(update_fields=["assigned_to", "chosen"])
    if reason.strip():
        Note.objects.create(
            organization=organization, conversation=conversation, by=by, at=at, text=reason.strip()[:2000]
        )
    audit.record("inbox.handed_back", organization=organization, subject=conversation, by=by, at=at)
    latest = queries.latest_of_public(conversation)
    route(conversation=conversation, text=latest.text if latest is not None else "", at=at)
    return conversation


@transaction.atomic
def keep_route(
    *,
    organization: Organization,
    rule: routing.Rule,
    by: Member,
    at: datetime,
    route: Route | None = None,
) -> Route:
    """The rule as it shall be, at the end where it is new; raises NobodyNamed."""
    team, member = _named(organization, rule)
    kept = route or Route(organization=organization, position=len(queries.routes_of(organization)))
    kept.name = " ".join(rule.name.split())[:80]
    kept.intents, kept.levels, kept.specialties = list(rule.intents), list(rule.levels), list(rule.specialties)
    kept.networks, kept.languages, kept.stars = list(rule.networks), list(rule.languages), rule.stars
    kept.words, kept.team, kept.member, kept.changed_at = list(rule.words), team, member, at
    kept.save()
    audit.record(
        "inbox.route_kept",
        organization=organization,
        subject=kept,
        by=by,
        at=at,
        team=team.pk if team else None,
        member=member.pk if member else None,
    )
    return kept


def _named(organization: Organization, rule: routing.Rule) -> tuple[Team | None, Member | None]:
    team = organization_queries.teams_of(organization).filter(pk=rule.team).first() if rule.team else None
    member = organization_queries.members_of(organization).filter(pk=rule.member).first() if rule.member else None
    if (team is None and member is None) or (member is not None and not member.may("inbox.reply")):
        raise NobodyNamed
    return team, member


@transaction.atomic
def end_route(*, route: Route, by: Member, at: datetime) -> None:
    """The rule is gone; what it gave stays given."""
    organization = route.organization
    audit.record("inbox.route_ended", organization=organization, subject=route, by=by, at=at, position=route.position)
    route.delete()
    _number(organization, queries.routes_of(organization))


@transaction.atomic
def move_route(*, route: Route, up: bool, by: Member, at: datetime) -> None:
    """One place earlier or later; at the end nothing changes."""
    ordered = queries.routes_of(route.organization)
    here = next(number for number, one in enumerate(ordered) if one.pk == route.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(ordered):
        ordered[here], ordered[there] = ordered[there], ordered[here]
        _number(route.organization, ordered)
        audit.record("inbox.route_moved", organization=route.organization, subject=route, by=by, at=at, position=there)


def _number(organization: Organization, ordered: Sequence[Route]) -> None:
    for number, one in enumerate(ordered):
        if one.position != number:
            Route.objects.filter(organization=organization, pk=one.pk).update(position=number)
