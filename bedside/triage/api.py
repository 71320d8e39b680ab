"""Triage as an API operation: how a text would be read. Keeps nothing."""

from ninja import Field, Router, Schema

from bedside.kit.schemas import Malformed, Problem, Words
from bedside.organizations.doorkeeper import Caller, needs
from bedside.triage import read as read_text

router = Router(tags=["triage"])


class ReadIn(Schema):
    text: Words = Field(max_length=20_000)
    channel: Words = Field("", max_length=30)
    stars: int | None = Field(None, ge=1, le=5)


class ReasonOut(Schema):
    field: str
    value: str
    quote: str
    why: str


class ReadingOut(Schema):
    intent: str
    urgency: str
    level: str
    sentiment: str
    specialty: str | None = None
    language: str
    card: str | None = None
    reasons: list[ReasonOut]


@router.post(
    "/read", response={200: ReadingOut, 401: Problem, 403: Problem, 422: Malformed, 429: Problem}, summary="Read a text"
)
@needs("inbox.read")
def read(request: Caller, payload: ReadIn) -> object:
    return read_text(payload.text, channel=payload.channel, stars=payload.stars)
