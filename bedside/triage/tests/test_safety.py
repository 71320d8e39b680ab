"""The safety reader: what makes an ordinary text pressing."""

import pytest

from bedside.triage import read
from bedside.triage.message import Message
from bedside.triage.readers.safety import READER


@pytest.mark.parametrize(
    ("text", "pressure"),
    [
        ("they gave him the wrong medication", "harm"),
        ("a nurse posted a photo of me without my consent", "privacy"),
        ("we go live at 7, please comment", "press"),
        ("this already has 14k shares", "spreading"),
        ("still waiting in the ER since 2pm", "waiting"),
        ("third time I call, months of this", "escalated"),
    ],
)
def test_it_feels_pressure(text: str, pressure: str) -> None:
    assert pressure in {signal.value for signal in READER.read(Message(text))}


def test_pressure_raises_a_complaint_and_never_praise() -> None:
    assert read("Awful. They gave him the wrong medication and nobody cares.").urgency == "high"
    assert read("Awful coffee and rude staff.").urgency == "normal"
    assert read("Thank you, you are amazing, wonderful nurses").urgency == "low"
