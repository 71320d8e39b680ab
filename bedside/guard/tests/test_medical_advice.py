"""The medical_advice check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Just stop taking the metformin tonight.", "message"),
        ("Take two ibuprofen every six hours.", "message"),
        ("That rash is totally normal.", "reply"),
    ],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "medical_advice" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Please ask your doctor before changing a medicine.", "message"),
        ("Adults should have their blood pressure checked.", "post"),
        ("Call 911 right away.", "message"),
    ],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "medical_advice" not in rules_of(text, kind)
