"""The date check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("You were seen on 3/14 by the team.", "reply"),
        ("your surgery is on May 22", "message"),
        ("We have you down for the laser on 11/8, and nobody will touch it.", "reply"),
        ("Your MRI of Jan 9th '23 is ready.", "message"),
    ],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "date" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("The fair opens on May 22.", "reply"), ("We are here 24/7.", "reply")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "date" not in rules_of(text, kind)
