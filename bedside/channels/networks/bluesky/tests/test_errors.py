import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bedside.channels.networks.bluesky import xrpc
from bedside.channels.networks.bluesky.connector import Bluesky
from bedside.channels.networks.bluesky.tests.conftest import Connect, outgoing
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import NetworkError, Trouble
from bedside.kit import http, times

EXCHANGES = Path(__file__).parent.parent / "exchanges"


class Recorded(http.Client):
    """Gives the answer a real server once gave."""

    def __init__(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        self.answer = http.Answer(status, httpx.Headers(headers or {}), json.dumps(body).encode(), "")

    def send(self, *_: object, **__: object) -> http.Answer:
        return self.answer


def failure(client: http.Client, *, writes: bool = True) -> xrpc.XrpcError:
    with pytest.raises(xrpc.XrpcError) as failed:
        xrpc.procedure(client, "https://pds.example.org", "com.atproto.repo.putRecord", body={}, writes=writes)
    return failed.value


def recorded_errors() -> list[Any]:
    kept = json.loads((EXCHANGES / "errors.json").read_text(encoding="utf-8"))
    return [pytest.param(one, id=one["name"]) for one in kept]


@pytest.mark.parametrize("exchange", recorded_errors())
def test_every_recorded_error_means_what_it_should(exchange: dict[str, Any]) -> None:
    error = failure(Recorded(exchange["status"], exchange["body"]))
    assert error.code == exchange["body"]["error"]
    assert error.trouble.value == exchange["means"]
    assert error.permanent


@pytest.mark.parametrize("exchange", recorded_errors())
def test_no_error_repeats_what_was_sent(exchange: dict[str, Any]) -> None:
    """The server's own message may quote the record, so it never becomes ours."""
    said = failure(Recorded(exchange["status"], exchange["body"])).said
    for quoted in ("yesterday", "not-a-tid", "xyz", "no uri"):
        assert quoted not in said


@pytest.mark.parametrize(
    ("status", "code", "trouble"),
    [
        (401, "AuthFactorTokenRequired", Trouble.REVOKED),
        (401, "AccountTakedown", Trouble.REVOKED),
        (400, "ExpiredToken", Trouble.REVOKED),
        (403, "Forbidden", Trouble.REVOKED),
        (403, "ScopeMissingError", Trouble.REFUSED),
        (413, "PayloadTooLarge", Trouble.REFUSED),
        (501, "MethodNotImplemented", Trouble.REFUSED),
        (500, "InternalServerError", Trouble.UNKNOWN),
        (502, "UpstreamFailure", Trouble.UNKNOWN),
        (429, "RateLimitExceeded", Trouble.LIMITED),
    ],
)
def test_every_kind_of_answer_is_a_kind_of_trouble(status: int, code: str, trouble: Trouble) -> None:
    assert failure(Recorded(status, {"error": code, "message": ""})).trouble is trouble


def test_a_read_that_fails_is_merely_unreachable() -> None:
    for status in (500, 502, 503):
        assert failure(Recorded(status, {}), writes=False).trouble is Trouble.UNREACHABLE


def test_an_answer_that_is_no_json_leaves_a_write_unknown_and_a_read_unreachable() -> None:
    client = Recorded(200, {})
    client.answer = http.Answer(200, httpx.Headers(), b"<html>", "")
    assert failure(client).trouble is Trouble.UNKNOWN
    assert failure(client, writes=False).trouble is Trouble.UNREACHABLE


def test_too_many_calls_say_when_to_come_back(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    rehearsal.faults.add(Fault(Kind.LIMITED, call="putRecord", times=1, seconds=90))
    before = times.now()
    with pytest.raises(NetworkError) as limited:
        bluesky.publish(outgoing())
    assert limited.value.trouble is Trouble.LIMITED
    assert limited.value.retry_at is not None
    assert timedelta(seconds=88) < limited.value.retry_at - before < timedelta(seconds=95)
    assert rehearsal.bluesky.posts() == []


def test_a_reset_without_retry_after_is_believed_too() -> None:
    reset = times.now() + timedelta(seconds=200)
    headers = {"ratelimit-remaining": "0", "ratelimit-reset": str(int(reset.timestamp()))}
    error = failure(Recorded(429, {"error": "RateLimitExceeded"}, headers))
    assert error.retry_at is not None
    assert abs(error.retry_at - reset) < timedelta(seconds=2)


def test_a_server_that_is_not_there_is_unreachable(connect: Connect) -> None:
    with pytest.raises(NetworkError) as failed:
        connect(base_url="http://127.0.0.1:9").publish(outgoing())
    assert failed.value.trouble is Trouble.UNREACHABLE


def test_an_address_inside_is_refused() -> None:
    client = http.client(http.Reach(plain=True))
    with pytest.raises(xrpc.XrpcError) as refused:
        xrpc.query(client, "http://10.0.0.7", "com.atproto.server.describeServer")
    assert refused.value.trouble is Trouble.REFUSED


def test_a_picture_lost_on_the_way_is_safe_to_send_again(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    from bedside.channels.networks.bluesky.tests.test_publish import picture

    rehearsal.faults.add(Fault(Kind.DROP_UPLOAD, call="uploadBlob", times=1))
    with pytest.raises(NetworkError) as lost:
        bluesky.publish(outgoing(pictures=(picture(),)))
    assert lost.value.trouble is Trouble.UNREACHABLE
    assert rehearsal.bluesky.posts() == []
    bluesky.publish(outgoing(pictures=(picture(),)))
    assert len(rehearsal.bluesky.posts()) == 1


def test_a_lost_withdrawal_is_unknown(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    remote = bluesky.publish(outgoing())
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call="deleteRecord", times=1))
    with pytest.raises(NetworkError) as lost:
        bluesky.withdraw(remote)
    assert lost.value.trouble is Trouble.UNKNOWN
    bluesky.withdraw(remote)
