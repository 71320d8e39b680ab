"""Asking for something to leave. Each verb demands a clearance of the same organization for exactly this parcel."""

from dataclasses import asdict
from datetime import datetime

from django.db import models, transaction

from bedside.audit import actions as audit
from bedside.channels import registry, states
from bedside.channels.models import Account, Arrival, Delivery, Remote
from bedside.channels.rules import Ability
from bedside.channels.states import State
from bedside.guard.models import Clearance
from bedside.guard.shapes import Parcel
from bedside.kit import queue
from bedside.organizations.models import Member


class NotCleared(Exception):
    """The clearance is of another organization, or of another text."""


class NotOffered(Exception):
    """The network does not offer this."""


def ensure_cleared(clearance: Clearance, parcel: Parcel, organization_id: int) -> None:
    """Raises NotCleared unless the pass is for this very parcel."""
    if clearance.organization_id != organization_id or clearance.digest != parcel.digest():
        raise NotCleared("What is about to leave is not what was cleared.")


def _ensure_offered(account: Account, ability: Ability) -> None:
    if not registry.can(account, ability):
        raise NotOffered(f"{registry.network(account.network).label} does not offer this: {ability}.")
    if account.state == Account.CLOSED:
        raise NotOffered("This account was closed.")


@transaction.atomic
def publish(
    *,
    account: Account,
    parcel: Parcel,
    clearance: Clearance,
    subject: models.Model,
    by: Member | None,
    at: datetime,
    due_at: datetime | None = None,
    topic: str = "",
    language: str = "en",
) -> Delivery:
    """The delivery of one post to one account at `due_at` (now where None); raises NotCleared, NotOffered."""
    _ensure_offered(account, Ability.PUBLISH)
    ensure_cleared(clearance, parcel, account.organization_id)
    return _ask(Delivery.PUBLISH, account, parcel, clearance, subject, by, at, due_at, topic=topic, language=language)


@transaction.atomic
def reply(
    *,
    arrival: Arrival,
    parcel: Parcel,
    clearance: Clearance,
    subject: models.Model,
    by: Member | None,
    at: datetime,
    language: str = "en",
) -> Delivery:
    """The delivery of an answer below what somebody said; raises NotCleared, NotOffered."""
    _ensure_offered(arrival.account, Ability.REPLY)
    ensure_cleared(clearance, parcel, arrival.organization_id)
    return _ask(
        Delivery.REPLY, arrival.account, parcel, clearance, subject, by, at, None, answers=arrival, language=language
    )


@transaction.atomic
def correct(
    *, remote: Remote, parcel: Parcel, note: Parcel, clear_edit: Clearance, clear_note: Clearance,
    subject: models.Model, by: Member | None, at: datetime,
) -> Delivery:  # fmt: skip
    """Corrects a post where it stands: edited in place where the network can, else `note` goes below it.

    `parcel` is the whole corrected post, `note` the short correction; each has its own clearance. Raises NotCleared,
    NotOffered.
    """
    account = remote.account
    if registry.network(account.network).edits_in_place:
        _ensure_offered(account, Ability.EDIT)
        ensure_cleared(clear_edit, parcel, account.organization_id)
        return _ask(Delivery.EDIT, account, parcel, clear_edit, subject, by, at, None, target=remote)
    _ensure_offered(account, Ability.REPLY)
    ensure_cleared(clear_note, note, account.organization_id)
    return _ask(Delivery.REPLY, account, note, clear_note, subject, by, at, None, target=remote)


@transaction.atomic
def withdraw(*, remote: Remote, subject: models.Model, by: Member | None, at: datetime) -> Delivery:
    """Takes a post or answer of ours off its network. Nothing leaves with it, so nothing is to be cleared."""
    _ensure_offered(remote.account, Ability.WITHDRAW)
    return _ask(Delivery.WITHDRAW, remote.account, None, None, subject, by, at, None, target=remote)


def _ask(
    verb: str,
    account: Account,
    parcel: Parcel | None,
    clearance: Clearance | None,
    subject: models.Model,
    by: Member | None,
    at: datetime,
    due_at: datetime | None,
    *,
    answers: Arrival | None = None,
    target: Remote | None = None,
    topic: str = "",
    language: str = "en",
) -> Delivery:
    due_at = due_at or at
    delivery = Delivery.objects.create(
        organization_id=account.organization_id,
        account=account,
        verb=verb,
        clearance=clearance,
        parcel={"parcel": asdict(parcel) if parcel else None, "topic": topic, "language": language},
        answers=answers,
        target=target,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        by=by,
        asked_at=at,
        due_at=due_at,
        not_before=due_at,
    )
    audit.record(
        "channels.asked",
        organization=account.organization,
        subject=delivery,
        by=by,
        at=at,
        verb=verb,
        network=account.network,
        due_at=due_at.isoformat(),
    )
    wake(account, after=due_at if due_at > at else None)
    return delivery


def wake(account: Account, *, after: datetime | None = None) -> None:
    """A job that sends what is due; one that waits for the same moment stands for all."""
    # To the microsecond: a job that waits for an earlier part of the same second would find nothing due yet.
    moment = after.isoformat() if after else "now"
    queue.defer(
        "channels.send_due",
        after=after,
        once=f"send:{account.pk}:{moment}",
        organization_id=account.organization_id,
        account_id=account.pk,
    )


@transaction.atomic
def cancel(*, delivery: Delivery, by: Member | None, at: datetime) -> bool:
    """Takes a delivery back before it leaves; False when it is already under way or done."""
    changed = Delivery.objects.filter(organization_id=delivery.organization_id, pk=delivery.pk, state=State.DUE).update(
        state=State.CANCELED, done_at=at, said="Taken back before it was sent."
    )
    if changed:
        audit.record("channels.canceled", organization=delivery.organization, subject=delivery, by=by, at=at)
    return bool(changed)


@transaction.atomic
def try_again(*, delivery: Delivery, by: Member, at: datetime) -> Delivery:
    """Another try of a refused delivery, asked for by a person; raises states.WrongState."""
    delivery = Delivery.objects.select_for_update(no_key=True).get(
        organization_id=delivery.organization_id, pk=delivery.pk
    )
    states.ensure(delivery.state, State.DUE)
    delivery.state, delivery.due_at, delivery.not_before = State.DUE, at, at
    delivery.said, delivery.needs_person = "", False
    delivery.save(update_fields=["state", "due_at", "not_before", "said", "needs_person"])
    audit.record("channels.asked_again", organization=delivery.organization, subject=delivery, by=by, at=at)
    wake(delivery.account)
    return delivery


@transaction.atomic
def check_now(*, delivery: Delivery, by: Member, at: datetime) -> None:
    """A person's wish to look at once whether an unknown delivery arrived."""
    Delivery.objects.filter(organization_id=delivery.organization_id, pk=delivery.pk, state=State.UNKNOWN).update(
        not_before=at, needs_person=False
    )
    audit.record("channels.check_asked", organization=delivery.organization, subject=delivery, by=by, at=at)
    wake(delivery.account)
