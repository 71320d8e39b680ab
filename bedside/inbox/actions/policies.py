"""Making a comment policy: drafted from the hospital's own facts, proposed, approved by a second person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.inbox import clauses, queries
from bedside.inbox.clauses import LONGEST_OWN, MOST_OWN, OWNERSHIPS, Own
from bedside.inbox.models import CommentPolicy, ModerationRule
from bedside.inbox.moderation import NotYours, PolicyState, Refused, ensure_why
from bedside.organizations.models import Member, Organization


def _locked(policy: CommentPolicy) -> CommentPolicy:
    return (
        CommentPolicy.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization")
        .get(organization_id=policy.organization_id, pk=policy.pk)
    )


def _lock_all(organization: Organization) -> list[CommentPolicy]:
    """Every version, locked, so that two people cannot make two drafts or put two in force."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    return list(CommentPolicy.objects.filter(organization=organization).order_by("-number"))


def _ensure_own(own: Sequence[Own]) -> tuple[Own, ...]:
    kept = []
    for one in own:
        en, es = (" ".join(words.replace("\x00", "").split()) for words in (one.en, one.es))
        if not en and not es:
            continue
        if not en or not es:
            raise Refused("Write your own clause in English and in Spanish. Nothing was kept.")
        if max(len(en), len(es)) > LONGEST_OWN:
            raise Refused(f"A clause has at most {LONGEST_OWN} characters. Nothing was kept.")
        kept.append(Own(en, es, one.rule, one.rule and one.neutral))
    if len(kept) > MOST_OWN:
        raise Refused(f"There is room for {MOST_OWN} clauses of your own. Nothing was kept.")
    if len({one.key for one in kept}) < len(kept):
        raise Refused("Two of your own clauses say the same. Nothing was kept.")
    return tuple(kept)


@transaction.atomic
def keep_policy(
    *, organization: Organization, ownership: str, on: Sequence[str], own: Sequence[Own], by: Member, at: datetime
) -> CommentPolicy:
    """The draft with these clauses, its words made anew from what the hospital says of itself today. A version that
    waits for approval is a draft again. Raises moderation.Refused."""
    if ownership not in OWNERSHIPS:
        raise Refused("Say whether the hospital is public or private. Nothing was kept.")
    mine = _ensure_own(own)
    versions = _lock_all(organization)
    draft = next((one for one in versions if one.state in (PolicyState.DRAFT, PolicyState.PROPOSED)), None)
    if draft is None:
        draft = CommentPolicy(organization=organization, number=versions[0].number + 1 if versions else 1)
    on_now = sorted(clauses.chosen(tuple(on)))
    settings = queries.settings_of(organization, ownership=ownership, on=on_now, own=mine, at=at)
    draft.state, draft.ownership, draft.clauses = PolicyState.DRAFT, ownership, on_now
    draft.own = [{"en": one.en, "es": one.es, "rule": one.rule, "neutral": one.neutral} for one in mine]
    draft.texts = queries.composed(settings)
    draft.enforced = clauses.enforceable(ownership, on_now, mine)
    draft.digest = clauses.digest(draft.texts, draft.enforced)
    draft.made_by, draft.made_at = by, at
    draft.proposed_by = draft.proposed_at = None
    draft.save()
    audit.record(
        "inbox.policy_kept", organization=organization, subject=draft, by=by, at=at, number=draft.number,
        ownership=ownership, digest=draft.digest,
    )  # fmt: skip
    return draft


def _ensure_fit(policy: CommentPolicy) -> None:
    """Raises moderation.Refused where the guard would block the words in public."""
    for read in queries.read_policy(policy.organization, policy.texts):
        if read.verdict.verdict == "block":
            which = ", ".join(sorted({one.rule.replace("_", " ") for one in read.verdict.findings}))
            raise Refused(
                f"The guard would block the {'Spanish' if read.language == 'es' else 'English'} text in public "
                f"({which}). Change your own clauses, or the hospital's facts in Settings. Nothing was changed."
            )


@transaction.atomic
def propose_policy(*, policy: CommentPolicy, by: Member, at: datetime) -> CommentPolicy:
    """The draft before a second person. Raises moderation.Refused."""
    policy = _locked(policy)
    if policy.state != PolicyState.DRAFT:
        raise Refused("Only a draft can be proposed. Nothing was changed.")
    _ensure_fit(policy)
    policy.state, policy.proposed_by, policy.proposed_at, policy.note = PolicyState.PROPOSED, by, at, ""
    policy.save(update_fields=["state", "proposed_by", "proposed_at", "note"])
    audit.record(
        "inbox.policy_proposed", organization=policy.organization, subject=policy, by=by, at=at, number=policy.number
    )
    return policy


@transaction.atomic
def approve_policy(*, policy: CommentPolicy, seen: str, by: Member, at: datetime) -> CommentPolicy:
    """In force from now on, and public on the hub; the one before is kept as it was. `seen` is the digest of what was
    read. Raises moderation.Refused, moderation.NotYours for whoever made or proposed it."""
    versions = _lock_all(policy.organization)
    policy = _locked(policy)
    if policy.state != PolicyState.PROPOSED:
        raise Refused("This version does not wait for approval any more. Nothing was changed.")
    if seen != policy.digest:
        raise Refused("The words changed since you read them. Read them again; nothing was approved.")
    if by.pk in (policy.made_by_id, policy.proposed_by_id):
        raise NotYours("You worked on these words, so another person approves them. Nothing was changed.")
    _ensure_fit(policy)
    for one in versions:
        if one.state == PolicyState.IN_FORCE:
            one.state, one.replaced_at = PolicyState.REPLACED, at
            one.save(update_fields=["state", "replaced_at"])
    policy.state, policy.approved_by, policy.approved_at = PolicyState.IN_FORCE, by, at
    policy.save(update_fields=["state", "approved_by", "approved_at"])
    audit.record(
        "inbox.policy_approved", organization=policy.organization, subject=policy, by=by, at=at, number=policy.number,
        digest=policy.digest,
    )  # fmt: skip
    return policy


@transaction.atomic
def return_policy(*, policy: CommentPolicy, note: str, by: Member, at: datetime) -> CommentPolicy:
    """A draft again, with words for who made it. Raises moderation.Refused."""
    policy = _locked(policy)
    if policy.state != PolicyState.PROPOSED:
        raise Refused("This version does not wait for approval any more. Nothing was changed.")
    policy.note = ensure_why(note, what="Say what should be different")
    policy.state, policy.proposed_by, policy.proposed_at = PolicyState.DRAFT, None, None
    policy.save(update_fields=["state", "note", "proposed_by", "proposed_at"])
    audit.record(
        "inbox.policy_returned", organization=policy.organization, subject=policy, by=by, at=at, number=policy.number
    )
    return policy


@transaction.atomic
def keep_holding(
    *, organization: Organization, spam: bool, misinformation: bool, by: Member, at: datetime
) -> ModerationRule:
    """What the hub's own comment boxes hold until somebody looked. What may mean danger, and what holds personal
    details, is always held."""
    kept, _new = ModerationRule.objects.update_or_create(
        organization=organization,
        defaults={"hold_spam": spam, "hold_misinformation": misinformation, "changed_at": at, "changed_by": by},
    )
    audit.record(
        "inbox.holding_kept", organization=organization, subject=kept, by=by, at=at, spam=spam,
        misinformation=misinformation,
    )  # fmt: skip
    return kept
