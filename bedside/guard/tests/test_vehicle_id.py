"""The vehicle_id check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("VIN 1HGCM82633A004352 was towed", "reply"), ("plate RTX 5508 is blocked in", "reply")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "vehicle_id" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Level 2 of the garage is open.", "reply"), ("Plates of 25 cookies each!", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "vehicle_id" not in rules_of(text, kind)
