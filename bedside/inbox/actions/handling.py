"""Everything else one does with a conversation: take it, pass it on, close it, note, hide, and look at the original."""

from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.inbox import queries, rules
from bedside.inbox.actions.answering import locked
from bedside.inbox.actions.notices import note_given
from bedside.inbox.actions.paging import stop_paging
from bedside.inbox.models import Conversation, Message, Note, Reveal
from bedside.inbox.rules import State
from bedside.organizations.models import Member


class NotAble(Exception):
    """This person could not do anything with the conversation."""


@transaction.atomic
def assign(*, conversation: Conversation, to: Member | None, by: Member, at: datetime) -> Conversation:
    """The conversation in somebody's hands, or in nobody's; raises NotAble for a person who may not answer."""
    conversation = locked(conversation)
    if to is not None and (to.organization_id != conversation.organization_id or not to.may("inbox.read")):
        raise NotAble
    conversation.assigned_to, conversation.chosen = to, True
    conversation.save(update_fields=["assigned_to", "chosen"])
    if to is not None and to != by:
        note_given(conversation=conversation, member_id=to.pk, at=at)
    audit.record(
        "inbox.assigned",
        organization=conversation.organization,
        subject=conversation,
        by=by,
        at=at,
        to=to.pk if to else None,
    )
    return conversation


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


@transaction.atomic
def close(*, conversation: Conversation, by: Member, at: datetime) -> Conversation:
    conversation = locked(conversation)
    if conversation.state != State.CLOSED:
        conversation.state, conversation.closed_at, conversation.closed_by = State.CLOSED, at, by
        conversation.waiting_since_at = None
        conversation.save(update_fields=["state", "closed_at", "closed_by", "waiting_since_at"])
        stop_paging(conversation=conversation, by=by, why="closed", at=at)
        audit.record("inbox.closed", organization=conversation.organization, subject=conversation, by=by, at=at)
    return conversation


@transaction.atomic
def reopen(*, conversation: Conversation, by: Member, at: datetime) -> Conversation:
    """Open again: the undo of closing. Who had no answer to their last message waits again, since they wrote it."""
    conversation = locked(conversation)
    if conversation.state != State.OPEN:
        conversation.state, conversation.closed_at, conversation.closed_by = State.OPEN, None, None
        latest = queries.latest_of_public(conversation)
        if latest is not None and latest.arrival is not None and not queries.is_answered(latest):
            conversation.waiting_since_at = latest.arrival.changed_at or latest.arrival.received_at
        conversation.save(update_fields=["state", "closed_at", "closed_by", "waiting_since_at"])
        audit.record("inbox.reopened", organization=conversation.organization, subject=conversation, by=by, at=at)
    return conversation


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


@transaction.atomic
def moderate(*, message: Message, show: bool, reason: str, by: Member, at: datetime) -> None:
    """Shows or hides a comment where the network lets us; raises rules.NeedsReason, channels.NotOffered."""
    if not show and len(reason.strip()) < 3:
        raise rules.NeedsReason
    if message.arrival is None:
        return
    channels.moderate(arrival=message.arrival, show=show, reason=reason, by=by, at=at)
    audit.record(
        "inbox.moderated",
        organization=message.organization,
        subject=message.conversation,
        by=by,
        at=at,
        show=show,
        message=message.pk,
    )
