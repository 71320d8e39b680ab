"""What the tests of Meta's networks share: a receiver of webhooks, a client that gives recorded answers, a clock."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import httpx

from bedside.channels.rules import Call, CallAnswer, NetworkError
from bedside.kit import http


class Recorded(http.Client):
    """Gives the answers it is told, in order; the last one again and again. Keeps what was asked."""

    def __init__(self, *answers: tuple[int, object] | tuple[int, object, Mapping[str, str]]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str, dict[str, Any]]] = []

    def send(self, method: str, url: str, **sent: Any) -> http.Answer:
        self.asked.append((method, url, sent))
        told = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        status, body = told[0], told[1]
        headers = told[2] if len(told) > 2 else {}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return http.Answer(status, httpx.Headers(dict(headers)), content, url)


@dataclass
class Receiver:
    """An address of ours that a network calls: answers its test as `challenge` says, keeps every event."""

    challenge: Callable[[Call, Mapping[str, str]], CallAnswer | None]
    secrets: Mapping[str, str]
    calls: list[Call] = field(default_factory=list)

    def __enter__(self) -> Self:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def _call(self) -> Call:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                return Call(self.command, dict(parse_qsl(parts.query)), headers, body)

            def do_GET(self) -> None:
                answer = receiver.challenge(self._call(), receiver.secrets) or CallAnswer(404)
                self.send_response(answer.status)
                self.end_headers()
                self.wfile.write(answer.body.encode())

            def do_POST(self) -> None:
                receiver.calls.append(self._call())
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=lambda: self.server.serve_forever(poll_interval=0.02), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/hooks"


#: Answers no network should give; the words in them must never become ours.
HOSTILE: list[Any] = [
    (200, b""),
    (200, b"<html>secret words</html>"),
    (200, b"\xff\xfe\x00"),
    (200, []),
    (200, {"data": "secret words"}),
    (200, {"data": [None, 3, "secret words", [], {}, {"id": None}, {"id": 5, "message": []}]}),
    (200, {"data": [{"id": "x", "created_time": "secret words", "from": [], "message": {"a": 1}, "messages": 3}]}),
    (200, {"data": [{"id": "1", "name": 5, "access_token": 7, "tasks": "x"}], "paging": {"next": 3, "cursors": []}}),
    (200, {"data": [], "paging": {"next": "https://evil.example", "cursors": {"after": "same"}}}),
    (200, {"id": ["secret words"], "insights": {"data": [{"name": [], "values": [{}]}]}}),
    (200, {"created_time": 1e300, "data": [{"id": "1", "created_time": 1e300}]}),
    (400, {"error": "secret words"}),
    (400, {"error": {"code": "secret words", "error_subcode": {}}}),
    (500, {"error": {"code": 1, "message": "secret words"}}),
    (503, b"secret words"),
    (302, b"", {"location": "https://evil.example"}),
]


def said_by(act: Callable[[], object]) -> str:
    """What an act says where it fails; anything but a NetworkError is a crash."""
    try:
        act()
    except NetworkError as error:
        return " ".join((error.said, str(error), error.todo, repr(error)))
    return ""
