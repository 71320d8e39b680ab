"""`bedside policy`: a policy in words, and a policy file checked, without a database."""

import argparse
import json
import sys
from pathlib import Path

from bedside.guard.policy.data import NotAPolicy, as_data, parse
from bedside.guard.policy.etiquette import Block, compose
from bedside.guard.policy.floor import lowered
from bedside.guard.policy.shapes import BUILT_IN
from bedside.guard.policy.words import words_of
from bedside.guard.shapes import Facts

USAGE = 64  # sysexits.h EX_USAGE


def add_parsers(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers `policy` with print and check; the parsed arguments carry `run`, which returns the exit code."""
    parser = sub.add_parser("policy", help="the guard's policy in words; check a policy file")
    under = parser.add_subparsers(dest="act", required=True, metavar="print|check")
    shown = under.add_parser("print", help="the policy that comes with Bedside, as the etiquette staff reads")
    shown.add_argument("--json", action="store_true", help="print the data of the policy instead, to start from")
    shown.set_defaults(run=run_print)
    checked = under.add_parser("check", help="check a policy file and print it in words; exit 0 valid, 2 not")
    checked.add_argument("file", help="a JSON file, or - for standard input")
    checked.set_defaults(run=run_check)


def run_print(args: argparse.Namespace) -> int:
    if args.json:
        print(json.dumps(as_data(BUILT_IN), indent=2))
    else:
        print(as_text(compose(BUILT_IN, facts=Facts(), officers=(), number=0)))
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Exit code 0 for a policy, 2 with every problem for what is none, 64 for a file that cannot be read."""
    try:
        text = sys.stdin.read() if args.file == "-" else Path(args.file).read_text(encoding="utf-8")
        data = json.loads(text)
    except OSError as error:
        print(f"bedside policy: {error.strerror}: {error.filename}", file=sys.stderr)
        return USAGE
    except (ValueError, RecursionError):
        print("bedside policy: the file is not JSON", file=sys.stderr)
        return USAGE
    try:
        policy = parse(data)
    except NotAPolicy as error:
        print("This is not a policy that can be used:")
        for problem in error.problems:
            print(f"  - {problem}")
        return 2
    for one in lowered(policy):
        where = f" “{one.phrase}”" if one.phrase else ""
        print(f"LOWERED  {words_of(one.rule).title}: {one.how}{where}. Needs the privacy officer's approval.")
    print(as_text(compose(policy, facts=Facts(), officers=(), number=0)))
    return 0


def as_text(blocks: list[Block]) -> str:
    """The etiquette as plain text."""
    return "\n".join(line for block in blocks for line in _lines(block)).strip() + "\n"


def _lines(block: Block) -> list[str]:
    if block["kind"] == "h2":
        return ["", str(block["text"]).upper(), ""]
    if block["kind"] == "list":
        return [*(f"- {item}" for item in block["items"]), ""]
    if block["kind"] != "rule":
        return [str(block["text"]), ""]
    lines = [block["title"], f"  {block['never']}", f"  Why: {block['why']} ({block['source']})"]
    lines.append(f"  Instead: {block['instead']}")
    if block["bad"]:
        lines += [f"  Not: {block['bad']}", f"  But: {block['good']}"]
    return [*lines, *([f"  {block['here']}"] if block["here"] else []), ""]
