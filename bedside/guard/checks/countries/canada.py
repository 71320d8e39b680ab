"""Health cards of the Canadian provinces: Ontario, Quebec, British Columbia."""

import re

from bedside.guard.checks.countries.number import Number
from bedside.guard.checks.digits import luhn, phn
from bedside.guard.lexicon.wording import words_of

CARD = r"\b(?:ohip|health ?card|health (?:no|num|number)|hc|hcn|versioned card)\b"


def ramq(plain: str) -> bool:
    """Whether the digits after the letters can be a birth: two of the year, the month (plus 50 for women), the day."""
    month, day = int(plain[6:8]) % 50, int(plain[8:10])
    return 1 <= month <= 12 and 1 <= day <= 31


NUMBERS = (
    Number(
        name="Ontario health card",
        shape=re.compile(r"(?<![\w-])\d{4}[ -]?\d{3}[ -]?\d{3}(?:[ -]?[A-Za-z]{2})?(?![\w-])"),
        cue=re.compile(CARD),
        words=words_of("ohip health healthcard hc hcn card"),
        valid=lambda plain: luhn(plain[:10]),
        source="Ontario Ministry of Health, health card: ten digits by the Luhn algorithm, two letters of version",
    ),
    Number(
        name="Quebec health insurance number",
        shape=re.compile(r"(?<![\w-])[A-Z]{4}[ -]?\d{4}[ -]?\d{4}(?![\w-]|\s\d)"),
        cue=re.compile(r"\b(?:ramq|nam|assurance maladie|carte soleil)\b"),
        words=words_of("ramq nam maladie soleil"),
        valid=ramq,
        source="Régie de l'assurance maladie du Québec: four letters of the name, birth date, two digits",
        digits=8,
        sure=True,
    ),
    Number(
        name="British Columbia personal health number",
        shape=re.compile(r"(?<![\w-])9\d{3}[ -]?\d{3}[ -]?\d{3}(?![\w-])"),
        cue=re.compile(r"\b(?:phn|personal health(?: no| num| number)?|care ?card|services card|msp)\b"),
        words=words_of("phn personal carecard care msp services"),
        valid=phn,
        source="BC Ministry of Health, PHN: ten digits beginning with 9, modulus 11",
    ),
)
