"""Accounts, for programs: which there are and how they do. Secrets never leave."""

from datetime import datetime

from ninja import Router, Schema

from bedside.channels import queries
from bedside.kit.schemas import Problem
from bedside.kit.times import now
from bedside.organizations.doorkeeper import Caller, needs

router = Router(tags=["accounts"])


class AccountOut(Schema):
    id: int
    network: str
    handle: str
    name: str
    state: str
    problem: str
    last_heard_at: datetime | None = None
    last_sent_at: datetime | None = None
    text_limit: int | None = None
    counts: str


@router.get("", response={200: list[AccountOut], 401: Problem, 403: Problem, 429: Problem}, summary="List accounts")
@needs("channels.read")
def accounts(request: Caller) -> object:
    return [
        {
            "id": one.account.pk,
            "network": one.account.network,
            "handle": one.account.handle,
            "name": one.account.name,
            "state": one.account.state,
            "problem": one.problem,
            "last_heard_at": one.account.last_heard_at,
            "last_sent_at": one.account.last_sent_at,
            "text_limit": one.network.limits.text,
            "counts": one.network.limits.counts,
        }
        for one in queries.health(request.organization, at=now())
    ]
