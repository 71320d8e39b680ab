"""Labels, saved views, follow-ups, notes on people, and acts on many conversations at once."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db import connection, transaction

from bedside.audit import actions as audit
from bedside.inbox import queries
from bedside.inbox.actions import acts
from bedside.inbox.actions.acts import Bulk, Step
from bedside.inbox.actions.handling import ensure_able
from bedside.inbox.asking import Filters
from bedside.inbox.models import HUES, Conversation, Correspondent, FollowUp, Label, SavedView
from bedside.organizations.models import Member, Organization

#: Labels one hospital may have; the list shows them all in one menu.
MOST_LABELS = 200


class NoName(Exception):
    """A label or a view without a name, or with more than there is room for."""


@transaction.atomic
def label_named(*, organization: Organization, name: str, by: Member, at: datetime) -> Label:
    """The label of that name, made where there is none; raises NoName."""
    name = " ".join(name.replace("\x00", "").split())
    if not 0 < len(name) <= 40:
        raise NoName
    found = Label.objects.filter(organization=organization, name__iexact=name).first()
    if found is not None:
        return found
    number = Label.objects.filter(organization=organization).count()
    if number >= MOST_LABELS:
        raise NoName
    Label.objects.bulk_create(
        [Label(organization=organization, name=name, hue=number % HUES + 1, made_at=at)], ignore_conflicts=True
    )
    made = Label.objects.get(organization=organization, name__iexact=name)
    audit.record("inbox.label_made", organization=organization, subject=made, by=by, at=at)
    return made


@transaction.atomic
def forget_label(*, label: Label, by: Member, at: datetime) -> None:
    """The label gone from everything that has it. Lists leave ids out that no label has."""
    audit.record("inbox.label_forgotten", organization=label.organization, subject=label, by=by, at=at)
    label.delete()


@transaction.atomic
def save_view(
    *, organization: Organization, name: str, filters: Filters, shared: bool, by: Member, at: datetime
) -> SavedView:
    """The filters under a name, counted once; raises NoName."""
    name = " ".join(name.replace("\x00", "").split())
    query = filters.query(after="", before="")
    if not 0 < len(name) <= 60 or len(query) > 800:
        raise NoName
    made, _new = SavedView.objects.update_or_create(
        organization=organization, by=by, name=name, defaults={"query": query, "shared": shared, "made_at": at}
    )
    audit.record("inbox.view_saved", organization=organization, subject=made, by=by, at=at, shared=shared)
    _count(made, filters, by, at)
    return made


@transaction.atomic
def forget_view(*, view: SavedView, by: Member, at: datetime) -> None:
    audit.record("inbox.view_forgotten", organization=view.organization, subject=view, by=by, at=at)
    view.delete()


def _count(view: SavedView, filters: Filters, member: Member, at: datetime) -> None:
    view.number = queries.count_matching(view.organization, queries.understood(filters)[0], member=member, at=at)
    view.counted_at = at
    view.save(update_fields=["number", "counted_at"])


def count_views(*, views: Sequence[tuple[SavedView, Filters]], at: datetime) -> None:
    """Counts saved views anew, each up to queries.MOST_COUNTED."""
    for view, filters in views:
        _count(view, filters, view.by, at)


def fold(*, organization: Organization) -> int:
    """Folds the counters' steps together; returns how many there were. No writer waits for it."""
    with connection.cursor() as cursor:
        cursor.execute("select inbox_fold()")
        return int(cursor.fetchone()[0])


@transaction.atomic
def follow_up(*, conversation: Conversation, on_date: date, note: str, by: Member, at: datetime) -> FollowUp:
    """The conversation on the member's own list for that day; the earlier wish is replaced."""
    FollowUp.objects.filter(
        organization_id=conversation.organization_id, conversation=conversation, member=by, done_at=None
    ).delete()
    made = FollowUp.objects.create(
        organization_id=conversation.organization_id,
        conversation=conversation,
        member=by,
        on_date=on_date,
        note=" ".join(note.replace("\x00", "").split())[:300],
        made_at=at,
    )
    audit.record(
        "inbox.follow_up_set", organization=by.organization, subject=conversation, by=by, at=at, on=on_date.isoformat()
    )
    return made


@transaction.atomic
def end_follow_up(*, follow_up: FollowUp, by: Member, at: datetime) -> None:
    follow_up.done_at = at
    follow_up.save(update_fields=["done_at"])
    audit.record("inbox.follow_up_done", organization=by.organization, subject=follow_up.conversation, by=by, at=at)


@transaction.atomic
def keep_person_note(*, person: Correspondent, note: str, by: Member, at: datetime) -> None:
    """What colleagues should know of somebody; it never leaves."""
    person.note = note.replace("\x00", "").strip()[:2000]
    person.save(update_fields=["note"])
    audit.record("inbox.person_noted", organization=person.organization, subject=person, by=by, at=at)


def do_many(
    *, organization: Organization, kind: str, keys: Sequence[int], by: Member, at: datetime,
    to: Member | None = None, label: Label | None = None, until: datetime | None = None,
) -> Bulk:  # fmt: skip
    """One of assign, label, unlabel, close, reopen, snooze, spam on up to acts.MOST conversations, undone as one.
    Raises handling.NotAble, KeyError for another kind."""
    steps: dict[str, Step] = {
        "assign": partial(acts.assign_step, to=to, by=by, at=at),
        "close": partial(acts.close_step, by=by, at=at),
        "reopen": partial(acts.reopen_step, by=by, at=at),
        "spam": partial(acts.spam_step, by=by, at=at),
        "snooze": partial(acts.snooze_step, until=until, by=by, at=at),
    }
    if label is not None:
        steps["label"] = partial(acts.label_step, label=label, on=True, by=by, at=at)
        steps["unlabel"] = partial(acts.label_step, label=label, on=False, by=by, at=at)
    ensure_able(to, by)
    return acts.bulk(organization=organization, kind=kind, keys=keys, step=steps[kind], by=by, at=at)
