"""Medical record numbers: a cue and a token with digits (Safe Harbor item H)."""

import re
from collections.abc import Iterator

from bedside.guard.lexicon.wording import alternatives, words_of
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

CODE = r"(#?\s?(?:[a-z]{1,4}[- ]?)?\d[\da-z]*(?:-[\da-z]+){0,3})"
CUED = re.compile(
    r"\b"
    + alternatives(r"""
    mrn / mr ?# / med(ical)? ?rec(ord)?s?( (no|number|num|#))? / (medical )?record( (no|number|num))
    record ?# / chart( (no|number|num))? / expediente / patient (id|no|number|#) / pt (id|no|#)
    hospital number / unit number / emr( (no|number|id))? / ehr( (no|number|id))? / historia( cl[ií]nica)?
""")
    + r"(?:['’]?s)?[\s:.,#=-]{0,4}(?:is |was |of |number |no\.? ?|es )?[\s:#]{0,2}"
    + CODE
    + r"\b"
)


def find(scene: Scene) -> Iterator[Match]:
    """Tokens of at least four digits that follow a record cue."""
    for hit in CUED.finditer(scene.low):
        if sum(char.isdigit() for char in hit.group(1)) >= 4:
            start = hit.start(1) + (len(hit.group(1)) - len(hit.group(1).lstrip("# ")))
            yield Match(start, hit.end(1))


CHECK = Check(
    rule="mrn",
    severity="block",
    reason="This is a medical record number: it names one person's chart.",
    source="45 CFR 164.514(b)(2)(i)(H)",
    suggestion=None,
    find=find,
    identifier=True,
    digits=4,
    cues=words_of("mrn mr med medical rec record records chart expediente patient pt hospital unit emr ehr historia "),
)
