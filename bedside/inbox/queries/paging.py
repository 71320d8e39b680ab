"""Reads: whom an alarm asks, what has been asked, and what nobody has answered."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import zip_longest

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from bedside.inbox.models import Alarm, Conversation, Page, Pager, SafetyStep
from bedside.inbox.queries.ladder import level_of
from bedside.inbox.rules import State
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations import queries as organizations
from bedside.organizations.models import Member, Organization, Rota

#: A page claimed longer ago than this lost its worker.
LOST = timedelta(seconds=60)
#: The job that hears of danger has so long before the watchdog does its work.
JUST_NOW = timedelta(seconds=20)


def pager_of(organization: Organization) -> Pager | None:
    return Pager.objects.filter(organization=organization).first()


def pager_secret(pager: Pager) -> str:
    """The secret as it was given; "" where none is kept. Raises crypto.Unopenable."""
    if not pager.secret:
        return ""
    return crypto.unseal(bytes(pager.secret), context=seal_context(Pager, "secret", pager.organization_id)).decode()


def access_page(organization: Organization, page_id: int) -> Page:
    """The page with what it is about; raises Http404."""
    found = (
        Page.objects.filter(organization=organization, pk=page_id)
        .select_related("organization", "alarm__conversation", "member__user", "device__member__organization")
        .first()
    )
    if found is None:
        raise Http404("No such page.")
    return found


def groups_for(conversation: Conversation, level: str, *, at: datetime) -> list[list[Member]]:
    """Whom to ask, first to last: who is on call, then who is behind them, then the level's team, then everybody who
    may answer with the administrators. Who is away is replaced by who stands in."""
    organization = conversation.organization
    rung = level_of(organization, level)
    rotas: list[Rota] = [rung.rota] if rung.rota is not None else []
    if level == "P0":
        rotas = rotas or organizations.rotas_for(organization, Rota.CLINICIAN)
        if conversation.card == "security":
            rotas = [*rotas, *organizations.rotas_for(organization, Rota.SECURITY)]
    chains = [organizations.called(rota, at) for rota in rotas]
    groups: list[list[Member]] = [[one for one in row if one is not None] for row in zip_longest(*chains)]
    absent = organizations.away(organization, at=at)
    if rung.team is not None:
        seated = organizations.people_of_team(rung.team)
        groups.append(_here(seated, absent))
    everybody = [
        *organizations.members_who_may(organization, "inbox.reply"),
        *organizations.members_who_may(organization, "settings.change"),
    ]
    groups.append(_here(everybody, absent) or everybody)
    return [list({one.pk: one for one in group}.values()) for group in groups if group]


def _here(people: Iterable[Member], absent: dict[int, Member | None]) -> list[Member]:
    return [here for one in people if (here := organizations.present(one, absent)) is not None]


def pages_level(organization: Organization, level: str) -> bool:
    """Whether messages of this level page somebody: life always, the level below where it has an owner to page."""
    if level == "P0":
        return True
    rung = level_of(organization, level)
    return level == "P1" and (rung.team is not None or rung.rota is not None)


def alarm_of(conversation: Conversation) -> Alarm | None:
    """The newest alarm of a conversation."""
    found = Alarm.objects.filter(organization_id=conversation.organization_id, conversation=conversation)
    return found.select_related("acknowledged_by__user").order_by("-pk").first()


def pages_of(alarm: Alarm) -> list[Page]:
    """What the alarm asked, in order; calls to the pager included."""
    found = Page.objects.filter(organization_id=alarm.organization_id, alarm=alarm)
    return list(found.select_related("member__user", "device").order_by("pk"))


def steps_done(conversation: Conversation) -> list[SafetyStep]:
    found = SafetyStep.objects.filter(organization_id=conversation.organization_id, conversation=conversation)
    return list(found.select_related("by__user").order_by("pk"))


def alarms(organization: Organization) -> "QuerySet[Alarm]":
    """Every alarm, newest first."""
    found = Alarm.objects.filter(organization=organization)
    return found.select_related("conversation__account", "acknowledged_by__user").order_by("-pk")


def unanswered_alarms(organization: Organization) -> "QuerySet[Alarm]":
    """Alarms that nobody has acknowledged and no answer has ended, the oldest first."""
    return (
        alarms(organization)
        .filter(ended_at=None, conversation__state=State.OPEN, conversation__waiting_since_at__isnull=False)
        .order_by("began_at")
    )


# ---- for the watchdog ------------------------------------------------------------------------------------------------


def alarms_to_go_on(organization: Organization, *, at: datetime) -> list[int]:
    standing = Alarm.objects.filter(organization=organization, ended_at=None, next_at__lte=at)
    return list(standing.order_by("next_at").values_list("pk", flat=True)[:200])


def pages_to_send(organization: Organization, *, at: datetime) -> list[int]:
    """Pages whose time has come, and those whose worker died in the middle."""
    waiting = Q(state=Page.DUE, not_before__lte=at) | Q(state=Page.SENDING, claimed_at__lt=at - LOST)
    found = Page.objects.filter(waiting, organization=organization)
    return list(found.order_by("not_before").values_list("pk", flat=True)[:500])


def alarms_to_resolve(organization: Organization) -> list[int]:
    """Alarms that ended, whose conversation is over now, and whose pager has not heard so."""
    over = Q(conversation__state=State.CLOSED) | Q(conversation__waiting_since_at=None)
    found = Alarm.objects.filter(over, organization=organization, ended_at__isnull=False, resolved_at=None)
    return list(found.values_list("pk", flat=True)[:200])


def critical_without_alarm(organization: Organization, *, at: datetime) -> list[int]:
    """Conversations of the last day in danger that nobody acknowledged and no alarm stands for, whatever lost it."""
    waiting = Conversation.objects.filter(
        organization=organization,
        state=State.OPEN,
        rank=0,
        acknowledged_at=None,
        waiting_since_at__range=(at - timedelta(days=1), at - JUST_NOW),
    )
    standing = Alarm.objects.filter(organization=organization, conversation=OuterRef("pk"), ended_at=None)
    return list(waiting.filter(~Exists(standing)).values_list("pk", flat=True)[:200])
