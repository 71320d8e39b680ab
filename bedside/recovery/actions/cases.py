"""Opening a case, working on it, closing it, and opening it again."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models, transaction

from bedside.audit import actions as audit
from bedside.inbox.models import Conversation
from bedside.incidents.models import Incident
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Member, Organization
from bedside.recovery import queries, rules
from bedside.recovery.models import Case, CaseNote, CaseStep, CaseThread, Change
from bedside.recovery.rules import Refused, State


def sealed(model: type[models.Model], value: str, organization_id: int, column: str = "sealed") -> bytes:
    return crypto.seal(value, context=seal_context(model, column, organization_id))


def locked(case: Case) -> Case:
    """The case as it stands now, for this transaction alone."""
    Case.objects.select_for_update(no_key=True).get(organization_id=case.organization_id, pk=case.pk)
    return queries.case_by_id(case.organization, case.pk)


def locked_open(case: Case) -> Case:
    """The same, while it is open; raises rules.Refused."""
    case = locked(case)
    rules.ensure_open(case.state)
    return case


def today_of(organization: Organization, at: datetime) -> date:
    return at.astimezone(organization.zone).date()


@transaction.atomic
def open_case(
    *,
    organization: Organization,
    category: str,
    severity: str,
    by: Member,
    at: datetime,
    source: str = "conversation",
    conversation: Conversation | None = None,
    place: str = "",
    note: str = "",
    owner: Member | None = None,
) -> Case:
    """The case, with its target in business days; the one that a conversation has already, where it has one. `note` is
    sealed at once. Raises rules.Refused."""
    if category not in rules.CATEGORIES or severity not in rules.SEVERITIES or source not in rules.SOURCES:
        raise Refused("Choose what it is about and how grave it is. Nothing was opened.")
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)  # numbers follow each other
    if conversation is not None and (known := queries.case_of(conversation)) is not None:
        return known
    last = Case.objects.filter(organization=organization).order_by("-number").first()
    case = Case.objects.create(
        organization=organization,
        number=last.number + 1 if last else 1,
        source="conversation" if conversation is not None else source,
        category=category,
        severity=severity,
        place=" ".join(place.replace("\x00", "").split())[:80],
        specialty=conversation.specialty if conversation is not None else "",
        owner=owner,
        target_date=rules.target_for(severity, opened=today_of(organization, at)),
        opened_at=at,
        opened_by=by,
    )
    if conversation is not None:
        CaseThread.objects.create(organization=organization, case=case, conversation=conversation, by=by, at=at)
    if note.replace("\x00", "").strip():
        _keep_note(case, note, by, at)
    audit.record(
        "recovery.opened", organization=organization, subject=case, by=by, at=at, number=case.number,
        category=category, severity=severity, source=case.source,
        conversation=conversation.pk if conversation is not None else None,
    )  # fmt: skip
    return case


def _keep_note(case: Case, text: str, by: Member, at: datetime) -> CaseNote:
    words = rules.ensure_words(text, least=1)
    return CaseNote.objects.create(
        organization_id=case.organization_id,
        case=case,
        sealed=sealed(CaseNote, words, case.organization_id),
        by=by,
        at=at,
    )


@transaction.atomic
def add_note(*, case: Case, text: str, by: Member, at: datetime) -> CaseNote:
    """A note for colleagues, sealed. Raises rules.Refused."""
    case = locked(case)
    note = _keep_note(case, text, by, at)
    audit.record("recovery.noted", organization=case.organization, subject=case, by=by, at=at, note=note.pk)
    return note


@transaction.atomic
def add_thread(*, case: Case, conversation: Conversation, by: Member, at: datetime) -> CaseThread:
    """One more conversation of the same complaint. Raises rules.Refused where another case has it."""
    case = locked_open(case)
    known = queries.case_of(conversation)
    if known is not None and known.pk != case.pk:
        raise Refused(f"That conversation belongs to case {known.number} already. Nothing was changed.")
    thread, made = CaseThread.objects.get_or_create(
        organization=case.organization, conversation=conversation, defaults={"case": case, "by": by, "at": at}
    )
    if made:
        audit.record(
            "recovery.joined", organization=case.organization, subject=case, by=by, at=at, conversation=conversation.pk
        )
    return thread


@transaction.atomic
def change_facts(
    *,
    case: Case,
    category: str,
    severity: str,
    place: str,
    owner: Member | None,
    target_date: date,
    incident: Incident | None,
    by: Member,
    at: datetime,
) -> Case:
    """What it is about, who has it, by when. Raises rules.Refused."""
    case = locked_open(case)
    if category not in rules.CATEGORIES or severity not in rules.SEVERITIES:
        raise Refused("Choose what it is about and how grave it is. Nothing was changed.")
    if owner is not None and not queries.sees(owner, case) and not owner.may("recovery.read"):
        raise Refused("That person may not read cases. Nothing was changed; choose somebody else.")
    before = {"owner": case.owner_id, "target": case.target_date.isoformat(), "category": case.category}
    case.category, case.severity, case.owner, case.target_date = category, severity, owner, target_date
    case.place, case.incident = " ".join(place.replace("\x00", "").split())[:80], incident
    case.save(update_fields=["category", "severity", "owner", "target_date", "place", "incident"])
    audit.record(
        "recovery.changed", organization=case.organization, subject=case, by=by, at=at, before=before,
        owner=case.owner_id, target=target_date.isoformat(), category=category, severity=severity,
        incident=case.incident_id,
    )  # fmt: skip
    return case


@transaction.atomic
def take_step(*, case: Case, step: str, outcome: str, by: Member, at: datetime) -> CaseStep:
    """A step as taken, its outcome sealed; taken again, the newer words stand. Raises rules.Refused."""
    if step not in rules.STEP_KEYS:
        raise Refused("There is no such step.")
    case = locked_open(case)
    words = outcome.replace("\x00", "").strip()[:2000]
    held = sealed(CaseStep, words, case.organization_id, "outcome") if words else b""
    row, _made = CaseStep.objects.update_or_create(
        organization=case.organization, case=case, step=step, defaults={"outcome": held, "by": by, "at": at}
    )
    audit.record("recovery.step_taken", organization=case.organization, subject=case, by=by, at=at, step=step)
    return row


@transaction.atomic
def reveal(*, case: Case, reason: str, by: Member, at: datetime) -> None:
    """Records that somebody looks at what is sealed in the case, and why. Raises rules.Refused without a reason."""
    words = " ".join(rules.ensure_words(reason, most=200).split())
    audit.record("recovery.revealed", organization=case.organization, subject=case, by=by, at=at, reason=words)


@transaction.atomic
def close(
    *,
    case: Case,
    outcome: str,
    afterwards: str,
    keep_days: int,
    by: Member,
    at: datetime,
    learned: str = "",
    action: str = "other",
    owner: Member | None = None,
    due_date: date | None = None,
) -> Case:
    """Closed, with how it ended and what the person said; `learned` becomes a change somebody owns. Raises
    rules.Refused while a grievance waits for its written answer."""
    case = locked_open(case)
    if outcome not in rules.OUTCOMES or not 1 <= keep_days <= 3650:
        raise Refused("Say how it ended, and how many days (1 to 3650) private words are kept. Nothing was changed.")
    grievance = queries.grievance_of(case)
    if grievance is not None and grievance.is_grievance and grievance.answered_date is None:
        raise Refused("It is a grievance, and nobody recorded that the written notice was sent. It stays open.")
    case.state, case.outcome, case.closed_at, case.closed_by = State.CLOSED, outcome, at, by
    words = afterwards.replace("\x00", "").strip()[:2000]
    case.afterwards = sealed(Case, words, case.organization_id, "afterwards") if words else b""
    case.keep_days, case.deleted_at = keep_days, None
    case.save(update_fields=["state", "outcome", "closed_at", "closed_by", "afterwards", "keep_days", "deleted_at"])
    audit.record("recovery.closed", organization=case.organization, subject=case, by=by, at=at, outcome=outcome)
    if learned.strip():
        add_change(
            case=case, category=case.category, action=action, what=learned, owner=owner or by,
            due_date=due_date or today_of(case.organization, at), by=by, at=at,
        )  # fmt: skip
    return case


@transaction.atomic
def reopen(*, case: Case, by: Member, at: datetime) -> Case:
    """Open again, with a new target. Raises rules.Refused."""
    case = locked(case)
    if case.is_open:
        raise Refused("This case is open already.")
    case.state, case.outcome, case.closed_at, case.closed_by = State.OPEN, "", None, None
    case.target_date = rules.target_for(case.severity, opened=today_of(case.organization, at))
    case.save(update_fields=["state", "outcome", "closed_at", "closed_by", "target_date"])
    audit.record("recovery.reopened", organization=case.organization, subject=case, by=by, at=at)
    return case


@transaction.atomic
def hold(*, case: Case, on: bool, by: Member, at: datetime) -> Case:
    """A legal hold: while it lasts, nothing of the case is deleted."""
    case = locked(case)
    if case.on_hold != on:
        case.on_hold = on
        case.save(update_fields=["on_hold"])
        kind = "recovery.held" if on else "recovery.hold_lifted"
        audit.record(kind, organization=case.organization, subject=case, by=by, at=at)
    return case


@transaction.atomic
def add_change(
    *, case: Case, category: str, action: str, what: str, owner: Member, due_date: date, by: Member, at: datetime
) -> Change:
    """What is to change, who makes it, by when. Raises rules.Refused."""
    if category not in rules.CATEGORIES or action not in rules.ACTIONS:
        raise Refused("Choose what it is about and what kind of change it is. Nothing was kept.")
    words = rules.ensure_words(what, most=500)
    change = Change.objects.create(
        organization=case.organization, case=case, category=category, action=action, what=words, owner=owner,
        due_date=due_date, made_by=by, made_at=at,
    )  # fmt: skip
    audit.record(
        "recovery.learned", organization=case.organization, subject=change, by=by, at=at, case=case.pk, action=action
    )
    return change


@transaction.atomic
def remind(*, organization: Organization, cases: Iterable[Case], at: datetime) -> list[Case]:
    """Marks that the owners are reminded of these targets, each once; the caller writes to them."""
    reminded = []
    for case in cases:
        fresh = Case.objects.filter(organization=organization, pk=case.pk).exclude(reminded_date=case.target_date)
        if fresh.update(reminded_date=case.target_date):
            audit.record("recovery.reminded", organization=organization, subject=case, by=None, at=at)
            reminded.append(case)
    return reminded


@transaction.atomic
def note_export(*, organization: Organization, by: Member, at: datetime, number: int) -> None:
    """Records that the list was taken out; nothing sealed is in it."""
    audit.record("recovery.exported", organization=organization, subject=None, by=by, at=at, number=number)
