"""The language reader: English or Spanish."""

import pytest

from bedside.triage.message import Message
from bedside.triage.readers.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [("¿Me pueden cambiar la cita para la tarde?", "es"), ("Can I come in on Friday?", "en"), ("no", "en"), ("", "en")],
)
def test_it_tells_the_language(text: str, language: str) -> None:
    assert language_of(Message(text)) == language
