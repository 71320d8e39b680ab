"""Adding to the record, and telling those who listen. The one event stream of the product."""

import json
from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from bedside.audit import rules
from bedside.audit.models import Entry, Head
from bedside.kit import queue
from bedside.organizations.models import Member, Organization

#: What happened -> the jobs that hear of it; filled by wiring.py alone.
listeners: dict[str, list[str]] = defaultdict(list)

#: The database channel on which open pages hear that something changed.
CHANNEL = "bedside_live"


def listen(kind: str, *tasks: str) -> None:
    """Each task is deferred, with the entry's id, in the transaction that records `kind`."""
    for task in tasks:
        if task not in listeners[kind]:
            listeners[kind].append(task)


@transaction.atomic
def record(
    kind: str,
    *,
    organization: Organization,
    subject: models.Model | None,
    by: Member | None,
    at: datetime,
    as_name: str = "",
    **details: Any,
) -> Entry:
    """The entry, chained to the one before it. `details` are ids, states and short facts, never a patient's words.

    `as_name` says who acted where it was no member: "a visitor", "Bedside", a program's name.
    """
    head = _locked_head(organization)
    entry = Entry(
        organization=organization,
        number=head.number + 1,
        kind=kind,
        at=at,
        by=by,
        by_name=as_name or (by.name if by else "Bedside"),
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        details=json.loads(json.dumps(details)),
        before=head.digest,
    )
    entry.digest = rules.digest(entry.facts, head.digest)
    entry.save(force_insert=True)
    head.number, head.digest = entry.number, entry.digest
    head.save(update_fields=["number", "digest"])
    for task in listeners[kind]:
        queue.defer(task, organization_id=organization.pk, entry_id=entry.pk)
    _tell_pages(entry)
    return entry


def _locked_head(organization: Organization) -> Head:
    head = Head.objects.select_for_update(no_key=True).filter(organization=organization).first()
    if head is None:
        Head.objects.bulk_create([Head(organization=organization)], ignore_conflicts=True)
        head = Head.objects.select_for_update(no_key=True).get(organization=organization)
    return head


def _tell_pages(entry: Entry) -> None:
    tell_pages(entry.kind, organization_id=entry.organization_id, subject_id=entry.subject_id)


def tell_pages(kind: str, *, organization_id: int, subject_id: int | None) -> None:
    """Open pages hear kinds and ids only; PostgreSQL delivers at commit, and only then. Also for what is no entry, such
    as who looks at a conversation."""
    said = {"organization": organization_id, "kind": kind, "subject": subject_id}
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, json.dumps(said)])
