"""Who is on call, for programs."""

from datetime import datetime

from ninja import Router, Schema

from bedside.kit.schemas import Problem
from bedside.kit.times import now
from bedside.organizations import queries
from bedside.organizations.doorkeeper import Caller, needs

router = Router(tags=["people"])


class OnCallOut(Schema):
    rota: str
    purpose: str
    member: str
    email: str
    until_at: datetime


@router.get(
    "/on-call", response={200: list[OnCallOut], 401: Problem, 403: Problem, 429: Problem}, summary="Who is on call now"
)
@needs("people.read")
def on_call(request: Caller) -> object:
    """Every rota; an empty name is a gap."""
    return [
        {
            "rota": one.rota.name,
            "purpose": one.rota.purpose,
            "member": one.member.name if one.member else "",
            "email": one.member.user.email if one.member else "",
            "until_at": one.until_at,
        }
        for one in queries.everybody_on_call(request.organization, at=now())
    ]
