"""The whole product as its own processes, for stories: `bin/up` on a home and a port of its own."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bedside.supervisor import free_port

ROOT = Path(__file__).parent.parent


@dataclass
class Stack:
    """A running Bedside; `said` is what it printed."""

    home: Path
    arguments: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    variables: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[str] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.home.with_name(f"{self.home.name}.log")

    @property
    def said(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def begin(self) -> None:
        """Starts it and does not wait."""
        self.home.parent.mkdir(parents=True, exist_ok=True)
        variables = {k: v for k, v in os.environ.items() if not k.startswith(("BEDSIDE_", "PYTEST"))}
        variables |= {"BEDSIDE_HOME": str(self.home), "BEDSIDE_PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bedside", "up", *self.arguments],
                cwd=ROOT,
                env=variables | self.variables,
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )

    def start(self, seconds: float = 90.0) -> "Stack":
        """Starts it and returns when it says that it runs."""
        self.begin()
        self.await_said("Ctrl-C stops everything", seconds)
        return self

    def await_said(self, words: str, seconds: float) -> None:
        assert self.process is not None
        until = time.monotonic() + seconds
        while words not in self.said:
            assert self.process.poll() is None, f"It stopped with {self.process.returncode}: {self.said}"
            assert time.monotonic() < until, f"It did not say {words!r}: {self.said}"
            time.sleep(0.05)

    def await_healthy(self, seconds: float = 30.0) -> None:
        until = time.monotonic() + seconds
        while not self.healthy():
            assert time.monotonic() < until, "It did not become healthy."
            time.sleep(0.1)

    def healthy(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
        return False

    def stop(self, number: signal.Signals = signal.SIGINT, seconds: float = 30.0) -> int:
        """Ctrl-C, and its exit code."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(seconds)
        finally:
            self.process.kill()

    def children(self) -> dict[str, int]:
        """Process ids by what they are: web, worker, rehearsal."""
        assert self.process is not None
        names = {"granian": "web", "worker": "worker", "rehearsal": "rehearsal"}
        found: dict[str, int] = {}
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            line = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
            for word, name in names.items():
                if f" {word}" in line or f".{word}" in line:
                    found[name] = int(pid)
        return found

    @property
    def people(self) -> dict[str, str]:
        """The demo's sign-ins by role."""
        told = json.loads((self.home / "demo.json").read_text())
        return {person["role"].partition(",")[0]: person["email"] for person in told["people"]}

    @property
    def password(self) -> str:
        return str(json.loads((self.home / "demo.json").read_text())["password"])
