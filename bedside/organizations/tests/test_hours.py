"""Hours and clocks that run only in them: nights that change the clock, holidays, 24/7, and hours past midnight."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bedside.organizations import holidays
from bedside.organizations.hours import (
    Hours,
    Opening,
    business_seconds,
    due,
    is_open,
    next_opening,
    read_openings,
    spans,
    write_openings,
)

NEW_YORK = ZoneInfo("America/New_York")
WEEK = tuple(Opening(day, time(8), time(17)) for day in range(5))
OFFICE = Hours(NEW_YORK, WEEK)
HOUR = 3600


def there(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


def test_a_week_of_eight_to_five_has_forty_five_hours() -> None:
    assert business_seconds(there(2026, 6, 1), there(2026, 6, 8), OFFICE) == 45 * HOUR


def test_a_night_and_a_weekend_do_not_count() -> None:
    friday, monday = there(2026, 6, 5, 16, 30), there(2026, 6, 8, 8, 15)
    assert business_seconds(friday, monday, OFFICE) == 45 * 60
    assert due(friday, timedelta(minutes=45), OFFICE) == monday


def test_around_the_clock_is_the_wall_clock_also_on_holidays() -> None:
    always = Hours(NEW_YORK, (), frozenset({date(2026, 12, 25)}), always=True)
    assert business_seconds(there(2026, 12, 24), there(2026, 12, 26), always) == 48 * HOUR


def test_the_night_that_loses_an_hour_is_an_hour_shorter_and_the_other_longer() -> None:
    nights = Hours(NEW_YORK, tuple(Opening(day, time(0), time(0)) for day in range(7)))
    assert business_seconds(there(2026, 3, 8), there(2026, 3, 9), nights) == 23 * HOUR
    assert business_seconds(there(2026, 11, 1), there(2026, 11, 2), nights) == 25 * HOUR


def test_an_opening_in_the_hour_that_does_not_exist_begins_an_hour_on() -> None:
    early = Hours(NEW_YORK, (Opening(6, time(2, 30), time(4)),))
    assert list(spans(there(2026, 3, 8), there(2026, 3, 9), early)) == [
        (datetime(2026, 3, 8, 7, 30, tzinfo=UTC), datetime(2026, 3, 8, 8, tzinfo=UTC))
    ]


def test_hours_past_midnight_belong_to_the_day_they_begin_on() -> None:
    late = Hours(NEW_YORK, (Opening(4, time(22), time(2)),))
    assert is_open(there(2026, 6, 6, 1), late)
    assert not is_open(there(2026, 6, 6, 2), late)
    closed = Hours(NEW_YORK, late.openings, frozenset({date(2026, 6, 5)}))
    assert not is_open(there(2026, 6, 6, 1), closed)


def test_a_holiday_is_closed_and_the_next_opening_is_after_it() -> None:
    kept = Hours(NEW_YORK, WEEK, frozenset(holidays.federal(2026, 2027)))
    assert not is_open(there(2026, 11, 26, 10), kept)
    assert next_opening(there(2026, 11, 26, 10), kept) == there(2026, 11, 27, 8)
    assert next_opening(there(2026, 11, 27, 9), kept) == there(2026, 11, 27, 9)


def test_hours_that_never_open_say_so_and_clocks_run_on() -> None:
    never = Hours(NEW_YORK)
    at = there(2026, 6, 1)
    assert next_opening(at, never) is None
    assert business_seconds(at, at + timedelta(days=9), never) == 0
    assert due(at, timedelta(hours=4), never) == at + timedelta(hours=4)


def test_overlapping_openings_are_counted_once() -> None:
    twice = Hours(NEW_YORK, (Opening(0, time(8), time(12)), Opening(0, time(10), time(14))))
    assert business_seconds(there(2026, 6, 1), there(2026, 6, 2), twice) == 6 * HOUR


def test_a_time_that_ends_before_it_begins_is_nothing() -> None:
    assert business_seconds(there(2026, 6, 2), there(2026, 6, 1), OFFICE) == 0


def test_openings_come_back_as_they_were_kept_and_nonsense_is_refused() -> None:
    assert read_openings(write_openings(WEEK)) == WEEK
    for wrong in ([7, "08:00", "17:00"], ["Monday", "08:00", "17:00"], [0, "8 o'clock", "17:00"], [0, "08:00"]):
        with pytest.raises(ValueError):
            read_openings([wrong])


#: As the Office of Personnel Management lists them: the day that federal employees have off.
OFF = {
    2024: "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
    2025: "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
    2027: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
}


@pytest.mark.parametrize("year", sorted(OFF))
def test_the_days_off_are_those_that_are_published(year: int) -> None:
    found = {day for day in holidays.federal(year, year) if day.weekday() < 5}
    assert found == {date.fromisoformat(f"{year}-{day}") for day in OFF[year].split()}
