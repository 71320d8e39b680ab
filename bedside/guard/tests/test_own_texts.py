"""Texts written for this project, half of them near twins: what the checks find, and what they let pass."""

from pathlib import Path

import pytest

from bedside.guard.tests.cases import by_the_rule_layer as rules_of

TEXTS = Path(__file__).parent / "texts"
RULES = sorted(path.stem for path in TEXTS.glob("*.txt"))


def rows(rule: str, mark: str) -> list[tuple[str, str]]:
    """Kind and text of one rule's examples: "+" break the rule, "-" break none."""
    found = []
    for line in (TEXTS / f"{rule}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(mark + " "):
            kind, text = line[2:].split(": ", 1)
            found.append((kind, text))
    return found


def test_there_are_enough_texts() -> None:
    assert len(RULES) == 9
    assert sum(len(rows(rule, "+")) + len(rows(rule, "-")) for rule in RULES) >= 150


@pytest.mark.parametrize("rule", RULES)
def test_what_breaks_a_rule_is_found(rule: str) -> None:
    missed = [text for kind, text in rows(rule, "+") if rule not in rules_of(text, kind)]
    assert len(missed) <= len(rows(rule, "+")) // 10, missed


@pytest.mark.parametrize("rule", RULES)
def test_the_twin_breaks_nothing(rule: str) -> None:
    assert {text: rules_of(text, kind) for kind, text in rows(rule, "-") if rules_of(text, kind)} == {}
