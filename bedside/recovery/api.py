"""Service recovery for programs: cases without anything sealed, and the numbers."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Query, Router, Schema, Status

from bedside.kit.pages import numbered
from bedside.kit.schemas import Malformed, Problem, Words
from bedside.kit.times import now
from bedside.organizations.doorkeeper import Caller, needs
from bedside.recovery import actions, queries
from bedside.recovery.models import Case

router = Router(tags=["recovery"])
ERRORS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Malformed | Problem, 429: Problem}
Category = Literal[
    "nurses", "doctors", "responsiveness", "medicines", "discharge", "coordination", "environment", "access",
    "billing", "privacy", "discrimination", "safety", "other",
]  # fmt: skip


class CaseFilters(Schema):
    state: Literal["open", "closed", "all"] = "open"
    category: Category | Literal[""] = ""
    overdue: bool = False
    page: int = Field(1, ge=1, le=500)


class CaseOut(Schema):
    id: int
    number: int
    source: str
    category: str
    severity: str
    place: str
    state: str
    owner: str
    target_date: date
    opened_at: datetime
    closed_at: datetime | None
    outcome: str


class CaseListOut(Schema):
    cases: list[CaseOut]
    page: int
    more: bool


class CaseIn(Schema):
    category: Category
    severity: Literal["high", "normal", "low"] = "normal"
    source: Literal["phone", "letter", "person"]
    place: Words = Field("", max_length=80)
    note: Words = Field("", max_length=4000, description="For colleagues; sealed at once, and never given back here.")


class ShareOut(Schema):
    count: int
    of: int
    percent: float
    low: float
    high: float


class MeasuresOut(Schema):
    opened: int
    closed: int
    open_now: int
    overdue: int
    median_days: float | None
    resolved: ShareOut | None
    satisfied: ShareOut | None
    by_category: dict[str, int]
    changes: int


class Span(Schema):
    days: int = Field(90, ge=1, le=3650)


def _out(case: Case) -> dict[str, object]:
    named = ("number", "source", "category", "severity", "place", "state", "target_date", "opened_at", "closed_at")
    owner = case.owner.name if case.owner is not None else ""
    return {"id": case.pk, "owner": owner, "outcome": case.outcome, **{name: getattr(case, name) for name in named}}


@router.get(
    "",
    response={200: CaseListOut, 401: Problem, 403: Problem, 422: Malformed, 429: Problem},
    summary="List the cases that the key's maker may see",
)
@needs("recovery.read")
def cases(request: Caller, filters: Query[CaseFilters]) -> object:
    today = now().astimezone(request.organization.zone).date()
    state, overdue_on = "" if filters.state == "all" else filters.state, today if filters.overdue else None
    asked = queries.Asked(state=state, category=filters.category, overdue_on=overdue_on)
    found = queries.cases_for(request.member, asked)
    shown = numbered(found, number=str(filters.page), size=50)
    return {"cases": [_out(row) for row in shown.rows], "page": shown.number, "more": shown.has_next}


@router.post("", response={201: CaseOut, **ERRORS}, summary="Open a case by hand")
@needs("recovery.work")
def open_case(request: Caller, payload: CaseIn) -> object:
    made = actions.open_case(organization=request.organization, by=request.member, at=now(), **payload.dict())
    return Status(201, _out(made))


@router.get("/measures", response={200: MeasuresOut, **ERRORS}, summary="Numbers of service recovery")
@needs("recovery.measure")
def measures(request: Caller, span: Query[Span]) -> object:
    at = now()
    since, until = queries.last_days(at, span.days)
    today = at.astimezone(request.organization.zone).date()
    found = queries.measures(request.organization, since=since, until=until, today=today)
    named = ("opened", "closed", "open_now", "overdue", "median_days", "resolved", "satisfied", "changes")
    return {
        **{name: getattr(found, name) for name in named},
        "by_category": {key: number for key, _label, number in found.by_category},
    }


@router.get("/{int:case_id}", response={200: CaseOut, **ERRORS}, summary="Read one case")
@needs("recovery.read")
def case(request: Caller, case_id: int) -> object:
    return _out(queries.access_case(request.member, case_id))
