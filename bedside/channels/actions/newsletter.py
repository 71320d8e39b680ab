"""The newsletter's people: who asks for it, confirms, leaves, is brought in, let go or forgotten; and stopping an
issue. Addresses reach no log, audit entry or exception."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from bedside.audit import actions as audit
from bedside.channels.models import Account, Issue, IssueLetter, Subscriber
from bedside.channels.networks.newsletter import letters, tokens
from bedside.channels.queries.newsletter import address_of
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Member, Organization

#: One address is asked to confirm this often at most, and a whole newsletter takes so many new ones in an hour.
ASK_AGAIN = timedelta(hours=1)
MOST_AN_HOUR = 300
#: An unconfirmed address is forgotten after this.
UNCONFIRMED = timedelta(days=7)
MOST_ROWS = 100_000
LONGEST_CONSENT = 300
COLUMNS = ("email", "e-mail", "mail", "email address", "address", "correo")


class NotAnAddress(Exception):
    """What was written is no mail address."""


class TooManyAsking(Exception):
    """More people ask at once than is likely; nothing was kept."""


class NoConsent(Exception):
    """Nobody said how these people agreed to be written to."""


class NoAddresses(Exception):
    """The file has no column of addresses."""


@dataclass(frozen=True)
class Brought:
    """What became of a file's rows."""

    added: int = 0
    known: int = 0
    kept_out: int = 0
    unreadable: int = 0


def _seal(account: Account, address: str) -> bytes:
    return crypto.seal(address, context=seal_context(Subscriber, "address", account.organization_id))


@transaction.atomic
def subscribe(*, account: Account, address: str, consent: str, at: datetime, language: str = "en") -> None:
    """Somebody asks for the newsletter; a mail asks them to confirm. Whether the address was known is told to nobody.
    Raises NotAnAddress, TooManyAsking."""
    address = address.strip()
    if not letters.is_mailbox(address):
        raise NotAnAddress
    rows = Subscriber.objects.filter(organization_id=account.organization_id, account=account)
    if rows.filter(asked_at__gt=at - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise TooManyAsking
    digest = tokens.digest(address, account.organization_id)
    made = Subscriber(
        organization_id=account.organization_id,
        account=account,
        digest=digest,
        address=_seal(account, address),
        language=language,
        source="form",
        consent=consent[:LONGEST_CONSENT],
        asked_at=at,
    )
    Subscriber.objects.bulk_create([made], ignore_conflicts=True)
    known = rows.select_for_update(no_key=True).get(digest=digest)
    if known.state == Subscriber.CONFIRMED or (known.state == Subscriber.SUPPRESSED and known.reason == "complaint"):
        return
    lately = known.asked_mail_at is not None and at - known.asked_mail_at < ASK_AGAIN
    known.state, known.reason, known.asked_at = Subscriber.PENDING, "", at
    known.source, known.consent, known.language = "form", consent[:LONGEST_CONSENT], language
    known.asked_mail_at = known.asked_mail_at if lately else None
    known.save(update_fields=["state", "reason", "asked_at", "source", "consent", "language", "asked_mail_at"])


@transaction.atomic
def confirm(*, subscriber: Subscriber, at: datetime) -> bool:
    """The person said yes; False where it was said before, or is no longer asked."""
    changed = Subscriber.objects.filter(
        organization_id=subscriber.organization_id, pk=subscriber.pk, state=Subscriber.PENDING
    ).update(state=Subscriber.CONFIRMED, confirmed_at=at, left_at=None, reason="", soft_bounces=0)
    if changed:
        audit.record(
            "channels.subscriber_confirmed",
            organization=subscriber.organization,
            subject=subscriber,
            by=None,
            at=at,
            as_name="the public",
        )
    return bool(changed)


@transaction.atomic
def leave(*, subscriber: Subscriber, how: str, at: datetime, by: Member | None = None) -> bool:
    """Nothing more is written to them, letters that wait included; False where that was so already. `how` is "link",
    "one click" or "staff"."""
    changed = (
        Subscriber.objects.filter(organization_id=subscriber.organization_id, pk=subscriber.pk)
        .filter(state__in=[Subscriber.CONFIRMED, Subscriber.PENDING])
        .update(state=Subscriber.LEFT, reason=how, left_at=at)
    )
    if changed:
        named = {} if by is not None else {"as_name": "the public"}
        audit.record(
            "channels.subscriber_left",
            organization=subscriber.organization,
            subject=subscriber,
            by=by,
            at=at,
            how=how,
            **named,
        )
    return bool(changed)


@transaction.atomic
def forget(*, subscriber: Subscriber, by: Member, at: datetime) -> None:
    """The address and all that is known of the person are deleted; the numbers of past issues stay."""
    audit.record(
        "channels.subscriber_forgotten", organization=subscriber.organization, subject=subscriber, by=by, at=at
    )
    Subscriber.objects.filter(organization_id=subscriber.organization_id, pk=subscriber.pk).delete()


@transaction.atomic
def bring_in(*, account: Account, content: bytes, consent: str, by: Member, at: datetime) -> Brought:
    """People of a CSV file who agreed elsewhere, by the words in `consent`. Nobody who left or whose address does not
    work comes back by it. Raises NoConsent, NoAddresses."""
    if len(consent.strip()) < 10:
        raise NoConsent
    rows = Subscriber.objects.filter(organization_id=account.organization_id, account=account)
    known = dict(rows.values_list("digest", "state"))
    fresh: dict[str, str] = {}
    again = kept_out = unreadable = 0
    for address in _addresses(content):
        if not letters.is_mailbox(address):
            unreadable += 1
            continue
        digest = tokens.digest(address, account.organization_id)
        state = known.get(digest)
        if digest in fresh or state in (Subscriber.CONFIRMED, Subscriber.PENDING):
            again += 1
        elif state is not None:
            kept_out += 1
        else:
            fresh[digest] = address
    made = (
        Subscriber(
            organization_id=account.organization_id,
            account=account,
            digest=digest,
            address=_seal(account, address),
            state=Subscriber.CONFIRMED,
            source="import",
            consent=consent.strip()[:LONGEST_CONSENT],
            asked_at=at,
            confirmed_at=at,
        )
        for digest, address in fresh.items()
    )
    Subscriber.objects.bulk_create(made, batch_size=2_000, ignore_conflicts=True)
    audit.record(
        "channels.subscribers_brought", organization=account.organization, subject=account, by=by, at=at,
        added=len(fresh), consent=consent.strip()[:200],
    )  # fmt: skip
    return Brought(len(fresh), again, kept_out, unreadable)


def _addresses(content: bytes) -> Iterator[str]:
    """The column of addresses: the one whose head says so, else the first that holds one."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise NoAddresses
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:4_000], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = [row for row in csv.reader(io.StringIO(text.replace("\0", "")), dialect) if any(row)][:MOST_ROWS]
    except csv.Error as error:
        raise NoAddresses from error
    if not rows:
        raise NoAddresses
    heads = [cell.strip().lower() for cell in rows[0]]
    named = [index for index, head in enumerate(heads) if head in COLUMNS]
    found = [index for row in rows[:20] for index, cell in enumerate(row) if letters.is_mailbox(cell.strip())]
    if not named and not found:
        raise NoAddresses
    column = named[0] if named else found[0]
    for row in rows[1:] if named else rows:
        if len(row) > column and row[column].strip():
            yield row[column].strip()


@transaction.atomic
def export(*, account: Account, by: Member, at: datetime) -> str:
    """Everybody as CSV: address, state, how and when they agreed. Who took it is recorded."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["email", "state", "source", "consent", "confirmed", "left", "reason"])
    number = 0
    rows = Subscriber.objects.filter(organization_id=account.organization_id, account=account).order_by("pk")
    for one in rows.iterator(chunk_size=2_000):
        number += 1
        writer.writerow([
            _cell(address_of(one)), one.state, one.source, _cell(one.consent),
            one.confirmed_at.date().isoformat() if one.confirmed_at else "",
            one.left_at.date().isoformat() if one.left_at else "", one.reason,
        ])  # fmt: skip
    audit.record("channels.subscribers_exported", organization=account.organization, subject=account, by=by, at=at,
                 number=number)  # fmt: skip
    return out.getvalue()


def _cell(value: str) -> str:
    """No cell begins like a formula of a spreadsheet (CWE-1236)."""
    return f"'{value}" if value[:1] in "=+-@\t\r" else value


@transaction.atomic
def stop_issue(*, issue: Issue, by: Member, at: datetime) -> int:
    """Letters that have not left will not; how many those are. What has left cannot be taken back."""
    rows = IssueLetter.objects.filter(organization_id=issue.organization_id, issue=issue, state=IssueLetter.DUE)
    number = rows.update(state=IssueLetter.CANCELED, done_at=at)
    Issue.objects.filter(organization_id=issue.organization_id, pk=issue.pk).update(stopped_at=at)
    audit.record("channels.issue_stopped", organization=issue.organization, subject=issue, by=by, at=at, letters=number)
    return number


@transaction.atomic
def send_unknown_again(*, issue: Issue, by: Member, at: datetime) -> int:
    """A person decides that letters whose fate is not known leave once more; some may arrive twice."""
    rows = IssueLetter.objects.filter(organization_id=issue.organization_id, issue=issue, state=IssueLetter.UNKNOWN)
    number = rows.update(state=IssueLetter.DUE, not_before=at, code="", tries=0)
    if number:
        audit.record("channels.issue_again", organization=issue.organization, subject=issue, by=by, at=at,
                     letters=number)  # fmt: skip
    return number


@transaction.atomic
def forget_unconfirmed(*, organization: Organization, at: datetime) -> int:
    """Addresses nobody confirmed in a week are deleted: somebody else may have written them."""
    rows = Subscriber.objects.filter(
        organization=organization, state=Subscriber.PENDING, asked_at__lt=at - UNCONFIRMED, confirmed_at=None
    )
    return rows.delete()[0]
