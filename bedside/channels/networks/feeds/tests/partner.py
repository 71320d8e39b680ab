"""Somebody else's server, on the real wire: feeds with validators, and a WebSub hub that checks and signs."""

import hashlib
import hmac
import secrets
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from bedside.channels.rules import Call, CallAnswer

Handle = Callable[[BaseHTTPRequestHandler, bytes], tuple[int, bytes, Mapping[str, str]]]


@dataclass
class Partner:
    """Documents by path, what was asked for, and the hub's subscriptions by callback."""

    url: str = ""
    documents: dict[str, bytes] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    pinged: list[str] = field(default_factory=list)
    subscribed: dict[str, dict[str, str]] = field(default_factory=dict)
    algorithm: str = "sha256"

    def serve(self, path: str, known: str) -> tuple[int, bytes, dict[str, str]]:
        status = self.statuses.get(path, 200 if path in self.documents else 404)
        body = self.documents.get(path, b"") if status == 200 else b""
        etag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
        if status == 200 and known == etag:
            status, body = 304, b""
        self.asked.append((path, status))
        return status, body, {"ETag": etag, **self.headers}

    def hub(self, form: Mapping[str, list[str]]) -> int:
        mode = form["hub.mode"][0]
        if mode == "publish":
            self.pinged += form["hub.url"]
            return 204
        told = {name: values[0] for name, values in form.items()}
        challenge = secrets.token_urlsafe(12)
        asked = {"hub.mode": mode, "hub.topic": told["hub.topic"], "hub.challenge": challenge}
        status, body = get(f"{told['hub.callback']}&{urlencode(asked | {'hub.lease_seconds': '864000'})}")
        if status != 200 or body.decode() != challenge:
            return 409
        self.subscribed[told["hub.callback"]] = told
        return 202

    def distribute(self, body: bytes, secret: str = "") -> list[int]:
        """Sends news to everybody who subscribed, signed as WebSub says; what they answered."""
        said = []
        for callback, told in self.subscribed.items():
            digest = hmac.new((secret or told["hub.secret"]).encode(), body, self.algorithm).hexdigest()
            request = urllib.request.Request(callback, body, {"X-Hub-Signature": f"{self.algorithm}={digest}"})
            said.append(get(request)[0])
        return said


def get(asked: "str | urllib.request.Request") -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


@contextmanager
def serving(handle: Handle) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, said, headers = handle(self, body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = serve

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def partner() -> Iterator[Partner]:
    made = Partner()

    def handle(asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, bytes, Mapping[str, str]]:
        path = urlsplit(asked.path).path
        if asked.command == "POST":
            return made.hub(parse_qs(body.decode())), b"", {}
        if path == "/moved.xml":
            return 301, b"", {"Location": "/news.atom"}
        return made.serve(path, asked.headers.get("If-None-Match", ""))

    with serving(handle) as url:
        made.url = url
        yield made


@contextmanager
def door(answer: Callable[[Call], CallAnswer]) -> Iterator[str]:
    """Our own door for webhooks: what comes in is handed over as the web does it."""

    def handle(asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, bytes, Mapping[str, str]]:
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
        headers = {name.lower(): value for name, value in asked.headers.items()}
        said = answer(Call(asked.command, query, headers, body))
        return said.status, said.body.encode(), {}

    with serving(handle) as url:
        yield f"{url}/webhooks/riverbend/feeds/1/"
