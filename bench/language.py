"""The guard and triage: texts a second on one core, and accuracy on labelled development texts where they are there."""

import json
import re
import time
from pathlib import Path
from typing import Any

from bench import Row

LABELS = Path(__file__).parent.parent.parent / "shared" / "data" / "labels" / "dev"
#: Texts of the length and kind that hospitals write, for speed alone.
TEXTS = (
    "Long waits are hard on anyone. Our patient advocates answer at (555) 555-0142, weekdays 8 to 6.",
    "Flu shots, no appointment: Saturday from 9 to noon in the lobby. Ages 6 months and up. Wear short sleeves.",
    "We looked into your chart and are glad that your knee surgery went well. See you at your next visit!",
    "My name is Dana Whitfield, DOB 3/4/1961, and nobody called me back about my MRI. Call 555-555-0171.",
    "Three hours in the waiting room and nobody told us anything. Great job 🙄",
)
#: The floor: one pass of three patterns that every privacy scanner has.
FLOOR = re.compile(r"\b\d{3}[-. ]\d{3}[-. ]\d{4}\b|\b\d{3}-\d{2}-\d{4}\b|[\w.+-]+@[\w-]+\.[\w.]+")


def run() -> list[Row]:
    from bedside.guard import check
    from bedside.triage import read

    floor = _speed(lambda text: FLOOR.search(text), 40_000)
    peer = "a scan for phone, SSN and e-mail alone"
    rows = [
        Row("guard, texts checked a second on one core", _speed(lambda text: check(text, kind="reply"), 1500),
            "texts/s", 300, peer, floor, True),
        Row("triage, texts read a second on one core", _speed(read, 1500), "texts/s", 150, peer, floor, True),
    ]  # fmt: skip
    return rows + (_accuracy() if LABELS.exists() else [])


def _speed(act: Any, number: int) -> float:
    for text in TEXTS:
        act(text)
    begun = time.process_time()
    for one in range(number):
        act(TEXTS[one % len(TEXTS)])
    return round(number / (time.process_time() - begun), 1)


def _load(name: str) -> list[dict[str, Any]]:
    with (LABELS / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _accuracy() -> list[Row]:
    """On development texts, some of which were read while the rules were written: unseen texts will do worse."""
    from bedside.guard import Facts, check
    from bedside.triage import read

    outbound = [
        (
            row,
            check(
                row["text"], kind=row["kind"], inbound=row["inbound"], release=row["release"], facts=_facts(row, Facts)
            ),
        )
        for row in _load("outbound")
    ]
    blocks = [said.verdict for row, said in outbound if row["verdict"] == "block"]
    allows = [said.verdict for row, said in outbound if row["verdict"] == "allow"]
    floor = [bool(FLOOR.search(row["text"])) for row, _said in outbound if row["verdict"] == "block"]
    inbound = [(row, read(row["text"], channel=row["channel"], stars=row["stars"])) for row in _load("inbound")]
    critical = [said.urgency == "critical" for row, said in inbound if row["urgency"] == "critical"]
    others = [said.urgency == "critical" for row, said in inbound if row["urgency"] != "critical"]
    share, peer = _share, "phone, SSN and e-mail alone"
    return [
        Row("guard, blocking texts blocked (development set)", share([v == "block" for v in blocks]), "of them", None,
            peer, share(floor), True),
        Row("guard, harmless texts blocked (development set)", share([v == "block" for v in allows]), "of them", None,
            "nothing is blocked", None),
        Row("triage, critical messages found (development set)", share(critical), "of them", None,
            "nothing is read", None, True),
        Row("triage, others called critical (development set)", share(others), "of them", None,
            "nothing is read", None),
    ]  # fmt: skip


def _share(hits: list[bool]) -> float:
    return round(sum(hits) / len(hits), 3) if hits else 0.0


def _facts(row: dict[str, Any], kind: Any) -> Any:
    org = row["org"]
    return kind(
        name=org["name"],
        phones=tuple(org["phones"]),
        emails=tuple(org["emails"]),
        urls=tuple(org["urls"]),
        addresses=tuple(org["addresses"]),
        staff=tuple(org["staff"]),
    )
