"""Understanding what arrived: read, hide identifiers, find its place."""

from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.channels import queries as channels
from bedside.channels.models import Arrival
from bedside.guard import redact
from bedside.guard.queries import facts_of
from bedside.inbox import queries, rules
from bedside.inbox.actions.paging import page_owner
from bedside.inbox.actions.routing import route
from bedside.inbox.models import Conversation, Message
from bedside.inbox.rules import State
from bedside.triage import Reading, read

PREVIEW = 160


@transaction.atomic
def take_in(*, arrival: Arrival, at: datetime) -> Conversation:
    """The conversation this arrival belongs to, in its place. Hearing the same arrival twice changes nothing; a
    changed one is read anew."""
    words = channels.words_of(arrival)
    redacted = redact(words, facts=facts_of(arrival.organization))
    reading = read(words, channel=arrival.account.network, stars=arrival.stars)
    conversation, is_new = _conversation(arrival, reading, at)
    message, made = Message.objects.get_or_create(
        organization_id=arrival.organization_id,
        arrival=arrival,
        defaults={
            "conversation": conversation,
            "text": redacted.text,
            "hidden": len(redacted.spans),
            "urgency": reading.urgency,
            "at": arrival.posted_at,
        },
    )
    if not made:
        if arrival.changed_at is None or message.changed_at == arrival.changed_at:
            return conversation
        message.text, message.hidden, message.urgency = redacted.text, len(redacted.spans), reading.urgency
        message.changed_at = arrival.changed_at
        message.save(update_fields=["text", "hidden", "urgency", "changed_at"])
    if arrival.past:
        _shelve(conversation, message, arrival, is_new=is_new, at=at)
        return conversation
    _place(conversation, message, arrival, reading, is_new=is_new, at=at)
    audit.record(
        "inbox.arrived",
        organization=arrival.organization,
        subject=conversation,
        by=None,
        at=at,
        as_name="the public",
        network=arrival.account.network,
        urgency=reading.urgency,
        level=reading.level,
        intent=reading.intent,
        hidden=message.hidden,
    )
    if reading.urgency == "critical":
        audit.record(
            "inbox.critical",
            organization=arrival.organization,
            subject=conversation,
            by=None,
            at=at,
            level=reading.level,
            card=reading.card or "",
        )
    if reading.level == "P1":
        page_owner(conversation=conversation)
    route(conversation=conversation, text=message.text, at=at)
    return conversation


def _shelve(conversation: Conversation, message: Message, arrival: Arrival, *, is_new: bool, at: datetime) -> None:
    """What was said before Bedside was there: kept for the record, closed, nobody is paged and no clock runs. A thread
    that lives already only gets longer."""
    if is_new:
        conversation.state, conversation.closed_at = State.CLOSED, at
        conversation.preview = " ".join(message.text.split())[:PREVIEW]
    conversation.started_at = min(conversation.started_at, arrival.posted_at)
    conversation.last_at = max(conversation.last_at, arrival.posted_at)
    conversation.stars = arrival.stars if conversation.stars is None else conversation.stars
    conversation.save()


@transaction.atomic
def note_gone(*, arrival: Arrival, at: datetime) -> None:
    """Its author took a message away: the thread says so, and nobody waits for an answer to it any more. Harmless to
    hear twice."""
    message = Message.objects.filter(organization_id=arrival.organization_id, arrival=arrival).first()
    if message is None or message.gone_at is not None:
        return
    conversation = Conversation.objects.select_for_update(no_key=True).get(
        organization_id=arrival.organization_id, pk=message.conversation_id
    )
    message.gone_at = arrival.gone_at or at
    message.save(update_fields=["gone_at"])
    latest = (
        Message.objects.filter(organization_id=arrival.organization_id, conversation=conversation, gone_at=None)
        .exclude(arrival=None)
        .order_by("-at", "-pk")
        .first()
    )
    if latest is None and conversation.rank != 0:  # who wrote a critical one may still need help
        conversation.waiting_since_at = None
        conversation.save(update_fields=["waiting_since_at"])
    audit.record(
        "inbox.gone", organization=arrival.organization, subject=conversation, by=None, at=at, as_name="the public"
    )


def _conversation(arrival: Arrival, reading: Reading, at: datetime) -> tuple[Conversation, bool]:
    place = queries.place(arrival.organization, reading.urgency, reading.level, at=at)
    made, is_new = Conversation.objects.get_or_create(
        organization_id=arrival.organization_id,
        account=arrival.account,
        root_id=arrival.root_id or arrival.network_id,
        author_id=arrival.author_id,
        defaults={
            "author_name": arrival.author_name,
            "author_handle": arrival.author_handle,
            "url": arrival.url,
            "rank": place.rank,
            "level": reading.level,
            "intent": reading.intent,
            "sentiment": reading.sentiment,
            "started_at": arrival.posted_at,
            "last_at": arrival.posted_at,
            "target_at": place.target_at,
        },
    )
    locked = Conversation.objects.select_for_update(no_key=True).get(
        organization_id=arrival.organization_id, pk=made.pk
    )
    return locked, is_new


def _place(
    conversation: Conversation, message: Message, arrival: Arrival, reading: Reading, *, is_new: bool, at: datetime
) -> None:
    """A thread stands where its most urgent unanswered message puts it; an answered or closed one starts afresh."""
    afresh = is_new or not conversation.needs_answer
    if afresh or not rules.more_urgent(conversation.urgency, reading.urgency):
        place = queries.place(arrival.organization, reading.urgency, reading.level, at=at)
        conversation.rank, conversation.level = place.rank, reading.level
        conversation.target_at = place.target_at if afresh else min(place.target_at, conversation.target_at)
        conversation.intent, conversation.sentiment = reading.intent, reading.sentiment
        conversation.card = reading.card or ""
        conversation.reasons = reasons_of(reading, message.text)
    conversation.specialty = reading.specialty or conversation.specialty
    conversation.language = reading.language
    conversation.state = State.OPEN
    conversation.closed_at = conversation.closed_by = None
    if reading.urgency == "critical":
        conversation.acknowledged_at = conversation.acknowledged_by = None
    conversation.waiting_since_at = conversation.waiting_since_at if not afresh else at
    conversation.last_at = max(conversation.last_at, arrival.posted_at)
    conversation.preview = " ".join(message.text.split())[:PREVIEW]
    conversation.stars = arrival.stars if arrival.stars is not None else conversation.stars
    conversation.hidden = sum(
        Message.objects.filter(organization_id=conversation.organization_id, conversation=conversation).values_list(
            "hidden", flat=True
        )
    )
    conversation.save()


def reasons_of(reading: Reading, shown: str) -> list[dict[str, str]]:
    """The reasons as a page may show them: the deciding words only where redaction left them readable."""
    folded = shown.casefold()
    return [
        {
            "field": reason.field,
            "value": reason.value,
            "why": reason.why,
            "quote": reason.quote if reason.quote and reason.quote.casefold() in folded else "",
        }
        for reason in reading.reasons
    ]
