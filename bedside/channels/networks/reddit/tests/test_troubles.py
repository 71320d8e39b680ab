"""Tokens, rate limits, every way a call can fail, and answers that are hostile, huge or malformed."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bedside.channels.networks.reddit import translate
from bedside.channels.networks.reddit.connector import Reddit
from bedside.channels.networks.reddit.stage import RedditStage
from bedside.channels.networks.reddit.tests.conftest import Connect, outgoing
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Connection, NetworkError, RemoteRef, Trouble
from bedside.kit import http, times


def test_a_permanent_refresh_token_outlives_its_renewals(
    connect: Connect, stage: RedditStage, opened: dict[str, Any], saved: dict[str, str]
) -> None:
    soon = {"expires_at": (times.now() + timedelta(minutes=3)).isoformat()}
    connect(credentials=opened["credentials"] | soon).connect()
    assert saved["refresh_token"] == opened["credentials"]["refresh_token"]
    saved["expires_at"] = soon["expires_at"]
    before = saved["access_token"]
    connect().renew()
    assert saved["access_token"] != before
    assert saved["refresh_token"] == opened["credentials"]["refresh_token"]


def test_an_expired_token_is_renewed_once_and_the_post_stands_once(
    connect: Connect, stage: RedditStage, rehearsal: Rehearsal
) -> None:
    rehearsal.faults.add(Fault(Kind.EXPIRED, call="reddit.submit", times=1))
    connect().publish(outgoing())
    assert stage.calls["token"] == 1
    assert len(stage.shown()) == 1


def test_a_revoked_sign_in_is_told_as_such(connect: Connect, stage: RedditStage, opened: dict[str, Any]) -> None:
    stage.revoke(opened["id"])
    with pytest.raises(NetworkError) as revoked:
        connect().publish(outgoing())
    assert revoked.value.trouble is Trouble.REVOKED


def test_a_break_that_reddit_orders_is_kept(reddit: Reddit, stage: RedditStage) -> None:
    stage.break_minutes = 7
    with pytest.raises(NetworkError) as limited:
        reddit.publish(outgoing())
    assert limited.value.trouble is Trouble.LIMITED
    assert limited.value.retry_at is not None
    assert timedelta(minutes=6) < limited.value.retry_at - times.now() < timedelta(minutes=8)
    assert stage.shown() == []


def test_rate_headers_in_fractions_and_seconds_are_heeded(connect: Connect) -> None:
    heeded: list[Any] = []
    connect(heed=lambda *said: heeded.append(said)).publish(outgoing())
    bucket, most, left, resets = heeded[-1]
    assert (bucket, most, left) == ("all", 1000, 999)
    assert resets - times.now() < timedelta(minutes=11)


def failing(code: str) -> bytes:
    return json.dumps({"json": {"errors": [[code, "my chart number is 00-TEST-1", "field"]]}}).encode()


@pytest.mark.parametrize(
    ("content", "status", "trouble", "part"),
    [
        (failing("RATELIMIT"), 200, Trouble.LIMITED, "wait"),
        (failing("SUBREDDIT_NOEXIST"), 200, Trouble.REFUSED, "community"),
        (failing("SUBREDDIT_NOTALLOWED"), 200, Trouble.REFUSED, "community"),
        (failing("TOO_LONG"), 200, Trouble.REFUSED, "too long"),
        (failing("USER_REQUIRED"), 200, Trouble.REVOKED, "sign-in"),
        (failing("SOMETHING_NEW"), 200, Trouble.REFUSED, "refused"),
        (b'{"reason": "BANNED_FROM_SUBREDDIT", "error": 403}', 403, Trouble.REFUSED, "banned"),
        (b'{"message": "Too Many Requests", "error": 429}', 429, Trouble.LIMITED, "wait"),
        (b"<html>", 503, Trouble.UNKNOWN, "not known"),
    ],
)
def test_reddits_own_words_are_recognized_and_never_passed_on(
    content: bytes, status: int, trouble: Trouble, part: str
) -> None:
    with pytest.raises(NetworkError) as failed:
        canned(content, status).publish(outgoing())
    assert failed.value.trouble is trouble
    assert part in failed.value.said
    assert "00-TEST-1" not in repr(failed.value.args)


HOSTILE = [
    b"", b"null", b"[]", b"[[[]]]", b"\xff\xfe", b"<html>", b'{"json": {"errors": "secret"}}',
    b'{"json": {"errors": [[]]}}',
    b'{"data": {"children": [3, {"kind": "t1", "data": {"name": "t1_a", "author": [], "created_utc": "secret"}}]}}',
    b'{"name": 5, "id": []}', b"[" * 100_000,
    b'[{}, {"data": {"children": [{"kind": "more", "data": {"children": 3}}]}}]',
    b'{"data": {"after": "t1_x", "children": [{"kind": "t4", "data": {"created_utc": 1e300}}]}}',
]  # fmt: skip
ACTS: tuple[Callable[[Reddit], object], ...] = (
    lambda one: one.connect(), lambda one: one.publish(outgoing()), lambda one: one.hear("", [RemoteRef("t3_1")]),
    lambda one: one.past("", times.now()), lambda one: one.measure([RemoteRef("t3_1")]),
    lambda one: one.measure_account(), lambda one: one.withdraw(RemoteRef("t3_1")),
    lambda one: one.hide(RemoteRef("t1_1")),
    lambda one: one.edit(RemoteRef("t3_1"), outgoing()),
)  # fmt: skip


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    from bedside.channels.networks.reddit import connector

    monkeypatch.setattr(connector, "PATIENCE", timedelta(0))


class Canned:
    """A server that answers everything with the same bytes."""

    def __init__(self, content: bytes, status: int) -> None:
        self.answer = http.Answer(status, httpx.Headers(), content, "https://network.example")

    def send(self, method: str, url: str, **sent: Any) -> http.Answer:
        return self.answer


def canned(content: bytes, status: int = 200) -> Reddit:
    connection = Connection(1, 1, "", {"access_token": "t", "subreddit": "stmary"}, {}, network_account_id="t2_7")
    return Reddit(connection, Canned(content, status))  # type: ignore[arg-type]


@pytest.mark.parametrize("content", HOSTILE)
@pytest.mark.parametrize("status", [200, 418, 500])
def test_hostile_answers_end_in_a_network_error_or_nothing(content: bytes, status: int) -> None:
    said = []
    for act in ACTS:
        try:
            act(canned(content, status))
        except NetworkError as error:
            said.append(error.said)
    assert all(one.startswith("Reddit") and "secret" not in one for one in said)


def test_published_examples_are_understood() -> None:
    kept = json.loads((Path(__file__).parents[1] / "exchanges/published.json").read_text(encoding="utf-8"))
    heard = translate.comment(kept["inbox comment"]["answer"]["data"], "stmary")
    assert heard is not None
    assert (heard.kind, heard.network_id, heard.root_id) == ("reply", "t1_d3b2k5w", "t3_4l6m8z")
    assert heard.url == "https://www.reddit.com/r/StMary/comments/4l6m8z/flu_shots/d3b2k5w/?context=3"
    assert translate.gone({"author": "[deleted]", "body": "x"})
    assert translate.gone({"author": "gus", "body": "[removed]"})
