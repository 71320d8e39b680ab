"""Proposing, approving by a second person, sending back, retiring, and looking again after a year."""

from datetime import date, datetime

from django.db import transaction

from bedside.answers import queries, rules
from bedside.answers.actions.meanings import keep_meanings
from bedside.answers.actions.writing import locked
from bedside.answers.models import Answer, AnswerVersion
from bedside.answers.rules import REVIEW_AFTER, NotYours, State, Unfit, WrongStep
from bedside.audit import actions as audit
from bedside.kit import queue
from bedside.organizations.models import Member, Organization


@transaction.atomic
def propose(*, answer: Answer, by: Member, at: datetime) -> Answer:
    """The newest version before those who approve, who are told by mail. Raises WrongStep."""
    answer = locked(answer)
    rules.ensure("proposed", answer.state)
    version = queries.newest(answer)
    version.proposed_at, version.note = at, ""
    version.save(update_fields=["proposed_at", "note"])
    answer.state, answer.changed_at = State.PROPOSED, at
    answer.save(update_fields=["state", "changed_at"])
    audit.record(
        "answers.proposed", organization=answer.organization, subject=answer, by=by, at=at, number=version.number
    )
    queue.defer("answers.tell_approvers", organization_id=answer.organization_id, answer_id=answer.pk)
    return answer


@transaction.atomic
def approve(*, answer: Answer, seen: str, by: Member, at: datetime) -> Answer:
    """The newest version in use; `seen` is the digest of the words that the approver read. Raises WrongStep, NotYours,
    and Unfit for words that the guard would block in a reply, or that hold a variable nobody knows."""
    answer = locked(answer)
    rules.ensure("approved", answer.state)
    version = queries.newest(answer)
    if seen != version.digest:
        raise WrongStep("The words changed since you read them. Read them again; nothing was approved.")
    rules.ensure_another(roles=by.role_set, is_clinical=answer.is_clinical, is_author=version.author_id == by.pk)
    ensure_fit(answer.organization, version)
    version.approver, version.approved_at = by, at
    version.save(update_fields=["approver", "approved_at"])
    answer.current, answer.state, answer.changed_at = version, State.APPROVED, at
    today = at.astimezone(answer.organization.zone).date()
    if rules.is_due(answer.review_date, today=today):
        answer.review_date = today + REVIEW_AFTER
    answer.reminded = None
    answer.save(update_fields=["current", "state", "changed_at", "review_date", "reminded"])
    version.answer = answer
    keep_meanings(version)
    audit.record(
        "answers.approved",
        organization=answer.organization,
        subject=answer,
        by=by,
        at=at,
        number=version.number,
        digest=version.digest,
        clinical=answer.is_clinical,
    )
    return answer


def ensure_fit(organization: Organization, version: AnswerVersion) -> None:
    """Raises Unfit where the words could not be used as a reply."""
    for language, (filled, verdict) in queries.examined(organization, version.texts).items():
        if filled.unknown:
            named = ", ".join(f"{{{name}}}" for name in filled.unknown)
            raise Unfit(f"Nobody knows {named}. Correct it, or set it in Settings, Answers. Nothing was approved.")
        if verdict.verdict == "block":
            which = ", ".join(sorted({one.rule.replace("_", " ") for one in verdict.findings}))
            raise Unfit(f"The guard would block the {language} text in a reply ({which}). Nothing was approved.")


@transaction.atomic
def send_back(*, answer: Answer, note: str, by: Member, at: datetime) -> Answer:
    """A draft again, with words for its author. Raises WrongStep, Unfit, NotYours."""
    answer = locked(answer)
    rules.ensure("sent back", answer.state)
    said = " ".join(note.split())[:500]
    if len(said) < 5:
        raise Unfit("Say what should be different, in at least five characters. Nothing was changed.")
    if not rules.may_approve(by.role_set, is_clinical=answer.is_clinical):
        raise NotYours("Only who may approve it sends it back. Nothing was changed.")
    version = queries.newest(answer)
    version.note = said
    version.save(update_fields=["note"])
    answer.state, answer.changed_at = State.DRAFT, at
    answer.save(update_fields=["state", "changed_at"])
    audit.record(
        "answers.sent_back", organization=answer.organization, subject=answer, by=by, at=at, number=version.number
    )
    return answer


@transaction.atomic
def confirm(*, answer: Answer, by: Member, at: datetime) -> Answer:
    """Somebody who may approve it looked again, and it still holds: offered for another year. Raises WrongStep,
    NotYours, and Unfit where the guard would block it by now."""
    answer = locked(answer)
    rules.ensure("confirmed", answer.state)
    if not rules.may_approve(by.role_set, is_clinical=answer.is_clinical):
        rules.ensure_another(roles=by.role_set, is_clinical=answer.is_clinical, is_author=False)
    assert answer.current is not None
    ensure_fit(answer.organization, answer.current)
    answer.review_date = at.astimezone(answer.organization.zone).date() + REVIEW_AFTER
    answer.reminded, answer.changed_at = None, at
    answer.save(update_fields=["review_date", "reminded", "changed_at"])
    audit.record("answers.confirmed", organization=answer.organization, subject=answer, by=by, at=at)
    return answer


@transaction.atomic
def retire(*, answer: Answer, by: Member, at: datetime) -> Answer:
    """No longer offered; its words, versions and uses stay. Raises WrongStep."""
    answer = locked(answer)
    rules.ensure("retired", answer.state)
    answer.state, answer.current = State.RETIRED, None
    answer.retired_at, answer.retired_by, answer.changed_at = at, by, at
    answer.save(update_fields=["state", "current", "retired_at", "retired_by", "changed_at"])
    audit.record("answers.retired", organization=answer.organization, subject=answer, by=by, at=at)
    return answer


@transaction.atomic
def bring_back(*, answer: Answer, by: Member, at: datetime) -> Answer:
    """A draft again, without its shortcut where another answer took it; it needs approval like any draft. Raises
    WrongStep."""
    answer = locked(answer)
    rules.ensure("brought back", answer.state)
    others = Answer.objects.filter(organization_id=answer.organization_id).exclude(state=State.RETIRED)
    if answer.shortcut and others.filter(shortcut=answer.shortcut).exists():
        answer.shortcut = ""
    if answer.starter and others.filter(starter=answer.starter).exists():
        answer.starter = ""
    answer.state, answer.retired_at, answer.retired_by, answer.changed_at = State.DRAFT, None, None, at
    answer.save(update_fields=["state", "shortcut", "starter", "retired_at", "retired_by", "changed_at"])
    audit.record("answers.brought_back", organization=answer.organization, subject=answer, by=by, at=at)
    return answer


@transaction.atomic
def remind(*, organization: Organization, today: date, at: datetime) -> int:
    """Reminds owners 30, 7 and 0 days before a review is due; each day once. Returns how many reminders it made."""
    made = 0
    for answer in queries.due_soon(organization, today=today):
        days = rules.reminder(answer.review_date, today=today, reminded=answer.reminded)
        if days is None:
            continue
        answer.reminded = days
        answer.save(update_fields=["reminded"])
        audit.record("answers.reminded", organization=organization, subject=answer, by=None, at=at, days=days)
        queue.defer("answers.tell_owner", organization_id=organization.pk, answer_id=answer.pk)
        made += 1
    return made
