"""The unproven_claim check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The best hospital in the country, period.", "post"),
        ("Our laser is 100% safe.", "post"),
        ("We guarantee results.", "post"),
    ],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "unproven_claim" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("No one can guarantee a cure.", "post"), ("Best wishes for the holidays!", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "unproven_claim" not in rules_of(text, kind)
