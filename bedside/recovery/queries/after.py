"""Reads: surveys by their link, changes, and what the public may read."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from bedside.organizations.models import Organization
from bedside.recovery import rules
from bedside.recovery.models import Case, Change, Survey


def survey_by_token(organization: Organization, token: str) -> Survey | None:
    if not 20 <= len(token) <= 100:
        return None
    found = Survey.objects.filter(organization=organization, token_digest=rules.digest(token))
    return found.select_related("organization", "case").first()


def is_answerable(survey: Survey, *, at: datetime) -> bool:
    return survey.answered_at is None and at < survey.expires_at


def surveys_of(case: Case) -> "QuerySet[Survey]":
    return Survey.objects.filter(organization_id=case.organization_id, case=case).order_by("-pk")


def changes(organization: Organization) -> "QuerySet[Change]":
    found = Change.objects.filter(organization=organization)
    return found.select_related(
        "organization", "case", "owner__user", "proposed_by__user", "approved_by__user"
    ).order_by("-pk")


def changes_of(case: Case) -> "QuerySet[Change]":
    return changes(case.organization).filter(case=case)


def access_change(organization: Organization, change_id: int) -> Change:
    """The change; raises Http404."""
    found = changes(organization).filter(pk=change_id).first()
    if found is None:
        raise Http404("No such change.")
    return found


def published(organization: Organization) -> "QuerySet[Change]":
    """What the public may read: approved sentences of changes that were made, the newest first."""
    found = Change.objects.filter(organization=organization, approved_at__isnull=False, done_at__isnull=False)
    return found.order_by("-approved_at", "-pk")


def waiting_changes(organization: Organization) -> int:
    return Change.objects.filter(organization=organization, proposed_at__isnull=False, approved_at=None).count()
