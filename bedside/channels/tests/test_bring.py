"""The last year brought in: page by page, from where it stopped, once, and nobody is paged for what is old."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bedside.audit import queries as audit
from bedside.channels import actions, queries
from bedside.channels.actions import bringing
from bedside.channels.models import Account, Arrival, Backfill, Remote
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Past, PastPost
from bedside.inbox.models import Conversation
from bedside.kit.times import now
from tests.cast import Hospital

NETWORK = "mastodon"


@pytest.fixture
def account(riverbend: Hospital, rehearsal: Rehearsal) -> Account:
    made = rehearsal.stage(NETWORK).direct("accounts", {"handle": "riverbend.rehearsal.test", "name": "Riverbend"})
    account = actions.connect_account(
        organization=riverbend.organization, network=NETWORK, handle=made["handle"], base_url=made["base_url"],
        credentials=made["credentials"], by=riverbend.milo, at=now(),
    )  # fmt: skip
    actions.sign_in(account=account, at=now())
    account.refresh_from_db()
    assert account.state == Account.CONNECTED
    return account


@pytest.fixture
def before(rehearsal: Rehearsal, account: Account) -> list[str]:
    """What stood there before: posts of ours over half a year, each with a comment."""
    stage = rehearsal.stage(NETWORK)
    us = stage.town.by_handle("riverbend.rehearsal.test")
    posts = []
    for number in range(25):
        at = (now() - timedelta(days=7 * (number + 1))).isoformat()
        post = stage.town.add("post", us, f"An old post, number {number}.", at=at)
        stage.direct("say", {"to": post.id, "text": f"I cannot breathe, number {number}!", "at": at})
        posts.append(post.id)
    return posts


def test_all_of_it_comes_once_and_is_nobody_s_emergency(
    riverbend: Hospital, account: Account, before: list[str], jobs: Callable[..., int]
) -> None:
    actions.bring(account=account, by=riverbend.milo, at=now())
    for _ in range(60):
        if not jobs("channels.bring", "inbox.take_in"):
            break
    done = queries.backfill_of(account)
    assert done is not None
    assert (done.state, done.posts, done.heard) == (Backfill.DONE, 25, 25)
    remotes = Remote.objects.filter(organization=riverbend.organization, account=account)
    assert {remote.network_id for remote in remotes} == set(before)
    assert all(remote.brought and remote.text for remote in remotes)
    assert Arrival.objects.filter(organization=riverbend.organization, past=True).count() == 25
    assert {one.state for one in Conversation.objects.filter(organization=riverbend.organization)} == {"closed"}
    assert not audit.entries(riverbend.organization, kind="inbox.critical").exists()


def test_a_break_in_the_middle_goes_on_from_there(
    riverbend: Hospital, account: Account, before: list[str], rehearsal: Rehearsal, jobs: Callable[..., int]
) -> None:
    begun = actions.bring(account=account, by=riverbend.milo, at=now())
    bringing.bring_page(backfill=begun, at=now())
    rehearsal.faults.add(Fault(Kind.DROP_BEFORE, times=3))
    begun.refresh_from_db()
    bringing.bring_page(backfill=begun, at=now())
    begun.refresh_from_db()
    assert begun.state == Backfill.RUNNING
    assert "could not" in begun.said or "did not" in begun.said
    rehearsal.faults.clear()
    for _ in range(60):
        begun.refresh_from_db()
        if begun.state != Backfill.RUNNING:
            break
        bringing.bring_page(backfill=begun, at=now())
        bringing.bring_page(backfill=begun, at=now())  # two workers at the same page
    assert begun.state == Backfill.DONE
    assert Remote.objects.filter(organization=riverbend.organization, account=account).count() == 25


def test_a_network_that_never_ends_is_left_in_the_end(
    riverbend: Hospital, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Endless:
        def past(self, cursor: str, since: Any) -> Past:
            return Past((PastPost("1", "The same post.", now()),), (), "the same page")

    monkeypatch.setattr("bedside.channels.registry.connector", lambda account: Endless())
    begun = actions.bring(account=account, by=riverbend.milo, at=now())
    for _ in range(3):
        begun.refresh_from_db()
        bringing.bring_page(backfill=begun, at=now())
    begun.refresh_from_db()
    assert begun.state == Backfill.DONE


def test_pressing_twice_begins_once(riverbend: Hospital, account: Account) -> None:
    first = actions.bring(account=account, by=riverbend.milo, at=now())
    assert actions.bring(account=account, by=riverbend.milo, at=now()).pk == first.pk
    assert Backfill.objects.filter(organization=riverbend.organization).count() == 1


def test_where_nothing_is_offered_it_says_so(riverbend: Hospital) -> None:
    with pytest.raises(actions.NotOffered, match="Hub"):
        actions.bring(account=riverbend.hub, by=riverbend.milo, at=now())
