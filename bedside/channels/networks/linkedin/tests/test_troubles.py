"""Tokens, webhooks, every way a call can fail, and answers that are hostile, huge or malformed."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bedside.channels.calls import signatures
from bedside.channels.networks.linkedin import api, translate
from bedside.channels.networks.linkedin.connector import LinkedIn
from bedside.channels.networks.linkedin.stage import LinkedInStage
from bedside.channels.networks.linkedin.tests.conftest import Connect, outgoing, picture, say
from bedside.channels.rules import Call, Connection, NetworkError, RemoteRef, Trouble
from bedside.kit import http, times

SECRET = {"client_secret": "s"}


def test_a_sign_in_that_cannot_be_renewed_is_left_alone_until_it_ends(
    connect: Connect, stage: LinkedInStage, opened: dict[str, Any]
) -> None:
    soon = {"expires_at": (times.now() + timedelta(minutes=3)).isoformat()}
    connect(credentials=opened["credentials"] | soon).renew()
    assert "token" not in stage.calls
    over = {"expires_at": (times.now() - timedelta(minutes=3)).isoformat()}
    with pytest.raises(NetworkError) as ended:
        connect(credentials=opened["credentials"] | over).connect()
    assert ended.value.trouble is Trouble.REVOKED
    assert ended.value.todo


def test_an_approved_apps_token_is_renewed_in_time(
    connect: Connect, stage: LinkedInStage, saved: dict[str, str]
) -> None:
    stage.renewable = True
    opened: Any = stage.direct("accounts", {"handle": "stmary.test"})
    soon = {"expires_at": (times.now() + timedelta(minutes=3)).isoformat()}
    connect(credentials=opened["credentials"] | soon).publish(outgoing())
    assert stage.calls["token"] == 1
    assert saved["renewable_until"] > saved["expires_at"]


def test_an_old_version_of_the_api_is_told_as_such(linkedin: LinkedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(api.HEADERS, "LinkedIn-Version", "202401")
    with pytest.raises(NetworkError) as refused:
        linkedin.publish(outgoing())
    assert refused.value.trouble is Trouble.REFUSED
    assert "version" in refused.value.said


@pytest.mark.parametrize(
    ("answer", "status", "trouble", "part"),
    [
        ({"code": "DUPLICATE_POST"}, 422, Trouble.REFUSED, "already has"),
        ({"message": "Content is a duplicate of urn:li:share:1"}, 422, Trouble.REFUSED, "already has"),
        ({"code": "EXPIRED_ACCESS_TOKEN"}, 401, Trouble.REVOKED, "sign-in"),
        ({"message": "Not enough permissions to access: POST /posts"}, 403, Trouble.REVOKED, "permission"),
        ({"message": "throttle"}, 429, Trouble.LIMITED, "wait"),
        ({"message": "my chart number is 00-TEST-1"}, 400, Trouble.REFUSED, "refused"),
        ({}, 500, Trouble.UNKNOWN, "not known"),
    ],
)
def test_linkedins_own_words_are_recognized_and_never_passed_on(
    answer: dict[str, str], status: int, trouble: Trouble, part: str
) -> None:
    with pytest.raises(NetworkError) as failed:
        canned(json.dumps(answer).encode(), status).publish(outgoing())
    assert failed.value.trouble is trouble
    assert part in failed.value.said
    assert "00-TEST-1" not in repr(failed.value.args)


HOSTILE = [
    b"", b"null", b"[]", b"\xff\xfe", b"<html>", b'{"elements": [3, {"organization": {}}]}', b'{"elements": "secret"}',
    b'{"value": {"uploadUrl": "file:///secret", "image": "i"}}', b'{"elements": [{"id": [], "createdAt": "secret"}]}',
    b"[" * 100_000, b'{"elements": [{"action": "COMMENT", "lastModifiedAt": 99999999999999999}]}',
]  # fmt: skip
ACTS: tuple[Callable[[LinkedIn], object], ...] = (
    lambda one: one.connect(), lambda one: one.publish(outgoing()),
    lambda one: one.hear("", [RemoteRef("urn:li:share:1")]),
    lambda one: one.past("", times.now()), lambda one: one.measure([RemoteRef("urn:li:share:1")]),
    lambda one: one.measure_account(), lambda one: one.withdraw(RemoteRef("urn:li:share:1")),
    lambda one: one.edit(RemoteRef("urn:li:share:1"), outgoing()),
)  # fmt: skip


class Canned:
    """A server that answers everything with the same bytes."""

    def __init__(self, content: bytes, status: int) -> None:
        self.answer = http.Answer(status, httpx.Headers(), content, "https://network.example")

    def send(self, method: str, url: str, **sent: Any) -> http.Answer:
        return self.answer


def canned(content: bytes, status: int = 200) -> LinkedIn:
    connection = Connection(1, 1, "", {"access_token": "t"}, {}, network_account_id="urn:li:organization:7")
    return LinkedIn(connection, Canned(content, status))  # type: ignore[arg-type]


@pytest.mark.parametrize("content", HOSTILE)
@pytest.mark.parametrize("status", [200, 418, 500])
def test_hostile_answers_end_in_a_network_error_or_nothing(content: bytes, status: int) -> None:
    said = []
    for act in ACTS:
        try:
            act(canned(content, status))
        except NetworkError as error:
            said.append(error.said)
    assert all(one.startswith("LinkedIn") and "secret" not in one for one in said)


def test_linkedins_test_of_our_address_is_answered() -> None:
    answer = LinkedIn.challenge(Call("GET", {"challengeCode": "abc"}, {}, b""), SECRET)
    assert answer is not None
    assert json.loads(answer.body) == {
        "challengeCode": "abc",
        "challengeResponse": "47d920ed90784dc5eae635bfd0824f612d05f09f9a47f60390de873ad37e546b",
    }
    assert LinkedIn.challenge(Call("GET", {}, {}, b""), SECRET) is None
    assert LinkedIn.challenge(Call("GET", {"challengeCode": "abc"}, {}, b""), {}) is None


def test_only_what_linkedin_signed_is_believed() -> None:
    signed = signatures.hexed(b"hmacsha256={}", "s")
    assert LinkedIn.verify(Call("POST", {}, {"x-li-signature": signed}, b"{}"), SECRET)
    assert LinkedIn.verify(Call("POST", {}, {"x-li-signature": f"hmacsha256={signed}"}, b"{}"), SECRET)
    assert not LinkedIn.verify(Call("POST", {}, {"x-li-signature": signed}, b"{ }"), SECRET)
    assert not LinkedIn.verify(Call("POST", {}, {"x-li-signature": signatures.hexed(b"{}", "s")}, b"{}"), SECRET)
    assert not LinkedIn.verify(Call("POST", {}, {}, b"{}"), SECRET)
    assert not LinkedIn.verify(Call("POST", {}, {"x-li-signature": signatures.hexed(b"hmacsha256={}", "")}, b"{}"), {})


def test_an_event_that_comes_late_brings_the_comment_as_it_stands_now(linkedin: LinkedIn, stage: LinkedInStage) -> None:
    top = linkedin.publish(outgoing())
    said = say(stage, "first wording", to=top.network_id)
    early = {"notifications": [dict(stage.notices[-1])]}
    stage.direct("change", {"id": said, "text": "second wording"})
    body = json.dumps(early).encode()
    assert LinkedIn.addressed(body) == (linkedin.api.own,)
    for _ in range(2):
        (event,) = linkedin.read_event(body).heard
        assert (event.network_id, event.text, event.root_id) == (said, "second wording", top.network_id)
    (listed,) = linkedin.hear("", [top]).heard
    assert (listed.version, listed.kind, listed.author_id) == (event.version, event.kind, event.author_id)
    stage.direct("remove", {"id": said})
    assert linkedin.read_event(body).gone == (said,)
    assert linkedin.read_event(json.dumps({"notifications": [stage.notices[-1]]}).encode()).gone == (said,)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"notifications": 5}', b'{"notifications": [{}, 3]}', b"\xff", b"[" * 99_999]
)
def test_events_that_make_no_sense_say_nothing(linkedin: LinkedIn, body: bytes) -> None:
    assert LinkedIn.addressed(body) == ()
    assert linkedin.read_event(body).heard == ()


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/up", "http://www.linkedin.com/up", "https://linkedin.com.evil.example/", "file:///x", ""],
)
def test_our_token_and_pictures_go_to_linkedins_own_hosts_alone(address: str) -> None:
    made = canned(json.dumps({"value": {"uploadUrl": address, "image": "urn:li:image:1"}}).encode())
    with pytest.raises(NetworkError) as refused:
        made.publish(outgoing(pictures=(picture(),)))
    assert refused.value.trouble is Trouble.UNREACHABLE


def test_without_an_application_id_webhooks_are_refused_with_what_to_do(connect: Connect) -> None:
    with pytest.raises(NetworkError) as refused:
        connect(app={"client_id": "c", "client_secret": "s"}).subscribe("https://bedside.example/hook")
    assert refused.value.todo


def test_published_examples_are_understood() -> None:
    kept = json.loads((Path(__file__).parents[1] / "exchanges/published.json").read_text(encoding="utf-8"))
    notice = translate.heard_notice(kept["notification"]["answer"], "urn:li:organization:1")
    assert notice is not None
    assert (notice.kind, notice.root_id) == ("reply", "urn:li:share:6657742346437873664")
    comment = translate.heard_comment(kept["comment"]["answer"], "urn:li:organization:1", notice.root_id)
    assert comment is not None
    assert comment.network_id == "urn:li:comment:(urn:li:activity:6631349431612559360,6636062862760562688)"
    assert translate.instant(True) is None
