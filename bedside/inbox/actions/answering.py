"""Answering where the person asked: checked, cleared, sent as a real reply, shown as sent when the network said so."""

from datetime import datetime

from django.db import transaction

from bedside.answers import actions as answers
from bedside.audit import actions as audit
from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.channels.models import Arrival, Delivery
from bedside.channels.states import State as DeliveryState
from bedside.guard import actions as guard
from bedside.guard.models import Appeal
from bedside.guard.shapes import Parcel
from bedside.inbox import queries, rules
from bedside.inbox.actions.waiting import ask_second, drafted
from bedside.inbox.actions.watching import let_go
from bedside.inbox.models import Conversation, Message, Reply
from bedside.inbox.rules import State
from bedside.organizations.models import Member, Organization


def locked(conversation: Conversation) -> Conversation:
    return (
        Conversation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization", "account")
        .get(organization_id=conversation.organization_id, pk=conversation.pk)
    )


@guard.noting_holds
@transaction.atomic
def reply(
    *, conversation: Conversation, text: str, by: Member, at: datetime, reason: str = "", seen: int | None = None
) -> Reply:
    """The answer as it will be sent; raises guard.Held, rules.Closed, rules.NothingToAnswer, rules.NewerMessage,
    channels.NotOffered.

    The guard reads it against what it answers: words that are harmless alone may confirm that a person is a patient.
    `reason` answers the guard's warnings; `seen` is the message the writer had before their eyes. The same words to
    the same message are sent once, however often the button is pressed.
    """
    conversation = locked(conversation)
    rules.ensure_open(conversation.state)
    if held := queries.answering(conversation, at=at, but=by):
        raise rules.Answering(held.member.name, held.since_at)
    answered = queries.latest_of_public(conversation)
    if answered is None or answered.arrival is None:
        raise rules.NothingToAnswer
    if seen is not None and seen != answered.pk:
        raise rules.NewerMessage
    arrival = answered.arrival
    if twin := queries.same_answer(answered, text.strip()):
        return twin
    parcel = parcel_of(conversation, arrival, text)
    clearance = guard.clear(
        parcel=parcel,
        organization=conversation.organization,
        by=by,
        at=at,
        inbound=channel_queries.words_of(arrival),
        author=conversation.author_name or conversation.author_handle,
        subject=conversation,
        reason=reason,
    )
    answer = Reply.objects.create(
        organization=conversation.organization,
        conversation=conversation,
        answers=answered,
        text=parcel.text,
        clearance=clearance,
        by=by,
        at=at,
    )
    answers.note_sent(organization=conversation.organization, subject=conversation, text=parcel.text, by=by, at=at)
    if conversation.assigned_to_id is None or conversation.state == State.SNOOZED:
        conversation.assigned_to = conversation.assigned_to or by
        conversation.state, conversation.snoozed_until_at = State.OPEN, None
        conversation.save(update_fields=["assigned_to", "state", "snoozed_until_at"])
    let_go(conversation=conversation, member=by)
    if kinds := queries.why_release(conversation, answered, arrival, parcel.text):
        if why := channel_queries.why_no_answer(arrival, at=at):
            raise channels.NotOffered(why)  # nobody shall read what can never leave
        return ask_second(answer, kinds, parcel, at=at)
    answer.delivery = channels.reply(
        arrival=arrival,
        parcel=parcel,
        clearance=clearance,
        subject=answer,
        by=by,
        at=at,
        language=conversation.language,
    )
    answer.save(update_fields=["delivery"])
    audit.record(
        "inbox.replied", organization=conversation.organization, subject=conversation, by=by, at=at, reply=answer.pk,
        **drafted(answer),
    )  # fmt: skip
    return answer


def parcel_of(conversation: Conversation, arrival: Arrival, text: str) -> Parcel:
    """The answer with whom it goes to and exactly what it answers."""
    return Parcel(
        kind=rules.kind_of_answer(arrival.kind),
        text=text.strip(),
        audience=f"{conversation.account.network}:{conversation.account_id}",
        thread=f"{arrival.account_id}:{arrival.network_id}:{arrival.version}",
    )


@transaction.atomic
def ask_release(*, conversation: Conversation, text: str, note: str, where: str, by: Member, at: datetime) -> Appeal:
    """The privacy officer's queue, for an answer that the guard blocks; nothing is sent. The officer sees the thread as
    its page shows it. Raises rules.Closed, rules.NothingToAnswer, guard.NothingHeld, guard.NeverReleased,
    guard.NeedsWords."""
    conversation = locked(conversation)
    rules.ensure_open(conversation.state)
    answered = queries.latest_of_public(conversation)
    if answered is None or answered.arrival is None:
        raise rules.NothingToAnswer
    author = conversation.author_name or conversation.author_handle
    thread = [
        {"who": author if not message.is_ours else conversation.organization.name, "text": message.text}
        for message in queries.messages_of(conversation)
    ]
    return guard.ask(
        organization=conversation.organization,
        parcels=[parcel_of(conversation, answered.arrival, text)],
        subject=conversation,
        where=where,
        note=note,
        by=by,
        at=at,
        inbound=channel_queries.words_of(answered.arrival),
        author=author,
        thread=thread,
    )


def _answer(organization: Organization, delivery: Delivery) -> Reply | None:
    """The answer with its conversation, both locked: the conversation first, as everywhere, and that in which the
    answer stands now, should it have been merged or split meanwhile."""
    answers = Reply.objects.filter(organization=organization, pk=delivery.subject_id).select_related("by")
    for _try in range(5):
        seen = answers.select_related("conversation").first()
        if seen is None:
            return None
        conversation = locked(seen.conversation)
        answer = answers.select_for_update(of=("self",), no_key=True).get()
        if answer.conversation_id == conversation.pk:
            answer.conversation = conversation
            return answer
    raise rules.Moved


@transaction.atomic
def note_sent(*, organization: Organization, delivery: Delivery, at: datetime) -> None:
    """The network has the answer (or refused it): the clock stops only now. Harmless to hear twice."""
    if delivery.subject_type != "inbox.reply":
        return
    answer = _answer(organization, delivery)
    if answer is None or answer.sent_at is not None or delivery.verb != Delivery.REPLY:
        return
    conversation = answer.conversation
    if delivery.state == DeliveryState.SENT:
        sent_at = delivery.done_at or at
        answer.sent_at = sent_at
        answer.message = Message.objects.create(
            organization=organization, conversation=conversation, text=answer.text, at=sent_at, by=answer.by
        )
        answer.save(update_fields=["sent_at", "message"])
        newer = queries.latest_of_public(conversation)
        if newer is None or newer.pk == answer.answers_id:
            conversation.waiting_since_at = None
        conversation.answered_at = conversation.answered_at or sent_at
        conversation.last_at = max(conversation.last_at, sent_at)
        conversation.save(update_fields=["waiting_since_at", "answered_at", "last_at"])
    kind = "inbox.reply_sent" if delivery.state == DeliveryState.SENT else "inbox.reply_refused"
    audit.record(kind, organization=organization, subject=conversation, by=None, at=at, reply=answer.pk)
