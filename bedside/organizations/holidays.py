"""The legal public holidays of the United States, as the law names them. Pure.

Source: 5 U.S.C. 6103(a), with Juneteenth added by Pub. L. 117-17 (June 17, 2021); days in lieu: 5 U.S.C. 6103(b) for a
Saturday (the Friday before) and Executive Order 11582 for a Sunday (the Monday after). Compared with the dates that the
Office of Personnel Management publishes (opm.gov, Federal Holidays) for 2024 to 2027.
"""

from collections.abc import Callable
from datetime import date, timedelta

SOURCE = "5 U.S.C. 6103; Executive Order 11582"


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(number: int, weekday: int, month: int) -> Callable[[int], date]:
    """The n-th such weekday of a month; -1 is the last."""

    def find(year: int) -> date:
        if number < 0:
            last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            return last - timedelta(days=(last.weekday() - weekday) % 7)
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))

    return find


FEDERAL: tuple[tuple[str, Callable[[int], date]], ...] = (
    ("New Year's Day", _fixed(1, 1)),
    ("Birthday of Martin Luther King, Jr.", _nth(3, 0, 1)),
    ("Washington's Birthday", _nth(3, 0, 2)),
    ("Memorial Day", _nth(-1, 0, 5)),
    ("Juneteenth National Independence Day", _fixed(6, 19)),
    ("Independence Day", _fixed(7, 4)),
    ("Labor Day", _nth(1, 0, 9)),
    ("Columbus Day", _nth(2, 0, 10)),
    ("Veterans Day", _fixed(11, 11)),
    ("Thanksgiving Day", _nth(4, 3, 11)),
    ("Christmas Day", _fixed(12, 25)),
)


def federal(first: int, last: int) -> dict[date, str]:
    """Every holiday of these years with its name, and its day in lieu where it falls on a weekend."""
    found = {}
    for year in range(first, last + 2):  # a New Year's Day on a Saturday is kept in the year before
        for name, on in FEDERAL:
            day = on(year)
            found[day] = name
            if day.weekday() >= 5:
                found.setdefault(day + timedelta(days=-1 if day.weekday() == 5 else 1), f"{name} (observed)")
    return {day: name for day, name in sorted(found.items()) if first <= day.year <= last}
