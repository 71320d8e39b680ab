"""How answers are used: put into a reply, and sent as they were, changed, or not after all."""

import difflib
from datetime import datetime

from django.db import models, transaction

from bedside.answers import queries
from bedside.answers.models import AnswerUse, AnswerVersion
from bedside.answers.rules import fill
from bedside.organizations.models import Member, Organization

#: From this likeness of words on, a reply still is the answer that was put into it.
STILL = 0.35
#: Words compared; a reply is shorter.
MOST_WORDS = 600


@transaction.atomic
def insert(*, version: AnswerVersion, language: str, subject: models.Model, by: Member, at: datetime) -> AnswerUse:
    """That somebody put it into a reply about `subject`; the same again at once is the same use."""
    label, twin = subject._meta.label_lower, None
    found = AnswerUse.objects.filter(
        organization_id=version.organization_id, version=version, subject_type=label, subject_id=subject.pk, by=by
    )
    twin = found.filter(outcome=AnswerUse.INSERTED).first()
    return twin or AnswerUse.objects.create(
        organization_id=version.organization_id,
        version=version,
        language=language,
        subject_type=label,
        subject_id=subject.pk,
        by=by,
        at=at,
    )


@transaction.atomic
def note_sent(*, organization: Organization, subject: models.Model, text: str, by: Member, at: datetime) -> None:
    """What became of the answers this person had put into a reply about `subject`, now that it goes out as `text`."""
    mine = AnswerUse.objects.filter(
        organization=organization,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        by=by,
        outcome=AnswerUse.INSERTED,
    )
    uses = list(mine.select_related("version"))
    if not uses:
        return
    values, sent = queries.values_of(organization), text.split()[:MOST_WORDS]
    for use in uses:
        given = fill(use.version.texts.get(use.language, ""), values).text.split()[:MOST_WORDS]
        use.outcome, use.done_at = _outcome(given, sent), at
        use.save(update_fields=["outcome", "done_at"])


def _outcome(given: list[str], sent: list[str]) -> str:
    if given == sent:
        return AnswerUse.UNCHANGED
    alike = difflib.SequenceMatcher(None, given, sent, autojunk=False)
    matching = sum(block.size for block in alike.get_matching_blocks())
    return AnswerUse.CHANGED if given and matching / len(given) >= STILL else AnswerUse.DROPPED
