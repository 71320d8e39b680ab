"""Conversations, for programs: identifiers hidden, answers through the guard. Originals have no API."""

from datetime import datetime
from typing import Literal
from urllib.parse import urlencode

from django.urls import reverse
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from bedside.guard.api import AskedOut, HeldOut, PleaIn
from bedside.inbox import actions, asking, queries, rules
from bedside.inbox.models import Alarm, Conversation, Release
from bedside.kit.schemas import Malformed, Problem, Words
from bedside.kit.times import now
from bedside.organizations.doorkeeper import Caller, needs

router = Router(tags=["conversations"])
ERRORS = {401: Problem, 403: Problem, 404: Problem, 409: HeldOut | Problem, 422: Malformed, 429: Problem}


class Asked(Schema):
    view: Literal["open", "mine", "unassigned", "critical", "answered", "snoozed", "closed", "spam", "all"] = "open"
    words: Words = Field("", max_length=200, description='Words and operators: `from:dana label:bills "as said" -not`.')
    network: Words = Field("", max_length=40)
    intent: Words = Field("", max_length=20)
    specialty: Words = Field("", max_length=40)
    label: Words = Field("", max_length=40)
    sort: Literal["", "newest", "oldest"] = ""
    after: Words = Field("", max_length=80, description="The `next` of the page before.")


class ConversationOut(Schema):
    id: int
    network: str
    author: str
    state: str
    urgency: str
    level: str
    intent: str
    sentiment: str
    specialty: str
    card: str
    preview: str
    hidden: int
    target_at: datetime
    waiting_since_at: datetime | None = None
    snoozed_until_at: datetime | None = None
    labels: list[int]
    assigned_to: str
    team: str


class MessageOut(Schema):
    id: int
    ours: bool
    text: str
    at: datetime


class WholeOut(ConversationOut):
    messages: list[MessageOut]
    reasons: list[dict[str, str]]


class ConversationsOut(Schema):
    conversations: list[ConversationOut]
    next: str = Field(description="Where the next page begins; empty at the end.")


class AnswerIn(Schema):
    text: Words = Field(min_length=1, max_length=10_000)
    reason: Words = Field("", max_length=300, description="Answers the guard's warnings; kept with the clearance.")


class AnswerOut(Schema):
    id: int
    state: str


def _out(conversation: Conversation) -> dict[str, object]:
    assigned = conversation.assigned_to
    return {
        "id": conversation.pk,
        "network": conversation.account.network,
        "author": conversation.author_name or conversation.author_handle,
        "assigned_to": assigned.name if assigned else "",
        "team": conversation.team.name if conversation.team else "",
        "labels": conversation.label_ids,
        **{
            name: getattr(conversation, name)
            for name in (
                "state", "urgency", "level", "intent", "sentiment", "specialty", "card", "preview", "hidden",
                "target_at", "waiting_since_at", "snoozed_until_at",
            )
        },
    }  # fmt: skip


@router.get(
    "",
    response={200: ConversationsOut, 401: Problem, 403: Problem, 422: Malformed, 429: Problem},
    summary="List conversations, most urgent first",
)
@needs("inbox.read")
def conversations(
    request: Caller,
    asked: Query[Asked],
) -> object:
    filters = asking.of_query(urlencode({("q" if name == "words" else name): value for name, value in asked}))
    if filters.words:
        page = queries.search(request.organization, filters, member=request.member, at=now()).page
    else:
        page = queries.page(
            request.organization, queries.matching(request.organization, filters, member=request.member), filters
        )
    return {"conversations": [_out(row) for row in page.rows], "next": page.older}


@router.get("/{int:conversation_id}", response={200: WholeOut, **ERRORS}, summary="Read one conversation")
@needs("inbox.read")
def read(request: Caller, conversation_id: int) -> object:
    conversation = queries.access_conversation(request.organization, conversation_id)
    messages = [
        {"id": message.pk, "ours": message.is_ours, "text": message.text, "at": message.at}
        for message in queries.messages_of(conversation)
    ]
    return _out(conversation) | {"messages": messages, "reasons": conversation.reasons}


@router.post("/{int:conversation_id}/replies", response={201: AnswerOut, **ERRORS}, summary="Answer")
@needs("inbox.reply")
def reply(request: Caller, conversation_id: int, payload: AnswerIn) -> object:
    conversation = queries.access_conversation(request.organization, conversation_id)
    answer = actions.reply(
        conversation=conversation, text=payload.text, by=request.member, at=now(), reason=payload.reason
    )
    state = answer.delivery.state if answer.delivery else queries.release_of(answer) or "due"
    return Status(201, {"id": answer.pk, "state": state})


class AskIn(PleaIn):
    text: Words = Field(min_length=1, max_length=10_000, description="The blocked answer.")


@router.post(
    "/{int:conversation_id}/release-request",
    response={201: AskedOut, **ERRORS},
    summary="Ask the privacy officer to release a blocked answer",
)
@needs("inbox.reply")
def ask_release(request: Caller, conversation_id: int, payload: AskIn) -> object:
    conversation = queries.access_conversation(request.organization, conversation_id)
    asked = actions.ask_release(
        conversation=conversation,
        text=payload.text,
        note=payload.note,
        where=reverse("inbox:conversation", args=[request.organization.slug, conversation_id]),
        by=request.member,
        at=now(),
    )
    return Status(201, {"request": asked.pk, "state": str(asked.state)})


@router.post("/{int:conversation_id}/close", response={200: ConversationOut, **ERRORS}, summary="Close")
@needs("inbox.reply")
def close(request: Caller, conversation_id: int) -> object:
    conversation = queries.access_conversation(request.organization, conversation_id)
    return _out(actions.close(conversation=conversation, by=request.member, at=now()))


@router.post("/{int:conversation_id}/reopen", response={200: ConversationOut, **ERRORS}, summary="Open again")
@needs("inbox.reply")
def reopen(request: Caller, conversation_id: int) -> object:
    conversation = queries.access_conversation(request.organization, conversation_id)
    return _out(actions.reopen(conversation=conversation, by=request.member, at=now()))


class SuggestionOut(Schema):
    answer: int
    title: str
    language: str
    text: str
    why: list[str]
    missing: list[str] = Field(description="Variables without a value; set them before it is used.")


class SuggestionsOut(Schema):
    suggestions: list[SuggestionOut]


@router.get(
    "/{int:conversation_id}/suggestions",
    response={200: SuggestionsOut, **ERRORS},
    summary="Approved answers that fit, with why",
)
@needs("inbox.read")
def suggestions(request: Caller, conversation_id: int) -> object:
    conversation = queries.access_conversation(request.organization, conversation_id)
    found = queries.suggestions_for(conversation, queries.latest_of_public(conversation), at=now())
    return {
        "suggestions": [
            {
                "answer": one.answer.pk,
                "title": one.answer.title,
                "language": one.language,
                "text": one.filled.text,
                "why": list(one.why),
                "missing": list(one.filled.missing),
            }
            for one in found
        ]
    }


class ReleaseOut(Schema):
    id: int
    conversation: int
    kinds: list[str]
    state: str
    text: str
    digest: str
    by: str


class ReleasesOut(Schema):
    releases: list[ReleaseOut]


class LetGoIn(Schema):
    digest: str = Field(max_length=64, description="The digest of the answer that was read; another is not released.")


class ReturnIn(Schema):
    reason: Words = Field(min_length=5, max_length=500)


def _release_out(release: Release) -> dict[str, object]:
    return {
        "id": release.pk,
        "conversation": release.reply.conversation_id,
        "kinds": release.kinds,
        "state": release.state,
        "text": release.reply.text,
        "digest": release.digest,
        "by": release.reply.by.name,
    }


@router.get("/releases", response={200: ReleasesOut, **ERRORS}, summary="Answers that wait for your release")
@needs("inbox.release")
def releases(request: Caller) -> object:
    return {"releases": [_release_out(one) for one in queries.releases_for(request.member)[:200]]}


@router.post("/releases/{int:release_id}/go", response={200: ReleaseOut, **ERRORS}, summary="Release an answer")
@needs("inbox.release")
def let_go(request: Caller, release_id: int, payload: LetGoIn) -> object:
    found = queries.access_release(request.organization, release_id)
    actions.release(release=found, seen=payload.digest, by=request.member, at=now())
    return _release_out(queries.access_release(request.organization, release_id))


@router.post("/releases/{int:release_id}/return", response={200: ReleaseOut, **ERRORS}, summary="Return an answer")
@needs("inbox.release")
def return_answer(request: Caller, release_id: int, payload: ReturnIn) -> object:
    found = queries.access_release(request.organization, release_id)
    return _release_out(actions.return_answer(release=found, reason=payload.reason, by=request.member, at=now()))


class PageOut(Schema):
    member: str
    way: str
    event: str
    state: str
    step: int
    asked_at: datetime
    done_at: datetime | None = None


class AlarmOut(Schema):
    id: int
    conversation_id: int
    level: str
    heard_at: datetime
    began_at: datetime
    seconds_to_page: float | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str
    ended_at: datetime | None = None
    ended: str
    unreached_at: datetime | None = None
    pages: list[PageOut]


def _alarm(alarm: Alarm) -> dict[str, object]:
    names = (
        "conversation_id", "level", "heard_at", "began_at", "seconds_to_page", "acknowledged_at", "ended_at", "ended",
        "unreached_at",
    )  # fmt: skip
    return {name: getattr(alarm, name) for name in names} | {
        "id": alarm.pk,
        "acknowledged_by": alarm.acknowledged_by.name if alarm.acknowledged_by else "",
        "pages": [
            {"member": page.member.name if page.member else ""}
            | {name: getattr(page, name) for name in ("way", "event", "state", "step", "asked_at", "done_at")}
            for page in queries.pages_of(alarm)
        ],
    }


@router.get(
    "/alarms",
    response={200: list[AlarmOut], 401: Problem, 403: Problem, 422: Malformed, 429: Problem},
    summary="Alarms and whom they called, newest first",
)
@needs("inbox.read")
def alarms(request: Caller, standing: bool = False) -> object:
    """The last fifty; `standing` leaves those out that somebody acknowledged or that are over."""
    found = queries.unanswered_alarms(request.organization) if standing else queries.alarms(request.organization)
    return [_alarm(alarm) for alarm in found[:50]]


@router.post(
    "/{int:conversation_id}/acknowledge",
    response={200: ConversationOut, **ERRORS},
    summary="Say that one acts on it; the paging stops",
)
@needs("inbox.reply")
def acknowledge(request: Caller, conversation_id: int) -> object:
    conversation = queries.access_conversation(request.organization, conversation_id)
    return _out(actions.acknowledge(conversation=conversation, by=request.member, at=now()))


class SnoozeIn(Schema):
    until: datetime | None = Field(None, description="When it comes back; none for when they write again.")


@router.post("/{int:conversation_id}/snooze", response={200: ConversationOut, **ERRORS}, summary="Snooze")
@needs("inbox.reply")
def snooze(request: Caller, conversation_id: int, payload: SnoozeIn) -> object:
    conversation = queries.access_conversation(request.organization, conversation_id)
    if payload.until is not None and (payload.until.tzinfo is None or payload.until <= now()):
        raise HttpError(409, "That time is over, or says no zone. Nothing was changed.")
    try:
        return _out(actions.snooze(conversation=conversation, until=payload.until, by=request.member, at=now()))
    except (rules.StillCritical, rules.Closed):
        raise HttpError(409, "It is critical and waits, or it is closed. Nothing was changed.") from None


@router.post("/{int:conversation_id}/spam", response={200: ConversationOut, **ERRORS}, summary="Mark as spam")
@needs("inbox.reply")
def spam(request: Caller, conversation_id: int) -> object:
    conversation = queries.access_conversation(request.organization, conversation_id)
    return _out(actions.mark_spam(conversation=conversation, by=request.member, at=now()))


class LabelIn(Schema):
    name: Words = Field(min_length=1, max_length=40)
    on: bool = True


@router.post("/{int:conversation_id}/label", response={200: ConversationOut, **ERRORS}, summary="Put a label on or off")
@needs("inbox.reply")
def label(request: Caller, conversation_id: int, payload: LabelIn) -> object:
    conversation = queries.access_conversation(request.organization, conversation_id)
    try:
        named = actions.label_named(organization=request.organization, name=payload.name, by=request.member, at=now())
    except actions.NoName:
        raise HttpError(409, "There is no room for that name. Nothing was changed.") from None
    return _out(actions.put_label(conversation=conversation, label=named, on=payload.on, by=request.member, at=now()))


class UndoneOut(Schema):
    restored: int
    kept: int


@router.post("/undo", response={200: UndoneOut, **ERRORS}, summary="Undo your last act of ten minutes")
@needs("inbox.reply")
def undo(request: Caller) -> object:
    last = queries.last_act(request.organization, request.member, at=now())
    if last is None:
        raise HttpError(409, "There is nothing of the last ten minutes to undo.")
    undone = actions.undo(act=last, by=request.member, at=now())
    return {"restored": undone.restored, "kept": undone.kept}
