"""The account_number check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("acct TFP-66102 is at zero", "reply"), ("card 4111 1111 1111 1111 was charged", "message")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "account_number" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("You can create an account on the portal.", "reply"), ("Billed amounts of $1,250 are listed online.", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "account_number" not in rules_of(text, kind)
