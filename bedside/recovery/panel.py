"""What service recovery shows in places of pages below it; wiring.py says where."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.inbox.models import Conversation
from bedside.organizations.models import Member
from bedside.recovery import queries


def of_conversation(request: HttpRequest, conversation: Conversation) -> str:
    """Beside a conversation: its case, or the button that opens one; nothing for who does neither."""
    member = getattr(request, "member", None)
    if not isinstance(member, Member) or not (member.may("recovery.read") or member.may("recovery.work")):
        return ""
    case = queries.case_of(conversation)
    context = {
        "organization": member.organization,
        "conversation": conversation,
        "case": case,
        "sees": case is not None and queries.sees(member, case),
        "works": member.may("recovery.work"),
    }
    return render_to_string("recovery/_panel.html", context, request=request)
