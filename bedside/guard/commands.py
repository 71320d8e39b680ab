"""`bedside check`: the guard at the command line, without a database."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import cast

from bedside.guard.rules import Facts, Finding, Kind, Verdict, check, redact

EXIT = {"allow": 0, "warn": 1, "block": 2}
USAGE = 64  # sysexits.h EX_USAGE
DATA = 65  # sysexits.h EX_DATAERR


def add_parsers(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers `check` with its options; the parsed arguments carry `run`, which returns the exit code."""
    parser = sub.add_parser("check", help="check what is about to be said; exit 0 allow, 1 warn, 2 block")
    parser.add_argument("text", nargs="?", help="the text to check")
    parser.add_argument("--file", help="read the text from a file, or - for standard input")
    parser.add_argument(
        "--jsonl", metavar="FILE", nargs="?", const="-",
        help="check one object a line, from a file or standard input; prints one object a line and exits 0",
    )  # fmt: skip
    parser.add_argument("--kind", choices=("post", "reply", "message"), default="post")
    parser.add_argument("--inbound", help="the comment being answered")
    parser.add_argument("--author", help="the display name of the person answered")
    parser.add_argument("--release", help="the signed story release that covers the post")
    parser.add_argument("--json", action="store_true", help="print the verdict as JSON")
    parser.add_argument(
        "--redact", action="store_true", help="print the text with private identifiers replaced instead"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """The exit code of one `bedside check`: the verdict's, 64 for wrong usage, 65 for what cannot be read; lines: 0."""
    given = [args.text is not None, args.file is not None, args.jsonl is not None]
    if sum(given) != 1:
        print("bedside check: give one of TEXT, --file, --jsonl", file=sys.stderr)
        return USAGE
    try:
        if args.jsonl is not None:
            with _opened(args.jsonl) as lines:
                return _lines(lines)
        text = args.text if args.text is not None else _read(args.file)
    except OSError as error:
        print(f"bedside check: {error.strerror}: {error.filename}", file=sys.stderr)
        return USAGE
    except UnicodeDecodeError:
        print("bedside check: this is not UTF-8 text", file=sys.stderr)
        return DATA
    if args.redact:
        print(redact(text).text)
        return 0
    verdict = check(text, kind=args.kind, inbound=args.inbound, author=args.author, release=args.release)
    print(json.dumps(as_dict(verdict), ensure_ascii=False) if args.json else _plain(verdict))
    return EXIT[verdict.verdict]


def check_row(row: Mapping[str, object]) -> Verdict:
    """The verdict on one object of the labelling guide's form."""
    inbound, author, release = row.get("inbound"), row.get("author"), row.get("release")
    return check(
        str(row["text"]),
        kind=cast(Kind, row.get("kind") or "post"),
        inbound=None if inbound is None else str(inbound),
        author=None if author is None else str(author),
        release=None if release is None else str(release),
        facts=_facts(row.get("org")),
    )


def _facts(org: object) -> Facts:
    """The organization's facts from a guide row; without any, nothing is exempt."""
    if not isinstance(org, Mapping):
        return Facts()

    def names(key: str) -> tuple[str, ...]:
        value = org.get(key) or ()
        return (value,) if isinstance(value, str) else tuple(str(item) for item in value)

    return Facts(
        name=str(org.get("name") or ""),
        phones=names("phones"),
        emails=names("emails"),
        urls=names("urls"),
        addresses=names("addresses"),
        staff=names("staff"),
    )


def as_dict(verdict: Verdict) -> dict[str, object]:
    """The verdict as plain data, findings with their reasons."""
    return {
        "verdict": verdict.verdict,
        "findings": [_finding(finding) for finding in verdict.findings],
        "safe": verdict.safe,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "quote": finding.quote,
        "severity": finding.severity,
        "start": finding.start,
        "end": finding.end,
        "reason": finding.reason,
        "source": finding.source,
        "suggestion": finding.suggestion,
        "confidence": finding.confidence,
    }


def _opened(name: str) -> AbstractContextManager[Iterable[str]]:
    return nullcontext(sys.stdin) if name == "-" else Path(name).open(encoding="utf-8")


def _read(name: str) -> str:
    with _opened(name) as lines:
        return "".join(lines)


def _lines(lines: Iterable[str]) -> int:
    """Each line's verdict as soon as it is read; a line that cannot be read is named by its number and passed over."""
    wrong = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            verdict = check_row(row)
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
            # Never echo the line: it may hold what a patient wrote.
            print(f"bedside check: line {number} is not an object of the guide's form", file=sys.stderr)
            wrong += 1
        else:
            print(json.dumps({"id": row.get("id"), **as_dict(verdict)}, ensure_ascii=False))
    return DATA if wrong else 0


def _plain(verdict: Verdict) -> str:
    lines = [verdict.verdict.upper()]
    for finding in verdict.findings:
        lines.append(f'  {finding.severity}: {finding.rule} "{finding.quote}" - {finding.reason} ({finding.source})')
        if finding.suggestion:
            lines.append(f"    instead: {finding.suggestion}")
    if verdict.safe:
        lines.append(f"  a safe reply: {verdict.safe}")
    return "\n".join(lines)
