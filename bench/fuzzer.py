"""Feeds the guard what atheris makes of its coverage until so many characters are read.

`python bench/fuzzer.py NUMBER` prints "read N crashed M"; each crash is shown by its exception alone."""

import os
import sys
import traceback
from importlib import import_module
from typing import Any

KINDS = ("reply", "post", "message")


def main() -> None:
    """Reads until the number is reached; ends the process, as atheris would otherwise go on."""
    atheris: Any = import_module("atheris")
    wanted = int(sys.argv[1])
    with atheris.instrument_imports(include=["bedside.guard"]):
        rules: Any = import_module("bedside.guard.rules")
    scene: Any = import_module("bedside.guard.scene").Scene
    state = {"read": 0, "crashed": 0, "runs": 0}

    def one(data: bytes) -> None:
        given = atheris.FuzzedDataProvider(data)
        kind = KINDS[given.ConsumeIntInRange(0, 2)]
        text, inbound = given.ConsumeUnicode(600), given.ConsumeUnicode(200)
        state["runs"] += 1
        try:
            rules.redact(text)
            list(rules.by_rules(scene(text, kind=kind, inbound=inbound)))
            if state["runs"] % 50 == 0:
                rules.check(text, kind=kind, inbound=inbound)
        except Exception:
            state["crashed"] += 1
            traceback.print_exc(limit=-2)
        state["read"] += len(text) + len(inbound)
        if state["read"] >= wanted:
            sys.stdout.write(f"read {state['read']} crashed {state['crashed']}\n")
            sys.stdout.flush()
            os._exit(0)

    seeds = os.path.join(os.path.dirname(__file__), "..", ".cache", "fuzz")
    os.makedirs(seeds, exist_ok=True)
    options = ("-max_len=4096", "-len_control=0", "-seed=7", "-rss_limit_mb=0", "-verbosity=0", seeds)
    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
