"""One contract, run against the rehearsal and against WordPress itself: what holds on one holds on the other."""

import io
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bedside.channels.networks.wordpress import translate
from bedside.channels.networks.wordpress.connector import WordPress
from bedside.channels.networks.wordpress.stage import API, WordPressStage
from bedside.channels.rehearsal import Rehearsal, server
from bedside.channels.rules import Connection, NetworkError, Outgoing, Picture, RemoteRef, Sought, Trouble
from bedside.kit import http

from .pds import Unavailable
from .wordpress import Blog, running

EXCHANGES = Path(translate.__file__).parent / "exchanges"


@dataclass
class World:
    """A site, and how to speak to it as the hospital or to let a reader say something."""

    connector: Callable[..., WordPress]
    say: Callable[[RemoteRef, str], str]
    real: bool


@pytest.fixture(scope="module")
def blog() -> Iterator[Blog]:
    try:
        with running() as found:
            yield found
    except Unavailable as why:
        if os.environ.get("BEDSIDE_REQUIRE_WORDPRESS") == "1":
            pytest.fail(str(why))
        pytest.skip(str(why))


def real(blog: Blog) -> World:
    def connector(who: str = "riverbend", password: str = "", **tokens: str) -> WordPress:
        given = {"username": who, "password": password or blog.users[who].password}
        connection = Connection(1, 1, blog.url, given, tokens)
        return WordPress(connection, http.client(http.Reach(loopback=True, read=60)))

    def say(post: RemoteRef, text: str) -> str:
        body = {"post": int(post.network_id.partition("/")[2]), "content": text}
        made = connector("reader").site.wire("POST", "comments", json=body)
        return f"comments/{made['id']}"

    return World(connector, say, True)


def rehearsed(stage: WordPressStage) -> World:
    told: Any = stage.direct("accounts", {"handle": "riverbend.test", "name": "Riverbend"})

    def connector(password: str = "", **tokens: str) -> WordPress:
        given = told["credentials"] | ({"password": password} if password else {})
        return WordPress(Connection(1, 1, told["base_url"], given, tokens), http.client(http.Reach(loopback=True)))

    def say(post: RemoteRef, text: str) -> str:
        done: Any = stage.direct("say", {"to": post.network_id, "text": text})
        return str(done["id"])

    return World(connector, say, False)


@pytest.fixture(params=["rehearsal", pytest.param("real", marks=pytest.mark.xdist_group("wordpress"))])
def world(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    if request.param == "real":
        yield real(request.getfixturevalue("blog"))
        return
    monkeypatch.setattr(server, "stages", lambda url, **more: (WordPressStage(url, **more),))
    with Rehearsal() as rehearsal:
        stage: WordPressStage = rehearsal.stage("wordpress")
        yield rehearsed(stage)
        assert [breach for breach in stage.breaches if "/nothing:" not in breach] == []


def outgoing(text: str = "Flu shots are here.", **more: Any) -> Outgoing:
    return Outgoing(key=uuid.uuid4().hex, text=text, created_at=datetime.now(UTC), **more)


def sought(one: Outgoing, **more: Any) -> Sought:
    return Sought(one.key, one, one.created_at, **more)


def picture() -> Picture:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return Picture(out.getvalue(), "image/png", 'A "teal" wall', "teal.png", 40, 30)


def test_the_life_of_a_post(world: World) -> None:
    connector = world.connector()
    assert connector.connect().handle in ("riverbend", "riverbend.test")
    sent = outgoing("Flu & colds\n\nOpen <b>Saturday</b> [gallery] “8–4”.\nCome 🏥", pictures=(picture(),),
                    link="https://example.org/a?b=1&c=2")  # fmt: skip
    assert connector.find(sought(sent)) is None
    remote = connector.publish(sent)
    assert connector.publish(sent) == remote == connector.find(sought(sent))
    wire = connector.site.wire("GET", remote.network_id, params={"context": "edit"})
    assert (wire["status"], wire["slug"]) == ("publish", translate.slug(sent))
    assert wire["title"]["raw"] == "Flu &amp; colds"
    raw = wire["content"]["raw"]
    assert "<p>Open &lt;b&gt;Saturday&lt;/b&gt; &#91;gallery&#93; “8–4”.<br>Come 🏥</p>" in raw
    assert '<a href="https://example.org/a?b=1&amp;c=2">' in raw
    (number,) = translate.media_ids(raw)
    listed, _total, _pages = connector.site.page("media", {"include": str(number)})
    assert listed[0]["alt_text"] == 'A "teal" wall'
    assert http.client(http.Reach(loopback=True)).send("GET", listed[0]["source_url"]).content == picture().content
    past = connector.past("", sent.created_at - timedelta(minutes=2))
    assert next(one for one in past.posts if one.network_id == remote.network_id).text.startswith("Flu & colds\n\nOpen")
    connector.edit(remote, outgoing("Only words now."))
    assert "Only words now." in connector.site.wire("GET", remote.network_id)["content"]["rendered"]
    assert connector.site.page("media", {"include": str(number)})[0] == []
    connector.withdraw(remote)
    connector.withdraw(remote)
    assert connector.find(sought(sent)) is None


def test_a_conversation(world: World) -> None:
    connector = world.connector()
    post = connector.publish(outgoing())
    start = connector.hear("").cursor
    asked = world.say(post, 'When do you open? "Sat"')
    batch = connector.hear(start)
    assert [(one.network_id, one.text, one.root_id) for one in batch.heard] == [
        (asked, 'When do you open? "Sat"', post.network_id)
    ]
    answer = outgoing('It\'s <8> to 4 & "free" — yes…\nCome', parent=RemoteRef(asked), root=post)
    made = connector.reply(answer)
    assert connector.find(sought(answer)) == made == connector.reply(answer)
    assert connector.find(sought(answer, known=frozenset({made.network_id}))) is None
    assert connector.hear(batch.cursor).heard == ()
    counted = connector.measure([post, RemoteRef("posts/99999")])
    assert [(one.network_id, one.numbers) for one in counted] == [(post.network_id, {"replies": 2})]
    connector.hide(RemoteRef(asked))
    connector.hide(RemoteRef(asked))
    assert connector.measure([post])[0].numbers == {"replies": 1}
    with pytest.raises(NetworkError) as unseen:
        connector.reply(answer)
    assert unseen.value.trouble is Trouble.REFUSED
    connector.show(RemoteRef(asked))
    connector.show(RemoteRef(asked))
    cursor = connector.hear(batch.cursor).cursor
    connector.edit(made, outgoing("At 9."))
    connector.site.call("DELETE", asked)
    assert connector.hear(cursor).gone == (asked,)
    connector.withdraw(made)
    connector.withdraw(made)
    connector.hide(RemoteRef(asked))


def test_a_site_is_also_spoken_to_by_route(world: World) -> None:
    connector = world.connector(addresses="plain")
    assert connector.publish(outgoing()).network_id.startswith("posts/")
    assert connector.measure_account()["posts"] >= 1


def test_a_wrong_password_is_revoked(world: World) -> None:
    with pytest.raises(NetworkError) as refused:
        world.connector(password="wrong wrong wrong").connect()
    assert refused.value.trouble is Trouble.REVOKED


def refusals(world: World) -> dict[str, tuple[int, str]]:
    connector = world.connector()
    post = connector.publish(outgoing())
    number = int(post.network_id.partition("/")[2])
    connector.site.call("POST", "comments", json={"post": number, "content": "once"})
    said = {}
    asked: dict[str, tuple[str, str, dict[str, Any]]] = {
        "no such post": ("GET", "posts/99999", {}),
        "no such comment": ("GET", "comments/99999", {}),
        "no such route": ("GET", "nothing", {}),
        "an empty post": ("POST", "posts", {"json": {"status": "publish"}}),
        "an empty comment": ("POST", "comments", {"json": {"post": number, "content": ""}}),
        "the same comment": ("POST", "comments", {"json": {"post": number, "content": "once"}}),
        "a comment on nothing": ("POST", "comments", {"json": {"post": 99999, "content": "x"}}),
        "a program": ("POST", "media", {"files": {"file": ("x.exe", b"MZ", "application/octet-stream")}}),
        "too many": ("GET", "posts", {"params": {"per_page": 101}}),
    }
    for name, (method, path, sent) in asked.items():
        with pytest.raises(NetworkError) as refused:
            connector.site.call(method, path, **sent)
        error: Any = refused.value
        said[name] = (error.status, error.code)
    return said


EXPECTED = {
    "no such post": (404, "rest_post_invalid_id"),
    "no such comment": (404, "rest_comment_invalid_id"),
    "no such route": (404, "rest_no_route"),
    "an empty post": (400, "empty_content"),
    "an empty comment": (400, "rest_comment_content_invalid"),
    "the same comment": (409, "comment_duplicate"),
    "a comment on nothing": (403, "rest_comment_invalid_post_id"),
    "a program": (500, "rest_upload_unknown_error"),
    "too many": (400, "rest_invalid_param"),
}


def test_both_refuse_in_the_same_words(world: World) -> None:
    assert refusals(world) == EXPECTED


def test_every_route_that_is_called_stands_in_the_index(blog: Blog) -> None:
    """The contract the rehearsal is held to, asked of the running site."""
    answer = http.client(http.Reach(loopback=True, read=60)).send("GET", f"{blog.url}/wp-json/").json()
    known = {path.replace(r"(?P<id>[\d]+)", "{id}"): route["endpoints"] for path, route in answer["routes"].items()}
    for route in WordPressStage.routes:
        if not route.path.startswith(API):
            continue
        ends = [end for end in known[f"/wp/v2{route.path.removeprefix(API)}"] if route.method in end["methods"]]
        asked = {name.rstrip("!") for name in (*(route.query or ()), *(route.body or ()))}
        assert asked - {"file", "_fields", "context"} <= {name for end in ends for name in end["args"] or ()}
