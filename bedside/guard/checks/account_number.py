"""Account numbers, and payment cards that pass the Luhn check (Safe Harbor item J)."""

import re
from collections.abc import Iterator

from bedside.guard.checks.digits import luhn
from bedside.guard.lexicon.wording import alternatives
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

CARD = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")
CUED = re.compile(
    r"\b"
    + alternatives(r"""
    acct / account / a/c / invoice / statement / guarantor / bill / claim / routing / iban / cuenta
    factura
""")
    + (
        r"(?:[\s']+(?:id|no|num|number|ending|ends|in|is"
        r"|was)\b\.?){0,3}[\s:#=.,-]{1,4}((?:[a-z]{1,5}[- ]?)?\d[\da-z]*(?:-[\da-z]+){0,3})(?![\w%])"
    )
)
CARD_ENDING = re.compile(
    r"\b(?:card|visa|mastercard|amex|debit|credit|discover)\b[^\d\n.]{0,24}(?:ending|"
    r"ends|last (?:four|4)|x{2,4}|\*{2,4})[^\d\n.]{0,8}(\d{4})\b"
)


def find(scene: Scene) -> Iterator[Match]:
    """Cards with a right check digit, and cued account numbers of at least four digits."""
    for hit in CARD.finditer(scene.text):
        digits = re.sub(r"\D", "", hit.group())
        if digits[0] in "23456" and luhn(digits):
            yield Match(hit.start(), hit.end())
    for hit in CUED.finditer(scene.low):
        before = scene.low[max(0, hit.start(1) - 2) : hit.start(1)]
        if sum(char.isdigit() for char in hit.group(1)) >= 4 and "$" not in before:
            yield Match(hit.start(1), hit.end(1))
    for hit in CARD_ENDING.finditer(scene.low):
        yield Match(hit.start(1), hit.end(1))


CHECK = Check(
    rule="account_number",
    severity="block",
    reason="This is a number of one person's account or payment card.",
    source="45 CFR 164.514(b)(2)(i)(J)",
    suggestion=None,
    find=find,
    identifier=True,
)
