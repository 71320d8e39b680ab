"""Sending what is due: in order, checked again, never blindly twice."""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from bedside.channels import actions, queries, registry
from bedside.channels.actions import sending
from bedside.channels.models import Account, Delivery
from bedside.channels.rehearsal import Kind
from bedside.channels.states import State
from bedside.channels.tests.conftest import GET, HANDLE, PASSWORD, PUT, TIP, Desk, connect
from bedside.channels.tests.pigeon import Pigeons
from bedside.organizations import actions as organizations


def change(delivery: Delivery, **columns: object) -> None:
    """The row as a bug, an intruder or a dead worker would leave it."""
    Delivery.objects.filter(organization_id=delivery.organization_id, pk=delivery.pk).update(**columns)


def numbered(desk: Desk, count: int) -> list[Delivery]:
    return [desk.publish(f"{TIP} ({number})") for number in range(count)]


# Order


def test_the_order_of_an_account_is_kept(desk: Desk) -> None:
    later = desk.publish("Asked for first, due last.", due_at=desk.clock.at + timedelta(seconds=1))
    numbered(desk, 3)
    desk.clock.move(seconds=1)
    assert desk.send() == 4
    assert desk.texts() == [*(f"{TIP} ({number})" for number in range(3)), "Asked for first, due last."]
    assert desk.fresh(later).state == State.SENT


@pytest.mark.parametrize("kind", [Kind.DROP_BEFORE, Kind.ERROR_BEFORE, Kind.DROP_AFTER, Kind.ERROR_AFTER])
def test_one_in_trouble_holds_those_behind_it(desk: Desk, kind: Kind) -> None:
    numbered(desk, 3)
    desk.fault(kind, PUT)
    desk.fault(Kind.ERROR_BEFORE, GET, times=2)  # the looks afterwards fail as well
    desk.send()
    assert len(desk.texts()) == (1 if kind in (Kind.DROP_AFTER, Kind.ERROR_AFTER) else 0)
    for _ in range(4):
        desk.clock.move(seconds=3)
        desk.send()
    assert desk.texts() == [f"{TIP} ({number})" for number in range(3)]


def test_a_refused_one_holds_nobody(desk: Desk) -> None:
    refused = desk.publish(" ")
    desk.publish()
    desk.send()
    assert desk.fresh(refused).state == State.REFUSED
    assert desk.texts() == [TIP]
    assert desk.recorded("channels.refused") == 1


def test_accounts_do_not_wait_for_each_other(desk: Desk) -> None:
    desk.publish()
    desk.publish(account=desk.hospital.hub)
    desk.fault(Kind.LIMITED, PUT, times=None, seconds=60)
    desk.send()
    desk.send(desk.hospital.hub)
    assert desk.texts() == []
    assert queries.hub_posts(desk.hospital.organization).count() == 1


def test_only_one_worker_sends_on_an_account(desk: Desk) -> None:
    """Another database session holds the account's turn, as another worker would."""
    import psycopg
    from django.db import connection

    parameters = connection.get_connection_params()
    with psycopg.connect(**{k: parameters[k] for k in ("host", "port", "user", "password", "dbname")}) as other:
        other.execute("select pg_advisory_lock(%s, %s)", [sending.LOCKS, desk.account.pk])
        delivery = desk.publish()
        assert desk.send() == 0
        assert desk.fresh(delivery).state == State.DUE
    # The other session ended, as it does when a worker is killed; the server needs a moment to notice.
    until = time.monotonic() + 10
    while not (sent := desk.send()) and time.monotonic() < until:
        time.sleep(0.02)
    assert sent == 1


# Looked at again before it leaves


def test_a_text_changed_after_its_clearance_never_leaves(desk: Desk) -> None:
    delivery = desk.publish()
    parcel = delivery.parcel | {"parcel": delivery.parcel["parcel"] | {"text": "Get well soon, Maria Gonzalez!"}}
    change(delivery, parcel=parcel)
    desk.send()
    delivery = desk.fresh(delivery)
    assert delivery.state == State.REFUSED
    assert "not what was cleared" in delivery.said
    assert "Gonzalez" not in delivery.said
    assert desk.calls(PUT) == 0


def test_without_a_clearance_nothing_leaves(desk: Desk) -> None:
    delivery = desk.publish()
    change(delivery, clearance=None)
    desk.send()
    assert desk.fresh(delivery).state == State.REFUSED
    assert desk.calls(PUT) == 0


def test_what_is_more_than_six_hours_late_waits_for_a_person(desk: Desk) -> None:
    delivery = desk.publish()
    desk.clock.move(hours=6, seconds=1)
    desk.send()
    assert desk.fresh(delivery).state == State.REFUSED
    assert "six hours late" in desk.fresh(delivery).said
    assert desk.calls(PUT) == 0


def test_the_wish_of_somebody_who_left_is_refused(desk: Desk) -> None:
    delivery = desk.publish()
    organizations.end_membership(member=desk.hospital.ada, by=desk.hospital.milo, at=desk.clock.at)
    desk.send()
    assert desk.fresh(delivery).state == State.REFUSED
    assert "no longer a member" in desk.fresh(delivery).said
    assert desk.calls(PUT) == 0


def test_a_picture_that_is_gone_is_said_in_a_sentence(desk: Desk) -> None:
    from bedside.guard.shapes import Media, Parcel

    parcel = Parcel(kind="post", text=TIP, media=(Media("0" * 64, "door.png", "The clinic's door", "image/png"),))
    delivery = actions.publish(
        account=desk.account,
        parcel=parcel,
        clearance=desk.clear(parcel),
        subject=desk.hospital.organization,
        by=desk.hospital.ada,
        at=desk.clock.at,
    )
    desk.send()
    assert desk.fresh(delivery).state == State.REFUSED
    assert "picture" in desk.fresh(delivery).said


# Trouble


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.HANG_AFTER])
def test_what_the_network_took_in_silence_is_found_and_not_sent_again(desk: Desk, kind: Kind) -> None:
    delivery = desk.publish()
    desk.fault(kind, PUT, ms=50)
    desk.send()
    delivery = desk.fresh(delivery)
    assert (delivery.state, delivery.tries) == (State.SENT, 1)
    assert delivery.remote is not None
    assert (desk.calls(PUT), desk.calls(GET)) == (1, 2)  # one of them asked for the profile when signing in
    assert desk.texts() == [TIP]


@pytest.mark.parametrize("kind", [Kind.DROP_BEFORE, Kind.ERROR_BEFORE, Kind.DROP_UPLOAD])
def test_what_never_arrived_is_looked_for_and_then_sent(desk: Desk, kind: Kind) -> None:
    delivery = desk.publish()
    looks = desk.calls(GET)
    desk.fault(kind, PUT)
    desk.send()
    assert desk.fresh(delivery).state == State.DUE
    assert desk.calls(GET) == looks + 1
    assert desk.send() == 0, "not before its pause is over"
    desk.clock.move(seconds=1)
    desk.send()
    delivery = desk.fresh(delivery)
    assert (delivery.state, delivery.tries) == (State.SENT, 2)
    assert desk.texts() == [TIP]


def test_while_the_look_fails_nothing_is_sent_again(desk: Desk) -> None:
    delivery = desk.publish()
    desk.fault(Kind.DROP_AFTER, PUT)
    desk.fault(Kind.ERROR_BEFORE, GET, times=4)  # the first look is repeated at once
    for _ in range(3):
        desk.send()
        assert desk.fresh(delivery).state == State.UNKNOWN
        assert desk.calls(PUT) == 1
        desk.clock.move(seconds=20)
    desk.send()
    assert (desk.fresh(delivery).state, desk.calls(PUT)) == (State.SENT, 1)


def test_what_a_dead_worker_left_is_looked_up_before_a_second_try(desk: Desk) -> None:
    """The worker died after the network took it and before it could say so."""
    delivery = desk.publish()
    desk.send()
    change(delivery, state=State.SENDING, done_at=None, remote=None)
    desk.send()
    delivery = desk.fresh(delivery)
    assert delivery.state == State.SENT
    assert delivery.remote is not None
    assert desk.calls(PUT) == 1


def test_what_a_dead_worker_never_sent_is_sent(desk: Desk) -> None:
    delivery = desk.publish()
    change(delivery, state=State.SENDING, tries=1)
    desk.send()
    desk.clock.move(seconds=1)
    desk.send()
    assert desk.fresh(delivery).state == State.SENT
    assert desk.texts() == [TIP]


def test_too_many_calls_hold_the_account_until_the_network_says_when(desk: Desk) -> None:
    first, second = numbered(desk, 2)
    desk.fault(Kind.LIMITED, PUT, seconds=30)
    desk.send()
    desk.account.refresh_from_db()
    until = desk.account.limited_until
    assert until is not None
    assert 25 < (until - desk.clock.at).total_seconds() <= 31
    desk.clock.move(seconds=20)
    assert desk.send() == 0
    assert desk.calls(PUT) == 0, "the one behind waits too"
    desk.clock.move(seconds=12)
    assert desk.send() == 2
    assert desk.texts() == [f"{TIP} (0)", f"{TIP} (1)"]
    assert desk.fresh(first).tries == 2
    assert desk.fresh(second).tries == 1


def test_a_stopped_account_keeps_its_queue_and_goes_on_when_it_is_connected_again(desk: Desk) -> None:
    deliveries = numbered(desk, 3)
    desk.rehearsal.bluesky.direct("accounts", {"handle": HANDLE, "password": "bbbb-bbbb-bbbb-bbbb"})
    desk.rehearsal.bluesky.tokens.secret = "a new one: nobody's session is good any more"
    assert desk.send() == 1
    desk.account.refresh_from_db()
    assert desk.account.state == Account.STOPPED
    assert "does not accept" in desk.account.trouble
    assert [desk.fresh(one).state for one in deliveries] == [State.DUE] * 3
    assert desk.recorded("channels.account_stopped") == 1
    assert desk.send() == 0
    assert queries.accounts_with_work(desk.hospital.organization, at=desk.clock.at) == []
    actions.reconnect_account(
        account=desk.account, credentials={"password": "bbbb-bbbb-bbbb-bbbb"}, by=desk.hospital.milo, at=desk.clock.at
    )
    desk.account.refresh_from_db()
    actions.sign_in(account=desk.account, at=desk.clock.at)
    assert desk.send() == 3
    assert desk.texts() == [f"{TIP} ({number})" for number in range(3)]


def test_credentials_given_while_it_sends_are_used_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails with the old password must not stop an account that has a new one."""
    numbered(desk, 2)
    desk.rehearsal.bluesky.direct("accounts", {"handle": HANDLE, "password": "bbbb-bbbb-bbbb-bbbb"})
    desk.rehearsal.bluesky.tokens.secret = "nobody's session is good any more"
    taken = sending._take_trouble

    def meanwhile(*arguments: object) -> None:
        actions.reconnect_account(
            account=desk.account,
            credentials={"password": "bbbb-bbbb-bbbb-bbbb"},
            by=desk.hospital.milo,
            at=desk.clock.at,
        )
        taken(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(sending, "_take_trouble", meanwhile)
    desk.send()
    desk.account.refresh_from_db()
    assert desk.account.state == Account.CONNECTING
    assert desk.texts() == [f"{TIP} (0)", f"{TIP} (1)"]


def test_what_waits_on_a_closed_account_is_refused_in_a_sentence(desk: Desk) -> None:
    now, later = desk.publish(), desk.publish(f"{TIP} (later)", due_at=desk.clock.at + timedelta(hours=1))
    actions.close_account(account=desk.account, by=desk.hospital.milo, at=desk.clock.at)
    desk.send()
    assert (desk.fresh(now).state, desk.fresh(later).state) == (State.REFUSED, State.DUE)
    assert "was closed" in desk.fresh(now).said
    desk.clock.move(hours=1)
    assert queries.accounts_with_work(desk.hospital.organization, at=desk.clock.at) == [desk.account.pk]
    desk.send()
    assert desk.fresh(later).state == State.REFUSED
    assert desk.calls(PUT) == 0


# What only a person can settle


def test_where_a_network_cannot_be_asked_a_person_is_shown_it_and_the_rest_goes_on(
    desk: Desk, pigeons: Pigeons
) -> None:
    account = pigeons.connect(desk.hospital)
    lost, behind = desk.publish(account=account), desk.publish(f"{TIP} (behind)", account=account)
    pigeons.fail(1)
    desk.send(account)
    lost = desk.fresh(lost)
    assert (lost.state, lost.needs_person) == (State.UNKNOWN, True)
    assert "Look there" in lost.said
    assert desk.fresh(behind).state == State.SENT
    desk.clock.move(hours=1)
    assert desk.send(account) == 0, "never tried again by itself"
    assert queries.accounts_with_work(desk.hospital.organization, at=desk.clock.at) == []

    actions.check_now(delivery=lost, by=desk.hospital.ada, at=desk.clock.at)
    desk.send(account)
    assert desk.fresh(lost).needs_person, "the network still cannot be asked"

    actions.try_again(delivery=desk.fresh(lost), by=desk.hospital.ada, at=desk.clock.at)
    desk.send(account)
    assert desk.fresh(lost).state == State.SENT
    assert pigeons.sent == [f"{TIP} (behind)", TIP]


def test_a_person_may_have_it_checked_at_once(desk: Desk) -> None:
    delivery = desk.publish()
    desk.fault(Kind.DROP_AFTER, PUT)
    desk.fault(Kind.ERROR_BEFORE, GET, times=2)
    desk.send()
    desk.clock.move(seconds=1)
    desk.send()
    assert desk.send() == 0, "the next look waits"
    actions.check_now(delivery=delivery, by=desk.hospital.ada, at=desk.clock.at)
    desk.send()
    assert desk.fresh(delivery).state == State.SENT
    assert desk.recorded("channels.check_asked") == 1


# The jobs


def test_the_watchdog_finds_what_nobody_woke_for(desk: Desk) -> None:
    delivery = desk.publish()
    assert queries.accounts_with_work(desk.hospital.organization, at=desk.clock.at) == [desk.account.pk]
    desk.send()
    assert queries.accounts_with_work(desk.hospital.organization, at=desk.clock.at) == []
    change(delivery, state=State.SENDING)
    assert queries.accounts_with_work(desk.hospital.organization, at=desk.clock.at) == [desk.account.pk]
    assert list(queries.deliveries_late(desk.hospital.organization, at=desk.clock.at + timedelta(minutes=3))) == [
        delivery
    ]


def test_a_picture_leaves_with_its_description(desk: Desk, settings: object, tmp_path: Path) -> None:
    from bedside.guard.shapes import Media, Parcel
    from bedside.kit import blobs
    from tests.filled import photo

    settings.MEDIA_FOLDER = tmp_path  # type: ignore[attr-defined]
    content = photo("PNG")
    digest = blobs.put(desk.hospital.organization.pk, content)
    parcel = Parcel(kind="post", text=TIP, media=(Media(digest, "door.png", "The clinic's door", "image/png"),))
    actions.publish(
        account=desk.account,
        parcel=parcel,
        clearance=desk.clear(parcel),
        subject=desk.hospital.organization,
        by=desk.hospital.ada,
        at=desk.clock.at,
    )
    desk.send()
    post = desk.rehearsal.bluesky.posts()[0]["record"]
    assert post["embed"]["images"][0]["alt"] == "The clinic's door"


def test_two_accounts_of_one_network_each_send_their_own(desk: Desk) -> None:
    desk.rehearsal.bluesky.direct("accounts", {"handle": "clinic.rehearsal.test", "password": PASSWORD})
    clinic = connect(desk.hospital, desk.rehearsal, "clinic.rehearsal.test")
    desk.publish()
    desk.publish("From the clinic.", account=clinic)
    desk.send()
    desk.send(clinic)
    assert desk.texts() == [TIP]
    desk.account = clinic
    assert desk.texts() == ["From the clinic."]
    assert registry.network("bluesky") is queries.network_of(clinic)
