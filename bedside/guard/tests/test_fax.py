"""The fax check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("We faxed it to your machine at 555-0171.", "reply")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "fax" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Our fax is 555-0100.", "reply")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "fax" not in rules_of(text, kind)
