"""The biometric check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Your thumbprint is still on file for pickup.", "message")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "biometric" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("The new lockers open by fingerprint.", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "biometric" not in rules_of(text, kind)
