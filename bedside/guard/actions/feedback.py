"""Saying that a finding is wrong, and what a privacy officer makes of it. Nothing is loosened by itself."""

import hashlib
from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.guard import queries
from bedside.guard.actions.versions import draft
from bedside.guard.models import Feedback, PolicyVersion
from bedside.guard.policy import HARD, Policy, as_data, parse
from bedside.guard.policy.floor import RULES
from bedside.guard.policy.steps import QUOTES_KEPT, Kind, NeedsWords, WrongStep
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Member, Organization

QUOTE = 600


class UnknownRule(Exception):
    """There is no such rule, or no such kind of complaint."""


@transaction.atomic
def dispute(
    *, organization: Organization, rule: str, kind: str, quote: str, by: Member, at: datetime, text: str = ""
) -> Feedback:
    """The complaint, kept once for the same words; raises UnknownRule, NeedsWords without words."""
    if rule not in queries.rules_known() or kind not in list(Kind):
        raise UnknownRule("There is no such rule. Nothing was kept.")
    quote = quote.replace("\x00", "").strip()[:QUOTE]
    if not quote:
        raise NeedsWords("Which words? Nothing was kept.")
    digest = hashlib.sha256((text or quote).encode("utf-8", "surrogatepass")).hexdigest()
    sealed = crypto.seal(quote.encode("utf-8", "replace"), context=seal_context(Feedback, "quote", organization.pk))
    feedback, new = Feedback.objects.get_or_create(
        organization=organization, by=by, rule=rule, digest=digest, kind=kind, defaults={"quote": sealed, "at": at}
    )
    if new:
        audit.record("guard.disputed", organization=organization, subject=feedback, by=by, at=at, rule=rule, what=kind)
    return feedback


def note_read_quotes(*, organization: Organization, rule: str, by: Member, at: datetime) -> None:
    """That the quoted words of a rule's complaints were looked at."""
    audit.record("guard.feedback_read", organization=organization, subject=None, by=by, at=at, rule=rule)


def note_feedback_export(*, organization: Organization, by: Member, at: datetime, rows: int) -> None:
    audit.record("guard.feedback_exported", organization=organization, subject=None, by=by, at=at, rows=rows)


@transaction.atomic
def propose_allowed(*, feedback: Feedback, reason: str, by: Member, at: datetime) -> PolicyVersion:
    """A draft that holds what holds now and allows the disputed words. Raises WrongStep where the words are shredded or
    the rule has no list, policy.NotAPolicy where the floor forbids it."""
    organization = feedback.organization
    quote = queries.quote_of(feedback)
    if not quote:
        raise WrongStep("The words of this feedback are shredded. Nothing was begun.")
    if feedback.rule not in RULES or feedback.rule in HARD:
        raise WrongStep("Nothing can be allowed under this rule. Nothing was begun.")
    data = as_data(queries.policy_of(organization))
    data["allowed"] = [*data["allowed"], {"rule": feedback.rule, "phrase": quote, "reason": reason}]
    policy: Policy = parse(data)
    return draft(organization=organization, policy=policy, by=by, at=at)


@transaction.atomic
def tidy_feedback(*, organization: Organization, at: datetime) -> int:
    """Shreds quoted words after three months; returns how many."""
    old = Feedback.objects.filter(organization=organization, shredded_at=None, at__lt=at - QUOTES_KEPT)
    return old.update(quote=b"", shredded_at=at)
