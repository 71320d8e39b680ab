"""The sentiment reader: words, negation, irony, emoji."""

import pytest

from bedside.triage.message import Message
from bedside.triage.readers.sentiment import READER, score


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("great and kind", "positive"),
        ("rude and awful", "negative"),
        ("🙄", "negative"),
        ("truly world class, bravo", "negative"),
    ],
)
def test_it_feels(text: str, feeling: str) -> None:
    assert [signal.value for signal in READER.read(Message(text))] == [feeling]


def test_negation_turns_a_word() -> None:
    assert score("not good") < 0 < score("good")
    assert score("not bad") > score("bad")
