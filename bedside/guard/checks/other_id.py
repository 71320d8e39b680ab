"""Any other unique number, code or characteristic (Safe Harbor item R)."""

import re
from collections.abc import Iterator

from bedside.guard.checks.cues import is_general
from bedside.guard.lexicon.wording import words_of
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

CODE = r"((?:[a-z]{1,5}\d{0,3}[- /]?)?\d[\da-z]*(?:[-/][\da-z]+){0,3})"
CUED = re.compile(
    r"\b(?:(?:participant|subject|study|case|ticket|reference|ref|confirmation|conf|"
    r"booking|reservation|order|referral|authorization|auth|"
    r"tracking|incident|complaint|grievance|report|donor|volunteer|badge|employee|"
    r"student|specimen|slide|accession|encounter|visit|csn|"
    r"trip|ride|claim check|locker|wristband|bracelet|band|enrollment|enrolment|"
    r"rx|prescription|voucher|queue|token|barcode|file|site)"
    r"(?:[\s']+(?:id|no|num|number|code|is|was|#)\b\.?){0,3}[\s:#=.,(-]{1,4}|\b(?:id|no\.|#)[\s:#]{0,2})"
    + CODE
    + r"(?![\w%])"
)
CUES = words_of(
    """
    participant subject study case ticket reference ref confirmation conf booking reservation order referral
    authorization auth tracking incident complaint grievance report donor volunteer badge employee student specimen
    slide accession encounter visit csn trip ride claim locker wristband bracelet band enrollment enrolment rx
    prescription voucher queue token barcode file id no site
    """
)
MARK = re.compile(
    r"\b(?:tattoos?|birthmark|scar|glass eye|gold tooth|piercings?|prosthetic leg|"
    r"eye patch)\b(?: (?:of|that says|reading) \w+| \"[^\"]{1,30}\")?"
)
MARKED = re.compile(r"\b(?:the|that|your|his|her|their)\b[^.!?]{0,60}\b(?:with|w/|who|whose|in the)\b")
UNIQUE = re.compile(
    r"\b(?:the only|first(?: ever)?|youngest|oldest) [\w' -]{3,40} (?:born|delivered|"
    r"treated|in (?:the )?(?:county|state|town))\b"
)
ISO_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d\b")
HANDLE = re.compile(r"(?<![\w@.])@[a-z0-9_.]{2,30}\b")


def find(scene: Scene) -> Iterator[Match]:
    """Cued codes, and marks by which a person would be known."""
    for hit in CUED.finditer(scene.low) if _cued(scene) else ():
        token = hit.group(1)
        digits = sum(c.isdigit() for c in token)
        if (digits >= 4 or (digits >= 3 and re.search(r"[a-z]", token))) and not re.fullmatch(r"(?:19|20)\d\d", token):
            # A docket, a protocol or an event number in a post is public by purpose.
            if ISO_DAY.search(token) or (
                scene.publishes
                and not re.search(r"participant|subject|wristband|bracelet|specimen|slide|accession", hit.group())
            ):
                continue
            before = scene.low[max(0, hit.start(1) - 1) : hit.start(1)]
            if before != "$":
                yield Match(hit.start(1), hit.end(1))
    for hit in MARK.finditer(scene.low) if scene.kind != "inbound" else ():
        sentence = scene.sentence(hit.start())
        if MARKED.search(sentence.low) and not is_general(sentence.low):
            yield Match(hit.start(), hit.end())
    if scene.publishes and not scene.released:
        for hit in UNIQUE.finditer(scene.low):
            if re.search(r"\b(?:baby|patient|triplets|twins|quads|survivor)", hit.group()):
                yield Match(hit.start(), hit.end())


def _cued(scene: Scene) -> bool:
    return scene.digits > 2 and ("#" in scene.text or not CUES.isdisjoint(scene.words))


CHECK = Check(
    rule="other_id",
    severity="block",
    reason="This code or mark belongs to one person only.",
    source="45 CFR 164.514(b)(2)(i)(R)",
    suggestion=None,
    find=find,
    identifier=True,
)
