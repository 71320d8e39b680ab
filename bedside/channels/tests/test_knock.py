"""Webhooks at our door: believed when signed, kept once, answered at once, understood later; strangers learn nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bedside.channels import actions, queries, registry
from bedside.channels.calls import signatures
from bedside.channels.models import Account, Arrival, Knock
from bedside.channels.rehearsal import Rehearsal
from bedside.kit.times import now
from tests.cast import Hospital

NETWORK = "facebook"


@pytest.fixture
def page(riverbend: Hospital, rehearsal: Rehearsal) -> Account:
    made = rehearsal.stage(NETWORK).direct("accounts", {"handle": "riverbend.rehearsal.test", "name": "Riverbend"})
    actions.keep_app_keys(
        organization=riverbend.organization, network=NETWORK, keys=made["app"], by=riverbend.milo, at=now()
    )
    account = actions.connect_account(
        organization=riverbend.organization, network=NETWORK, handle=made["handle"], base_url=made["base_url"],
        credentials=made["credentials"], by=riverbend.milo, at=now(),
    )  # fmt: skip
    actions.sign_in(account=account, at=now())
    account.refresh_from_db()
    assert account.state == Account.CONNECTED, account.trouble
    return account


def event(rehearsal: Rehearsal, page: Account, text: str = "Is it open on Sunday?") -> bytes:
    """An event as the network sends it, about a comment that was really made there."""
    stage = rehearsal.stage(NETWORK)
    us = stage.town.accounts[page.network_account_id]
    post = stage.town.add("post", us, "Flu shots are here.", to=us.id)
    made = stage.direct("say", {"to": post.id, "text": text})
    (told,) = stage.events(stage.town.find(made["id"]), "said")
    return json.dumps(told).encode()


def signed(page: Account, body: bytes, secret: str = "") -> dict[str, str]:
    keys = registry.app_keys(page.organization_id, NETWORK)
    secret = secret or keys["client_secret"]
    return {"HTTP_X_HUB_SIGNATURE_256": f"sha256={signatures.hexed(body, secret)}"}


def post(client: Any, page: Account, body: bytes, headers: dict[str, str], slug: str = "") -> int:
    url = f"/webhooks/{slug or page.organization.slug}/{NETWORK}/{page.pk}/"
    return int(client.post(url, body, content_type="application/json", **headers).status_code)


def test_what_a_network_says_arrives(
    riverbend: Hospital, rehearsal: Rehearsal, page: Account, client: Any, jobs: Callable[..., int]
) -> None:
    body = event(rehearsal, page)
    assert post(client, page, body, signed(page, body)) == 200
    assert not Arrival.objects.filter(organization=riverbend.organization).exists(), "understood in a job"
    jobs("channels.read_knocks")
    (arrival,) = Arrival.objects.filter(organization=riverbend.organization)
    assert queries.words_of(arrival) == "Is it open on Sunday?"
    page.refresh_from_db()
    assert page.called_at is not None


def test_the_same_event_twice_arrives_once(
    riverbend: Hospital, rehearsal: Rehearsal, page: Account, client: Any, jobs: Callable[..., int]
) -> None:
    body = event(rehearsal, page)
    for _ in range(3):
        assert post(client, page, body, signed(page, body)) == 200
    jobs("channels.read_knocks")
    assert post(client, page, body, signed(page, body)) == 200
    jobs("channels.read_knocks")
    assert Knock.objects.filter(organization=riverbend.organization).count() == 1
    assert Arrival.objects.filter(organization=riverbend.organization).count() == 1


@pytest.mark.parametrize("wrong", ["another secret", "no signature", "another body", "another hospital"])
def test_what_somebody_else_says_is_turned_away(
    riverbend: Hospital, cedar: Hospital, rehearsal: Rehearsal, page: Account, client: Any, wrong: str
) -> None:
    body = event(rehearsal, page)
    headers = signed(page, body, "guessed" if wrong == "another secret" else "")
    if wrong == "no signature":
        headers = {}
    if wrong == "another body":
        body += b" "
    slug = elm.organization.slug if wrong == "another hospital" else ""
    assert post(client, page, body, headers, slug) in (403, 404)
    assert not Knock.objects.filter(organization=riverbend.organization).exists()


def test_the_words_are_sealed_while_they_wait(
    riverbend: Hospital, rehearsal: Rehearsal, page: Account, client: Any
) -> None:
    body = event(rehearsal, page, "My name is Dana Whitfield.")
    post(client, page, body, signed(page, body))
    (kept,) = Knock.objects.filter(organization=riverbend.organization)
    assert b"Whitfield" not in bytes(kept.sealed)


def test_a_network_s_test_of_our_address_is_answered(page: Account, client: Any) -> None:
    keys = registry.app_keys(page.organization_id, NETWORK)
    token = next((value for name, value in keys.items() if "verify" in name), "")
    asked = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "12345"}
    url = f"/webhooks/{page.organization.slug}/{NETWORK}/"
    assert client.get(url, asked).content == b"12345"
    assert client.get(url, asked | {"hub.verify_token": "guessed"}).status_code == 404
    assert client.get(f"/webhooks/nobody/{NETWORK}/", asked).status_code == 404


def test_what_cannot_be_understood_is_let_go_and_the_next_one_is_read(
    riverbend: Hospital, rehearsal: Rehearsal, page: Account, client: Any, jobs: Callable[..., int]
) -> None:
    for body in (b"{}", b"null", b'{"entry": [{"changes": "x"}]}', event(rehearsal, page)):
        assert post(client, page, body, signed(page, body)) == 200
    jobs("channels.read_knocks")
    assert Arrival.objects.filter(organization=riverbend.organization).count() == 1
    assert not Knock.objects.filter(organization=riverbend.organization, read_at=None).exists()
