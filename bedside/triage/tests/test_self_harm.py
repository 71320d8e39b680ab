"""The self_harm reader: what it hears, and the near twins it leaves alone."""

import pytest

from bedside.triage import read


@pytest.mark.parametrize(
    "text",
    [
        "I can't do this anymore, my family would be better off without me",
        "my son says he wants to die",
        "no quiero vivir",
        "I have the pills lined up and wrote my note",
        "k\u200bill myself",
    ],
)
def test_it_hears(text: str) -> None:
    assert read(text).intent == "self_harm"


@pytest.mark.parametrize(
    "text",
    [
        "this parking garage makes me want to die lol",
        "the cheesecake in the cafeteria is to die for",
        "do you have a suicide prevention class?",
        "your hold music is killing me",
    ],
)
def test_it_leaves_alone(text: str) -> None:
    assert read(text).intent != "self_harm"
