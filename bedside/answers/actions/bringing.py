"""Answers brought in: those that come with Bedside, and those of a file; and taking all of them out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from bedside.answers import queries, rules
from bedside.answers.actions.approving import approve, propose
from bedside.answers.actions.writing import write
from bedside.answers.labels import INTENTS, SPECIALTIES
from bedside.answers.models import Answer, AnswerVersion
from bedside.answers.rules import NotYours, State, Unfit
from bedside.answers.rules.exchange import Row
from bedside.answers.starters import LIBRARY
from bedside.audit import actions as audit
from bedside.channels.queries import networks
from bedside.organizations.models import Member, Organization


@dataclass
class Brought:
    """What was made, and what was not: (what it is called, why)."""

    made: list[Answer] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def adopt(*, organization: Organization, keys: Iterable[str], approving: bool, by: Member, at: datetime) -> Brought:
    """Answers of the starter set, proposed, or approved at once by somebody who read them and may. Bedside wrote them,
    so the approver is the second person. One that is here already, or that this person may not approve, is left."""
    wanted, here = set(keys), queries.adopted(organization)
    taken = set(
        Answer.objects.filter(organization=organization).exclude(state=State.RETIRED).values_list("shortcut", flat=True)
    )
    brought = Brought()
    for starter in LIBRARY:
        if starter.key not in wanted or starter.key in here:
            continue
        try:
            if approving:
                rules.ensure_another(roles=by.role_set, is_clinical=starter.is_clinical, is_author=False)
            with transaction.atomic():
                answer = write(
                    organization=organization, title=starter.title, texts=starter.texts, by=by, at=at,
                    shortcut="" if starter.shortcut in taken else starter.shortcut, intents=starter.intents,
                    specialties=starter.specialties, tags=starter.tags, questions=starter.questions,
                    is_clinical=starter.is_clinical, starter=starter.key,
                )  # fmt: skip
                answer = propose(answer=answer, by=by, at=at)
                if approving:
                    answer = approve(answer=answer, seen=rules.digest(starter.texts), by=by, at=at)
        except (NotYours, Unfit) as error:
            brought.left.append((starter.title, str(error)))
        else:
            brought.made.append(answer)
    return brought


@transaction.atomic
def bring_in(*, organization: Organization, rows: Iterable[Row], by: Member, at: datetime) -> Brought:
    """A draft for each answer of a file; the same words under the same title are not brought in twice."""
    known = {
        (version.answer.title.casefold(), version.digest)
        for version in AnswerVersion.objects.filter(organization=organization).select_related("answer")
    }
    ways = {name.casefold(): name for name in networks()}
    brought = Brought()
    for row in rows:
        mark = (row.title.casefold(), rules.digest(row.texts))
        if mark in known:
            brought.left.append((row.title, "These very words are here already."))
            continue
        try:
            with transaction.atomic():
                answer = write(
                    organization=organization, title=row.title, texts=row.texts, shortcut=row.shortcut,
                    intents=_known(row, "intents", INTENTS), specialties=_known(row, "specialties", SPECIALTIES),
                    networks=_known(row, "networks", ways), tags=row.tags, questions=row.questions,
                    is_clinical=row.is_clinical, by=by, at=at,
                )  # fmt: skip
        except Unfit as error:
            brought.left.append((row.title, str(error)))
        else:
            known.add(mark)
            brought.made.append(answer)
    audit.record(
        "answers.brought_in",
        organization=organization,
        subject=organization,
        by=by,
        at=at,
        made=len(brought.made),
        left=len(brought.left),
    )
    return brought


def _known(row: Row, name: str, known: Iterable[str]) -> list[str]:
    """The values that exist here; raises Unfit with the first that does not, so that nobody's typing is lost."""
    by_name = {one.casefold(): one for one in known}
    found = []
    for said in getattr(row, name):
        plain = said.strip().casefold().replace(" ", "_")
        if plain not in by_name:
            raise Unfit(f"There is no such value among {name}: {said[:40]}.")
        found.append(by_name[plain])
    return found


@transaction.atomic
def note_export(*, organization: Organization, format: str, number: int, by: Member, at: datetime) -> None:
    audit.record(
        "answers.exported", organization=organization, subject=organization, by=by, at=at, format=format, number=number
    )
