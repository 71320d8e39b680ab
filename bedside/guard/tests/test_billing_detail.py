"""The billing_detail check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Your balance is $85.", "reply"), ("You still owe for March.", "message"), ("We waived your copay.", "message")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "billing_detail" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("The billing office can explain any charge.", "reply"), ("A flu shot costs $25.", "reply")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "billing_detail" not in rules_of(text, kind)
