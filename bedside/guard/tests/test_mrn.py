"""The mrn check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("MRN 448812 is now merged.", "reply"), ("Chart 88-20417 shows it.", "reply"), ("mrn: 5520-1183", "message")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "mrn" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Records can be requested at the desk.", "reply"), ("Chart your steps: 10,000 a day", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "mrn" not in rules_of(text, kind)
