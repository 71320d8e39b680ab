"""Advice on plain words and on access: is it easy to read, to hear through a screen reader, and to act on? It never
blocks, and is no part of the guard's verdict. Pure: text in, advice out."""

from bedside.guard.plain.advising import advise
from bedside.guard.plain.reading import Reading, reading
from bedside.guard.plain.shapes import Advice, Alt

__all__ = ["Advice", "Alt", "Reading", "advise", "reading"]
