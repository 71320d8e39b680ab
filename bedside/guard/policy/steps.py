"""What may happen to a version of the policy and to a request for release, by whom. Pure."""

from datetime import timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a version of the policy stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


#: Steps of a version, and the states they start from.
STEPS: dict[str, frozenset[State]] = {
    "change": frozenset({State.DRAFT}),
    "propose": frozenset({State.DRAFT}),
    "send back": frozenset({State.PROPOSED}),
    "approve": frozenset({State.PROPOSED}),
    "compare": frozenset({State.PROPOSED}),
    "withdraw": frozenset({State.DRAFT, State.PROPOSED}),
}


class WrongStep(Exception):
    """This step is not open now; the message says why."""


class NotYours(Exception):
    """Two people are needed for this; the message says which."""


class NeedsWords(Exception):
    """A reason is missing or too short; the message says what is needed."""


def ensure(step: str, state: str) -> None:
    if State(state) not in STEPS[step]:
        raise WrongStep(f"A version that is {state.replace('_', ' ')} cannot be made to {step}. Nothing was changed.")


def words(said: str, least: int, most: int, what: str) -> str:
    """One reason, its blanks straightened; raises NeedsWords."""
    kept = " ".join(said.split())[:most]
    if len(kept) < least:
        raise NeedsWords(f"{what} in at least {least} characters; it is kept.")
    return kept


class Asked(StrEnum):
    """Where a request for release stands."""

    WAITING = "waiting"
    RELEASED = "released"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"


class Ground(StrEnum):
    """Why a privacy officer releases what the guard blocks."""

    WRONG = "wrong"
    CONSENT = "consent"
    LAW = "law"
    OTHER = "other"


class Kind(StrEnum):
    """What is wrong with a finding."""

    NOT_A_PATIENT = "not_a_patient"
    OWN_FACT = "own_fact"
    OTHER = "other"


GROUNDS = {
    Ground.WRONG: "The finding is wrong",
    Ground.CONSENT: "The person consented in writing",
    Ground.LAW: "The law requires it",
    Ground.OTHER: "Something else",
}
KINDS = {
    Kind.NOT_A_PATIENT: "This is not about a patient",
    Kind.OWN_FACT: "This is a fact of our own",
    Kind.OTHER: "Something else is wrong",
}

#: How long a release holds.
RELEASE_LASTS = timedelta(hours=24)
#: A request nobody decided ends by itself.
LAPSES = timedelta(days=14)
#: How long the words of a decided request are kept, and those of a finding that was called wrong.
SHREDDED = timedelta(days=30)
QUOTES_KEPT = timedelta(days=90)
#: Letters a reason for a release needs.
ENOUGH = 15


def ensure_another(*, is_asker: bool, others: int) -> bool:
    """Whether the decision is made alone, which is flagged: only where the asker is the one privacy officer there is.
    Raises NotYours where another could decide."""
    if is_asker and others > 0:
        raise NotYours("You asked for this yourself, so another privacy officer decides. Nothing was changed.")
    return is_asker


def ensure_not_author(*, is_author: bool) -> None:
    """A policy is written by one person and approved by another, always."""
    if is_author:
        raise NotYours("You wrote this version, so another privacy officer has to approve it. Nothing was changed.")
