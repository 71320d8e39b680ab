"""Everything else one does with a conversation: take it, pass it on, close it, note, hide, and look at the original."""

from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.channels import queries as channel_queries
from bedside.inbox import rules
from bedside.inbox.actions.acts import (
    assign_step,
    close_step,
    label_step,
    lock_all,
    once,
    reopen_step,
    snooze_step,
    spam_step,
)
from bedside.inbox.actions.answering import locked
from bedside.inbox.actions.paging import stop_paging
from bedside.inbox.models import Conversation, Label, Message, Note, Reveal
from bedside.inbox.rules import State
from bedside.organizations.models import Member, Organization


class NotAble(Exception):
    """This person could not do anything with the conversation."""


def assign(*, conversation: Conversation, to: Member | None, by: Member, at: datetime) -> Conversation:
    """The conversation in somebody's hands, or in nobody's; raises NotAble for a person who may not answer."""
    ensure_able(to, by)
    return once("assign", conversation, lambda one: assign_step(one, to=to, by=by, at=at), by=by, at=at)


def ensure_able(to: Member | None, by: Member) -> None:
    if to is not None and (to.organization_id != by.organization_id or not to.may("inbox.read")):
        raise NotAble


@transaction.atomic
def acknowledge(*, conversation: Conversation, by: Member, at: datetime) -> Conversation:
    """Somebody has seen a critical message and is acting; the paging stops."""
    conversation = locked(conversation)
    if conversation.acknowledged_at is None:
        conversation.acknowledged_at, conversation.acknowledged_by = at, by
        conversation.assigned_to = conversation.assigned_to or by
        conversation.save(update_fields=["acknowledged_at", "acknowledged_by", "assigned_to"])
        stop_paging(conversation=conversation, by=by, why="acknowledged", at=at)
        audit.record("inbox.acknowledged", organization=conversation.organization, subject=conversation, by=by, at=at)
    return conversation


def close(*, conversation: Conversation, by: Member, at: datetime) -> Conversation:
    return once("close", conversation, lambda one: close_step(one, by=by, at=at), by=by, at=at)


def reopen(*, conversation: Conversation, by: Member, at: datetime) -> Conversation:
    """Open again, or back in sight. Who had no answer to their last message waits again, since they wrote it."""
    return once("reopen", conversation, lambda one: reopen_step(one, by=by, at=at), by=by, at=at)


def snooze(*, conversation: Conversation, until: datetime | None, by: Member, at: datetime) -> Conversation:
    """Out of sight until then, or with None until they write; its clock runs on. Raises rules.Closed,
    rules.StillCritical."""
    return once("snooze", conversation, lambda one: snooze_step(one, until=until, by=by, at=at), by=by, at=at)


@transaction.atomic
def wake(*, organization: Organization, key: int, at: datetime) -> None:
    """A snoozed conversation whose time has come, back in sight."""
    for conversation in lock_all(organization, [key]):
        due = conversation.snoozed_until_at
        if conversation.state == State.SNOOZED and due is not None and due <= at:
            conversation.state, conversation.snoozed_until_at = State.OPEN, None
            conversation.save(update_fields=["state", "snoozed_until_at"])
            audit.record("inbox.woken", organization=organization, subject=conversation, by=None, at=at)


def mark_spam(*, conversation: Conversation, by: Member, at: datetime) -> Conversation:
    """Out of the list, and what they write on stays out of it unless it is critical; reopening undoes it."""
    return once("spam", conversation, lambda one: spam_step(one, by=by, at=at), by=by, at=at)


def put_label(*, conversation: Conversation, label: Label, on: bool, by: Member, at: datetime) -> Conversation:
    kind = "label" if on else "unlabel"
    return once(kind, conversation, lambda one: label_step(one, label=label, on=on, by=by, at=at), by=by, at=at)


@transaction.atomic
def note(*, conversation: Conversation, text: str, by: Member, at: datetime) -> Note:
    """A word to colleagues; it never leaves."""
    made = Note.objects.create(
        organization_id=conversation.organization_id, conversation=conversation, by=by, at=at, text=text.strip()[:2000]
    )
    audit.record("inbox.noted", organization=conversation.organization, subject=conversation, by=by, at=at)
    return made


@transaction.atomic
def reveal(*, message: Message, reason: str, by: Member, at: datetime) -> str:
    """The words as they were written; who looked and why is kept. Raises rules.NeedsReason."""
    if len(reason.strip()) < 5:
        raise rules.NeedsReason
    if message.arrival is None:
        return message.text
    made = Reveal.objects.create(
        organization_id=message.organization_id, message=message, by=by, at=at, reason=reason.strip()[:200]
    )
    audit.record(
        "inbox.revealed",
        organization=message.organization,
        subject=message.conversation,
        by=by,
        at=at,
        reveal=made.pk,
        message=message.pk,
    )
    return channel_queries.words_of(message.arrival)
