"""The other_id check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Your participant ID HX-20417 is active", "message"), ("case no. 2290-118 is open", "reply")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "other_id" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("We opened 4 new rooms in 2026.", "post"), ("Room 12 has coffee", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "other_id" not in rules_of(text, kind)
