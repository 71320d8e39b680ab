"""Signing in on a network's own page, from the first press to an account that works; choosing; renewing; testing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bedside.audit import queries as audit
from bedside.channels import actions, queries, registry
from bedside.channels.models import Account, RateLimit
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.tests.conformance.test_sign_in import allow
from bedside.kit.times import now
from bedside.organizations import tenancy
from tests.cast import START, Hospital

BACK = "http://127.0.0.1:8300/connect/callback/"
NETWORK = "x"


@pytest.fixture
def keys(riverbend: Hospital, rehearsal: Rehearsal) -> dict[str, str]:
    """The hospital's app keys at a network with a sign-in page of its own."""
    made = rehearsal.stage(NETWORK).direct("accounts", {"handle": "riverbend.rehearsal.test", "name": "Riverbend"})
    actions.keep_app_keys(
        organization=riverbend.organization, network=NETWORK, keys=made["app"], by=riverbend.milo, at=START
    )
    return dict(made["app"])


def begin(hospital: Hospital, rehearsal: Rehearsal, **more: Any) -> Account:
    given: dict[str, Any] = {
        "organization": hospital.organization,
        "network": NETWORK,
        "redirect_uri": BACK,
        "by": hospital.milo,
        "at": START,
        "base_url": rehearsal.stage(NETWORK).base,
    }
    return actions.begin_sign_in(**(given | more))


def finish(hospital: Hospital, account: Account, brought: dict[str, str]) -> None:
    state = brought["state"].rpartition(".")[2]
    actions.finish_sign_in(account=account, state=state, code=brought.get("code", ""), by=hospital.milo, at=START)


def test_a_press_a_page_and_the_account_works(
    riverbend: Hospital, rehearsal: Rehearsal, keys: dict[str, str], jobs: Callable[..., int]
) -> None:
    account = begin(riverbend, rehearsal)
    page = actions.page_of(account)
    asked = parse_qs(urlsplit(page).query)
    assert asked["client_id"] == [keys["client_id"]]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["state"][0].startswith(f"{riverbend.organization.slug}.{account.pk}.")
    finish(riverbend, account, allow(page))
    jobs("channels.sign_in")
    account.refresh_from_db()
    assert (account.state, account.handle) == (Account.CONNECTED, "riverbend.rehearsal.test")
    assert not registry.unseal(account, "credentials").keys() & {"code", "verifier", "state"}
    assert registry.unseal(account, "tokens")["access_token"]


def test_nothing_of_a_sign_in_stands_in_the_record(
    riverbend: Hospital, rehearsal: Rehearsal, keys: dict[str, str]
) -> None:
    account = begin(riverbend, rehearsal)
    brought = allow(actions.page_of(account))
    finish(riverbend, account, brought)
    told = str([entry.details for entry in audit.entries(riverbend.organization)])
    assert brought["code"] not in told
    assert keys["client_secret"] not in told


def test_a_state_that_is_not_ours_or_was_used_is_refused(
    riverbend: Hospital, rehearsal: Rehearsal, keys: dict[str, str]
) -> None:
    account = begin(riverbend, rehearsal)
    brought = allow(actions.page_of(account))
    with pytest.raises(actions.CannotConnect):
        finish(riverbend, account, brought | {"state": f"riverbend.{account.pk}.guessed"})
    finish(riverbend, account, brought)
    with pytest.raises(actions.CannotConnect):
        finish(riverbend, account, brought)


def test_who_says_no_over_there_is_told_so_here(
    riverbend: Hospital, rehearsal: Rehearsal, keys: dict[str, str]
) -> None:
    account = begin(riverbend, rehearsal)
    brought = allow(actions.page_of(account))
    finish(riverbend, account, {"state": brought["state"]})
    account.refresh_from_db()
    assert account.state == Account.STOPPED
    assert "not allowed" in account.trouble


def test_a_code_that_is_not_taken_asks_for_another_sign_in(
    riverbend: Hospital, rehearsal: Rehearsal, keys: dict[str, str], jobs: Callable[..., int]
) -> None:
    account = begin(riverbend, rehearsal)
    brought = allow(actions.page_of(account))
    finish(riverbend, account, brought | {"code": "stale"})
    jobs("channels.sign_in")
    account.refresh_from_db()
    assert (account.state, account.todo) == (Account.STOPPED, "Sign in there once more.")
    again = begin(riverbend, rehearsal, account=account)
    finish(riverbend, again, allow(actions.page_of(again)))
    jobs("channels.sign_in")
    again.refresh_from_db()
    assert (again.pk, again.state) == (account.pk, Account.CONNECTED)


def test_without_app_keys_it_says_which_are_missing(riverbend: Hospital, rehearsal: Rehearsal) -> None:
    with pytest.raises(actions.CannotConnect, match="app keys"):
        begin(riverbend, rehearsal)


def test_an_empty_app_key_keeps_the_one_that_is_known(riverbend: Hospital, keys: dict[str, str]) -> None:
    actions.keep_app_keys(
        organization=riverbend.organization, network=NETWORK, keys={"client_id": "new", "client_secret": " "},
        by=riverbend.milo, at=START,
    )  # fmt: skip
    kept = registry.app_keys(riverbend.organization.pk, NETWORK)
    assert (kept["client_id"], kept["client_secret"]) == ("new", keys["client_secret"])


def test_an_account_that_is_here_already_is_not_connected_twice(
    riverbend: Hospital, rehearsal: Rehearsal, keys: dict[str, str], jobs: Callable[..., int]
) -> None:
    for _ in range(2):
        account = begin(riverbend, rehearsal)
        finish(riverbend, account, allow(actions.page_of(account)))
        jobs("channels.sign_in")
        account.refresh_from_db()
    assert account.state == Account.STOPPED
    assert "connected already" in account.trouble


@pytest.fixture
def account(riverbend: Hospital, rehearsal: Rehearsal, keys: dict[str, str], jobs: Callable[..., int]) -> Account:
    begun = begin(riverbend, rehearsal)
    finish(riverbend, begun, allow(actions.page_of(begun)))
    jobs("channels.sign_in")
    begun.refresh_from_db()
    return begun


def test_an_empty_token_never_overwrites_a_known_one(account: Account) -> None:
    before = registry.unseal(account, "tokens")
    registry.save_tokens(account, {"refresh_token": "", "access_token": "newer"})
    account.refresh_from_db()
    after = registry.unseal(account, "tokens")
    assert (after["refresh_token"], after["access_token"]) == (before["refresh_token"], "newer")


def test_the_countdown_is_of_what_nothing_renews(account: Account) -> None:
    registry.save_tokens(account, {"expires_at": (now() + timedelta(hours=1)).isoformat()})
    account.refresh_from_db()
    assert account.ends_at is None, "it is renewed by itself"
    ends = now() + timedelta(days=3)
    registry.save_tokens(account, {"renewable_until": ends.isoformat()})
    account.refresh_from_db()
    assert account.ends_at == ends
    (health,) = [one for one in queries.health(account.organization, at=now()) if one.account.pk == account.pk]
    assert "ends in" in health.warning
    later = next(one for one in queries.health(account.organization, at=ends) if one.account.pk == account.pk)
    assert later.problem == "The sign-in has ended."


def test_administrators_are_told_before_a_sign_in_ends_and_not_every_hour(
    account: Account, jobs: Callable[..., int], mailoutbox: Any
) -> None:
    at = now()
    assert not actions.warn_ending(account=account, at=at)
    registry.save_tokens(account, {"renewable_until": (at + timedelta(days=9)).isoformat()})
    account.refresh_from_db()
    assert actions.warn_ending(account=account, at=at)
    assert not actions.warn_ending(account=account, at=at + timedelta(hours=1))
    assert actions.warn_ending(account=account, at=at + timedelta(days=3))
    jobs("channels.tell_administrators")
    assert "The sign-in ends in" in mailoutbox[0].body


def test_a_self_test_says_step_by_step_what_works(account: Account, rehearsal: Rehearsal) -> None:
    actions.self_test(account=account, at=START)
    account.refresh_from_db()
    assert account.tested
    assert [step["well"] for step in account.tested if "calls us" not in step["what"]] == [True] * 3
    rehearsal.faults.add(Fault(Kind.REVOKED))
    actions.self_test(account=account, at=START)
    account.refresh_from_db()
    assert not account.tested[0]["well"]
    assert account.state == Account.STOPPED


def test_a_limit_one_worker_was_told_is_heeded_by_all(account: Account, rehearsal: Rehearsal) -> None:
    registry.heed(account, "posts", 100, 0, now() + timedelta(minutes=5))
    assert registry.spent(account, "posts") is not None
    assert registry.spent(account, "mentions") is None
    registry.heed(account, "posts", 100, 99, now() + timedelta(minutes=5))
    assert registry.spent(account, "posts") is None
    assert [one.remaining for one in queries.limits_left(account, at=now()) if one.bucket == "posts"] == [99]
    registry.heed(account, "posts", 100, 98, now() + timedelta(minutes=5))
    assert RateLimit.objects.get(organization=account.organization, bucket="posts").remaining == 99, "not every call"


def test_the_pages_lead_through_it(
    riverbend: Hospital, rehearsal: Rehearsal, client: Any, keys: dict[str, str], jobs: Callable[..., int]
) -> None:
    client.force_login(riverbend.milo.user)
    base = f"/w/{riverbend.organization.slug}/accounts"
    page = client.get(f"{base}/connect/{NETWORK}/").content.decode()
    assert "connect/callback/" in page
    assert keys["client_secret"] not in page
    tenancy.announce(riverbend.organization.pk)
    begun = begin(riverbend, rehearsal)
    onward = client.get(f"{base}/{begun.pk}/onward/").content.decode()
    assert "Sign in at X" in onward
    tenancy.announce(riverbend.organization.pk)
    brought = allow(actions.page_of(begun))
    answer = client.get("/connect/callback/", brought)
    tenancy.announce(riverbend.organization.pk)
    assert answer.headers["Location"] == f"{base}/"
    jobs("channels.sign_in")
    assert "well" in client.get(f"{base}/{begun.pk}/").content.decode()


NONE_OF_OURS = ["", "x", "riverbend.1", "nobody.1.x", "riverbend.99999999.x", "riverbend.x.y", "..", "\x00"]


@pytest.mark.parametrize("state", NONE_OF_OURS)
def test_a_callback_nobody_began_finds_nothing(riverbend: Hospital, client: Any, state: str) -> None:
    client.force_login(riverbend.milo.user)
    assert client.get("/connect/callback/", {"state": state, "code": "c"}).status_code == 404


def test_a_stranger_s_callback_changes_nothing(
    riverbend: Hospital, rehearsal: Rehearsal, client: Any, keys: dict[str, str]
) -> None:
    begun = begin(riverbend, rehearsal)
    brought = allow(actions.page_of(begun))
    client.force_login(riverbend.rosa.user)  # she may not connect accounts
    assert client.get("/connect/callback/", brought).status_code == 403
    tenancy.announce(riverbend.organization.pk)
    begun.refresh_from_db()
    assert "code" not in registry.unseal(begun, "credentials")
