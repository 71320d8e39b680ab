"""Asking for something to leave. Each verb demands a clearance of the same organization for exactly this parcel."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import models, transaction

from bedside.audit import actions as audit
from bedside.channels import registry, states
from bedside.channels.models import Account, Arrival, Delivery, Remote
from bedside.channels.queries import edited_in_place, why_no_answer
from bedside.channels.rules import Ability, parts
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
    """The delivery of one post to one account at `due_at` (now where None); raises NotCleared, NotOffered.

    A text too long for one post becomes a thread where the network has threads: a delivery a part, each below the one
    before it, under the one clearance of the whole. The first part's delivery is returned.
    """
    _ensure_offered(account, Ability.PUBLISH)
    ensure_cleared(clearance, parcel, account.organization_id)
    told = {"topic": topic, "language": language}
    pieces = pieces_of(account, parcel)
    if len(pieces) == 1:
        return _ask(Delivery.PUBLISH, account, parcel, clearance, subject, by, at, due_at, told=told)
    first = before = _ask(
        Delivery.PUBLISH, account, parcel, clearance, subject, by, at, due_at, told=told | {"part": 0}
    )
    for number in range(1, len(pieces)):
        before = _ask(Delivery.REPLY, account, parcel, clearance, subject, by, at, due_at, told=told | {"part": number},
                      follows=before)  # fmt: skip
    return first


def pieces_of(account: Account, parcel: Parcel) -> tuple[str, ...]:
    """The texts of the posts this parcel becomes on the account: one, unless it is too long and threads are offered."""
    network = registry.network(account.network)
    if Ability.THREADS not in network.abilities:
        return (parcel.text,)
    return parts(parcel.text, network.limits, link=parcel.link)


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
    """The delivery of an answer to what somebody said; raises NotCleared, NotOffered."""
    _ensure_offered(arrival.account, Ability.REPLY)
    ensure_answerable(arrival, at=at)
    ensure_cleared(clearance, parcel, arrival.organization_id)
    told = {"topic": "", "language": language}
    return _ask(Delivery.REPLY, arrival.account, parcel, clearance, subject, by, at, None, answers=arrival, told=told)


def ensure_answerable(arrival: Arrival, *, at: datetime) -> None:
    """Raises NotOffered with the reason where the network takes no answer to this, or no longer."""
    if why := why_no_answer(arrival, at=at):
        raise NotOffered(why)


@transaction.atomic
def hide(*, arrival: Arrival, show: bool, subject: models.Model, by: Member | None, at: datetime) -> Delivery:
    """Hides what somebody wrote from the public on its network, or shows it again; raises NotOffered."""
    _ensure_offered(arrival.account, Ability.HIDE)
    verb = Delivery.SHOW if show else Delivery.HIDE
    return _ask(verb, arrival.account, None, None, subject, by, at, None, answers=arrival)


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
    if edited_in_place(remote, at=at):
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
    follows: Delivery | None = None,
    told: Mapping[str, object] | None = None,
) -> Delivery:
    due_at = due_at or at
    delivery = Delivery.objects.create(
        organization_id=account.organization_id,
        account=account,
        verb=verb,
        clearance=clearance,
        parcel={"parcel": asdict(parcel) if parcel else None, "language": "en", "topic": ""} | dict(told or {}),
        answers=answers,
        follows=follows,
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
    follower = Delivery.objects.filter(organization_id=delivery.organization_id, follows=delivery).first()
    if changed and follower is not None:
        cancel(delivery=follower, by=by, at=at)
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


@transaction.atomic
def settle(*, delivery: Delivery, there: bool, by: Member, at: datetime) -> Delivery:
    """A person looked on the network and says whether an unknown delivery is there: then it counts as sent, else it is
    tried again. Raises states.WrongState."""
    delivery = Delivery.objects.select_for_update(no_key=True).get(
        organization_id=delivery.organization_id, pk=delivery.pk
    )
    after = State.SENT if there else State.DUE
    states.ensure(delivery.state, after)
    delivery.state, delivery.needs_person, delivery.not_before = after, False, at
    delivery.said = f"{by.name} looked there and found {'it' if there else 'nothing'}."
    if there:
        delivery.done_at = at
    else:
        delivery.due_at = at
    delivery.save(update_fields=["state", "needs_person", "not_before", "said", "done_at", "due_at"])
    audit.record("channels.settled", organization=delivery.organization, subject=delivery, by=by, at=at, there=there)
    if there:
        audit.record(
            "channels.sent", organization=delivery.organization, subject=delivery, by=by, at=at, verb=delivery.verb,
            network=delivery.account.network, tries=delivery.tries,
            about=[delivery.subject_type, delivery.subject_id],
        )  # fmt: skip
    wake(delivery.account)
    return delivery
