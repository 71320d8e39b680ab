"""What goes wrong: each of WordPress's codes as one trouble, and hostile answers that break nothing."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bedside.channels.networks.wordpress import NETWORK, translate
from bedside.channels.networks.wordpress.connector import WordPress
from bedside.channels.networks.wordpress.site import MEANS
from bedside.channels.networks.wordpress.stage import API, WordPressStage
from bedside.channels.networks.wordpress.tests.conftest import Connect, outgoing, sought
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import PROTOCOLS, Connection, NetworkError, RemoteRef, Trouble
from bedside.kit import http

EXCHANGES = Path(__file__).parent.parent / "exchanges"


def test_the_connector_answers_to_every_protocol_it_declares(site: WordPress) -> None:
    for ability in NETWORK.abilities & set(PROTOCOLS):
        assert isinstance(site, PROTOCOLS[ability]), ability


def test_every_route_of_the_stage_is_in_wordpress_s_own_index() -> None:
    index: dict[str, list[str]] = json.loads((EXCHANGES / "routes.json").read_text())["routes"]
    for route in WordPressStage.routes:
        if route.path.startswith(API):
            known = index[f"{route.method} /wp/v2{route.path.removeprefix(API)}"]
            asked = {name.rstrip("!") for name in (*(route.query or ()), *(route.body or ()))}
            # "file" is the multipart field of an upload, "_fields" a global parameter, "context" belongs to items too.
            assert asked - {"file", "_fields", "context"} <= set(known), route.name


def test_recorded_answers_are_read() -> None:
    kept: dict[str, Any] = json.loads((EXCHANGES / "answers.json").read_text())
    heard = translate.heard(kept["comment"], me=2)
    assert heard is not None
    assert heard.text.startswith("Hi, this is a comment.")
    assert (heard.network_id, heard.root_id, heard.author_name) == ("comments/1", "posts/1", "A WordPress Commenter")
    past = translate.past_post(kept["post"], 1)
    assert past is not None
    assert past.text.startswith("Hello world!\n\nWelcome to WordPress.")
    assert kept["bad file"]["code"] in MEANS


@pytest.mark.parametrize(
    ("kind", "trouble"),
    [
        (Kind.LIMITED, Trouble.LIMITED),
        (Kind.REVOKED, Trouble.REVOKED),
        (Kind.EXPIRED, Trouble.REVOKED),
        (Kind.ERROR_BEFORE, Trouble.UNKNOWN),
        (Kind.DROP_BEFORE, Trouble.UNKNOWN),
        (Kind.DROP_UPLOAD, Trouble.UNKNOWN),
    ],
)
def test_a_fault_while_posting(connect: Connect, rehearsal: Rehearsal, kind: Kind, trouble: Trouble) -> None:
    site = connect()
    site.connect()
    call = "wp/v2/posts" if kind is Kind.DROP_UPLOAD else "createPost"
    rehearsal.faults.add(Fault(kind, call, times=1, seconds=7))
    with pytest.raises(NetworkError) as raised:
        site.publish(outgoing())
    assert raised.value.trouble is trouble
    assert raised.value.said.startswith("WordPress")
    assert (raised.value.retry_at is not None) == (trouble is Trouble.LIMITED)
    assert site.find(sought(outgoing())) is None


def test_a_revoked_password_stops_everything(site: WordPress, stage: WordPressStage) -> None:
    remote = site.publish(outgoing())
    stage.revoke(stage.town.accounts[next(iter(stage.town.accounts))].id)
    doings: list[Callable[[], object]] = [
        site.connect, lambda: site.hear(""), lambda: site.publish(outgoing("x")), lambda: site.withdraw(remote),
        lambda: site.measure([remote]),
    ]  # fmt: skip
    for doing in doings:
        with pytest.raises(NetworkError) as raised:
            doing()
        assert raised.value.trouble is Trouble.REVOKED
        assert "application password" in raised.value.todo


def test_a_user_who_may_not_publish_is_told_what_to_do(site: WordPress, stage: WordPressStage) -> None:
    account = stage.town.by_handle("riverbend.test")
    assert account is not None
    account.more["capabilities"] = {"read": True}
    with pytest.raises(NetworkError) as raised:
        site.connect()
    assert raised.value.trouble is Trouble.REFUSED
    assert "Editor" in raised.value.todo


@contextmanager
def answering(status: int, body: bytes, headers: dict[str, str] | None = None) -> Iterator[str]:
    """A server that says the same to everything."""

    class Handler(BaseHTTPRequestHandler):
        def serve(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            self.send_response(status)
            for name, value in ({"Content-Type": "application/json"} | (headers or {})).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_DELETE = serve

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def told(url: str) -> WordPress:
    tokens = {"addresses": "pretty", "user": "2", "moderates": "yes"}
    connection = Connection(1, 1, url, {"username": "a", "password": "b"}, tokens)
    return WordPress(connection, http.Client(http.Reach(loopback=True, read=5)))


CODES = [(code, means.trouble) for code, means in MEANS.items()]


@pytest.mark.parametrize(("code", "trouble"), CODES, ids=[code for code, _ in CODES])
def test_each_code_is_one_trouble_and_no_message_is_passed_on(code: str, trouble: Trouble) -> None:
    body = json.dumps({"code": code, "message": "PATIENT WORDS", "data": {"status": 400}}).encode()
    with answering(400, body) as url, pytest.raises(NetworkError) as raised:
        told(url).edit(RemoteRef("comments/1"), outgoing(text="x"))
    assert raised.value.trouble is trouble
    assert "PATIENT" not in raised.value.said + raised.value.todo


@pytest.mark.parametrize(
    ("status", "trouble"),
    [(400, "refused"), (401, "revoked"), (403, "refused"), (404, "refused"), (413, "refused"), (418, "refused"),
     (301, "refused"), (429, "limited"), (500, "unknown"), (502, "unknown"), (503, "unknown")],
)  # fmt: skip
def test_each_status_without_a_code(status: int, trouble: str) -> None:
    with answering(status, b"<html>PATIENT WORDS</html>") as url, pytest.raises(NetworkError) as raised:
        told(url).edit(RemoteRef("comments/1"), outgoing(text="x"))
    assert raised.value.trouble == trouble
    assert "PATIENT" not in str(raised.value)


MALFORMED = {
    "nothing": b"", "no JSON": b"<html>PATIENT WORDS</html>", "a number": b"4", "null": b"null",
    "text": b'"PATIENT WORDS"',
    "a list": b"[]", "a list of lists": b'[[1],["PATIENT WORDS"],null]', "an object": b"{}",
    "wrong types": b'[{"id":"x","post":{},"date_gmt":7,"content":"PATIENT WORDS","type":[]}]',
    "wrong id": b'{"id":-1,"content":{"raw":5},"date_gmt":"PATIENT WORDS"}', "not UTF-8": b"\xff\xfe{",
    "deep": b"[" * 5_000 + b"]" * 5_000,
}  # fmt: skip


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_answer_is_one_error_or_nothing(body: bytes) -> None:
    remote, comment = RemoteRef("posts/1"), RemoteRef("comments/1")
    with answering(200, body, {"X-WP-Total": "many", "X-WP-TotalPages": "-1"}) as url:
        site = told(url)
        answer = outgoing("a", "An answer", parent=comment, root=remote)
        doings: list[Callable[[], object]] = [
            site.connect, lambda: site.publish(outgoing()), lambda: site.edit(comment, outgoing()),
            lambda: site.hear(""),
            lambda: site.reply(answer), lambda: site.find(sought(answer)), lambda: site.withdraw(remote),
            lambda: site.hide(comment), lambda: site.measure([remote]), site.measure_account,
            lambda: site.past("", answer.created_at),
        ]  # fmt: skip
        for doing in doings:
            assert "PATIENT" not in said_by(doing)


def said_by(doing: Callable[[], object]) -> str:
    try:
        doing()
    except NetworkError as error:
        return f"{error} {error.todo}"
    return ""


def test_another_address_is_said_to_be_one() -> None:
    moved = {"Location": "https://www.example.org/"}
    with answering(301, b"", moved) as url, pytest.raises(NetworkError) as raised:
        WordPress(Connection(1, 1, url, {}, {}), http.client(http.Reach(loopback=True))).connect()
    assert "another address" in raised.value.said


def test_a_page_that_is_no_wordpress_is_said_to_be_none() -> None:
    for status, body in ((200, b"{}"), (404, b"<html>")):
        with answering(status, body) as url, pytest.raises(NetworkError) as raised:
            WordPress(Connection(1, 1, url, {}, {}), http.client(http.Reach(loopback=True))).connect()
        assert raised.value.trouble is Trouble.REFUSED
        assert raised.value.todo


@pytest.mark.parametrize("network_id", ["", "posts/", "posts/x", "posts/1/../2", "comments/²", "users/1", "7"])
def test_a_strange_id_is_refused_before_any_call(network_id: str) -> None:
    with pytest.raises(NetworkError) as raised:
        told("http://127.0.0.1:9").withdraw(RemoteRef(network_id))
    assert raised.value.trouble is Trouble.REFUSED
