"""The rehearsal's HTTP server: loopback only, kept connections, small. It plays every stage it is given."""

import contextlib
import json
import logging
import os
import secrets
import socket
import threading
import time
from dataclasses import asdict
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from bedside.channels.rehearsal import pages
from bedside.channels.rehearsal.faults import ANSWERS, READING, Faults, Kind, read_fault
from bedside.channels.rehearsal.stages import stages
from bedside.channels.rehearsal.wire import Refused, Reply, Request, Stage, as_json

MOST_BYTES = 20_000_000
SAVE_EVERY = 0.5  # seconds
TOKEN_HEADER = "x-rehearsal-token"  # noqa: S105  # the header's name


class Dropped(Exception):
    """The connection is to break without an answer."""


class Rehearsal:
    """Networks on this machine: `with Rehearsal() as r:` serves them at `r.url` until the block ends.

    With `home` everything said is kept in a file there and found again at the next start.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        home: Path | None = None,
        token: str = "",
        seed: int = 0,
        latency_ms: int = 0,
        access_lasts: timedelta | None = None,
    ) -> None:
        self.token = token or secrets.token_urlsafe(24)
        self.faults = Faults(seed)
        self.latency_ms = latency_ms
        self.stages: tuple[Stage, ...] = stages(lambda: self.url, seed=seed, access_lasts=access_lasts)
        self.home = home
        self._changed = threading.Event()
        self._stopping = threading.Event()
        if home is not None:
            self._load(home)
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.rehearsal = self
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def bluesky(self) -> Any:
        """Bluesky's stage, for tests and benches."""
        return self.stage("bluesky")

    def start(self) -> Self:
        jobs = [lambda: self._server.serve_forever(poll_interval=0.05)]
        if self.home is not None:
            jobs.append(self._keep_saving)
        self._threads = [threading.Thread(target=job, daemon=True, name="rehearsal") for job in jobs]
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> None:
        self._stopping.set()
        self._changed.set()  # wakes the thread that saves
        for stage in self.stages:
            stage.close()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        for thread in self._threads:
            thread.join(5)
        self.save()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def answer(self, request: Request) -> Reply:
        """The reply to a whole request, after whatever faults strike it; raises Dropped."""
        for stage in self.stages:
            if stage.plays(request.path):
                return self._play(stage, request)
        if request.path.startswith("/rehearsal/"):
            return self._control(request)
        if request.method == "GET":
            return pages.page(self.stages, request.path)
        return as_json({"error": "NotFound"}, 404)

    def _play(self, stage: Stage, request: Request) -> Reply:
        call = stage.call_name(request.path, request.method)
        struck = self.faults.drawn(call)
        slow = struck.get(Kind.LATENCY)
        if wait := self.latency_ms + (slow.ms if slow else 0):
            time.sleep(wait / 1000)
        if Kind.DROP_BEFORE in struck:
            raise Dropped
        for kind, fault in struck.items():
            if kind in ANSWERS:
                return stage.failure(fault, call)
        reply = stage.handle(request, frozenset(struck))
        if request.method != "GET":
            self._changed.set()
        if Kind.DROP_AFTER in struck:
            raise Dropped
        if Kind.HANG_AFTER in struck:
            self._stopping.wait(struck[Kind.HANG_AFTER].ms / 1000)
            raise Dropped
        return stage.failure(struck[Kind.ERROR_AFTER], call) if Kind.ERROR_AFTER in struck else reply

    def _control(self, request: Request) -> Reply:
        if not secrets.compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), self.token.encode()):
            return as_json({"error": "The rehearsal's token is missing or wrong."}, 403)
        what = request.path.removeprefix("/rehearsal/")
        try:
            if what == "faults":
                return as_json(self._set_faults(request))
            told = request.told() if request.method == "POST" else {}
            stage = self.stage(str(told.get("network") or request.first("network", "bluesky")))
            if request.method == "GET" and what == "posts":
                return as_json([asdict(one) for one in stage.shown()])
            if request.method != "POST":
                return as_json({"error": "There is nothing at that address."}, 404)
            done = stage.direct(what, told)
        except (Refused, ValueError) as refused:
            return as_json({"error": str(refused)}, 400)
        self._changed.set()
        return as_json(done)

    def _set_faults(self, request: Request) -> object:
        if request.method == "POST":
            self.faults.add(read_fault(request.told()))
        elif request.method == "DELETE":
            self.faults.clear()
        return self.faults.listed()

    def stage(self, name: str) -> Any:
        """The network of that name as it is rehearsed here; raises Refused."""
        for stage in self.stages:
            if stage.name == name:
                return stage
        raise Refused(f"No network called {name} is rehearsed here.")

    def _load(self, home: Path) -> None:
        path = home / "rehearsal.json"
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            for stage in self.stages:
                if stage.name in kept:
                    stage.restore(kept[stage.name])

    def save(self) -> None:
        """Writes the state beside the old one and puts it in its place at once; nothing without a home."""
        if self.home is None:
            return
        self.home.mkdir(parents=True, exist_ok=True)
        fresh = self.home / "rehearsal.json.new"
        kept: dict[str, Any] = {stage.name: stage.snapshot() for stage in self.stages}
        fresh.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        os.replace(fresh, self.home / "rehearsal.json")

    def _keep_saving(self) -> None:
        while not self._stopping.is_set():
            if self._changed.wait(SAVE_EVERY):
                self._changed.clear()
                self.save()
                self._stopping.wait(SAVE_EVERY)


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # joined at the end, so that no connection outlives the rehearsal
    request_queue_size = 128
    rehearsal: Rehearsal

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(address, handler)

    def hold(self, connection: socket.socket) -> None:
        with self._open_lock:
            self._open.add(connection)

    def release(self, connection: socket.socket) -> None:
        with self._open_lock:
            self._open.discard(connection)

    def hang_up(self) -> None:
        with self._open_lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are part of every rehearsal; anything else was answered with 500 already."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "rehearsal"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave in one packet
    timeout = 120
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.hold(self.connection)

    def finish(self) -> None:
        self.server.release(self.connection)
        with contextlib.suppress(OSError, ValueError):
            super().finish()

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def do_PATCH(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def _serve(self) -> None:
        # A page elsewhere that points its name at 127.0.0.1 (DNS rebinding) still sends its own name.
        if urlsplit(f"//{self.headers.get('host', '')}").hostname not in ("127.0.0.1", "localhost"):
            self._send(as_json({"error": "Not here."}, 421))
            return
        try:
            body = self._body()
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = parse_qs(parts.query, keep_blank_values=True)
            reply = self.server.rehearsal.answer(Request(self.command, parts.path, query, headers, body))
        except Dropped:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        except Exception:
            logging.getLogger("bedside.rehearsal").exception("A call could not be played.")
            reply = as_json({"error": "InternalServerError", "message": "Internal Server Error"}, 500)
        self._send(reply)

    def _body(self) -> bytes:
        length = int(self.headers.get("content-length") or 0)
        if length > MOST_BYTES:
            raise Dropped
        if length and self.server.rehearsal.faults.drawn(self.path, READING):
            self.rfile.read(length // 2)
            raise Dropped
        return self.rfile.read(length) if length else b""

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers:
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(reply.body)
            self.wfile.flush()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing is logged: what people say here is shown on the rehearsal's own page."""
