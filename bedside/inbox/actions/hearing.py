"""Understanding what arrived: read, hide identifiers, find its place."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest, Least

from bedside.audit import actions as audit
from bedside.channels import queries as channels
from bedside.channels.models import Arrival
from bedside.guard import Facts, Redacted, hide, redact
from bedside.guard.queries import facts_of
from bedside.inbox import queries, rules
from bedside.inbox.actions.paging import page_owner
from bedside.inbox.actions.reviews import keep_review
from bedside.inbox.actions.routing import route
from bedside.inbox.actions.suspecting import suspect
from bedside.inbox.models import Conversation, Correspondent, Message
from bedside.inbox.rules import State
from bedside.triage import Reading, identifiers, read

PREVIEW = 160
#: How many merges and splits a new message is led through.
FOLLOWED = 50


@transaction.atomic
def take_in(*, arrival: Arrival, at: datetime) -> Conversation:
    """The conversation this arrival belongs to, in its place. Hearing the same arrival twice changes nothing; a
    changed one is read anew."""
    words = channels.words_of(arrival)
    reading = read(words, channel=arrival.account.network, stars=arrival.stars)
    redacted = _redacted(words, reading, facts_of(arrival.organization))
    conversation, is_new = _conversation(arrival, reading, at)
    message = None if is_new else _kept(arrival)
    hidden = len(redacted.spans)
    if message is None:
        message = Message(
            organization_id=arrival.organization_id,
            arrival=arrival,
            conversation=conversation,
            text=redacted.text,
            hidden=hidden,
            urgency=reading.urgency,
            at=arrival.posted_at,
            language=reading.language,
            changed_at=arrival.changed_at,
        )
        message.save(force_insert=True)
        conversation.hidden += hidden
        _seen(conversation, arrival)
    else:
        if arrival.changed_at is None or message.changed_at == arrival.changed_at:
            return conversation
        conversation.hidden = max(0, conversation.hidden + hidden - message.hidden)
        message.text, message.hidden, message.urgency = redacted.text, hidden, reading.urgency
        message.changed_at, message.language = arrival.changed_at, reading.language
        message.save(update_fields=["text", "hidden", "urgency", "changed_at", "language"])
    keep_review(message, arrival)
    if arrival.past:
        _shelve(conversation, message, arrival, is_new=is_new, at=at)
        return conversation
    _place(conversation, message, arrival, reading, is_new=is_new, at=at)
    suspect(conversation=conversation, message=message, words=words, reading=reading, at=at)
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


def _redacted(words: str, reading: Reading, facts: Facts) -> Redacted:
    """The words with what identifies a private person hidden: what the guard's checks find and what triage has
    learned, settled together; the hospital's own numbers and people stay."""
    found = [(span.rule, span.start, span.end) for span in redact(words, facts=facts).spans]
    return hide(words, identifiers(words, found, reading.marks), facts=facts)


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


def _kept(arrival: Arrival) -> Message | None:
    """The message of an arrival heard before, in whatever conversation it stands now."""
    return Message.objects.filter(organization_id=arrival.organization_id, arrival=arrival).first()


def _conversation(arrival: Arrival, reading: Reading, at: datetime) -> tuple[Conversation, bool]:
    """The conversation, locked: the one of this thread and person, what it was merged into or continues in, or a new
    one."""
    if (found := _locked(arrival)) is not None:
        return found, False
    place = queries.place(arrival.organization, reading.urgency, reading.level, at=at)
    made = Conversation(
        organization_id=arrival.organization_id,
        account=arrival.account,
        root_id=arrival.root_id or arrival.network_id,
        author_id=arrival.author_id,
        author_name=arrival.author_name,
        author_handle=arrival.author_handle,
        url=arrival.url,
        rank=place.rank,
        level=reading.level,
        intent=reading.intent,
        sentiment=reading.sentiment,
        language=reading.language,
        started_at=arrival.posted_at,
        last_at=arrival.posted_at,
        target_at=place.target_at,
    )
    Conversation.objects.bulk_create([made], ignore_conflicts=True)
    locked = _locked(arrival)
    assert locked is not None
    is_new = not locked.preview and not locked.messages.exists()
    if is_new:
        locked.correspondent = _person(arrival)
    return locked, is_new


def _locked(arrival: Arrival) -> Conversation | None:
    rows = Conversation.objects.select_for_update(of=("self",), no_key=True).filter(
        organization_id=arrival.organization_id
    )
    found = rows.filter(
        account_id=arrival.account_id, root_id=arrival.root_id or arrival.network_id, author_id=arrival.author_id
    ).first()
    for _step in range(FOLLOWED):
        if found is None or found.continues_in_id is None:
            break
        found = rows.get(pk=found.continues_in_id)
    return found


def _person(arrival: Arrival) -> Correspondent:
    """Who wrote it, as this network knows them; one more conversation of theirs."""
    people = Correspondent.objects.filter(organization_id=arrival.organization_id)
    mine = people.filter(network=arrival.account.network, author_id=arrival.author_id)
    begun = Correspondent(
        organization_id=arrival.organization_id,
        network=arrival.account.network,
        author_id=arrival.author_id,
        name=arrival.author_name,
        handle=arrival.author_handle,
        first_seen_at=arrival.posted_at,
        last_seen_at=arrival.posted_at,
    )
    Correspondent.objects.bulk_create([begun], ignore_conflicts=True)
    mine.update(conversations=F("conversations") + 1)
    return mine.get()


def _seen(conversation: Conversation, arrival: Arrival) -> None:
    """One more message of a person's: when, and under which name."""
    person = conversation.correspondent or _person(arrival)
    conversation.correspondent = person
    Correspondent.objects.filter(organization_id=arrival.organization_id, pk=person.pk).update(
        messages=F("messages") + 1,
        name=arrival.author_name or F("name"),
        handle=arrival.author_handle or F("handle"),
        first_seen_at=Least("first_seen_at", Value(arrival.posted_at)),
        last_seen_at=Greatest("last_seen_at", Value(arrival.posted_at)),
    )


def _place(
    conversation: Conversation, message: Message, arrival: Arrival, reading: Reading, *, is_new: bool, at: datetime
) -> None:
    """A thread stands where its most urgent unanswered message puts it; an answered or closed one starts afresh."""
    if conversation.state == State.SPAM and reading.urgency != "critical":
        conversation.last_at = max(conversation.last_at, arrival.posted_at)
        conversation.save()
        return
    afresh = is_new or conversation.waiting_since_at is None or not conversation.is_open
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
    conversation.closed_at = conversation.closed_by = conversation.snoozed_until_at = None
    if reading.urgency == "critical":
        conversation.acknowledged_at = conversation.acknowledged_by = None
    conversation.waiting_since_at = conversation.waiting_since_at if not afresh else at
    conversation.last_at = max(conversation.last_at, arrival.posted_at)
    conversation.preview = " ".join(message.text.split())[:PREVIEW]
    conversation.stars = arrival.stars if arrival.stars is not None else conversation.stars
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
