"""The hospital's policy from draft to in force: written by one person, approved by a privacy officer who is another."""

from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.guard import queries
from bedside.guard.actions.comparing import begin
from bedside.guard.models import PolicyVersion
from bedside.guard.policy import Policy, as_data, digest, lowered
from bedside.guard.policy.steps import NeedsWords, NotYours, State, WrongStep, ensure, ensure_not_author, words
from bedside.organizations.models import Member, Organization


class ReadAgain(Exception):
    """The version changed since it was read, or the policy in force did since it was compared."""


def _in_turn(organization: Organization) -> None:
    """One step on a hospital's policy at a time, so that versions are numbered without a gap and one is in force."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)


def _locked(version: PolicyVersion) -> PolicyVersion:
    return (
        PolicyVersion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization", "author__user")
        .get(organization_id=version.organization_id, pk=version.pk)
    )


@transaction.atomic
def draft(
    *, organization: Organization, by: Member, at: datetime, policy: Policy | None = None, base: int | None = None
) -> PolicyVersion:
    """A new version to write on: `policy`, or what holds now. `base` is the number it was begun from."""
    _in_turn(organization)
    holds = queries.in_force(organization)
    said = policy or queries.said_by(holds)
    newest = queries.versions_of(organization).first()
    version = PolicyVersion.objects.create(
        organization=organization,
        number=newest.number + 1 if newest else 1,
        data=as_data(said),
        digest=digest(said),
        author=by,
        made_at=at,
        changed_at=at,
    )
    begun = base if base is not None else holds.number if holds else 0
    audit.record(
        "guard.policy_drafted",
        organization=organization,
        subject=version,
        by=by,
        at=at,
        number=version.number,
        base=begun,
    )
    return version


@transaction.atomic
def change(*, version: PolicyVersion, policy: Policy, by: Member, at: datetime) -> PolicyVersion:
    """The draft with other rules; raises WrongStep, NotYours for a draft of somebody else."""
    version = _locked(version)
    ensure("change", version.state)
    if version.author_id != by.pk:
        raise NotYours(f"This is a draft of {version.author.name}. Begin a version of your own. Nothing was changed.")
    if digest(policy) == version.digest:
        return version
    version.data, version.digest, version.changed_at = as_data(policy), digest(policy), at
    version.save(update_fields=["data", "digest", "changed_at"])
    audit.record(
        "guard.policy_changed",
        organization=version.organization,
        subject=version,
        by=by,
        at=at,
        number=version.number,
        digest=version.digest,
        lowered=sorted({one.rule for one in lowered(policy)}),
    )
    return version


@transaction.atomic
def propose(*, version: PolicyVersion, reason: str, by: Member, at: datetime) -> PolicyVersion:
    """The version before the privacy officer, with the count of what it would change begun. Raises WrongStep,
    NeedsWords. Whoever proposes it answers for it: somebody else's draft becomes one's own, so that a hospital with a
    single privacy officer can use what they drafted."""
    version = _locked(version)
    ensure("propose", version.state)
    version.author = by
    version.reason = words(reason, 10, 500, "Say why this policy is better")
    version.state, version.proposed_at, version.note = State.PROPOSED, at, ""
    version.save(update_fields=["author", "reason", "state", "proposed_at", "note"])
    audit.record(
        "guard.policy_proposed",
        organization=version.organization,
        subject=version,
        by=by,
        at=at,
        number=version.number,
        digest=version.digest,
        lowered=sorted({one.rule for one in lowered(queries.said_by(version))}),
    )
    begin(version=version, at=at)
    return version


@transaction.atomic
def compare_again(*, version: PolicyVersion, by: Member, at: datetime) -> PolicyVersion:
    """Counts anew what the version would change, against what holds now; raises WrongStep."""
    version = _locked(version)
    ensure("compare", version.state)
    begin(version=version, at=at)
    return version


@transaction.atomic
def send_back(*, version: PolicyVersion, note: str, by: Member, at: datetime) -> PolicyVersion:
    """A draft again, with what the privacy officer says of it. Raises WrongStep, NeedsWords."""
    version = _locked(version)
    ensure("send back", version.state)
    version.note = words(note, 5, 500, "Say what should be different")
    version.state, version.proposed_at = State.DRAFT, None
    version.save(update_fields=["note", "state", "proposed_at"])
    audit.record(
        "guard.policy_sent_back",
        organization=version.organization,
        subject=version,
        by=by,
        at=at,
        number=version.number,
    )
    return version


@transaction.atomic
def approve(*, version: PolicyVersion, seen: str, by: Member, at: datetime) -> PolicyVersion:
    """The version in force, from now on. `seen` is the digest the approver read. Raises WrongStep, NotYours,
    ReadAgain, and WrongStep too while nobody has counted what it would change."""
    _in_turn(version.organization)
    version = _locked(version)
    ensure("approve", version.state)
    ensure_not_author(is_author=version.author_id == by.pk)
    if seen != version.digest:
        raise ReadAgain("The version changed since you read it. Nothing was approved; please read it again.")
    before = queries.in_force(version.organization)
    count = queries.comparison_of(version)
    if count is None or count.finished_at is None:
        raise WrongStep("The count of what it would change is not finished. Nothing was approved; look again then.")
    if count.against != (before.number if before else 0):
        raise ReadAgain("Another version came into force meanwhile. Count again what would change, then approve.")
    if before is not None:
        before.state, before.ended_at = State.SUPERSEDED, at
        before.save(update_fields=["state", "ended_at"])
    version.state, version.approver, version.in_force_at = State.IN_FORCE, by, at
    version.save(update_fields=["state", "approver", "in_force_at"])
    audit.record(
        "guard.policy_in_force",
        organization=version.organization,
        subject=version,
        by=by,
        at=at,
        number=version.number,
        before=before.number if before else 0,
        digest=version.digest,
        lowered=[[one.rule, one.how] for one in lowered(queries.said_by(version))],
    )
    return version


@transaction.atomic
def withdraw(*, version: PolicyVersion, by: Member, at: datetime) -> PolicyVersion:
    """Away with a version that never held; it stays to be read. Raises WrongStep."""
    version = _locked(version)
    ensure("withdraw", version.state)
    version.state, version.ended_at = State.WITHDRAWN, at
    version.save(update_fields=["state", "ended_at"])
    audit.record(
        "guard.policy_withdrawn",
        organization=version.organization,
        subject=version,
        by=by,
        at=at,
        number=version.number,
    )
    return version


__all__ = [
    "NeedsWords",
    "NotYours",
    "ReadAgain",
    "WrongStep",
    "approve",
    "change",
    "compare_again",
    "draft",
    "propose",
    "send_back",
    "withdraw",
]
