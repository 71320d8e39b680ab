"""Sign-in, every way a call can fail, and answers that are hostile, huge or malformed."""

import json
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bedside.channels.calls.oauth import challenge_of, new_verifier
from bedside.channels.networks.mastodon import translate
from bedside.channels.networks.mastodon.connector import Mastodon
from bedside.channels.networks.mastodon.stage import MastodonStage
from bedside.channels.networks.mastodon.tests.conftest import HANDLE, Connect, film, outgoing, say
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Connection, NetworkError, RemoteRef, Trouble
from bedside.kit import http, times

BACK = "https://bedside.example/channels/callback"


def test_signing_in_registers_bedside_and_needs_no_keys(
    connect: Connect, stage: MastodonStage, saved: dict[str, str]
) -> None:
    verifier = new_verifier()
    keys = connect(credentials={}).register(redirect_uri=BACK)
    page = connect(credentials=keys).authorize_url(redirect_uri=BACK, state="s1", challenge=challenge_of(verifier))
    link = unescape(httpx.get(page).text.split('href="')[1].split('"')[0])
    given = parse_qs(urlsplit(link).query)
    assert (link.split("?")[0], given["state"]) == (BACK, ["s1"])
    connect(credentials=keys).exchange(code=given["code"][0], verifier=verifier, redirect_uri=BACK)
    assert connect(credentials=keys).connect().handle == HANDLE
    with pytest.raises(NetworkError) as used:
        connect(credentials=keys).exchange(code=given["code"][0], verifier=verifier, redirect_uri=BACK)
    assert used.value.trouble is Trouble.REVOKED
    assert saved["access_token"]


def test_a_code_without_its_verifier_is_worth_nothing(connect: Connect, saved: dict[str, str]) -> None:
    keys = connect(credentials={}).register(redirect_uri=BACK)
    page = connect(credentials=keys).authorize_url(redirect_uri=BACK, state="s", challenge=challenge_of(new_verifier()))
    code = unescape(httpx.get(page).text).split("code=")[1].split("&")[0]
    with pytest.raises(NetworkError) as refused:
        connect(credentials=keys).exchange(code=code, verifier=new_verifier(), redirect_uri=BACK)
    assert refused.value.trouble is Trouble.REVOKED
    assert saved == {}


def test_without_a_server_nothing_is_called(connect: Connect) -> None:
    with pytest.raises(NetworkError) as refused:
        connect(base_url="").connect()
    assert refused.value.trouble is Trouble.REFUSED


@pytest.mark.parametrize(
    ("kind", "reading", "writing"),
    [
        (Kind.LIMITED, Trouble.LIMITED, Trouble.LIMITED),
        (Kind.EXPIRED, Trouble.REVOKED, Trouble.REVOKED),
        (Kind.REVOKED, Trouble.REVOKED, Trouble.REVOKED),
        (Kind.ERROR_BEFORE, Trouble.UNREACHABLE, Trouble.UNKNOWN),
        (Kind.DROP_BEFORE, Trouble.UNREACHABLE, Trouble.UNKNOWN),
    ],
)
def test_every_fault_is_a_trouble(
    mastodon: Mastodon, rehearsal: Rehearsal, kind: Kind, reading: Trouble, writing: Trouble
) -> None:
    rehearsal.faults.add(Fault(kind, call="accounts.verify", times=1, seconds=90))
    with pytest.raises(NetworkError) as read:
        mastodon.connect()
    assert read.value.trouble is reading
    rehearsal.faults.add(Fault(kind, call="statuses.create", times=1, seconds=90))
    with pytest.raises(NetworkError) as wrote:
        mastodon.publish(outgoing())
    assert wrote.value.trouble is writing
    if kind is Kind.LIMITED:
        assert wrote.value.retry_at is not None
        assert 60 < (wrote.value.retry_at - times.now()).total_seconds() < 95


def test_an_upload_that_breaks_leaves_nothing(mastodon: Mastodon, rehearsal: Rehearsal, stage: MastodonStage) -> None:
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call="media.create", times=1))
    with pytest.raises(NetworkError) as lost:
        mastodon.publish(outgoing(video=film()))
    assert lost.value.trouble is Trouble.UNREACHABLE
    assert stage.shown() == []


def test_rate_headers_are_heeded(connect: Connect) -> None:
    heeded: list[Any] = []
    connect(heed=lambda *said: heeded.append(said)).publish(outgoing())
    bucket, most, left, resets = heeded[-1]
    assert (bucket, most, left) == ("statuses", 300, 299)
    assert resets > times.now()


class Canned:
    """A server that answers everything with the same bytes."""

    def __init__(self, content: bytes, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.answer = http.Answer(status, httpx.Headers(headers or {}), content, "https://m.example")

    def send(self, method: str, url: str, **sent: Any) -> http.Answer:
        return self.answer


def canned(content: bytes, status: int = 200) -> Mastodon:
    return Mastodon(
        Connection(1, 1, "https://m.example", {"access_token": "t"}, {}, network_account_id="7"),
        Canned(content, status),  # type: ignore[arg-type]
    )


HOSTILE = [
    b"", b"null", b"[]", b"[[[]]]", b"\xff\xfe", b"<html>", b'{"error": 5}', b'[{"id": {}}]', b'{"descendants": [3]}',
    b'[{"type": "mention", "status": {"id": "1", "account": [], "created_at": "secret words"}}]',
    b"[" * 100_000, json.dumps([{"id": "9" * 9000, "status": None}]).encode(),
]  # fmt: skip
ACTS: tuple[Callable[[Mastodon], object], ...] = (
    lambda one: one.connect(), lambda one: one.publish(outgoing()), lambda one: one.hear("", [RemoteRef("1")]),
    lambda one: one.past("", times.now()), lambda one: one.measure([RemoteRef("1")]),
    lambda one: one.measure_account(), lambda one: one.withdraw(RemoteRef("1")),
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
    assert all(one.startswith("Mastodon") and "secret" not in one for one in said)


@pytest.mark.parametrize(
    ("said", "trouble", "part"),
    [
        ("Validation failed: Text character limit of 500 exceeded", Trouble.REFUSED, "too long"),
        ("Cannot attach files that have not finished processing. Try again!", Trouble.UNREACHABLE, "preparing"),
        ("Your login is currently disabled", Trouble.REVOKED, "disabled"),
        ("This action is outside the authorized scopes", Trouble.REVOKED, "permission"),
        ("my chart number is 00-TEST-1", Trouble.REFUSED, "refused this"),
    ],
)
def test_the_servers_own_words_are_recognized_and_never_passed_on(said: str, trouble: Trouble, part: str) -> None:
    mastodon = canned(json.dumps({"error": said}).encode(), 422)
    with pytest.raises(NetworkError) as failed:
        mastodon.withdraw(RemoteRef("1"))
    assert failed.value.trouble is trouble
    assert part in failed.value.said
    assert "00-TEST-1" not in repr(failed.value.args)


def test_published_examples_are_understood() -> None:
    kept = json.loads((Path(__file__).parents[1] / "exchanges/entities.json").read_text(encoding="utf-8"))
    status = kept["status"]["answer"]
    heard = translate.heard(status, own="1")
    assert heard is not None
    assert (heard.kind, heard.network_id, heard.author_handle) == ("mention", "103254962155278888", "teacher")
    assert heard.text == "@stmary Is the clinic open? https://stmary.example/hours/weekend?from=mastodon\n\nThanks!"
    assert translate.heard(kept["direct"]["answer"], own="1").kind == "message"  # type: ignore[union-attr]
    assert translate.numbers(status) == {"likes": 11, "reposts": 6, "replies": 5}


def test_a_content_warning_is_part_of_what_was_said(stage: MastodonStage, mastodon: Mastodon) -> None:
    status = {"id": "5", "created_at": "2026-01-01T00:00:00Z", "content": "<p>b</p>", "spoiler_text": "a",
              "account": {"id": "9", "acct": "gus"}}  # fmt: skip
    heard = translate.heard(status, own="1")
    assert heard is not None
    assert heard.text == "a\n\nb"
    assert say(stage, "unused", kind="mention", to_account=mastodon.connect().handle)
