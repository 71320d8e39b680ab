"""Reads of the private way: by token, by number, by the browser that is bound."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from bedside.organizations.models import Organization
from bedside.recovery import rules
from bedside.recovery.models import Case, Handoff, HandoffLine


def handoffs(organization: Organization) -> "QuerySet[Handoff]":
    found = Handoff.objects.filter(organization=organization)
    return found.select_related("organization", "case__organization", "case__owner__user", "made_by__user")


def handoffs_of(case: Case) -> list[Handoff]:
    return list(handoffs(case.organization).filter(case=case).order_by("-pk"))


def access_handoff(case: Case, handoff_id: int) -> Handoff:
    """A way in of this very case; raises Http404."""
    found = handoffs(case.organization).filter(case=case, pk=handoff_id).first()
    if found is None:
        raise Http404("No such private page.")
    return found


def by_token(organization: Organization, token: str) -> Handoff | None:
    """Whose link it is, whatever became of it since."""
    if not 20 <= len(token) <= 100:
        return None
    return handoffs(organization).filter(token_digest=rules.digest(token)).first()


def by_number(organization: Organization, number: str) -> Handoff | None:
    return handoffs(organization).filter(number=number).first() if number else None


def by_browser(organization: Organization, cookie: str) -> Handoff | None:
    """The page this browser is bound to, while it lasts."""
    if not 20 <= len(cookie) <= 100:
        return None
    return handoffs(organization).filter(browser_digest=rules.digest(cookie), ended_at=None).first()


def can_be_opened(handoff: Handoff, *, at: datetime) -> bool:
    """Whether a link may still be opened for the first time."""
    return handoff.opened_at is None and handoff.ended_at is None and at < handoff.expires_at


def lines_of(handoff: Handoff) -> "QuerySet[HandoffLine]":
    found = HandoffLine.objects.filter(organization_id=handoff.organization_id, handoff=handoff)
    return found.select_related("by__user").order_by("at", "pk")


def waits(handoff: Handoff) -> bool:
    """Whether the last word is the person's."""
    last = lines_of(handoff).last()
    return last is not None and last.by_id is None
