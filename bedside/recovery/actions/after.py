"""One question afterwards; what changed, and the sentence about it that the public may read."""

from datetime import datetime, timedelta

from django.db import transaction

from bedside.audit import actions as audit
from bedside.guard import redact
from bedside.guard.queries import examine, facts_of
from bedside.organizations.models import Member
from bedside.recovery import queries, rules
from bedside.recovery.models import Case, Change, Survey
from bedside.recovery.rules import NotYours, Refused

#: Links to the question that one case may have.
MOST = 5


@transaction.atomic
def ask(*, case: Case, language: str, by: Member, at: datetime) -> tuple[Survey, str]:
    """A link to the one question, with its token, which is shown once. Raises rules.Refused."""
    if language not in ("en", "es"):
        raise Refused("Choose a language. Nothing was made.")
    if queries.surveys_of(case).count() >= MOST:
        raise Refused(f"This case has {MOST} links already. Nothing was made.")
    token = rules.new_token()
    survey = Survey.objects.create(
        organization=case.organization, case=case, token_digest=rules.digest(token), language=language, made_by=by,
        made_at=at, expires_at=at + timedelta(days=rules.SURVEY_DAYS),
    )  # fmt: skip
    audit.record("recovery.asked", organization=case.organization, subject=case, by=by, at=at, survey=survey.pk)
    return survey, token


@transaction.atomic
def answer_survey(*, survey: Survey, score: int, words: str, at: datetime) -> bool:
    """One answer a link: False where somebody answered first, or it is too late. Identifiers in the words are hidden
    before they are kept. Raises rules.Refused for a score that is none."""
    if score not in (1, 2, 3, 4, 5):
        raise Refused("Choose a number from 1 to 5.")
    said = words.replace("\x00", "").strip()[:800]
    hidden = redact(said, facts=facts_of(survey.organization)).text[:1000] if said else ""
    open_ones = Survey.objects.filter(
        organization_id=survey.organization_id, pk=survey.pk, answered_at=None, expires_at__gt=at
    )
    if not open_ones.update(answered_at=at, score=score, words=hidden):
        return False
    audit.record(
        "recovery.survey_answered", organization=survey.organization, subject=survey.case, by=None, at=at,
        as_name="a visitor", survey=survey.pk,
    )  # fmt: skip
    return True


def _locked(change: Change) -> Change:
    Change.objects.select_for_update(no_key=True).get(organization_id=change.organization_id, pk=change.pk)
    return queries.access_change(change.organization, change.pk)


@transaction.atomic
def finish(*, change: Change, by: Member, at: datetime) -> Change:
    """It was made. Raises rules.Refused."""
    change = _locked(change)
    if change.done_at is not None:
        raise Refused("This is marked as done already.")
    change.done_at = at
    change.save(update_fields=["done_at"])
    audit.record("recovery.change_done", organization=change.organization, subject=change, by=by, at=at)
    return change


def digest_of(you_said: str, we_did: str) -> str:
    return rules.digest(f"{you_said}\n{we_did}")


def _ensure_fit(change: Change, *sentences: str) -> None:
    """Raises rules.Refused where the guard would block a sentence in a post."""
    for sentence in sentences:
        verdict = examine(organization=change.organization, text=sentence, kind="post")
        if verdict.verdict == "block":
            which = ", ".join(sorted({one.rule.replace("_", " ") for one in verdict.findings}))
            raise Refused(f"The guard would block this in public ({which}). Nothing was changed; write it in general.")


@transaction.atomic
def propose_public(*, change: Change, you_said: str, we_did: str, by: Member, at: datetime) -> Change:
    """The two sentences before a second person; what was approved before is shown no more. Raises rules.Refused."""
    change = _locked(change)
    heard = " ".join(rules.ensure_words(you_said, most=200).split())
    made = " ".join(rules.ensure_words(we_did, most=300).split())
    _ensure_fit(change, heard, made)
    change.you_said, change.we_did, change.digest = heard, made, digest_of(heard, made)
    change.proposed_by, change.proposed_at = by, at
    change.approved_by = change.approved_at = None
    change.save(
        update_fields=["you_said", "we_did", "digest", "proposed_by", "proposed_at", "approved_by", "approved_at"]
    )
    audit.record("recovery.change_proposed", organization=change.organization, subject=change, by=by, at=at)
    return change


@transaction.atomic
def approve_public(*, change: Change, seen: str, by: Member, at: datetime) -> Change:
    """Shown on the hub from now on, once the change is made; `seen` is the digest of what was read. Raises
    rules.NotYours for whoever proposed it, rules.Refused."""
    change = _locked(change)
    if change.proposed_at is None or change.approved_at is not None:
        raise Refused("Nothing waits for approval here.")
    if not rules.same(seen, change.digest):
        raise Refused("The words changed since you read them. Read them again; nothing was approved.")
    if change.proposed_by_id == by.pk:
        raise NotYours("Somebody else approves what you wrote. Nothing was changed.")
    _ensure_fit(change, change.you_said, change.we_did)
    change.approved_by, change.approved_at = by, at
    change.save(update_fields=["approved_by", "approved_at"])
    audit.record(
        "recovery.change_approved", organization=change.organization, subject=change, by=by, at=at,
        digest=change.digest,
    )  # fmt: skip
    return change


@transaction.atomic
def withdraw_public(*, change: Change, by: Member, at: datetime) -> Change:
    """Not shown and not proposed any more; the change itself stays. Raises rules.Refused."""
    change = _locked(change)
    if change.proposed_at is None:
        raise Refused("Nothing of it is public, and nothing waits.")
    change.proposed_by = change.proposed_at = change.approved_by = change.approved_at = None
    change.digest = ""
    change.save(update_fields=["proposed_by", "proposed_at", "approved_by", "approved_at", "digest"])
    audit.record("recovery.change_withdrawn", organization=change.organization, subject=change, by=by, at=at)
    return change
