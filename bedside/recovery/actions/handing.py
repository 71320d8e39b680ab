"""The private way: made by a member, opened by one browser, written in from both sides, deleted in time."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from bedside.audit import actions as audit
from bedside.guard.queries import examine
from bedside.kit import queue
from bedside.organizations.models import Member, Organization
from bedside.recovery import queries, rules
from bedside.recovery.actions.cases import locked_open, sealed
from bedside.recovery.models import Case, CaseNote, Handoff, HandoffLine
from bedside.recovery.rules import Refused

#: Lines one person may write in a day, and letters in each.
MOST_A_DAY, LONGEST = 30, 6000
VISITOR = "a visitor"


@dataclass(frozen=True)
class Made:
    """A way in with its secrets, which are shown once and kept nowhere."""

    handoff: Handoff
    token: str = ""
    pin: str = ""


@dataclass(frozen=True)
class Bound:
    """A browser's cookie, given once; and the PIN for the way back, where one was made now."""

    handoff: Handoff
    cookie: str
    pin: str = ""


@transaction.atomic
def hand_off(*, case: Case, kind: str, language: str, by: Member, at: datetime, hours: int = rules.LINK_HOURS) -> Made:
    """A one-time link, or a number with a PIN; what was not opened yet is ended. Raises rules.Refused."""
    if kind not in (Handoff.LINK, Handoff.NUMBER) or language not in ("en", "es") or not 1 <= hours <= 336:
        raise Refused("Choose a link or a number, a language, and 1 to 336 hours. Nothing was made.")
    case = locked_open(case)
    for earlier in Handoff.objects.filter(organization=case.organization, case=case, opened_at=None, ended_at=None):
        _end(earlier, by, at)
    token = rules.new_token() if kind == Handoff.LINK else ""
    pin = rules.new_pin() if kind == Handoff.NUMBER else ""
    handoff = Handoff.objects.create(
        organization=case.organization,
        case=case,
        kind=kind,
        token_digest=rules.digest(token) if token else "",
        number=_number(case.organization, language),
        pin_hash=make_password(pin) if pin else "",
        language=language,
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(hours=hours),
    )
    audit.record(
        "recovery.handed_off", organization=case.organization, subject=case, by=by, at=at, handoff=handoff.pk,
        way=kind, hours=hours,
    )  # fmt: skip
    return Made(handoff, token, pin)


#: How often a number is drawn anew; the guard takes about one in three for something about a patient.
DRAWS = 15


def _number(organization: Organization, language: str) -> str:
    """A number that may be said in a public answer: eight random letters can read like a lab value or a name."""
    number = rules.new_number()
    for _ in range(DRAWS):
        said = rules.WORDS[language]["number"].format(phone=organization.phone or "our line", number=number)
        if examine(organization=organization, text=said, kind="reply").verdict != "block":
            break
        number = rules.new_number()
    return number


def _end(handoff: Handoff, by: Member | None, at: datetime) -> None:
    handoff.ended_at = at
    handoff.browser_digest = handoff.token_digest = handoff.pin_hash = ""
    handoff.save(update_fields=["ended_at", "browser_digest", "token_digest", "pin_hash"])
    audit.record(
        "recovery.handoff_ended", organization=handoff.organization, subject=handoff.case, by=by, at=at,
        handoff=handoff.pk,
    )  # fmt: skip


@transaction.atomic
def end(*, handoff: Handoff, by: Member, at: datetime) -> Handoff:
    """Nobody gets in any more; what was written stays with the case."""
    handoff = _locked(handoff)
    if handoff.ended_at is None:
        _end(handoff, by, at)
    return handoff


def _locked(handoff: Handoff) -> Handoff:
    Handoff.objects.select_for_update(no_key=True).get(organization_id=handoff.organization_id, pk=handoff.pk)
    return queries.handoffs(handoff.organization).get(pk=handoff.pk)


@transaction.atomic
def open_by_token(*, organization: Organization, token: str, at: datetime) -> Bound | None:
    """Binds the browser that opens the link first; None for a link that is unknown, used, ended or too old. The PIN
    for the way back is made here and shown to this browser alone."""
    found = queries.by_token(organization, token)
    if found is None:
        return None
    handoff = _locked(found)
    if not queries.can_be_opened(handoff, at=at):
        return None
    pin = rules.new_pin()
    handoff.pin_hash = make_password(pin)
    return _bind(handoff, at, pin=pin)


def _bind(handoff: Handoff, at: datetime, *, pin: str = "") -> Bound:
    cookie = rules.new_token()
    first = handoff.opened_at is None
    handoff.browser_digest, handoff.wrong_tries, handoff.rests_until_at = rules.digest(cookie), 0, None
    handoff.opened_at = handoff.opened_at or at
    handoff.save(update_fields=["browser_digest", "wrong_tries", "rests_until_at", "opened_at", "pin_hash"])
    audit.record(
        "recovery.entered", organization=handoff.organization, subject=handoff.case, by=None, at=at, as_name=VISITOR,
        handoff=handoff.pk, first=first,
    )  # fmt: skip
    return Bound(handoff, cookie, pin)


@transaction.atomic
def open_by_number(*, organization: Organization, number: str, pin: str, at: datetime) -> Bound | None:
    """Binds the browser that knows number and PIN; None for anything else alike. Five wrong PINs and the number rests
    an hour, twenty and it is over until somebody here makes a new one."""
    found = queries.by_number(organization, rules.read_number(number))
    digits = rules.read_pin(pin)
    if found is None:
        make_password(digits)  # as long as a wrong PIN takes
        return None
    handoff = _locked(found)
    gone = handoff.ended_at is not None or not handoff.pin_hash
    late = handoff.opened_at is None and at >= handoff.expires_at
    resting = handoff.rests_until_at is not None and at < handoff.rests_until_at
    if gone or late or resting:
        make_password(digits)
        return None
    if check_password(digits, handoff.pin_hash):
        return _bind(handoff, at)
    handoff.wrong_tries += 1
    if handoff.wrong_tries >= rules.TRIES_IN_ALL:
        handoff.pin_hash = ""
    elif handoff.wrong_tries % rules.TRIES == 0:
        handoff.rests_until_at = at + rules.REST
    handoff.save(update_fields=["wrong_tries", "rests_until_at", "pin_hash"])
    if handoff.wrong_tries % rules.TRIES == 0:
        audit.record(
            "recovery.wrong_pins", organization=handoff.organization, subject=handoff.case, by=None, at=at,
            as_name=VISITOR, handoff=handoff.pk, tries=handoff.wrong_tries,
        )  # fmt: skip
    return None


@transaction.atomic
def write(
    *,
    handoff: Handoff,
    text: str,
    at: datetime,
    contact: dict[str, str] | None = None,
    may_contact: bool = False,
    wants_mail: bool = False,
) -> HandoffLine:
    """What the person writes, sealed at once; the owner is told without a word of it. Raises rules.Refused."""
    handoff = _locked(handoff)
    if handoff.ended_at is not None or handoff.case.deleted_at is not None:
        raise Refused("This private page has ended. Please call us.")
    words = rules.ensure_words(text, least=2, most=LONGEST)
    lines = HandoffLine.objects.filter(organization_id=handoff.organization_id, handoff=handoff, by=None)
    last = lines.order_by("-pk").first()
    if last is not None and at - last.at < timedelta(minutes=10) and queries.opened(last) == words:
        return last  # the button was pressed twice
    if lines.filter(at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refused("That is a lot for one day. Please call us, or go on tomorrow.")
    if contact is not None:
        kept = {name: " ".join(value.replace("\x00", "").split())[:200] for name, value in contact.items() if value}
        handoff.contact = sealed(Handoff, json.dumps(kept), handoff.organization_id, "contact") if kept else b""
        handoff.may_contact, handoff.wants_mail = may_contact, wants_mail and bool(kept.get("mail"))
        handoff.save(update_fields=["contact", "may_contact", "wants_mail"])
    line = _say(handoff, words, None, at)
    audit.record(
        "recovery.written", organization=handoff.organization, subject=handoff.case, by=None, at=at, as_name=VISITOR,
        handoff=handoff.pk, line=line.pk,
    )  # fmt: skip
    queue.defer(
        "recovery.tell_owner", organization_id=handoff.organization_id, case_id=handoff.case_id,
        once=f"recovery-owner-{handoff.case_id}",
    )  # fmt: skip
    return line


def _say(handoff: Handoff, words: str, by: Member | None, at: datetime) -> HandoffLine:
    return HandoffLine.objects.create(
        organization_id=handoff.organization_id, handoff=handoff,
        sealed=sealed(HandoffLine, words, handoff.organization_id), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def answer(*, handoff: Handoff, text: str, by: Member, at: datetime) -> HandoffLine:
    """Our answer, read on the private page alone; a mail without content goes out where one was wanted. Raises
    rules.Refused."""
    handoff = _locked(handoff)
    if handoff.opened_at is None or handoff.ended_at is not None:
        raise Refused("Nobody can read an answer there: the page was not opened yet, or has ended. Nothing was sent.")
    line = _say(handoff, rules.ensure_words(text, least=2, most=LONGEST), by, at)
    audit.record(
        "recovery.answered", organization=handoff.organization, subject=handoff.case, by=by, at=at,
        handoff=handoff.pk, line=line.pk,
    )  # fmt: skip
    if handoff.wants_mail:
        queue.defer("recovery.tell_person", organization_id=handoff.organization_id, handoff_id=handoff.pk)
    return line


@transaction.atomic
def delete_due(*, organization: Organization, at: datetime) -> int:
    """Deletes what people wrote privately, and notes about it, of cases closed long enough ago and not held."""
    gone = 0
    for due in queries.deletable(organization):
        if due.closed_at is None or due.closed_at + timedelta(days=due.keep_days) > at:
            continue
        case = Case.objects.select_for_update().get(organization=organization, pk=due.pk)
        if case.on_hold or case.is_open or case.deleted_at is not None:
            continue  # somebody was quicker
        lines, _all = HandoffLine.objects.filter(organization=organization, handoff__case=case).delete()
        Handoff.objects.filter(organization=organization, case=case).update(
            contact=b"", browser_digest="", token_digest="", pin_hash="", wants_mail=False, ended_at=at
        )
        notes, _notes = CaseNote.objects.filter(organization=organization, case=case).delete()
        case.deleted_at, case.afterwards = at, b""
        case.save(update_fields=["deleted_at", "afterwards"])
        audit.record(
            "recovery.deleted", organization=organization, subject=case, by=None, at=at, lines=lines, notes=notes
        )
        gone += 1
    return gone
