"""The ssn check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SSN 987-65-4321 is on file", "message"),
        ("social ending in 4321", "message"),
        ("ssn nine eight seven six five four three two one", "message"),
    ],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "ssn" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("We gave 123 45 minute tours", "post"), ("Never send a Social Security number online.", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "ssn" not in rules_of(text, kind)
