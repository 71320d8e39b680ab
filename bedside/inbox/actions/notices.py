"""Telling people what was given to them: at once, or once an hour together, or not at all, as each chose. A notice
says where to look and nothing of what was written."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from bedside.inbox import queries
from bedside.inbox.models import Conversation, Telling
from bedside.inbox.queries.notices import LOST
from bedside.kit import queue
from bedside.organizations import actions as organizations
from bedside.organizations import queries as organization_queries
from bedside.organizations import reaching
from bedside.organizations.models import Member, Organization
from bedside.organizations.reaching import Outcome


def note_given(*, conversation: Conversation, member_id: int, at: datetime) -> None:
    """The member is to hear of it, in the caller's transaction; one who never wants to is not noted."""
    member = organization_queries.members_of(conversation.organization).filter(pk=member_id).first()
    if member is None or member.notices == "never":
        return
    mine = Telling.objects.filter(
        organization_id=conversation.organization_id, conversation=conversation, member=member, sent_at=None
    )
    if mine.exists():
        return
    made = Telling.objects.create(
        organization_id=conversation.organization_id, conversation=conversation, member=member, asked_at=at
    )
    if member.notices == "now":
        queue.defer(
            "inbox.tell_given",
            organization_id=conversation.organization_id,
            member_id=member.pk,
            notices=[made.pk],
        )


def tell_given(
    *, organization: Organization, member: Member, notices: list[int], clock: Callable[[], datetime]
) -> bool:
    """One mail, and a notice in each browser, for these; False where the mail did not go out and is to be tried
    again. What is no longer in the member's hands, or was answered, is left out."""
    at = clock()
    claimed = _claim(organization, notices, at)
    waiting = [one for one in queries.notices_named(organization, claimed) if one.member_id == member.pk]
    told = _tell(organization, member, waiting, at) if waiting else Outcome(True)
    mine = Telling.objects.filter(organization=organization, pk__in=claimed)
    if told.ok:
        mine.update(sent_at=clock())
    else:
        mine.update(claimed_at=None)
    return told.ok


@transaction.atomic
def _claim(organization: Organization, notices: list[int], at: datetime) -> list[int]:
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - LOST)
    mine = Telling.objects.select_for_update(no_key=True, skip_locked=True).filter(
        free, organization=organization, pk__in=notices, sent_at=None
    )
    found = list(mine.values_list("pk", flat=True))
    Telling.objects.filter(organization=organization, pk__in=found).update(claimed_at=at)
    return found


def _tell(organization: Organization, member: Member, waiting: list[Telling], at: datetime) -> Outcome:
    paths = [reverse("inbox:one", args=[organization.slug, one.conversation_id]) for one in waiting]
    number = len(waiting)
    some = "a question" if number == 1 else f"{number} questions"
    first = paths[0] if number == 1 else f"{reverse('inbox:list', args=[organization.slug])}?view=mine"
    for device in organization_queries.devices_of(member):
        pushed = reaching.notify(
            device,
            title=f"{organization.name}: {some} for you",
            text="Open, answer, done.",
            url=first,
            topic=f"given-{member.pk}",
            at=at,
        )
        if pushed.gone:
            organizations.end_device(device=device, by=None, at=at)
    links = "\n".join(f"{settings.ORIGIN}{path}" for path in paths[:50])
    return reaching.mail(
        member.user.email,
        f"{organization.name}: {some} for you to answer",
        f"Each link opens one question and a box for the answer:\n\n{links}\n\n"
        "Not yours? The page has a button that gives it back.\n"
        "How often you hear of this is your own choice: see “How I am reached” in your menu.\n",
        key=f"given-{waiting[0].pk}-{number}",
    )
