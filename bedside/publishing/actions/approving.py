"""Four eyes: asking, approving with what follows from it, declining, taking back."""

from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.channels import actions as channels
from bedside.guard import actions as guard
from bedside.guard.models import Appeal
from bedside.organizations.models import Member
from bedside.publishing import queries, rules
from bedside.publishing.actions.writing import NoAccount, _stop_deliveries, locked
from bedside.publishing.models import Approval, Decline, Post
from bedside.publishing.rules import State


class NotYours(Exception):
    """Nobody approves their own post while somebody else could."""


class NotApproved(Exception):
    """The post changed since it was read; it has to be read again."""


@guard.noting_holds
@transaction.atomic
def ask_approval(*, post: Post, by: Member, at: datetime, reason: str = "") -> Post:
    """The post, waiting for a second person; the guard reads every wording first. Raises guard.Held,
    rules.NotFitting, rules.WrongState, NoAccount. `reason` answers the guard's warnings."""
    post = locked(post)
    rules.ensure("ask", post.state)
    rules.ensure_ahead(post.due_at, at=at)
    targets = list(post.targets.select_related("account"))
    if not targets:
        raise NoAccount
    problems = [fit.problem for fit in queries.fits(post) if fit.problem]
    if problems:
        raise rules.NotFitting(" ".join(problems))
    for target in targets:
        target.clearance = guard.clear(
            parcel=queries.parcel(post, target),
            organization=post.organization,
            by=by,
            at=at,
            subject=post,
            reason=reason,
        )
        target.save(update_fields=["clearance"])
    post.state, post.digest, post.changed_at = State.WAITING, queries.digest(post), at
    post.save(update_fields=["state", "digest", "changed_at"])
    audit.record("publishing.approval_asked", organization=post.organization, subject=post, by=by, at=at)
    return post


@transaction.atomic
def ask_release(*, post: Post, note: str, where: str, by: Member, at: datetime) -> Appeal:
    """The privacy officer's queue, for a draft that the guard blocks; the post stays a draft. Raises rules.WrongState,
    guard.NothingHeld, guard.NeverReleased, guard.NeedsWords."""
    post = locked(post)
    rules.ensure("ask", post.state)
    parcels = [queries.parcel(post, target) for target in post.targets.select_related("account")]
    return guard.ask(
        organization=post.organization, parcels=parcels, subject=post, where=where, note=note, by=by, at=at
    )


@transaction.atomic
def approve(*, post: Post, by: Member, at: datetime, digest: str) -> Post:
    """The post, on its way at its time. `digest` is what the approver read. Raises NotYours, NotApproved,
    rules.WrongState, rules.Impossible when its time has passed."""
    post = locked(post)
    rules.ensure("approve", post.state)
    is_author = by.pk == post.author_id
    if not rules.may_approve(is_author=is_author, others=queries.others_who_may_approve(post)):
        raise NotYours
    if digest != post.digest or queries.digest(post) != post.digest:
        raise NotApproved
    rules.ensure_ahead(post.due_at, at=at)
    Approval.objects.create(
        organization=post.organization, post=post, by=by, at=at, digest=post.digest, alone=is_author
    )
    audit.record(
        "publishing.approved",
        organization=post.organization,
        subject=post,
        by=by,
        at=at,
        alone=is_author,
        digest=digest,
    )
    _schedule(post, by, at)
    return post


def _schedule(post: Post, by: Member, at: datetime) -> None:
    for target in post.targets.select_related("account__organization", "clearance"):
        if target.clearance is None:
            raise NotApproved
        target.delivery = channels.publish(
            account=target.account,
            parcel=queries.parcel(post, target),
            clearance=target.clearance,
            subject=post,
            by=by,
            at=at,
            due_at=post.due_at,
            topic=post.topic,
            language=post.language,
        )
        target.save(update_fields=["delivery"])
    post.state, post.changed_at = State.SCHEDULED, at
    post.save(update_fields=["state", "changed_at"])
    audit.record(
        "publishing.scheduled",
        organization=post.organization,
        subject=post,
        by=by,
        at=at,
        due_at=post.due_at.isoformat() if post.due_at else "now",
        zone=post.zone,
    )


@transaction.atomic
def decline(*, post: Post, by: Member, at: datetime, note: str) -> Post:
    """Back to its author, with the reason; raises rules.WrongState."""
    post = locked(post)
    rules.ensure("decline", post.state)
    Decline.objects.create(organization=post.organization, post=post, by=by, at=at, note=note.strip()[:500])
    post.state, post.digest, post.changed_at = State.DRAFT, "", at
    post.save(update_fields=["state", "digest", "changed_at"])
    audit.record("publishing.declined", organization=post.organization, subject=post, by=by, at=at)
    return post


@transaction.atomic
def take_back(*, post: Post, by: Member, at: datetime) -> Post:
    """A draft again, before it leaves; raises rules.WrongState when it is leaving or gone."""
    post = locked(post)
    rules.ensure("take back", post.state)
    _stop_deliveries(post, by, at)
    post.state, post.digest, post.changed_at = State.DRAFT, "", at
    post.save(update_fields=["state", "digest", "changed_at"])
    audit.record("publishing.taken_back", organization=post.organization, subject=post, by=by, at=at)
    return post
