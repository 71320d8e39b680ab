"""Direct messages: heard once, answered in their place, never sent twice, not asked for where they are not allowed."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bedside.channels.networks.bluesky import chat
from bedside.channels.networks.bluesky.connector import Bluesky
from bedside.channels.networks.bluesky.tests.conftest import HANDLE, PASSWORD, Connect, outgoing
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Answered, Heard, NetworkError, Outgoing, RemoteRef, Sought, Trouble

LIST, SEND = "chat.bsky.convo.listConvos", "chat.bsky.convo.sendMessage"


@pytest.fixture
def chatty(rehearsal: Rehearsal, connect: Connect) -> Bluesky:
    """The account with an app password that allows direct messages."""
    rehearsal.bluesky.direct("accounts", {"handle": HANDLE, "password": PASSWORD})
    return connect()


def write(rehearsal: Rehearsal, text: str, **more: object) -> str:
    direction = {"kind": "message", "text": text, "to_account": HANDLE, "as": "gus.rehearsal.test"} | more
    done: Any = rehearsal.bluesky.direct("say", direction)
    return str(done["id"])


def answer(heard: Heard, text: str = "Thank you for writing.") -> Outgoing:
    told = Answered("message", heard.author_id, heard.author_handle, heard.root_id, heard.posted_at)
    ref = RemoteRef(heard.network_id)
    return outgoing("answer-1", text, parent=ref, root=RemoteRef(heard.root_id), answered=told,
                    created_at=datetime.now(UTC))  # fmt: skip


def test_messages_are_heard_once_with_their_author_and_conversation(chatty: Bluesky, rehearsal: Rehearsal) -> None:
    name = write(rehearsal, "May I ask <you>?")
    first = chatty.hear("")
    (one,) = first.heard
    assert (one.network_id, one.kind, one.text) == (name, "message", "May I ask <you>?")
    assert one.author_handle == "gus.rehearsal.test"
    assert one.root_id == name.partition("/")[0]
    assert chatty.hear(first.cursor).heard == ()
    again = write(rehearsal, "Are you there?")
    other = write(rehearsal, "Me too.", **{"as": "coachlee.rehearsal.test"})
    second = chatty.hear(first.cursor)
    assert {one.network_id for one in second.heard} == {again, other}
    assert chatty.hear(second.cursor).heard == ()


def test_a_deleted_message_is_told_as_gone(chatty: Bluesky, rehearsal: Rehearsal) -> None:
    name = write(rehearsal, "I take this back.")
    cursor = chatty.hear("").cursor
    rehearsal.bluesky.direct("remove", {"id": name})
    batch = chatty.hear(cursor)
    assert (batch.heard, batch.gone) == ((), (name,))
    assert chatty.hear(batch.cursor).gone == ()


def test_an_answer_stands_in_the_conversation_and_is_not_heard(chatty: Bluesky, rehearsal: Rehearsal) -> None:
    write(rehearsal, "May I ask?")
    first = chatty.hear("")
    made = chatty.reply(answer(first.heard[0]))
    assert made.network_id.startswith(f"{first.heard[0].root_id}/")
    assert [one.text for one in rehearsal.bluesky.shown() if one.ours] == ["Thank you for writing."]
    assert chatty.hear(first.cursor).heard == ()


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.DROP_BEFORE])
def test_a_lost_answer_is_found_if_it_is_there(chatty: Bluesky, rehearsal: Rehearsal, kind: Kind) -> None:
    write(rehearsal, "May I ask?")
    sent = answer(chatty.hear("").heard[0])
    rehearsal.faults.add(Fault(kind, call=SEND, times=1))
    with pytest.raises(NetworkError) as lost:
        chatty.reply(sent)
    assert lost.value.trouble is Trouble.UNKNOWN
    found = chatty.find(Sought(sent.key, sent, sent.created_at))
    assert (found is None) is (kind is Kind.DROP_BEFORE)
    if found:
        known = frozenset({found.network_id})
        assert chatty.find(Sought(sent.key, sent, sent.created_at, known)) is None
        late = datetime.now(UTC) + timedelta(minutes=5)
        assert chatty.find(Sought(sent.key, sent, late)) is None


def test_without_leave_nobody_asks_and_answers_say_what_to_do(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    write(rehearsal, "May I ask?")
    assert bluesky.hear("").heard == ()
    assert LIST not in rehearsal.bluesky.calls
    one = Heard("c/m", "message", "x", "did:plc:x", "x", "x", datetime.now(UTC), root_id="c")
    with pytest.raises(NetworkError) as refused:
        bluesky.reply(answer(one))
    assert refused.value.trouble is Trouble.REFUSED
    assert "direct messages" in refused.value.todo


@pytest.mark.parametrize("kind", [Kind.ERROR_BEFORE, Kind.DROP_BEFORE])
def test_a_chat_service_that_is_away_keeps_nothing_else_back(chatty: Bluesky, rehearsal: Rehearsal, kind: Kind) -> None:
    top = chatty.publish(outgoing())
    rehearsal.bluesky.direct("say", {"text": "a comment", "to": top.network_id})
    name = write(rehearsal, "a message")
    rehearsal.faults.add(Fault(kind, call="chat.bsky", times=1))
    first = chatty.hear("")
    assert [one.text for one in first.heard] == ["a comment"]
    assert [one.network_id for one in chatty.hear(first.cursor).heard] == [name]


def test_a_long_conversation_is_read_to_what_is_known(chatty: Bluesky, rehearsal: Rehearsal) -> None:
    write(rehearsal, "known")
    cursor = chatty.hear("").cursor
    for number in range(230):
        write(rehearsal, f"message {number}")
    heard = chatty.hear(cursor).heard
    assert [one.text for one in heard] == [f"message {number}" for number in range(230)]


@pytest.mark.parametrize("text", ["", " ", "x" * 1001, "🩺" * 1001])
def test_a_message_bluesky_would_refuse_is_refused_here(chatty: Bluesky, rehearsal: Rehearsal, text: str) -> None:
    write(rehearsal, "May I ask?")
    one = chatty.hear("").heard[0]
    with pytest.raises(NetworkError) as refused:
        chatty.reply(answer(one, text))
    assert refused.value.trouble is Trouble.REFUSED
    assert SEND not in rehearsal.bluesky.calls


@pytest.mark.parametrize(
    "wire",
    [{}, {"id": "m"}, {"id": "m", "sentAt": "secret", "text": "x"}, {"id": [], "sentAt": 3, "text": {}},
     {"id": "m", "sentAt": "2026-11-21T09:00:00Z", "text": 7}],
)  # fmt: skip
def test_a_malformed_message_is_none(wire: dict[str, Any]) -> None:
    assert chat.read_message(wire, "c", "did:plc:x", {}) is None
    assert chat.rows({"messages": "secret"}, "messages") == []


def test_a_cursor_from_before_there_were_messages_is_read_on(chatty: Bluesky, rehearsal: Rehearsal) -> None:
    old = json.loads(chatty.hear("").cursor)
    old.pop("chats", None)
    name = write(rehearsal, "May I ask?")
    assert [one.network_id for one in chatty.hear(json.dumps(old)).heard] == [name]
    for broken in ('{"at": "2026-11-21T09:00:00+00:00", "seen": "", "chats": 3}', "nonsense"):
        assert [one.network_id for one in chatty.hear(broken).heard] == [name]
