"""The patient_relationship check: what it stops, and the near twins it lets pass."""

import pytest

from bedside.guard.tests.cases import rules_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thank you for choosing us for your surgery!", "reply"),
        ("We looked into your chart today.", "reply"),
        ("So glad your visit went well.", "reply"),
        ("Gracias por confiar en nosotros, su cita es el lunes.", "reply"),
        ("Sorry we kept you waiting when you came in.", "reply"),
        ("WE REVIEWED YOUR CHART", "reply"),
    ],
)
def test_it_finds(text: str, kind: str) -> None:
    assert "patient_relationship" in rules_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Anyone who receives care here deserves respect.", "reply"),
        ("We can't say whether someone has been a patient.", "reply"),
        ("If you have been a patient, call us.", "reply"),
        ("Thank you for sharing this.", "reply"),
    ],
)
def test_it_lets_pass(text: str, kind: str) -> None:
    assert "patient_relationship" not in rules_of(text, kind)
