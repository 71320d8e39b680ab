"""The geography check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("The van will be at your home, 418 Heron Court.", "message")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "geography" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Visit us at 1 Harbor Way.", "reply"), ("The fun run starts at 1200 Calloway Avenue.", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "geography" not in rules_of(text, kind)
