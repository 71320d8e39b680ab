"""Drafts of a conversation, and how many a month has seen."""

from datetime import datetime, timedelta

from bedside.answers.models import Drafter
from bedside.answers.queries import drafter_of
from bedside.inbox.models import Conversation, Draft
from bedside.organizations.models import Member, Organization

#: After this a draft that did not come is given up: its worker died.
GIVEN_UP = timedelta(minutes=4)


def drafting_of(organization: Organization) -> Drafter | None:
    """The drafter, where an administrator has switched it on."""
    found = drafter_of(organization)
    return found if found is not None and found.is_on else None


def drafts_this_month(organization: Organization, *, at: datetime) -> int:
    """Drafts asked for since the month began by the hospital's clock; each call counts, whatever came of it."""
    here = at.astimezone(organization.zone)
    begun = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Draft.objects.filter(organization=organization, asked_at__gte=begun).count()


def latest_draft(conversation: Conversation, member: Member) -> Draft | None:
    """The newest draft this person asked for here, while it answers the latest message and was not used."""
    found = (
        Draft.objects.filter(organization_id=conversation.organization_id, conversation=conversation, by=member)
        .order_by("-pk")
        .first()
    )
    return found if found is not None and found.state not in (Draft.PUT, Draft.SENT) else None


def own_draft(conversation: Conversation, member: Member, draft_id: int) -> Draft | None:
    """A made draft of this person's, by its number."""
    found = Draft.objects.filter(organization_id=conversation.organization_id, conversation=conversation, by=member)
    return found.filter(pk=draft_id, state__in=[Draft.MADE, Draft.PUT]).first()


def is_given_up(draft: Draft, *, at: datetime) -> bool:
    return draft.state in (Draft.ASKED, Draft.CALLING) and at - draft.asked_at > GIVEN_UP
