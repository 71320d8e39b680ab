"""Tokens, every way a call can fail, and answers that are hostile, huge or malformed."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bedside.channels.networks.x import translate
from bedside.channels.networks.x.connector import X
from bedside.channels.networks.x.stage import XStage
from bedside.channels.networks.x.tests.conftest import Connect, outgoing
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Connection, NetworkError, RemoteRef, Trouble
from bedside.kit import http, times


def test_a_token_that_ends_soon_is_renewed_first_and_the_new_one_kept(
    connect: Connect, stage: XStage, opened: dict[str, Any], saved: dict[str, str]
) -> None:
    soon = (times.now() + timedelta(minutes=3)).isoformat()
    connect(credentials=opened["credentials"] | {"expires_at": soon}).connect()
    assert stage.calls == {"token": 1, "me": 1}
    assert saved["refresh_token"] not in ("", opened["credentials"]["refresh_token"])
    connect().renew()
    connect().publish(outgoing())
    assert stage.calls["token"] == 1


def test_an_expired_token_is_renewed_once_and_the_post_stands_once(
    connect: Connect, stage: XStage, rehearsal: Rehearsal
) -> None:
    rehearsal.faults.add(Fault(Kind.EXPIRED, call="x.post", times=1))
    connect().publish(outgoing())
    assert stage.calls["token"] == 1
    assert len(stage.shown()) == 1


def test_a_revoked_sign_in_is_told_as_such(connect: Connect, stage: XStage, opened: dict[str, Any]) -> None:
    stage.revoke(opened["id"])
    with pytest.raises(NetworkError) as revoked:
        connect().publish(outgoing())
    assert revoked.value.trouble is Trouble.REVOKED
    assert revoked.value.todo


def problem(detail: str, status: int, kind: str = "about:blank", title: str = "Forbidden") -> tuple[bytes, int]:
    return json.dumps({"title": title, "detail": detail, "type": kind, "status": status}).encode(), status


@pytest.mark.parametrize(
    ("answer", "trouble", "part"),
    [
        (problem("You are not allowed to create a Tweet with duplicate content.", 403), Trouble.REFUSED, "same words"),
        (problem("… because you have not been mentioned or otherwise engaged", 403), Trouble.REFUSED, "mentioned"),
        (problem("no credits", 402, title="CreditsDepleted"), Trouble.LIMITED, "no credits"),
        (problem("", 429, "https://api.x.com/2/problems/usage-capped"), Trouble.LIMITED, "credits"),
        (problem("", 429), Trouble.LIMITED, "wait"),
        (problem("", 403, "https://api.x.com/2/problems/client-forbidden"), Trouble.REVOKED, "your app"),
        (problem("Your account is suspended", 403), Trouble.REVOKED, "suspended"),
        (problem("my chart number is 00-TEST-1", 403), Trouble.REFUSED, "does not allow"),
        (problem("", 503), Trouble.UNKNOWN, "not known"),
    ],
)
def test_xs_own_words_are_recognized_and_never_passed_on(
    answer: tuple[bytes, int], trouble: Trouble, part: str
) -> None:
    with pytest.raises(NetworkError) as failed:
        canned(*answer).publish(outgoing())
    assert failed.value.trouble is trouble
    assert part in failed.value.said
    assert "00-TEST-1" not in repr(failed.value.args)


def test_out_of_credits_is_not_tried_again_at_once() -> None:
    with pytest.raises(NetworkError) as failed:
        canned(*problem("no credits", 402, title="CreditsDepleted")).publish(outgoing())
    assert failed.value.retry_at is not None
    assert failed.value.retry_at - times.now() > timedelta(minutes=50)


class Canned:
    """A server that answers everything with the same bytes."""

    def __init__(self, content: bytes, status: int) -> None:
        self.answer = http.Answer(status, httpx.Headers(), content, "https://api.x.com")

    def send(self, method: str, url: str, **sent: Any) -> http.Answer:
        return self.answer


def canned(content: bytes, status: int = 200) -> X:
    connection = Connection(1, 1, "", {"access_token": "t"}, {}, network_account_id="7")
    return X(connection, Canned(content, status))  # type: ignore[arg-type]


HOSTILE = [
    b"", b"null", b"[]", b"\xff\xfe", b"<html>", b'{"errors": "secret"}', b'{"data": [3, {"id": []}]}',
    b'{"data": {"id": 5, "text": []}}', b'{"data": [{"id": "1", "author_id": "2", "created_at": "secret"}]}',
    b"[" * 100_000, b'{"data": [], "meta": {"next_token": "again"}}', b'{"includes": {"users": [null, 3]}}',
]  # fmt: skip
ACTS: tuple[Callable[[X], object], ...] = (
    lambda one: one.connect(), lambda one: one.publish(outgoing()), lambda one: one.hear("", [RemoteRef("1")]),
    lambda one: one.past("", times.now()), lambda one: one.measure([RemoteRef("1")]),
    lambda one: one.measure_account(), lambda one: one.withdraw(RemoteRef("1")), lambda one: one.hide(RemoteRef("1")),
    lambda one: one.edit(RemoteRef("1"), outgoing()),
)  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE)
@pytest.mark.parametrize("status", [200, 418, 500])
def test_hostile_answers_end_in_a_network_error_or_nothing(content: bytes, status: int) -> None:
    said = []
    for act in ACTS:
        try:
            act(canned(content, status))
        except NetworkError as error:
            said.append(error.said)
    assert all(one.startswith("X") and "secret" not in one for one in said)


def test_published_examples_are_understood() -> None:
    kept = json.loads((Path(__file__).parents[1] / "exchanges/published.json").read_text(encoding="utf-8"))
    (event,) = canned(b"").read_event(json.dumps(kept["post.reply.create"]["answer"]).encode()).heard or (None,)
    assert event is not None
    assert (event.kind, event.text) == ("reply", "Great post — thanks for sharing!")
    assert event.network_id == "2090000000000000001"
    assert event.root_id == "2080761390344937796"
    post = kept["edited"]["answer"]["data"]
    assert translate.remote(post).network_id == "1234567890"
    assert translate.remote(post).version == "1234567891"
