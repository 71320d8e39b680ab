"""`bin/bench [name …] [--json]`: runs the benches and prints what they found."""

import argparse
import json
import os
import platform
import sys
import time
from importlib import import_module
from pathlib import Path

from bench import Row, Skipped

FIGURES = Path(__file__).parent / "figures"
#: Modules of this folder that measure nothing themselves.
SUPPORT = {
    "__init__",
    "__main__",
    "arriving",
    "browsing",
    "crowd",
    "fanout",
    "fuzzer",
    "identifiers",
    "linear",
    "million",
    "peers",
    "place",
    "storm",
}


def names() -> list[str]:
    """Every bench."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in SUPPORT)


def main() -> int:
    """0 when every goal was met; 1 when one was missed or a bench failed."""
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measures what Bedside claims.")
    parser.add_argument("name", nargs="*", help=f"one or more of: {', '.join(names())} (default: all)")
    parser.add_argument("--json", action="store_true", help="print an array instead of a table")
    parser.add_argument("--keep", action="store_true", help="also keep the figures of each in bench/figures/")
    asked = parser.parse_args()
    if unknown := set(asked.name) - set(names()):
        parser.error(f"there is no bench called {', '.join(sorted(unknown))}")
    rows: list[Row] = []
    failed = False
    for name in asked.name or names():
        began = time.monotonic()
        try:
            found: list[Row] = import_module(f"bench.{name}").run()
        except Skipped as skipped:
            print(f"{name}: skipped, {skipped}", file=sys.stderr, flush=True)
            continue
        except Exception as error:
            failed = True
            print(f"{name}: failed, {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            continue
        rows += found
        if asked.keep:
            keep(name, found)
        print(f"{name}: {len(found)} claims in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(json.dumps([row.as_dict() for row in rows], indent=1, ensure_ascii=False) if asked.json else table(rows))
    return int(failed or any(row.ok is False for row in rows))


def keep(name: str, rows: list[Row]) -> None:
    """Writes what was found, when and on what, for the pages of the docs that show it."""
    cores = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    told = {"date": time.strftime("%Y-%m-%d"), "machine": cores, "rows": [row.as_dict() for row in rows]}
    FIGURES.mkdir(exist_ok=True)
    text = json.dumps(told, indent=1, ensure_ascii=False)
    (FIGURES / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def table(rows: list[Row]) -> str:
    """One aligned line a row."""
    lines = [["", "claim", "value", "goal", "ratio", "peer"]]
    for row in rows:
        mark = {True: "✓", False: "✗", None: "·"}[row.ok]
        goal = "" if row.goal is None else _number(row.goal)
        ratio = "" if row.ratio is None else f"{_number(row.ratio)} ×"
        peer = row.peer if row.peer_value is None else f"{_number(row.peer_value)} {row.unit}: {row.peer}"
        lines.append([mark, row.claim, f"{_number(row.value)} {row.unit}", goal, ratio, peer])
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    right = {2, 3, 4}
    return "\n".join(
        "  ".join(
            cell.rjust(widths[column]) if column in right else cell.ljust(widths[column])
            for column, cell in enumerate(line)
        ).rstrip()
        for line in lines
    )


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e9:
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
