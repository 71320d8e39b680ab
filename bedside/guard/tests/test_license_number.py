"""The license_number check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("DL 4418290 was found", "message"), ("NPI 1234567893", "message")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "license_number" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Licensed since 1987.", "post"), ("1234567890 steps", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "license_number" not in rules_of(text, kind)
