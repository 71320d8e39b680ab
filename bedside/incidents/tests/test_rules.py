"""Clocks, conclusions and numbers: pure, on days one can count on a calendar."""

from datetime import date, timedelta

import pytest

from bedside.incidents import law, rules
from bedside.incidents.rules import Case, Draft, Extra, Refused, Stand

FOUND = date(2026, 3, 10)
REASON = "It showed no name and was gone within a minute."


def due(case: Case) -> dict[str, date]:
    return {clock.key: clock.due for clock in rules.clocks(case)}


def test_people_are_told_within_sixty_calendar_days_of_discovery() -> None:
    assert due(Case(FOUND, total=1))["individual"] == date(2026, 5, 9)


def test_a_small_breach_is_reported_within_sixty_days_after_the_year_of_discovery() -> None:
    assert due(Case(FOUND, total=499))["hhs"] == date(2027, 3, 1)
    assert due(Case(date(2027, 12, 31), total=1))["hhs"] == date(2028, 2, 29)
    assert rules.year_due(2019) == date(2020, 2, 29)


def test_five_hundred_people_are_reported_at_once_and_five_hundred_and_one_in_a_state_to_its_media() -> None:
    at_once = due(Case(FOUND, total=500, residents={"TX": 500}))
    assert at_once == {"individual": date(2026, 5, 9), "hhs": date(2026, 5, 9)}
    assert due(Case(FOUND, total=900, residents={"TX": 501, "OK": 399}))["media:TX"] == date(2026, 5, 9)
    assert "media:OK" not in due(Case(FOUND, total=900, residents={"TX": 501, "OK": 399}))


def test_while_nobody_has_counted_the_shorter_deadline_is_shown() -> None:
    assert due(Case(FOUND))["hhs"] == date(2026, 5, 9)


def test_a_deadline_of_the_hospital_comes_first_and_only_where_it_applies() -> None:
    extra = Extra("7", "Tell the state", 30, "a law", state="TX", least=250)
    first = rules.clocks(Case(FOUND, total=300, residents={"TX": 260}, extras=(extra,)))[0]
    assert (first.key, first.due) == ("rule:7", date(2026, 4, 9))
    assert "rule:7" not in due(Case(FOUND, total=300, residents={"TX": 10, "OK": 290}, extras=(extra,)))
    assert "rule:7" in due(Case(FOUND, total=300, residents={"TX": 10}, extras=(extra,))), "290 may live in Texas"
    assert "rule:7" in due(Case(FOUND, extras=(extra,)))


def test_a_deadline_that_is_met_says_when() -> None:
    clock = rules.clocks(Case(FOUND, total=1, sent={"individual": date(2026, 4, 1)}))[0]
    assert (clock.key, clock.met) == ("individual", date(2026, 4, 1))
    assert rules.mark(clock, FOUND) is None


@pytest.mark.parametrize(
    ("left", "mark"),
    [(61, None), (31, None), (30, 30), (29, 30), (15, 30), (14, 14), (8, 14), (7, 7), (4, 7), (3, 3), (2, 3), (1, 1),
     (0, 1), (-1, 0), (-400, 0)],
)  # fmt: skip
def test_a_reminder_is_owed_at_thirty_fourteen_seven_three_and_one_days(left: int, mark: int | None) -> None:
    clock = rules.clocks(Case(FOUND, total=1))[0]
    assert rules.mark(clock, clock.due - timedelta(days=left)) == mark


def low(**levels: str) -> Draft:
    factors = {one.key: (levels.get(one.key, "low"), REASON) for one in law.FACTORS}
    return Draft("low", factors, reason=REASON)


def test_low_probability_needs_four_answers_with_reasons() -> None:
    assert rules.problems(low()) == []
    assert len(rules.problems(Draft("low", {}, reason=REASON))) == 4
    assert len(rules.problems(Draft("low", {one.key: ("low", "") for one in law.FACTORS}, reason=REASON))) == 4
    assert len(rules.problems(low(nature="enormous"))) == 1


def test_a_factor_rated_high_rules_out_a_low_probability() -> None:
    (said,) = rules.problems(low(recipient="high"))
    assert "rated high" in said


def test_a_breach_needs_a_sentence_and_no_proof() -> None:
    assert rules.problems(Draft("breach", {}, reason=REASON)) == []
    assert rules.problems(Draft("breach", {}, reason=" ")) != []


def test_an_exception_names_which_of_the_three() -> None:
    assert rules.problems(Draft("excluded", {}, exclusion="ii", reason=REASON)) == []
    assert rules.problems(Draft("excluded", {}, exclusion="iv", reason=REASON)) != []
    assert rules.problems(Draft("", {})) == ["Choose a conclusion."]


def test_nobody_confirms_their_own_finding() -> None:
    assert not rules.may_confirm(assessed_by=3, by=3)
    assert rules.may_confirm(assessed_by=3, by=4)


def test_the_page_says_what_is_missing_before_closing() -> None:
    begun = Stand(False, "", False, None, 1, 1, ())
    assert len(rules.missing(begun)) == 2
    told = Stand(True, "breach", False, 3, 0, 1, ())
    assert rules.missing(told) == []
    assert rules.missing(Stand(True, "low", False, 3, 0, 1, ())) != []
    assert rules.missing(Stand(True, "breach", False, None, 0, 0, ("Tell them",))) != []


def test_ten_people_without_an_address_are_told_in_public_for_ninety_days() -> None:
    assert rules.substitute(None) == rules.substitute(0) == ""
    assert "phone" in rules.substitute(9)
    assert "90 days" in rules.substitute(10)


def test_numbers_that_do_not_fit_are_refused() -> None:
    wrong: tuple[tuple[int | None, dict[str, int], int | None], ...] = (
        (0, {}, None),
        (2, {"TX": 3}, None),
        (2, {}, 3),
        (None, {"TX": 1}, None),
        (2, {"XX": 1}, 0),
    )
    for total, residents, unreachable in wrong:
        with pytest.raises(Refused):
            rules.ensure_counts(total, residents, unreachable)
    rules.ensure_counts(None, {}, None)


def test_states_are_read_a_line_each() -> None:
    assert rules.states_of("tx 12\nOK: 3, TX 1") == {"TX": 13, "OK": 3}
    assert rules.lines_of({"TX": 13, "OK": 3}) == "OK 3\nTX 13"
    for wrong in ("Texas 12", "TX twelve", "TX", "TX 1 2", "TX -1", "TX 9999999999"):
        with pytest.raises(Refused):
            rules.states_of(wrong)


def test_papers_are_kept_for_six_years() -> None:
    assert rules.keep_until(date(2026, 5, 1)) == date(2032, 5, 1)
    assert rules.keep_until(date(2024, 2, 29)) == date(2030, 3, 1)


def test_discovery_is_neither_in_the_future_nor_before_it_happened() -> None:
    rules.ensure_dates(occurred=None, discovered=FOUND, today=FOUND)
    with pytest.raises(Refused):
        rules.ensure_dates(occurred=None, discovered=FOUND, today=FOUND - timedelta(days=1))
    with pytest.raises(Refused):
        rules.ensure_dates(occurred=FOUND, discovered=FOUND - timedelta(days=1), today=FOUND)


def test_every_fact_of_the_law_names_its_source() -> None:
    assert all("45 CFR 164." in source for source in law.SOURCES.values())
    assert all("164.402" in one.source for one in (*law.FACTORS, *law.EXCLUSIONS))
