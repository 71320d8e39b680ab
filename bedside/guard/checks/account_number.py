"""Account numbers, and payment cards that pass the Luhn check (Safe Harbor item J)."""

import re
from collections.abc import Iterator

from bedside.guard.checks.digits import iban, luhn
from bedside.guard.lexicon.wording import alternatives, words_of
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

CARD = re.compile(r"(?<![\w-])\d(?:[ -]?\d){11,18}(?![\w-])")
CARDED = re.compile(r"\b(?:card|visa|mastercard|amex|discover|tarjeta)\b")
IBAN = re.compile(r"(?<![\w-])[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,4})?(?![\w-])")
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
CUES = words_of(
    "acct account invoice statement guarantor bill claim routing iban cuenta factura card visa mastercard amex debit "
    "credit discover"
)
CARD_ENDING = re.compile(
    r"\b(?:card|visa|mastercard|amex|debit|credit|discover)\b[^\d\n.]{0,24}(?:ending|"
    r"ends|last (?:four|4)|x{2,4}|\*{2,4})[^\d\n.]{0,8}(\d{4})\b"
)


def find(scene: Scene) -> Iterator[Match]:
    """Cards with a right check digit, and cued account numbers of at least four digits."""
    for hit in (hit for span in scene.stretches(12) for hit in CARD.finditer(scene.text, *span)):
        digits = re.sub(r"\D", "", hit.group())
        if scene.low.rfind("imei", max(0, hit.start() - 20), hit.start()) >= 0:
            continue
        named = bool(CARDED.search(scene.low, max(0, hit.start() - 40), hit.start()))
        if digits[0] in "123456" and (named or (digits[0] != "1" and len(digits) > 12 and luhn(digits))):
            yield Match(hit.start(), hit.end())
    for hit in IBAN.finditer(scene.text) if scene.glued and scene.digits > 9 else ():
        if iban(hit.group()):
            yield Match(hit.start(), hit.end())
    if CUES.isdisjoint(scene.words) and "a/c" not in scene.low:
        return
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
    digits=4,
)
