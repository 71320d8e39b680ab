"""The url check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Her page is gofundwell.example.net/maisie-needs-help", "reply")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "url" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("See harbor.example.org/visit for maps.", "reply"), ("Learn more at cdc.gov/flu.", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "url" not in rules_of(text, kind)
