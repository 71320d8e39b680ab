"""A particular person's balance, insurance or payment."""

import re
from collections.abc import Iterator

from bedside.guard.checks.cues import DECLINES, is_general
from bedside.guard.lexicon.wording import alternatives, near, phrases, whole
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

MONEY = r"(?:\$\s?\d[\d,.]*|\d+ dollars)"
THING = alternatives(r"""
    balance / bills? / account / acct / claims? / co-?pays? / deductible / coinsurance / payments?
    insurance / plan / insurer / coverage / check / card / statement / invoice / refund / charges?
    fees? / eob / prior auth(orization)? / medicaid / medicare / financial (aid|assistance)
    payment plan / credit / premium / collections / cuenta / saldo / factura / seguro / pago
""")
SURE = re.compile(
    rf"\b(?:your|ur|his|her|their|su) (?:[\w'-]+ ){{0,3}}?{THING}\b[^.!?;]{{0,40}}?\b(?:is|"
    r"was|were|shows?|cleared|paid|posted|denied|covers?|covered|didn't|doesn't|"
    r"did|has|had|lapsed|bounced|declined|went|came|stopped|termed|expired|reads?|"
    r"processed|applied|rejected|says?|owes?|sent|waived|went through|es|está|fue)\b"
    r"|\b(?:you|he|she|u)(?:'ve| have|'d| still| only| already| currently| never)* "
    r"(?:owed?|paid|pays?|were charged|were billed|was billed|are past due|were "
    r"approved|qualif(?:y|ied)|met your|have a balance|applied for|signed the financial)\b"
    r"|\bwe(?:'ve| have| just| already| also)* (?:waived|refunded|reversed|adjusted|"
    r"re-?submitted|re-?billed|billed|credited|zeroed|wrote off|written off|charged|"
    rf"knocked|took|removed|voided|sent|applied)\b[^.!?]{{0,40}}(?:\b(?:your|you|"
    rf"his|her|it|that|the)\b[^.!?]{{0,24}})?(?:{MONEY}|\b{THING}\b)"
    rf"|\b(?:the|that|this) {MONEY} (?:is|was|charge|balance|copay|fee|bill|payment|went|deductible)"
    r"|\b(?:balance|deductible|copay|co-pay|coinsurance) (?:is|was|of|due|remaining|"
    rf"left|now|came to)[^.!?]{{0,16}}{MONEY}(?=[^.!?]*\b(?:you|your|his|her)\b)"
    r"|\b(?:out of network|self-pay|past due|in collections|no copay|on medicaid|"
    r"on medicare|uninsured|under ?insured|charity care)\b(?=[^.!?]*\b(?:you|your|"
    r"his|her|on file|active)\b)"
    r"|\b(?:stopped|isn't|aren't|not|no longer) (?:covering|paying for) (?:them|"
    r"it|you|him|her|the)\b|\bmarked (?:\w+ )?paid\b|\bactive, no co-?pay\b"
    r"|\bunder (?:your|his|her) [\w ]{0,20}(?:benefit|plan|policy)\b"
)

COMPOSED = whole(
    near(
        phrases("your / ur / his / her / su / tu"),
        near(
            THING,
            phrases(
                r"""
    starts? / begins? / ends? / stays? / is / was / were / will be / rejected / no cubr(e|ió)
    cubr(e|ió) / está / fue / at \$\d+ / remains / reflects / wasn't / isn't
"""
            ),
            12,
        ),
        20,
    ),
    phrases(r"""
                (you|he|she|it) (were|was|are|is|went|got) (sent|turned over|referred|moved) to collections
                you (still |only |also )?owe
            """),
    near(
        phrases(r"""
        (the |that |this |a )?(bill|claim|invoice|statement|refund|check|payment|charge)
    """),
        phrases(r"""
            (was|were|is|been|got|went) (\w+ )?(sent|mailed|applied)( \w+)? (to you|to your)
            (was|were|is|been|got|went) (\w+ )?(sent|mailed|applied)( \w+)? (for you|in your|on your)
            (was|were|is|been|got|went) (\w+ )?(returned|processed|paid)( \w+)? (to you|to your)
            (was|were|is|been|got|went) (\w+ )?(returned|processed|paid)( \w+)? (for you|in your|on your)
            (was|were|is|been|got|went) (\w+ )?(denied|posted|refunded)( \w+)? (to you|to your)
            (was|were|is|been|got|went) (\w+ )?(denied|posted|refunded)( \w+)? (for you|in your|on your)
            (was|were|is|been|got|went) (\w+ )?(reversed|resubmitted|waived|out)( \w+)? (to you|to your)
            (was|were|is|been|got|went) (\w+ )?(reversed|resubmitted|waived|out)( \w+)? (for you|in your|on your)
        """),
        10,
    ),
    near(
        phrases(r"""
            we (show|see|have|found|sent|mailed|received|got|posted|applied)
        """),
        f"(?:your|a|an|the|his|her) (?:\\w+ )?{THING} (?:of|for|on|from|was|is|to|in)\\b"
        f"[^.!?]{{0,24}}\\b(?:you|your|his|her|{MONEY})",
        6,
    ),
)

PROVERB = re.compile(r"\byou get what you pay for\b")


def find(scene: Scene) -> Iterator[Match]:
    """Statements about one person's money with the hospital, in answers."""
    if scene.publishes:
        return
    for sentence in scene.sentences:
        if PROVERB.search(sentence.low):
            continue
        hit = SURE.search(sentence.low) or COMPOSED.search(sentence.low)
        if (
            hit
            and not DECLINES.search(sentence.low)
            and not (is_general(sentence.low) or re.search(r"\b(?:if|whether|may|might)\b", sentence.low[: hit.end()]))
        ):
            yield Match(sentence.start + hit.start(), sentence.start + hit.end())


CHECK = Check(
    rule="billing_detail",
    severity="block",
    reason="This tells something about one person's bill, insurance or payment.",
    source="45 CFR 160.103 (payment for health care is protected information)",
    suggestion="billing questions",
    find=find,
)
