"""The guard for programs: what it would say of a text, the policy it goes by, requests for release."""

from datetime import datetime
from typing import Any, Literal

from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from bedside.guard import actions, queries
from bedside.guard.models import Appeal, PolicyVersion
from bedside.guard.plain import advise
from bedside.guard.policy import NotAPolicy, as_data, digest, lowered, parse
from bedside.kit.pages import numbered
from bedside.kit.schemas import Malformed, Problem, Words
from bedside.kit.times import now
from bedside.organizations.doorkeeper import Caller, needs

router = Router(tags=["guard"])


class CheckIn(Schema):
    text: Words = Field(max_length=20_000)
    kind: Literal["post", "reply", "message"] = "post"
    inbound: Words | None = Field(None, max_length=20_000, description="The public text being answered, if any.")
    language: str = Field("en", pattern=r"^[a-z]{2}(-[A-Za-z]{2,4})?$", description="For the advice on plain words.")
    author: Words | None = Field(None, max_length=300, description="Whose text is being answered.")


class FindingOut(Schema):
    rule: str
    severity: str
    quote: str
    start: int
    end: int
    reason: str
    source: str
    suggestion: str | None = None
    confidence: float = 1.0


class VerdictOut(Schema):
    verdict: str
    findings: list[FindingOut]
    safe: str | None = None


class AdviceOut(Schema):
    rule: str
    quote: str
    start: int
    end: int
    said: str
    source: str
    suggestion: str
    level: str


class CheckedOut(VerdictOut):
    advice: list[AdviceOut] = Field(
        default_factory=list, description="What would make it easier to read and hear; never a reason to hold it."
    )


class HeldOut(VerdictOut):
    """The guard held a text; nothing was sent."""

    detail: str


class PleaIn(Schema):
    """Why a blocked text may leave all the same; read by the privacy officer alone."""

    note: Words = Field(min_length=10, max_length=1000)


class AskedOut(Schema):
    request: int
    state: str


@router.post(
    "/check",
    response={200: CheckedOut, 401: Problem, 403: Problem, 422: Malformed, 429: Problem},
    summary="Check a text",
)
@needs("guard.check")
def check(request: Caller, payload: CheckIn) -> object:
    found = queries.examine(
        organization=request.organization,
        text=payload.text,
        kind=payload.kind,
        inbound=payload.inbound,
        author=payload.author,
    )
    return {
        "verdict": found.verdict,
        "findings": found.findings,
        "safe": found.safe,
        "advice": advise(payload.text, kind=payload.kind, language=payload.language),
    }


ERRORS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Malformed, 429: Problem}


class LoweredOut(Schema):
    rule: str
    how: Literal["off", "warning", "allowed"]
    phrase: str
    reason: str


class PolicyOut(Schema):
    """What holds now; number 0 is the policy that comes with Bedside."""

    number: int
    digest: str
    in_force_at: datetime | None = None
    policy: dict[str, Any]
    lowered: list[LoweredOut] = Field(description="What protects people and is lowered here, with the reasons.")


class VersionIn(Schema):
    policy: dict[str, Any] = Field(description="As GET /guard/policy gives it.")
    reason: Words = Field(min_length=10, max_length=500, description="Why it is better; the privacy officer reads it.")


class CountOut(Schema):
    """What a version would change, over a year of outgoing texts."""

    against: int
    total: int
    done: int
    finished: bool
    changed: int
    verdicts: dict[str, int] = Field(description='Texts by verdict before and after, as "allow>block".')
    rules: dict[str, dict[str, int]]


class VersionOut(Schema):
    id: int
    number: int
    state: str
    digest: str = Field(description="What an approver must name to approve exactly this.")
    author: str
    approver: str
    reason: str
    count: CountOut | None = None


class SeenIn(Schema):
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")


class Requests(Schema):
    state: Literal["waiting", "released", "refused", "taken_back", "lapsed", ""] = ""
    page: int = Field(1, ge=1, le=500)


class RequestOut(Schema):
    """A request for release, without its words: those are read in the workspace, where reading is recorded."""

    id: int
    kind: str
    state: str
    rules: list[str]
    digests: list[str]
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None = None
    answer: str


class RequestsOut(Schema):
    requests: list[RequestOut]
    page: int
    more: bool


class DecisionIn(Schema):
    decision: Literal["release", "refuse"]
    ground: Literal["wrong", "consent", "law", "other"] = Field("other", description="For a release.")
    release: Words = Field("", max_length=120, description="The signed release, where the person consented.")
    words: Words = Field(min_length=10, max_length=500, description="The reason, or what the asker should do instead.")


@router.get("/guard/policy", response={200: PolicyOut, **ERRORS}, summary="Read the policy in force")
@needs("guard.check")
def policy(request: Caller) -> object:
    holds = queries.in_force(request.organization)
    said = queries.said_by(holds)
    return {
        "number": holds.number if holds else 0,
        "digest": digest(said),
        "in_force_at": holds.in_force_at if holds else None,
        "policy": as_data(said),
        "lowered": lowered(said),
    }


@router.post("/guard/policy/versions", response={201: VersionOut, **ERRORS}, summary="Propose a version of the policy")
@needs("guard.propose")
def propose(request: Caller, payload: VersionIn) -> object:
    """Drafted and proposed at once; its count of what would change begins. 422 names every mistake."""
    try:
        said = parse(payload.policy)
    except NotAPolicy as error:
        raise HttpError(422, " ".join(error.problems)) from error
    by, at = request.member, now()
    version = actions.draft(organization=request.organization, policy=said, by=by, at=at)
    return Status(201, _version(actions.propose(version=version, reason=payload.reason, by=by, at=at)))


@router.get("/guard/policy/versions/{int:version_id}", response={200: VersionOut, **ERRORS}, summary="Read a version")
@needs("guard.propose")
def version(request: Caller, version_id: int) -> object:
    return _version(queries.access_version(request.organization, version_id))


@router.post(
    "/guard/policy/versions/{int:version_id}/approval",
    response={200: VersionOut, **ERRORS},
    summary="Approve exactly this version",
)
@needs("guard.approve")
def approve(request: Caller, version_id: int, payload: SeenIn) -> object:
    found = queries.access_version(request.organization, version_id)
    return _version(actions.approve(version=found, seen=payload.digest, by=request.member, at=now()))


def _version(found: PolicyVersion) -> dict[str, object]:
    count = queries.comparison_of(found)
    return {
        "id": found.pk,
        "number": found.number,
        "state": str(found.state),
        "digest": found.digest,
        "author": found.author.name,
        "approver": found.approver.name if found.approver else "",
        "reason": found.reason,
        "count": {
            "against": count.against,
            "total": count.total,
            "done": count.done,
            "finished": count.finished_at is not None,
            **{name: count.result[name] for name in ("changed", "verdicts", "rules")},
        }
        if count is not None
        else None,
    }


@router.get("/guard/requests", response={200: RequestsOut, **ERRORS}, summary="List requests for release")
@needs("guard.override")
def requests(request: Caller, filters: Query[Requests]) -> object:
    found = queries.appeals_of(request.organization).order_by("-asked_at", "-pk")
    if filters.state:
        found = found.filter(state=filters.state)
    shown = numbered(found, number=str(filters.page), size=50)
    return {"requests": [_request(row) for row in shown.rows], "page": shown.number, "more": shown.has_next}


@router.post(
    "/guard/requests/{int:request_id}/decision", response={200: RequestOut, **ERRORS}, summary="Release or refuse"
)
@needs("guard.override")
def decide(request: Caller, request_id: int, payload: DecisionIn) -> object:
    """Who asked cannot decide, but where they are the only privacy officer."""
    found, by, at = queries.access_appeal(request.organization, request_id), request.member, now()
    if payload.decision == "release":
        actions.release(
            appeal=found, ground=payload.ground, release=payload.release, reason=payload.words, by=by, at=at
        )
    else:
        actions.refuse(appeal=found, answer=payload.words, by=by, at=at)
    return _request(queries.access_appeal(request.organization, request_id))


def _request(found: Appeal) -> dict[str, object]:
    names = ("kind", "state", "rules", "digests", "asked_at", "decided_at", "answer")
    return {
        "id": found.pk,
        "asked_by": found.asked_by.name,
        "decided_by": found.decided_by.name if found.decided_by else "",
        **{name: getattr(found, name) for name in names},
    }
