"""Keeping what answers mean as numbers, so that a suggestion compares and need not read."""

from datetime import datetime

from django.db import transaction

from bedside.answers import meaning, queries
from bedside.answers.models import AnswerMeaning, AnswerVersion
from bedside.organizations.models import Organization
from bedside.triage import read


def keep_meanings(version: AnswerVersion) -> None:
    """The numbers of a version's words, and of each way of asking for it, in the place of earlier ones."""
    answer, organization_id = version.answer, version.organization_id
    AnswerMeaning.objects.filter(organization_id=organization_id, version=version).delete()
    asked: dict[str, list[str]] = {}
    for question in answer.questions:
        spoken = read(question).language
        asked.setdefault(spoken if spoken in version.texts else next(iter(version.texts)), []).append(question)
    rows = []
    for language, text in version.texts.items():
        said = f"{answer.title} {' '.join(answer.tags)} {text}"
        for ordinal, words in enumerate([said, *asked.get(language, [])]):
            rows.append(
                AnswerMeaning(
                    organization_id=organization_id,
                    version=version,
                    language=language,
                    ordinal=ordinal,
                    made_by=meaning.VERSION,
                    vector=meaning.embed(words),
                )
            )
    AnswerMeaning.objects.bulk_create(rows)


@transaction.atomic
def renew_meanings(*, organization: Organization, at: datetime) -> int:
    """Makes anew what an earlier `meaning` made, some hundred at a time; returns how many versions it did."""
    stale = queries.stale_versions(organization)
    for version in stale:
        keep_meanings(version)
    return len(stale)
