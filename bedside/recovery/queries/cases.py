"""Reads: cases a member may see, one case whole, what is sealed in it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404

from bedside.inbox.models import Conversation
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Member, Organization
from bedside.organizations.rules import Role
from bedside.recovery import rules
from bedside.recovery.models import Case, CaseNote, CaseStep, CaseThread, Grievance, GrievanceLetter
from bedside.recovery.rules import STEPS, State, Step


class Row(Protocol):
    organization_id: int


def opened(row: models.Model, column: str = "sealed") -> str:
    """What a sealed column holds; "" where it holds nothing. Whoever calls it records that somebody looked."""
    held = bytes(getattr(row, column))
    if not held:
        return ""
    organization_id = int(getattr(row, "organization_id"))  # noqa: B009 (every tenant row has it)
    return crypto.unseal(held, context=seal_context(type(row), column, organization_id)).decode()


def told(row: models.Model, column: str) -> dict[str, Any]:
    said = opened(row, column)
    found: dict[str, Any] = json.loads(said) if said else {}
    return found


def all_cases(organization: Organization) -> "QuerySet[Case]":
    found = Case.objects.filter(organization=organization)
    return found.select_related("organization", "owner__user", "opened_by__user", "closed_by__user", "incident")


@dataclass(frozen=True)
class Asked:
    """Which cases a page asks for: `state` open, closed or both where it is empty."""

    state: str = ""
    category: str = ""
    owner: int | None = None
    overdue_on: date | None = None


def cases_for(member: Member, asked: Asked | None = None) -> "QuerySet[Case]":
    """What the member may see, the nearest target first; closed ones after those that are open."""
    found = _narrowed(all_cases(member.organization), asked or Asked()).filter(_seen_by(member))
    return found.order_by("-state", "target_date", "-number")


def unseen_by(member: Member, asked: Asked) -> int:
    """How many more there are like that in others' hands; nothing is said of them but this."""
    return _narrowed(all_cases(member.organization), asked).count() - cases_for(member, asked).count()


def _narrowed(found: "QuerySet[Case]", asked: Asked) -> "QuerySet[Case]":
    if asked.state in (State.OPEN, State.CLOSED):
        found = found.filter(state=asked.state)
    if asked.category in rules.CATEGORIES:
        found = found.filter(category=asked.category)
    if asked.owner is not None:
        found = found.filter(owner_id=asked.owner)
    if asked.overdue_on is not None:
        found = found.filter(state=State.OPEN, target_date__lt=asked.overdue_on)
    return found


def _seen_by(member: Member) -> Q:
    """The same as rules.may_read, for PostgreSQL; a test holds both against each other."""
    roles = member.role_set
    if Role.PRIVACY_OFFICER in roles:
        return Q()
    seen = Q(owner=member) | Q(opened_by=member)
    if Role.RESPONDER in roles:
        seen |= Q(owner=None)
    if Role.CLINICIAN in roles:
        seen |= Q(specialty=member.specialty) if member.specialty else Q(pk__gt=0)
    return seen


def sees(member: Member, case: Case) -> bool:
    roles = member.role_set
    return member.may("recovery.read") and rules.may_read(
        sees_all=Role.PRIVACY_OFFICER in roles, answers=Role.RESPONDER in roles, cares=Role.CLINICIAN in roles,
        member_id=member.pk, specialty=member.specialty, owner_id=case.owner_id, opener_id=case.opened_by_id,
        of_case=case.specialty,
    )  # fmt: skip


def access_case(member: Member, case_id: int) -> Case:
    """The case, where this member may see it; raises Http404 otherwise."""
    found = all_cases(member.organization).filter(_seen_by(member), pk=case_id).first()
    if found is None:
        raise Http404("No such case.")
    return found


def case_by_id(organization: Organization, case_id: int) -> Case:
    """For jobs; raises Http404."""
    found = all_cases(organization).filter(pk=case_id).first()
    if found is None:
        raise Http404("No such case.")
    return found


def case_of(conversation: Conversation) -> Case | None:
    thread = (
        CaseThread.objects.filter(organization_id=conversation.organization_id, conversation=conversation)
        .select_related("case__owner__user", "case__organization")
        .first()
    )
    return thread.case if thread is not None else None


def threads_of(case: Case) -> "QuerySet[CaseThread]":
    found = CaseThread.objects.filter(organization_id=case.organization_id, case=case)
    return found.select_related("conversation__account").order_by("at", "pk")


def notes_of(case: Case) -> "QuerySet[CaseNote]":
    found = CaseNote.objects.filter(organization_id=case.organization_id, case=case)
    return found.select_related("by__user").order_by("at", "pk")


@dataclass(frozen=True)
class Taken:
    """A step of the seven, and how it went where it was taken."""

    step: Step
    row: CaseStep | None
    outcome: str = ""


def steps_of(case: Case, *, reveal: bool = False) -> list[Taken]:
    rows = CaseStep.objects.filter(organization_id=case.organization_id, case=case).select_related("by__user")
    taken = {row.step: row for row in rows}
    return [
        Taken(step, row, opened(row, "outcome") if reveal and row is not None else "")
        for step in STEPS
        for row in [taken.get(step.key)]
    ]


def grievance_of(case: Case) -> Grievance | None:
    found = Grievance.objects.filter(organization_id=case.organization_id, case=case)
    return found.select_related("by__user").first()


def letters_of(grievance: Grievance) -> "QuerySet[GrievanceLetter]":
    found = GrievanceLetter.objects.filter(organization_id=grievance.organization_id, grievance=grievance)
    return found.select_related("by__user").order_by("-number")


def overdue_for(member: Member, *, today: date) -> "QuerySet[Case]":
    return cases_for(member, Asked(overdue_on=today))


def waiting_number(member: Member, *, today: date) -> int:
    """Open cases of the member's own that are past their target."""
    mine = Case.objects.filter(organization_id=member.organization_id, owner=member, state=State.OPEN)
    return mine.filter(target_date__lt=today).count()


def due_reminders(organization: Organization, *, on: date) -> "QuerySet[Case]":
    """Open cases with an owner whose target is that day, of which nobody was reminded yet."""
    found = all_cases(organization).filter(state=State.OPEN, owner__isnull=False, target_date=on)
    return found.exclude(reminded_date=on)


def deletable(organization: Organization) -> "QuerySet[Case]":
    """Closed cases without a hold whose private parts are still here; the caller looks at the days."""
    return all_cases(organization).filter(state=State.CLOSED, on_hold=False, deleted_at=None)
