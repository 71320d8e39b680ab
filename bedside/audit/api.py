"""The record, for programs: filtered, paged by number, and verified."""

from datetime import datetime
from typing import Any

from ninja import Field, Query, Router, Schema

from bedside.audit import queries
from bedside.kit.pages import page
from bedside.kit.schemas import Malformed, Problem
from bedside.organizations.doorkeeper import Caller, needs

router = Router(tags=["audit"])


class Filters(Schema):
    kind: str = Field("", max_length=60, pattern=r"^[a-z_.]*$", description="A domain, or one kind of entry.")
    after: str = Field("", max_length=18, pattern=r"^[0-9]*$", description="The `next` of the page before.")


class EntryOut(Schema):
    number: int
    kind: str
    at: datetime
    by_name: str
    subject_type: str
    subject_id: int | None = None
    details: dict[str, Any]
    digest: str


class EntriesOut(Schema):
    entries: list[EntryOut]
    next: str


class ChainOut(Schema):
    entries: int
    whole: bool
    fault: str


@router.get(
    "", response={200: EntriesOut, 401: Problem, 403: Problem, 422: Malformed, 429: Problem}, summary="Read the record"
)
@needs("audit.read")
def entries(
    request: Caller,
    filters: Query[Filters],
) -> object:
    rows = queries.entries(request.organization, kind=filters.kind)
    found = page(rows, after=filters.after, size=100, column="number")
    return {"entries": list(found.rows), "next": found.next}


@router.get("/verify", response={200: ChainOut, 401: Problem, 403: Problem, 429: Problem}, summary="Verify the chain")
@needs("audit.read")
def verify(request: Caller) -> object:
    number, fault = queries.verify(request.organization)
    return {"entries": number, "whole": fault is None, "fault": fault.said if fault else ""}
