"""The rehearsal room: the same people and rules, networks of this machine alone, and nothing of it among the real."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bedside.channels import actions, queries
from bedside.channels.models import Account, Arrival
from bedside.channels.rehearsal import Rehearsal
from bedside.environment import environment
from bedside.kit import http
from bedside.kit.times import now
from bedside.organizations import actions as organizations
from bedside.organizations import tenancy
from bedside.organizations.models import Member, Organization
from tests.cast import START, Hospital


@pytest.fixture
def running(rehearsal: Rehearsal, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Rehearsal]:
    """The rehearsal as `bedside up` starts it."""
    monkeypatch.delenv("BEDSIDE_ALLOW_LOOPBACK")
    monkeypatch.setenv("BEDSIDE_REHEARSAL_PORT", rehearsal.url.rpartition(":")[2])
    environment.cache_clear()
    settings.REHEARSAL_TOKEN = rehearsal.token
    yield rehearsal
    environment.cache_clear()


@pytest.fixture
def room(riverbend: Hospital, running: Rehearsal, jobs: Callable[..., int]) -> Organization:
    room = actions.open_room(organization=riverbend.organization, by=riverbend.milo, at=START)
    tenancy.announce(room.pk)
    jobs("channels.open_hub", "channels.rehearse", "channels.sign_in")
    return room


def test_it_has_the_same_people_in_the_same_roles_and_the_same_facts(riverbend: Hospital, room: Organization) -> None:
    assert (room.is_rehearsal, room.rehearsal_of_id) == (True, riverbend.organization.pk)
    assert room.phone == riverbend.organization.phone
    tenancy.announce(riverbend.organization.pk)
    real = {(m.user_id, tuple(m.roles)) for m in Member.objects.filter(organization=riverbend.organization)}
    tenancy.announce(room.pk)
    assert {(m.user_id, tuple(m.roles)) for m in Member.objects.filter(organization=room)} == real


def test_every_network_is_connected_there_with_one_press(room: Organization, running: Rehearsal) -> None:
    accounts = {one.network: one for one in queries.accounts_of(room)}
    played = {name for name, network in queries.networks().items() if network.stage}
    assert played <= set(accounts)
    wrong = {name: accounts[name].trouble for name in played if accounts[name].state != Account.CONNECTED}
    assert wrong == {}
    assert all(http.loopback(accounts[name].base_url) for name in played)


def test_opening_it_again_brings_in_who_joined_and_leaves_out_who_left(
    riverbend: Hospital, room: Organization, running: Rehearsal
) -> None:
    tenancy.announce(riverbend.organization.pk)
    organizations.end_membership(member=riverbend.rosa, by=riverbend.milo, at=START)
    again = actions.open_room(organization=riverbend.organization, by=riverbend.milo, at=START)
    assert again.pk == room.pk
    tenancy.announce(room.pk)
    left = Member.objects.get(organization=room, user=riverbend.rosa.user)
    assert left.left_at is not None


def test_nothing_typed_there_leads_to_a_real_network(room: Organization, riverbend: Hospital) -> None:
    by = Member.objects.get(organization=room, user=riverbend.milo.user)
    begun = actions.begin_sign_in(
        organization=room, network="facebook", redirect_uri="http://127.0.0.1/x", by=by, at=START,
        base_url="https://graph.facebook.com",
    )  # fmt: skip
    assert http.loopback(actions.page_of(begun))
    typed = actions.connect_account(
        organization=room, network="wordpress", handle="blog", base_url="https://blog.example.org",
        credentials={"username": "u", "password": "p", "application_password": "p"}, by=by, at=START,
    )  # fmt: skip
    assert http.loopback(typed.base_url)


def test_a_made_up_public_answers_what_is_posted_there(
    room: Organization, riverbend: Hospital, running: Rehearsal
) -> None:
    from bedside.guard import actions as guard
    from bedside.guard.shapes import Parcel

    account = next(one for one in queries.accounts_of(room) if one.network == "mastodon")
    by = Member.objects.select_related("user").get(organization=room, user=riverbend.ada.user)
    parcel = Parcel(kind="post", text="Flu shots are free on Saturday.")
    cleared = guard.clear(parcel=parcel, organization=room, by=by, at=START)
    assert not actions.play_public(organization=room, at=now()), "nobody speaks to an empty room"
    actions.publish(account=account, parcel=parcel, clearance=cleared, subject=room, by=by, at=now())
    actions.send_due(organization_id=room.pk, account_id=account.pk, clock=now)
    assert actions.play_public(organization=room, at=now())
    account.refresh_from_db()
    actions.hear(account=account, clock=now)
    assert Arrival.objects.filter(organization=room).count() == 1


def test_the_real_hospital_sees_nothing_of_it(riverbend: Hospital, room: Organization) -> None:
    tenancy.announce(riverbend.organization.pk)
    assert [one.network for one in queries.accounts_of(riverbend.organization)] == ["hub"]
    assert not Account.objects.filter(organization=room).exists(), "the database itself says no"


def test_a_real_hospital_is_never_played_to(riverbend: Hospital, running: Rehearsal) -> None:
    assert actions.rehearse(organization=riverbend.organization, network="mastodon", at=START) is None
    assert not actions.play_public(organization=riverbend.organization, at=START)


def test_without_a_rehearsal_it_says_how_to_get_one(riverbend: Hospital) -> None:
    with pytest.raises(actions.CannotRehearse, match="BEDSIDE_REHEARSAL"):
        actions.open_room(organization=riverbend.organization, by=riverbend.milo, at=START)


def test_the_page_leads_there_and_back(riverbend: Hospital, running: Rehearsal, client: Any) -> None:
    client.force_login(riverbend.milo.user)
    answer = client.post(f"/w/{riverbend.organization.slug}/accounts/rehearse/")
    assert answer.headers["Location"] == "/w/riverbend-rehearsal/accounts/"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Nothing you send reaches the public" in page
    assert f'href="/w/{riverbend.organization.slug}/"' in page, "and the way back"
