"""What the learned model adds to the rules, and what it may not take away."""

import json
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

from bedside.guard import Verdict, check
from bedside.guard.learned import MEANT
from bedside.guard.model import meaning as reading
from bedside.guard.rules import by_rules
from bedside.guard.scene import Scene
from bedside.guard.shapes import Kind
from bedside.kit.wordpiece import WordPiece

TEXTS = Path(__file__).parent / "texts"
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "hip", "##py", "glad", "!", "❤"]


def rules(said: Verdict) -> set[str]:
    return {finding.rule for finding in said.findings}


def test_the_same_words_break_a_rule_in_one_thread_and_not_in_another() -> None:
    text = "Hiking again already? That makes our day!"
    assert "patient_relationship" in rules(
        check(text, kind="reply", inbound="Six weeks after my hip replacement and I climbed the butte. Thank you!")
    )
    assert check(text, kind="reply", inbound="The trail behind your parking lot is open again!").verdict == "allow"


def test_a_slip_without_any_listed_word_is_found_and_quoted() -> None:
    text = "Our night crew still talks about your card games at 3 a.m. Come and say hello some time!"
    said = check(text, kind="reply", inbound="Night shift are angels")
    found = [finding for finding in said.findings if finding.rule == "patient_relationship"]
    assert found
    assert text[found[0].start : found[0].end] == found[0].quote
    assert 0.5 <= found[0].confidence <= 1


def test_plain_words_stand_whatever_the_model_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    calm = {rule: reading.Reading(-20.0, 0, 4) for rule in MEANT}
    monkeypatch.setattr(reading.Meaning, "read", lambda *_given: calm)
    said = check("We reviewed your chart and everything was done by the book.", kind="reply", inbound="Awful place")
    assert rules(said) == {"patient_relationship"}
    assert said.findings[0].confidence == 1


def test_the_model_may_talk_the_guard_out_of_words_that_are_only_likely(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Glad you're feeling at home in town!"
    assert list(by_rules(Scene(text, kind="reply"))), "the rule layer alone finds something"
    calm = {rule: reading.Reading(-20.0, 0, 4) for rule in MEANT}
    monkeypatch.setattr(reading.Meaning, "read", lambda *_given: calm)
    assert check(text, kind="reply").verdict == "allow"


def test_identifiers_are_not_the_models_business(monkeypatch: pytest.MonkeyPatch) -> None:
    calm = {rule: reading.Reading(-20.0, 0, 4) for rule in MEANT}
    monkeypatch.setattr(reading.Meaning, "read", lambda *_given: calm)
    assert "ssn" in rules(check("SSN 536-22-8041 it was", kind="reply"))


@pytest.mark.parametrize("text", ["", " ", "\n", "…", "\ud800", "\x00", "🙏" * 300, "a" * 5_000, "word " * 4_000])
def test_odd_texts_are_read_without_complaint(text: str) -> None:
    assert check(text, kind="reply", inbound=text).verdict in ("allow", "warn", "block")


def test_a_slip_at_the_end_of_a_long_text_is_seen() -> None:
    text = "Our cafeteria has a new menu and the garden is open to everybody. " * 12
    said = check(text + "Your mother's second surgery went so well!", kind="reply", inbound="nice garden")
    assert said.verdict == "block"


def test_without_its_weights_the_guard_checks_nothing_rather_than_too_little(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(reading, "WEIGHTS", tmp_path)
    reading.meaning.cache_clear()
    try:
        with pytest.raises(reading.Unreadable, match="install Bedside again"):
            check("Good morning, everybody!")
        (tmp_path / "meaning.json").write_text('{"sha256": "0"}')
        (tmp_path / "meaning.onnx").write_bytes(b"half of it")
        (tmp_path / "meaning.txt").write_text("[PAD]")
        with pytest.raises(reading.Unreadable, match="damaged"):
            check("Good morning, everybody!")
    finally:
        reading.meaning.cache_clear()


def test_rules_and_model_together_are_better_than_a_coin_on_each_own_text() -> None:
    """The texts of the rule layer's tests, none of them trained on, in the product as it is."""
    lines = [line for path in sorted(TEXTS.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    marked = [(line[0], *line[2:].split(": ", 1)) for line in lines if line[:2] in ("+ ", "- ")]
    said = [(mark, check(text, kind=cast(Kind, kind)).verdict != "allow") for mark, kind, text in marked]
    found = [held for mark, held in said if mark == "+"]
    false = [held for mark, held in said if mark == "-"]
    assert sum(found) / len(found) >= 0.85
    assert sum(false) / len(false) <= 0.15


def test_words_are_cut_longest_first_and_keep_their_places() -> None:
    pieces = WordPiece(VOCABULARY).cut("Glad HIPpy❤ xyz!")
    assert [(piece.id, piece.start, piece.end) for piece in pieces] == [
        (6, 0, 4), (4, 5, 8), (5, 8, 10), (8, 10, 11), (1, 12, 15), (7, 15, 16),
    ]  # fmt: skip


def test_it_is_loaded_at_the_first_text_and_needs_no_django() -> None:
    code = (
        "import json, sys, bedside.guard as guard\n"
        "before = [name in sys.modules for name in ('onnxruntime', 'numpy', 'django')]\n"
        "guard.check('Good morning', kind='reply')\n"
        "print(json.dumps([before, 'onnxruntime' in sys.modules, 'django' in sys.modules]))"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert json.loads(said.stdout) == [[False, False, False], True, False]
