"""Closing, opening again, the hold, destroying after six years, and the whole case in one file."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.incidents import law, queries, rules
from bedside.incidents.actions.evidence import checked, ensure_reason, locked, locked_open
from bedside.incidents.models import Affected, Exhibit, Incident
from bedside.incidents.rules import State
from bedside.kit.crypto import Unopenable
from bedside.organizations.models import Member


@transaction.atomic
def close(
    *, incident: Incident, root_cause: str, changes: Sequence[str], changed: str, by: Member, at: datetime
) -> Incident:
    """Closed, with what it came from and what changed; raises rules.Refused while something is to be done."""
    incident = locked_open(incident)
    if found := rules.missing(queries.stand_of(incident)):
        raise rules.Refused(" ".join(found))
    if not root_cause.strip():
        raise rules.Refused("Say what it came from.")
    if not changes or not changed.strip():
        raise rules.Refused("Say what changed, so that it does not happen again.")
    incident.root_cause, incident.changed = root_cause.strip()[:1000], changed.strip()[:1000]
    incident.changes = [key for key in law.CHANGES if key in changes]
    incident.state, incident.closed_by, incident.closed_at = State.CLOSED, by, at
    incident.save(update_fields=["root_cause", "changed", "changes", "state", "closed_by", "closed_at"])
    audit.record(
        "incidents.closed", organization=incident.organization, subject=incident, by=by, at=at, changes=incident.changes
    )
    return incident


@transaction.atomic
def reopen(*, incident: Incident, reason: str, by: Member, at: datetime) -> Incident:
    """Open again, and on hold again; raises rules.Refused."""
    incident = locked(incident)
    ensure_reason(reason)
    if incident.is_open:
        raise rules.Refused("It is open already.")
    incident.state, incident.closed_by, incident.closed_at, incident.on_hold = State.OPEN, None, None, True
    incident.save(update_fields=["state", "closed_by", "closed_at", "on_hold"])
    audit.record(
        "incidents.reopened",
        organization=incident.organization,
        subject=incident,
        by=by,
        at=at,
        reason=reason.strip()[:200],
    )
    return incident


@transaction.atomic
def change_hold(*, incident: Incident, on_hold: bool, reason: str, by: Member, at: datetime) -> Incident:
    """Holds everything of it, or lifts the hold of a closed one; raises rules.Refused."""
    incident = locked(incident)
    ensure_reason(reason)
    if incident.is_open and not on_hold:
        raise rules.Refused("An open incident stays on hold.")
    if incident.on_hold == on_hold:
        raise rules.Refused("That is how it stands already.")
    incident.on_hold = on_hold
    incident.save(update_fields=["on_hold"])
    kind = "incidents.held" if on_hold else "incidents.hold_lifted"
    audit.record(kind, organization=incident.organization, subject=incident, by=by, at=at, reason=reason.strip()[:200])
    return incident


def may_shred(incident: Incident, today: date) -> bool:
    """Closed for six years, and on no hold."""
    if incident.closed_at is None or incident.on_hold:
        return False
    return today > rules.keep_until(queries.day_of(incident, incident.closed_at))


@transaction.atomic
def shred(*, incident: Incident, reason: str, by: Member, at: datetime) -> Incident:
    """Destroys what was sealed as evidence and about people; digests, times and conclusions stay. Never done by itself.
    Raises rules.Refused before its time or while on hold; PostgreSQL refuses it then as well."""
    incident = locked(incident)
    ensure_reason(reason)
    if not may_shred(incident, queries.day_of(incident, at)):
        raise rules.Refused("It is kept for six years after closing, and as long as it is on hold.")
    Exhibit.objects.filter(organization_id=incident.organization_id, incident=incident).update(sealed=b"")
    Affected.objects.filter(organization_id=incident.organization_id, incident=incident).update(sealed=b"")
    audit.record(
        "incidents.shredded",
        organization=incident.organization,
        subject=incident,
        by=by,
        at=at,
        reason=reason.strip()[:200],
    )
    return incident


READ_ME = """Case file of incident {number}, {hospital}
Made on {at} by {by}. Times are in UTC.

incident.json      the facts, the counts, the conclusion, who was told when
assessments.json   every version of the risk assessment, with its reasons
letters/           every version of every letter
evidence/          each piece of evidence as it was kept; its name begins with its number
evidence.csv       the list of it, with sizes and SHA-256
record.jsonl       the entries of the audit record about it, each with the digest of the entry before it
manifest.csv       SHA-256 of every file here

The whole record of the hospital can be verified with: bedside audit verify
This file holds health information. Keep it as you keep a medical record.
"""


@transaction.atomic
def export(*, incident: Incident, reason: str, by: Member, at: datetime) -> bytes:
    """The whole case as a ZIP, for counsel; the export itself is an entry, and in the file. Raises rules.Refused."""
    ensure_reason(reason)
    audit.record(
        "incidents.exported",
        organization=incident.organization,
        subject=incident,
        by=by,
        at=at,
        reason=reason.strip()[:200],
    )
    files: dict[str, bytes] = {
        "README.txt": READ_ME.format(
            number=incident.number, hospital=incident.organization.name, at=at.isoformat(), by=by.name
        ).encode(),
        "incident.json": _json(_facts(incident)),
        "assessments.json": _json(_assessments(incident)),
        "record.jsonl": "".join(
            json.dumps(queries.line_of(entry), ensure_ascii=False) + "\n" for entry in queries.record_of(incident)
        ).encode(),
    }
    listed = []
    for exhibit in queries.exhibits(incident):
        name, note = f"evidence/{exhibit.pk}-{exhibit.kind}{ENDINGS.get(exhibit.mime, '.bin')}", ""
        try:
            files[name] = checked(exhibit)
        except (Unopenable, rules.Refused) as error:
            note = str(error)
        listed.append(
            [exhibit.pk, exhibit.kind, exhibit.label, exhibit.at.isoformat(), exhibit.size, exhibit.sha256, note]
        )
    files["evidence.csv"] = _table(["number", "kind", "label", "kept at", "bytes", "sha256", "note"], listed)
    for letter in queries.letters_of(incident):
        files[f"letters/{letter.kind}-{letter.number}.txt"] = queries.opened(letter)
    rows = [[name, hashlib.sha256(content).hexdigest()] for name, content in sorted(files.items())]
    files["manifest.csv"] = _table(["file", "sha256"], rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


ENDINGS = {
    "application/json": ".json", "text/plain": ".txt", "image/png": ".png", "image/jpeg": ".jpg",
    "image/webp": ".webp", "application/pdf": ".pdf",
}  # fmt: skip


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()


def _table(head: list[str], rows: Sequence[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([[cell(value) for value in row] for row in rows])
    return out.getvalue().encode()


def cell(value: object) -> object:
    """A cell that a spreadsheet takes for a formula is quoted (CWE-1236)."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _facts(incident: Incident) -> dict[str, object]:
    return {
        "number": incident.number,
        "origin": incident.origin,
        "place": incident.place,
        "link": incident.link,
        "happened": queries.happened(incident),
        "occurred_at": incident.occurred_at,
        "discovered_at": incident.discovered_at,
        "reported_by": incident.reported_by.name,
        "reported_at": incident.reported_at,
        "kinds_of_information": [law.KINDS_OF_PHI[key][0] for key in incident.phi],
        "people": incident.total,
        "residents": incident.residents,
        "cannot_be_reached": incident.unreachable,
        "contained_at": incident.contained_at,
        "removals": [
            {
                "network": place.removal.network,
                "url": place.removal.url,
                "state": place.state,
                "said": place.said,
                "by_hand_by": place.removal.hand_by.name if place.removal.hand_by else "",
                "by_hand_at": place.removal.hand_at,
                "by_hand_note": place.removal.hand_note,
            }
            for place in queries.places(incident)
        ],
        "clocks": [
            {"title": clock.title, "due": clock.due, "met": clock.met, "source": clock.source}
            for clock in queries.clocks_of(incident)
        ],
        "notices": [
            {
                "whom": one.key, "method": one.method, "sent": one.sent_date, "count": one.count,
                "more_to_follow": one.partial, "note": one.note, "by": one.by.name,
            }
            for one in queries.notices_of(incident)
        ],
        "state": incident.state,
        "closed_at": incident.closed_at,
        "root_cause": incident.root_cause,
        "changes": [law.CHANGES[key] for key in incident.changes],
        "changed": incident.changed,
        "on_hold": incident.on_hold,
    }  # fmt: skip


def _assessments(incident: Incident) -> list[dict[str, object]]:
    return [
        {
            "version": one.number,
            "levels": one.levels,
            "reasons": queries.reasons(one),
            "exclusion": one.exclusion,
            "conclusion": one.conclusion,
            "by": one.by.name,
            "at": one.at,
            "confirmed_by": one.confirmed_by.name if one.confirmed_by else "",
            "confirmed_at": one.confirmed_at,
        }
        for one in queries.assessments(incident)
    ]
