"""Identifiers: how many are found in public sets, how many harmless texts are touched, and how fast, beside Presidio's
pattern recognizers and scrubadub in the same run. No text of these sets was trained on; even rows were looked at while
the rules were written, odd rows never."""

import csv
import gc
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import Row, Skipped

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"
VENV = ROOT / ".cache" / "bench"
LOCK = ROOT / "requirements" / "bench.lock"
IGNORED = {"ORGANIZATION", "TITLE", "NRP"}  # of synth_dataset_v2: none of them is a Safe Harbor identifier
SEED, SAMPLE = 7, 2000
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Text:
    """One text and where its identifiers stand; an identifier without a place cannot be found."""

    text: str
    values: tuple[tuple[int, int], ...]


def run() -> list[Row]:
    clinical, mixed, comments = asq(), synth(), nhs()
    lists = [[text.text for text in texts] for texts in (clinical, mixed, comments)]
    ours = _own(lists)
    peers = {name: _peer(name, lists) for name in ("presidio", "scrubadub")}
    return [row for name, peer in peers.items() for row in _rows(name, ours, peer, clinical, mixed, comments)]


def _rows(name: str, ours: Any, peer: Any, *sets: Sequence[Text]) -> list[Row]:
    clinical, mixed, _comments = sets
    first = name == "presidio"
    title = "Presidio's pattern recognizers" if first else "scrubadub"

    def row(claim: str, measure: Any, number: int, goal: float | None, more: bool, unit: str = "of them") -> Row:
        texts = sets[number]
        mine = measure(texts, ours[number])
        return Row(claim, mine, unit, goal if first else None, title, measure(texts, peer[number]), more)

    rows = [
        row("identifiers, ASQ-PHI, whole values found", _found, 0, 0.95, True),
        row("identifiers, ASQ-PHI, texts without any touched", _touched, 0, 0.12, False),
        row("identifiers, synth_dataset_v2, whole values found", _found, 1, 0.80, True),
        row("identifiers, NHS comments touched", _touched, 2, 0.015, False),
        row("identifiers, ASQ-PHI texts a second on one core", _speed, 0, 5_000, True, "texts/s"),
        row("identifiers, NHS comments a second on one core", _speed, 2, 15_000, True, "texts/s"),
    ]
    if first:
        rows += [
            Row(f"{row.claim}, as a multiple", round(row.value / (row.peer_value or 1), 1), "×", 8, title, 1, True)
            for row in rows
            if row.unit == "texts/s"
        ]
        rows += [
            Row(f"identifiers, {label}, odd rows, never looked at", _found(texts[1::2], {"spans": told["spans"][1::2]}),
                "of them", goal, title, _found(texts[1::2], {"spans": other["spans"][1::2]}), True)
            for label, texts, told, other, goal in (
                ("ASQ-PHI", clinical, ours[0], peer[0], 0.95), ("synth_dataset_v2", mixed, ours[1], peer[1], 0.80),
            )
        ]  # fmt: skip
    return rows


def _found(texts: Sequence[Text], told: Any) -> float:
    """The share of values every letter and digit of which is covered."""
    hits = [
        _covered(one.text, value, spans)
        for one, spans in zip(texts, told["spans"], strict=True)
        for value in one.values
    ]
    return round(sum(hits) / len(hits), 4)


def _covered(text: str, value: tuple[int, int], spans: Spans) -> bool:
    held = {at for start, end in spans for at in range(start, end)}
    return value[0] >= 0 and all(at in held for at in range(*value) if text[at].isalnum())


def _touched(texts: Sequence[Text], told: Any) -> float:
    """The share of texts without any identifier in which something is found."""
    harmless = [bool(spans) for one, spans in zip(texts, told["spans"], strict=True) if not one.values]
    return round(sum(harmless) / len(harmless), 4)


def _speed(texts: Sequence[Text], told: Any) -> float:
    return round(len(texts) / float(told["seconds"]), 1)


def _own(lists: list[list[str]]) -> list[dict[str, Any]]:
    from bedside.guard import redact

    told = []
    for texts in lists:
        for text in texts:
            redact(text)
        # The peers run in processes of their own; what earlier benches left in this one is not counted against it.
        gc.collect()
        gc.freeze()
        begun = time.process_time()
        spans = [[(span.start, span.end) for span in redact(text).spans] for text in texts]
        told.append({"spans": spans, "seconds": time.process_time() - begun})
    return told


def _peer(name: str, lists: list[list[str]]) -> list[dict[str, Any]]:
    python = VENV / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCK)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise Skipped(f"the peers could not be installed: {done.stderr[-200:]}")
    environment = {"PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1", "HOME": str(VENV)}
    done = subprocess.run(
        [str(python), str(ROOT / "bench" / "peers.py"), name], input=json.dumps(lists), check=False,
        capture_output=True, text=True, env=environment,
    )  # fmt: skip
    if done.returncode:
        raise Skipped(f"{name} did not run: {done.stderr[-200:]}")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _read(*parts: str) -> Path:
    path = DATA.joinpath(*parts)
    if not path.exists():
        raise Skipped(f"{'/'.join(parts)} is not beside the repository")
    return path


def asq() -> list[Text]:
    """ASQ-PHI: 1,051 short clinical queries, 219 of them without any identifier."""
    texts = []
    for block in _read("asq_phi", "synthetic_dataset.txt").read_text(encoding="utf-8").split("===QUERY===")[1:]:
        query, _, tags = block.partition("===PHI_TAGS===")
        values = [json.loads(line)["value"] for line in tags.strip().splitlines() if line.strip()]
        query = query.strip()
        places = ((query.find(value), query.find(value) + len(value)) for value in values)
        texts.append(Text(query, tuple(places)))
    return texts


def synth() -> list[Text]:
    """presidio-research's synth_dataset_v2, ages under 90 and what is no identifier left out."""
    texts = []
    for row in json.loads(_read("presidio_research", "synth_dataset_v2.json").read_text(encoding="utf-8")):
        values = []
        for span in row["spans"]:
            kind, digits = span["entity_type"], re.search(r"\d+", span["entity_value"])
            if kind in IGNORED or (kind == "AGE" and not (digits and int(digits.group()) >= 90)):
                continue
            values.append((span["start_position"], span["end_position"]))
        texts.append(Text(row["full_text"], tuple(values)))
    return texts


def nhs() -> list[Text]:
    """Comments of patients in which the publisher has hidden names: a fixed sample of those of 30 to 300 characters."""
    with _read("nhs_px", "text_data.csv").open(encoding="utf-8") as lines:
        rows = sorted({row["feedback"] for row in csv.DictReader(lines) if 30 <= len(row["feedback"]) <= 300})
    random.Random(SEED).shuffle(rows)
    return [Text(row, ()) for row in rows[:SAMPLE]]
