"""Whether it is a grievance, its dates, its written notice (42 CFR 482.13(a)(2))."""

from datetime import date, datetime, timedelta

from django.db import transaction

from bedside.audit import actions as audit
from bedside.organizations.models import Member
from bedside.recovery import law, letters, queries, rules
from bedside.recovery.actions.cases import locked, sealed, today_of
from bedside.recovery.models import Case, Grievance, GrievanceLetter
from bedside.recovery.rules import Refused


@transaction.atomic
def decide(
    *,
    case: Case,
    is_grievance: bool,
    reason: str,
    received_date: date,
    by: Member,
    at: datetime,
    due_date: date | None = None,
    acknowledged_date: date | None = None,
) -> Grievance:
    """The decision with its reason, sealed; decided anew, the newer one stands and both are in the record. Raises
    rules.Refused."""
    case = locked(case)
    words = rules.ensure_words(reason, most=2000)
    today = today_of(case.organization, at)
    if received_date > today or (acknowledged_date is not None and not received_date <= acknowledged_date <= today):
        raise Refused("A date is in the future, or before the complaint was received. Nothing was changed.")
    before = queries.grievance_of(case)
    if before is not None and before.answered_date is not None and not is_grievance:
        raise Refused("Its written notice was sent: it stays a grievance. Nothing was changed.")
    due = (due_date or received_date + timedelta(days=law.ANSWER_DAYS)) if is_grievance else None
    grievance, _made = Grievance.objects.update_or_create(
        organization=case.organization,
        case=case,
        defaults={
            "is_grievance": is_grievance,
            "reason": sealed(Grievance, words, case.organization_id, "reason"),
            "received_date": received_date,
            "due_date": due,
            "acknowledged_date": acknowledged_date if is_grievance else None,
            "by": by,
            "at": at,
        },
    )
    audit.record(
        "recovery.grievance_decided", organization=case.organization, subject=case, by=by, at=at,
        grievance=is_grievance, due=due.isoformat() if due else None,
        acknowledged=acknowledged_date.isoformat() if acknowledged_date else None,
    )  # fmt: skip
    return grievance


def _of(case: Case) -> Grievance:
    found = queries.grievance_of(case)
    if found is None or not found.is_grievance:
        raise Refused("This case is no grievance. Decide that first; nothing was changed.")
    return found


@transaction.atomic
def write_letter(*, case: Case, text: str, by: Member, at: datetime) -> GrievanceLetter:
    """One more version of the notice, sealed; the same words again make none. Raises rules.Refused."""
    case = locked(case)
    grievance = _of(case)
    words = rules.ensure_words(text, most=10_000)
    last = queries.letters_of(grievance).first()
    if last is not None and queries.opened(last) == words:
        return last
    letter = GrievanceLetter.objects.create(
        organization=case.organization,
        grievance=grievance,
        number=last.number + 1 if last else 1,
        sealed=sealed(GrievanceLetter, words, case.organization_id),
        by=by,
        at=at,
    )
    audit.record(
        "recovery.letter_written", organization=case.organization, subject=case, by=by, at=at, number=letter.number
    )
    return letter


@transaction.atomic
def note_answered(*, case: Case, answered_date: date, how: str, by: Member, at: datetime) -> Grievance:
    """The notice left the house, by hand or by mail: Bedside sends none. Raises rules.Refused while a gap is open."""
    case = locked(case)
    grievance = _of(case)
    letter = queries.letters_of(grievance).first()
    if letter is None or letters.gaps(queries.opened(letter)):
        raise Refused("Write the letter first, and fill what stands in brackets. Nothing was recorded.")
    if not grievance.received_date <= answered_date <= today_of(case.organization, at):
        raise Refused("That date is in the future, or before the complaint was received. Nothing was recorded.")
    grievance.answered_date, grievance.answered_how = answered_date, " ".join(how.replace("\x00", "").split())[:40]
    grievance.save(update_fields=["answered_date", "answered_how"])
    audit.record(
        "recovery.grievance_answered", organization=case.organization, subject=case, by=by, at=at,
        on=answered_date.isoformat(), number=letter.number,
    )  # fmt: skip
    return grievance
