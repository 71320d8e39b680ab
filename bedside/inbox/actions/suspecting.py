"""Noticing what may be spam, and what a person says of it. Nothing is put away by a machine."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from bedside.inbox import queries, rules
from bedside.inbox.actions.acts import Bulk, bulk, once, record, reopen_step, spam_step
from bedside.inbox.models import Conversation, Message, Sighting, Suspicion
from bedside.inbox.moderation import MANY, OFTEN, REMEMBERED, baits, fingerprint, may_queue
from bedside.inbox.rules import State
from bedside.organizations.models import Member, Organization
from bedside.triage import Reading


def suspect(*, conversation: Conversation, message: Message, words: str, reading: Reading, at: datetime) -> None:
    """Notes what was just heard: remembers its words as a digest, and puts it, and those with the same words, before
    somebody where it may be spam. Harmless to hear twice. Called in the transaction that takes a message in."""
    organization_id = conversation.organization_id
    digest = fingerprint(message.text)
    kinds = set[str]()
    alike: list[int] = []
    if digest:
        author = conversation.correspondent_id or 0
        seen = {"conversation": conversation, "digest": digest, "author": author, "at": at}
        Sighting.objects.update_or_create(organization_id=organization_id, message=message, defaults=seen)
        people, each = queries.seen_lately(conversation.organization, digest, at=at)
        if people >= MANY:
            kinds.add("many")
            alike = queries.conversations_with(conversation.organization, digest, at=at)
        if each.get(author, 0) >= OFTEN:
            kinds.add("often")
            alike = queries.conversations_with(conversation.organization, digest, at=at)
    if reading.intent == "spam":
        kinds.add("read")
    if not kinds:
        return
    if baits(words):
        kinds.add("bait")
    if may_queue(urgency=reading.urgency, level=reading.level):
        _note([conversation.pk], kinds, digest, organization_id, at)
    repeated = kinds & {"many", "often"}
    if repeated:
        others = [key for key in alike if key != conversation.pk]
        harmless = Conversation.objects.filter(organization_id=organization_id, pk__in=others).exclude(rank=0)
        keys = list(harmless.exclude(level__in=["P0", "P1"]).values_list("pk", flat=True))
        _note(keys, repeated, digest, organization_id, at)


def _note(keys: Sequence[int], kinds: set[str], digest: str, organization_id: int, at: datetime) -> None:
    """Into the queue, or more reasons for what stands there; what somebody judged is left as they left it."""
    fresh = [
        Suspicion(organization_id=organization_id, conversation_id=key, kinds=sorted(kinds), digest=digest, at=at)
        for key in sorted(keys)
    ]
    Suspicion.objects.bulk_create(fresh, ignore_conflicts=True)
    known = Suspicion.objects.filter(organization_id=organization_id, conversation_id__in=list(keys), judged_at=None)
    for one in known.select_for_update(no_key=True).order_by("pk"):
        both = sorted(set(one.kinds) | kinds)
        if both != one.kinds or (digest and not one.digest):
            one.kinds, one.digest = both, one.digest or digest
            one.save(update_fields=["kinds", "digest"])


def _judged(keys: Sequence[int], organization_id: int, *, is_spam: bool, by: Member, at: datetime) -> None:
    found = Suspicion.objects.filter(organization_id=organization_id, conversation_id__in=list(keys), judged_at=None)
    found.update(judged_at=at, judged_by=by, is_spam=is_spam)


def _spam_step(conversation: Conversation, *, by: Member, at: datetime) -> None:
    """Raises rules.StillCritical: what may mean danger is put away by nobody from here."""
    if conversation.rank == 0:
        raise rules.StillCritical
    spam_step(conversation, by=by, at=at)
    _judged([conversation.pk], conversation.organization_id, is_spam=True, by=by, at=at)


def _fair_step(conversation: Conversation, *, by: Member, at: datetime) -> None:
    """Back in the order as a question to be answered, its clock from when it came in."""
    if conversation.state == State.SPAM:
        reopen_step(conversation, by=by, at=at)
    if conversation.intent == "spam" or conversation.level == "P6":
        since = conversation.waiting_since_at or _arrived_at(conversation) or conversation.started_at
        place = queries.place(conversation.organization, "normal", "P4", at=since)
        conversation.intent = "other" if conversation.intent == "spam" else conversation.intent
        conversation.level, conversation.rank, conversation.target_at = "P4", place.rank, place.target_at
        conversation.save(update_fields=["intent", "level", "rank", "target_at"])
    _judged([conversation.pk], conversation.organization_id, is_spam=False, by=by, at=at)
    record("inbox.not_spam", conversation, by, at)


def _arrived_at(conversation: Conversation) -> datetime | None:
    latest = queries.latest_of_public(conversation)
    return latest.arrival.received_at if latest is not None and latest.arrival is not None else None


Step = Callable[[Conversation], None]


def judge(*, conversation: Conversation, is_spam: bool, by: Member, at: datetime) -> Conversation:
    """What a person says of a conversation in the queue; undone like any act. Raises rules.StillCritical."""
    step: Step = partial(_spam_step if is_spam else _fair_step, by=by, at=at)
    return once("spam" if is_spam else "not_spam", conversation, step, by=by, at=at)


def judge_alike(*, suspicion: Suspicion, is_spam: bool, by: Member, at: datetime) -> Bulk:
    """The same said of everything in the queue with the same words, in one act."""
    organization = suspicion.organization
    keys = [suspicion.conversation_id, *queries.alike(suspicion).values_list("conversation_id", flat=True)]
    step: Step = partial(_spam_step if is_spam else _fair_step, by=by, at=at)
    return bulk(organization=organization, kind="spam" if is_spam else "not_spam", keys=keys, step=step, by=by, at=at)


@transaction.atomic
def forget_sightings(*, organization: Organization, at: datetime) -> int:
    """Forgets words that were seen some days ago; returns how many."""
    gone, _each = Sighting.objects.filter(organization=organization, at__lt=at - REMEMBERED).delete()
    return gone
