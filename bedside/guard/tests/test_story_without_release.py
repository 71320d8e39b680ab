"""The story_without_release check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Look who rang the bell! Our patient Maria finished chemo today.", "post"),
        ("Meet baby Noah, born at 26 weeks and going home from the NICU.", "post"),
    ],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "story_without_release" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("One adult in seven has kidney disease.", "post"), ("Dr. Ruth Okafor won an award for teaching.", "post")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "story_without_release" not in rules_of(text, kind)
