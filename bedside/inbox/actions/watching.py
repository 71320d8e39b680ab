"""Who is at a conversation, who answers it, and what they typed: rows with a short life, told to open pages by kind
and id like everything else. None of it is an entry of the record: looking at a list is no act."""

from datetime import datetime

from django.db import transaction

from bedside.audit.actions import tell_pages
from bedside.inbox import rules
from bedside.inbox.models import AnswerDraft, AnswerLock, Conversation, Presence
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Member, Organization

KIND = "inbox.presence"


def _tell(conversation: Conversation) -> None:
    tell_pages(KIND, organization_id=conversation.organization_id, subject_id=conversation.pk)


@transaction.atomic
def arrive(*, conversation: Conversation, by: Member, at: datetime) -> None:
    """The member has it open now. Others hear of it when it is new."""
    seen = Presence.objects.filter(
        organization_id=conversation.organization_id, conversation=conversation, member=by
    ).first()
    if seen is not None and at - seen.seen_at < rules.GONE_AFTER / 4:
        return
    Presence.objects.update_or_create(
        organization_id=conversation.organization_id, conversation=conversation, member=by, defaults={"seen_at": at}
    )
    if seen is None or at - seen.seen_at >= rules.GONE_AFTER:
        _tell(conversation)


@transaction.atomic
def keep_draft(*, conversation: Conversation, text: str, by: Member, at: datetime) -> AnswerLock | None:
    """What was typed so far, kept for its writer alone; and the answer held for them, unless somebody else has it: who
    that is comes back. Empty words let go of both."""
    text = text.replace("\x00", "").strip()
    if not text:
        held = _held(conversation)
        let_go(conversation=conversation, member=by)
        return held if held is not None and held.member_id != by.pk and rules.is_held(held.typed_at, at=at) else None
    context = seal_context(AnswerDraft, "sealed", conversation.organization_id)
    AnswerDraft.objects.update_or_create(
        organization_id=conversation.organization_id,
        conversation=conversation,
        member=by,
        defaults={"sealed": crypto.seal(text[:10_000], context=context), "at": at},
    )
    return _hold(conversation, by, at)


def _held(conversation: Conversation) -> AnswerLock | None:
    return (
        AnswerLock.objects.select_for_update(of=("self",))
        .select_related("member__user")
        .filter(organization_id=conversation.organization_id, conversation=conversation)
        .first()
    )


def _hold(conversation: Conversation, by: Member, at: datetime) -> AnswerLock | None:
    """Holds the answer for a member; who has it where that is somebody else."""
    organization_id = conversation.organization_id
    mine = AnswerLock(organization_id=organization_id, conversation=conversation, member=by, since_at=at, typed_at=at)
    made = AnswerLock.objects.bulk_create([mine], ignore_conflicts=True)
    held = _held(conversation)
    if held is None:  # let go of in this very moment: the next key holds it
        return None
    if held.member_id != by.pk:
        if rules.is_held(held.typed_at, at=at):
            return held
        held.member, held.since_at = by, at
        _tell(conversation)
    elif made and held.since_at == at:
        _tell(conversation)
    elif not rules.is_held(held.typed_at, at=at):
        held.since_at = at
        _tell(conversation)
    held.typed_at = at
    held.save()
    return None


@transaction.atomic
def take_over(*, conversation: Conversation, by: Member, at: datetime) -> None:
    """The answer held for this member now, whoever was typing; what the other typed stays theirs."""
    held = _held(conversation)
    if held is None:
        _hold(conversation, by, at)
        return
    held.member, held.since_at, held.typed_at = by, at, at
    held.save()
    _tell(conversation)


def let_go(*, conversation: Conversation, member: Member) -> None:
    """Nothing typed any more, and the answer free for others."""
    whose = conversation.organization_id
    AnswerDraft.objects.filter(organization_id=whose, conversation=conversation, member=member).delete()
    gone, _kinds = AnswerLock.objects.filter(organization_id=whose, conversation=conversation, member=member).delete()
    if gone:
        _tell(conversation)


def sweep(*, organization: Organization, at: datetime) -> None:
    """Forgets who left long ago, and locks nobody holds any more."""
    Presence.objects.filter(organization=organization, seen_at__lt=at - 10 * rules.GONE_AFTER).delete()
    AnswerLock.objects.filter(organization=organization, typed_at__lt=at - 10 * rules.HELD_FOR).delete()
