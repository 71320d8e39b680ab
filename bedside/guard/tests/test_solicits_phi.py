"""The solicits_phi check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("DM us your date of birth and MRN.", "reply"),
        ("What is your insurance ID?", "message"),
        ("M\u00e1ndenos su fecha de nacimiento por aqu\u00ed.", "message"),
    ],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "solicits_phi" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Please don't send your date of birth here.", "reply"), ("Call us at 555-0100 to talk privately.", "reply")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "solicits_phi" not in rules_of(text, kind)
