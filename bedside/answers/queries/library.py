"""The library: lists, one answer with its versions, what the guard says of it, and how it was used."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from bedside.answers.models import Answer, AnswerUse, AnswerVersion
from bedside.answers.queries.variables import values_of
from bedside.answers.rules import REMINDERS, Filled, State, fill
from bedside.guard.queries import examine
from bedside.guard.shapes import Verdict
from bedside.organizations.models import Organization

VIEWS = ("in_use", "proposed", "draft", "due", "retired", "all")


def in_use(organization: Organization, *, today: date) -> "QuerySet[Answer]":
    """What may be offered today: approved, not retired, its review not due."""
    found = Answer.objects.filter(organization=organization, current__isnull=False, review_date__gt=today)
    return found.exclude(state=State.RETIRED).select_related("current")


def answers(
    organization: Organization, *, today: date, view: str = "all", intent: str = "", words: str = ""
) -> "QuerySet[Answer]":
    """The answers of a view, by title."""
    found = Answer.objects.filter(organization=organization).select_related("current", "owner__user")
    if view == "in_use":
        found = in_use(organization, today=today).select_related("current", "owner__user")
    elif view == "due":
        found = found.filter(current__isnull=False, review_date__lte=today).exclude(state=State.RETIRED)
    elif view in (State.DRAFT, State.PROPOSED, State.RETIRED):
        found = found.filter(state=view)
    else:
        found = found.exclude(state=State.RETIRED)
    if intent:
        found = found.filter(intents__contains=[intent])
    if words.strip():
        sought = words.strip()[:60]
        found = found.filter(
            Q(title__icontains=sought)
            | Q(shortcut__istartswith=sought.removeprefix("/"))
            | Q(tags__icontains=sought)
            | Q(versions__texts__icontains=sought)
        ).distinct()
    return found.order_by("title", "pk")


def counts(organization: Organization, *, today: date) -> dict[str, int]:
    """How many answers each view holds, in one query."""
    kept = ~Q(state=State.RETIRED)
    usable = Q(current__isnull=False)
    return Answer.objects.filter(organization=organization).aggregate(
        in_use=Count("pk", filter=kept & usable & Q(review_date__gt=today)),
        proposed=Count("pk", filter=Q(state=State.PROPOSED)),
        draft=Count("pk", filter=Q(state=State.DRAFT)),
        due=Count("pk", filter=kept & usable & Q(review_date__lte=today)),
        retired=Count("pk", filter=Q(state=State.RETIRED)),
        all=Count("pk", filter=kept),
    )


def waiting_approval(organization: Organization) -> int:
    return Answer.objects.filter(organization=organization, state=State.PROPOSED).count()


def access_answer(organization: Organization, answer_id: int) -> Answer:
    """The answer; raises Http404."""
    found = (
        Answer.objects.filter(organization=organization, pk=answer_id)
        .select_related("organization", "current__approver__user", "owner__user", "retired_by__user")
        .first()
    )
    if found is None:
        raise Http404("No such answer.")
    return found


def access_current(organization: Organization, answer_id: int, *, today: date) -> AnswerVersion:
    """The words of an answer that may be offered today; raises Http404."""
    found = in_use(organization, today=today).filter(pk=answer_id).first()
    if found is None or found.current is None:
        raise Http404("No such approved answer.")
    return found.current


def versions_of(answer: Answer) -> list[AnswerVersion]:
    """Newest first."""
    found = AnswerVersion.objects.filter(organization_id=answer.organization_id, answer=answer)
    return list(found.select_related("author__user", "approver__user").order_by("-number"))


def newest(answer: Answer) -> AnswerVersion:
    """The version one works on; every answer has one."""
    return versions_of(answer)[0]


def examined(organization: Organization, texts: dict[str, str]) -> dict[str, tuple[Filled, Verdict]]:
    """Each language's words with their values, and what the guard says of them as a reply. Where a value is missing the
    guard reads "our office" in its place."""
    values = values_of(organization)
    read = {}
    for language, text in sorted(texts.items()):
        filled = fill(text, values)
        tried = fill(text, {name: value or "our office" for name, value in values.items()}).text
        read[language] = (filled, examine(organization=organization, text=tried, kind="reply"))
    return read


@dataclass(frozen=True)
class Tallies:
    """How often an answer was put into a reply, and what became of it there."""

    inserted: int
    unchanged: int
    changed: int
    dropped: int


def tallies_of(organization: Organization, answer_ids: list[int]) -> dict[int, Tallies]:
    """Over all versions of each answer; an answer never used has no entry."""
    rows = (
        AnswerUse.objects.filter(organization=organization, version__answer_id__in=answer_ids)
        .values_list("version__answer_id", "outcome")
        .annotate(n=Count("pk"))
    )
    found: dict[int, dict[str, int]] = {}
    for answer_id, outcome, number in rows:
        found.setdefault(answer_id, {})[outcome] = number
    return {
        answer_id: Tallies(
            sum(said.values()),
            said.get(AnswerUse.UNCHANGED, 0),
            said.get(AnswerUse.CHANGED, 0),
            said.get(AnswerUse.DROPPED, 0),
        )
        for answer_id, said in found.items()
    }


def adopted(organization: Organization) -> set[str]:
    """Which of the answers that come with Bedside are here already."""
    found = Answer.objects.filter(organization=organization).exclude(starter="").exclude(state=State.RETIRED)
    return set(found.values_list("starter", flat=True))


def due_soon(organization: Organization, *, today: date) -> list[Answer]:
    """Answers whose owner may have to be reminded: their day is near or past."""
    edge = today + timedelta(days=max(REMINDERS))
    found = Answer.objects.filter(organization=organization, current__isnull=False, review_date__lte=edge)
    return list(found.exclude(state=State.RETIRED).select_related("owner__user", "organization").order_by("pk"))
