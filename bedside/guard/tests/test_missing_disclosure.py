"""The missing_disclosure check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Obsessed with these clogs! Use our code CLOG20 for 20% off.", "post"),
        ("Leave us a five star review and get a free coffee.", "post"),
    ],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "missing_disclosure" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Sponsored by NovaStep: join our 5K.", "post"), ("Join our 5K on Sunday.", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "missing_disclosure" not in rules_of(text, kind)
