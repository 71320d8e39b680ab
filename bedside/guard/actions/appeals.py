"""Asking a privacy officer to release a blocked text, and what they decide. Two people wherever there are two."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from bedside.audit import actions as audit
from bedside.audit import queries as record
from bedside.guard import queries
from bedside.guard.models import Appeal, Override
from bedside.guard.policy.floor import HARD, releasable
from bedside.guard.policy.steps import (
    ENOUGH,
    LAPSES,
    RELEASE_LASTS,
    SHREDDED,
    Asked,
    Ground,
    NeedsWords,
    WrongStep,
    ensure_another,
    words,
)
from bedside.guard.shapes import Finding, Parcel, Verdict
from bedside.kit import crypto, queue
from bedside.kit.fields import seal_context
from bedside.organizations.models import Member, Organization

SUBJECT = "guard.appeal"
#: Lines of the thread that the officer is shown.
THREAD = 12


class NothingHeld(Exception):
    """There is nothing to release: nothing is blocked, or it is released already."""


class NeverReleased(Exception):
    """It holds a number that names one person, or this hospital releases nothing."""


@transaction.atomic
def ask(
    *,
    organization: Organization,
    parcels: Sequence[Parcel],
    subject: models.Model,
    where: str,
    note: str,
    by: Member,
    at: datetime,
    inbound: str | None = None,
    author: str | None = None,
    thread: Sequence[dict[str, str]] = (),
) -> Appeal:
    """The request before the privacy officers, for those of the parcels that are blocked; the same one again while it
    waits. `thread` are lines (who, text with identifiers hidden) of what is answered, `where` the page to go on at.

    Raises NothingHeld, NeverReleased, NeedsWords.
    """
    said = words(note, 10, 1000, "Say why the findings are wrong here, or why it must be said,")
    found = [
        (parcel, queries.examine_parcel(organization=organization, parcel=parcel, inbound=inbound, author=author))
        for parcel in parcels
    ]
    blocked = [(parcel, verdict) for parcel, verdict in found if verdict.verdict == "block"]
    if not blocked:
        raise NothingHeld("Nothing holds this text now: send it.")
    rules = frozenset(one.rule for _parcel, verdict in blocked for one in verdict.findings)
    if not releasable(queries.policy_of(organization), rules):
        raise NeverReleased(
            "It holds a number that names one person. Nobody can release that: take it out."
            if rules & HARD
            else "This hospital's policy lets nobody release a blocked text. Please write it another way."
        )
    digests = sorted(parcel.digest() for parcel, _verdict in blocked)
    if all(queries.override_for(organization, subject, digest, sorted(rules), at=at) for digest in digests):
        raise NothingHeld("It is released already: send it again.")
    if twin := queries.waiting_twin(organization, subject, digests):
        return twin
    kept = {"parcels": [_kept(*one) for one in blocked], "thread": list(thread)[-THREAD:]}
    appeal = Appeal.objects.create(
        organization=organization,
        kind=blocked[0][0].kind,
        digests=digests,
        rules=sorted(rules),
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        page=where[:300],
        sealed=crypto.seal(json.dumps(kept), context=seal_context(Appeal, "sealed", organization.pk)),
        note=crypto.seal(said, context=seal_context(Appeal, "note", organization.pk)),
        asked_by=by,
        asked_at=at,
    )
    audit.record(
        "guard.release_asked",
        organization=organization,
        subject=appeal,
        by=by,
        at=at,
        rules=appeal.rules,
        digests=digests,
    )
    queue.defer("guard.tell_officers", organization_id=organization.pk, appeal_id=appeal.pk)
    return appeal


def _kept(parcel: Parcel, verdict: Verdict) -> dict[str, Any]:
    """A parcel as the officer reads it: its words, who would see it, what was found where."""
    alts = [media.alt for media in parcel.media if media.alt]
    return {
        "text": parcel.text,
        "link": parcel.link,
        "title": parcel.title,
        "poll": list(parcel.poll),
        "alts": alts,
        "audience": parcel.audience,
        "findings": [_told(finding) for finding in verdict.findings],
    }


def _told(finding: Finding) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in ("rule", "severity", "quote", "start", "end", "reason", "source")}


def _locked(appeal: Appeal) -> Appeal:
    found = (
        Appeal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization", "asked_by__user")
        .get(organization_id=appeal.organization_id, pk=appeal.pk)
    )
    if found.state != Asked.WAITING:
        raise WrongStep(f"This request is {found.state.replace('_', ' ')} already. Nothing was changed.")
    return found


@transaction.atomic
def note_read(*, appeal: Appeal, by: Member, at: datetime) -> None:
    """That somebody other than the asker opened the words; once for each person."""
    if by.pk == appeal.asked_by_id or appeal.shredded_at is not None:
        return
    organization = appeal.organization
    told = record.entries(organization, kind="guard.request_read", by=by.pk, subject=(SUBJECT, appeal.pk))
    if not told.exists():
        audit.record("guard.request_read", organization=organization, subject=appeal, by=by, at=at)


@transaction.atomic
def release(*, appeal: Appeal, ground: str, reason: str, by: Member, at: datetime, release: str = "") -> list[Override]:
    """A release of each parcel that was asked for, for a day. Raises WrongStep, NotYours, NeedsWords, NeverReleased.

    `release` names the signed consent, which that ground needs.
    """
    appeal = _locked(appeal)
    alone = ensure_another(is_asker=by.pk == appeal.asked_by_id, others=queries.others_who_may_release(by))
    said = words(reason, ENOUGH, 500, "Say why it may leave")
    signed = " ".join(release.split())[:120]
    if Ground(ground) is Ground.CONSENT and len(signed) < 3:
        raise NeedsWords("Name the signed release: its number, or where it is kept.")
    if not releasable(queries.policy_of(appeal.organization), frozenset(appeal.rules)):
        raise NeverReleased("The policy changed meanwhile: nobody can release this any more. Nothing was changed.")
    made = Override.objects.bulk_create(
        [
            Override(
                organization_id=appeal.organization_id,
                appeal=appeal,
                digest=digest,
                rules=appeal.rules,
                ground=ground,
                release=signed,
                reason=said,
                alone=alone,
                by=by,
                at=at,
                expires_at=at + RELEASE_LASTS,
            )
            for digest in appeal.digests
        ]
    )
    _decide(appeal, Asked.RELEASED, by, at, "")
    audit.record(
        "guard.released",
        organization=appeal.organization,
        subject=appeal,
        by=by,
        at=at,
        rules=appeal.rules,
        digests=appeal.digests,
        ground=ground,
        alone=alone,
        until=(at + RELEASE_LASTS).isoformat(),
    )
    queue.defer("guard.tell_asker", organization_id=appeal.organization_id, appeal_id=appeal.pk)
    return made


@transaction.atomic
def refuse(*, appeal: Appeal, answer: str, by: Member, at: datetime) -> Appeal:
    """The request refused, with words for whoever asked. Raises WrongStep, NeedsWords."""
    appeal = _locked(appeal)
    _decide(appeal, Asked.REFUSED, by, at, words(answer, 10, 500, "Say what to do instead"))
    audit.record("guard.refused", organization=appeal.organization, subject=appeal, by=by, at=at, rules=appeal.rules)
    queue.defer("guard.tell_asker", organization_id=appeal.organization_id, appeal_id=appeal.pk)
    return appeal


@transaction.atomic
def take_back(*, appeal: Appeal, by: Member, at: datetime) -> Appeal:
    """The asker needs it no more. Raises WrongStep, also for somebody else's request."""
    if by.pk != appeal.asked_by_id:
        raise WrongStep("Only who asked takes a request back. Nothing was changed.")
    appeal = _locked(appeal)
    _decide(appeal, Asked.TAKEN_BACK, by, at, "")
    audit.record("guard.request_taken_back", organization=appeal.organization, subject=appeal, by=by, at=at)
    return appeal


def _decide(appeal: Appeal, state: Asked, by: Member | None, at: datetime, answer: str) -> None:
    appeal.state, appeal.decided_by, appeal.decided_at, appeal.answer = state, by, at, answer
    appeal.save(update_fields=["state", "decided_by", "decided_at", "answer"])


@transaction.atomic
def tidy_appeals(*, organization: Organization, at: datetime) -> int:
    """Ends requests nobody decided, shreds the words of those decided a month ago; returns how many were shredded."""
    waiting = Appeal.objects.select_for_update(of=("self",), no_key=True).filter(organization=organization)
    for appeal in waiting.filter(state=Asked.WAITING, asked_at__lt=at - LAPSES).select_related("organization"):
        _decide(appeal, Asked.LAPSED, None, at, "")
        audit.record("guard.request_lapsed", organization=organization, subject=appeal, by=None, at=at)
    done = 0
    old = Appeal.objects.filter(organization=organization, shredded_at=None, decided_at__lt=at - SHREDDED)
    for appeal in old.order_by("pk")[:1000]:
        appeal.sealed, appeal.note, appeal.shredded_at = b"", b"", at
        appeal.save(update_fields=["sealed", "note", "shredded_at"])
        audit.record("guard.request_shredded", organization=organization, subject=appeal, by=None, at=at)
        done += 1
    return done
