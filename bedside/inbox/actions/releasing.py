"""The second person: lets an answer go, or returns it with a reason. Whoever wrote it does neither."""

from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.guard import actions as guard
from bedside.guard.policy.steps import ensure_another, words
from bedside.inbox import queries, rules
from bedside.inbox.actions.answering import locked, parcel_of
from bedside.inbox.models import Release, ReleaseRule, Reply
from bedside.inbox.second_person import MovedOn, NotWaiting, Standing
from bedside.kit import queue
from bedside.organizations.models import Member, Organization


def _locked(release: Release) -> Release:
    """The wait, while it waits; raises NotWaiting."""
    Release.objects.select_for_update(of=("self",), no_key=True).get(
        organization_id=release.organization_id, pk=release.pk
    )
    found = queries.access_release(release.organization, release.pk)
    if found.state != Standing.WAITING:
        raise NotWaiting(f"This answer is {found.state.replace('_', ' ')} already. Nothing was changed.")
    return found


@guard.noting_holds
@transaction.atomic
def release(*, release: Release, seen: str, by: Member, at: datetime) -> Reply:
    """The answer on its way; `seen` is the digest of what this person read. The guard reads it once more, by today's
    rules. Raises NotWaiting, guard.NotYours, MovedOn, guard.Held, rules.Closed, channels.NotOffered."""
    conversation = locked(release.reply.conversation)
    found = _locked(release)
    reply = found.reply
    alone = ensure_another(is_asker=reply.by_id == by.pk, others=queries.others_who_may_release(by))
    if seen != found.digest:
        raise NotWaiting("This is not the answer you read. Read it again; nothing was sent.")
    rules.ensure_open(conversation.state)
    answered = queries.latest_of_public(conversation)
    if answered is None or answered.arrival is None or answered.pk != reply.answers_id:
        raise MovedOn
    parcel = parcel_of(conversation, answered.arrival, reply.text)
    if parcel.digest() != found.digest:
        raise MovedOn
    reply.clearance = guard.clear(
        parcel=parcel,
        organization=conversation.organization,
        by=by,
        at=at,
        inbound=channel_queries.words_of(answered.arrival),
        author=conversation.author_name or conversation.author_handle,
        subject=conversation,
        reason=reply.clearance.reason,
    )
    reply.delivery = channels.reply(
        arrival=answered.arrival,
        parcel=parcel,
        clearance=reply.clearance,
        subject=reply,
        by=by,
        at=at,
        language=conversation.language,
    )
    reply.save(update_fields=["clearance", "delivery"])
    _decide(found, Standing.RELEASED, by, at, alone=alone)
    audit.record(
        "inbox.released",
        organization=conversation.organization,
        subject=conversation,
        by=by,
        at=at,
        release=found.pk,
        reply=reply.pk,
        digest=found.digest,
        alone=alone,
    )
    return reply


@transaction.atomic
def return_answer(*, release: Release, reason: str, by: Member, at: datetime) -> Release:
    """Back to its writer, who reads why. Raises NotWaiting, guard.NeedsWords."""
    locked(release.reply.conversation)
    found = _locked(release)
    said = words(reason, 5, 500, "Say what should be different")
    _decide(found, Standing.RETURNED, by, at, reason=said)
    conversation = found.reply.conversation
    audit.record(
        "inbox.release_returned",
        organization=conversation.organization,
        subject=conversation,
        by=by,
        at=at,
        release=found.pk,
        reply=found.reply_id,
    )
    if by.pk != found.reply.by_id:
        queue.defer("inbox.tell_writer", organization_id=found.organization_id, release_id=found.pk)
    return found


@transaction.atomic
def take_back(*, release: Release, by: Member, at: datetime) -> Release:
    """Its writer wants it no more. Raises NotWaiting, also for somebody else's."""
    if release.reply.by_id != by.pk:
        raise NotWaiting("Only its writer takes an answer back. Nothing was changed.")
    locked(release.reply.conversation)
    found = _locked(release)
    _decide(found, Standing.TAKEN_BACK, by, at)
    conversation = found.reply.conversation
    audit.record(
        "inbox.release_taken_back",
        organization=conversation.organization,
        subject=conversation,
        by=by,
        at=at,
        release=found.pk,
        reply=found.reply_id,
    )
    return found


def _decide(
    release: Release, state: Standing, by: Member, at: datetime, *, reason: str = "", alone: bool = False
) -> None:
    release.state, release.decided_by, release.decided_at = state, by, at
    release.reason, release.alone = reason, alone
    release.save(update_fields=["state", "decided_by", "decided_at", "reason", "alone"])


@transaction.atomic
def keep_release_rules(
    *, organization: Organization, reviews: bool, crisis: bool, stories: bool, by: Member, at: datetime
) -> ReleaseRule:
    """Which kinds need a second person from the next answer on; what waits goes on waiting."""
    kept, _new = ReleaseRule.objects.update_or_create(
        organization=organization,
        defaults={"reviews": reviews, "crisis": crisis, "stories": stories, "changed_at": at, "changed_by": by},
    )
    audit.record(
        "inbox.releasing_kept",
        organization=organization,
        subject=kept,
        by=by,
        at=at,
        reviews=reviews,
        crisis=crisis,
        stories=stories,
    )
    return kept
