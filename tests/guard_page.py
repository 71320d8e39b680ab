"""The guard's page in the docs, from its checks, their plain words, and the figures last measured:
`python -m tests.guard_page` writes it, a test compares."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATH = ROOT / "docs" / "reference" / "guard.md"
FIGURES = ROOT / "bench" / "figures" / "guard.json"
HEAD = """# What the guard checks

Generated from the checks, their plain words and the figures last measured, by `python -m tests.guard_page`; a test
keeps it true. How it works and where it fails: [the guard's README](../../bedside/guard/README.md) and the
[model card](../../training/guard/MODEL.md). Every example below is held against the guard by a test.

"""
FORM = {"post": "as a post", "reply": "as a public reply", "message": "in a direct message"}


def page() -> str:
    """The whole page."""
    return HEAD + _figures() + _rules()


def _figures() -> str:
    told = json.loads(FIGURES.read_text(encoding="utf-8"))
    lines = [
        f"## Measured\n\n`bin/bench guard`, {told['date']}, on {told['machine']}. A peer is measured in the same run;",
        "the development set is the one of the labelling guide, none of it trained on.\n",
        "| claim | value | goal | peer |",
        "|---|---|---|---|",
    ]
    for row in told["rows"]:
        goal = "" if row["goal"] is None else f"{row['goal']:,} {'✓' if row['ok'] else 'missed'}"
        peer = row["peer"] if row["peer_value"] is None else f"{row['peer_value']:,} ({row['peer']})"
        lines.append(f"| {row['claim']} | {row['value']:,} {row['unit']} | {goal} | {peer} |")
    return "\n".join(lines) + "\n\n"


def _rules() -> str:
    from bedside.guard.checks import CHECKS
    from bedside.guard.policy.words import WORDS

    lines, seen = ["## Rules\n"], set()
    for check in CHECKS:
        if check.rule in seen or check.rule not in WORDS:
            continue
        seen.add(check.rule)
        words = WORDS[check.rule]
        lines += [
            f"### {words.title}\n",
            f"`{check.rule}`, {'blocks' if check.severity == 'block' else 'warns'}. {check.reason} *{check.source}*\n",
            f"{words.never} {words.instead}\n",
            f"- {'Blocked' if check.severity == 'block' else 'Warned about'}, {FORM[words.kind]}"
            + (f" to “{words.inbound}”" if words.inbound else "")
            + f": {words.bad}",
            f"- Allowed: {words.good}\n",
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PATH}\n")
