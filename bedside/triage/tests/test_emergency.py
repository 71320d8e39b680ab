"""The emergency reader: what it hears, and the near twins it leaves alone."""

import pytest

from bedside.triage import read


@pytest.mark.parametrize(
    "text",
    [
        "dad's face is drooping and his words are slurred",
        "she's not breathing what do we do",
        "my baby is 3 weeks old with a fever of 102",
        "he took a whole bottle of pills and won't wake up",
        "the bleeding won't stop, help",
        "no respira, ayuda",
    ],
)
def test_it_hears(text: str) -> None:
    assert read(text).intent == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "Last year you saved my dad from a heart attack, thank you",
        "What are the signs of a stroke?",
        "I about had a heart attack when I saw the bill",
        "Do you teach a CPR class?",
        "Flu shots are available?",
    ],
)
def test_it_leaves_alone(text: str) -> None:
    assert read(text).intent != "emergency"
