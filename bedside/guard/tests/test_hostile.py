"""The hostile check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("You are lying and you know it.", "reply"), ("Boo hoo. Grow up.", "reply")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "hostile" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Thank you for telling us; we will do better.", "reply"), ("Feeling stressed? Try a walk.", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "hostile" not in rules_of(text, kind)
