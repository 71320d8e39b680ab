"""Two conversations of one person made one, and one made two."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from bedside.audit import actions as audit
from bedside.inbox import queries, rules
from bedside.inbox.actions.acts import TOLD, Facts, facts, lock_all, put_labels, told
from bedside.inbox.models import Act, ActChange, Conversation, Message, Note, Reply
from bedside.inbox.rules import State
from bedside.organizations.models import Member

#: What the survivor of a merge takes from the more urgent of the two.
URGENT = ("rank", "level", "intent", "sentiment", "card", "reasons")


@transaction.atomic
def merge(*, source: Conversation, into: Conversation, by: Member, at: datetime) -> Conversation:
    """The survivor, with everything of `source`: its messages, answers on their way, notes and labels. What comes in
    for `source` from now on belongs there. Raises rules.NotOnePerson, rules.Closed for one merged already."""
    found = {one.pk: one for one in lock_all(by.organization, [source.pk, into.pk])}
    if len(found) < 2:
        raise rules.NotOnePerson
    source, into = found[source.pk], found[into.pk]
    if (source.account_id, source.author_id) != (into.account_id, into.author_id):
        raise rules.NotOnePerson
    if State.MERGED in (source.state, into.state):
        raise rules.Closed
    before = [(source, facts(source)), (into, facts(into))]
    moved = _move(source, into, list(_messages(source).values_list("pk", flat=True)))
    more_urgent = source.needs_answer and (not into.needs_answer or source.rank < into.rank)
    if more_urgent:
        for name in URGENT:
            setattr(into, name, getattr(source, name))
    if source.needs_answer:
        into.target_at = min(source.target_at, into.target_at) if into.needs_answer else source.target_at
        since = [one.waiting_since_at for one in (source, into) if one.needs_answer and one.waiting_since_at]
        into.waiting_since_at = min(since)
        into.state, into.closed_at, into.closed_by, into.snoozed_until_at = State.OPEN.value, None, None, None
    if source.last_at > into.last_at:
        into.last_at, into.preview = source.last_at, source.preview
    into.started_at = min(source.started_at, into.started_at)
    into.hidden += source.hidden
    into.stars = source.stars if into.stars is None else into.stars
    into.save()
    if source.label_ids:
        put_labels(into, sorted({*source.label_ids, *into.label_ids}))
    source.state, source.continues_in, source.waiting_since_at = State.MERGED.value, into, None
    source.snoozed_until_at = None
    source.save(update_fields=["state", "continues_in", "waiting_since_at", "snoozed_until_at"])
    _note("merge", before, moved, into, by=by, at=at)
    audit.record("inbox.merged", organization=by.organization, subject=into, by=by, at=at, source=source.pk)
    return into


@transaction.atomic
def split(*, conversation: Conversation, first: Message, by: Member, at: datetime) -> Conversation:
    """A new conversation with this message and everything after it; what they write from now on belongs there. Raises
    rules.NothingLeft, rules.Closed for one merged already."""
    (conversation,) = lock_all(by.organization, [conversation.pk])
    if conversation.state == State.MERGED:
        raise rules.Closed
    said = list(_messages(conversation).order_by("at", "pk").values_list("pk", flat=True))
    if first.pk not in said or said.index(first.pk) == 0:
        raise rules.NothingLeft
    moving = said[said.index(first.pk) :]
    before = [(conversation, facts(conversation))]
    made = Conversation.objects.get(organization=by.organization, pk=conversation.pk)
    made.pk, made._state.adding = None, True  # a copy, with a thread of its own
    made.root_id = f"{conversation.root_id[:460]}#{uuid.uuid4().hex[:16]}"
    made.started_at, made.answered_at, made.continues_in = first.at, None, None
    made.state, made.closed_at, made.closed_by, made.label_ids = State.OPEN.value, None, None, []
    made.snoozed_until_at = None
    made.save(force_insert=True)
    moved = _move(conversation, made, moving)
    for one in (conversation, made):
        _look_again(one)
    if conversation.continues_in_id is None:
        conversation.continues_in = made
    conversation.save()
    made.save()
    _note("split", [*before, (made, _as_if_merged(made, conversation))], moved, made, by=by, at=at)
    audit.record("inbox.split", organization=by.organization, subject=conversation, by=by, at=at, made=made.pk)
    return made


def _as_if_merged(made: Conversation, origin: Conversation) -> Facts:
    """What a split-off conversation is once the split is undone: empty, and leading back to where it came from."""
    return facts(made) | {"state": State.MERGED.value, "continues_in_id": origin.pk, "waiting_since_at": None}


def _messages(conversation: Conversation) -> "QuerySet[Message]":
    return Message.objects.filter(organization_id=conversation.organization_id, conversation=conversation)


def _move(source: Conversation, into: Conversation, messages: list[int]) -> dict[str, list[int]]:
    """Moves messages with the answers to them; notes go along when nothing stays."""
    organization_id = source.organization_id
    stays = _messages(source).exclude(pk__in=messages).exists()
    answers = Reply.objects.filter(organization_id=organization_id, conversation=source, answers_id__in=messages)
    replies = list(answers.values_list("pk", flat=True))
    written = Note.objects.filter(organization_id=organization_id, conversation=source)
    notes = [] if stays else list(written.values_list("pk", flat=True))
    Message.objects.filter(organization_id=source.organization_id, pk__in=messages).update(conversation=into)
    Reply.objects.filter(organization_id=source.organization_id, pk__in=replies).update(conversation=into)
    Note.objects.filter(organization_id=source.organization_id, pk__in=notes).update(conversation=into)
    return {"messages": messages, "replies": replies, "notes": notes}


def _look_again(conversation: Conversation) -> None:
    """The facts that follow from which messages a conversation has."""
    said = list(_messages(conversation).order_by("at", "pk"))
    conversation.started_at, conversation.last_at = said[0].at, said[-1].at
    conversation.hidden = sum(message.hidden for message in said)
    theirs = [message for message in said if not message.is_ours]
    if theirs:
        conversation.preview = " ".join(theirs[-1].text.split())[:160]
    if not theirs or queries.is_answered(theirs[-1]):
        conversation.waiting_since_at = None


def _note(
    kind: str,
    before: list[tuple[Conversation, Facts]],
    moved: dict[str, list[int]],
    into: Conversation,
    *,
    by: Member,
    at: datetime,
) -> None:
    act = Act.objects.create(organization=by.organization, kind=kind, by=by, at=at, number=1)
    for number, (conversation, earlier) in enumerate(before):
        after = facts(conversation)
        names = [name for name in after if earlier[name] != after[name]]
        change = ActChange(
            organization=by.organization,
            act=act,
            conversation=conversation,
            before={name: earlier[name] for name in names},
            after={name: after[name] for name in names} | {TOLD: told(conversation)},
        )
        if number == 0:
            change.messages, change.replies, change.notes = moved["messages"], moved["replies"], moved["notes"]
            change.moved_to = into
        change.save()
