"""Reads: what became of conversations, as facts to be added up, and on what those rest."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo

from bedside.answers.models import AnswerUse
from bedside.audit import queries as audit
from bedside.inbox.measuring import Fact
from bedside.inbox.models import Conversation, Counted, Message, Served
from bedside.inbox.queries.ladder import Level, ladder_of
from bedside.inbox.rules import State
from bedside.organizations import queries as organizations
from bedside.organizations.hours import Hours, Opening, business_seconds
from bedside.organizations.models import Organization

#: Raised when facts are made another way: everything is counted anew.
FORM = 1
SUBJECT = "inbox.conversation"
#: Hours of a hospital that has not said any: Monday to Friday, 8 to 5, no holidays.
ASSUMED = tuple(
    Opening(day, datetime(1, 1, 1, 8, tzinfo=UTC).time(), datetime(1, 1, 1, 17, tzinfo=UTC).time()) for day in range(5)
)
#: What is no answer, and what needs none: spam, and what stands in another conversation.
ASIDE = (State.SPAM.value, State.MERGED.value)
#: The level that is acted on by the comment policy, not answered.
POLICY = "P6"


def hours_for(organization: Organization, *, at: datetime) -> tuple[Hours, bool]:
    """The hours in which somebody answers, and whether the hospital said so itself or Bedside assumes them."""
    said = organizations.hours_of(organization, at=at)
    if said is None:
        return Hours(zone=organization.zone, openings=ASSUMED), True
    return said, False


@dataclass
class Basis:
    """What facts rest on besides conversations: the zone, the hours of each year, the targets."""

    organization: Organization
    ladder: dict[str, Level]
    zone: tzinfo
    hours: dict[int, Hours] = field(default_factory=dict)

    def of_year(self, year: int) -> Hours:
        if year not in self.hours:
            self.hours[year] = hours_for(self.organization, at=datetime(year, 7, 1, tzinfo=UTC))[0]
        return self.hours[year]

    def business(self, begun: datetime, ended: datetime) -> int:
        return business_seconds(begun, ended, self.of_year(begun.astimezone(self.zone).year))

    def stamp(self) -> str:
        """Another one means that numbers of before no longer say the same."""
        office = organizations.office_of(self.organization)
        hours = (office.always, office.openings, office.federal, office.closed) if office is not None else None
        targets = [(level.name, level.target, level.business) for level in self.ladder.values()]
        said = repr((FORM, self.organization.timezone, hours, targets))
        return hashlib.sha256(said.encode()).hexdigest()


def basis_of(organization: Organization) -> Basis:
    return Basis(organization, ladder_of(organization), organization.zone)


def counted_of(organization: Organization) -> Counted | None:
    return Counted.objects.filter(organization=organization).first()


def changed_since(organization: Organization, number: int, *, most: int) -> tuple[set[int], int]:
    """The conversations that the record names after an entry, and the newest entry that was looked at; at most so many
    entries at once."""
    rows = (
        audit.entries(organization)
        .filter(number__gt=number)
        .order_by("number")
        .values_list("number", "kind", "subject_type", "subject_id", "details")[:most]
    )
    found, newest = set[int](), number
    for reached, kind, subject_type, subject_id, details in rows:
        newest = reached
        if subject_type == SUBJECT and subject_id is not None:
            found.add(subject_id)
        if kind in ("inbox.merged", "inbox.split"):
            found.add(int(details["source" if kind == "inbox.merged" else "made"]))
    return found, newest


# ---- facts -----------------------------------------------------------------------------------------------------------


@dataclass
class _Talk:
    """What is known of one conversation."""

    network: str
    state: str
    level: str
    team: int | None
    holder: int | None
    closed_at: datetime | None
    begun_at: datetime | None = None
    heard: int = 0
    gone: int = 0
    answered_at: datetime | None = None
    answerer: int | None = None
    reopened: int = 0
    approved: bool = False
    ours: list[tuple[datetime, int | None]] = field(default_factory=list)


def facts_for(basis: Basis, keys: Sequence[int]) -> dict[int, Fact]:
    """The facts of these conversations; none of those from before Bedside was there, or that stand in another one."""
    organization = basis.organization
    rows = Conversation.objects.filter(organization=organization, pk__in=keys).exclude(state=State.MERGED)
    columns = ("pk", "account__network", "state", "level", "team_id", "assigned_to_id", "closed_at")
    talks = {row[0]: _Talk(*row[1:]) for row in rows.values_list(*columns)}
    _said(organization, talks)
    _opened_again(organization, talks)
    uses = AnswerUse.objects.filter(
        organization=organization, subject_type=SUBJECT, subject_id__in=talks,
        outcome__in=(AnswerUse.UNCHANGED, AnswerUse.CHANGED),
    )  # fmt: skip
    for key in uses.values_list("subject_id", flat=True):
        talks[key].approved = True
    return {key: _fact(basis, talk, talk.begun_at) for key, talk in talks.items() if talk.begun_at is not None}


def _said(organization: Organization, talks: dict[int, _Talk]) -> None:
    """When each began, as it reached us, and when it was first answered."""
    messages = (
        Message.objects.filter(organization=organization, conversation_id__in=list(talks))
        .order_by("conversation_id", "at", "pk")
        .values_list("conversation_id", "at", "by_id", "gone_at", "arrival_id", "arrival__received_at", "arrival__past")
    )
    for key, at, by, gone_at, arrival, received_at, past in messages:
        talk = talks[key]
        if arrival is None:
            talk.ours.append((at, by))
        elif not past:
            talk.begun_at = received_at if talk.begun_at is None else min(talk.begun_at, received_at)
            talk.heard += 1
            talk.gone += gone_at is not None
    for talk in talks.values():
        begun_at = talk.begun_at
        first = next(((at, by) for at, by in talk.ours if begun_at is not None and at >= begun_at), None)
        if first is not None:
            talk.answered_at, talk.answerer = first


def _opened_again(organization: Organization, talks: dict[int, _Talk]) -> None:
    """How often each was open again after it was closed, because a person opened it or because they wrote. A closing
    that was undone was none."""
    kinds = ("inbox.closed", "inbox.reopened", "inbox.arrived", "inbox.undone")
    told = (
        audit.entries(organization)
        .filter(subject_type=SUBJECT, subject_id__in=list(talks), kind__in=kinds)
        .order_by("number")
        .values_list("subject_id", "kind", "details")
    )
    closed: set[int] = set()
    for key, kind, details in told:
        if key is None:
            continue
        if kind == "inbox.closed":
            closed.add(key)
        elif kind == "inbox.undone":
            if details.get("act") == "close":
                closed.discard(key)
        elif key in closed:
            closed.discard(key)
            talks[key].reopened += 1


def _fact(basis: Basis, talk: _Talk, begun_at: datetime) -> Fact:
    there = begun_at.astimezone(basis.zone)
    answered = talk.answered_at
    taken_back = talk.gone == talk.heard and answered is None
    needed = talk.state not in ASIDE and talk.level != POLICY and not taken_back
    closed = talk.closed_at if talk.state == State.CLOSED and needed else None
    first = _lengths(basis, begun_at, answered if needed else None)
    solved = _lengths(basis, begun_at, closed)
    return Fact(
        on_date=there.date(),
        hour=there.hour,
        network=talk.network,
        level=talk.level,
        team=talk.team,
        member=talk.answerer or talk.holder,
        needed=needed,
        answered=needed and answered is not None,
        in_time=_in_time(basis.ladder.get(talk.level), *first),
        silent=closed is not None and answered is None,
        approved=needed and answered is not None and talk.approved,
        reopened=talk.reopened if needed else 0,
        first_clock=first[0],
        first_business=first[1],
        solved_clock=solved[0],
        solved_business=solved[1],
    )


def _lengths(basis: Basis, begun_at: datetime, ended_at: datetime | None) -> tuple[int | None, int | None]:
    """Seconds by the clock, and of them those in which somebody was there."""
    if ended_at is None:
        return None, None
    ended_at = max(begun_at, ended_at)
    return int((ended_at - begun_at).total_seconds()), basis.business(begun_at, ended_at)


def _in_time(level: Level | None, clock: int | None, business: int | None) -> bool:
    """Whether the first answer came within the target of its level, by the clock that level goes by."""
    if level is None or clock is None or business is None:
        return False
    return timedelta(seconds=business if level.business else clock) <= level.target


# ---- facts as they were counted --------------------------------------------------------------------------------------

_NAMES = (
    "on_date", "hour", "network", "level", "team", "member", "needed", "answered", "in_time", "silent", "approved",
    "reopened", "first_clock", "first_business", "solved_clock", "solved_business",
)  # fmt: skip


def kept_facts(organization: Organization, keys: Sequence[int]) -> dict[int, Fact]:
    """The facts of these conversations as they were counted last."""
    rows = Served.objects.filter(organization=organization, conversation_id__in=list(keys))
    return {row[0]: Fact(*row[1:]) for row in rows.values_list("conversation_id", *_NAMES)}


def facts_of_day(organization: Organization, day: date) -> Iterator[Fact]:
    rows = Served.objects.filter(organization=organization, on_date=day)
    return (Fact(*row) for row in rows.values_list(*_NAMES))


def as_columns(fact: Fact) -> dict[str, object]:
    return {name: getattr(fact, name) for name in _NAMES}


def next_conversations(organization: Organization, after: int, *, most: int) -> list[int]:
    rows = Conversation.objects.filter(organization=organization, pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])
