"""The NHS number of England, Wales and the Isle of Man."""

import re

from bedside.guard.checks.countries.number import Number
from bedside.guard.checks.digits import nhs
from bedside.guard.lexicon.wording import words_of

NUMBERS = (
    Number(
        name="NHS number",
        shape=re.compile(r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])"),
        cue=re.compile(r"\bnhs\b(?: (?:no|num|number|id))?\b"),
        words=words_of("nhs"),
        valid=nhs,
        source="NHS Data Dictionary, NHS NUMBER: ten digits, modulus 11",
    ),
)
