"""A second start until the product answers, and what the idle stack keeps in memory."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import Row, quantile


def run() -> list[Row]:
    from tests.stack import Stack

    with tempfile.TemporaryDirectory(prefix="bedside-bench-", ignore_cleanup_errors=True) as folder:
        stack = Stack(Path(folder) / "home").start()
        stack.stop()
        starts = [_start(stack) for _time in range(3)]
        stack.start()
        try:
            time.sleep(10)
            memory = resident(stack.home)
            database = resident(stack.home, only="postgres")
        finally:
            stack.stop()
        bare = [_bare(Path(folder) / "home") for _time in range(3)]
    return [
        Row("second start until web and worker answer, median of 3", round(quantile(starts, 0.5), 2), "s", 3.0,
            "PostgreSQL's start and an import of Django", round(quantile(bare, 0.5), 2)),
        Row("whole stack idle, proportional set size", round(memory), "MB", 500, "its PostgreSQL alone",
            round(database)),
    ]  # fmt: skip


def _start(stack: "object") -> float:
    from tests.stack import Stack

    assert isinstance(stack, Stack)
    begun = time.perf_counter()
    stack.begin()
    while not stack.healthy():
        time.sleep(0.01)
    taken = time.perf_counter() - begun
    stack.stop()
    return taken


def _bare(home: Path) -> float:
    from bedside import postgres

    begun = time.perf_counter()
    postgres.start(home)
    subprocess.run([sys.executable, "-c", "import django.db.models, django.template, django.urls"], check=True)
    taken = time.perf_counter() - begun
    postgres.stop(home)
    return taken


def resident(home: Path, only: str = "") -> float:
    """Megabytes that the processes of this home keep, shared pages counted by share."""
    ours: dict[int, float] = {}
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            line = (path / "cmdline").read_text().replace("\0", " ")
            status = (path / "status").read_text()
            named = str(home) in line or f"BEDSIDE_HOME={home}\0".encode() in (path / "environ").read_bytes()
            pss = next(row for row in (path / "smaps_rollup").read_text().splitlines() if row.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
        pid = int(path.name)
        parents[pid] = int(next(row for row in status.splitlines() if row.startswith("PPid")).split()[1])
        if (named or parents[pid] in ours or "postgres:" in line) and (not only or only in line):
            ours[pid] = int(pss.split()[1]) / 1024
    roots = {pid for pid in ours if _names(pid, home)}
    return sum(size for pid, size in ours.items() if pid in roots or _ancestor(pid, parents, roots))


def _names(pid: int, home: Path) -> bool:
    try:
        line = Path(f"/proc/{pid}/cmdline").read_text()
        surroundings = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False
    return str(home) in line or f"BEDSIDE_HOME={home}\0".encode() in surroundings


def _ancestor(pid: int, parents: dict[int, int], roots: set[int]) -> bool:
    while pid in parents:
        pid = parents[pid]
        if pid in roots:
            return True
    return False
