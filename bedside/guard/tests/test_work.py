"""Work grows with the length of a text, not with its square: counted in interpreter events, not in seconds."""

import re
import time

import pytest

from bedside.guard import check, redact

HOSTILE = (
    "1",
    "5-",
    "a@",
    "a.",
    "five ",
    "your ",
    "Mr. A",
    "(01)",
    "Maria ",
    "you were ",
    "::",
    "http://",
    "$1 ",
    "he ",
    "12/",
    "A b ",
    "! ",
    '"',
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_repetition_stays_linear(piece: str) -> None:
    # Processor time of four times the text must stay well under sixteen times as much, which a square would need.
    def cost(length: int) -> float:
        text = piece * (length // len(piece))
        begun = time.process_time()
        check(text, kind="reply", inbound=text[:2000])
        redact(text)
        return time.process_time() - begun

    cost(500)
    assert cost(8_000) < 12 * cost(2_000) + 0.3


def test_no_pattern_nests_unbounded_repetition() -> None:
    from pathlib import Path

    for source in (Path(__file__).parent.parent / "checks").glob("*.py"):
        assert not re.search(r"[*+]\)[*+]", source.read_text(encoding="utf-8")), source.name
