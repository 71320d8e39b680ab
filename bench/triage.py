"""Triage: accuracy on labelled and public sets beside three peers that learned from the same texts, and speed."""

import importlib
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import Row, Skipped, quantile

ROOT = Path(__file__).parent.parent
SETS = Path(os.environ.setdefault("BEDSIDE_PUBLIC_SETS", str(ROOT.parent / "shared" / "data")))
LABELS = SETS / "labels" / "dev" / "inbound.jsonl"
VENV = Path(os.environ.get("BEDSIDE_CACHE", ROOT / ".cache")) / "bench-triage"
CRITICAL = ("emergency", "self_harm", "threat")
#: Texts of the length and kind that people write to hospitals, for speed alone.
TEXTS = (
    "Long waits are hard on anyone, but nobody even looked up when we came in. Never again.",
    "Do you give flu shots on Saturdays, and do I need an appointment for my kids?",
    "You saved my husband's life last year and I never thanked the nurses on 4 West. Thank you!",
    "My name is Dana Whitfield, DOB 3/4/1961, and nobody called me back about my MRI. Call 555-555-0171.",
    "Three hours in the waiting room and nobody told us anything. Great job 🙄",
)
Labels = list[str | None]


def run() -> list[Row]:
    """Every claim; accuracy only where the sets are there."""
    rows = _speed()
    if not LABELS.exists():
        return rows
    learned = [row for row in _own() if not row["held"]]
    with LABELS.open(encoding="utf-8") as lines:
        asked = [json.loads(line) for line in lines if line.strip()]
    peers = _peers(learned, asked)
    return rows + _labelled(asked, peers) + _spanish() + _public(peers)


def _own() -> list[dict[str, Any]]:
    texts = importlib.import_module("training.triage.texts")
    return [
        {"text": e.text, "intent": e.intent, "sentiment": e.sentiment, "specialty": e.specialty, "channel": e.channel,
         "stars": e.stars, "urgency": e.urgency, "language": e.language, "held": texts.held_out(e)}
        for e in texts.entries(sorted(texts.FOLDER.glob("*.txt")))
    ]  # fmt: skip


def _peers(learned: list[dict[str, Any]], asked: list[dict[str, Any]]) -> dict[str, dict[str, list[str]]]:
    """What each peer says of each set."""
    public = importlib.import_module("training.triage.public")
    train: dict[str, list[list[Any]]] = {}
    test: dict[str, list[list[Any]]] = {}
    for field in ("intent", "sentiment", "specialty"):
        known = [row for row in learned if row[field]]
        train[field] = [[row["text"], row[field]] for row in known]
        test[field] = [[row["text"]] for row in asked]
    train["tweets"] = [[one.text, one.sentiment] for one in public.tweets("train")]
    test["tweets"] = [[one.text] for one in public.tweets("test")]
    train["comments"] = [[one.text, one.sentiment] for one in public.comments(test=False)]
    test["comments"] = [[one.text] for one in public.comments(test=True)]
    flights = list(public.flights())
    train["flights"] = [[one.text, one.sentiment, _numbers(one.text)] for one in flights if not one.test]
    test["flights"] = [[one.text, _numbers(one.text)] for one in flights if one.test]
    done = subprocess.run(
        [str(_python()), str(ROOT / "bench" / "feelings.py")], input=json.dumps({"train": train, "test": test}),
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise Skipped(f"the peers failed: {done.stderr[-300:]}")
    told: dict[str, dict[str, list[str]]] = json.loads(done.stdout)
    return told


def _python() -> Path:
    """The interpreter of the peers' own venv, made once."""
    python = VENV / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        lock = ROOT / "requirements" / "bench-triage.lock"
        made = subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "-r", str(lock)],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
        if made.returncode:
            raise Skipped(f"the peers could not be installed: {made.stderr[-200:]}")
    return python


def _numbers(text: str) -> list[float]:
    """The network's meaning of a text and what it says of its feeling, for a head fitted on another set."""
    network = importlib.import_module("bedside.triage.model.reader").network()
    heard = network.read("x", None, text)
    if heard is None:
        return [0.0] * 387
    return [*(20 * heard.embedding).tolist(), *(4 * value for value in heard.odds["sentiment"].values())]


def _labelled(asked: list[dict[str, Any]], peers: dict[str, dict[str, list[str]]]) -> list[Row]:
    """The development set: none of it was learned from."""
    commands = importlib.import_module("bedside.cli")
    said = [commands.read_row(row) for row in asked]
    quick = [commands.read_row(row, fast=True) for row in asked]
    gold = {field: [row[field] for row in asked] for field in ("intent", "sentiment", "specialty", "urgency")}
    rows = []
    for what, rows_said, goals in (
        ("", said, (0.98, 0.02, 0.85, 0.80, 0.85)),
        (", fast mode", quick, (None,) * 5),
    ):
        heard = {field: [row[field] for row in rows_said] for field in gold}
        best = _best(peers["intent"], gold["intent"], macro_f1)
        linear = [value in CRITICAL for value in peers["intent"]["a plain linear model"]]
        critical = [value == "critical" for value in heard["urgency"]]
        truth = [value == "critical" for value in gold["urgency"]]
        moods, places = _best(peers["sentiment"], gold["sentiment"], macro_f1), gold["specialty"]
        routed = _best(peers["specialty"], places, _accuracy)
        rows += [
            Row(f"triage{what}: critical messages found", _share(critical, truth, True), "of them", goals[0],
                "a plain linear model", _share(linear, truth, True), True),
            Row(f"triage{what}: others called critical", _share(critical, truth, False), "of them", goals[1],
                "a plain linear model", _share(linear, truth, False)),
            Row(f"triage{what}: intent", macro_f1(gold["intent"], heard["intent"]), "macro-F1", goals[2], *best, True),
            Row(f"triage{what}: feeling", macro_f1(gold["sentiment"], heard["sentiment"]), "macro-F1", goals[3],
                *moods, True),
            Row(f"triage{what}: specialty", _accuracy(places, heard["specialty"]), "right", goals[4], *routed, True),
        ]  # fmt: skip
    recall, precision = _phi(asked, said)
    return [
        *rows,
        Row("triage: identifiers of private persons hidden whole", recall, "of them", 0.97, "nothing is hidden", None,
            True),
        Row("triage: what was hidden is an identifier", precision, "of it", 0.90, "nothing is hidden", None, True),
    ]  # fmt: skip


def _phi(asked: list[dict[str, Any]], said: list[dict[str, Any]]) -> tuple[float, float]:
    covered = wanted = right = given = 0
    for row, told in zip(asked, said, strict=True):
        text = row["text"]
        have = [(p["start"], p["end"]) for p in told["phi"]]
        marked = {place for start, end in have for place in range(start, end)}
        gold: set[int] = set()
        for one in row["phi"]:
            start = text.find(one["quote"])
            places = {place for place in range(start, start + len(one["quote"])) if not text[place].isspace()}
            gold |= places
            wanted += 1
            covered += places <= marked
        given += len(have)
        right += sum(any(place in gold for place in range(start, end)) for start, end in have)
    return round(covered / wanted, 4), round(right / max(1, given), 4)


def _spanish() -> list[Row]:
    """Spanish texts of ours that were held out."""
    read = importlib.import_module("bedside.triage").read
    rows = [row for row in _own() if row["held"] and row["language"] == "es"]
    said = [read(row["text"], channel=row["channel"], stars=row["stars"]) for row in rows]
    return [
        Row(f"triage, Spanish ({len(rows)} texts held out): intent", _accuracy([r["intent"] for r in rows],
            [s.intent for s in said]), "right", None, "English: see above", None, True),
        Row("triage, Spanish: feeling", _accuracy([r["sentiment"] for r in rows], [s.sentiment for s in said]),
            "right", None, "English: see above", None, True),
    ]  # fmt: skip


def _public(peers: dict[str, dict[str, list[str]]]) -> list[Row]:
    public = importlib.import_module("training.triage.public")
    rows = []
    for claim, name, given, goal in (
        ("tweets (TweetEval sentiment, 12,284)", "tweets", list(public.tweets("test")), 0.70),
        ("comments to NHS hospitals", "comments", public.comments(test=True), 0.76),
    ):
        gold: Labels = [one.sentiment for one in given]
        said: Labels = [_feeling(one.channel, one.text) for one in given]
        best = _best(peers[name], gold, macro_recall)
        rows.append(Row(f"triage, {claim}: feeling", macro_recall(gold, said), "macro-recall", goal, *best, True))
    flights: Labels = [one.sentiment for one in public.flights() if one.test]
    others = {peer: told for peer, told in peers["flights"].items() if peer != "ours"}
    value = macro_recall(flights, list(peers["flights"]["ours"]))
    best = _best(others, flights, macro_recall)
    claim = "triage, tweets to airlines, with a head learned for this comparison alone: feeling"
    return [*rows, Row(claim, value, "macro-recall", 0.80, *best, True)]


def _feeling(channel: str, text: str) -> str:
    heard = importlib.import_module("bedside.triage.model.reader").network().read(channel, None, text)
    if heard is None:
        return "neutral"
    odds: dict[str, float] = heard.odds["sentiment"]
    return max(odds, key=lambda mood: odds[mood])


def _speed() -> list[Row]:
    """One core, everything on: rules, network, identifiers."""
    commands = importlib.import_module("bedside.cli")
    reader = importlib.import_module("bedside.triage.model.reader")
    for text in TEXTS * 3:
        commands.read_row({"text": text})
    times = []
    for number in range(1500):
        begun = time.process_time()
        commands.read_row({"text": TEXTS[number % len(TEXTS)], "channel": "facebook"})
        times.append(time.process_time() - begun)
    network = reader.network()
    bare = _rate(lambda text: network.read("facebook", None, text), 600)
    fast = _rate(lambda text: commands.read_row({"text": text, "channel": "facebook"}, fast=True), 6000)
    vader = "the network alone"
    return [
        Row("triage: texts read a second on one core, everything on", round(len(times) / sum(times), 1), "texts/s", 150,
            vader, bare, True),
        Row("triage: slowest of a hundred texts (p99)", round(1000 * quantile(times, 0.99), 1), "ms", 20,
            "the network alone", round(1000 / bare, 1)),
        Row("triage: texts read a second in fast mode, one core", fast, "texts/s", 3000, vader, bare, True),
    ]  # fmt: skip


def _rate(act: Any, number: int) -> float:
    for text in TEXTS:
        act(text)
    begun = time.process_time()
    for one in range(number):
        act(TEXTS[one % len(TEXTS)])
    return round(number / (time.process_time() - begun), 1)


def _best(peers: dict[str, list[str]], gold: Labels, score: Any) -> tuple[str, float]:
    """The best of the peers and its figure."""
    scored = {name: score(gold, list(said)) for name, said in peers.items()}
    name = max(scored, key=lambda one: scored[one])
    return f"{name} (best of {', '.join(scored)})", scored[name]


def macro_f1(gold: Labels, said: Labels) -> float:
    """Mean F1 over the values that occur in `gold`."""
    total = 0.0
    for value in set(gold):
        hits = sum(a == b == value for a, b in zip(gold, said, strict=True))
        total += 2 * hits / max(1, gold.count(value) + said.count(value))
    return round(total / len(set(gold)), 4)


def macro_recall(gold: Labels, said: Labels) -> float:
    """Mean recall over the values that occur in `gold`."""
    right = Counter(a for a, b in zip(gold, said, strict=True) if a == b)
    return round(sum(right[value] / number for value, number in Counter(gold).items()) / len(set(gold)), 4)


def _accuracy(gold: Labels, said: Labels) -> float:
    pairs = [(a, b) for a, b in zip(gold, said, strict=True) if a]
    return round(sum(a == b for a, b in pairs) / max(1, len(pairs)), 4)


def _share(said: Sequence[bool], truth: Sequence[bool], among: bool) -> float:
    hits = [one for one, real in zip(said, truth, strict=True) if real is among]
    return round(sum(hits) / len(hits), 4)
