"""Where an answer stands, who may bring it further, and when it is looked at again. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from bedside.organizations.rules import Role


class State(StrEnum):
    """Of an answer's newest version; an older one that was approved stays in use until the new one is."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RETIRED = "retired"


#: Steps, and the states they start from.
STEPS: dict[str, frozenset[State]] = {
    "changed": frozenset({State.DRAFT, State.PROPOSED, State.APPROVED}),
    "proposed": frozenset({State.DRAFT}),
    "approved": frozenset({State.PROPOSED}),
    "sent back": frozenset({State.PROPOSED}),
    "retired": frozenset({State.DRAFT, State.PROPOSED, State.APPROVED}),
    "brought back": frozenset({State.RETIRED}),
    "confirmed": frozenset({State.APPROVED}),
}
#: How long an approval holds before somebody looks at the words again.
REVIEW_AFTER = timedelta(days=365)
#: Days before that day on which the owner is reminded.
REMINDERS = (30, 7, 0)


class WrongStep(Exception):
    """This step is not open now; the message says why."""


class NotYours(Exception):
    """Another person has to do this; the message says who."""


class Unfit(Exception):
    """It cannot be kept or approved as it stands; the message says why and what to do."""


def ensure(step: str, state: str) -> None:
    if State(state) not in STEPS[step]:
        raise WrongStep(f"An answer that is {state} cannot be {step}. Nothing was changed.")


def digest(texts: Mapping[str, str]) -> str:
    """The hex SHA-256 of the words in every language: what an approval holds for."""
    said = json.dumps(dict(sorted(texts.items())), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


#: Who approves an answer that touches health: somebody who answers for what it says of it.
CLINICAL = frozenset({Role.CLINICIAN, Role.PRIVACY_OFFICER})
GENERAL = frozenset({Role.APPROVER, Role.PRIVACY_OFFICER})


def may_approve(roles: frozenset[Role], *, is_clinical: bool) -> bool:
    return bool(roles & (CLINICAL if is_clinical else GENERAL))


def ensure_another(*, roles: frozenset[Role], is_clinical: bool, is_author: bool) -> None:
    """Raises NotYours: nobody approves their own words, and health needs a clinician or the privacy officer."""
    if is_author:
        raise NotYours("You wrote these words, so another person has to approve them. Nothing was changed.")
    if not may_approve(roles, is_clinical=is_clinical):
        who = "a clinician or the privacy officer" if is_clinical else "an approver or the privacy officer"
        raise NotYours(f"This answer needs {who} to approve it. Nothing was changed.")


def is_due(review_date: date, *, today: date) -> bool:
    """Whether its day has come: it is no longer offered until somebody says that it still holds."""
    return today >= review_date


def reminder(review_date: date, *, today: date, reminded: int | None) -> int | None:
    """Which reminder is due now (30, 7 or 0 days before), or None; the last one sent, and those before it, are not
    sent again."""
    left = (review_date - today).days
    reached = [days for days in REMINDERS if left <= days]
    if not reached:
        return None
    nearest = min(reached)
    return nearest if reminded is None or nearest < reminded else None


_SHORTCUT = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?")


def tidy_shortcut(said: str) -> str:
    """The word one types after "/", without it; "" where none was given. Raises Unfit."""
    kept = said.strip().removeprefix("/").strip().casefold().replace("_", "-")
    if kept and not _SHORTCUT.fullmatch(kept):
        raise Unfit("A shortcut is one word of plain letters, digits and hyphens, at most 30 long: /parking.")
    return kept
