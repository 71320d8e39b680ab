"""Where every network stands before the same questions: its stage, one account of ours, and a connector for it."""

import hashlib
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from typing import Any

import pytest
from PIL import Image

from bedside.channels.networks import NETWORKS
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rehearsal.wire import Shown
from bedside.channels.rules import (
    Ability,
    Answered,
    Connection,
    Heard,
    Network,
    NetworkError,
    Outgoing,
    Picture,
    Poll,
    RemoteRef,
    Sought,
    Trouble,
    Video,
)
from bedside.kit import http
from tests.films import film

PLAYED: list[Network] = [import_module(path).NETWORK for path in NETWORKS if import_module(path).NETWORK.stage]
TEXT = "Flu shots are free on Saturday at the Cedar Street clinic."


def able(*abilities: Ability) -> "pytest.MarkDecorator":
    """For every network that declares all of these, and no other."""
    chosen = [network for network in PLAYED if set(abilities) <= network.abilities]
    return pytest.mark.parametrize("stand", [pytest.param(one.name, id=one.name) for one in chosen], indirect=True)


@dataclass
class Door:
    """What the outside finds at our address: pictures by name, and a letter box for webhooks."""

    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    letters: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answer: Callable[[dict[str, str], dict[str, str]], tuple[int, str, str]] | None = None
    url: str = ""
    came: threading.Event = field(default_factory=threading.Event)
    query: dict[str, str] = field(default_factory=dict)  # of the last letter's address

    def show(self, content: bytes, mime: str) -> str:
        name = hashlib.sha256(content).hexdigest()
        self.files[name] = (content, mime)
        return f"{self.url}/media/{name}"


@contextmanager
def opened() -> Iterator[Door]:
    door = Door()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            from urllib.parse import parse_qsl, urlsplit

            parts = urlsplit(self.path)
            if parts.path.startswith("/media/"):
                content, mime = door.files.get(parts.path.removeprefix("/media/"), (b"", ""))
                self.reply(200 if mime else 404, content, mime or "text/plain")
            elif door.answer is not None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, body, kind = door.answer(dict(parse_qsl(parts.query)), headers)
                self.reply(status, body.encode(), kind)
            else:
                self.reply(404, b"", "text/plain")

        def do_POST(self) -> None:
            from urllib.parse import parse_qsl, urlsplit

            door.query = dict(parse_qsl(urlsplit(self.path).query))
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            door.letters.append(({name.lower(): value for name, value in self.headers.items()}, body))
            door.came.set()
            self.reply(200, b"", "text/plain")

        def do_HEAD(self) -> None:
            self.do_GET()

        def reply(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    door.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield door
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@dataclass
class Stand:
    """One network before the questions. `saved` is what the connector saved last, `account` what the stage gave."""

    network: Network
    rehearsal: Rehearsal
    door: Door
    account: dict[str, Any]
    saved: dict[str, str] = field(default_factory=dict)
    number: int = 0

    @property
    def stage(self) -> Any:
        return self.rehearsal.stage(self.network.name)

    def connection(self, **more: Any) -> Connection:
        given: dict[str, Any] = {
            "account_id": 1,
            "organization_id": 1,
            "base_url": self.account["base_url"],
            "credentials": self.account["credentials"],
            "tokens": dict(self.saved),
            "save": lambda tokens: self.saved.update({k: v for k, v in tokens.items() if v}),
            "app": self.account["app"],
            "network_account_id": self.account["id"],
        }
        return Connection(**(given | more))

    def connector(self, **more: Any) -> Any:
        """As a new job would build it."""
        path, _, name = self.network.connector.rpartition(".")
        return getattr(import_module(path), name)(self.connection(**more))

    # What is sent

    def outgoing(self, text: str = TEXT, **more: Any) -> Outgoing:
        """A post with all this network needs."""
        self.number += 1
        needs, given = self.network.limits.needs, dict(more)
        if "title" in needs or self.network.limits.title is not None:
            given.setdefault("title", f"Flu shots {self.number}")
        if "video" in needs:
            given.setdefault("video", self.video())
        elif needs & {"picture", "media"} and "video" not in given:
            given.setdefault("pictures", (self.picture(),))
        return Outgoing(f"00000000-0000-4000-8000-{self.number:012d}", text, datetime.now(UTC), **given)

    def picture(self, shade: int = 90, alt: str = "A nurse at the clinic's door.") -> Picture:
        mime = "image/jpeg" if "image/jpeg" in self.network.limits.image_types else self.network.limits.image_types[0]
        kept = io.BytesIO()
        Image.new("RGB", (640, 480), (shade, 120, 160)).save(kept, mime.partition("/")[2].upper())
        content = kept.getvalue()
        url = self.door.show(content, mime) if self.network.limits.media_by_address else ""
        return Picture(content, mime, alt, "clinic.jpg", 640, 480, url)

    def video(self) -> Video:
        content = film()
        url = self.door.show(content, "video/mp4") if self.network.limits.media_by_address else ""
        return Video(content, "video/mp4", "How to wash hands.", "hands.mp4", 640, 360, 8.0, url=url)

    def poll(self) -> Poll:
        low, _high = self.network.limits.poll_options or (2, 4)
        least, most = self.network.limits.poll_minutes or (5, 10_080)
        return Poll(tuple(f"Choice {n}" for n in range(1, max(low, 2) + 1)), min(max(1440, least), most))

    def publish(self, text: str = TEXT, **more: Any) -> RemoteRef:
        ref: RemoteRef = self.connector().publish(self.outgoing(text, **more))
        return ref

    def answer(self, heard: Heard, text: str) -> Outgoing:
        return self.outgoing(
            text,
            parent=RemoteRef(heard.network_id, heard.version, heard.url),
            root=RemoteRef(heard.root_id or heard.network_id),
            answered=Answered(heard.kind, heard.author_id, heard.author_handle, heard.root_id, heard.posted_at),
            title="",
            pictures=(),
            video=None,
        )

    # What is said there

    def say(self, text: str, **told: Any) -> str:
        """Somebody says something; its id."""
        if "to" not in told:
            told["to_account"] = self.account["handle"]
        return str(self.stage.direct("say", {"text": text} | told)["id"])

    def heard(self, text: str, watch: tuple[RemoteRef, ...] = (), cursor: str = "") -> Heard:
        """That one thing, as the connector hears it."""
        batch = self.connector().hear(cursor, watch)
        found = [one for one in batch.heard if text in one.text]
        assert found, f"not heard: {[one.text for one in batch.heard]}"
        one: Heard = found[0]
        return one

    def shown(self, text: str = TEXT) -> list[Shown]:
        return [one for one in self.stage.shown() if text in one.text or text in one.title]

    def fault(self, kind: Kind, **more: Any) -> None:
        self.rehearsal.faults.add(Fault(kind, **({"times": 1} | more)))

    # A sender's habits, as channels.actions.sending has them

    def persist(self, act: Callable[[Any], object], outgoing: Outgoing | None = None) -> str:
        """Tries as the sender does: never a blind second try. "done", "refused", "revoked", or "person" where nobody
        can know but a person."""
        since = datetime.now(UTC)
        for _ in range(12):
            connector = self.connector()
            try:
                act(connector)
            except NetworkError as error:
                if error.trouble is Trouble.REVOKED:
                    return "revoked"
                if error.trouble is Trouble.REFUSED:
                    return "refused"
                if error.trouble is not Trouble.UNKNOWN or outgoing is None:
                    continue
                if Ability.FIND not in self.network.abilities:
                    return "person"
                if self.look(outgoing, since) is not None:
                    return "done"
            else:
                return "done"
        return "tired"

    def trouble(self, act: Callable[[Any], object]) -> Trouble | None:
        """What went wrong with it, if anything."""
        try:
            act(self.connector())
        except NetworkError as error:
            return error.trouble
        return None

    def look(self, outgoing: Outgoing, since: datetime, known: frozenset[str] = frozenset()) -> RemoteRef | None:
        for _ in range(6):
            try:
                found: RemoteRef | None = self.connector().find(Sought(outgoing.key, outgoing, since, known))
                return found
            except NetworkError:
                continue
        return None


def client() -> http.Client:
    return http.client(http.Reach(loopback=True))
