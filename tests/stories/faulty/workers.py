"""Real workers as their own processes: killed at random moments, begun again as the supervisor does."""

import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bedside.postgres import Address

ROOT = Path(__file__).parent.parent.parent.parent
#: Seconds between a death and the next start, as in bedside.supervisor.
AGAIN = 0.5


@dataclass
class Worker:
    process: "subprocess.Popen[bytes] | None" = None
    again: float = 0.0


@dataclass
class Workers:
    """So many `python -m bedside worker` on one database."""

    database: Address
    log: Path
    count: int
    chance: random.Random
    killed: int = 0
    crashed: int = 0
    running: list[Worker] = field(default_factory=list)

    def start(self) -> None:
        self.running = [Worker() for _ in range(self.count)]
        self.tend()

    def tend(self) -> None:
        """Begins what has ended, a little later."""
        now = time.monotonic()
        for worker in self.running:
            if worker.process is not None and worker.process.poll() is not None:
                self.crashed += worker.process.returncode != -9
                worker.process, worker.again = None, now + AGAIN
            if worker.process is None and now >= worker.again:
                worker.process = self._begin()

    def _begin(self) -> "subprocess.Popen[bytes]":
        variables = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
        variables |= {"BEDSIDE_DATABASE_URL": self.database.uri, "BEDSIDE_ALLOW_LOOPBACK": "yes"}
        with self.log.open("ab") as out:
            return subprocess.Popen(
                [sys.executable, "-m", "bedside", "worker"],
                cwd=ROOT,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def kill_one(self) -> None:
        """One of them dies in the middle of whatever it does."""
        alive = [worker.process for worker in self.running if worker.process and worker.process.poll() is None]
        if alive:
            self.chance.choice(alive).kill()
            self.killed += 1

    def stop(self) -> None:
        for worker in self.running:
            if worker.process is not None:
                with suppress(ProcessLookupError):
                    worker.process.terminate()
        for worker in self.running:
            if worker.process is not None:
                try:
                    worker.process.wait(12)
                except subprocess.TimeoutExpired:
                    worker.process.kill()
                    worker.process.wait()
