"""Identifiers: what checks found and what was learned, settled."""

from itertools import pairwise

import pytest

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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Is Dr. Bello back from leave?", "Bello"),
        ("dr brandt is the best", "brandt"),
        ("Put Dr. Ana Crowe on the phone", "Crowe"),
        ("say bye to nurse Tasha from unit 5", "Tasha"),
        ("the receptionist named Kelly hung up on me", "Kelly"),
        ("Janelle in PT is a gem", "Janelle"),
        ("Sandra Ruiz at the front desk found my keys", "Sandra Ruiz"),
        ("Tom Reed, RN, stayed with us all night", "Tom Reed"),
        ("La enfermera Lupe fue muy amable", "Lupe"),
    ],
)
def test_somebody_at_work_is_no_private_person(text: str, name: str) -> None:
    start = text.index(name)
    place = ("name", start, start + len(name))
    assert identifiers(text, [place], [Mark("name", place[1], place[2], 0.99)]) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the nurse told Maria to wait outside", "Maria"),
        ("my son Tyler is in the ER", "Tyler"),
        ("Dr. Bello saw Ana Ruiz on Monday", "Ana Ruiz"),
        ("my wife is a nurse and I am Bob Hanley", "Bob Hanley"),
        ("My sister Maria in PT fell again", "Maria"),
        ("Maria in room 4 was crying", "Maria"),
        ("We lost Ed at the end of May", "Ed"),
    ],
)
def test_a_patient_s_name_near_staff_stays_an_identifier(text: str, name: str) -> None:
    start = text.index(name)
    place = ("name", start, start + len(name))
    assert identifiers(text, [place], [Mark("name", place[1], place[2], 0.99)]) == [place]
