"""Webhooks at our door: believed when signed, kept once, understood later; strangers learn nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bedside.channels import actions, queries, registry
from bedside.channels.calls import signatures
from bedside.channels.models import Account, Arrival, Knock
from bedside.channels.rehearsal import Rehearsal
from bedside.kit.times import now
from bedside.organizations import tenancy
from tests import cast
from tests.cast import Hospital

NETWORK = "facebook"


@pytest.fixture
def fb(riverbend: Hospital, rehearsal: Rehearsal) -> Account:
    made = rehearsal.stage(NETWORK).direct("accounts", {"handle": "riverbend.rehearsal.test", "name": "Riverbend"})
    keys = made["app"] | {"verify_token": "our-word"}
    actions.keep_app_keys(organization=riverbend.organization, network=NETWORK, keys=keys, by=riverbend.milo, at=now())
    account = actions.connect_account(
        organization=riverbend.organization, network=NETWORK, handle=made["handle"], base_url=made["base_url"],
        credentials=made["credentials"], by=riverbend.milo, at=now(),
    )  # fmt: skip
    actions.sign_in(account=account, at=now())
    account.refresh_from_db()
    assert account.state == Account.CONNECTED, account.trouble
    return account


def event(rehearsal: Rehearsal, fb: Account, text: str = "Is it open on Sunday?") -> bytes:
    """An event as the network sends it, about a comment that was really made there."""
    stage = rehearsal.stage(NETWORK)
    us = stage.town.accounts[fb.network_account_id]
    post = stage.town.add("post", us, "Flu shots are here.", to=us.id)
    made = stage.direct("say", {"to": post.id, "text": text})
    (told,) = stage.events(stage.town.find(made["id"]), "said")
    return json.dumps(told).encode()


def signed(fb: Account, body: bytes, secret: str = "") -> dict[str, str]:
    keys = registry.app_keys(fb.organization_id, NETWORK)
    secret = secret or keys["client_secret"]
    return {"HTTP_X_HUB_SIGNATURE_256": f"sha256={signatures.hexed(body, secret)}"}


def post(client: Any, fb: Account, body: bytes, headers: dict[str, str], slug: str = "") -> int:
    url = f"/webhooks/{slug or fb.organization.slug}/{NETWORK}/{fb.pk}/"
    status = int(client.post(url, body, content_type="application/json", **headers).status_code)
    tenancy.announce(fb.organization_id)
    return status


def test_what_a_network_says_arrives(
    riverbend: Hospital, rehearsal: Rehearsal, fb: Account, client: Any, jobs: Callable[..., int]
) -> None:
    body = event(rehearsal, fb)
    assert post(client, fb, body, signed(fb, body)) == 200
    assert not Arrival.objects.filter(organization=riverbend.organization).exists(), "understood in a job"
    jobs("channels.read_knocks")
    (arrival,) = Arrival.objects.filter(organization=riverbend.organization)
    assert queries.words_of(arrival) == "Is it open on Sunday?"
    fb.refresh_from_db()
    assert fb.called_at is not None


def test_the_same_event_twice_arrives_once(
    riverbend: Hospital, rehearsal: Rehearsal, fb: Account, client: Any, jobs: Callable[..., int]
) -> None:
    body = event(rehearsal, fb)
    for _ in range(3):
        assert post(client, fb, body, signed(fb, body)) == 200
    jobs("channels.read_knocks")
    assert post(client, fb, body, signed(fb, body)) == 200
    jobs("channels.read_knocks")
    assert Knock.objects.filter(organization=riverbend.organization).count() == 1
    assert Arrival.objects.filter(organization=riverbend.organization).count() == 1


@pytest.mark.parametrize("wrong", ["another secret", "no signature", "another body", "another hospital"])
def test_what_somebody_else_says_is_turned_away(
    riverbend: Hospital, rehearsal: Rehearsal, fb: Account, client: Any, wrong: str
) -> None:
    other = cast.build("hillcrest", "Hillcrest Medical Center")
    tenancy.announce(riverbend.organization.pk)
    body = event(rehearsal, fb)
    headers = signed(fb, body, "guessed" if wrong == "another secret" else "")
    if wrong == "no signature":
        headers = {}
    if wrong == "another body":
        body += b" "
    slug = other.organization.slug if wrong == "another hospital" else ""
    assert post(client, fb, body, headers, slug) in (403, 404)
    assert not Knock.objects.filter(organization=riverbend.organization).exists()


def test_the_words_are_sealed_while_they_wait(
    riverbend: Hospital, rehearsal: Rehearsal, fb: Account, client: Any
) -> None:
    body = event(rehearsal, fb, "My name is Dana Whitfield.")
    post(client, fb, body, signed(fb, body))
    (kept,) = Knock.objects.filter(organization=riverbend.organization)
    assert b"Whitfield" not in bytes(kept.sealed)


def test_a_network_s_test_of_our_address_is_answered(fb: Account, client: Any) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "our-word", "hub.challenge": "12345"}
    url = f"/webhooks/{fb.organization.slug}/{NETWORK}/"
    assert client.get(url, asked).content == b"12345"
    assert client.get(url, asked | {"hub.verify_token": "guessed"}).status_code == 403
    assert client.get(f"/webhooks/nobody/{NETWORK}/", asked).status_code == 404


def test_what_cannot_be_understood_is_let_go_and_the_next_one_is_read(
    riverbend: Hospital, rehearsal: Rehearsal, fb: Account, client: Any, jobs: Callable[..., int]
) -> None:
    for body in (b"{}", b"null", b'{"entry": [{"changes": "x"}]}', event(rehearsal, fb)):
        assert post(client, fb, body, signed(fb, body)) == 200
    jobs("channels.read_knocks")
    assert Arrival.objects.filter(organization=riverbend.organization).count() == 1
    assert not Knock.objects.filter(organization=riverbend.organization, read_at=None).exists()
