"""Acts on one or many conversations, each kept with what it changed, so that it can be undone for ten minutes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import transaction

from bedside.audit import actions as audit
from bedside.inbox import queries, rules
from bedside.inbox.actions.notices import note_given
from bedside.inbox.actions.paging import stop_paging
from bedside.inbox.models import Act, ActChange, Conversation, Label, Labeling, Message, Note, Reply, Suspicion
from bedside.inbox.rules import State
from bedside.organizations.models import Member, Organization

#: Conversations of one transaction of a bulk act, and of the whole of it.
BATCH, MOST = 50, 500
#: The facts of a conversation that acts change. What is not among them is nobody's to put back.
FACTS = (
    "state", "assigned_to_id", "closed_at", "closed_by_id", "waiting_since_at", "snoozed_until_at", "continues_in_id",
    "label_ids", "rank", "level", "target_at", "started_at", "last_at", "preview", "hidden", "stars", "intent",
    "sentiment", "card", "reasons", "answered_at",
)  # fmt: skip
_INSTANTS = {name for name in FACTS if name.endswith("_at")}
Facts = dict[str, object]
#: Beside the facts of what was merged or split: how many messages it had then.
TOLD = "told"


def facts(conversation: Conversation) -> Facts:
    """The facts as they stand, in a form that is kept."""
    kept: Facts = {}
    for name in FACTS:
        value = getattr(conversation, name)
        kept[name] = (
            value.isoformat() if isinstance(value, datetime) else sorted(value) if name == "label_ids" else value
        )
    return kept


def told(conversation: Conversation) -> int:
    """How many messages it has."""
    return Message.objects.filter(organization_id=conversation.organization_id, conversation=conversation).count()


def lock_all(organization: Organization, keys: Sequence[int]) -> list[Conversation]:
    """The conversations, locked in the order of their ids, so that two bulk acts cannot wait for each other."""
    return list(
        Conversation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization", "account")
        .filter(organization=organization, pk__in=list(keys))
        .order_by("pk")
    )


def noted(
    kind: str, changed: Sequence[tuple[Conversation, Facts]], *, by: Member, at: datetime, act: Act | None = None
) -> Act:
    """The act with what it changed: each conversation with its facts before. Into `act` where it is part of a larger
    one. Nothing is kept of a conversation that was that way already."""
    organization_id = by.organization_id
    steps = []
    for conversation, before in changed:
        after = facts(conversation)
        differing = [name for name in FACTS if before[name] != after[name]]
        if differing:
            steps.append((conversation, {n: before[n] for n in differing}, {n: after[n] for n in differing}))
    if act is None:
        act = Act.objects.create(organization_id=organization_id, kind=kind, by=by, at=at, number=len(steps))
    else:
        act.number += len(steps)
        act.save(update_fields=["number"])
    ActChange.objects.bulk_create(
        ActChange(organization_id=organization_id, act=act, conversation=conversation, before=before, after=after)
        for conversation, before, after in steps
    )
    return act


# ---- one step on one conversation; nothing is recorded where nothing changes ----------------------------------------


def _save(conversation: Conversation, *names: str) -> None:
    conversation.save(update_fields=list(names))


def record(kind: str, conversation: Conversation, by: Member, at: datetime, **details: Any) -> None:
    audit.record(kind, organization=conversation.organization, subject=conversation, by=by, at=at, **details)


def assign_step(conversation: Conversation, *, to: Member | None, by: Member, at: datetime) -> None:
    conversation.assigned_to, conversation.chosen = to, True
    _save(conversation, "assigned_to", "chosen")
    if to is not None and to != by:
        note_given(conversation=conversation, member_id=to.pk, at=at)
    record("inbox.assigned", conversation, by, at, to=to.pk if to else None)


def close_step(conversation: Conversation, *, by: Member, at: datetime) -> None:
    if conversation.state in (State.CLOSED, State.MERGED):
        return
    conversation.state, conversation.closed_at, conversation.closed_by = State.CLOSED, at, by
    conversation.waiting_since_at = conversation.snoozed_until_at = None
    _save(conversation, "state", "closed_at", "closed_by", "waiting_since_at", "snoozed_until_at")
    stop_paging(conversation=conversation, by=by, why="closed", at=at)
    record("inbox.closed", conversation, by, at)


def spam_step(conversation: Conversation, *, by: Member, at: datetime) -> None:
    if conversation.state in (State.SPAM, State.MERGED):
        return
    conversation.state, conversation.closed_at, conversation.closed_by = State.SPAM, at, by
    conversation.waiting_since_at = conversation.snoozed_until_at = None
    _save(conversation, "state", "closed_at", "closed_by", "waiting_since_at", "snoozed_until_at")
    record("inbox.spam_marked", conversation, by, at)


def reopen_step(conversation: Conversation, *, by: Member, at: datetime) -> None:
    if conversation.state in (State.OPEN, State.MERGED):
        return
    woken = conversation.state == State.SNOOZED
    conversation.state, conversation.closed_at, conversation.closed_by = State.OPEN, None, None
    conversation.snoozed_until_at = None
    if not woken:
        latest = queries.latest_of_public(conversation)
        if latest is not None and latest.arrival is not None and not queries.is_answered(latest):
            conversation.waiting_since_at = latest.arrival.changed_at or latest.arrival.received_at
    _save(conversation, "state", "closed_at", "closed_by", "waiting_since_at", "snoozed_until_at")
    record("inbox.woken" if woken else "inbox.reopened", conversation, by, at)


def snooze_step(conversation: Conversation, *, until: datetime | None, by: Member, at: datetime) -> None:
    """Raises rules.Closed, rules.StillCritical."""
    rules.ensure_open(conversation.state)
    if conversation.rank == 0 and conversation.waiting_since_at is not None:
        raise rules.StillCritical
    conversation.state, conversation.snoozed_until_at = State.SNOOZED, until
    _save(conversation, "state", "snoozed_until_at")
    record("inbox.snoozed", conversation, by, at, until=until.isoformat() if until else "they write")


def label_step(conversation: Conversation, *, label: Label, on: bool, by: Member, at: datetime) -> None:
    keys = set(conversation.label_ids)
    if (label.pk in keys) == on:
        return
    put_labels(conversation, sorted(keys | {label.pk} if on else keys - {label.pk}))
    record("inbox.labeled" if on else "inbox.unlabeled", conversation, by, at, label=label.pk)


def put_labels(conversation: Conversation, keys: Sequence[int]) -> None:
    """Exactly these labels, those of them that still exist."""
    organization_id = conversation.organization_id
    there = Label.objects.filter(organization_id=organization_id, pk__in=list(keys)).values_list("pk", flat=True)
    conversation.label_ids = sorted(there)
    Labeling.objects.filter(organization_id=organization_id, conversation=conversation).exclude(
        label_id__in=conversation.label_ids
    ).delete()
    Labeling.objects.bulk_create(
        [Labeling(organization_id=organization_id, conversation=conversation, label_id=key) for key in there],
        ignore_conflicts=True,
    )
    _save(conversation, "label_ids")


# ---- acts ------------------------------------------------------------------------------------------------------------

Step = Callable[[Conversation], None]


@dataclass(frozen=True)
class Bulk:
    """A bulk act: how many it changed, and how many it left as they were, because the step could not be done there."""

    act: Act
    kept: int


@transaction.atomic
def once(kind: str, conversation: Conversation, step: Step, *, by: Member, at: datetime) -> Conversation:
    """One step on one conversation, noted as an act."""
    (locked,) = lock_all(conversation.organization, [conversation.pk])
    before = facts(locked)
    step(locked)
    if facts(locked) != before:
        noted(kind, [(locked, before)], by=by, at=at)
    return locked


def bulk(*, organization: Organization, kind: str, keys: Sequence[int], step: Step, by: Member, at: datetime) -> Bulk:
    """The same step on up to MOST conversations: one transaction for every BATCH, each conversation recorded, and one
    act that undoes the whole."""
    act = Act.objects.create(organization=organization, kind=kind, by=by, at=at)
    kept = 0
    wanted = sorted(set(keys))[:MOST]
    for begin in range(0, len(wanted), BATCH):
        with transaction.atomic():
            changed = []
            for conversation in lock_all(organization, wanted[begin : begin + BATCH]):
                before = facts(conversation)
                try:
                    step(conversation)
                except (rules.Closed, rules.StillCritical):
                    kept += 1
                    continue
                changed.append((conversation, before))
            noted(kind, changed, by=by, at=at, act=act)
    return Bulk(act, kept)


# ---- undo ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Undone:
    """How many conversations are as they were, and how many were left because something had changed since."""

    act: Act
    restored: int
    kept: int


def undo(*, act: Act, by: Member, at: datetime) -> Undone:
    """Everything as it was before the act, where nothing of it has changed since; a merge or a split whole or not at
    all. Raises rules.TooLate."""
    changes = list(
        ActChange.objects.filter(organization_id=act.organization_id, act=act).order_by("conversation_id", "pk")
    )
    with transaction.atomic():
        held = Act.objects.select_for_update().get(organization_id=act.organization_id, pk=act.pk)
        if held.undone_at is not None or held.by_id != by.pk or at - held.at > queries.UNDO:
            raise rules.TooLate
        held.undone_at = at
        held.save(update_fields=["undone_at"])
        whole = held.kind in ("merge", "split")
        if whole:
            return _put_back(held, changes, by=by, at=at, whole=True)
    restored = kept = 0
    for begin in range(0, len(changes), BATCH):
        with transaction.atomic():
            part = _put_back(held, changes[begin : begin + BATCH], by=by, at=at, whole=False)
            restored, kept = restored + part.restored, kept + part.kept
    return Undone(held, restored, kept)


def _put_back(act: Act, changes: Sequence[ActChange], *, by: Member, at: datetime, whole: bool) -> Undone:
    there = {one.pk: one for one in lock_all(by.organization, [change.conversation_id for change in changes])}
    fit = [change for change in changes if _untouched(there.get(change.conversation_id), change)]
    if whole and len(fit) < len(changes):
        return Undone(act, 0, len(changes))
    for change in fit:
        conversation = there[change.conversation_id]
        for name, value in change.before.items():
            if name != "label_ids":
                setattr(conversation, name, _read(name, value))
        names = [name for name in change.before if name != "label_ids"]
        if names:
            conversation.save(update_fields=names)
        if "label_ids" in change.before:
            put_labels(conversation, cast(list[int], change.before["label_ids"]))
        _move_back(change)
        record("inbox.undone", conversation, by, at, act=act.kind)
        judged = Suspicion.objects.filter(organization_id=act.organization_id, conversation=conversation)
        judged.filter(judged_at=act.at, judged_by=by).update(judged_at=None, judged_by=None, is_spam=None)
    return Undone(act, len(fit), len(changes) - len(fit))


def _read(name: str, value: object) -> object:
    return datetime.fromisoformat(value) if name in _INSTANTS and isinstance(value, str) else value


def _untouched(conversation: Conversation | None, change: ActChange) -> bool:
    """Whether everything the act did still stands."""
    if conversation is None:
        return False
    now = facts(conversation)
    if any(now[name] != value for name, value in change.after.items() if name in now):
        return False
    if TOLD in change.after and told(conversation) != change.after[TOLD]:
        return False  # somebody wrote, or was answered, meanwhile
    if change.moved_to_id is None:
        return True
    moved = Message.objects.filter(
        organization_id=change.organization_id, pk__in=change.messages, conversation_id=change.moved_to_id
    )
    return moved.count() == len(change.messages)


def _move_back(change: ActChange) -> None:
    for model, keys in ((Message, change.messages), (Reply, change.replies), (Note, change.notes)):
        if keys:
            rows = model.objects.filter(organization_id=change.organization_id, pk__in=keys)
            rows.update(conversation_id=change.conversation_id)
