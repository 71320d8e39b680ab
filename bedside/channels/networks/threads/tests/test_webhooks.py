import json
from pathlib import Path
from typing import Any

import pytest

from bedside.channels.calls import signatures
from bedside.channels.calls.graph_hooks import verify_token
from bedside.channels.calls.tests.meta import Receiver, Recorded
from bedside.channels.networks.threads.connector import Threads
from bedside.channels.networks.threads.stage import ThreadsStage
from bedside.channels.networks.threads.tests.conftest import HANDLE, Connect, outgoing, say
from bedside.channels.rehearsal import Fault, Kind
from bedside.channels.rules import Call, Connection, NetworkError, Trouble

APP = {"client_id": "1", "client_secret": "s3cret"}


def call(body: bytes, signature: str = "") -> Call:
    return Call("POST", {}, {"x-hub-signature-256": signature}, body)


def test_metas_test_of_the_address_is_answered_only_with_our_word() -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": verify_token(APP)}
    answer = Threads.challenge(Call("GET", asked, {}, b""), APP)
    assert answer is not None
    assert (answer.status, answer.body) == (200, "1158201444")
    for wrong in ({"hub.verify_token": "no"}, {"hub.verify_token": "é"}, {"hub.mode": "unsubscribe"}):
        refused = Threads.challenge(Call("GET", asked | wrong, {}, b""), APP)
        assert refused is not None
        assert refused.status == 403
    keyless = Threads.challenge(Call("GET", asked | {"hub.verify_token": ""}, {}, b""), {})
    assert keyless is not None
    assert keyless.status == 403
    assert Threads.challenge(Call("GET", {}, {}, b""), APP) is None
    assert Threads.challenge(Call("POST", {}, {}, b"{}"), APP) is None
    own = Threads.challenge(Call("GET", asked | {"hub.verify_token": "ours"}, {}, b""), APP | {"verify_token": "ours"})
    assert own is not None
    assert own.status == 200


def test_only_the_raw_body_signed_with_our_secret_is_believed() -> None:
    body = b'{"object":"page","entry":[{"id":"1","text":"\\u00e9"}]}'
    good = f"sha256={signatures.hexed(body, 's3cret')}"
    assert Threads.verify(call(body, good), APP)
    assert not Threads.verify(call(json.dumps(json.loads(body)).encode(), good), APP)
    for bad in ("", "sha256=", "sha1=00", good[:-1] + "0", good.removeprefix("sha256="), "sha256=" + "é" * 64):
        assert not Threads.verify(call(body, bad), APP) or bad == good
    empty = f"sha256={signatures.hexed(body, '')}"
    assert not Threads.verify(call(body, empty), {"client_secret": ""})
    assert not Threads.verify(call(body, empty), {})


@pytest.fixture
def subscribed(connect: Connect, account: dict[str, Any]) -> Any:
    threads = connect()
    with Receiver(Threads.challenge, account["app"]) as receiver:
        threads.subscribe(receiver.url)
        threads.subscribe(receiver.url)
        yield threads, receiver


def test_what_is_said_comes_signed_to_our_address(
    subscribed: Any, stage: ThreadsStage, account: dict[str, Any]
) -> None:
    threads, receiver = subscribed
    post = threads.publish(outgoing())
    say(stage, "Qué bien, thanks", to=post.network_id)
    say(stage, "thank you @stmary", to_account=HANDLE)
    assert stage.hooks.wait()
    heard, gone = [], []
    for one in receiver.calls:
        assert Threads.verify(one, account["app"])
        # A mention names nobody; every profile looks whether it is meant.
        assert Threads.addressed(one.body) == ((account["id"],) if b'"replies"' in one.body else ())
        batch = threads.read_event(one.body)
        heard += [(each.kind, each.text) for each in batch.heard]
        gone += batch.gone
    assert heard == [
        ("reply", "Qué bien, thanks"),
        ("mention", "thank you @stmary"),
    ]
    assert gone == []


def test_an_event_and_the_list_tell_the_same(subscribed: Any, stage: ThreadsStage) -> None:
    """Whichever comes first, the store keeps one: same id, same version, same place."""
    threads, receiver = subscribed
    post = threads.publish(outgoing())
    say(stage, "one", to=say(stage, "above", to=post.network_id))
    say(stage, "@stmary hello", to_account=HANDLE)
    assert stage.hooks.wait()

    def told(heard: Any) -> set[tuple[str, ...]]:
        return {(one.network_id, one.kind, one.version, one.parent_id, one.root_id, one.author_id, one.author_name)
                for one in heard}  # fmt: skip

    by_event = {each for one in receiver.calls for each in told(threads.read_event(one.body).heard)}
    assert by_event == told(threads.hear("").heard)


def test_a_wrongly_signed_event_is_not_believed_and_a_doubled_one_reads_the_same(
    subscribed: Any, stage: ThreadsStage, account: dict[str, Any]
) -> None:
    threads, receiver = subscribed
    post = threads.publish(outgoing())
    stage.hooks.faults = [Fault(Kind.DUPLICATED)]
    say(stage, "one", to=post.network_id)
    assert stage.hooks.wait()
    first, second = (threads.read_event(one.body) for one in receiver.calls)
    assert first == second
    receiver.calls.clear()
    stage.hooks.faults = [Fault(Kind.UNSIGNED)]
    say(stage, "two", to=post.network_id)
    assert stage.hooks.wait()
    assert not Threads.verify(receiver.calls[0], account["app"])


def test_an_address_that_does_not_answer_is_said(connect: Connect) -> None:
    with pytest.raises(NetworkError, match="could not reach this server") as refused:
        connect().subscribe("http://127.0.0.1:9/hooks")
    assert refused.value.trouble is Trouble.REFUSED


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"3", b"\xff\xfe", b'{"values": 3}', b'{"values": [3, null, {}]}',
        b'{"values": {"field": 3, "value": {"id": "5"}}}',
        b'{"values": {"field": "replies", "value": {"id": 5, "root_post": 3}}}',
        b'{"values": {"field": "replies", "value": {"id": "5", "text": "not ours", "root_post": {"owner_id": "1"}}}}',
        b'{"values": {"field": "mentions", "value": {"id": "404", "text": "not ours"}}}',
        b'{"values": {"field": "publish", "value": {"id": "404"}}}',
        b"[" * 5000,
    ],
)  # fmt: skip
def test_whatever_comes_is_read_without_a_crash(threads: Threads, account: dict[str, Any], body: bytes) -> None:
    told = body.replace(b"ID", account["id"].encode())
    batch = threads.read_event(told)
    assert (batch.heard, batch.gone) == ((), ())
    assert isinstance(Threads.addressed(told), tuple)


def test_a_deletion_is_told() -> None:
    body = b'{"topic": "moderate", "values": {"field": "delete", "value": {"id": "8901", "deleted_at": "x"}}}'
    connection = Connection(1, 1, "", {}, {"access_token": "t"}, network_account_id="1")
    threads = Threads(connection, Recorded((200, {"id": "1", "username": "stmary"})))
    assert threads.read_event(body).gone == ("8901",)


def test_what_meta_does_not_let_a_program_set_up_a_person_does(connect: Connect, account: dict[str, Any]) -> None:
    refused = Recorded((400, {"error": {"code": 100, "message": "(#100) Param object must be one of"}}))
    Threads(Connection(1, 1, "", {}, {"access_token": "t"}, app=account["app"]), refused).subscribe("https://b.example")
    unasked = Recorded((200, {}))
    Threads(Connection(1, 1, "", {}, {"access_token": "t"}, app={}), unasked).subscribe("https://b.example")
    assert unasked.asked == []


def test_the_published_example_is_read() -> None:
    published = json.loads((Path(__file__).parent.parent / "exchanges" / "published.json").read_text(encoding="utf-8"))
    for exchange in published:
        body = json.dumps(exchange["body"]).encode()
        connection = Connection(1, 1, "", {}, {"access_token": "t"}, network_account_id="123456")
        listed = {"data": [exchange["body"]["values"]["value"]], "id": "123456", "username": "stmary.rehearsal.test"}
        batch = Threads(connection, Recorded((200, listed))).read_event(body)
        assert [[one.kind, one.network_id, one.text, one.parent_id, one.root_id] for one in batch.heard] == (
            exchange["heard"]
        )
        assert list(Threads.addressed(body)) == exchange["addressed"]
