"""What is read of approved answers."""

from bedside.answers.queries.drafting import drafter_of, key_of
from bedside.answers.queries.library import (
    Tallies,
    access_answer,
    access_current,
    adopted,
    answers,
    counts,
    due_soon,
    examined,
    in_use,
    newest,
    tallies_of,
    versions_of,
    waiting_approval,
)
from bedside.answers.queries.suggesting import Suggestion, has_vector, offer, search, stale_versions, suggest
from bedside.answers.queries.variables import Row, rows_of, values_of

__all__ = [
    "Row",
    "Suggestion",
    "Tallies",
    "access_answer",
    "access_current",
    "adopted",
    "answers",
    "counts",
    "drafter_of",
    "due_soon",
    "examined",
    "has_vector",
    "in_use",
    "key_of",
    "newest",
    "offer",
    "rows_of",
    "search",
    "stale_versions",
    "suggest",
    "tallies_of",
    "values_of",
    "versions_of",
    "waiting_approval",
]
