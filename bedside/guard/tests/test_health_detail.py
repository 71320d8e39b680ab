"""The health_detail check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Your diabetes is under control now.", "reply"),
        ("Her biopsy came back benign.", "message"),
        ("Your knee replacement was a success.", "reply"),
    ],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "health_detail" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Diabetes can be managed with help.", "post"), ("We offer knee surgery and rehab classes.", "reply")],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "health_detail" not in rules_of(text, kind)
