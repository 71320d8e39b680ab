"""Clocks, conclusions and steps of an incident. Pure: days come in, days and sentences go out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bedside.incidents import law


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Origin(StrEnum):
    """Where the words came from."""

    POST = "post"
    ANSWER = "answer"
    ELSEWHERE = "elsewhere"


class Conclusion(StrEnum):
    BREACH = "breach"
    LOW = "low"
    EXCLUDED = "excluded"


CONCLUSIONS = {
    Conclusion.BREACH: "a breach",
    Conclusion.LOW: "no breach: low probability of compromise",
    Conclusion.EXCLUDED: "no breach: one of the three exceptions",
}

#: What is sent to whom; a notice to a state's media or by the hospital's own rule carries more behind a colon.
NOTICES = {
    "individual": "Letters to the people concerned",
    "media": "Notice to the media",
    "hhs": "Report to HHS",
    "rule": "Notice by a deadline of your own",
    "substitute": "Substitute notice",
    "reviewer": "Message to the person who wrote to us",
}
METHODS = {
    "mail": "first-class mail",
    "email": "e-mail, which the person agreed to",
    "phone": "phone, because it was urgent",
    "portal": "the portal of HHS or of a state",
    "press": "press release or media",
    "website": "the hospital's website",
    "message": "a private message on the network",
    "hand": "handed over",
}

#: Shortest reason that says something.
LEAST_REASON = 20


class Refused(Exception):
    """What was asked cannot be done now; the message is a sentence for a person."""


@dataclass(frozen=True)
class Extra:
    """A faster deadline the hospital set: days from discovery, for residents of `state` (any, where empty) from `least`
    of them on."""

    key: str
    title: str
    days: int
    source: str
    state: str = ""
    least: int = 1


@dataclass(frozen=True)
class Case:
    """What the clocks run by; days in the hospital's zone. `total` is None while nobody has counted."""

    discovered: date
    total: int | None = None
    residents: Mapping[str, int] | None = None
    extras: tuple[Extra, ...] = ()
    sent: Mapping[str, date] | None = None


@dataclass(frozen=True)
class Clock:
    """Something that is due by the end of a day; `met` is the day it was done."""

    key: str
    title: str
    due: date
    source: str
    why: str
    met: date | None = None

    def left(self, today: date) -> int:
        """Days until it is due; negative once it is overdue."""
        return (self.due - today).days


def clocks(case: Case) -> list[Clock]:
    """Every deadline of a breach, the earliest first; of one day, the people before everybody else."""
    due = case.discovered + timedelta(days=law.DAYS)
    sent, residents = case.sent or {}, case.residents or {}

    def clock(key: str, title: str, until: date, source: str, why: str) -> Clock:
        return Clock(key, title, until, source, why, sent.get(key))

    found = [
        clock(
            "individual",
            "Tell the people concerned",
            due,
            law.SOURCES["individual"],
            "Without unreasonable delay, and no later than 60 days after discovery.",
        ),
        *(
            clock(
                f"media:{state}",
                f"Tell the media in {state}",
                due,
                law.SOURCES["media"],
                f"More than {law.MEDIA_ABOVE} residents of {state} are concerned.",
            )
            for state, number in sorted(residents.items())
            if number > law.MEDIA_ABOVE
        ),
        _hhs(case, due, clock("hhs", "", due, "", "").met),
        *(
            clock(
                f"rule:{extra.key}",
                extra.title,
                case.discovered + timedelta(days=extra.days),
                extra.source,
                f"{extra.days} days after discovery, set by your hospital.",
            )
            for extra in case.extras
            if _applies(extra, case)
        ),
    ]
    return sorted(found, key=lambda one: (one.due, one.key != "individual", one.key))


def _hhs(case: Case, due: date, met: date | None) -> Clock:
    if case.total is None:
        why = "Nobody has counted the people yet, so the shorter deadline is shown."
        return Clock("hhs", "Report to HHS", due, law.SOURCES["hhs_now"], why, met)
    if case.total >= law.HHS_AT_ONCE:
        why = f"{law.HHS_AT_ONCE} people or more are concerned: together with the letters."
        return Clock("hhs", "Report to HHS", due, law.SOURCES["hhs_now"], why, met)
    year = case.discovered.year
    why = f"Fewer than {law.HHS_AT_ONCE} people: within 60 days after the end of {year}."
    return Clock("hhs", "Report to HHS for the year", year_due(year), law.SOURCES["hhs_year"], why, met)


def year_due(year: int) -> date:
    """The last day to report the small breaches discovered in a year: March 1, or February 29."""
    return date(year, 12, 31) + timedelta(days=law.DAYS)


def _applies(extra: Extra, case: Case) -> bool:
    """A rule of the hospital's own holds until the numbers show that it does not."""
    if case.total is None:
        return True
    counted = (case.residents or {}).get(extra.state, 0) if extra.state else case.total
    unsaid = case.total - sum((case.residents or {}).values())
    return counted + (max(unsaid, 0) if extra.state else 0) >= extra.least


#: Days before a deadline on which somebody is reminded; 0 stands for overdue.
MARKS = (30, 14, 7, 3, 1)
OVERDUE = 0


def mark(clock: Clock, today: date) -> int | None:
    """The reminder that is owed today, or none: one mail, however many marks were passed at once."""
    left = clock.left(today)
    if clock.met is not None or left > MARKS[0]:
        return None
    if left < 0:
        return OVERDUE
    return min(one for one in MARKS if one >= left)


@dataclass(frozen=True)
class Draft:
    """An assessment as somebody filled it in: (level, reason) by factor."""

    conclusion: str
    factors: Mapping[str, tuple[str, str]]
    exclusion: str = ""
    reason: str = ""


def problems(draft: Draft) -> list[str]:
    """What keeps the conclusion from standing; empty when nothing does.

    The law presumes a breach (45 CFR 164.402(2)), so a breach needs no proof. That a factor rated high rules out a low
    probability is this product's caution, not the law's words.
    """
    found = []
    if draft.conclusion not in set(Conclusion):
        return ["Choose a conclusion."]
    if len(draft.reason.strip()) < LEAST_REASON:
        found.append("Say in a sentence or two why you conclude this.")
    if draft.conclusion == Conclusion.EXCLUDED and draft.exclusion not in {one.key for one in law.EXCLUSIONS}:
        found.append("Choose which of the three exceptions it is.")
    if draft.conclusion == Conclusion.LOW:
        for factor in law.FACTORS:
            level, reason = draft.factors.get(factor.key, ("", ""))
            if level not in ("low", "medium", "high") or len(reason.strip()) < LEAST_REASON:
                found.append(f"“{factor.title}” needs a level and a written reason.")
            elif level == "high":
                found.append(f"“{factor.title}” is rated high. A low probability cannot be shown with that.")
    return found


def is_public(origin: str) -> bool:
    """Whether everybody could read it. What stood elsewhere counts as public until somebody shows otherwise."""
    return origin in set(Origin)


def may_confirm(*, assessed_by: int, by: int) -> bool:
    """Nobody confirms their own finding that there is nothing to tell."""
    return assessed_by != by


@dataclass(frozen=True)
class Stand:
    """How far an incident is, for the question whether it can be closed."""

    assessed: bool
    conclusion: str
    confirmed: bool
    total: int | None
    open_removals: int
    removals: int
    unmet: tuple[str, ...]


def missing(stand: Stand) -> list[str]:
    """What is still to be done before the incident can be closed. The report to HHS for the year may come later."""
    found = []
    if not stand.removals:
        found.append("Take the words down, or record that somebody did.")
    if stand.open_removals:
        found.append("On some network the words are not gone yet.")
    if not stand.assessed:
        found.append("The risk is not assessed.")
    elif stand.conclusion != Conclusion.BREACH and not stand.confirmed:
        found.append("A second person has to confirm that it is no breach.")
    if stand.assessed and stand.conclusion == Conclusion.BREACH:
        if stand.total is None:
            found.append("Nobody has counted the people concerned.")
        found += [f"Not done yet: {title}." for title in stand.unmet]
    return found


def substitute(unreachable: int | None) -> str:
    """What is owed to people whose address is not good enough; empty when there are none."""
    if not unreachable:
        return ""
    if unreachable < law.PUBLIC_FROM:
        return (
            "Fewer than 10 people cannot be reached by letter: tell them another way, for example by phone or another "
            f"written notice ({law.SOURCES['substitute_few']})."
        )
    return (
        "10 people or more cannot be reached by letter: put a notice on the home page for 90 days, or in major print "
        "or broadcast media where they live, with a toll-free number that answers for 90 days "
        f"({law.SOURCES['substitute_many']})."
    )


def ensure_dates(*, occurred: date | None, discovered: date, today: date) -> None:
    """Raises Refused for days that cannot be."""
    if discovered > today:
        raise Refused("The day of discovery is not here yet.")
    if occurred is not None and occurred > discovered:
        raise Refused("It cannot have been discovered before it happened.")


def ensure_counts(total: int | None, residents: Mapping[str, int], unreachable: int | None) -> None:
    """Raises Refused for numbers that do not fit each other."""
    if total is not None and total < 1:
        raise Refused("At least one person is concerned. If nobody is, say so in the assessment.")
    if set(residents) - set(law.STATES):
        raise Refused("Use the two letters of each state, such as TX.")
    if total is None and (residents or unreachable):
        raise Refused("Give the number of all people first.")
    if total is not None and sum(residents.values()) > total:
        raise Refused("The states together have more people than all.")
    if total is not None and (unreachable or 0) > total:
        raise Refused("More people cannot be reached than there are.")


def keep_until(closed: date) -> date:
    """The day the papers may be destroyed, six years after closing."""
    try:
        return closed.replace(year=closed.year + law.KEEP_YEARS)
    except ValueError:  # February 29
        return date(closed.year + law.KEEP_YEARS, 3, 1)


def states_of(text: str) -> dict[str, int]:
    """Residents by state from lines such as "TX 12"; raises Refused."""
    found: dict[str, int] = {}
    for line in text.replace(",", "\n").splitlines():
        words = line.replace(":", " ").split()
        if not words:
            continue
        known = len(words) == 2 and words[0].upper() in law.STATES and words[1].isdecimal() and len(words[1]) < 9
        if not known:
            raise Refused("Write one state a line with its number, such as: TX 12")
        found[words[0].upper()] = found.get(words[0].upper(), 0) + int(words[1])
    return {state: number for state, number in found.items() if number}


def lines_of(residents: Mapping[str, int]) -> str:
    return "\n".join(f"{state} {number}" for state, number in sorted(residents.items()))


def overdue(found: Sequence[Clock], today: date) -> list[Clock]:
    return [clock for clock in found if clock.met is None and clock.left(today) < 0]
