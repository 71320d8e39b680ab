"""Vehicle numbers and plates (Safe Harbor item L)."""

import re
from collections.abc import Iterator

from bedside.guard.checks.digits import vin
from bedside.guard.lexicon.wording import alternatives, words_of
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

VIN = re.compile(r"(?<![\w-])[a-hj-npr-z0-9]{17}(?![\w-])", re.IGNORECASE)
CUED_VIN = re.compile(r"\bvin\b(?:[\s:#]|\b(?:no|number|is|ending|ends|in|last)\b){0,8}([a-hj-npr-z0-9]{4,17})\b")
STATES = alternatives(r"""
    alabama / alaska / arizona / arkansas / california / colorado / connecticut / delaware / florida
    georgia / hawaii / idaho / illinois / indiana / iowa / kansas / kentucky / louisiana / maine
    maryland / massachusetts / michigan / minnesota / mississippi / missouri / montana / nebraska
    nevada / new \w+ / (north|south) \w+ / ohio / oklahoma / oregon / pennsylvania / rhode island
    tennessee / texas / utah / vermont / virginia / washington / west virginia / wisconsin / wyoming
    [a-z]{2}
""")
CUES = words_of("vin plate plates tag tags reg registration placa placas")
# A plate holds letters and digits in two or three groups; digits alone count only after a cue.
PLATE = r"([a-z]{1,4}[ -]?\d{1,5}(?:[ -]?\d{1,3})?(?:-?[a-z]{1,3})?|\d{1,4}[ -]?[a-z]{1,4}(?:[ -]?\d{1,4})?|\d{5,7})"
WORDS = re.compile(r"(?:of|at|in|on|is|to|by|for|and|or|the|no|up) ")
CUED_PLATE = re.compile(
    rf"\b(?:(?:license |licence |number )?plates?|tags?|reg(?:istration)?|placas?)\b"
    r"(?:(?: (?:is|number|no|reads|on (?:my|the|your|his|her) (?:car|truck|van)|"
    rf"es|de))\b\.?){{0,3}}[\s:#,.(]{{1,3}}(?:{STATES}\s)?{PLATE}\b"
)


def find(scene: Scene) -> Iterator[Match]:
    """Vehicle numbers with a right check digit or a cue, and plates named as such."""
    for hit in VIN.finditer(scene.text) if scene.glued else ():
        if any(c.isdigit() for c in hit.group()) and any(c.isalpha() for c in hit.group()) and vin(hit.group()):
            yield Match(hit.start(), hit.end())
    if CUES.isdisjoint(scene.words):
        return
    for hit in CUED_VIN.finditer(scene.low):
        if any(c.isdigit() for c in hit.group(1)):
            yield Match(hit.start(1), hit.end(1))
    for hit in CUED_PLATE.finditer(scene.low):
        token = hit.group(1)
        if (
            not WORDS.match(token)
            and 4 <= sum(c.isalnum() for c in token) <= 8
            and sum(c.isdigit() for c in token) >= 2
        ):
            yield Match(hit.start(1), hit.end(1))


CHECK = Check(
    rule="vehicle_id",
    severity="block",
    reason="This is a plate or vehicle number: it leads to the person who drives it.",
    source="45 CFR 164.514(b)(2)(i)(L)",
    suggestion="the vehicle",
    find=find,
    identifier=True,
    digits=2,
)
