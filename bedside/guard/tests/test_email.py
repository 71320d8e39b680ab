"""The email check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sent to lena.farrow@example.com today.", "reply"),
        ("write him: jo dot lee at mail dot example dot com", "reply"),
    ],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "email" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Write to care@harbor.example.org.", "reply"), ("Meet @ noon", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "email" not in rules_of(text, kind)
