"""Hiding what somebody wrote, on a network that lets a page do so; what authors take away; what only a person knows."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bedside.audit import queries as audit
from bedside.channels import actions, queries
from bedside.channels.models import Account, Arrival, Delivery
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import RemoteRef
from bedside.channels.states import State, WrongState
from bedside.channels.tests.conftest import Desk
from bedside.channels.tests.pigeon import Pigeons
from bedside.inbox.models import Conversation, Message
from bedside.kit.times import now
from tests.cast import Hospital


@pytest.fixture
def threads(riverbend: Hospital, rehearsal: Rehearsal) -> Account:
    """An account on a network where a page may hide replies."""
    made = rehearsal.stage("threads").direct("accounts", {"handle": "riverbend.rehearsal.test", "name": "Riverbend"})
    actions.keep_app_keys(
        organization=riverbend.organization, network="threads", keys=made["app"], by=riverbend.milo, at=now()
    )
    account = actions.connect_account(
        organization=riverbend.organization, network="threads", handle=made["handle"], base_url=made["base_url"],
        credentials=made["credentials"], by=riverbend.milo, at=now(),
    )  # fmt: skip
    actions.sign_in(account=account, at=now())
    account.refresh_from_db()
    return account


@pytest.fixture
def ugly(threads: Account, rehearsal: Rehearsal) -> Arrival:
    """A reply that was heard."""
    stage = rehearsal.stage("threads")
    us = stage.town.by_handle("riverbend.rehearsal.test")
    post = stage.town.add("post", us, "Flu shots are here.")
    stage.direct("say", {"to": post.id, "text": "An ugly word."})
    from bedside.channels import registry

    batch = registry.connector(threads).hear("", [RemoteRef(post.id)])
    actions.take(account=threads, heard=batch.heard, at=now())
    return Arrival.objects.get(organization=threads.organization, account=threads)


def send(account: Account) -> None:
    actions.send_due(organization_id=account.organization_id, account_id=account.pk, clock=now)


def test_it_is_hidden_by_a_delivery_and_can_be_shown_again(
    riverbend: Hospital, threads: Account, ugly: Arrival, rehearsal: Rehearsal
) -> None:
    for show in (False, True):
        actions.moderate(arrival=ugly, show=show, reason="It names a patient.", by=riverbend.petra, at=now())
        send(threads)
        ugly.refresh_from_db()
        assert (ugly.hidden_at is None) is show
        shown = next(one for one in rehearsal.stage("threads").shown() if one.text == "An ugly word.")
        assert shown.hidden is not show
    (first, *_rest) = audit.entries(riverbend.organization, kind="channels.hidden")
    assert first.details["reason"] == "It names a patient."


def test_a_lost_answer_is_asked_again_and_harms_nobody(
    riverbend: Hospital, threads: Account, ugly: Arrival, rehearsal: Rehearsal
) -> None:
    actions.moderate(arrival=ugly, show=False, reason="Spam.", by=riverbend.petra, at=now())
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, "threads.", times=1))
    actions.send_due(organization_id=threads.organization_id, account_id=threads.pk, clock=now)
    later = now() + timedelta(seconds=30)
    actions.send_due(organization_id=threads.organization_id, account_id=threads.pk, clock=lambda: later)
    ugly.refresh_from_db()
    assert ugly.hidden_at is not None


def test_what_its_author_took_away_is_said_to_be_gone_and_nobody_waits(
    riverbend: Hospital, threads: Account, ugly: Arrival, jobs: Callable[..., int]
) -> None:
    jobs("inbox.take_in")
    assert actions.forget(account=threads, gone=[ugly.network_id, "never heard of"], at=now()) == 1
    assert actions.forget(account=threads, gone=[ugly.network_id], at=now()) == 0
    jobs("inbox.note_gone")
    message = Message.objects.get(organization=riverbend.organization, arrival=ugly)
    assert message.gone_at is not None
    assert Conversation.objects.get(organization=riverbend.organization).waiting_since_at is None
    ugly.refresh_from_db()
    assert queries.why_no_answer(ugly, at=now()) == "Its author has taken it away."
    with pytest.raises(actions.NotOffered, match="taken it away"):
        actions.ensure_answerable(ugly, at=now())


def test_a_window_that_closed_is_said_before_anybody_writes(threads: Account, ugly: Arrival) -> None:
    threads.network = "facebook"
    ugly.account, ugly.kind = threads, "message"
    assert queries.why_no_answer(ugly, at=ugly.posted_at + timedelta(hours=1)) == ""
    assert "24 h" in queries.why_no_answer(ugly, at=ugly.posted_at + timedelta(hours=25))


@pytest.mark.parametrize("there", [True, False])
def test_what_nobody_but_a_person_can_know_a_person_says(desk: Desk, pigeons: Pigeons, there: bool) -> None:
    account = pigeons.connect(desk.hospital)
    delivery = desk.publish(account=account)
    pigeons.fail(1)
    desk.send(account)
    assert (desk.fresh(delivery).state, desk.fresh(delivery).needs_person) == (State.UNKNOWN, True)
    assert list(queries.deliveries_unsettled(account)) == [delivery]
    for _ in range(3):
        desk.send(account)
    assert pigeons.sent == [], "no second try while nobody looked"
    settled = actions.settle(delivery=delivery, there=there, by=desk.hospital.milo, at=desk.clock.at)
    assert settled.state == (State.SENT if there else State.DUE)
    desk.send(account)
    assert len(pigeons.sent) == (0 if there else 1)
    with pytest.raises(WrongState):
        actions.settle(delivery=delivery, there=there, by=desk.hospital.milo, at=desk.clock.at)
    assert Delivery.objects.get(organization=desk.hospital.organization, pk=delivery.pk).state == State.SENT
