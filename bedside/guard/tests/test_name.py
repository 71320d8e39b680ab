"""The name check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Got it, Mr. Feingold, we will hold it.", "message"), ("Loretta Pike is on the list now", "reply")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "name" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Dr. Ruth Okafor says thanks.", "reply"), ("Join Dr. Ruth Okafor on Friday.", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "name" not in rules_of(text, kind)
