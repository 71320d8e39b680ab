import json
from typing import Any

import pytest

from bedside.channels.calls import signatures
from bedside.channels.calls.graph_hooks import verify_token
from bedside.channels.calls.tests.meta import Receiver
from bedside.channels.networks.facebook.connector import Facebook
from bedside.channels.networks.facebook.stage import FacebookStage
from bedside.channels.networks.facebook.tests.conftest import HANDLE, Connect, outgoing, say
from bedside.channels.rehearsal import Fault, Kind
from bedside.channels.rules import Call, NetworkError, Trouble

APP = {"client_id": "1", "client_secret": "s3cret"}


def call(body: bytes, signature: str = "") -> Call:
    return Call("POST", {}, {"x-hub-signature-256": signature}, body)


def test_metas_test_of_the_address_is_answered_only_with_our_word() -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": verify_token(APP)}
    answer = Facebook.challenge(Call("GET", asked, {}, b""), APP)
    assert answer is not None
    assert (answer.status, answer.body) == (200, "1158201444")
    for wrong in ({"hub.verify_token": "no"}, {"hub.verify_token": "é"}, {"hub.mode": "unsubscribe"}):
        refused = Facebook.challenge(Call("GET", asked | wrong, {}, b""), APP)
        assert refused is not None
        assert refused.status == 403
    keyless = Facebook.challenge(Call("GET", asked | {"hub.verify_token": ""}, {}, b""), {})
    assert keyless is not None
    assert keyless.status == 403
    assert Facebook.challenge(Call("GET", {}, {}, b""), APP) is None
    assert Facebook.challenge(Call("POST", {}, {}, b"{}"), APP) is None
    own = Facebook.challenge(Call("GET", asked | {"hub.verify_token": "ours"}, {}, b""), APP | {"verify_token": "ours"})
    assert own is not None
    assert own.status == 200


def test_only_the_raw_body_signed_with_our_secret_is_believed() -> None:
    body = b'{"object":"page","entry":[{"id":"1","text":"\\u00e9"}]}'
    good = f"sha256={signatures.hexed(body, 's3cret')}"
    assert Facebook.verify(call(body, good), APP)
    assert not Facebook.verify(call(json.dumps(json.loads(body)).encode(), good), APP)
    for bad in ("", "sha256=", "sha1=00", good[:-1] + "0", good.removeprefix("sha256="), "sha256=" + "é" * 64):
        assert not Facebook.verify(call(body, bad), APP) or bad == good
    empty = f"sha256={signatures.hexed(body, '')}"
    assert not Facebook.verify(call(body, empty), {"client_secret": ""})
    assert not Facebook.verify(call(body, empty), {})


@pytest.fixture
def subscribed(connect: Connect, account: dict[str, Any]) -> Any:
    facebook = connect()
    with Receiver(Facebook.challenge, account["app"]) as receiver:
        facebook.subscribe(receiver.url)
        facebook.subscribe(receiver.url)
        yield facebook, receiver


def test_what_is_said_comes_signed_to_our_address(
    subscribed: Any, stage: FacebookStage, account: dict[str, Any]
) -> None:
    facebook, receiver = subscribed
    post = facebook.publish(outgoing())
    comment = say(stage, "Qué bien, thanks", to=post.network_id)
    say(stage, "thank you @stmary", to_account=HANDLE)
    say(stage, "Good care", kind="review", to_account=HANDLE)
    say(stage, "Are you open?", kind="message", to_account=HANDLE)
    stage.direct("change", {"id": comment, "text": "Qué bien"})
    stage.direct("remove", {"id": comment})
    assert stage.hooks.wait()
    heard, gone = [], []
    for one in receiver.calls:
        assert Facebook.verify(one, account["app"])
        assert Facebook.addressed(one.body) == (account["id"],)
        batch = facebook.read_event(one.body)
        heard += [(each.kind, each.text) for each in batch.heard]
        gone += batch.gone
    assert heard == [
        ("reply", "Qué bien, thanks"),
        ("mention", "thank you @stmary"),
        ("review", "Good care"),
        ("message", "Are you open?"),
        ("reply", "Qué bien"),
    ]
    assert gone == [comment]


def test_an_event_and_the_list_tell_the_same(subscribed: Any, stage: FacebookStage) -> None:
    """Whichever comes first, the store keeps one: same id, same version, same place."""
    facebook, receiver = subscribed
    post = facebook.publish(outgoing())
    say(stage, "one", to=say(stage, "above", to=post.network_id))
    say(stage, "@stmary hello", to_account=HANDLE)
    say(stage, "Good care", kind="review", to_account=HANDLE)
    say(stage, "Are you open?", kind="message", to_account=HANDLE)
    assert stage.hooks.wait()

    def told(heard: Any) -> set[tuple[str, ...]]:
        return {(one.network_id, one.kind, one.version, one.parent_id, one.root_id, one.author_id, one.author_name)
                for one in heard}  # fmt: skip

    by_event = {each for one in receiver.calls for each in told(facebook.read_event(one.body).heard)}
    assert by_event == told(facebook.hear("").heard)


def test_a_wrongly_signed_event_is_not_believed_and_a_doubled_one_reads_the_same(
    subscribed: Any, stage: FacebookStage, account: dict[str, Any]
) -> None:
    facebook, receiver = subscribed
    post = facebook.publish(outgoing())
    stage.hooks.faults = [Fault(Kind.DUPLICATED)]
    say(stage, "one", to=post.network_id)
    assert stage.hooks.wait()
    first, second = (facebook.read_event(one.body) for one in receiver.calls)
    assert first == second
    receiver.calls.clear()
    stage.hooks.faults = [Fault(Kind.UNSIGNED)]
    say(stage, "two", to=post.network_id)
    assert stage.hooks.wait()
    assert not Facebook.verify(receiver.calls[0], account["app"])


def test_an_address_that_does_not_answer_is_said(connect: Connect) -> None:
    with pytest.raises(NetworkError, match="could not reach this server") as refused:
        connect().subscribe("http://127.0.0.1:9/hooks")
    assert refused.value.trouble is Trouble.REFUSED


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"3", b"\xff\xfe", b'{"entry": 3}', b'{"entry": [3, null, {}]}',
        b'{"entry": [{"id": "ID", "changes": 3, "messaging": [3, {"message": 3, "sender": "x"}]}]}',
        b'{"entry": [{"id": "ID", "changes": [{"field": "feed", "value": {"item": 3, "verb": []}}]}]}',
        b'{"entry": [{"id": "ID", "changes": [{"field": "feed", "value": {"item": "comment", "verb": "add"}}]}]}',
        b'{"entry": [{"id": "other", "changes": [{"field": "feed", "value": {"item": "comment", "verb": "add",'
        b'"comment_id": "1_2", "post_id": "1_1", "message": "not ours"}}]}]}',
        b'{"entry": [{"id": "ID", "messaging": [{"sender": {"id": "5"}, "message": {"mid": "m", "is_echo": true}}]}]}',
        b"[" * 5000,
    ],
)  # fmt: skip
def test_whatever_comes_is_read_without_a_crash(facebook: Facebook, account: dict[str, Any], body: bytes) -> None:
    told = body.replace(b"ID", account["id"].encode())
    batch = facebook.read_event(told)
    assert (batch.heard, batch.gone) == ((), ())
    assert isinstance(Facebook.addressed(told), tuple)
