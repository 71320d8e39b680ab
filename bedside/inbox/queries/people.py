"""People of one network, what they wrote before, who is at a conversation, labels, saved views, follow-ups."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404

from bedside.inbox import rules
from bedside.inbox.models import (
    Act,
    AnswerDraft,
    AnswerLock,
    Conversation,
    Correspondent,
    FollowUp,
    Label,
    Presence,
    SavedView,
)
from bedside.inbox.queries.listing import UNDO
from bedside.inbox.rules import State
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Member, Organization

#: Conversations of one person that a page lists.
LISTED = 100


def access_correspondent(organization: Organization, pk: int) -> Correspondent:
    """The person; raises Http404."""
    found = Correspondent.objects.filter(organization=organization, pk=pk).first()
    if found is None:
        raise Http404("No such person.")
    return found


def conversations_of(person: Correspondent) -> "QuerySet[Conversation]":
    """What they wrote, newest first."""
    return (
        Conversation.objects.filter(organization_id=person.organization_id, correspondent=person)
        .exclude(state=State.MERGED)
        .select_related("account", "assigned_to__user")
        .order_by("-last_at", "-pk")
    )


def earlier(conversation: Conversation, most: int = 40) -> list[Conversation]:
    """The person's other conversations, newest first."""
    if conversation.correspondent_id is None:
        return []
    others = Conversation.objects.filter(
        organization_id=conversation.organization_id, correspondent_id=conversation.correspondent_id
    )
    return list(others.exclude(pk=conversation.pk).exclude(state=State.MERGED).order_by("-last_at", "-pk")[:most])


def mergeable(conversation: Conversation, others: list[Conversation], most: int = 10) -> list[Conversation]:
    """Of the person's other conversations those that this could be merged into: on the same account."""
    return [one for one in others if one.account_id == conversation.account_id][:most]


def labels(organization: Organization) -> "QuerySet[Label]":
    return Label.objects.filter(organization=organization).order_by("name")


def access_label(organization: Organization, pk: int) -> Label:
    """The label; raises Http404."""
    found = Label.objects.filter(organization=organization, pk=pk).first()
    if found is None:
        raise Http404("No such label.")
    return found


def access_view(organization: Organization, member: Member, pk: int) -> SavedView:
    """A saved view of the member's own or of everybody's; raises Http404."""
    found = SavedView.objects.filter(organization=organization, pk=pk).first()
    if found is None or not (found.shared or found.by_id == member.pk):
        raise Http404("No such view.")
    return found


def saved_views(organization: Organization, member: Member) -> list[SavedView]:
    mine = SavedView.objects.filter(organization=organization)
    return [view for view in mine.order_by("name", "pk") if view.shared or view.by_id == member.pk]


def access_act(organization: Organization, member: Member, pk: int) -> Act:
    """An act of the member's own; raises Http404."""
    found = Act.objects.filter(organization=organization, by=member, pk=pk).first()
    if found is None:
        raise Http404("No such act.")
    return found


def last_act(organization: Organization, member: Member, *, at: datetime) -> Act | None:
    """What the key u would undo."""
    mine = Act.objects.filter(organization=organization, by=member, undone_at=None, at__gt=at - UNDO, number__gt=0)
    return mine.order_by("-at", "-pk").first()


def follow_ups(organization: Organization, member: Member) -> "QuerySet[FollowUp]":
    """What the member wanted to look at again, soonest first."""
    mine = FollowUp.objects.filter(organization=organization, member=member, done_at=None)
    return mine.select_related("conversation__account").order_by("on_date", "pk")


def follow_up_of(conversation: Conversation, member: Member) -> FollowUp | None:
    return FollowUp.objects.filter(
        organization_id=conversation.organization_id, conversation=conversation, member=member, done_at=None
    ).first()


#: What may stand beside a conversation: who has it open, who answers it, the member's own reminder and unsent words.
BESIDE = ("present", "lock", "follow", "draft")
BESIDE_SQL = """
SELECT
  EXISTS (SELECT 1 FROM inbox_presence WHERE organization_id = %(here)s AND conversation_id = %(which)s),
  EXISTS (SELECT 1 FROM inbox_answerlock WHERE organization_id = %(here)s AND conversation_id = %(which)s),
  EXISTS (SELECT 1 FROM inbox_followup
          WHERE organization_id = %(here)s AND conversation_id = %(which)s AND member_id = %(who)s),
  EXISTS (SELECT 1 FROM inbox_answerdraft
          WHERE organization_id = %(here)s AND conversation_id = %(which)s AND member_id = %(who)s)
"""


def beside(conversation: Conversation, member: Member) -> frozenset[str]:
    """Which of them there are: of most conversations none, and one question is cheaper than one for each."""
    asked = {"here": conversation.organization_id, "which": conversation.pk, "who": member.pk}
    with connection.cursor() as cursor:
        cursor.execute(BESIDE_SQL, asked)
        (row,) = cursor.fetchall()
    return frozenset(name for name, there in zip(BESIDE, row, strict=True) if there)


# ---- who is there ----------------------------------------------------------------------------------------------------


def present(conversation: Conversation, *, at: datetime, but: Member) -> list[Member]:
    """Who else has it open now."""
    there = Presence.objects.filter(
        organization_id=conversation.organization_id, conversation=conversation, seen_at__gt=at - rules.GONE_AFTER
    ).exclude(member=but)
    return [one.member for one in there.select_related("member__user").order_by("pk")[:20]]


def answering(conversation: Conversation, *, at: datetime, but: Member | None = None) -> AnswerLock | None:
    """Who is answering it now, unless that is `but`."""
    held = (
        AnswerLock.objects.filter(organization_id=conversation.organization_id, conversation=conversation)
        .select_related("member__user")
        .first()
    )
    if held is None or (but is not None and held.member_id == but.pk) or not rules.is_held(held.typed_at, at=at):
        return None
    return held


def draft_of(conversation: Conversation, member: Member) -> str:
    """What the member typed and did not send."""
    kept = AnswerDraft.objects.filter(
        organization_id=conversation.organization_id, conversation=conversation, member=member
    ).first()
    if kept is None:
        return ""
    context = seal_context(AnswerDraft, "sealed", conversation.organization_id)
    return crypto.unseal(bytes(kept.sealed), context=context).decode()


def to_wake(organization: Organization, *, at: datetime, most: int = 500) -> list[int]:
    """Snoozed conversations whose time has come."""
    due = Conversation.objects.filter(organization=organization, state=State.SNOOZED, snoozed_until_at__lte=at)
    return list(due.order_by("snoozed_until_at").values_list("pk", flat=True)[:most])


def views_to_count(organization: Organization, *, at: datetime, every: timedelta) -> list[SavedView]:
    """Saved views whose counts are older than `every`."""
    old = SavedView.objects.filter(organization=organization).exclude(counted_at__gt=at - every)
    return list(old.select_related("by__user", "organization").order_by("pk")[:50])
