"""The words that come with Bedside: general ways to begin an answer, and the library a hospital adopts by approving."""

from bedside.answers.starters.library import LIBRARY, Starter
from bedside.answers.starters.wordings import starters

__all__ = ["LIBRARY", "Starter", "starters"]
