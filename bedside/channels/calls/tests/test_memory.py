"""What a polled account remembers between two looks."""

from datetime import UTC, datetime, timedelta

import pytest

from bedside.channels.calls.memory import ALWAYS, MOST, Memory
from bedside.channels.rules import Heard

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def heard(number: int, version: str = "1") -> Heard:
    return Heard(f"id{number}", "reply", "words", "a", "gus", "Gus", AT + timedelta(seconds=number), version=version)


def test_what_comes_again_unchanged_is_not_handed_on_and_what_changed_is() -> None:
    memory = Memory()
    assert [one.network_id for one in memory.fresh([heard(2), heard(1), heard(2)])] == ["id1", "id2"]
    again = Memory.read(memory.write())
    assert [one.network_id for one in again.fresh([heard(1), heard(2, "2"), heard(3)])] == ["id2", "id3"]


def test_what_is_gone_is_told_once() -> None:
    memory = Memory()
    memory.fresh([heard(1)])
    assert memory.forget(["id1", "id9", "id1"]) == ("id1",)
    assert memory.forget(["id1"]) == ()


def test_every_known_thing_is_looked_at_again_in_turn_and_the_newest_always() -> None:
    memory = Memory()
    memory.fresh([heard(number) for number in range(50)])
    seen: set[str] = set()
    for _ in range(4):
        due = memory.due(20)
        assert len(set(due)) == 20
        assert set(due[:ALWAYS]) == {f"id{number}" for number in range(45, 50)}
        seen |= set(due)
        memory = Memory.read(memory.write())
    assert len(seen) == 50


def test_only_so_much_is_remembered_and_no_words_at_all() -> None:
    memory = Memory()
    memory.fresh([heard(number) for number in range(MOST + 50)])
    kept = Memory.read(memory.write())
    assert len(kept.known) == MOST
    assert kept.has(f"id{MOST + 49}")
    assert "words" not in memory.write()


@pytest.mark.parametrize(
    "cursor", ["", "x", "5", "null", "[]", '{"known": [], "marks": {}, "turn": 0}', '{"known": {}}']
)
def test_a_cursor_that_cannot_be_read_begins_anew(cursor: str) -> None:
    assert Memory.read(cursor) == Memory()
