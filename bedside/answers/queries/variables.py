"""Values of variables: the hospital's facts, and its own."""

from dataclasses import dataclass

from bedside.answers.labels import WHERE, Words
from bedside.answers.models import AnswerVariable
from bedside.answers.rules import BUILT_IN, WELL_KNOWN
from bedside.organizations.models import Organization

#: Variable -> the fact of the hospital it is filled from.
FACTS = {
    "hospital": "name",
    "phone": "phone",
    "website": "website",
    "email": "email",
    "address": "address",
    "hours": "hours",
}


def values_of(organization: Organization) -> dict[str, str]:
    """Every variable that is known here, with "" where nothing was set."""
    values = {name: str(getattr(organization, fact)) for name, fact in FACTS.items()}
    values |= dict.fromkeys(WELL_KNOWN, "")
    own = AnswerVariable.objects.filter(organization=organization).values_list("name", "value")
    return values | dict(own)


@dataclass(frozen=True)
class Row:
    """A variable as the settings page shows it."""

    name: str
    value: str
    label: str
    where: Words
    is_fact: bool
    is_own: bool


def rows_of(organization: Organization) -> list[Row]:
    """All of them: the facts first, then those Bedside's own answers use, then the hospital's."""
    rows = []
    for name, value in values_of(organization).items():
        known = BUILT_IN.get(name) or WELL_KNOWN.get(name)
        is_fact = name in BUILT_IN
        rows.append(
            Row(name, value, known.label if known else "", WHERE["fact" if is_fact else "own"], is_fact, known is None)
        )
    return rows
