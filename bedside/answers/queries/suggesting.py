"""Approved answers for what somebody wrote: near in meaning, for this intent, specialty, language and network.

How near is computed by PostgreSQL's extension "vector" where the database has it, and here where it has not. A library
has some hundred answers, so each is compared: an index would make it less exact for no gain.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Exists, F, Func, Max, OuterRef, Q, QuerySet, Value
from django.db.models.fields import FloatField, TextField

from bedside.answers import meaning
from bedside.answers.labels import LANGUAGES, Words, label
from bedside.answers.models import Answer, AnswerMeaning, AnswerVersion
from bedside.answers.queries.library import in_use
from bedside.answers.queries.variables import values_of
from bedside.answers.rules import Filled, State, fill
from bedside.answers.rules.ranking import Offer, Wanted, fit, language_for
from bedside.kit.text import graphemes
from bedside.organizations.models import Organization

#: Answers looked at for one suggestion; a library larger than this is searched by words.
MOST = 2_000


@dataclass(frozen=True)
class Suggestion:
    """An answer that may fit: its words with their values, and why it is offered, the strongest reason first."""

    answer: Answer
    version: AnswerVersion
    language: str
    filled: Filled
    why: tuple[str, ...]
    score: float
    #: Characters it has more than the network takes.
    over: int = 0

    @property
    def is_ready(self) -> bool:
        """Whether it can be put into the box as it is."""
        return self.filled.is_whole


def suggest(
    organization: Organization, *, text: str, wanted: Wanted, today: date, limit: int | None = None, most: int = 3
) -> list[Suggestion]:
    """The best `most` answers for a text whose identifiers are hidden, best first; `limit`: what the network takes."""
    offered = list(in_use(organization, today=today).order_by("pk")[:MOST])
    near = closenesses(organization, text=text, language=wanted.language, offered=offered)
    ranked = []
    for answer in offered:
        assert answer.current is not None
        languages = answer.current.texts
        offer = Offer(answer.intents, answer.specialties, answer.networks, languages)
        found = fit(offer, wanted, close=near.get(answer.current.pk, 0.0))
        if found is not None:
            ranked.append((found.score, answer, found.why))
    ranked.sort(key=lambda one: (-one[0], one[1].title))
    values = values_of(organization)
    return [_suggestion(answer, wanted, values, limit, why, score) for score, answer, why in ranked[:most]]


def offer(
    organization: Organization, *, answer_id: int, wanted: Wanted, today: date, limit: int | None = None
) -> Suggestion | None:
    """One answer that may be offered today, as it would stand in a reply; None where it may not."""
    found = in_use(organization, today=today).filter(pk=answer_id).first()
    if found is None:
        return None
    return _suggestion(found, wanted, values_of(organization), limit, (), 0.0)


def search(
    organization: Organization, *, words: str, wanted: Wanted, today: date, limit: int | None = None, most: int = 12
) -> list[Suggestion]:
    """Answers by what is typed after "/": the shortcut first, then titles, tags and the words themselves."""
    sought = " ".join(words.removeprefix("/").split())[:60]
    found = in_use(organization, today=today)
    if sought:
        found = found.filter(
            Q(shortcut__istartswith=sought)
            | Q(title__icontains=sought)
            | Q(tags__icontains=sought)
            | Q(current__texts__icontains=sought)
        )
    rows = [one for one in found.order_by("title", "pk")[:200] if not one.networks or wanted.network in one.networks]
    low = sought.casefold()
    rows.sort(
        key=lambda one: (
            not (low and one.shortcut == low),
            not (low and one.shortcut.startswith(low)),
            not (low and one.title.casefold().startswith(low)),
            wanted.intent not in one.intents,
            one.title,
        )
    )
    values = values_of(organization)
    return [_suggestion(answer, wanted, values, limit, (), 0.0) for answer in rows[:most]]


def _suggestion(
    answer: Answer, wanted: Wanted, values: dict[str, str], limit: int | None, why: tuple[str, ...], score: float
) -> Suggestion:
    version = answer.current
    assert version is not None
    language = language_for(version.texts, wanted.language)
    filled = fill(version.texts[language], values)
    over = max(0, graphemes(filled.text) - limit) if limit else 0
    return Suggestion(
        answer, version, language, filled, tuple(_said(one, wanted, language) for one in why), score, over
    )


def _said(code: str, wanted: Wanted, language: str) -> str:
    """A reason as a person reads it."""
    sayings: dict[str, Words] = {
        "very_close": "very close in meaning",
        "close": "close in meaning",
        "intent": f"same matter: {label(wanted.intent)}",
        "specialty": f"same specialty: {label(wanted.specialty)}",
        "network": "made for this network",
        "other_language": f"only in {LANGUAGES.get(language, language)}",
    }
    return str(sayings[code])


# ---- how near --------------------------------------------------------------------------------------------------------


class _Cosine(Func):
    """The cosine of a stored list of numbers with a given one, by the extension "vector"."""

    template = "1 - (%(expressions)s)"
    arg_joiner = "::vector <=> "
    output_field = FloatField()

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        sql, params = super().as_sql(compiler, connection, **extra)
        return sql.replace("%s)", "%s::vector)"), params


@cache
def _extended(database: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select exists (select 1 from pg_extension where extname = 'vector')")
        return bool(cursor.fetchone()[0])


def has_vector() -> bool:
    """Whether this database has the extension "vector"; asked once a process and database."""
    return _extended(str(connection.settings_dict["NAME"]))


def closenesses(
    organization: Organization, *, text: str, language: str, offered: list[Answer], extended: bool | None = None
) -> dict[int, float]:
    """Version -> the cosine of the text with the nearest of its meanings in that language, else in any. `extended`:
    whether the database computes it; what it says is the same either way."""
    numbers = meaning.embed(text)
    if not any(numbers) or not offered:
        return {}
    versions = [answer.current_id for answer in offered]
    kept = AnswerMeaning.objects.filter(organization=organization, version__in=versions, made_by=meaning.VERSION)
    by = _by_database if (has_vector() if extended is None else extended) else _by_hand
    own = by(kept.filter(language=language), numbers)
    others = by(kept.exclude(language=language), numbers) if len(own) < len(versions) else {}
    return others | own


def _by_database(kept: "QuerySet[AnswerMeaning]", numbers: list[float]) -> dict[int, float]:
    given = Value("[" + ",".join(f"{number:.6f}" for number in numbers) + "]", output_field=TextField())
    rows = kept.values_list("version_id").annotate(near=Max(_Cosine(F("vector"), given)))
    return {version: float(near) for version, near in rows}


def _by_hand(kept: "QuerySet[AnswerMeaning]", numbers: list[float]) -> dict[int, float]:
    rows = list(kept.values_list("version_id", "vector"))
    if not rows:
        return {}
    cosines = np.array([vector for _version, vector in rows], dtype=np.float64) @ np.array(numbers, dtype=np.float64)
    found: dict[int, float] = {}
    for (version, _vector), cosine in zip(rows, cosines, strict=True):
        found[version] = max(found.get(version, -1.0), float(cosine))
    return found


def stale_versions(organization: Organization, *, most: int = 500) -> list[AnswerVersion]:
    """Versions in use whose meanings were not made by today's `meaning`, or not at all."""
    made = AnswerMeaning.objects.filter(organization=organization, version=OuterRef("pk"), made_by=meaning.VERSION)
    current = Answer.objects.filter(organization=organization, current__isnull=False).exclude(state=State.RETIRED)
    found = AnswerVersion.objects.filter(organization=organization, pk__in=current.values("current"))
    return list(found.filter(~Exists(made)).select_related("answer").order_by("pk")[:most])
