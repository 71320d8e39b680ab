"""Hearing by asking and by webhook; back-fill; counts."""

import json
from typing import Any

import pytest

from bedside.channels.networks.x.connector import X
from bedside.channels.networks.x.listening import queries
from bedside.channels.networks.x.stage import XStage
from bedside.channels.networks.x.tests.conftest import HANDLE, Connect, outgoing, say
from bedside.channels.rules import Call, RemoteRef


def test_replies_mentions_quotes_and_messages_are_told_apart(x: X, stage: XStage) -> None:
    top = x.publish(outgoing())
    asked = say(stage, "What are <the> hours?", to=top.network_id)
    say(stage, "do you take walk-ins? https://stmary.example/walk", kind="mention", to_account=HANDLE)
    say(stage, "worth reading", kind="quote", to=top.network_id)
    say(stage, "may I ask in private", kind="message", to_account=HANDLE)
    heard = x.hear("", [top]).heard
    assert [(one.kind, one.text) for one in heard] == [
        ("reply", "What are <the> hours?"),
        ("mention", "do you take walk-ins? https://stmary.example/walk"),
        ("quote", "worth reading"),
        ("message", "may I ask in private"),
    ]
    assert (heard[0].network_id, heard[0].parent_id, heard[0].root_id) == (asked, top.network_id, top.network_id)
    assert heard[2].root_id == top.network_id
    assert heard[0].author_handle == "gus.rehearsal.test"


@pytest.mark.parametrize("kind", ["reply", "mention"])
def test_changes_and_deletions_are_seen(x: X, stage: XStage, kind: str) -> None:
    top = x.publish(outgoing())
    where = {"to": top.network_id} if kind == "reply" else {"kind": kind, "to_account": HANDLE}
    said = say(stage, "first wording", **where)
    first = x.hear("", [top])
    stage.direct("change", {"id": said, "text": "second wording"})
    second = x.hear(first.cursor, [top])
    assert [(one.network_id, one.text, one.kind) for one in second.heard] == [(said, "second wording", kind)]
    assert x.hear(second.cursor, [top]).heard == ()
    stage.direct("remove", {"id": said})
    third = x.hear(second.cursor, [top])
    assert third.gone == (said,)
    assert x.hear(third.cursor, [top]).gone == ()


def test_many_pages_are_read_and_messages_only_until_known_ones(x: X, stage: XStage) -> None:
    for number in range(130):
        say(stage, f"mention {number}", kind="mention", to_account=HANDLE)
    for number in range(25):
        say(stage, f"message {number}", kind="message", to_account=HANDLE)
    batch = x.hear("")
    assert len(batch.heard) == 155
    assert stage.calls["messages"] == 3
    assert x.hear(batch.cursor).heard == ()
    assert stage.calls["messages"] == 4


def test_an_account_that_did_not_allow_messages_is_heard_without(
    x: X, stage: XStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.channels.calls.caller import Failure
    from bedside.channels.rules import Trouble

    asked = x.api.wire

    def wire(method: str, path: str, **sent: Any) -> Any:
        if path == "/2/dm_events":
            raise Failure(Trouble.REFUSED, "X does not allow this account to do that.", status=403)
        return asked(method, path, **sent)

    monkeypatch.setattr(x.api, "wire", wire)
    say(stage, "hello", kind="mention", to_account=HANDLE)
    assert [one.text for one in x.hear("").heard] == ["hello"]


def test_a_query_is_never_longer_than_x_takes() -> None:
    assert all(len(query) <= 512 for query in queries([str(2_090_000_000_000_000_000 + n) for n in range(40)]))


def test_counts_name_what_only_the_owner_sees(x: X, stage: XStage) -> None:
    top = x.publish(outgoing())
    stage.direct("react", {"id": top.network_id, "likes": 7, "reposts": 2, "impressions": 900, "link_clicks": 3})
    (counts,) = x.measure([top, RemoteRef("1")])
    assert dict(counts.numbers) == {
        "likes": 7, "replies": 0, "reposts": 2, "quotes": 0, "bookmarks": 0, "impressions": 900, "link_clicks": 3,
        "profile_clicks": 0,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["reply", "mention", "quote", "message"])
def test_an_event_says_what_the_list_says(x: X, connect: Connect, stage: XStage, kind: str) -> None:
    top = x.publish(outgoing())
    where = {"to": top.network_id} if kind in ("reply", "quote") else {"to_account": HANDLE}
    said = say(stage, "Is it & open?", kind=kind, **where)
    from bedside.channels.networks.x import entities

    body = json.dumps(entities.event(stage, stage.town.items[said])).encode()
    assert X.addressed(body) == (x.api.own,)
    (event,) = connect().read_event(body).heard
    (listed,) = x.hear("", [top]).heard
    same = (
        "network_id",
        "kind",
        "text",
        "author_id",
        "author_handle",
        "author_name",
        "parent_id",
        "root_id",
        "version",
    )
    assert {name: getattr(event, name) for name in same} == {name: getattr(listed, name) for name in same}


NONSENSE = [
    b"", b"[]", b'{"data": 5}', b"\xff", b"[" * 99_999,
    b'{"data": {"event_type": "dm.received", "payload": {"direct_message_events": [{}]}}}',
]  # fmt: skip


@pytest.mark.parametrize("body", NONSENSE)
def test_events_that_make_no_sense_say_nothing(x: X, body: bytes) -> None:
    assert X.addressed(body) == ()
    assert x.read_event(body).heard == ()


def test_only_what_x_signed_is_believed_and_its_test_is_answered() -> None:
    secrets = {"api_secret": "s"}
    challenge = X.challenge(Call("GET", {"crc_token": "abc"}, {}, b""), secrets)
    assert challenge is not None
    # HMAC-SHA256 of "abc" with key "s", computed with openssl.
    assert json.loads(challenge.body) == {"response_token": "sha256=R9kg7ZB4TcXq5jW/0IJPYS0F8J+aR/YDkN6HOtN+VGs="}
    assert X.challenge(Call("GET", {}, {}, b""), secrets) is None
    assert X.challenge(Call("GET", {"crc_token": "abc"}, {}, b""), {}) is None
    from bedside.channels.calls import signatures

    good = {"x-twitter-webhooks-signature": f"sha256={signatures.based(b'{}', 's')}"}
    assert X.verify(Call("POST", {}, good, b"{}"), secrets)
    assert not X.verify(Call("POST", {}, good, b"{ }"), secrets)
    assert not X.verify(Call("POST", {}, good, b"{}"), {"api_secret": "other"})
    assert not X.verify(Call("POST", {}, {}, b"{}"), secrets)
    empty = {"x-twitter-webhooks-signature": f"sha256={signatures.based(b'{}', '')}"}
    assert not X.verify(Call("POST", {}, empty, b"{}"), {})
