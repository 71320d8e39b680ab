"""The specialty reader: everyday words to the right desk."""

import pytest

from bedside.triage import read


@pytest.mark.parametrize(
    ("text", "specialty"),
    [
        ("Is my pacemaker check on Monday?", "cardiology"),
        ("chemo infusion question", "oncology"),
        ("my knee replacement follow-up", "orthopedics"),
        ("my cataract and my glasses", "eye_ear_nose_throat"),
        ("dialysis transport times", "urology_nephrology"),
        ("I want to kill myself", "mental_health"),
        ("where do I park?", None),
    ],
)
def test_it_routes(text: str, specialty: str | None) -> None:
    assert read(text).specialty == specialty
