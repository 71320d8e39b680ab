"""Identifiers: what checks found and what was learned, settled."""

from itertools import pairwise

from bedside.triage import identifiers
from bedside.triage.shapes import Mark

TEXT = "My aunt Barb lives on Hob Creek rd near Harbor Street"


def mark(words: str, odds: float, rule: str = "name") -> Mark:
    start = TEXT.index(words)
    return Mark(rule, start, start + len(words), odds)


def found(words: str, rule: str) -> tuple[str, int, int]:
    start = TEXT.index(words)
    return rule, start, start + len(words)


def test_without_anything_learned_what_was_found_stands() -> None:
    assert identifiers(TEXT, [found("Harbor Street", "geography")], None) == [found("Harbor Street", "geography")]


def test_a_guess_by_lists_that_nothing_learned_supports_is_dropped() -> None:
    assert identifiers(TEXT, [found("Harbor Street", "geography")], []) == []


def test_a_shape_is_never_talked_away() -> None:
    text = "call 555-555-0171"
    assert identifiers(text, [("phone", 5, 17)], []) == [("phone", 5, 17)]


def test_what_was_learned_adds_whole_words() -> None:
    assert identifiers(TEXT, [], [mark("Bar", 0.95)]) == [found("Barb", "name")]


def test_neighbors_join_the_likely_one() -> None:
    marks = [mark("Hob", 0.6, "geography"), mark("Creek", 0.95, "geography"), mark("rd", 0.55, "geography")]
    assert identifiers(TEXT, [], marks) == [found("Hob Creek rd", "geography")]


def test_what_is_faint_everywhere_is_nobody() -> None:
    assert identifiers(TEXT, [], [mark("Hob", 0.6, "geography"), mark("Creek", 0.7, "geography")]) == []


def test_places_never_overlap() -> None:
    places = identifiers(TEXT, [found("Hob Creek", "geography")], [mark("Creek", 0.95, "geography"), mark("rd", 0.95)])
    assert all(one[2] <= other[1] for one, other in pairwise(places))
