import json
from typing import Any

import pytest

from bedside.channels.calls import signatures
from bedside.channels.calls.graph_hooks import verify_token
from bedside.channels.calls.tests.meta import Receiver
from bedside.channels.networks.instagram.connector import Instagram
from bedside.channels.networks.instagram.stage import InstagramStage
from bedside.channels.networks.instagram.tests.conftest import HANDLE, Connect, outgoing, say
from bedside.channels.rehearsal import Fault, Kind
from bedside.channels.rules import Call, NetworkError, Trouble

APP = {"client_id": "1", "client_secret": "s3cret"}


def call(body: bytes, signature: str = "") -> Call:
    return Call("POST", {}, {"x-hub-signature-256": signature}, body)


def test_metas_test_of_the_address_is_answered_only_with_our_word() -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": verify_token(APP)}
    answer = Instagram.challenge(Call("GET", asked, {}, b""), APP)
    assert answer is not None
    assert (answer.status, answer.body) == (200, "1158201444")
    for wrong in ({"hub.verify_token": "no"}, {"hub.verify_token": "é"}, {"hub.mode": "unsubscribe"}):
        refused = Instagram.challenge(Call("GET", asked | wrong, {}, b""), APP)
        assert refused is not None
        assert refused.status == 403
    keyless = Instagram.challenge(Call("GET", asked | {"hub.verify_token": ""}, {}, b""), {})
    assert keyless is not None
    assert keyless.status == 403
    assert Instagram.challenge(Call("GET", {}, {}, b""), APP) is None
    assert Instagram.challenge(Call("POST", {}, {}, b"{}"), APP) is None
    own = Instagram.challenge(
        Call("GET", asked | {"hub.verify_token": "ours"}, {}, b""), APP | {"verify_token": "ours"}
    )
    assert own is not None
    assert own.status == 200


def test_only_the_raw_body_signed_with_our_secret_is_believed() -> None:
    body = b'{"object":"page","entry":[{"id":"1","text":"\\u00e9"}]}'
    good = f"sha256={signatures.hexed(body, 's3cret')}"
    assert Instagram.verify(call(body, good), APP)
    assert not Instagram.verify(call(json.dumps(json.loads(body)).encode(), good), APP)
    for bad in ("", "sha256=", "sha1=00", good[:-1] + "0", good.removeprefix("sha256="), "sha256=" + "é" * 64):
        assert not Instagram.verify(call(body, bad), APP) or bad == good
    empty = f"sha256={signatures.hexed(body, '')}"
    assert not Instagram.verify(call(body, empty), {"client_secret": ""})
    assert not Instagram.verify(call(body, empty), {})


@pytest.fixture
def subscribed(connect: Connect, account: dict[str, Any]) -> Any:
    instagram = connect()
    with Receiver(Instagram.challenge, account["app"]) as receiver:
        instagram.subscribe(receiver.url)
        instagram.subscribe(receiver.url)
        yield instagram, receiver


def test_what_is_said_comes_signed_to_our_address(
    subscribed: Any, stage: InstagramStage, account: dict[str, Any]
) -> None:
    instagram, receiver = subscribed
    post = instagram.publish(outgoing())
    say(stage, "Qué bien, thanks", to=post.network_id)
    say(stage, "thank you @stmary", to_account=HANDLE)
    say(stage, "Are you open?", kind="message", to_account=HANDLE)
    stage.direct("remove", {"id": stage.town.listed("message")[0].id})
    assert stage.hooks.wait()
    heard, gone = [], []
    for one in receiver.calls:
        assert Instagram.verify(one, account["app"])
        assert Instagram.addressed(one.body) == (account["id"],)
        batch = instagram.read_event(one.body)
        heard += [(each.kind, each.text) for each in batch.heard]
        gone += batch.gone
    assert heard == [
        ("reply", "Qué bien, thanks"),
        ("mention", "thank you @stmary"),  # asked for: the event names it without saying it
        ("message", "Are you open?"),
    ]
    assert len(gone) == 1


def test_an_event_and_the_list_tell_the_same(subscribed: Any, stage: InstagramStage) -> None:
    """Whichever comes first, the store keeps one: same id, same version, same place."""
    instagram, receiver = subscribed
    post = instagram.publish(outgoing())
    say(stage, "one", to=say(stage, "above", to=post.network_id))
    say(stage, "@stmary hello", to_account=HANDLE)
    say(stage, "Are you open?", kind="message", to_account=HANDLE)
    assert stage.hooks.wait()

    def told(heard: Any) -> set[tuple[str, ...]]:
        return {(one.network_id, one.kind, one.version, one.parent_id, one.root_id, one.author_id, one.author_name)
                for one in heard}  # fmt: skip

    by_event = {each for one in receiver.calls for each in told(instagram.read_event(one.body).heard)}
    assert by_event == told(instagram.hear("").heard)


def test_a_wrongly_signed_event_is_not_believed_and_a_doubled_one_reads_the_same(
    subscribed: Any, stage: InstagramStage, account: dict[str, Any]
) -> None:
    instagram, receiver = subscribed
    post = instagram.publish(outgoing())
    stage.hooks.faults = [Fault(Kind.DUPLICATED)]
    say(stage, "one", to=post.network_id)
    assert stage.hooks.wait()
    first, second = (instagram.read_event(one.body) for one in receiver.calls)
    assert first == second
    receiver.calls.clear()
    stage.hooks.faults = [Fault(Kind.UNSIGNED)]
    say(stage, "two", to=post.network_id)
    assert stage.hooks.wait()
    assert not Instagram.verify(receiver.calls[0], account["app"])


def test_an_address_that_does_not_answer_is_said(connect: Connect) -> None:
    with pytest.raises(NetworkError, match="could not reach this server") as refused:
        connect().subscribe("http://127.0.0.1:9/hooks")
    assert refused.value.trouble is Trouble.REFUSED


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"3", b"\xff\xfe", b'{"entry": 3}', b'{"entry": [3, null, {}]}',
        b'{"entry": [{"id": "ID", "changes": 3, "messaging": [3, {"message": 3, "sender": "x"}]}]}',
        b'{"entry": [{"id": "ID", "field": "comments", "value": {"id": 5, "media": 3}}]}',
        b'{"entry": [{"id": "ID", "field": "mentions", "value": {}}]}',
        b'{"entry": [{"id": "other", "field": "comments", "value": {"id": "5", "text": "not ours"}}]}',
        b'{"entry": [{"id": "ID", "messaging": [{"sender": {"id": "5"}, "message": {"mid": "m", "is_echo": true}}]}]}',
        b"[" * 5000,
    ],
)  # fmt: skip
def test_whatever_comes_is_read_without_a_crash(instagram: Instagram, account: dict[str, Any], body: bytes) -> None:
    told = body.replace(b"ID", account["id"].encode())
    batch = instagram.read_event(told)
    assert (batch.heard, batch.gone) == ((), ())
    assert isinstance(Instagram.addressed(told), tuple)
