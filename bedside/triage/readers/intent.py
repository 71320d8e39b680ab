"""The everyday intents: what somebody asks, complains of, praises, sells or claims."""

from collections.abc import Iterator

from bedside.triage.message import Message, Reader
from bedside.triage.readers.topics import CUES
from bedside.triage.shapes import Signal


def read(message: Message) -> Iterator[Signal]:
    """Evidence for each everyday intent; the rating speaks softly, since people mistake one star for five."""
    yield from message.signals("intent", CUES)
    question = "?" in message.low or "¿" in message.low
    if question:
        for value, weight in (
            ("clinical_question", 1.0),
            ("service_question", 1.0),
            ("appointment", 0.5),
            ("billing", 0.8),
            ("records_privacy", 0.4),
            ("misinformation", -2.0),
            ("praise", -1.0),
        ):
            yield Signal("intent", value, weight, "?", "it is a question")
    if message.stars is not None:
        value = "praise" if message.stars >= 4 else "complaint" if message.stars <= 3 else ""
        weight = {1: 1.6, 2: 1.8, 3: 0.8, 4: 0.6, 5: 1.2}[max(1, min(5, message.stars))]
        if value:
            yield Signal("intent", value, weight, f"{message.stars} stars", "the rating")


READER = Reader("intent", ("intent",), "The intent decides who answers and how soon.", read)
