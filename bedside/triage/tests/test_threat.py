"""The threat reader: what it hears, and the near twins it leaves alone."""

import pytest

from bedside.triage import read


@pytest.mark.parametrize(
    "text",
    [
        "I'm coming back with a gun",
        "watch your back, doctor",
        "there is a bomb in the lobby",
        "I know where that nurse lives and I'm going to hurt her",
        "voy a matar a ese doctor",
    ],
)
def test_it_hears(text: str) -> None:
    assert read(text).intent == "threat"


@pytest.mark.parametrize(
    "text",
    [
        "I'm going to sue you",
        "I would take a bullet for that nurse",
        "the wait killed my phone battery",
        "Break a leg at the gala!",
    ],
)
def test_it_leaves_alone(text: str) -> None:
    assert read(text).intent != "threat"
