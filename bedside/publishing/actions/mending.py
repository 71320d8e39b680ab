"""After it went out: noting what became of it, correcting it, withdrawing it."""

from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.channels.models import Delivery, Remote
from bedside.channels.rules import Ability
from bedside.guard import actions as guard
from bedside.guard.models import Appeal
from bedside.guard.shapes import Parcel
from bedside.organizations.models import Member, Organization
from bedside.publishing import queries, rules
from bedside.publishing.actions.writing import locked
from bedside.publishing.models import Correction, Post, Target, Withdrawal
from bedside.publishing.rules import State


@transaction.atomic
def note_sent(*, organization: Organization, delivery: Delivery, at: datetime) -> None:
    """What the networks said so far, as the post's own state; heard from channels, harmless to hear twice."""
    if delivery.subject_type != queries.SUBJECT or delivery.verb != Delivery.PUBLISH:
        return
    post = Post.objects.select_for_update(no_key=True).filter(organization=organization, pk=delivery.subject_id).first()
    if post is None:
        return
    states = [
        target.delivery.state
        for target in Target.objects.filter(organization=organization, post=post).select_related("delivery")
        if target.delivery is not None
    ]
    outcome = rules.outcome(states)
    if outcome is None or post.state == outcome or post.state == State.WITHDRAWN:
        return
    post.state = outcome
    post.sent_at = post.sent_at or delivery.done_at or at
    post.save(update_fields=["state", "sent_at"])
    kind = "publishing.sent" if outcome is State.SENT else "publishing.failed"
    audit.record(kind, organization=organization, subject=post, by=None, at=at)


@transaction.atomic
def note_contained(*, organization: Organization, post_id: int, by: Member | None, at: datetime) -> None:
    """A privacy incident takes the post off every network: it is withdrawn here too. Harmless to hear twice."""
    post = Post.objects.select_for_update(no_key=True).filter(organization=organization, pk=post_id).first()
    if post is None or by is None or State(post.state) not in rules.STEPS["withdraw"]:
        return
    Withdrawal.objects.create(organization=organization, post=post, by=by, at=at, reason="A privacy incident.")
    post.state, post.changed_at = State.WITHDRAWN, at
    post.save(update_fields=["state", "changed_at"])
    audit.record("publishing.withdrawn", organization=organization, subject=post, by=by, at=at)


@guard.noting_holds
@transaction.atomic
def correct(*, post: Post, text: str, note: str, by: Member, at: datetime, reason: str = "") -> Correction:
    """Puts a mistake right everywhere the post stands: edited where the network can, else `note` below it.

    Raises guard.Held, rules.WrongState, rules.NotFitting.
    """
    post = locked(post)
    rules.ensure("correct", post.state)
    before, post.text = post.text, text.strip()
    if not post.text or not note.strip():
        raise rules.NotFitting("A correction needs the corrected text and one sentence on what was wrong.")
    correction = Correction.objects.create(
        organization=post.organization, post=post, by=by, at=at, before=before, note=note.strip()[:280]
    )
    standing = {
        remote.account_id: remote
        for remote in channel_queries.remotes_about(post.organization, queries.SUBJECT, post.pk)
        if remote.withdrawn_at is None and remote.kind == "post"
    }
    for target in post.targets.select_related("account__organization"):
        remote = standing.get(target.account_id)
        if remote is None:
            continue
        target.text = ""  # the corrected wording holds for all
        target.save(update_fields=["text"])
        whole, below, parcel = _parcels(post, target, correction.note, remote=remote, at=at)
        in_place = parcel is whole
        network = channel_queries.network_of(target.account)
        if not in_place and Ability.REPLY not in network.abilities:
            continue  # neither edits nor takes a word below: what was sent there stays as it is
        fit = rules.fit(parcel.text, queries.content(post), network=network, whole=in_place)
        if fit.problem or fit.parts > 1:
            too_long = f"{network.label} takes {fit.most} characters; this is {fit.over} too long."
            raise rules.NotFitting(fit.problem or too_long)
        clearance = guard.clear(
            parcel=parcel, organization=post.organization, by=by, at=at, subject=post, reason=reason
        )
        channels.correct(
            remote=remote,
            parcel=whole,
            note=below,
            clear_edit=clearance,
            clear_note=clearance,
            subject=correction,
            by=by,
            at=at,
        )
    post.changed_at = at
    post.save(update_fields=["text", "changed_at"])
    audit.record("publishing.corrected", organization=post.organization, subject=post, by=by, at=at)
    return correction


def _parcels(
    post: Post, target: Target, note: str, *, remote: Remote | None = None, at: datetime | None = None
) -> tuple[Parcel, Parcel, Parcel]:
    """The whole corrected post, the note below it, and which of the two leaves on this network."""
    whole = queries.parcel(post, target)
    below = Parcel(kind="post", text=note, audience=whole.audience)
    in_place = channel_queries.network_of(target.account).edits_in_place
    if remote is not None and at is not None:
        in_place = channel_queries.edited_in_place(remote, at=at)
    return whole, below, whole if in_place else below


@transaction.atomic
def ask_release_of_correction(
    *, post: Post, text: str, correction: str, note: str, where: str, by: Member, at: datetime
) -> Appeal:
    """The privacy officer's queue, for a correction that the guard blocks; the post stays as it stands. `correction` is
    the sentence on what was wrong. Raises rules.WrongState and what guard.ask raises."""
    post = locked(post)
    rules.ensure("correct", post.state)
    post.text = text.strip()  # in memory alone: nothing is saved here
    parcels = []
    for target in post.targets.select_related("account"):
        target.text = ""
        parcels.append(_parcels(post, target, correction.strip()[:280])[2])
    return guard.ask(
        organization=post.organization, parcels=parcels, subject=post, where=where, note=note, by=by, at=at
    )


@transaction.atomic
def withdraw(*, post: Post, reason: str, by: Member, at: datetime) -> Withdrawal:
    """Takes the post off every network that lets us (queries.by_hand names the others); what it said stays here as
    evidence. Raises rules.WrongState."""
    post = locked(post)
    rules.ensure("withdraw", post.state)
    withdrawal = Withdrawal.objects.create(
        organization=post.organization, post=post, by=by, at=at, reason=reason.strip()[:280]
    )
    for remote in channel_queries.remotes_about(post.organization, queries.SUBJECT, post.pk):
        if remote.withdrawn_at is None and channel_queries.can(remote.account, Ability.WITHDRAW):
            channels.withdraw(remote=remote, subject=withdrawal, by=by, at=at)
    post.state, post.changed_at = State.WITHDRAWN, at
    post.save(update_fields=["state", "changed_at"])
    audit.record("publishing.withdrawn", organization=post.organization, subject=post, by=by, at=at)
    return withdrawal
