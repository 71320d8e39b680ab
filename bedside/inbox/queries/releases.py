"""Answers that wait for a second person."""

from django.db.models import QuerySet
from django.http import Http404

from bedside.channels.models import Arrival
from bedside.inbox import second_person
from bedside.inbox.models import Conversation, Message, Release, ReleaseRule
from bedside.inbox.queries.conversations import latest_of_public
from bedside.inbox.second_person import Kind, Rules, Standing
from bedside.organizations.models import Member, Organization
from bedside.organizations.queries import members_who_may
from bedside.triage.cards import CARDS


def release_rules(organization: Organization) -> Rules:
    """Which kinds need a second person here; all of them where nobody has said."""
    found = ReleaseRule.objects.filter(organization=organization).values("reviews", "crisis", "stories").first()
    return Rules(**found) if found else Rules()


def why_release(conversation: Conversation, answered: Message, arrival: Arrival, text: str) -> tuple[Kind, ...]:
    """Why an answer of these words waits for a second person; nothing where it may leave."""
    return second_person.kinds(
        release_rules(conversation.organization),
        arrival_kind=arrival.kind,
        stars=arrival.stars,
        is_critical=conversation.rank == 0,
        said=answered.text,
        answer=text,
        cards=[card.text for languages in CARDS.values() for card in languages.values()],
    )


def releases(organization: Organization) -> "QuerySet[Release]":
    found = Release.objects.filter(organization=organization)
    return found.select_related(
        "organization", "decided_by__user", "reply__by__user", "reply__clearance", "reply__answers__arrival",
        "reply__conversation__account", "reply__conversation__organization",
    )  # fmt: skip


def releases_waiting(organization: Organization) -> "QuerySet[Release]":
    """Those that wait, the most urgent conversation and the oldest answer first."""
    found = releases(organization).filter(state=Standing.WAITING)
    return found.order_by("reply__conversation__rank", "reply__at", "pk")


def releases_for(member: Member) -> "QuerySet[Release]":
    """Those that wait for this member: not their own, unless nobody else may release."""
    found = releases_waiting(member.organization)
    return found.exclude(reply__by=member) if others_who_may_release(member) else found


def others_who_may_release(member: Member) -> int:
    return sum(one.pk != member.pk for one in members_who_may(member.organization, "inbox.release"))


def waiting_releases(member: Member) -> int:
    """How many wait for this member."""
    if not member.may("inbox.release"):
        return 0
    return (
        Release.objects.filter(organization=member.organization, state=Standing.WAITING)
        .exclude(reply__by=member)
        .count()
    )


def access_release(organization: Organization, release_id: int) -> Release:
    """The wait; raises Http404."""
    found = releases(organization).filter(pk=release_id).first()
    if found is None:
        raise Http404("No such answer waits.")
    return found


def moved_on(release: Release) -> bool:
    """Whether they wrote again since the answer was written."""
    latest = latest_of_public(release.reply.conversation)
    return latest is None or latest.pk != release.reply.answers_id or latest.gone_at is not None
