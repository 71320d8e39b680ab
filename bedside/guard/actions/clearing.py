"""The door's pass: `clear` gives one, or raises Held. Whoever catches nothing lets nothing out."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from bedside.audit import actions as audit
from bedside.guard import queries
from bedside.guard.models import Clearance, Hold
from bedside.guard.policy.floor import HARD, needs_reason
from bedside.guard.shapes import Parcel, Verdict
from bedside.organizations.models import Member, Organization

P = ParamSpec("P")
R = TypeVar("R")


class Held(Exception):
    """The guard found something; `verdict` says what, why and what to write instead."""

    def __init__(
        self,
        verdict: Verdict,
        *,
        parcel: Parcel,
        organization: Organization,
        subject: models.Model | None,
        by: Member | None,
        at: datetime,
    ) -> None:
        super().__init__(f"held: {', '.join(sorted({finding.rule for finding in verdict.findings}))}")
        self.verdict = verdict
        self.parcel, self.organization, self.subject, self.by, self.at = parcel, organization, subject, by, at


def clear(
    *,
    parcel: Parcel,
    organization: Organization,
    by: Member | None,
    at: datetime,
    inbound: str | None = None,
    author: str | None = None,
    subject: models.Model | None = None,
    reason: str = "",
) -> Clearance:
    """A clearance for exactly this parcel; raises Held.

    Blocking findings hold until a privacy officer releases exactly this parcel; a number that names one person always
    holds. Warnings hold until a person gives a `reason`, which is kept with the clearance, unless the hospital's policy
    asks for none.
    """
    verdict = queries.examine_parcel(organization=organization, parcel=parcel, inbound=inbound, author=author)
    rules = frozenset(finding.rule for finding in verdict.findings)
    override = None
    if verdict.verdict == "block" and not rules & HARD:
        override = queries.override_for(organization, subject, parcel.digest(), sorted(rules), at=at)
    held = verdict.verdict == "block" and override is None
    if verdict.verdict == "warn" and not reason.strip():
        held = needs_reason(queries.policy_of(organization), rules)
    if held:
        raise Held(verdict, parcel=parcel, organization=organization, subject=subject, by=by, at=at)
    clearance = Clearance.objects.create(
        organization=organization,
        digest=parcel.digest(),
        kind=parcel.kind,
        verdict=verdict.verdict,
        warned=sorted(rules),
        reason=reason.strip()[:300],
        override=override,
        by=by,
        at=at,
    )
    release: dict[str, Any] = {"release": override.pk} if override is not None else {}
    audit.record(
        "guard.cleared", organization=organization, subject=clearance, by=by, at=at, warned=clearance.warned, **release
    )
    return clearance


@transaction.atomic
def note_hold(held: Held) -> Hold:
    """The row and the entry of a refused text: its rules and places, never its words."""
    findings = [
        {"rule": finding.rule, "severity": finding.severity, "start": finding.start, "end": finding.end}
        for finding in held.verdict.findings
    ]
    hold = Hold.objects.create(
        organization=held.organization,
        digest=held.parcel.digest(),
        kind=held.parcel.kind,
        findings=findings,
        subject_type=held.subject._meta.label_lower if held.subject is not None else "",
        subject_id=held.subject.pk if held.subject is not None else None,
        by=held.by,
        at=held.at,
    )
    rules = sorted({finding.rule for finding in held.verdict.findings})
    audit.record(
        "guard.held", organization=held.organization, subject=held.subject or hold, by=held.by, at=held.at, rules=rules
    )
    return hold


def noting_holds(action: Callable[P, R]) -> Callable[P, R]:
    """Wraps an action: when it raises Held, its own transaction is gone, and the hold is noted in another."""

    @wraps(action)
    def noted(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return action(*args, **kwargs)
        except Held as held:
            note_hold(held)
            raise

    return noted
