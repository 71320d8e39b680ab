"""Posts, for programs: the same steps as on the pages, through the same guard and four eyes."""

from datetime import datetime
from typing import Literal

from django.urls import reverse
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from bedside.channels import queries as channels
from bedside.channels.models import Account
from bedside.guard.api import AskedOut, HeldOut, PleaIn
from bedside.kit.pages import page
from bedside.kit.schemas import Malformed, Problem, Words
from bedside.kit.times import now
from bedside.organizations.doorkeeper import Caller, needs
from bedside.publishing import actions, queries
from bedside.publishing.models import Post

router = Router(tags=["posts"])
Text = Field(min_length=1, max_length=20_000)
ERRORS = {401: Problem, 403: Problem, 404: Problem, 409: HeldOut | Problem, 422: Malformed, 429: Problem}


class Filters(Schema):
    state: str = Field("", max_length=10, pattern=r"^[a-z]*$")
    after: str = Field("", max_length=18, pattern=r"^[0-9]*$", description="The `next` of the page before.")


class PostIn(Schema):
    text: Words = Text
    accounts: list[int] = Field(min_length=1, max_length=50)
    link: Words = Field("", max_length=500)
    headline: Words = Field("", max_length=300, description="For networks whose posts have titles.")
    poll: list[Words] = Field([], max_length=20, description="Answers to choose from; the text is the question.")
    poll_minutes: int = Field(1440, ge=5, le=2_629_746 // 60)
    topic: Words = Field("", max_length=60)
    purpose: Literal["tip", "event", "awareness", "trial", "award", "emergency", "news"] = "news"
    language: str = Field("en", max_length=10, pattern=r"^[a-z]{2}(-[A-Za-z]{2,4})?$")
    due_at: datetime | None = Field(None, description="With a UTC offset; without one it is read as UTC.")


class TargetOut(Schema):
    account: int
    network: str
    state: str
    said: str
    url: str


class PostOut(Schema):
    id: int
    text: str
    link: str
    topic: str
    purpose: str
    language: str
    state: str
    due_at: datetime | None = None
    zone: str
    sent_at: datetime | None = None
    author: str
    digest: str = Field(description="What an approver must name to approve exactly this.")
    targets: list[TargetOut]


class PostsOut(Schema):
    posts: list[PostOut]
    next: str


class ReasonIn(Schema):
    reason: Words = Field("", max_length=300, description="Answers the guard's warnings; kept with the clearance.")


class ApprovalIn(Schema):
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")


class NoteIn(Schema):
    note: Words = Field(min_length=1, max_length=500)


class CorrectionIn(Schema):
    text: Words = Text
    note: Words = Field(min_length=1, max_length=280, description="What was wrong; shown where nothing can be edited.")
    reason: Words = Field("", max_length=300)


def _out(post: Post) -> dict[str, object]:
    return {
        "id": post.pk,
        "text": post.text,
        "link": post.link,
        "topic": post.topic,
        "purpose": post.purpose,
        "language": post.language,
        "state": post.state,
        "due_at": post.due_at,
        "zone": post.zone,
        "sent_at": post.sent_at,
        "author": post.author.name,
        "digest": post.digest,
        "targets": [
            {
                "account": target.account_id,
                "network": target.account.network,
                "state": target.delivery.state if target.delivery else "",
                "said": target.delivery.said if target.delivery else "",
                "url": target.delivery.remote.url if target.delivery and target.delivery.remote else "",
            }
            for target in post.targets.all()
        ],
    }


def _accounts(request: Caller, wanted: list[int]) -> list[Account]:
    found = list(channels.accounts_of(request.organization).filter(pk__in=wanted))
    if len(found) != len(set(wanted)):
        raise HttpError(422, "One of these accounts is not this hospital's.")
    return found


def _fresh(request: Caller, post: Post) -> dict[str, object]:
    return _out(queries.access_post(request.organization, post.pk))


@router.get(
    "", response={200: PostsOut, 401: Problem, 403: Problem, 422: Malformed, 429: Problem}, summary="List posts"
)
@needs("publishing.read")
def posts(
    request: Caller,
    filters: Query[Filters],
) -> object:
    found = queries.posts_of(request.organization)
    if filters.state:
        found = found.filter(state=filters.state)
    shown = page(found, after=filters.after, size=50)
    return {"posts": [_out(post) for post in shown.rows], "next": shown.next}


@router.post("", response={201: PostOut, **ERRORS}, summary="Write a draft")
@needs("publishing.write")
def write(request: Caller, payload: PostIn) -> object:
    given = payload.dict() | {"accounts": _accounts(request, payload.accounts)}
    post = actions.write(organization=request.organization, by=request.member, at=now(), **given)
    return Status(201, _fresh(request, post))


@router.get("/{int:post_id}", response={200: PostOut, **ERRORS}, summary="Read a post")
@needs("publishing.read")
def read(request: Caller, post_id: int) -> object:
    return _out(queries.access_post(request.organization, post_id))


@router.put("/{int:post_id}", response={200: PostOut, **ERRORS}, summary="Change a draft")
@needs("publishing.write")
def change(request: Caller, post_id: int, payload: PostIn) -> object:
    post = queries.access_post(request.organization, post_id)
    given = payload.dict() | {"accounts": _accounts(request, payload.accounts)}
    return _fresh(request, actions.change(post=post, by=request.member, at=now(), **given))


@router.post("/{int:post_id}/approval-request", response={200: PostOut, **ERRORS}, summary="Ask for approval")
@needs("publishing.write")
def ask_approval(request: Caller, post_id: int, payload: ReasonIn) -> object:
    post = queries.access_post(request.organization, post_id)
    return _fresh(request, actions.ask_approval(post=post, by=request.member, at=now(), reason=payload.reason))


@router.post(
    "/{int:post_id}/release-request",
    response={201: AskedOut, **ERRORS},
    summary="Ask the privacy officer to release a blocked draft",
)
@needs("publishing.write")
def ask_release(request: Caller, post_id: int, payload: PleaIn) -> object:
    post = queries.access_post(request.organization, post_id)
    where = reverse("publishing:post", args=[request.organization.slug, post_id])
    asked = actions.ask_release(post=post, note=payload.note, where=where, by=request.member, at=now())
    return Status(201, {"request": asked.pk, "state": str(asked.state)})


@router.post("/{int:post_id}/approval", response={200: PostOut, **ERRORS}, summary="Approve exactly this")
@needs("publishing.approve")
def approve(request: Caller, post_id: int, payload: ApprovalIn) -> object:
    post = queries.access_post(request.organization, post_id)
    return _fresh(request, actions.approve(post=post, by=request.member, at=now(), digest=payload.digest))


@router.post("/{int:post_id}/decline", response={200: PostOut, **ERRORS}, summary="Send it back to its author")
@needs("publishing.approve")
def decline(request: Caller, post_id: int, payload: NoteIn) -> object:
    post = queries.access_post(request.organization, post_id)
    return _fresh(request, actions.decline(post=post, by=request.member, at=now(), note=payload.note))


@router.post("/{int:post_id}/correction", response={200: PostOut, **ERRORS}, summary="Correct it everywhere")
@needs("publishing.correct")
def correct(request: Caller, post_id: int, payload: CorrectionIn) -> object:
    post = queries.access_post(request.organization, post_id)
    actions.correct(post=post, by=request.member, at=now(), **payload.dict())
    return _fresh(request, post)


@router.post("/{int:post_id}/withdrawal", response={200: PostOut, **ERRORS}, summary="Take it off every network")
@needs("publishing.correct")
def withdraw(request: Caller, post_id: int, payload: ReasonIn) -> object:
    post = queries.access_post(request.organization, post_id)
    actions.withdraw(post=post, reason=payload.reason, by=request.member, at=now())
    return _fresh(request, post)
