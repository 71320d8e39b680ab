"""Health-plan beneficiary numbers: Medicare's own shape, other countries' cards, or a cue and a token (Safe Harbor
item I)."""

import re
from collections.abc import Iterator

from bedside.guard.checks.countries import NUMBERS
from bedside.guard.lexicon.wording import alternatives, words_of
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

# CMS, "Understanding the MBI format": 11 characters, letters without S L O I B Z, dashes only for reading.
MBI = re.compile(
    r"(?<![\w-])[1-9][ac-hjkmnp-rt-y][ac-hjkmnp-rt-y0-9]\d-?[ac-hjkmnp-rt-y][ac-hjkmnp-rt-y0-9]\d-?[ac-hjkmn"
    r"p-rt-y]{2}\d{2}(?![\w-])"
)
CUED = re.compile(
    r"\b"
    + alternatives(r"""
    ins / member / subscriber / beneficiary / policy / plan / group / insurance / medicare / medicaid / mbi
    hicn? / hmo / ppo / aetna / cigna / humana / anthem / tricare / blue (cross|shield) / bcbs
    benefits? / póliza / seguro
""")
    + (
        r"(?:[\s']+(?:id|no|num|number|card|plan|member|policy|was|is"
        r"|s)\b\.?){0,3}[\s:#=.,(-]{1,4}((?:[a-z]{1,4}[- ]?)?\d[\da-z]*(?:-[\da-z]+){0,3}"
        r"|[a-z]{2,4}\d{5,12}[a-z]?|[a-z]{2,4}\d*-\d[\da-z-]*)(?![\w])"
    )
)
CUES = words_of(
    "member subscriber beneficiary policy plan group insurance ins medicare medicaid mbi hic hicn hmo ppo aetna cigna "
    "humana anthem tricare blue bcbs benefit benefits póliza poliza seguro id"
)
ID_CUE = re.compile(
    r"(?<!participant )(?<!subject )(?<!study )(?<!trip )(?<!case )\b(?:id)[\s:#]{1,3}"
    r"([a-z]{2,4}\d{0,4}(?:-[\da-z]+){1,3}|[a-z]{2,4}\d{6,12})\b"
)
INSURED = re.compile(
    r"\b(?:insur(?:ance|ed|er)|copay|co-pay|coverage|covered|deductible|plan|benefits?|"
    r"eligib\w+|active|carrier|payer)\b"
)
NOT_NUMBERS = re.compile(r"^(?:19|20)\d{2}$")


def find(scene: Scene) -> Iterator[Match]:
    """Medicare numbers and cued member, policy or group numbers."""
    for start in scene.numbers if scene.glued else ():
        hit = MBI.match(scene.low, start) if scene.low[start + 1 : start + 2].isalpha() else None
        if hit:
            yield Match(hit.start(), hit.end())
    if scene.digits > 7:
        for number in NUMBERS:
            yield from number.find(scene)
    if CUES.isdisjoint(scene.words):
        return
    for hit in CUED.finditer(scene.low):
        token = hit.group(1)
        if sum(char.isdigit() for char in token) >= 5 and not NOT_NUMBERS.match(token):
            yield Match(hit.start(1), hit.end(1))
    for hit in ID_CUE.finditer(scene.low):
        if sum(char.isdigit() for char in hit.group(1)) >= 5 and INSURED.search(scene.low):
            yield Match(hit.start(1), hit.end(1))


CHECK = Check(
    rule="health_plan_number",
    severity="block",
    reason="This is a health-plan member number: it names one insured person.",
    source="45 CFR 164.514(b)(2)(i)(I)",
    suggestion=None,
    find=find,
    identifier=True,
    digits=5,
)
