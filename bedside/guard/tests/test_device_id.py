"""The device_id check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("pacemaker serial no. PX-448201 is recalled", "message"), ("(01)00844588003288(21)A12345 is yours", "message")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "device_id" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("The machine dispenses 40 kinds of snacks.", "post"), ("Lot 22119 has been recalled.", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "device_id" not in rules_of(text, kind)
