"""Reads: reviews with how they changed and what became of our answer; their stars by site and month."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncMonth

from bedside.channels import queries as channels
from bedside.channels.models import Account
from bedside.channels.states import State as DeliveryState
from bedside.inbox.measuring import Share, Stars, share
from bedside.inbox.models import Reply, Review, ReviewVersion
from bedside.inbox.second_person import Standing
from bedside.organizations.models import Organization

#: How many reviews have so many stars; None for those without.
Numbers = dict[int | None, int]
#: Months that the table of months goes back.
MONTHS = 24
#: What can be asked of our answer.
ANSWERS = ("unanswered", "answered", "changed", "gone")


@dataclass(frozen=True)
class Sought:
    """Which reviews: "" and None ask for nothing; `stars` "none" for those without; days are the hospital's own."""

    stars: str = ""
    answer: str = ""
    network: str = ""
    site: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def narrowed(self) -> bool:
        return self != Sought()


@dataclass(frozen=True)
class Answer:
    """What became of our answer: "none", "sent", "changed" (they changed it after our answer), "waiting" (on its way,
    or with a second person), "trouble" (a person has to look), "before" (from before Bedside: not known)."""

    state: str
    text: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Shown:
    """One review as the page shows it."""

    review: Review
    answer: Answer
    #: Every form it had, oldest first; empty where it never changed.
    versions: tuple[ReviewVersion, ...]
    site: str
    network: str


def sites(organization: Organization) -> dict[int, str]:
    """The places that have reviews, closed ones too, by the id of their account: how each is called, with its handle
    where two of one network are called the same."""
    reviewed = Review.objects.filter(organization=organization).values("account_id").distinct()
    found = list(Account.objects.filter(organization=organization, pk__in=reviewed))
    called = {one.pk: f"{_label(one)} · {one.name or one.handle}" for one in found}
    often = Counter(called.values())
    named = {
        one.pk: f"{called[one.pk]} ({one.handle})" if often[called[one.pk]] > 1 else called[one.pk] for one in found
    }
    return dict(sorted(named.items(), key=lambda one: one[1].casefold()))


def _label(account: Account) -> str:
    known = channels.networks().get(account.network)
    return known.label if known is not None else account.network


def reviews(organization: Organization, sought: Sought) -> "QuerySet[Review]":
    """Those that fit, newest first."""
    sent = _answered_by(organization)
    every: QuerySet[Review] = Review.objects.filter(organization=organization)
    found = every.alias(answered=Exists(sent), fresh=Exists(sent.filter(sent_at__gte=OuterRef("message__changed_at"))))
    if sought.stars:
        found = found.filter(stars=None if sought.stars == "none" else int(sought.stars))
    if sought.answer == "unanswered":
        found = found.filter(answered=False, past=False, message__gone_at=None)
    elif sought.answer == "answered":
        found = found.filter(answered=True)
    elif sought.answer == "changed":
        found = found.filter(answered=True, message__changed_at__isnull=False).exclude(fresh=True)
    elif sought.answer == "gone":
        found = found.filter(message__gone_at__isnull=False)
    if sought.network:
        found = found.filter(account__network=sought.network)
    if sought.site is not None:
        found = found.filter(account_id=sought.site)
    within: QuerySet[Review] = _between(found, organization, sought.since, sought.until)
    return within.select_related("account", "message__conversation").order_by("-posted_at", "-pk")


def _answered_by(organization: Organization) -> "QuerySet[Reply]":
    return Reply.objects.filter(organization=organization, answers=OuterRef("message"), sent_at__isnull=False)


def _between(
    rows: "QuerySet[Review]", organization: Organization, since: date | None, until: date | None
) -> "QuerySet[Review]":
    midnight, zone = datetime.min.time(), organization.zone
    if since is not None:
        rows = rows.filter(posted_at__gte=datetime.combine(since, midnight, zone))
    if until is not None:
        rows = rows.filter(posted_at__lt=datetime.combine(until + timedelta(days=1), midnight, zone))
    return rows


def shown(organization: Organization, found: Iterable[Review]) -> list[Shown]:
    """The reviews of one page, each whole."""
    rows = list(found)
    versions: dict[int, list[ReviewVersion]] = {}
    for version in ReviewVersion.objects.filter(organization=organization, review__in=rows).order_by("number"):
        versions.setdefault(version.review_id, []).append(version)
    replies: dict[int, list[Reply]] = {}
    asked = Reply.objects.filter(organization=organization, answers__in=[row.message_id for row in rows])
    for reply in asked.select_related("delivery", "release").order_by("pk"):
        replies.setdefault(reply.answers_id, []).append(reply)
    names = sites(organization) if rows else {}
    return [
        Shown(
            row,
            answer_of(row, replies.get(row.message_id, [])),
            tuple(history) if len(history := versions.get(row.pk, [])) > 1 else (),
            names.get(row.account_id, ""),
            _label(row.account),
        )
        for row in rows
    ]


def answer_of(review: Review, replies: list[Reply]) -> Answer:
    """What became of our answers to a review, the newest that says something."""
    sent = [reply for reply in replies if reply.sent_at is not None]
    if sent:
        last = max(sent, key=lambda reply: reply.sent_at or reply.at)
        changed_at = review.message.changed_at
        is_old = changed_at is not None and last.sent_at is not None and last.sent_at < changed_at
        return Answer("changed" if is_old else "sent", last.text, last.sent_at)
    for reply in reversed(replies):
        release = reply.release.state if hasattr(reply, "release") else ""
        if reply.delivery is None:
            if release == Standing.WAITING:
                return Answer("waiting", reply.text, reply.at)
        elif reply.delivery.state in (DeliveryState.REFUSED, DeliveryState.UNKNOWN):
            return Answer("trouble", reply.text, reply.at)
        elif reply.delivery.state != DeliveryState.CANCELED:
            return Answer("waiting", reply.text, reply.at)
    return Answer("before" if review.past else "none")


# ---- numbers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """The stars of one site, or of one month. `without` have none."""

    name: str
    month: date | None
    stars: Stars
    without: int


@dataclass(frozen=True)
class Standings:
    """What reviews say in all, by site, by month; how many of those since Bedside is there were answered, and the
    median seconds that took."""

    whole: Stars
    without: int
    sites: tuple[Row, ...]
    months: tuple[Row, ...]
    answered: Share | None
    median: float | None


def standings(organization: Organization, sought: Sought) -> Standings:
    """Of the same reviews as `reviews`; those that their writers took away are left out."""
    found = reviews(organization, sought).filter(message__gone_at=None).select_related(None).order_by()
    counted = (
        found.annotate(month=TruncMonth("posted_at", tzinfo=organization.zone))
        .values("account_id", "month", "stars")
        .annotate(number=Count("pk"))
        .values_list("account_id", "month", "stars", "number")
    )
    whole: Numbers = {}
    by_site: dict[int, Numbers] = {}
    by_month: dict[date, Numbers] = {}
    for account, month, stars, number in counted:
        for part in (whole, by_site.setdefault(account, {}), by_month.setdefault(month.date(), {})):
            part[stars] = part.get(stars, 0) + number
    names = sites(organization)
    times = _times(organization, found)
    stars_of_all, without = _stars(whole)
    return Standings(
        whole=stars_of_all,
        without=without,
        sites=tuple(
            Row(names.get(key, ""), None, *_stars(part))
            for key, part in sorted(by_site.items(), key=lambda one: names.get(one[0], "").casefold())
        ),
        months=tuple(Row("", month, *_stars(part)) for month, part in sorted(by_month.items(), reverse=True)[:MONTHS]),
        answered=share(len(times), found.filter(past=False).count()),
        median=median(times) if times else None,
    )


def _stars(numbers: Numbers) -> tuple[Stars, int]:
    """The stars, and how many had none."""
    one, two, three, four, five = (numbers.get(stars, 0) for stars in range(1, 6))
    return Stars((one, two, three, four, five)), numbers.get(None, 0)


def _times(organization: Organization, found: "QuerySet[Review]") -> list[float]:
    """Seconds from each review's arrival to our first answer."""
    first = (
        Reply.objects.filter(organization=organization, answers=OuterRef("message"), sent_at__isnull=False)
        .order_by()
        .values("answers")
        .annotate(first=Min("sent_at"))
        .values("first")
    )
    rows = found.filter(past=False).annotate(first=Subquery(first)).filter(first__isnull=False)
    pairs = rows.values_list("message__arrival__received_at", "first")
    return [max(0.0, (answered - heard).total_seconds()) for heard, answered in pairs]
