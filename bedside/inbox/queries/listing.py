"""The list: filters, orders, pages by position, and counts that nobody scans for."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from bedside.channels.models import Account
from bedside.inbox import asking
from bedside.inbox.asking import NOBODY, Filters
from bedside.inbox.models import Act, Conversation, Label, Labeling, SavedView, Tally
from bedside.inbox.rules import State
from bedside.organizations.models import Member, Organization

SIZE = 50
#: How long an act can be undone.
UNDO = timedelta(minutes=10)
#: A saved view is counted up to here.
MOST_COUNTED = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_URGENCIES = {"critical": 0, "high": 1, "normal": 2, "low": 3}


def in_view(found: "QuerySet[Conversation]", view: str, member: Member | None) -> "QuerySet[Conversation]":
    """The conversations of a view; merged ones are in none."""
    if view == "mine":
        return found.filter(state=State.OPEN, assigned_to=member)
    if view == "unassigned":
        return found.filter(state=State.OPEN, assigned_to=None, waiting_since_at__isnull=False)
    if view == "critical":
        return found.filter(state=State.OPEN, rank=0)
    if view == "answered":
        return found.filter(state=State.OPEN, waiting_since_at=None)
    if view in ("snoozed", "closed", "spam"):
        return found.filter(state=view)
    if view == "all":
        return found.exclude(state__in=[State.SPAM, State.MERGED])
    return found.filter(state=State.OPEN, waiting_since_at__isnull=False)


def matching(
    organization: Organization, filters: Filters, *, member: Member | None, at: datetime | None = None
) -> "QuerySet[Conversation]":
    """What the filters ask for, without the words; `at` is now, for what is late."""
    found = in_view(Conversation.objects.filter(organization=organization), filters.view, member)
    plain = {
        "intent": filters.intent,
        "level": filters.level,
        "specialty": filters.specialty,
        "sentiment": filters.sentiment,
        "language": filters.language,
    }
    found = found.filter(**{name: value for name, value in plain.items() if value})
    if filters.network:  # by the accounts' keys: joined, the planner would begin there and read all they have
        there = Account.objects.filter(organization=organization, network=filters.network)
        found = found.filter(account_id__in=list(there.values_list("pk", flat=True)))
    if filters.account.isdecimal():
        found = found.filter(account_id=int(filters.account))
    if filters.urgency in _URGENCIES:
        found = found.filter(rank=_URGENCIES[filters.urgency])
    if filters.stars.isdecimal():
        found = found.filter(stars=int(filters.stars))
    if filters.label:
        found = _labeled(found, organization, filters.label)
    if filters.assignee:
        found = _assigned(found, filters.assignee, member)
    zone = organization.zone
    if since := asking.day(filters.since):
        found = found.filter(last_at__gte=datetime.combine(since, time.min, zone))
    if until := asking.day(filters.until):
        found = found.filter(last_at__lt=datetime.combine(until, time.min, zone))
    if filters.hidden:
        found = found.filter(hidden__gt=0)
    if filters.late and at is not None:
        found = found.filter(state=State.OPEN, waiting_since_at__isnull=False, target_at__lt=at)
    return found


def _labeled(found: "QuerySet[Conversation]", organization: Organization, label: str) -> "QuerySet[Conversation]":
    on = Labeling.objects.filter(organization=organization, conversation=OuterRef("pk"))
    named = Q(label_id=int(label)) if label.isdecimal() and len(label) < 16 else Q(label__name__iexact=label)
    return found.filter(Exists(on.filter(named)))


def _assigned(found: "QuerySet[Conversation]", assignee: str, member: Member | None) -> "QuerySet[Conversation]":
    if assignee == NOBODY:
        return found.filter(assigned_to=None)
    if assignee == "me":
        return found.filter(assigned_to=member)
    if assignee.isdecimal() and len(assignee) < 16:
        return found.filter(assigned_to_id=int(assignee))
    return found.filter(assigned_to__user__name__icontains=assignee[:60])


# ---- pages -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """Rows in their order; `first` is the number of the first, from 1; positions are empty where a page ends."""

    rows: Sequence[Conversation]
    first: int
    newer: str
    older: str

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def micro(at: datetime) -> int:
    """An instant as whole microseconds, which an address can carry."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def instant(number: int) -> datetime:
    """The instant of so many microseconds; the beginning of time for one that no calendar has."""
    try:
        return _EPOCH + timedelta(microseconds=number)
    except OverflowError:
        return _EPOCH


def by_clock(filters: Filters) -> bool:
    """Whether the list stands in the order in which answers are due."""
    return not filters.sort and filters.view in ("open", "mine", "unassigned", "critical")


def page(organization: Organization, found: "QuerySet[Conversation]", filters: Filters, *, size: int = SIZE) -> Page:
    """One page of a list in the order of its filters, found by position: as quick at the end as at the beginning, and
    steady while conversations come and go."""
    clock, oldest = by_clock(filters), filters.sort == "oldest"
    after = asking.position(filters.after, 2 if clock else 1)
    before = asking.position(filters.before, 2 if clock else 1) if after is None else None
    at = after or before
    ahead = (before is None) != (not clock and not oldest)  # whether the sort keys grow on the way we read
    if at is not None:
        found = found.filter(_beyond(at, clock=clock, ahead=ahead))
    names = ("rank", "target_at", "pk") if clock else ("last_at", "pk")
    order = tuple(name if ahead else f"-{name}" for name in names)
    # The page's keys first, from the index alone, and what belongs to fifty rows afterwards: joined at once, the
    # planner would begin at the account and read all of its conversations.
    keys = found.order_by(*order).values("pk")[: size + 1]
    rows = list(lean(Conversation.objects.filter(organization_id=organization.pk, pk__in=keys)).order_by(*order))
    more, rows = len(rows) > size, rows[:size]
    if before is not None:
        rows.reverse()
        first = max(1, before.number - len(rows) + 1)
        return Page(rows, first, _place(rows[0], first - 1, clock) if more and rows else "", _end(rows, first, clock))
    first = after.number + 1 if after is not None else 1
    newer = _place(rows[0], first - 1, clock) if after is not None and rows else ""
    return Page(rows, first, newer, _end(rows, first, clock) if more else "")


#: What a row of the list shows. Fifty rows read whole weigh several times as much.
SHOWN = (
    "organization_id", "author_name", "author_handle", "state", "rank", "intent", "specialty", "preview", "hidden",
    "stars", "last_at", "target_at", "waiting_since_at", "answered_at", "snoozed_until_at", "label_ids", "reasons",
    "account__network", "assigned_to__user__name", "assigned_to__user__email",
)  # fmt: skip


def lean(found: "QuerySet[Conversation]") -> "QuerySet[Conversation]":
    """The rows with what a list shows of them and no more."""
    return found.select_related("account", "assigned_to__user").only(*SHOWN)


def _end(rows: Sequence[Conversation], first: int, clock: bool) -> str:
    return _place(rows[-1], first + len(rows) - 1, clock) if rows else ""


def _place(row: Conversation, number: int, clock: bool) -> str:
    keys = (row.rank, micro(row.target_at)) if clock else (micro(row.last_at),)
    return str(asking.Position(keys, row.pk, number))


def _beyond(at: asking.Position, *, clock: bool, ahead: bool) -> Q:
    """Rows beyond a position. The first condition alone bounds the part of the index that is read."""
    step = "gt" if ahead else "lt"
    if not clock:
        when = instant(at.keys[0])
        return Q(**{f"last_at__{step}e": when}) & (Q(**{f"last_at__{step}": when}) | Q(**{f"pk__{step}": at.pk}))
    rank, due = at.keys[0], instant(at.keys[1])
    same = Q(rank=rank) & (Q(**{f"target_at__{step}": due}) | Q(target_at=due, **{f"pk__{step}": at.pk}))
    return Q(**{f"rank__{step}e": rank}) & (Q(**{f"rank__{step}": rank}) | same)


# ---- counts ----------------------------------------------------------------------------------------------------------


def counts(organization: Organization, member: Member) -> dict[str, int]:
    """How many conversations each view holds: sums of a few rows that triggers keep, never a scan."""
    kept = Tally.objects.filter(organization=organization, whose__in=[0, member.pk])
    return _filled({row["place"]: row["n"] for row in kept.values("place").annotate(n=Sum("number"))})


def _filled(found: dict[str, int]) -> dict[str, int]:
    return {view: max(0, found.get(view, 0) or 0) for view in asking.VIEWS}


@dataclass(frozen=True)
class Overview:
    """What stands around a list: the counts, what the member saved, labels, the last act, and what they have seen."""

    counts: dict[str, int]
    views: list[SavedView]
    labels: dict[int, Label]
    undoable: Act | None
    follow_ups: int
    seen: int
    #: Whether the member has still to read the etiquette in force.
    unread: bool


def overview(organization: Organization, member: Member, *, at: datetime) -> Overview:
    """All of it in one look, by a function of the database."""
    today = at.astimezone(organization.zone).date()
    with connection.cursor() as cursor:
        cursor.execute("select inbox_around(%s, %s, %s)", [member.pk, today, at - UNDO])
        said = json.loads(cursor.fetchone()[0])
    pk, act = organization.pk, said["act"]
    return Overview(
        _filled(said["counts"] or {}),
        [SavedView(organization_id=pk, **one) for one in said["views"] or []],
        {one["id"]: Label(organization_id=pk, **one) for one in said["labels"] or []},
        Act(organization_id=pk, by_id=member.pk, **act) if act else None,
        said["due"],
        said["seen"] or 0,
        said["unread"],
    )


def count_matching(organization: Organization, filters: Filters, *, member: Member, at: datetime) -> int:
    """How many conversations fit, counted up to MOST_COUNTED."""
    return matching(organization, filters, member=member, at=at).order_by()[:MOST_COUNTED].count()
