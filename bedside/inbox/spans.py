"""Which days a page of numbers is about, as an address asks for them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

#: Periods that are one press away, in days that end today.
DAYS = (7, 30, 90, 365)
USUAL = 30
#: The longest period, in days.
LONGEST = 1_100


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both in it. `days` is one of DAYS where one of them was chosen; `wrong` says that
    something impossible was asked and the usual is shown."""

    since: date
    until: date
    days: int | None = None
    wrong: bool = False


def day(said: str) -> date | None:
    """A day as a form sends it, "2026-03-01", of the years that one can count in; None for anything else."""
    try:
        found = date.fromisoformat(said) if len(said) == 10 else None
    except ValueError:
        return None
    return found if found is not None and is_countable(found) else None


def is_countable(found: date) -> bool:
    return 2000 <= found.year < 2200


def span(said: Mapping[str, str], *, today: date) -> Span:
    """`days` of DAYS, or `since` and `until`; what is not said is the usual, what cannot be too, and is told."""
    usual = Span(today - timedelta(days=USUAL - 1), today, USUAL)
    if said.get("since") or said.get("until"):
        until = day(said["until"]) if said.get("until") else today
        since = day(said["since"]) if said.get("since") else (until and until - timedelta(days=USUAL - 1))
        if since is None or until is None or not 0 <= (until - since).days < LONGEST:
            return Span(usual.since, usual.until, USUAL, wrong=True)
        return Span(since, until)
    if said.get("days"):
        number = next((days for days in DAYS if str(days) == said["days"]), None)
        if number is None:
            return Span(usual.since, usual.until, USUAL, wrong=True)
        return Span(today - timedelta(days=number - 1), today, number)
    return usual
