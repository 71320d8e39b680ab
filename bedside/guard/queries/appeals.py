"""Requests for release, their sealed words, and the releases that hold."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404

from bedside.guard.models import Appeal, Override
from bedside.guard.policy.steps import RELEASE_LASTS, Asked
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Member, Organization
from bedside.organizations.queries import members_who_may


def appeals_of(organization: Organization) -> "QuerySet[Appeal]":
    found = Appeal.objects.filter(organization=organization)
    return found.select_related("asked_by__user", "decided_by__user")


def waiting_appeals(organization: Organization) -> int:
    return Appeal.objects.filter(organization=organization, state=Asked.WAITING).count()


def access_appeal(organization: Organization, appeal_id: int) -> Appeal:
    """The request; raises Http404."""
    found = appeals_of(organization).select_related("organization").filter(pk=appeal_id).first()
    if found is None:
        raise Http404("No such request.")
    return found


def latest_appeal(organization: Organization, subject_type: str, subject_id: int) -> Appeal | None:
    """The newest request about one thing."""
    found = appeals_of(organization).filter(subject_type=subject_type, subject_id=subject_id)
    return found.order_by("-asked_at", "-pk").first()


def waiting_twin(organization: Organization, subject: Model, digests: Sequence[str]) -> Appeal | None:
    """A waiting request for these very parcels of this subject."""
    found = Appeal.objects.filter(organization=organization, state=Asked.WAITING, digests=list(digests))
    return found.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).first()


@dataclass(frozen=True)
class Opened:
    """A request's words: its parcels, the thread with identifiers hidden, and why the asker holds it for wrong."""

    parcels: list[dict[str, Any]]
    thread: list[dict[str, str]]
    note: str


def open_appeal(appeal: Appeal) -> Opened | None:
    """The sealed words; None once they are shredded. Whoever shows them to another than the asker records it."""
    if appeal.shredded_at is not None or not appeal.sealed:
        return None
    organization_id = appeal.organization_id
    words = crypto.unseal(bytes(appeal.sealed), context=seal_context(Appeal, "sealed", organization_id))
    note = crypto.unseal(bytes(appeal.note), context=seal_context(Appeal, "note", organization_id))
    kept = json.loads(words)
    return Opened(kept["parcels"], kept["thread"], note.decode())


def standing(appeal: Appeal | None, digests: Iterable[str] | None = None, *, at: datetime) -> str:
    """Where a request stands for whoever looks at its subject now: "waiting", "released", "refused", "over" once a
    release is a day old, "other" where the words changed since (`digests` are those of now), "" where nothing is to be
    said."""
    if appeal is None or appeal.state in (Asked.TAKEN_BACK, Asked.LAPSED):
        return ""
    if digests is not None and not set(digests) & set(appeal.digests):
        return "other" if appeal.state in (Asked.WAITING, Asked.RELEASED) else ""
    if appeal.state == Asked.RELEASED and appeal.decided_at is not None and at >= appeal.decided_at + RELEASE_LASTS:
        return "over"
    return appeal.state


def override_for(
    organization: Organization, subject: Model | None, digest: str, rules: Sequence[str], *, at: datetime
) -> Override | None:
    """The release of exactly this parcel of this subject that holds now and covers every rule found in it."""
    if subject is None:
        return None
    found = Override.objects.filter(organization=organization, digest=digest, at__lte=at, expires_at__gt=at)
    own = found.filter(appeal__subject_type=subject._meta.label_lower, appeal__subject_id=subject.pk)
    return next((one for one in own.order_by("-at", "-pk") if set(rules) <= set(one.rules)), None)


def releases_of(appeal: Appeal) -> list[Override]:
    return list(appeal.overrides.select_related("by__user").order_by("pk"))


def others_who_may_release(member: Member) -> int:
    """How many members besides this one could decide a request."""
    return sum(one.pk != member.pk for one in members_who_may(member.organization, "guard.override"))
