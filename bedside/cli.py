"""The command `bedside`: each domain adds its own parsers; those of guard and triage need no database."""

import argparse
import os
import sys
from collections.abc import Sequence


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="bedside", description="Good bedside manner, on every network.")
    sub = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_pure(sub)
    _add_product(sub)
    return top


def _add_pure(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from bedside.guard import commands as guard
    from bedside.guard import redact
    from bedside.triage import commands as triage

    guard.add_parsers(sub)
    triage.add_parsers(sub, phi=redact)


def _add_product(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from bedside.audit import commands as audit
    from bedside.channels.rehearsal import commands as rehearsal
    from bedside.web import commands as web

    web.add_parsers(sub)
    audit.add_parsers(sub)
    rehearsal.add_parsers(sub)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.settings")
    arguments = parser().parse_args(sys.argv[1:] if argv is None else argv)
    try:
        return int(arguments.run(arguments) or 0)
    except BrokenPipeError:
        return 0
