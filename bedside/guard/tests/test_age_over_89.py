"""The age_over_89 check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [("She is 94 and still dancing.", "reply"), ("He was born in 1921, yes", "message")],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "age_over_89" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Anyone over 90 is welcome.", "post"), ("We saw 95 people at the fair.", "post"), ("It was 94 degrees.", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "age_over_89" not in rules_of(text, kind)
