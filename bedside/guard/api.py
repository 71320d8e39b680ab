"""The guard as an API operation: what it would say of a text. Keeps nothing."""

from typing import Literal

from ninja import Field, Router, Schema

from bedside.guard import queries
from bedside.kit.schemas import Malformed, Problem, Words
from bedside.organizations.doorkeeper import Caller, needs

router = Router(tags=["guard"])


class CheckIn(Schema):
    text: Words = Field(max_length=20_000)
    kind: Literal["post", "reply", "message"] = "post"
    inbound: Words | None = Field(None, max_length=20_000, description="The public text being answered, if any.")
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


class VerdictOut(Schema):
    verdict: str
    findings: list[FindingOut]
    safe: str | None = None


class HeldOut(VerdictOut):
    """The guard held a text; nothing was sent."""

    detail: str


@router.post(
    "/check",
    response={200: VerdictOut, 401: Problem, 403: Problem, 422: Malformed, 429: Problem},
    summary="Check a text",
)
@needs("guard.check")
def check(request: Caller, payload: CheckIn) -> object:
    return queries.examine(
        organization=request.organization,
        text=payload.text,
        kind=payload.kind,
        inbound=payload.inbound,
        author=payload.author,
    )
