"""The tables of approved answers."""

from bedside.answers.models.answers import Answer, AnswerMeaning, AnswerUse, AnswerVersion
from bedside.answers.models.settings import AnswerVariable, Drafter

__all__ = ["Answer", "AnswerMeaning", "AnswerUse", "AnswerVariable", "AnswerVersion", "Drafter"]
