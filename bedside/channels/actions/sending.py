"""Sending what is due on one account, in order, never blindly twice.

A session lock of PostgreSQL makes one worker the account's only sender; it is gone the moment that worker's
connection is, so a row still "sending" under a lock one has just taken was left by a dead worker: its outcome is
unknown, and the network is asked before anything is tried again.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from bedside.audit import actions as audit
from bedside.channels import registry, states
from bedside.channels.actions import wire
from bedside.channels.actions.accounts import stop_account
from bedside.channels.actions.deliveries import NotCleared, wake
from bedside.channels.models import Account, Arrival, Delivery, Remote
from bedside.channels.rules import Ability, NetworkError, RemoteRef, Trouble
from bedside.channels.states import State
from bedside.kit.locks import turn

log = logging.getLogger(__name__)

#: The space of advisory locks that belongs to sending.
LOCKS = 0x5EED
#: In rehearsal, what was done is in the lists as soon as it is done; this is for a machine that is busy.
REHEARSED = timedelta(seconds=5)
CLOSED = "The account was closed before the network said that it has this."


def send_due(*, organization_id: int, account_id: int, clock: Callable[[], datetime]) -> int:
    """Sends everything due on the account and returns how many tries were made; nothing when another worker does."""
    tried = 0
    while True:
        with turn(LOCKS, account_id) as mine:
            if not mine:
                return tried
            account = Account.objects.select_related("organization").get(organization_id=organization_id, pk=account_id)
            tried += _drain(account, clock)
        # Something may have become due between the last look and the unlocking, while others were turned away.
        if account.state == Account.STOPPED or not _next(account, clock()):
            return tried


def _drain(account: Account, clock: Callable[[], datetime]) -> int:
    tried = 0
    _mark_abandoned(account, clock())
    connector: object = None
    secret = b""
    while account.state != Account.STOPPED:
        at = clock()
        delivery = _next(account, at)
        if delivery is None:
            return tried
        if account.state == Account.CLOSED:
            _finish(delivery, State.REFUSED, at=at, said=CLOSED, expected=State(delivery.state))
            continue
        if connector is None or bytes(account.credentials) != secret:  # a person may reconnect it meanwhile
            connector, secret = registry.connector(account), bytes(account.credentials)
        if delivery.state == State.UNKNOWN:
            _look(delivery, connector, at)
        else:
            _send(delivery, account, connector, clock)
        tried += 1
        account.refresh_from_db(fields=["state", "limited_until", "credentials", "tokens"])
    return tried


def _open(account: Account) -> "QuerySet[Delivery]":
    return Delivery.objects.filter(organization_id=account.organization_id, account_id=account.pk)


def _mark_abandoned(account: Account, at: datetime) -> None:
    """Rows a dead worker left in the middle of a call."""
    _open(account).filter(state=State.SENDING).update(
        state=State.UNKNOWN, not_before=at, said="Sending was interrupted; the network is being asked what it has."
    )


def _next(account: Account, at: datetime) -> Delivery | None:
    """The oldest delivery that can move now. One that must wait holds those behind it, so order is kept; one that
    only a person can settle does not."""
    if account.limited_until and account.limited_until > at:
        return None
    first = (
        _open(account)
        .filter(state__in=[State.DUE, State.UNKNOWN], due_at__lte=at, needs_person=False)
        # A part of a thread waits for the one before it, which a person may have to settle first.
        .exclude(follows__state__in=[State.DUE, State.SENDING, State.UNKNOWN])
        .select_related("account", "clearance", "answers", "target", "follows__remote", "by__user", "organization")
        .order_by("due_at", "id")
        .first()
    )
    return first if first is not None and first.not_before <= at else None


def _send(delivery: Delivery, account: Account, connector: object, clock: Callable[[], datetime]) -> None:
    at = clock()
    refusal = _recheck(delivery, at)
    if refusal:
        _finish(delivery, State.REFUSED, at=at, said=refusal, expected=State.DUE)
        return
    claimed = (
        _open(account)
        .filter(pk=delivery.pk, state=State.DUE)
        .update(
            state=State.SENDING,
            tries=delivery.tries + 1,
            claimed_at=at,
            first_claimed_at=delivery.first_claimed_at or at,
        )
    )
    if not claimed:
        return  # canceled at the last moment
    delivery.state, delivery.tries = State.SENDING, delivery.tries + 1
    delivery.claimed_at, delivery.first_claimed_at = at, delivery.first_claimed_at or at
    try:
        remote = wire.call(delivery, connector)  # outside any transaction, once
    except NetworkError as error:
        _take_trouble(delivery, account, error, clock())
        if error.trouble is Trouble.UNKNOWN:
            _look(delivery, connector, clock())
        return
    _finish(delivery, State.SENT, at=clock(), remote=remote, expected=State.SENDING)


def _recheck(delivery: Delivery, at: datetime) -> str:
    """Why this must not leave after all, or nothing: rights, clearance and lateness, looked at again."""
    if delivery.by is not None and (delivery.by.left_at is not None or not delivery.by.user.is_active):
        return "The person who asked for this is no longer a member. Ask again under your own name."
    if delivery.follows is not None and delivery.follows.state in (State.REFUSED, State.CANCELED):
        return "The part of this thread before it was not sent."
    if delivery.verb not in (Delivery.WITHDRAW, Delivery.HIDE, Delivery.SHOW):
        try:
            wire.ensure_still_cleared(delivery)
        except NotCleared as error:
            return str(error)
    if states.is_late(delivery.due_at, at=at):
        return "It is more than six hours late, so it was not sent. Look at it, and send it again if it still fits."
    return ""


def _take_trouble(delivery: Delivery, account: Account, error: NetworkError, at: datetime) -> None:
    step = states.after_trouble(error, tries=delivery.tries, at=at)
    if step.stop_account:
        stop_account(account, said=error.said, todo=error.todo, at=at)
    if step.limit_account and step.not_before:
        Account.objects.filter(organization_id=account.organization_id, pk=account.pk).update(
            limited_until=step.not_before
        )
        account.limited_until = step.not_before
    if step.state is State.REFUSED:
        _finish(delivery, State.REFUSED, at=at, said=error.said, expected=State.SENDING)
        return
    states.ensure(delivery.state, step.state)
    _open(account).filter(pk=delivery.pk, state=State.SENDING).update(
        state=step.state, not_before=step.not_before or at, said=error.said[:400]
    )
    delivery.state = step.state
    if step.not_before and step.not_before > at:
        wake(account, after=step.not_before + timedelta(milliseconds=50))


def _look(delivery: Delivery, connector: object, at: datetime) -> None:
    """Asks the network whether an unknown delivery is there, before any second try."""
    if delivery.verb not in (Delivery.PUBLISH, Delivery.REPLY):
        # Taking away, hiding and setting a text are the same done twice: a second try harms nobody.
        _back_to_due(delivery, at)
        return
    if not registry.can(delivery.account, Ability.FIND):
        _open(delivery.account).filter(pk=delivery.pk).update(
            needs_person=True, said="The network did not say whether it took this. Look there, then say what you found."
        )
        return
    try:
        found = connector.find(wire.sought_of(delivery))  # type: ignore[attr-defined]  # FIND was declared
    except NetworkError as error:
        pause = states.pause(delivery.checks + 1, states.CHECKS)
        later = max(at + pause, error.retry_at or at)
        _open(delivery.account).filter(pk=delivery.pk).update(checks=delivery.checks + 1, not_before=later)
        if error.trouble is Trouble.REVOKED:
            stop_account(delivery.account, said=error.said, todo=error.todo, at=at)
        wake(delivery.account, after=later + timedelta(milliseconds=50))
        return
    if found is not None:
        _finish(delivery, State.SENT, at=at, remote=found, expected=State.UNKNOWN)
        return
    # It may yet appear in the network's lists, and a call that was given up may yet be carried out there: not finding
    # it proves nothing until so long after the first look. The pauses so far tell how long that is ago.
    waited = timedelta(seconds=sum(states.CHECKS[1 : delivery.checks + 1]))
    settles = _settles(delivery.account)
    if waited < settles:
        later = at + min(states.pause(delivery.checks + 2, states.CHECKS), settles - waited)
        _open(delivery.account).filter(pk=delivery.pk).update(checks=delivery.checks + 1, not_before=later)
        wake(delivery.account, after=later + timedelta(milliseconds=50))
        return
    _back_to_due(delivery, at)


def _settles(account: Account) -> timedelta:
    """How long a network's lists may lag behind what it took; the rehearsal's never do."""
    declared = registry.network(account.network).settles
    return min(declared, REHEARSED) if account.organization.is_rehearsal else declared


def _back_to_due(delivery: Delivery, at: datetime) -> None:
    later = at + states.pause(delivery.tries)
    _open(delivery.account).filter(pk=delivery.pk, state=State.UNKNOWN).update(
        state=State.DUE, not_before=later, checks=0, said="The network does not have it; it is tried again."
    )
    wake(delivery.account, after=later + timedelta(milliseconds=50))


@transaction.atomic
def _finish(
    delivery: Delivery, state: State, *, at: datetime, expected: State, remote: RemoteRef | None = None, said: str = ""
) -> None:
    """The outcome, in one transaction with the record; everything else about it is other jobs."""
    states.ensure(expected, state)
    kept = _keep_remote(delivery, remote, at) if remote is not None else None
    changed = (
        _open(delivery.account)
        .filter(pk=delivery.pk, state__in=[expected, State.UNKNOWN])
        .update(state=state, done_at=at, remote=kept or delivery.target, said=said[:400], needs_person=False)
    )
    if not changed:
        return
    if state is State.SENT:
        Account.objects.filter(organization_id=delivery.organization_id, pk=delivery.account_id).update(last_sent_at=at)
        if delivery.verb in (Delivery.HIDE, Delivery.SHOW) and delivery.answers_id:
            Arrival.objects.filter(organization_id=delivery.organization_id, pk=delivery.answers_id).update(
                hidden_at=at if delivery.verb == Delivery.HIDE else None
            )
        if delivery.verb == Delivery.WITHDRAW and delivery.target_id:
            Remote.objects.filter(organization_id=delivery.organization_id, pk=delivery.target_id).update(
                withdrawn_at=at
            )
    audit.record(
        "channels.sent" if state is State.SENT else "channels.refused",
        organization=delivery.organization,
        subject=delivery,
        by=None,
        at=at,
        verb=delivery.verb,
        network=delivery.account.network,
        tries=delivery.tries,
        about=[delivery.subject_type, delivery.subject_id],
    )


def _keep_remote(delivery: Delivery, ref: RemoteRef, at: datetime) -> Remote:
    if delivery.verb == Delivery.EDIT and delivery.target is not None:
        Remote.objects.filter(organization_id=delivery.organization_id, pk=delivery.target.pk).update(
            version=ref.version, edited_at=at, network_id=ref.network_id, url=ref.url or delivery.target.url
        )
        return delivery.target
    kind = "post" if delivery.verb == Delivery.PUBLISH else "correction" if delivery.target_id else "reply"
    root = delivery.target.network_id if delivery.target else delivery.answers.root_id if delivery.answers else ""
    if delivery.follows is not None and delivery.follows.remote is not None:
        kind, root = "part", delivery.follows.remote.root_id
    kept, _made = Remote.objects.get_or_create(
        organization_id=delivery.organization_id,
        account_id=delivery.account_id,
        network_id=ref.network_id,
        defaults={
            "kind": kind,
            "version": ref.version,
            "url": ref.url,
            "root_id": root or ref.network_id,
            "made_at": at,
        },
    )
    return kept
