"""Writing an answer and changing it: every change of the words is a version of its own, and needs its own approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from bedside.answers import queries, rules
from bedside.answers.actions.meanings import keep_meanings
from bedside.answers.models import Answer, AnswerVersion
from bedside.answers.rules import REVIEW_AFTER, State, Unfit
from bedside.answers.rules.exchange import LANGUAGES, LONGEST_TEXT
from bedside.audit import actions as audit
from bedside.organizations.models import Member, Organization


@dataclass(frozen=True)
class _Kept:
    """What is kept of what somebody wrote, straightened."""

    texts: dict[str, str]
    facts: dict[str, Any]


def locked(answer: Answer) -> Answer:
    return (
        Answer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization", "current")
        .get(organization_id=answer.organization_id, pk=answer.pk)
    )


def _straight(
    *,
    title: str,
    texts: dict[str, str],
    shortcut: str,
    intents: Sequence[str],
    specialties: Sequence[str],
    networks: Sequence[str],
    tags: Sequence[str],
    questions: Sequence[str],
    is_clinical: bool,
) -> _Kept:
    kept = {language: text.strip() for language, text in sorted(texts.items()) if text.strip()}
    if not kept:
        raise Unfit("An answer needs words in one language at least.")
    if set(kept) - set(LANGUAGES):
        raise Unfit("An answer is in English, in Spanish, or in both.")
    if any(len(text) > LONGEST_TEXT for text in kept.values()):
        raise Unfit(f"An answer has at most {LONGEST_TEXT:,} characters.")
    name = " ".join(title.split())[:120]
    if not name:
        raise Unfit("An answer needs a title, by which colleagues find it.")
    clinical = is_clinical or bool(specialties) or "clinical_question" in intents
    return _Kept(
        kept,
        {
            "title": name,
            "shortcut": rules.tidy_shortcut(shortcut),
            "intents": list(intents),
            "specialties": list(specialties),
            "networks": list(networks),
            "tags": _short(tags, 40),
            "questions": _short(questions, 200),
            "is_clinical": clinical,
        },
    )


def _short(said: Sequence[str], longest: int) -> list[str]:
    return list(dict.fromkeys(" ".join(one.split())[:longest] for one in said if one.strip()))[:20]


@transaction.atomic
def write(
    *,
    organization: Organization,
    title: str,
    texts: dict[str, str],
    by: Member,
    at: datetime,
    shortcut: str = "",
    intents: Sequence[str] = (),
    specialties: Sequence[str] = (),
    networks: Sequence[str] = (),
    tags: Sequence[str] = (),
    questions: Sequence[str] = (),
    is_clinical: bool = False,
    review_date: date | None = None,
    owner: Member | None = None,
    starter: str = "",
) -> Answer:
    """A draft; `texts` are by language. One that is for a specialty or for health questions is clinical whatever is
    said. Raises Unfit, also for a shortcut that another answer has."""
    kept = _straight(
        title=title, texts=texts, shortcut=shortcut, intents=intents, specialties=specialties, networks=networks,
        tags=tags, questions=questions, is_clinical=is_clinical,
    )  # fmt: skip
    answer = Answer(
        organization=organization,
        owner=owner or by,
        review_date=review_date or at.astimezone(organization.zone).date() + REVIEW_AFTER,
        starter=starter,
        made_at=at,
        changed_at=at,
        **kept.facts,
    )
    _save(answer)
    _version(answer, kept.texts, 1, None if starter else by, at)
    audit.record("answers.written", organization=organization, subject=answer, by=by, at=at, number=1)
    return answer


def _save(answer: Answer) -> None:
    """Raises Unfit where another answer has the shortcut."""
    try:
        with transaction.atomic():
            answer.save()
    except IntegrityError as error:
        raise Unfit(
            f"Another answer has the shortcut /{answer.shortcut}. Choose another word; nothing was kept."
        ) from error


def _version(answer: Answer, texts: dict[str, str], number: int, author: Member | None, at: datetime) -> AnswerVersion:
    return AnswerVersion.objects.create(
        organization_id=answer.organization_id,
        answer=answer,
        number=number,
        texts=texts,
        digest=rules.digest(texts),
        author=author,
        made_at=at,
    )


@transaction.atomic
def change(
    *,
    answer: Answer,
    title: str,
    texts: dict[str, str],
    by: Member,
    at: datetime,
    shortcut: str = "",
    intents: Sequence[str] = (),
    specialties: Sequence[str] = (),
    networks: Sequence[str] = (),
    tags: Sequence[str] = (),
    questions: Sequence[str] = (),
    is_clinical: bool = False,
    review_date: date | None = None,
    owner: Member | None = None,
) -> Answer:
    """The answer with other words or another purpose. Other words, or no longer being clinical, make a new version that
    needs approval; until it has one, the words approved before are offered. Raises Unfit, WrongStep."""
    answer = locked(answer)
    rules.ensure("changed", answer.state)
    kept = _straight(
        title=title, texts=texts, shortcut=shortcut, intents=intents, specialties=specialties, networks=networks,
        tags=tags, questions=questions, is_clinical=is_clinical,
    )  # fmt: skip
    before = queries.newest(answer)
    anew = before.digest != rules.digest(kept.texts) or kept.facts["is_clinical"] != answer.is_clinical
    for name, value in kept.facts.items():
        setattr(answer, name, value)
    if review_date is not None and review_date != answer.review_date:
        answer.review_date, answer.reminded = review_date, None
    answer.owner = owner or answer.owner
    answer.changed_at = at
    if anew:
        answer.state = State.DRAFT
    _save(answer)
    number = before.number
    if anew:
        number = _version(answer, kept.texts, before.number + 1, by, at).number
    if answer.current is not None:
        answer.current.answer = answer
        keep_meanings(answer.current)
    audit.record(
        "answers.changed", organization=answer.organization, subject=answer, by=by, at=at, number=number, words=anew
    )
    return answer
