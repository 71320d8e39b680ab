"""Tags of the privacy area: {% load guard %}."""

from typing import Any

from django import template
from django.template import Context

from bedside.guard import queries
from bedside.guard.models import Appeal
from bedside.organizations.models import Member

register = template.Library()


@register.inclusion_tag("guard/_tabs.html", takes_context=True)
def privacy_tabs(context: Context, here: str) -> dict[str, Any]:
    """The tabs this member may open, with what waits for a decision."""
    member: Member = context["member"]
    decides = member.may("guard.override")
    return {
        "organization": context["organization"],
        "here": here,
        "waiting": queries.waiting_appeals(context["organization"]) if decides else 0,
        "readers": member.may("guard.readers"),
        "findings": member.may("guard.approve"),
    }


@register.filter
def sees(member: Member, appeal: Appeal) -> bool:
    """Whether this member may open a request: the one who asked, and privacy officers."""
    return appeal.asked_by_id == member.pk or member.may("guard.override")
