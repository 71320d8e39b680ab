"""The guard: verdicts and rules on labelled texts that were not trained on, beside Presidio, scrubadub and a plain
linear model that learned from the same texts; its speed; and its identifiers (bench/identifiers.py)."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench import Row, Skipped, identifiers, quantile
from training.guard.examples import Example, examples
from training.guard.texts import WARNING, Entry, entries, held_out

SPANISH = ("a11.txt", "c21.txt")
Said = tuple[str, frozenset[str]]  # verdict and rules


@dataclass(frozen=True)
class Labelled:
    """One text with what it should get."""

    row: dict[str, Any]
    verdict: str
    rules: frozenset[str]


def run() -> list[Row]:
    rows = _speeds()
    own = [one for entry in entries() if held_out(entry) for one in _own(entry)]
    spanish = [one for entry in entries() if held_out(entry) and entry.where.startswith(SPANISH) for one in _own(entry)]
    sets = [("own texts held out", own, False), ("own texts held out, Spanish", spanish, False)]
    try:
        sets.append(("development set", _development(), True))
    except Skipped as skipped:
        print(f"guard: {skipped}", file=sys.stderr)
    linear = iter(_linear([one for _where, given, _goals in sets for one in given]))  # it learns once for all
    for where, given, goals in sets:
        rows += _judged(where, given, [next(linear) for _ in given], goals=goals)
    try:
        rows += identifiers.run()
    except Skipped as skipped:
        print(f"guard: {skipped}", file=sys.stderr)
    return rows


def _judged(where: str, given: Sequence[Labelled], linear: list[Said], *, goals: bool) -> list[Row]:
    ours = [_check(one) for one in given]
    peers = {"the plain linear model": linear}
    for name in ("presidio", "scrubadub"):
        found = identifiers._peer(name, [[one.row["text"] for one in given]])[0]["spans"]
        peers[name] = [("block", frozenset({"name"})) if spans else ("allow", frozenset()) for spans in found]
    measures: tuple[tuple[str, Callable[..., float], float, bool], ...] = (
        ("blocking texts blocked", _recall, 0.97, True),
        ("harmless texts blocked", _false, 0.03, False),
        ("verdict macro-F1", _verdicts, 0.92, True),
        ("rule F1", _rules, 0.85, True),
    )
    rows = []
    for claim, measure, goal, more in measures:
        scores = {name: measure(given, said) for name, said in peers.items()}
        # Of harmless texts blocked, a peer that blocks next to nothing is no peer: the linear model is the one.
        best = max(scores, key=lambda name: scores[name]) if more else "the plain linear model"
        rows.append(
            Row(f"guard, {claim} ({where}, {len(given)} texts)", measure(given, ours), "of them",
                goal if goals else None, best, scores[best], more)
        )  # fmt: skip
    return rows


def _own(entry: Entry) -> list[Labelled]:
    return [
        Labelled(
            {"kind": entry.kind, "text": one.text, "inbound": one.inbound or None,
             "release": "story" if entry.released else None, "org": one.facts.__dict__},
            entry.verdict, frozenset("name" if rule == "salutation" else rule for rule in one.rules),
        )
        for one in examples(entry, random.Random(entry.where))
    ]  # fmt: skip


def _development() -> list[Labelled]:
    path = identifiers._read("labels", "dev", "outbound.jsonl")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Labelled(row, row["verdict"], frozenset(found["rule"] for found in row["findings"])) for row in rows]


def _check(one: Labelled) -> Said:
    from bedside.guard.commands import check_row

    said = check_row(one.row)
    return said.verdict, frozenset(finding.rule for finding in said.findings)


def _linear(given: Sequence[Labelled]) -> list[Said]:
    learned = [one for entry in entries() if not held_out(entry) for one in examples(entry, random.Random(entry.where))]
    asked = {"train": [_plain(one) for one in learned], "test": [
        {"kind": one.row["kind"], "text": one.row["text"], "inbound": one.row["inbound"] or ""} for one in given
    ]}  # fmt: skip
    identifiers._peer("scrubadub", [["hello"]])  # makes the venv
    done = subprocess.run(
        [str(identifiers.VENV / "bin" / "python"), str(identifiers.ROOT / "bench" / "linear.py")],
        input=json.dumps(asked), check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise Skipped(f"the linear model did not run: {done.stderr[-200:]}")
    found: list[list[str]] = json.loads(done.stdout)
    return [(_verdict(rules), frozenset("name" if rule == "salutation" else rule for rule in rules)) for rules in found]


def _plain(one: Example) -> dict[str, Any]:
    kind = "post" if one.kind == "story" else one.kind
    return {"kind": kind, "text": one.text, "inbound": one.inbound, "rules": sorted(one.rules)}


def _verdict(rules: Sequence[str]) -> str:
    return "block" if set(rules) - WARNING else "warn" if rules else "allow"


def _share(hits: Sequence[bool]) -> float:
    return round(sum(hits) / len(hits), 4) if hits else 0.0


def _recall(given: Sequence[Labelled], said: Sequence[Said]) -> float:
    return _share([told == "block" for one, (told, _) in zip(given, said, strict=True) if one.verdict == "block"])


def _false(given: Sequence[Labelled], said: Sequence[Said]) -> float:
    return _share([told == "block" for one, (told, _) in zip(given, said, strict=True) if one.verdict == "allow"])


def _verdicts(given: Sequence[Labelled], said: Sequence[Said]) -> float:
    total = 0.0
    for verdict in ("allow", "warn", "block"):
        want = [one.verdict == verdict for one in given]
        have = [told == verdict for told, _ in said]
        total += _f1(sum(a and b for a, b in zip(want, have, strict=True)), sum(want), sum(have))
    return round(total / 3, 4)


def _rules(given: Sequence[Labelled], said: Sequence[Said]) -> float:
    right = sum(len(one.rules & rules) for one, (_, rules) in zip(given, said, strict=True))
    return round(_f1(right, sum(len(one.rules) for one in given), sum(len(rules) for _, rules in said)), 4)


def _f1(right: int, want: int, have: int) -> float:
    return 2 * right / (want + have) if right else 0.0


def _speeds() -> list[Row]:
    """Ordinary texts of 30 to 300 characters, each seen once, on one core; and what importing costs."""
    from bedside.guard import check

    texts = [one.text for one in identifiers.nhs()][:600]
    for text in texts[:20]:
        check(text, kind="reply", inbound="")
    spent = []
    for text in texts:
        began = time.process_time()
        check(text, kind="reply")
        spent.append(time.process_time() - began)
    presidio = identifiers._peer("presidio", [texts])[0]["seconds"]
    code = "import time; t = time.process_time(); import {0}; print(time.process_time() - t)"
    ours, floor = (_timed(code.format(name)) for name in ("bedside.guard", "json, re, dataclasses"))
    peer = "Presidio's pattern recognizers, which read identifiers alone"
    return [
        Row("guard, whole check, texts a second on one core", round(len(texts) / sum(spent), 1), "texts/s", 300, peer,
            round(len(texts) / presidio, 1), True),
        Row("guard, whole check, slowest of a hundred texts", round(quantile(spent, 0.99) * 1000, 2), "ms", 15,
            "the same check's median", round(quantile(spent, 0.5) * 1000, 2)),
        Row("guard, importing bedside.guard", ours, "ms", 150, "importing json, re and dataclasses", floor),
    ]  # fmt: skip


def _timed(code: str) -> float:
    """Milliseconds of processor time, the median of five fresh processes."""
    runs = [
        float(
            subprocess.run(
                [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=os.environ
            ).stdout
        )
        for _ in range(5)
    ]
    return round(sorted(runs)[2] * 1000, 1)
