"""Tokens, quota, every way a call can fail, and answers that are hostile, huge or malformed."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bedside.channels.calls import google
from bedside.channels.networks.youtube import translate
from bedside.channels.networks.youtube.connector import YouTube
from bedside.channels.networks.youtube.stage import YouTubeStage
from bedside.channels.networks.youtube.tests.conftest import Connect, answer, outgoing
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Connection, NetworkError, RemoteRef, Trouble
from bedside.kit import http, times

COMMENT = "Ug" + "x" * 24


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


def test_an_expired_token_is_renewed_once_and_the_film_stands_once(
    connect: Connect, stage: YouTubeStage, rehearsal: Rehearsal
) -> None:
    rehearsal.faults.add(Fault(Kind.EXPIRED, call="youtube.upload.put", times=1))
    connect().publish(outgoing())
    assert stage.calls["token"] == 1
    assert len(stage.shown()) == 1


def test_a_revoked_sign_in_is_told_as_such(connect: Connect, stage: YouTubeStage, opened: dict[str, Any]) -> None:
    stage.revoke(opened["id"])
    with pytest.raises(NetworkError) as revoked:
        connect().publish(outgoing())
    assert revoked.value.trouble is Trouble.REVOKED


def test_a_days_quota_comes_back_at_midnight_on_the_pacific_coast(connect: Connect, rehearsal: Rehearsal) -> None:
    heeded: list[Any] = []
    rehearsal.faults.add(Fault(Kind.LIMITED, call="youtube.threads", seconds=3600, times=1))
    with pytest.raises(NetworkError) as limited:
        connect(heed=lambda *said: heeded.append(said)).hear("")
    assert limited.value.trouble is Trouble.LIMITED
    assert limited.value.retry_at is not None
    ends = google.new_day(times.now())
    assert timedelta(0) <= limited.value.retry_at - ends < timedelta(minutes=2)
    ((bucket, most, left, resets),) = heeded
    assert (bucket, most, left) == ("units", 10_000, 0)
    assert abs(resets - limited.value.retry_at) < timedelta(seconds=5)


def test_nothing_is_asked_while_no_units_are_left(connect: Connect, stage: YouTubeStage) -> None:
    until = times.now() + timedelta(hours=3)
    with pytest.raises(NetworkError) as limited:
        connect(spent=lambda bucket: until if bucket == "units" else None).hear("")
    assert (limited.value.trouble, limited.value.retry_at) == (Trouble.LIMITED, until)
    assert stage.calls == {}


@pytest.mark.parametrize(
    ("at", "wanted"),
    [("2026-07-01T06:59:00+00:00", "2026-07-01T07:00:00+00:00"), ("2026-12-01T08:00:00+00:00", "2026-12-02T08:00:00+00:00"),  # noqa: E501
     ("2026-11-01T07:30:00+00:00", "2026-11-02T08:00:00+00:00")],
)  # fmt: skip
def test_the_new_day_keeps_to_summer_time(at: str, wanted: str) -> None:
    assert google.new_day(datetime.fromisoformat(at)).astimezone(UTC).isoformat() == wanted


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
        ("uploadLimitExceeded", 400, Trouble.LIMITED, "today"),
        ("authError", 401, Trouble.REVOKED, "sign-in"),
        ("youtubeSignupRequired", 401, Trouble.REVOKED, "no channel"),
        ("channelSuspended", 403, Trouble.REVOKED, "suspended"),
        ("insufficientPermissions", 403, Trouble.REFUSED, "allowed"),
        ("accessNotConfigured", 403, Trouble.REFUSED, "switched on"),
        ("invalidTitle", 400, Trouble.REFUSED, "title"),
        ("invalidDescription", 400, Trouble.REFUSED, "description"),
        ("commentsDisabled", 403, Trouble.REFUSED, "switched off"),
        ("forbidden", 403, Trouble.REFUSED, "allow"),
        ("somethingNew", 400, Trouble.REFUSED, "refused"),
        ("backendError", 503, Trouble.UNKNOWN, "not known"),
    ],
)
def test_youtubes_own_words_are_recognized_and_never_passed_on(
    reason: str, status: int, trouble: Trouble, part: str
) -> None:
    with pytest.raises(NetworkError) as failed:
        canned(failing(reason, status), status).reply(answer(parent=RemoteRef(COMMENT), root=RemoteRef("x" * 11)))
    assert failed.value.trouble is trouble
    assert part in failed.value.said
    assert "00-TEST-1" not in repr(failed.value.args)


HOSTILE = [
    b"", b"null", b"[]", b"[[[]]]", b"\xff\xfe", b"<html>", b'{"error": "secret"}', b'{"error": {"errors": ["secret"]}}',  # noqa: E501
    b'{"items": 5}', b'{"items": [3, {"id": [], "snippet": "secret"}], "nextPageToken": 7}', b"[" * 100_000,
    b'{"items": [{"id": "x", "snippet": {"topLevelComment": {"snippet": {"authorChannelId": 3}}, "totalReplyCount": 9}}]}',  # noqa: E501
    b'{"id": 7, "items": [{"id": "UC1", "contentDetails": {"relatedPlaylists": {"uploads": "UU1"}}, "statistics": 3}]}',
    b'{"items": [{"snippet": {"publishedAt": "secret", "resourceId": []}}]}',
]  # fmt: skip
ACTS: tuple[Callable[[YouTube], object], ...] = (
    lambda one: one.connect(), lambda one: one.publish(outgoing()), lambda one: one.hear(""),
    lambda one: one.past("", times.now()), lambda one: one.measure([RemoteRef("x" * 11)]),
    lambda one: one.measure_account(), lambda one: one.withdraw(RemoteRef("x" * 11)),
    lambda one: one.hide(RemoteRef(COMMENT)), lambda one: one.edit(RemoteRef("x" * 11), outgoing()),
    lambda one: one.reply(answer(parent=RemoteRef(COMMENT), root=RemoteRef("x" * 11))),
    lambda one: one.exchange(code="c", verifier="v", redirect_uri="https://bedside.example/"),
)  # fmt: skip


class Canned:
    """A server that answers everything with the same bytes."""

    def __init__(self, content: bytes, status: int) -> None:
        self.answer = http.Answer(status, httpx.Headers(), content, "https://network.example")

    def send(self, method: str, url: str, **sent: Any) -> http.Answer:
        return self.answer


def canned(content: bytes, status: int = 200) -> YouTube:
    connection = Connection(1, 1, "", {"access_token": "t"}, {}, network_account_id="UC7")
    return YouTube(connection, Canned(content, status))  # type: ignore[arg-type]


@pytest.mark.parametrize("content", HOSTILE)
@pytest.mark.parametrize("status", [200, 308, 418, 500])
def test_hostile_answers_end_in_a_network_error_or_nothing(content: bytes, status: int) -> None:
    said = []
    for act in ACTS:
        try:
            act(canned(content, status))
        except NetworkError as error:
            said.append(error.said)
    assert all(one.startswith("YouTube") and "secret" not in one for one in said)


@pytest.mark.parametrize("cursor", ["", "nonsense", "{}", '{"known": 3}', "[]"])
def test_a_cursor_that_cannot_be_read_starts_anew(connect: Connect, cursor: str) -> None:
    assert connect().hear(cursor).heard == ()


def test_published_examples_are_understood() -> None:
    kept = json.loads((Path(__file__).parents[1] / "exchanges/published.json").read_text(encoding="utf-8"))
    thread = kept["comment thread"]["answer"]
    (heard,) = translate.heard_in(translate.in_thread(thread), "UC-ours", translate.video_of(thread))
    assert (heard.kind, heard.root_id, heard.parent_id) == ("reply", "dQw4w9WgXcQ", "dQw4w9WgXcQ")
    assert heard.author_handle == "@gus"
    assert heard.version == "2026-10-02T16:00:00Z"
    codes = list(google.reasons(kept["quota exceeded"]["answer"]))
    assert codes == ["quotaExceeded"]
