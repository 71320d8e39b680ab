"""The hospital's own ladder, its pager, and what was done for somebody in danger."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.inbox import rules
from bedside.inbox.actions.answering import locked
from bedside.inbox.actions.paging import call_pager
from bedside.inbox.models import Conversation, Pager, Rung, SafetyStep
from bedside.kit import crypto, queue
from bedside.kit.fields import seal_context
from bedside.organizations.models import Member, Organization, Rota, Team
from bedside.organizations.reaching import Outcome

#: The least and the most that a target may be, in minutes: one minute, two weeks.
LEAST, MOST = 1, 14 * 24 * 60


class OutOfRange(Exception):
    """A target is between a minute and two weeks; people are asked within an hour."""


class NotThisHospital(Exception):
    """The team or the rota is not of this hospital."""


@transaction.atomic
def keep_level(
    *,
    organization: Organization,
    level: str,
    minutes: int,
    business: bool,
    by: Member,
    at: datetime,
    team: Team | None = None,
    rota: Rota | None = None,
    owner: str = "",
    first: str = "",
    reason: str = "",
) -> Rung:
    """The level as it shall hold from now on. A stricter target is free; a looser one than the ladder's own needs a
    reason. Raises rules.NeedsWhy, OutOfRange, KeyError for a level there is not."""
    default = rules.LADDER[level]
    if not LEAST <= minutes <= MOST:
        raise OutOfRange
    if any(one is not None and one.organization_id != organization.pk for one in (team, rota)):
        raise NotThisHospital
    loose = rules.looser(level, minutes, business=business)
    if loose and len(reason.strip()) < 10:
        raise rules.NeedsWhy
    rung = Rung.objects.select_for_update(no_key=True).filter(organization=organization, level=level).first()
    before = rung.minutes if rung is not None else int(default[0].total_seconds() // 60)
    rung = rung or Rung(organization=organization, level=level)
    rung.minutes, rung.business, rung.team, rung.rota = minutes, business, team, rota
    rung.owner, rung.first = " ".join(owner.split())[:120], " ".join(first.split())[:300]
    rung.reason = reason.strip()[:300] if loose else ""
    rung.changed_by, rung.changed_at = by, at
    rung.save()
    audit.record(
        "inbox.ladder_changed",
        organization=organization,
        subject=rung,
        by=by,
        at=at,
        level=level,
        before=before,
        minutes=minutes,
        business=business,
        looser=loose,
        reason=rung.reason,
    )
    return rung


@transaction.atomic
def reset_level(*, organization: Organization, level: str, by: Member, at: datetime) -> None:
    """Back to the ladder's own."""
    rung = Rung.objects.select_for_update(no_key=True).filter(organization=organization, level=level).first()
    if rung is not None:
        audit.record(
            "inbox.ladder_changed", organization=organization, subject=rung, by=by, at=at, level=level, default=True
        )
        rung.delete()


@transaction.atomic
def keep_pager(
    *,
    organization: Organization,
    minutes: int,
    kind: str,
    url: str,
    inside: bool,
    by: Member,
    at: datetime,
    secret: str | None = None,
) -> Pager:
    """How this hospital pages; `secret` None leaves the one that is kept, "" forgets it. Raises OutOfRange."""
    if not 1 <= minutes <= 60:
        raise OutOfRange
    own = Pager.objects.select_for_update(no_key=True).filter(organization=organization).first()
    own = own or Pager(organization=organization)
    moved = own.url != url.strip()
    own.minutes, own.kind, own.url, own.inside, own.changed_at = minutes, kind, url.strip(), inside, at
    if secret is not None:
        context = seal_context(Pager, "secret", organization.pk)
        own.secret = crypto.seal(secret, context=context) if secret else b""
    own.tested_at, own.test_said = None, ""
    own.save()
    audit.record(
        "inbox.pager_changed",
        organization=organization,
        subject=own,
        by=by,
        at=at,
        minutes=minutes,
        way=kind,
        address_changed=moved,
        secret_changed=secret is not None,
    )
    return own


@transaction.atomic
def ask_pager_test(*, organization: Organization, by: Member, at: datetime) -> None:
    """The job that calls the pager with a test; at most one waits."""
    audit.record("inbox.pager_tried", organization=organization, subject=None, by=by, at=at)
    queue.defer("inbox.try_pager", once=f"try-pager:{organization.pk}", organization_id=organization.pk)


def try_pager(*, organization: Organization, clock: Callable[[], datetime]) -> Outcome:
    """A call that says that it is a test; what came of it is kept for the page."""
    outcome = call_pager(organization, None, "test", clock())
    said = "" if outcome.ok else outcome.said
    Pager.objects.filter(organization=organization).update(tested_at=clock(), test_said=said[:200])
    return outcome


@transaction.atomic
def note_step(*, conversation: Conversation, kind: str, by: Member, at: datetime) -> SafetyStep:
    """What somebody did for a person in danger, said once by each; raises KeyError for a step there is not."""
    rules.SAFETY_STEPS[kind]
    conversation = locked(conversation)
    organization = conversation.organization
    known = SafetyStep.objects.filter(organization=organization, conversation=conversation, kind=kind, by=by).first()
    if known is not None and known.at >= (conversation.waiting_since_at or conversation.started_at):
        return known
    made = SafetyStep.objects.create(organization=organization, conversation=conversation, kind=kind, by=by, at=at)
    audit.record("inbox.safety_step", organization=organization, subject=conversation, by=by, at=at, step=kind)
    return made
