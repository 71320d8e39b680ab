"""Who is concerned, what they are told, when it was sent, and the mails that remind of a deadline."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.incidents import law, letters, plain, queries, rules
from bedside.incidents.actions.evidence import ensure_reason, locked, locked_open, sealed
from bedside.incidents.models import Affected, Deadline, Incident, Letter, Notice, Reminded
from bedside.kit import queue
from bedside.organizations.models import Member, Organization

MOST_PEOPLE = 2000


@transaction.atomic
def count(
    *,
    incident: Incident,
    total: int | None,
    residents: Mapping[str, int],
    unreachable: int | None,
    by: Member,
    at: datetime,
) -> Incident:
    """How many people are concerned, by state; raises rules.Refused."""
    incident = locked_open(incident)
    rules.ensure_counts(total, residents, unreachable)
    incident.total, incident.residents, incident.unreachable = total, dict(residents), unreachable
    incident.save(update_fields=["total", "residents", "unreachable"])
    audit.record(
        "incidents.people_counted",
        organization=incident.organization,
        subject=incident,
        by=by,
        at=at,
        total=total,
        residents=dict(residents),
        unreachable=unreachable,
    )
    return incident


@transaction.atomic
def add_person(
    *, incident: Incident, name: str, address: str, contact: str, state: str, by: Member, at: datetime
) -> Affected:
    """One person concerned, sealed; raises rules.Refused."""
    incident = locked_open(incident)
    if not name.strip():
        raise rules.Refused("Give at least a name; a number alone is recorded above.")
    if queries.affected_of(incident).count() >= MOST_PEOPLE:
        raise rules.Refused("Keep a list this long in the hospital's own system, and record the number here.")
    said = json.dumps({"name": name.strip(), "address": address.strip(), "contact": contact.strip()})
    person = Affected.objects.create(
        organization=incident.organization,
        incident=incident,
        sealed=sealed(Affected, said, incident.organization_id),
        state=state if state in law.STATES else "",
        by=by,
        at=at,
    )
    audit.record(
        "incidents.person_added", organization=incident.organization, subject=incident, by=by, at=at, person=person.pk
    )
    return person


@transaction.atomic
def reveal_people(*, incident: Incident, reason: str, by: Member, at: datetime) -> list[dict[str, str]]:
    """Names and addresses as recorded; raises rules.Refused without a reason."""
    ensure_reason(reason)
    audit.record(
        "incidents.people_revealed",
        organization=incident.organization,
        subject=incident,
        by=by,
        at=at,
        reason=reason.strip()[:200],
    )
    return [json.loads(queries.opened(person) or b"{}") | {"state": person.state} for person in _people(incident)]


def _people(incident: Incident) -> list[Affected]:
    return list(queries.affected_of(incident))


@transaction.atomic
def write_letter(*, incident: Incident, kind: str, text: str, by: Member, at: datetime) -> Letter:
    """A new version of a letter; the same words twice are one version. Raises rules.Refused."""
    incident = locked(incident)
    if kind not in letters.KINDS or not text.strip():
        raise rules.Refused("A letter needs words.")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    before = queries.letters_of(incident, kind).first()
    if before is not None and before.sha256 == sha256:
        return before
    letter = Letter.objects.create(
        organization=incident.organization,
        incident=incident,
        kind=kind,
        number=before.number + 1 if before else 1,
        sealed=sealed(Letter, text, incident.organization_id),
        sha256=sha256,
        grade=plain.grade(text),
        by=by,
        at=at,
    )
    audit.record(
        "incidents.letter_written",
        organization=incident.organization,
        subject=incident,
        by=by,
        at=at,
        letter=kind,
        version=letter.number,
        sha256=sha256,
    )
    return letter


@transaction.atomic
def note_sent(
    *,
    incident: Incident,
    key: str,
    method: str,
    sent_date: date,
    count: int | None,
    partial: bool,
    note: str,
    by: Member,
    at: datetime,
) -> Notice:
    """Somebody was told, on that day, in that way; the clock of the same key stops unless more is to follow. Also of a
    closed incident: the report for the year comes later. Raises rules.Refused."""
    incident = locked(incident)
    known = {clock.key for clock in queries.clocks_of(incident)} | {"individual", "hhs", "substitute", "reviewer"}
    if key not in known or method not in rules.METHODS:
        raise rules.Refused("Choose who was told, and how.")
    if sent_date > queries.day_of(incident, at):
        raise rules.Refused("That day is not here yet.")
    if sent_date < queries.day_of(incident, incident.discovered_at):
        raise rules.Refused("Nobody can be told before it was discovered.")
    letter = queries.letters_of(incident, key.partition(":")[0]).first()
    if letter is not None and key == "individual":
        rest = [gap for gap in letters.gaps(queries.opened(letter).decode()) if gap not in ("[Name]", "[Address]")]
        if rest:
            raise rules.Refused(f"The letter still has gaps: {', '.join(rest[:3])}. Fill them in, then record it.")
    notice = Notice.objects.create(
        organization=incident.organization,
        incident=incident,
        key=key,
        method=method,
        sent_date=sent_date,
        count=count,
        partial=partial,
        letter=letter,
        note=note.strip()[:300],
        by=by,
        at=at,
    )
    audit.record(
        "incidents.notice_sent",
        organization=incident.organization,
        subject=incident,
        by=by,
        at=at,
        whom=key,
        method=method,
        sent_date=sent_date.isoformat(),
        partial=partial,
        count=count,
    )
    return notice


@transaction.atomic
def set_deadline(
    *,
    organization: Organization,
    title: str,
    days: int,
    source: str,
    state: str,
    least: int,
    by: Member,
    at: datetime,
) -> Deadline:
    """A deadline of the hospital's own, shorter than the law's; raises rules.Refused."""
    if not 1 <= days <= law.DAYS:
        raise rules.Refused(f"Give between 1 and {law.DAYS} days: the federal deadline holds in any case.")
    if not title.strip() or not source.strip():
        raise rules.Refused("Say what is due, and which law or policy says so.")
    made = Deadline.objects.create(
        organization=organization,
        title=title.strip()[:120],
        days=days,
        source=source.strip()[:200],
        state=state if state in law.STATES else "",
        least=max(least, 1),
        by=by,
        at=at,
    )
    audit.record(
        "incidents.deadline_set", organization=organization, subject=made, by=by, at=at, days=days, state=state
    )
    return made


@transaction.atomic
def end_deadline(*, deadline: Deadline, by: Member, at: datetime) -> None:
    """It no longer holds, for any incident."""
    rows = Deadline.objects.filter(organization_id=deadline.organization_id, pk=deadline.pk, ended_at=None)
    if rows.update(ended_at=at, ended_by=by):
        audit.record("incidents.deadline_ended", organization=deadline.organization, subject=deadline, by=by, at=at)


@transaction.atomic
def remind(*, organization: Organization, at: datetime) -> int:
    """How many reminders are on their way: each mark of each deadline once, one mail for marks that passed together."""
    today, made = at.astimezone(organization.zone).date(), 0
    for due in queries.open_clocks(organization, at=at):
        mark = rules.mark(due.clock, today)
        if mark is None:
            continue
        row, fresh = Reminded.objects.get_or_create(
            organization=organization,
            incident=due.incident,
            key=due.clock.key,
            due_date=due.clock.due,
            mark=mark,
            defaults={"at": at},
        )
        if fresh:
            made += 1
            queue.defer("incidents.tell_deadline", organization_id=organization.pk, reminded_id=row.pk)
    return made
