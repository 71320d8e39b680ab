"""Reviews and measures of service, for programs: no writer of a review, no person but the one who asks."""

from datetime import date, datetime, timedelta

from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from bedside.channels import queries as channels
from bedside.inbox import queries
from bedside.inbox.queries import Compared, Figures, Point, Sought, Times
from bedside.inbox.spans import LONGEST, is_countable
from bedside.kit.pages import numbered
from bedside.kit.schemas import Malformed, Problem, Words
from bedside.kit.times import now
from bedside.organizations.doorkeeper import Caller, needs

router = Router(tags=["measures"])
USUAL = 30  # days, where none are asked for
ERRORS = {401: Problem, 403: Problem, 422: Malformed | Problem, 429: Problem}


class SpanIn(Schema):
    since: date | None = Field(None, description="The first day, by the hospital's clock; else 30 days are told of.")
    until: date | None = Field(None, description="The last day, at most three years after the first; else today.")


class ServiceShareOut(Schema):
    """Percent with its 95 % interval after Wilson, of so many."""

    count: int
    of: int
    percent: float
    low: float
    high: float


class TimesOut(Schema):
    """Seconds; `count` is how many there are."""

    count: int
    median: float | None
    p90: float | None


class FiguresOut(Schema):
    began: int
    needed: int = Field(description="All but spam, level P6, and what its writer took away before an answer.")
    answered: ServiceShareOut | None = Field(description="Of those that needed an answer.")
    in_time: ServiceShareOut | None = Field(description="Within the target of their level, of the answered.")
    approved: ServiceShareOut | None = Field(description="In approved words, of the answered.")
    solved: ServiceShareOut | None = Field(description="Closed, of those that needed an answer.")
    silent: int = Field(description="Closed without an answer.")
    reopened: int
    first_clock: TimesOut
    first_business: TimesOut
    solved_clock: TimesOut
    solved_business: TimesOut


class PointOut(Schema):
    since: date
    until: date
    figures: FiguresOut


class ComparedOut(Schema):
    key: str = Field(description="The network, the level, or the id of the team or person; empty for nobody's.")
    name: str
    figures: FiguresOut | None = Field(description="Null where it has 1 to 10 conversations, or would give such a one.")


class BacklogOut(Schema):
    waiting: int
    late: int
    oldest_at: datetime | None
    ages: list[int] = Field(description="Up to 4, 24, 72 and 168 hours, and longer.")
    snoozed: int


class DangerOut(Schema):
    alarms: int
    paged: TimesOut
    acknowledged: TimesOut
    unreached: int


class ServiceOut(Schema):
    since: date
    until: date
    grain: str
    whole: FiguresOut
    points: list[PointOut]
    networks: list[ComparedOut]
    levels: list[ComparedOut]
    teams: list[ComparedOut]
    people: list[ComparedOut] = Field(description="Your own; everybody's for a key of an administrator.")
    arrivals: list[list[int | None]] = Field(description="Monday to Sunday, 24 hours each; null for 1 to 10.")
    backlog: BacklogOut
    danger: DangerOut
    assumed_hours: bool = Field(description="The hospital has not said its hours: Monday to Friday, 8 to 5, is taken.")
    counted_at: datetime | None = Field(description="Null while everything is counted anew.")
    live: bool = Field(description="Whether what happened since then is in it.")


def _times(found: Times) -> dict[str, object]:
    return {"count": found.count, "median": found.median, "p90": found.p90}


SHARES = ("answered", "in_time", "approved", "solved")
TIMES = ("first_clock", "first_business", "solved_clock", "solved_business")


def _figures(found: Figures) -> dict[str, object]:
    told: dict[str, object] = {name: getattr(found, name) for name in ("began", "needed", "silent", "reopened")}
    told |= {name: vars(share) if (share := getattr(found, name)) is not None else None for name in SHARES}
    return told | {name: _times(getattr(found, name)) for name in TIMES}


def _point(point: Point) -> dict[str, object]:
    return {"since": point.since, "until": point.until, "figures": _figures(point.figures)}


def _compared(rows: tuple[Compared, ...]) -> list[dict[str, object]]:
    return [
        {"key": row.key, "name": row.name, "figures": _figures(row.figures) if row.figures is not None else None}
        for row in rows
    ]


@router.get("/measures", response={200: ServiceOut, **ERRORS}, summary="How the hospital answers, in figures")
@needs("inbox.measure")
def measures(request: Caller, span: Query[SpanIn]) -> object:
    until = span.until or now().astimezone(request.organization.zone).date()
    since = span.since or until - timedelta(days=min(USUAL - 1, (until - date.min).days))
    if not (0 <= (until - since).days < LONGEST and is_countable(since) and is_countable(until)):
        raise HttpError(422, "The last day must not be before the first, and at most three years lie between.")
    found = queries.measures(request.organization, since=since, until=until, member=request.member, at=now())
    danger = found.danger
    return {
        "since": found.since,
        "until": found.until,
        "grain": found.grain,
        "whole": _figures(found.whole),
        "points": [_point(point) for point in found.points],
        "networks": _compared(found.networks),
        "levels": _compared(found.levels),
        "teams": _compared(found.teams),
        "people": _compared(found.people),
        "arrivals": [list(row) for row in found.arrivals],
        "backlog": vars(found.backlog),
        "danger": {
            "alarms": danger.alarms,
            "paged": _times(danger.paged),
            "acknowledged": _times(danger.acknowledged),
            "unreached": danger.unreached,
        },
        "assumed_hours": found.assumed,
        "counted_at": found.counted.at if found.counted else None,
        "live": found.live,
    }


class ReviewFilters(Schema):
    stars: int | None = Field(None, ge=1, le=5)
    answer: Words = Field("", max_length=12, description='"unanswered", "answered", "changed" or "gone".')
    network: Words = Field("", max_length=30)
    site: int | None = Field(None, ge=1, lt=2**53, description="The id of the account.")
    since: date | None = None
    until: date | None = None
    page: int = Field(1, ge=1, le=500)


class ReviewVersionOut(Schema):
    stars: int | None
    text: str
    at: datetime


class ReviewOut(Schema):
    id: int
    conversation: int
    network: str
    site: str
    stars: int | None
    text: str = Field(description="Identifiers hidden.")
    posted_at: datetime
    changed_at: datetime | None
    gone_at: datetime | None
    past: bool = Field(description="From before the place was connected.")
    answer: str = Field(description="none, sent, changed, waiting, trouble or before.")
    answered_at: datetime | None
    versions: list[ReviewVersionOut] = Field(
        description="Every form it had, oldest first; empty where it never changed."
    )


class ReviewsOut(Schema):
    reviews: list[ReviewOut]
    page: int
    more: bool


@router.get("/reviews", response={200: ReviewsOut, **ERRORS}, summary="List reviews, newest first")
@needs("inbox.read")
def reviews(request: Caller, filters: Query[ReviewFilters]) -> object:
    sought = Sought(
        stars=str(filters.stars or ""),
        answer=filters.answer if filters.answer in queries.ANSWERS else "",
        network=filters.network if filters.network in channels.networks() else "",
        site=filters.site,
        since=filters.since if filters.since and is_countable(filters.since) else None,
        until=filters.until if filters.until and is_countable(filters.until) else None,
    )
    page = numbered(queries.reviews(request.organization, sought), number=str(filters.page), size=50)
    return {
        "reviews": [
            {
                "id": one.review.pk,
                "conversation": one.review.message.conversation_id,
                "network": one.review.account.network,
                "site": one.site,
                "stars": one.review.stars,
                "text": one.review.message.text,
                "posted_at": one.review.posted_at,
                "changed_at": one.review.message.changed_at,
                "gone_at": one.review.message.gone_at,
                "past": one.review.past,
                "answer": one.answer.state,
                "answered_at": one.answer.at if one.answer.state in ("sent", "changed") else None,
                "versions": [
                    {"stars": version.stars, "text": version.text, "at": version.at} for version in one.versions
                ],
            }
            for one in queries.shown(request.organization, page.rows)
        ],
        "page": page.number,
        "more": page.has_next,
    }
