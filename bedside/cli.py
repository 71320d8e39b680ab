"""The command `bedside`. Each domain adds its own parsers, and only the asked-for one is imported: `bedside check`
needs no database, and `bedside up` starts without reading the guard's lexicon."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

#: Command -> the module whose add_parsers() makes it.
COMMANDS = {
    "up": "bedside.web.commands",
    "doctor": "bedside.web.commands",
    "worker": "bedside.web.commands",
    "migrate": "bedside.web.commands",
    "keys": "bedside.web.commands",
    "demo": "bedside.web.commands",
    "tour": "bedside.web.commands",
    "people": "bedside.organizations.commands",
    "audit": "bedside.audit.commands",
    "check": "bedside.guard.commands",
    "policy": "bedside.guard.policy.commands",
    "read": "bedside.triage.commands",
    "rehearsal": "bedside.channels.rehearsal.commands",
}


def parser(wanted: str = "") -> argparse.ArgumentParser:
    """The parser with one command, or with all of them for --help."""
    top = argparse.ArgumentParser(prog="bedside", description="Good bedside manner, on every network.")
    sub = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    paths = [COMMANDS[wanted]] if wanted in COMMANDS else list(dict.fromkeys(COMMANDS.values()))
    for path in paths:
        if path == "bedside.triage.commands":
            # Triage and guard stand side by side: what finds identifiers is handed to triage from here.
            import_module(path).add_parsers(sub, phi=_identifiers)
        else:
            import_module(path).add_parsers(sub)
    return top


def _identifiers(text: str) -> list[tuple[str, int, int]]:
    return [(span.rule, span.start, span.end) for span in import_module("bedside.guard").redact(text).spans]


def read_row(row: Mapping[str, object], *, fast: bool = False) -> dict[str, object]:
    """What `bedside read` prints of one object: triage, and the identifiers that guard and triage find together."""
    told: dict[str, object] = import_module("bedside.triage.commands").read_row(row, _identifiers, fast=fast)
    return told


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.settings")
    given = list(sys.argv[1:] if argv is None else argv)
    arguments = parser(given[0] if given else "").parse_args(given)
    from bedside.environment import Unreadable
    from bedside.postgres import Unavailable

    try:
        return int(arguments.run(arguments) or 0)
    except (Unreadable, Unavailable) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0
