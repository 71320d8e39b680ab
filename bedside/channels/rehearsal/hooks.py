"""Webhooks as a rehearsed network sends them: signed, and on demand late, twice, out of order or wrongly signed."""

import contextlib
import http.client
import json
import queue
import random
import threading
import time
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

from bedside.channels.rehearsal.faults import Fault, Kind


class Sends(Protocol):
    """What Hooks needs of its stage."""

    name: str

    def sign(self, body: bytes, secret: str) -> Mapping[str, str]:
        """The headers a signed event carries."""
        ...


class Hooks:
    """Who asked to be called (`subscribed`: callback -> secret), and a thread that calls them in order."""

    def __init__(self, stage: Any, seed: int = 0) -> None:
        self.stage = stage
        self.subscribed: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.answers: list[int] = []  # what the receivers answered, for tests
        self.thread: threading.Thread | None = None
        self._waiting: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._chance = random.Random(seed)  # noqa: S311  # a rehearsal must be repeatable
        self._idle = threading.Event()
        self._idle.set()

    def send(self, event: dict[str, Any]) -> None:
        """Queues an event for every subscriber; nothing where there is none."""
        if not self.subscribed:
            return
        self._idle.clear()
        self._waiting.put(event)
        if self.thread is None:
            self.thread = threading.Thread(target=self._work, daemon=True, name=f"hooks-{self.stage.name}")
            self.thread.start()

    def wait(self, seconds: float = 10) -> bool:
        """Whether everything queued was sent in time."""
        return self._idle.wait(seconds)

    def close(self) -> None:
        if self.thread is not None:
            self._waiting.put(None)
            self.thread.join(5)

    def _struck(self, kind: Kind) -> Fault | None:
        for fault in self.faults:
            if fault.kind is kind and self._chance.random() < fault.chance:
                return fault
        return None

    def _work(self) -> None:
        while True:
            batch = [self._waiting.get()]
            if self._struck(Kind.SHUFFLED):
                time.sleep(0.05)  # lets others arrive, to be overtaken
                with contextlib.suppress(queue.Empty):
                    while True:
                        batch.append(self._waiting.get_nowait())
                batch.reverse()
            for event in sorted(batch, key=lambda one: one is None):
                if event is None:
                    return
                self._deliver(event)
            if self._waiting.empty():
                self._idle.set()

    def _deliver(self, event: dict[str, Any]) -> None:
        if late := self._struck(Kind.LATENCY):
            time.sleep(late.ms / 1000)
        body = json.dumps(event, ensure_ascii=True, separators=(",", ":")).encode()
        for callback, secret in list(self.subscribed.items()):
            for _ in range(2 if self._struck(Kind.DUPLICATED) else 1):
                wrong = self._struck(Kind.UNSIGNED)
                headers = dict(self.stage.sign(body, "not the secret" if wrong else secret))
                self._post(callback, body, {"Content-Type": "application/json"} | headers)

    def _post(self, callback: str, body: bytes, headers: Mapping[str, str]) -> None:
        parts = urlsplit(callback)
        try:
            line = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=10)
            with contextlib.closing(line):
                line.request("POST", parts.path + (f"?{parts.query}" if parts.query else ""), body, dict(headers))
                self.answers.append(line.getresponse().status)
        except OSError:
            self.answers.append(0)
