"""Approved answers, for programs: read, written, proposed, approved by the same rules as on the pages."""

from datetime import date
from typing import Literal

from ninja import Field, Query, Router, Schema, Status

from bedside.answers import actions, queries
from bedside.answers.labels import INTENTS, SPECIALTIES
from bedside.answers.models import Answer
from bedside.kit.pages import numbered
from bedside.kit.schemas import Malformed, Problem, Words
from bedside.kit.times import now
from bedside.organizations.doorkeeper import Caller, needs

router = Router(tags=["answers"])
ERRORS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Malformed | Problem, 429: Problem}


class Filters(Schema):
    view: Literal["in_use", "proposed", "draft", "due", "retired", "all"] = "in_use"
    words: Words = Field("", max_length=60)
    page: int = Field(1, ge=1, le=500)


class ApprovedOut(Schema):
    id: int
    title: str
    shortcut: str
    state: str
    texts: dict[str, str]
    digest: str
    intents: list[str]
    specialties: list[str]
    networks: list[str]
    tags: list[str]
    clinical: bool
    review_date: date


class ApprovedListOut(Schema):
    answers: list[ApprovedOut]
    page: int
    more: bool


class ApprovedIn(Schema):
    title: Words = Field(min_length=1, max_length=120)
    texts: dict[Literal["en", "es"], Words] = Field(description="The words by language; variables in braces.")
    shortcut: Words = Field("", max_length=31)
    intents: list[Words] = Field(default_factory=list, max_length=14)
    specialties: list[Words] = Field(default_factory=list, max_length=20)
    tags: list[Words] = Field(default_factory=list, max_length=20)
    questions: list[Words] = Field(default_factory=list, max_length=20)
    clinical: bool = False


class ReadVersionIn(Schema):
    digest: str = Field(max_length=64, description="The digest of the words that were read; others are not approved.")


def _out(answer: Answer) -> dict[str, object]:
    """The words in use, or the newest where none are."""
    version = answer.current or queries.newest(answer)
    named = ("title", "shortcut", "state", "intents", "specialties", "networks", "tags", "review_date")
    return {
        "id": answer.pk,
        "texts": version.texts,
        "digest": version.digest,
        "clinical": answer.is_clinical,
        **{name: getattr(answer, name) for name in named},
    }


@router.get(
    "",
    response={200: ApprovedListOut, 401: Problem, 403: Problem, 422: Malformed, 429: Problem},
    summary="List approved answers",
)
@needs("answers.read")
def answers(request: Caller, filters: Query[Filters]) -> object:
    today = now().astimezone(request.organization.zone).date()
    found = queries.answers(request.organization, today=today, view=filters.view, words=filters.words)
    shown = numbered(found, number=str(filters.page), size=50)
    return {"answers": [_out(row) for row in shown.rows], "page": shown.number, "more": shown.has_next}


@router.post("", response={201: ApprovedOut, **ERRORS}, summary="Write an answer, as a draft")
@needs("answers.write")
def write(request: Caller, payload: ApprovedIn) -> object:
    told = payload.dict()
    intents = [one for one in told.pop("intents") if one in INTENTS]
    specialties = [one for one in told.pop("specialties") if one in SPECIALTIES]
    clinical = told.pop("clinical")
    made = actions.write(
        organization=request.organization, by=request.member, at=now(), intents=intents, specialties=specialties,
        is_clinical=clinical, **told,
    )  # fmt: skip
    return Status(201, _out(made))


@router.get("/{int:answer_id}", response={200: ApprovedOut, **ERRORS}, summary="Read one answer")
@needs("answers.read")
def read(request: Caller, answer_id: int) -> object:
    return _out(queries.access_answer(request.organization, answer_id))


@router.post("/{int:answer_id}/proposal", response={200: ApprovedOut, **ERRORS}, summary="Propose a draft")
@needs("answers.write")
def propose(request: Caller, answer_id: int) -> object:
    found = queries.access_answer(request.organization, answer_id)
    return _out(actions.propose(answer=found, by=request.member, at=now()))


@router.post("/{int:answer_id}/approval", response={200: ApprovedOut, **ERRORS}, summary="Approve an answer")
@needs("answers.approve")
def approve(request: Caller, answer_id: int, payload: ReadVersionIn) -> object:
    found = queries.access_answer(request.organization, answer_id)
    return _out(actions.approve(answer=found, seen=payload.digest, by=request.member, at=now()))
