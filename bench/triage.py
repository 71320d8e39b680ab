"""Triage: texts read a second on one core, and accuracy on labelled development texts where they are there."""

import json
import time
from pathlib import Path
from typing import Any

from bench import Row

LABELS = Path(__file__).parent.parent.parent / "shared" / "data" / "labels" / "dev"
#: Texts of the length and kind that people write to hospitals, for speed alone.
TEXTS = (
    "Long waits are hard on anyone, but nobody even looked up when we came in. Never again.",
    "Do you give flu shots on Saturdays, and do I need an appointment for my kids?",
    "You saved my husband's life last year and I never thanked the nurses on 4 West. Thank you!",
    "My name is Dana Whitfield, DOB 3/4/1961, and nobody called me back about my MRI. Call 555-555-0171.",
    "Three hours in the waiting room and nobody told us anything. Great job 🙄",
)
PEER = "a look for four words"


def run() -> list[Row]:
    from bedside.triage import read

    floor = _speed(lambda text: any(word in text for word in ("help", "pain", "die", "blood")), 40_000)
    rows = [Row("triage, texts read a second on one core", _speed(read, 1500), "texts/s", 150, PEER, floor, True)]
    return rows + (_accuracy() if LABELS.exists() else [])


def _speed(act: Any, number: int) -> float:
    for text in TEXTS:
        act(text)
    begun = time.process_time()
    for one in range(number):
        act(TEXTS[one % len(TEXTS)])
    return round(number / (time.process_time() - begun), 1)


def _accuracy() -> list[Row]:
    """On development texts, some of which were read while the rules were written: unseen texts will do worse."""
    from bedside.triage import read

    with (LABELS / "inbound.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    inbound = [(row, read(row["text"], channel=row["channel"], stars=row["stars"])) for row in rows]
    critical = [said.urgency == "critical" for row, said in inbound if row["urgency"] == "critical"]
    others = [said.urgency == "critical" for row, said in inbound if row["urgency"] != "critical"]
    return [
        Row("triage, critical messages found (development set)", _share(critical), "of them", None,
            "nothing is read", None, True),
        Row("triage, others called critical (development set)", _share(others), "of them", None,
            "nothing is read", None),
    ]  # fmt: skip


def _share(hits: list[bool]) -> float:
    return round(sum(hits) / len(hits), 3) if hits else 0.0
