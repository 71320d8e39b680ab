"""What the guard learned from: texts in good form, none of them an evaluation text, and weights that belong to them."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from training.guard.texts import FOLDER, Malformed, entries, parse, read, unmark
from training.triage import texts as triage

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "bedside" / "guard" / "weights"
DEVELOPMENT = ROOT.parent / "shared" / "data" / "labels" / "dev" / "outbound.jsonl"


def test_every_text_is_in_the_form_and_there_are_thousands_of_each_verdict_enough() -> None:
    every = entries()
    verdicts = [entry.verdict for entry in every]
    assert len(every) >= 3_000
    assert min(verdicts.count(verdict) for verdict in ("allow", "warn", "block")) >= 400


def test_a_marked_text_gives_its_findings_back() -> None:
    text, findings = unmark("Glad {pr,hd|your hip} is fine, {n|Ann}!")
    assert text == "Glad your hip is fine, Ann!"
    assert {(rule, text[start:end]) for rule, start, end in findings} == {
        ("patient_relationship", "your hip"), ("health_detail", "your hip"), ("name", "Ann"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        "Hello",
        "reply: {pr|open",
        "reply: {nonsense|x}",
        "reply: a\n< b\nmore",
        "post: call $nobody",
        "reply: {pr|{hd|a}}",
    ],
)
def test_what_is_not_in_the_form_is_refused_by_place(wrong: str) -> None:
    with pytest.raises(Malformed, match=r"^here:"):
        parse(wrong, "here:1")


def test_no_evaluation_text_was_learned_from() -> None:
    if not DEVELOPMENT.exists():
        pytest.skip("the evaluation texts are not here")
    shown = {_plain(json.loads(line)["text"]) for line in DEVELOPMENT.read_text(encoding="utf-8").splitlines()}
    assert not {entry.where for entry in entries() if _plain(entry.text) in shown}


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def test_the_weights_belong_to_the_texts() -> None:
    facts = json.loads((WEIGHTS / "meaning.json").read_text(encoding="utf-8"))
    known = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.txt")):
        known.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        assert list(read(path))
    assert facts["texts"] == known.hexdigest(), "the texts changed: run bin/train guard"
    assert facts["sha256"] == hashlib.sha256((WEIGHTS / "meaning.onnx").read_bytes()).hexdigest()


def test_all_weights_together_are_under_thirty_megabytes() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) <= 30_000_000


TRIAGE = ROOT / "training" / "triage" / "texts"
INBOUND = ROOT.parent / "shared" / "data" / "labels" / "dev" / "inbound.jsonl"


def test_every_text_of_triage_is_in_the_form_and_of_every_intent_there_are_enough() -> None:
    every = list(triage.entries(sorted(TRIAGE.glob("*.txt"))))
    assert len(every) >= 3_000
    assert len({entry.text for entry in every}) == len(every)
    intents = [entry.intent for entry in every]
    assert min(intents.count(intent) for intent in triage.INTENTS) >= 100
    assert {entry.specialty for entry in every} == triage.SPECIALTIES | {None}


@pytest.mark.skipif(not INBOUND.exists(), reason="the labeled development set is not here")
def test_no_text_of_triage_is_one_it_is_measured_on() -> None:
    measured = {json.loads(line)["text"].casefold() for line in INBOUND.read_text().splitlines()}
    assert not measured & {entry.text.casefold() for entry in triage.entries(sorted(TRIAGE.glob("*.txt")))}


@pytest.mark.parametrize(
    "wrong",
    [
        "Hello there",
        "facebook praise high + .: Thank you!",
        "facebook emergency * 0 .: He is not breathing",
        "facebook complaint critical - .: Six hours",
        "nowhere complaint high - .: Six hours",
        "google2 complaint high - astrology: Six hours",
        "x complaint high - .: {nobody|Ann} waits",
        "x complaint high - .: {n|Ann waits",
    ],
)
def test_what_is_no_text_of_triage_is_said_to_be_none(wrong: str) -> None:
    with pytest.raises(triage.Malformed):
        triage.read(wrong, "here")
