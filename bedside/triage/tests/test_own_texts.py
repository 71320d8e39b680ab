"""Texts written for this project, half of them near twins: how many crises are heard, and how few others are."""

from pathlib import Path

import pytest

from bedside.triage import read, rules

TEXTS = Path(__file__).parent / "texts"
KINDS = ("emergency", "self_harm", "threat")


def lines(kind: str, mark: str) -> list[str]:
    """The texts of one kind: "+" are crises, "-" are their everyday twins."""
    rows = (TEXTS / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
    return [row[2:] for row in rows if row.startswith(mark + " ")]


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_enough_texts_of_both_sorts(kind: str) -> None:
    assert len(lines(kind, "+")) + len(lines(kind, "-")) >= 120
    assert min(len(lines(kind, "+")), len(lines(kind, "-"))) >= 50


@pytest.mark.parametrize("kind", KINDS)
def test_at_least_nineteen_of_twenty_crises_are_heard(kind: str) -> None:
    missed = [text for text in lines(kind, "+") if read(text).intent != kind]
    assert len(missed) <= len(lines(kind, "+")) // 20, missed


@pytest.mark.parametrize("kind", KINDS)
def test_by_rules_alone_at_most_one_in_thirty_twins_is_called_critical(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "_hear", lambda message: None)
    false = [text for text in lines(kind, "-") if read(text).urgency == "critical"]
    assert len(false) <= len(lines(kind, "-")) // 30, false


@pytest.mark.parametrize("kind", KINDS)
def test_with_what_was_learned_at_most_one_in_eight_twins_is_called_critical(kind: str) -> None:
    """The twins are the hardest there are; what was learned hears cries without any listed word, and errs more here."""
    false = [text for text in lines(kind, "-") if read(text).urgency == "critical"]
    assert len(false) <= len(lines(kind, "-")) // 8, false
