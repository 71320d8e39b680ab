"""The trial_claim check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Join our trial: this breakthrough cures migraines.", "post"), ("Earn up to $900 in our new study!", "post")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "trial_claim" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Research study of an investigational drug; it is not known whether it works.", "post"),
        ("Our new treatment rooms are open.", "post"),
    ],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "trial_claim" not in rules_of(text, kind)
