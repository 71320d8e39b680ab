"""Reading the record: filters, subjects' stories, verification."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from bedside.audit import rules
from bedside.audit.models import Entry, Head
from bedside.organizations.models import Organization


def entries(
    organization: Organization,
    *,
    kind: str = "",
    by: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    subject: tuple[str, int] | None = None,
) -> "QuerySet[Entry]":
    """The organization's entries that fit; `kind` may be a domain ("inbox") or one kind ("inbox.replied")."""
    found = Entry.objects.filter(organization=organization)
    if kind:
        found = found.filter(kind=kind) if "." in kind else found.filter(kind__startswith=f"{kind}.")
    if by is not None:
        found = found.filter(by_id=by)
    if since:
        found = found.filter(at__gte=since)
    if until:
        found = found.filter(at__lt=until)
    if subject:
        found = found.filter(subject_type=subject[0], subject_id=subject[1])
    return found


def kinds(organization: Organization) -> list[str]:
    return list(
        Entry.objects.filter(organization=organization).order_by("kind").values_list("kind", flat=True).distinct()
    )


def verify(organization: Organization, *, step: int = 2000) -> tuple[int, rules.Fault | None]:
    """How many entries were read, and the first fault. Also faulty: a chain shorter than its head says."""
    before, number = rules.START, 0
    while True:
        run = list(Entry.objects.filter(organization=organization, number__gt=number).order_by("number")[:step])
        if not run:
            break
        fault = rules.verify([(row.facts, row.before, row.digest) for row in run], before=before, first=number + 1)
        if fault:
            return number, fault
        before, number = run[-1].digest, run[-1].number
    head = Head.objects.filter(organization=organization).first()
    if head is None:  # founding a hospital is its first entry, so every record has an end
        return number, rules.Fault(number + 1, "The end of the record is not kept: entries may have been cut off.")
    if head.number != number or head.digest != before:
        return number, rules.Fault(number + 1, f"The record should end at entry {head.number} and ends at {number}.")
    return number, None


def access_entry(organization: Organization, entry_id: int) -> Entry:
    """The entry; raises Http404."""
    entry = Entry.objects.filter(organization=organization, pk=entry_id).first()
    if entry is None:
        raise Http404("No such entry.")
    return entry


def story_of(organization: Organization, subject_type: str, subject_id: int) -> list[Entry]:
    """Everything recorded about one thing, oldest first."""
    return list(entries(organization, subject=(subject_type, subject_id)).order_by("number")[:500])
