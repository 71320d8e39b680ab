"""Tokens, quota, every way a call can fail, and answers that are hostile, huge or malformed."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bedside.channels.calls import google
from bedside.channels.networks.google import translate
from bedside.channels.networks.google.connector import GoogleBusiness
from bedside.channels.networks.google.stage import GoogleBusinessStage
from bedside.channels.networks.google.tests.conftest import Connect, answer, outgoing
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Connection, NetworkError, RemoteRef, Trouble
from bedside.kit import http, times

PLACE = "accounts/1/locations/2"


def test_a_refresh_token_outlives_its_renewals_and_is_never_emptied(
    connect: Connect, opened: dict[str, Any], saved: dict[str, str]
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
    connect: Connect, stage: GoogleBusinessStage, rehearsal: Rehearsal
) -> None:
    rehearsal.faults.add(Fault(Kind.EXPIRED, call="google.posts.create", times=1))
    connect().publish(outgoing())
    assert stage.calls["token"] == 1
    assert len(stage.shown()) == 1


def test_a_revoked_sign_in_is_told_as_such(
    connect: Connect, stage: GoogleBusinessStage, opened: dict[str, Any]
) -> None:
    stage.revoke(opened["id"])
    with pytest.raises(NetworkError) as revoked:
        connect().publish(outgoing())
    assert revoked.value.trouble is Trouble.REVOKED


def test_a_days_quota_comes_back_at_midnight_on_the_pacific_coast(connect: Connect, rehearsal: Rehearsal) -> None:
    heeded: list[Any] = []
    rehearsal.faults.add(Fault(Kind.LIMITED, call="google.reviews", seconds=3600, times=1))
    with pytest.raises(NetworkError) as limited:
        connect(heed=lambda *said: heeded.append(said)).hear("")
    assert limited.value.trouble is Trouble.LIMITED
    assert limited.value.retry_at is not None
    ends = google.new_day(times.now())
    assert timedelta(0) <= limited.value.retry_at - ends < timedelta(minutes=2)
    ((bucket, most, left, resets),) = heeded
    assert (bucket, most, left) == ("day", None, 0)
    assert abs(resets - limited.value.retry_at) < timedelta(seconds=5)


def test_nothing_is_asked_while_no_calls_are_left(connect: Connect, stage: GoogleBusinessStage) -> None:
    until = times.now() + timedelta(hours=3)
    with pytest.raises(NetworkError) as limited:
        connect(spent=lambda bucket: until if bucket == "day" else None).hear("")
    assert (limited.value.trouble, limited.value.retry_at) == (Trouble.LIMITED, until)
    assert stage.calls == {}


def failing(reason: str, code: int) -> bytes:
    told = {
        "code": code,
        "message": "my chart number is 00-TEST-1",
        "errors": [{"reason": reason, "message": "00-TEST-1"}],
    }
    return json.dumps({"error": told}).encode()


@pytest.mark.parametrize(
    ("reason", "status", "trouble", "part"),
    [
        ("quotaExceeded", 403, Trouble.LIMITED, "today"),
        ("rateLimitExceeded", 403, Trouble.LIMITED, "wait"),
        ("RATE_LIMIT_EXCEEDED", 429, Trouble.LIMITED, "wait"),
        ("authError", 401, Trouble.REVOKED, "sign-in"),
        ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", 403, Trouble.REFUSED, "allowed"),
        ("SERVICE_DISABLED", 403, Trouble.REFUSED, "switched on"),
        ("FAILED_PRECONDITION", 400, Trouble.REFUSED, "place"),
        ("NOT_FOUND", 404, Trouble.REFUSED, "no longer"),
        ("somethingNew", 400, Trouble.REFUSED, "refused"),
        ("backendError", 503, Trouble.UNKNOWN, "not known"),
    ],
)
def test_googles_own_words_are_recognized_and_never_passed_on(
    reason: str, status: int, trouble: Trouble, part: str
) -> None:
    with pytest.raises(NetworkError) as failed:
        canned(failing(reason, status), status).publish(outgoing())
    assert failed.value.trouble is trouble
    assert part in failed.value.said
    assert "00-TEST-1" not in repr(failed.value.args)


HOSTILE = [
    b"", b"null", b"[]", b"[[[]]]", b"\xff\xfe", b"<html>", b'{"error": "secret"}', b'{"error": {"errors": ["secret"]}}',  # noqa: E501
    b'{"reviews": 5, "accounts": 3, "localPosts": "secret"}',
    b'{"reviews": [3, {"name": [], "reviewer": "secret"}], "nextPageToken": 7, "averageRating": "secret"}',
    b"[" * 100_000, b'{"accounts": [{"name": "accounts/1"}], "locations": [{"name": "locations/1/../2", "title": []}]}',
    b'{"name": 7, "reviewReply": {"comment": ["secret"]}, "reviews": [{"reviewId": "a", "createTime": "secret"}]}',
    b'{"error": {"details": [{"metadata": 3}, 4]}}',
    b'{"multiDailyMetricTimeSeries": [{"dailyMetricTimeSeries": [{"dailyMetric": "CALL_CLICKS", "timeSeries": 3}]}]}',
]  # fmt: skip
ACTS: tuple[Callable[[GoogleBusiness], object], ...] = (
    lambda one: one.connect(), lambda one: one.publish(outgoing()), lambda one: one.hear(""),
    lambda one: one.past("", times.now()), lambda one: one.past("reviews:x", times.now()),
    lambda one: one.measure_account(), lambda one: one.withdraw(RemoteRef(f"{PLACE}/localPosts/1")),
    lambda one: one.edit(RemoteRef(f"{PLACE}/localPosts/1"), outgoing()),
    lambda one: one.edit(RemoteRef(f"{PLACE}/reviews/1/reply"), outgoing()),
    lambda one: one.reply(answer(f"{PLACE}/reviews/1")), lambda one: one.subscribe("https://bedside.example/"),
    lambda one: one.exchange(code="c", verifier="v", redirect_uri="https://bedside.example/"),
)  # fmt: skip


class Canned:
    """A server that answers everything with the same bytes."""

    def __init__(self, content: bytes, status: int) -> None:
        self.answer = http.Answer(status, httpx.Headers(), content, "https://network.example")

    def send(self, method: str, url: str, **sent: Any) -> http.Answer:
        return self.answer


def canned(content: bytes, status: int = 200) -> GoogleBusiness:
    connection = Connection(1, 1, "", {"access_token": "t"}, {}, app={"topic": "projects/riverbend/topics/reviews"},
                            network_account_id=PLACE)  # fmt: skip
    return GoogleBusiness(connection, Canned(content, status))  # type: ignore[arg-type]


@pytest.mark.parametrize("content", HOSTILE)
@pytest.mark.parametrize("status", [200, 418, 500])
def test_hostile_answers_end_in_a_network_error_or_nothing(content: bytes, status: int) -> None:
    said = []
    for act in ACTS:
        try:
            act(canned(content, status))
        except NetworkError as error:
            said.append(error.said)
    assert all(one.startswith("Google Business Profile") and "secret" not in one for one in said)


@pytest.mark.parametrize("cursor", ["", "nonsense", "{}", '{"known": 3}', "[]"])
def test_a_cursor_that_cannot_be_read_starts_anew(connect: Connect, cursor: str) -> None:
    assert connect().hear(cursor).heard == ()


def test_published_examples_are_understood() -> None:
    kept = json.loads((Path(__file__).parents[1] / "exchanges/published.json").read_text(encoding="utf-8"))
    heard = translate.heard(kept["review"]["answer"], PLACE)
    assert heard is not None
    assert (heard.network_id, heard.stars, heard.text) == (f"{PLACE}/reviews/AbFvOqk1", 3, "The wait was long.")
    assert heard.version == "2026-10-03T10:00:00.123456Z"
    post = translate.past_post(kept["local post"]["answer"])
    assert post is not None
    assert post.network_id == f"{PLACE}/localPosts/77"
