"""The queue of what may be spam."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from bedside.inbox.models import Conversation, ModerationAct, Sighting, Suspicion
from bedside.inbox.moderation import WITHIN
from bedside.inbox.rules import State
from bedside.organizations.models import Organization


def suspicions(organization: Organization) -> "QuerySet[Suspicion]":
    """What somebody should look at, oldest first. What may mean danger is never among it, also where it became so
    after it was suspected."""
    found = Suspicion.objects.filter(organization=organization, judged_at=None)
    open_ones = found.filter(conversation__state__in=[State.OPEN, State.SNOOZED])
    harmless = open_ones.exclude(conversation__rank=0).exclude(conversation__level__in=["P0", "P1"])
    return harmless.select_related("conversation__account", "conversation__organization").order_by("pk")


def suspicion_of(conversation: Conversation) -> Suspicion | None:
    """Why a conversation stands in the queue, while it does."""
    return suspicions(conversation.organization).filter(conversation=conversation).first()


def alike(suspicion: Suspicion) -> "QuerySet[Suspicion]":
    """The others in the queue with the same words."""
    found = suspicions(suspicion.organization)
    if not suspicion.digest:
        return found.none()
    return found.filter(digest=suspicion.digest).exclude(pk=suspicion.pk)


def seen_lately(organization: Organization, digest: str, *, at: datetime) -> tuple[int, dict[int, int]]:
    """How many different people wrote these words within a day, and how often each did."""
    found = Sighting.objects.filter(organization=organization, digest=digest, at__gt=at - WITHIN)
    each = dict(found.values_list("author").annotate(n=Count("pk")).order_by())
    return len(each), each


def conversations_with(organization: Organization, digest: str, *, at: datetime) -> list[int]:
    """Keys of the conversations in which these words were seen within a day."""
    found = Sighting.objects.filter(organization=organization, digest=digest, at__gt=at - WITHIN)
    return list(found.values_list("conversation_id", flat=True).distinct()[:500])


def marks(organization: Organization) -> dict[str, Exists]:
    """Whether something was done about a conversation by the comment policy, and whether it waits in the queue: asked
    with the conversation itself, so that a page of most of them asks nothing more."""
    acts = ModerationAct.objects.filter(organization=organization, conversation=OuterRef("pk"), undone_at=None)
    waits = Suspicion.objects.filter(organization=organization, conversation=OuterRef("pk"), judged_at=None)
    return {"is_moderated": Exists(acts), "is_suspected": Exists(waits)}
