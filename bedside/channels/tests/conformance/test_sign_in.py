"""Every network, asked the same: signing in on its own page, tokens renewed ahead of time, webhooks believed or not."""

import re
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest

from bedside.channels.calls.oauth import challenge_of, new_verifier
from bedside.channels.rehearsal import Fault, Kind
from bedside.channels.rules import Ability, Call, NetworkError, Registers, Trouble
from bedside.channels.tests.conformance.stand import Stand, able

#: Cloud Pub/Sub proves who calls, not what is said; Bedside asks Google for what an event is about.
UNSIGNED_BODIES = frozenset({"google"})
BACK = "http://127.0.0.1:8300/connect/callback/"


def allow(url: str) -> dict[str, str]:
    """Reads the sign-in page, presses Allow, and gives back what comes to our address."""
    page = httpx.get(url, trust_env=False)
    assert page.status_code == 200, page.text[:300]
    link = re.search(r'href="([^"]+)"[^>]*>\s*Allow', page.text)
    assert link is not None, page.text[:500]
    target = urljoin(url, link[1].replace("&amp;", "&"))
    for _ in range(3):
        if target.startswith(BACK):
            return {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
        target = urljoin(target, httpx.get(target, trust_env=False).headers["location"])
    raise AssertionError(target)


@able(Ability.OAUTH)
def test_a_person_signs_in_on_the_network_s_own_page(stand: Stand) -> None:
    bare: dict[str, Any] = {"credentials": {}, "tokens": {}, "network_account_id": ""}
    asked = {field.name: stand.account["credentials"].get(field.name, "") for field in stand.network.credentials}
    bare["credentials"] = {name: value for name, value in asked.items() if value}
    connector = stand.connector(**bare)
    if isinstance(connector, Registers):
        bare["credentials"] |= dict(connector.register(redirect_uri=BACK))
        connector = stand.connector(**bare)
    verifier = new_verifier()
    url = connector.authorize_url(redirect_uri=BACK, state="a.1.xyz", challenge=challenge_of(verifier))
    brought = allow(url)
    assert brought["state"] == "a.1.xyz"
    connector.exchange(code=brought["code"], verifier=verifier, redirect_uri=BACK)
    assert any(stand.saved.values())
    profile = stand.connector(credentials=bare["credentials"], network_account_id="").connect()
    ids = {profile.account_id, *(choice.account_id for choice in profile.choices)}
    assert stand.account["id"] in ids
    with pytest.raises(NetworkError):  # a code works once
        connector.exchange(code=brought["code"], verifier=verifier, redirect_uri=BACK)


@able(Ability.RENEW)
def test_renewing_keeps_a_token_that_works(stand: Stand) -> None:
    stand.connector().connect()
    stand.connector().renew()
    stand.connector().connect()
    assert all(stand.saved.values()), "an empty value overwrote a known one"


@able(Ability.RENEW)
def test_a_renewal_that_fails_for_a_moment_stops_nothing(stand: Stand) -> None:
    stand.connector().connect()
    before = dict(stand.saved)
    stand.rehearsal.faults.add(Fault(Kind.ERROR_BEFORE, times=1))
    assert stand.trouble(lambda connector: connector.renew()) is not Trouble.REVOKED
    for name, value in before.items():
        assert stand.saved.get(name), (name, bool(value))
    stand.rehearsal.faults.clear()
    stand.connector().connect()


def subscribed(stand: Stand) -> str:
    callback = f"{stand.door.url}/webhooks/riverbend/{stand.network.name}/1/"
    connector = stand.connector()
    connector.connect()
    kind = type(connector)

    def answer(query: dict[str, str], headers: dict[str, str]) -> tuple[int, str, str]:
        said = kind.challenge(Call("GET", query, headers, b""), secrets(stand))
        return (said.status, said.body, said.content_type) if said is not None else (404, "", "text/plain")

    stand.door.answer = answer
    stand.connector().subscribe(callback)
    stand.connector().subscribe(callback)
    return callback


def secrets(stand: Stand) -> dict[str, str]:
    return dict(stand.account["credentials"]) | dict(stand.saved) | dict(stand.account["app"])


def told(stand: Stand) -> str:
    """Makes somebody say something of a kind this network calls about; its words."""
    text = "Is it open on Sunday too?"
    if Ability.COMMENTS in stand.network.abilities and Ability.PUBLISH in stand.network.abilities:
        stand.say(text, to=stand.publish().network_id)
    elif Ability.REVIEWS in stand.network.abilities:
        stand.say(text, kind="review")
    else:
        stand.say(text, kind="mention")
    return text


@able(Ability.WEBHOOKS)
def test_an_event_is_believed_understood_and_addressed(stand: Stand) -> None:
    subscribed(stand)
    text = told(stand)
    assert stand.door.came.wait(10), "nobody called"
    assert stand.stage.hooks.wait()
    kind = type(stand.connector())
    texts = []
    for headers, body in stand.door.letters:
        call = Call("POST", stand.door.query, headers, body)
        assert kind.verify(call, secrets(stand))
        ids = kind.addressed(body)
        assert not ids or stand.account["id"] in ids
        texts += [one.text for one in stand.connector().read_event(body).heard]
        again = stand.connector().read_event(body)  # replayed
        assert all(one.network_id for one in again.heard)
    assert any(text in one for one in texts)


@able(Ability.WEBHOOKS)
def test_an_event_somebody_else_made_is_not_believed(stand: Stand) -> None:
    subscribed(stand)
    told(stand)
    assert stand.door.came.wait(10)
    assert stand.stage.hooks.wait()
    headers, body = stand.door.letters[-1]
    verify = type(stand.connector()).verify
    query = stand.door.query
    if stand.network.name not in UNSIGNED_BODIES:
        assert not verify(Call("POST", query, headers, body + b" "), secrets(stand))
    assert not verify(Call("POST", {}, {}, body), secrets(stand))
    wrong = dict.fromkeys(secrets(stand), "wrong")
    assert not verify(Call("POST", query, headers, body), wrong)
    assert not verify(Call("POST", query, headers, body), {})
    bare = {name: "sha256=" if "signature" in name else value for name, value in headers.items()}
    assert not verify(Call("POST", {}, bare, body), secrets(stand))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"entry": 7}', b"\xff\xfe", b'{"a": ' * 3000])
@able(Ability.WEBHOOKS)
def test_nonsense_at_the_door_breaks_nothing(stand: Stand, body: bytes) -> None:
    connector = stand.connector()
    kind = type(connector)
    assert kind.challenge(Call("POST", {}, {}, body), secrets(stand)) is None
    assert not kind.verify(Call("POST", {}, {}, body), secrets(stand))
    assert isinstance(kind.addressed(body), tuple)
    with suppress(NetworkError):
        assert connector.read_event(body).heard == ()
