"""The health_plan_number check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Member ID PQR-4410-992 was updated.", "reply"), ("Medicare 1EG4-TE5-MK73 is active", "message")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "health_plan_number" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Bring your member card.", "message"), ("Open enrollment for 2027 plans starts soon.", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "health_plan_number" not in rules_of(text, kind)
