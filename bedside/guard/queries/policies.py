"""The policy in force and the versions before and after it."""

import json

from django.db.models import QuerySet
from django.http import Http404

from bedside.guard.models import Comparison, PolicyVersion
from bedside.guard.policy import BUILT_IN, RULES, TERM_RULE, Policy
from bedside.guard.policy.data import read
from bedside.guard.policy.steps import State
from bedside.organizations.models import Organization


def in_force(organization: Organization) -> PolicyVersion | None:
    """The version that holds; None while it is the one that comes with Bedside."""
    found = PolicyVersion.objects.filter(organization=organization, state=State.IN_FORCE)
    return found.select_related("author__user", "approver__user").first()


def policy_of(organization: Organization) -> Policy:
    """What holds now."""
    found = PolicyVersion.objects.filter(organization=organization, state=State.IN_FORCE).values_list("data", flat=True)
    data = found.first()
    return BUILT_IN if data is None else read(json.dumps(data, sort_keys=True))


def said_by(version: PolicyVersion | None) -> Policy:
    """What a version says; None is version 0."""
    return BUILT_IN if version is None else read(json.dumps(version.data, sort_keys=True))


def versions_of(organization: Organization) -> "QuerySet[PolicyVersion]":
    """All versions, newest first."""
    found = PolicyVersion.objects.filter(organization=organization)
    return found.select_related("author__user", "approver__user").order_by("-number")


def access_version(organization: Organization, version_id: int) -> PolicyVersion:
    """The version; raises Http404."""
    found = versions_of(organization).select_related("organization").filter(pk=version_id).first()
    if found is None:
        raise Http404("No such version.")
    return found


def comparison_of(version: PolicyVersion) -> Comparison | None:
    return Comparison.objects.filter(organization_id=version.organization_id, version=version).first()


def rules_known() -> tuple[str, ...]:
    """Every rule a finding may name."""
    return (*RULES, TERM_RULE)
