"""Corrections of what is not true: written, approved by a clinician or the privacy officer, used, retired."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db import transaction

from bedside.audit import actions as audit
from bedside.inbox import queries
from bedside.inbox.claims import LANGUAGES, REVIEW_AFTER, ClaimState
from bedside.inbox.models import Claim, ClaimUse, Conversation
from bedside.inbox.moderation import NotYours, Refused
from bedside.inbox.queries.claims import Offered
from bedside.organizations.models import Member, Organization

LONGEST_TEXT = 600


def _line(words: str, most: int) -> str:
    return " ".join(words.replace("\x00", "").split())[:most]


def _digest(claim: Claim) -> str:
    whole = [claim.myth, claim.texts, claim.source_name, claim.source_url, claim.source_date.isoformat()]
    said = json.dumps(whole, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _fill(
    claim: Claim, *, myth: str, ways: str, texts: Mapping[str, str], source_name: str, source_url: str,
    source_date: date, review_date: date | None, today: date,
) -> None:  # fmt: skip
    """Raises moderation.Refused."""
    kept = {key: _line(text, LONGEST_TEXT) for key, text in texts.items() if key in LANGUAGES and text.strip()}
    if not kept:
        raise Refused("Write the correction in one language at least. Nothing was kept.")
    claim.myth = _line(myth, 300)
    if len(claim.myth) < 5:
        raise Refused("Say in general words what people claim. Nothing was kept.")
    parts = urlsplit(source_url.strip()[:500])
    if parts.scheme != "https" or "." not in parts.netloc or any(sign.isspace() for sign in source_url.strip()):
        raise Refused("The source needs an address that begins with https://. Nothing was kept.")
    claim.source_name = _line(source_name, 160)
    if not claim.source_name:
        raise Refused("Name the source. Nothing was kept.")
    if source_date > today:
        raise Refused("The day of the source is still to come. Nothing was kept.")
    claim.review_date = review_date or today + REVIEW_AFTER
    if claim.review_date <= today:
        raise Refused("The day by which somebody looks at it again is over. Nothing was kept.")
    claim.ways = "\n".join(line for raw in ways.replace("\x00", "").splitlines() if (line := _line(raw, 200)))[:1000]
    claim.texts, claim.source_url, claim.source_date = dict(sorted(kept.items())), source_url.strip(), source_date


@transaction.atomic
def write_claim(
    *, organization: Organization, myth: str, texts: Mapping[str, str], source_name: str, source_url: str,
    source_date: date, by: Member, at: datetime, ways: str = "", review_date: date | None = None,
    claim: Claim | None = None,
) -> Claim:  # fmt: skip
    """A draft, or the claim with other words, which makes it a draft again: then nobody is offered it until somebody
    else approves. Raises moderation.Refused."""
    today = at.astimezone(organization.zone).date()
    found = _locked(claim) if claim is not None else Claim(organization=organization)
    before = found.digest
    _fill(
        found, myth=myth, ways=ways, texts=texts, source_name=source_name, source_url=source_url,
        source_date=source_date, review_date=review_date, today=today,
    )  # fmt: skip
    found.digest = _digest(found)
    if claim is None or found.digest != before or found.state == ClaimState.RETIRED:
        found.state, found.written_by, found.written_at = ClaimState.DRAFT, by, at
        found.approved_by = found.approved_at = None
    found.save()
    audit.record("inbox.claim_kept", organization=organization, subject=found, by=by, at=at, state=str(found.state))
    return found


def _locked(claim: Claim) -> Claim:
    Claim.objects.select_for_update(no_key=True).get(organization_id=claim.organization_id, pk=claim.pk)
    return queries.access_claim(claim.organization, claim.pk)


@transaction.atomic
def approve_claim(*, claim: Claim, seen: str, by: Member, at: datetime) -> Claim:
    """Offered from now on; `seen` is the digest of what was read. Approving what is due for review says that it still
    holds. Raises moderation.Refused, moderation.NotYours for its writer."""
    claim = _locked(claim)
    today = at.astimezone(claim.organization.zone).date()
    due = claim.state == ClaimState.APPROVED and claim.review_date <= today
    if claim.state != ClaimState.DRAFT and not due:
        raise Refused("This correction does not wait for approval. Nothing was changed.")
    if seen != claim.digest:
        raise Refused("The words changed since you read them. Read them again; nothing was approved.")
    if claim.written_by_id == by.pk:
        raise NotYours("You wrote it, so another clinician or the privacy officer approves it. Nothing was changed.")
    for language, verdict in queries.claim_verdicts(claim, claim.organization).items():
        if verdict.verdict == "block":
            which = ", ".join(sorted({one.rule.replace("_", " ") for one in verdict.findings}))
            raise Refused(f"The guard would block the {language} text in an answer ({which}). Nothing was approved.")
    claim.state, claim.approved_by, claim.approved_at = ClaimState.APPROVED, by, at
    if claim.review_date <= today:
        claim.review_date = today + REVIEW_AFTER
    claim.save(update_fields=["state", "approved_by", "approved_at", "review_date"])
    audit.record(
        "inbox.claim_approved", organization=claim.organization, subject=claim, by=by, at=at, digest=claim.digest
    )
    return claim


@transaction.atomic
def retire_claim(*, claim: Claim, by: Member, at: datetime) -> Claim:
    """No longer offered; what it was used for stays."""
    claim = _locked(claim)
    if claim.state != ClaimState.RETIRED:
        claim.state = ClaimState.RETIRED
        claim.save(update_fields=["state"])
        audit.record("inbox.claim_retired", organization=claim.organization, subject=claim, by=by, at=at)
    return claim


@transaction.atomic
def use_claim(*, offered: Offered, conversation: Conversation, by: Member, at: datetime) -> str:
    """The words for the answer box, and that they were put there; counted once a conversation."""
    use = ClaimUse(
        organization_id=conversation.organization_id, claim=offered.claim, conversation=conversation,
        language=offered.language, by=by, at=at,
    )  # fmt: skip
    counted = ClaimUse.objects.filter(
        organization_id=conversation.organization_id, claim=offered.claim, conversation=conversation
    )
    if not counted.exists():
        ClaimUse.objects.bulk_create([use], ignore_conflicts=True)
        audit.record(
            "inbox.claim_used", organization=conversation.organization, subject=conversation, by=by, at=at,
            claim=offered.claim.pk,
        )  # fmt: skip
    return offered.text
