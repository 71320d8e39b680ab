"""Tags of the pages of moderation: {% load moderation %}."""

from django import template

from bedside.inbox import labels
from bedside.inbox.models import ModerationAct
from bedside.organizations.models import Member

register = template.Library()


@register.filter
def may(member: object, permission: str) -> bool:
    """Whether the member of this page may."""
    return isinstance(member, Member) and member.may(permission)


@register.filter
def act_kind(kind: str) -> labels.Words:
    return labels.MODERATION_KINDS.get(kind, kind)


@register.filter
def refused(act: ModerationAct) -> bool:
    """Whether the network did not do what was asked of it."""
    return act.delivery is not None and act.delivery.state == "refused"


@register.filter
def under_way(act: ModerationAct) -> bool:
    """Whether the network was asked, and has not said yes."""
    return act.delivery is not None and act.delivery.state in ("due", "sending", "unknown")


@register.filter
def of(counts: dict[str, int], name: str) -> int:
    """How many of that name there are."""
    return counts.get(name, 0)
