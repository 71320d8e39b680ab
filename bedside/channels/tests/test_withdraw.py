"""Taking a post or an answer of ours off its network."""

import pytest

from bedside.channels import actions, queries
from bedside.channels.models import Delivery, Remote
from bedside.channels.rehearsal import Kind
from bedside.channels.states import State
from bedside.channels.tests.conftest import Desk

DELETE = "com.atproto.repo.deleteRecord"


def withdraw(desk: Desk, remote: Remote) -> Delivery:
    return actions.withdraw(remote=remote, subject=desk.hospital.organization, by=desk.hospital.ben, at=desk.clock.at)


def test_it_is_gone_from_the_network_and_we_say_when(desk: Desk) -> None:
    remote = desk.sent()
    delivery = withdraw(desk, remote)
    desk.send()
    assert desk.texts() == []
    remote.refresh_from_db()
    assert remote.withdrawn_at == desk.clock.at
    assert desk.fresh(delivery).state == State.SENT


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.DROP_BEFORE])
def test_a_second_try_harms_nobody(desk: Desk, kind: Kind) -> None:
    remote = desk.sent()
    delivery = withdraw(desk, remote)
    desk.fault(kind, DELETE)
    desk.send()
    assert desk.fresh(delivery).state == State.DUE
    desk.clock.move(seconds=2)
    desk.send()
    assert desk.fresh(delivery).state == State.SENT
    assert desk.texts() == []


def test_what_was_gone_already_counts_as_withdrawn(desk: Desk) -> None:
    remote = desk.sent()
    desk.rehearsal.bluesky.repos.records.pop(remote.network_id)
    delivery = withdraw(desk, remote)
    desk.send()
    assert desk.fresh(delivery).state == State.SENT


def test_the_hub_shows_it_no_more(desk: Desk) -> None:
    delivery = desk.publish(account=desk.hospital.hub)
    desk.send(desk.hospital.hub)
    remote = desk.fresh(delivery).remote
    assert remote is not None
    withdraw(desk, remote)
    desk.send(desk.hospital.hub)
    assert not queries.hub_posts(desk.hospital.organization).exists()


def test_withdrawn_posts_are_not_among_those_we_watch(desk: Desk) -> None:
    remote = desk.sent()
    withdraw(desk, remote)
    desk.send()
    before = desk.calls("app.bsky.feed.getPostThread")
    desk.hear()
    assert desk.calls("app.bsky.feed.getPostThread") == before
