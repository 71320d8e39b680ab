"""Certificate and license numbers: NPI and DEA by their check digits, others by a cue (Safe Harbor item K)."""

import re
from collections.abc import Iterator

from bedside.guard.checks.digits import dea, npi
from bedside.guard.lexicon.wording import alternatives, words_of
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

NPI = re.compile(r"(?<![\w-])[12]\d{9}(?![\w-])")
CUES = words_of(
    "driver drivers license licence dl cdl d permit cert certificate passport visa green licencia badge rn concealed "
    "permis npi dea lic"
)
NPI_CUE = re.compile(r"\bnpi\b")
DEA = re.compile(r"(?<![\w-])[abcdefghjklmpr][a-z9]\d{7}(?![\w-])")
CUED = re.compile(
    r"\b"
    + alternatives(r"""
    lic / permis( de conduire)? / driver'?s?'? lic(ense|ence)? / lic(ense|ence)? / dl / cdl / d\.l\. / permit
    cert(ificate)? / passport / visa no / green card / licencia / badge / rn lic / concealed carry
""")
    + (
        r"(?:[\s']+(?:id|no|num|number|is|was|reads"
        r"|card)\b\.?){0,3}[\s:#=.,(-]{1,4}((?:[a-z]{1,3}[- ]?)?\d[\da-z]*(?:[- ][\da-z]*\d[\da-z]*)"
        r"{0,4})(?![\w%])"
    )
)


def find(scene: Scene) -> Iterator[Match]:
    """Numbers with a right check digit, and cued tokens of at least five digits."""
    for hit in NPI.finditer(scene.text) if "npi" in scene.words else ():
        if npi(hit.group()) and NPI_CUE.search(scene.low, max(0, hit.start() - 30), hit.start()):
            yield Match(hit.start(), hit.end())
    for hit in DEA.finditer(scene.low) if scene.glued else ():
        if dea(hit.group()):
            yield Match(hit.start(), hit.end())
    if CUES.isdisjoint(scene.words):
        return
    for hit in CUED.finditer(scene.low):
        if sum(char.isdigit() for char in hit.group(1)) >= 5:
            yield Match(hit.start(1), hit.end(1))


CHECK = Check(
    rule="license_number",
    severity="block",
    reason="This is a license or certificate number of one person.",
    source="45 CFR 164.514(b)(2)(i)(K)",
    suggestion=None,
    find=find,
    identifier=True,
    digits=5,
)
