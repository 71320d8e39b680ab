"""Health numbers of other countries, one file a country. A new one is a file beside these and a line here."""

from bedside.guard.checks.countries import canada, united_kingdom
from bedside.guard.checks.countries.number import Number

NUMBERS: tuple[Number, ...] = (*united_kingdom.NUMBERS, *canada.NUMBERS)
