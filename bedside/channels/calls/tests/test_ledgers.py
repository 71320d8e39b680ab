from datetime import UTC, datetime, timedelta

import pytest

from bedside.channels.calls.ledgers import FIRST, MOST, Ledger, mark
from bedside.channels.rules import Heard

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def heard(name: str, text: str = "hello", root: str = "post", at: datetime = AT) -> Heard:
    return Heard(name, "reply", text, "5", "gus", "Gus", at, root, root, mark(text))


def test_a_thing_is_handed_on_once_and_again_when_its_words_change() -> None:
    first = Ledger.read("", AT).sift([heard("1"), heard("1"), heard("2")])
    assert [one.network_id for one in first.heard] == ["1", "2"]
    second = Ledger.read(first.cursor, AT).sift([heard("2"), heard("1", "hello again")])
    assert [(one.network_id, one.text) for one in second.heard] == [("1", "hello again")]
    assert Ledger.read(second.cursor, AT).sift([heard("1", "hello again")]).heard == ()


def test_only_a_list_read_to_its_end_says_that_something_is_gone() -> None:
    first = Ledger.read("", AT).sift([heard("1"), heard("2"), heard("3", root="other")])
    assert Ledger.read(first.cursor, AT).sift([heard("1")]).gone == ()
    second = Ledger.read(first.cursor, AT).sift([heard("1")], whole={"post"})
    assert second.gone == ("2",)
    assert Ledger.read(second.cursor, AT).sift([heard("1")], whole={"post"}).gone == ()


def test_what_was_said_before_the_beginning_is_left_to_the_back_fill_for_good() -> None:
    old = heard("1", at=AT - FIRST - timedelta(seconds=1))
    first = Ledger.read("", AT).sift([old])
    assert first.heard == ()
    assert Ledger.read(first.cursor, AT + timedelta(days=9)).sift([old]).heard == ()


def test_within_one_second_the_order_of_ids_is_the_order_of_saying() -> None:
    told = [heard("100"), heard("99"), heard("98", at=AT + timedelta(seconds=1))]
    assert [one.network_id for one in Ledger.read("", AT).sift(told).heard] == ["99", "100", "98"]


def test_a_ledger_stays_small_and_keeps_what_was_seen_last() -> None:
    batch = Ledger.read("", AT).sift([heard(str(number)) for number in range(MOST + 500)])
    assert len(batch.heard) == MOST + 500
    known = Ledger.read(batch.cursor, AT).known
    assert len(known) == MOST
    assert str(MOST + 499) in known


@pytest.mark.parametrize(
    "cursor", ["", "{", "[]", "3", "null", '{"start": 5}', '{"start": "x"}', '{"start": "2026-11-21", "known": [[]]}',
               '{"start": "2026-11-21T00:00:00+00:00", "known": [], "stamps": 3}']
)  # fmt: skip
def test_a_cursor_that_cannot_be_read_begins_anew(cursor: str) -> None:
    assert Ledger.read(cursor, AT) == Ledger(AT - FIRST)


def test_no_words_are_in_a_cursor() -> None:
    assert "00-TEST-1" not in Ledger.read("", AT).sift([heard("1", "my chart number is 00-TEST-1")]).cursor
