"""The guard under fire: ten million characters made by a coverage-guided fuzzer (atheris, in the peers' venv) and by
hypothesis's strategies, and how the time for one text grows with its length."""

import os
import subprocess
import sys
import time
from collections.abc import Callable

from bench import Row, Skipped, identifiers

CHARACTERS = 10_000_000
SHAPES: dict[str, Callable[[int], str]] = {
    "words": lambda n: ("We are glad that your knee is better and hope to see you soon. " * (n // 60 + 1))[:n],
    "digits": lambda n: "5" * n,
    "broken digits": lambda n: ("5-5 5.5 " * (n // 8 + 1))[:n],
    "capitals": lambda n: ("Anna Maria Lopez " * (n // 17 + 1))[:n],
    "blanks": lambda n: " " * n,
    "at signs": lambda n: "a@" * (n // 2),
    "dots": lambda n: "a." * (n // 2),
    "one word": lambda n: "a" * n,
    "marks": lambda n: "é" * (n // 2),
    "emoji": lambda n: "🙏" * n,
}


def run() -> list[Row]:
    name, ratio = max(((name, _growth(make)) for name, make in SHAPES.items()), key=lambda pair: pair[1])
    read, wrong = _fuzzed()
    return [
        Row(f"guard, a text of 100 kB over one of 1 kB (worst of {len(SHAPES)}: {name})", ratio, "× the time", 150,
            "growing with the length", 100),
        Row("guard, characters of fuzz read", read, "characters", CHARACTERS, "asked for", CHARACTERS, True),
        Row("guard, of these texts, crashed on", wrong, "texts", 0, "none", None),
    ]  # fmt: skip


def _growth(make: Callable[[int], str]) -> float:
    from bedside.guard import check

    def spent(text: str, times: int) -> float:
        runs = []
        for _ in range(times):
            began = time.process_time()
            check(text, kind="reply", inbound="hello")
            runs.append(time.process_time() - began)
        return sorted(runs)[times // 2]

    spent(make(1_000), 1)
    return round(spent(make(100_000), 1) / max(spent(make(1_000), 5), 1e-4), 1)


def _fuzzed() -> tuple[int, int]:
    identifiers._peer("scrubadub", [["hello"]])  # makes the venv
    done = subprocess.run(
        [str(identifiers.VENV / "bin" / "python"), str(identifiers.ROOT / "bench" / "fuzzer.py"), str(CHARACTERS)],
        check=False, capture_output=True, text=True, env=dict(os.environ, PYTHONPATH=str(identifiers.ROOT)),
    )  # fmt: skip
    for line in done.stdout.splitlines():
        if line.startswith("read "):
            return int(line.split()[1]), int(line.split()[3])
    print(done.stderr[-2000:], file=sys.stderr)
    raise Skipped("the fuzzer did not run")
