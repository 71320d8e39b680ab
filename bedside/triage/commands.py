"""`bedside read`: triage at the command line, without a database."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from bedside.triage.private import Place, identifiers
from bedside.triage.rules import Reading, read

USAGE = 64  # sysexits.h EX_USAGE
DATA = 65  # sysexits.h EX_DATAERR

# Takes a text and gives the identifiers in it. Finding them by checks is the guard's work, and the guard stands beside
# triage, so whoever stands above both hands it in.
Phi = Callable[[str], list[Place]]


def add_parsers(sub: "argparse._SubParsersAction[argparse.ArgumentParser]", phi: Phi | None = None) -> None:
    """Registers `read` with its options; the parsed arguments carry `run`, which returns the exit code."""
    parser = sub.add_parser("read", help="read what has come in: intent, urgency, feeling, specialty")
    parser.add_argument("text", nargs="?", help="the text to read")
    parser.add_argument("--file", help="read the text from a file, or - for standard input")
    parser.add_argument(
        "--jsonl", metavar="FILE", nargs="?", const="-",
        help="read one object a line, from a file or standard input; prints one object a line",
    )  # fmt: skip
    parser.add_argument("--channel", default="")
    parser.add_argument("--stars", type=int, choices=range(1, 6))
    parser.add_argument("--json", action="store_true", help="print the reading as JSON")
    parser.add_argument("--fast", action="store_true", help="for archives: many times as fast, less sure")
    parser.set_defaults(run=lambda args: run(args, phi=phi))


def run(args: argparse.Namespace, *, phi: Phi | None = None) -> int:
    """The exit code of one `bedside read`: 0, 64 for wrong usage, 65 for what cannot be read."""
    given = [args.text is not None, args.file is not None, args.jsonl is not None]
    if sum(given) != 1:
        print("bedside read: give one of TEXT, --file, --jsonl", file=sys.stderr)
        return USAGE
    try:
        if args.jsonl is not None:
            with _opened(args.jsonl) as lines:
                return _lines(lines, phi, fast=args.fast)
        text = args.text if args.text is not None else _read(args.file)
    except OSError as error:
        print(f"bedside read: {error.strerror}: {error.filename}", file=sys.stderr)
        return USAGE
    except UnicodeDecodeError:
        print("bedside read: this is not UTF-8 text", file=sys.stderr)
        return DATA
    if args.json:
        row = {"text": text, "channel": args.channel, "stars": args.stars}
        print(json.dumps(read_row(row, phi, fast=args.fast), ensure_ascii=False))
    else:
        print(_plain(read(text, channel=args.channel, stars=args.stars, fast=args.fast)))
    return 0


def read_row(row: Mapping[str, object], phi: Phi | None = None, *, fast: bool = False) -> dict[str, object]:
    """The reading of one object of the labelling guide's form, as plain data; `phi` finds its identifiers by checks,
    which what was learned then confirms, doubts or adds to."""
    text, stars = str(row["text"]), row.get("stars")
    channel = str(row.get("channel") or "")
    reading = read(text, channel=channel, stars=stars if isinstance(stars, int) else None, fast=fast)
    places = identifiers(text, phi(text), reading.marks) if phi and not fast else []
    return {
        "id": row.get("id"),
        "intent": reading.intent,
        "urgency": reading.urgency,
        "level": reading.level,
        "sentiment": reading.sentiment,
        "specialty": reading.specialty,
        "language": reading.language,
        "card": reading.card,
        "topics": list(reading.topics),
        "phi": [{"rule": rule, "quote": text[start:end], "start": start, "end": end} for rule, start, end in places],
        "reasons": [{"field": r.field, "value": r.value, "quote": r.quote, "why": r.why} for r in reading.reasons],
    }


def _opened(name: str) -> AbstractContextManager[Iterable[str]]:
    return nullcontext(sys.stdin) if name == "-" else Path(name).open(encoding="utf-8")


def _read(name: str) -> str:
    with _opened(name) as lines:
        return "".join(lines)


def _lines(lines: Iterable[str], phi: Phi | None, *, fast: bool) -> int:
    """Each line's reading as soon as it is there; a line that cannot be read is named by its number and passed over."""
    wrong = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            said = read_row(json.loads(line), phi, fast=fast)
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
            # Never echo the line: it is what a patient wrote.
            print(f"bedside read: line {number} is not an object of the guide's form", file=sys.stderr)
            wrong += 1
        else:
            print(json.dumps(said, ensure_ascii=False))
    return DATA if wrong else 0


def _plain(reading: Reading) -> str:
    head = (
        f"{reading.level} {reading.urgency}: {reading.intent}, {reading.sentiment}, "
        f"{reading.specialty or 'no specialty'}, {reading.language}"
    )
    lines = [head + (f", card {reading.card}" if reading.card else "")]
    lines += [f'  {r.field} {r.value}: "{r.quote}" - {r.why}' for r in reading.reasons]
    return "\n".join(lines)
