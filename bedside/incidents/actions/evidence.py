"""Evidence: what was said and how it came to that, kept before anything is withdrawn; added to, never changed."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.forms.models import model_to_dict

from bedside.audit import actions as audit
from bedside.audit.queries import story_of
from bedside.channels import queries as channels
from bedside.channels.models import Delivery, HubPost
from bedside.guard import redact
from bedside.guard.models import Clearance, Hold
from bedside.guard.queries import facts_of
from bedside.guard.shapes import Facts
from bedside.incidents import queries, rules
from bedside.incidents.models import Exhibit, Incident
from bedside.kit import blobs, crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Member

LARGEST = 10 * 1024 * 1024
#: What may be added as a file: kind by its first bytes.
FILES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"%PDF-": "application/pdf"}

#: What a delivery carried, in a word.
NAMES = {Delivery.PUBLISH: "the post", Delivery.REPLY: "the answer", Delivery.EDIT: "the correction"}
#: Who wrote and who approved, by the kind of entry that says so.
WROTE, APPROVED = ("publishing.written", "inbox.replied", "publishing.corrected"), ("publishing.approved",)


class NotKept(Exception):
    """The file was not taken; the message says why."""


def locked(incident: Incident) -> Incident:
    """The incident as it stands now, for this transaction alone."""
    Incident.objects.select_for_update(no_key=True).get(organization_id=incident.organization_id, pk=incident.pk)
    return queries.access_incident(incident.organization, incident.pk)


def locked_open(incident: Incident) -> Incident:
    """The same, while it is open; raises rules.Refused."""
    incident = locked(incident)
    if not incident.is_open:
        raise rules.Refused("This incident is closed. Open it again first.")
    return incident


def sealed(model: type[models.Model], value: bytes | str, organization_id: int, column: str = "sealed") -> bytes:
    return crypto.seal(value, context=seal_context(model, column, organization_id))


@transaction.atomic
def keep(*, incident: Incident, by: Member, at: datetime) -> list[Exhibit]:
    """What of the incident is not kept yet, as it stands now: words, media, times, people, reach, ids. Harmless to
    repeat: a snapshot that holds nothing new is not added."""
    incident = locked(incident)
    facts, made = facts_of(incident.organization), []
    for delivery in queries.family(incident):
        if delivery.verb == Delivery.WITHDRAW:
            continue
        whole = _whole(delivery)
        found = _add(
            incident,
            Exhibit.WORDS,
            f"{queries.label_of(delivery)}: {NAMES.get(delivery.verb, delivery.verb)}",
            json.dumps(whole, sort_keys=True, ensure_ascii=False, indent=1).encode(),
            mime="application/json",
            facts=_shown(delivery, whole, facts),
            delivery=delivery,
            by=by,
            at=at,
        )
        made += [found] if found else []
        made += _media(incident, delivery, by, at)
    if made:
        _record(incident, made, by, at)
    return made


def _record(incident: Incident, made: list[Exhibit], by: Member, at: datetime) -> None:
    audit.record(
        "incidents.evidence_kept",
        organization=incident.organization,
        subject=incident,
        by=by,
        at=at,
        kept={str(one.pk): one.sha256 for one in made},
    )


def _add(
    incident: Incident,
    kind: str,
    label: str,
    content: bytes,
    *,
    mime: str,
    by: Member | None,
    at: datetime,
    facts: dict[str, Any] | None = None,
    delivery: Delivery | None = None,
) -> Exhibit | None:
    """The row, or None where the very same content is kept already."""
    sha256 = hashlib.sha256(content).hexdigest()
    known = Exhibit.objects.filter(organization_id=incident.organization_id, incident=incident, sha256=sha256)
    if known.exists():
        return None
    return Exhibit.objects.create(
        organization_id=incident.organization_id,
        incident=incident,
        kind=kind,
        label=label[:200],
        mime=mime,
        size=len(content),
        sha256=sha256,
        facts=facts or {},
        sealed=sealed(Exhibit, content, incident.organization_id),
        delivery=delivery,
        by=by,
        at=at,
    )


def _whole(delivery: Delivery) -> dict[str, Any]:
    """Everything known of one delivery, as JSON takes it."""
    told: dict[str, Any] = {
        "delivery": {
            "id": delivery.pk, "key": str(delivery.key), "verb": delivery.verb, "state": str(delivery.state),
            "asked_at": _iso(delivery.asked_at), "due_at": _iso(delivery.due_at), "done_at": _iso(delivery.done_at),
            "asked_by": delivery.by.name if delivery.by else "Bedside", "said": delivery.said,
        },
        "account": {"network": delivery.account.network, "handle": delivery.account.handle},
        "parcel": delivery.parcel.get("parcel") or _on_the_hub(delivery),
        "remote": None,
        "answered": None,
        "clearance": _clearance(delivery.clearance),
        "held_before": _held(delivery),
        "record": [
            {"number": one.number, "kind": one.kind, "at": _iso(one.at), "by": one.by_name, "digest": one.digest}
            for one in _entries(delivery)
        ],
    }  # fmt: skip
    if delivery.remote is not None:
        told["remote"] = {
            "id": delivery.remote.network_id, "url": delivery.remote.url, "version": delivery.remote.version,
            "made_at": _iso(delivery.remote.made_at), "edited_at": _iso(delivery.remote.edited_at),
            "counts": delivery.remote.counts, "counted_at": _iso(delivery.remote.counted_at),
        }  # fmt: skip
    if delivery.answers is not None:
        told["answered"] = {
            "id": delivery.answers.network_id, "url": delivery.answers.url, "text": channels.words_of(delivery.answers),
            "author_handle": delivery.answers.author_handle, "author_name": delivery.answers.author_name,
            "posted_at": _iso(delivery.answers.posted_at),
        }  # fmt: skip
    return told


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _on_the_hub(delivery: Delivery) -> dict[str, Any] | None:
    """What the hub shows, for a post whose parcel was not kept with its delivery."""
    if delivery.verb != Delivery.PUBLISH:
        return None
    page = HubPost.objects.filter(organization_id=delivery.organization_id, key=str(delivery.key)).first()
    return {"kind": "post", "text": page.text, "link": page.link, "media": page.pictures} if page else None


def _clearance(clearance: Clearance | None) -> dict[str, Any] | None:
    if clearance is None:
        return None
    release = clearance.override
    return {
        "digest": clearance.digest,
        "verdict": clearance.verdict,
        "warned": clearance.warned,
        "reason": clearance.reason,
        "by": clearance.by.name if clearance.by else "Bedside",
        "at": _iso(clearance.at),
        "release": release and json.loads(json.dumps({**model_to_dict(release), "by": release.by.name}, default=str)),
    }


def _held(delivery: Delivery) -> list[dict[str, Any]]:
    """Earlier tries with the same post or answer that the guard held."""
    rows = Hold.objects.filter(
        organization_id=delivery.organization_id, subject_type=delivery.subject_type, subject_id=delivery.subject_id
    )
    return [
        {"at": _iso(one.at), "by": one.by.name if one.by else "", "rules": [found["rule"] for found in one.findings]}
        for one in rows.select_related("by__user").order_by("pk")[:100]
    ]


def _entries(delivery: Delivery) -> list[Any]:
    return [
        *story_of(delivery.organization, delivery.subject_type, delivery.subject_id),
        *(
            one
            for one in story_of(delivery.organization, "channels.delivery", delivery.pk)
            if one.kind != "channels.sent"
        ),
    ]


def _shown(delivery: Delivery, whole: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """What the page may show without a reason: no words as written."""
    parcel, answered, clearance = whole["parcel"] or {}, whole["answered"], whole["clearance"]
    shown: dict[str, Any] = {
        "network": queries.label_of(delivery),
        "verb": delivery.verb,
        "due_at": whole["delivery"]["due_at"],
        "sent_at": whole["delivery"]["done_at"],
        "asked_by": whole["delivery"]["asked_by"],
        "wrote": _hand(whole, WROTE),
        "approved": _hand(whole, APPROVED),
        "words": redact(str(parcel.get("text", "")), facts=facts).text,
        "audience": parcel.get("audience", ""),
        "media": [one.get("sha256", "") for one in parcel.get("media") or []],
        "remote": (whole["remote"] or {}).get("id", ""),
        "url": (whole["remote"] or {}).get("url", ""),
        "counts": (whole["remote"] or {}).get("counts", {}),
        "held_before": [one["rules"] for one in whole["held_before"]],
    }
    if clearance:
        shown |= {"verdict": clearance["verdict"], "warned": clearance["warned"], "cleared_by": clearance["by"]}
        shown["released_by"] = (clearance["release"] or {}).get("by", "")
    if answered:
        shown["answered"] = redact(answered["text"], facts=facts).text
    return shown


def _hand(whole: dict[str, Any], kinds: tuple[str, ...]) -> str:
    return next((str(one["by"]) for one in reversed(whole["record"]) if one["kind"] in kinds), "")


def _media(incident: Incident, delivery: Delivery, by: Member, at: datetime) -> list[Exhibit]:
    """The bytes of every picture, sealed beside the words: they stay whatever becomes of the post."""
    made = []
    parcel = delivery.parcel.get("parcel") or {}
    for media in parcel.get("media") or []:
        try:
            content = blobs.get(incident.organization_id, media["sha256"])
        except FileNotFoundError:
            continue  # the snapshot names its digest all the same
        label = f"{queries.label_of(delivery)}: {media.get('filename') or 'picture'}"
        mime = media.get("mime") or "application/octet-stream"
        found = _add(incident, Exhibit.MEDIA, label, content, mime=mime, delivery=delivery, by=by, at=at)
        made += [found] if found else []
    return made


@transaction.atomic
def add_words(*, incident: Incident, text: str, label: str, by: Member, at: datetime) -> Exhibit | None:
    """What somebody said about it, sealed as it was said."""
    found = _add(incident, Exhibit.REPORT, label, text.encode(), mime="text/plain", by=by, at=at)
    if found:
        _record(incident, [found], by, at)
    return found


@transaction.atomic
def add_file(*, incident: Incident, content: bytes, label: str, by: Member, at: datetime) -> Exhibit:
    """A screenshot or another paper; raises NotKept, rules.Refused."""
    incident = locked_open(incident)
    mime = next((kind for head, kind in FILES.items() if content.startswith(head)), "")
    if not mime:
        raise NotKept("Only PNG, JPEG and PDF files are taken. Nothing was kept.")
    if len(content) > LARGEST:
        raise NotKept("The file is larger than 10 MB. Nothing was kept.")
    found = _add(incident, Exhibit.FILE, label or "Screenshot", content, mime=mime, by=by, at=at)
    if found is None:
        raise NotKept("This very file is kept already.")
    _record(incident, [found], by, at)
    return found


@transaction.atomic
def note_reach(*, incident: Incident, counts: dict[str, int], note: str, by: Member, at: datetime) -> Exhibit:
    """How many saw, shared and answered it, as somebody read it on the network; raises NotKept, rules.Refused."""
    incident = locked_open(incident)
    if not counts and not note.strip():
        raise NotKept("Give at least one number or a note.")
    content = json.dumps({"counts": counts, "note": note.strip(), "at": _iso(at)}, ensure_ascii=False).encode()
    found = _add(
        incident, Exhibit.REACH, "Reach, read by hand", content, mime="application/json", facts={"counts": counts},
        by=by, at=at,
    )  # fmt: skip
    if found is None:
        raise NotKept("This is kept already.")
    _record(incident, [found], by, at)
    return found


@transaction.atomic
def reveal(*, exhibit: Exhibit, reason: str, by: Member, at: datetime) -> bytes:
    """The evidence as it was; raises rules.Refused without a reason, kit.crypto.Unopenable where it was changed."""
    ensure_reason(reason)
    audit.record(
        "incidents.evidence_revealed",
        organization=exhibit.incident.organization,
        subject=exhibit.incident,
        by=by,
        at=at,
        exhibit=exhibit.pk,
        reason=reason.strip()[:200],
    )
    return checked(exhibit)


def checked(exhibit: Exhibit) -> bytes:
    """The content, if it is what was kept; raises kit.crypto.Unopenable."""
    content = queries.opened(exhibit)
    if not exhibit.sealed:
        raise rules.Refused("This was destroyed after its time. Its digest is kept.")
    if hashlib.sha256(content).hexdigest() != exhibit.sha256:
        raise crypto.Unopenable("The evidence is not what was kept.")
    return content


def ensure_reason(reason: str) -> None:
    """Raises rules.Refused."""
    if len(reason.strip()) < 5:
        raise rules.Refused("Say why in at least five letters; the reason is kept.")
