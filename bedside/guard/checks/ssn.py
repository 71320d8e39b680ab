"""Social Security numbers, whole or the last four with a cue (Safe Harbor item G)."""

import re
from collections.abc import Iterator

from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

SHAPED = re.compile(r"(?<![\w-])(\d{3})([-. ])(\d{2})\2(\d{4})(?![\w-])")
CUE = r"\b(?:ssns?|social(?: security)?(?: (?:number|no|num|#))?|soc(?:ial)? sec|seguro social)\b"
CUED = re.compile(CUE + r"[^\d\n]{0,24}?(\d{3}[-. ]?\d{2}[-. ]?\d{4}|\d{4})(?![\w-])")
LAST_FOUR = re.compile(r"\b(?:last (?:four|4)|ending(?: in)?)\b[^\d\n]{0,20}(\d{4})\b")
NEAR = re.compile(CUE)
CUES = frozenset(("ssn", "ssns", "social", "soc", "seguro"))


def is_issued_shape(area: str, group: str, serial: str) -> bool:
    """Whether the Social Security Administration could have issued it: no area 000 or 666, no zero group or serial.

    Areas from 900 are kept although never issued as SSNs: they are taxpayer numbers (ITIN), which identify as well."""
    return area not in ("000", "666") and group != "00" and serial != "0000"


def find(scene: Scene) -> Iterator[Match]:
    """Numbers of SSN shape, and digits named as one."""
    for hit in (hit for span in scene.stretches(9) for hit in SHAPED.finditer(scene.text, *span)):
        if is_issued_shape(hit.group(1), hit.group(3), hit.group(4)) or NEAR.search(
            scene.low, max(0, hit.start() - 30), hit.start()
        ):
            yield Match(hit.start(), hit.end())
    if CUES.isdisjoint(scene.words):
        return
    for hit in CUED.finditer(scene.low):
        yield Match(hit.start(1), hit.end(1))
    for hit in LAST_FOUR.finditer(scene.low):
        if NEAR.search(scene.low, max(0, hit.start() - 40), hit.end()):
            yield Match(hit.start(1), hit.end(1))
    for run in scene.spelled:
        if len(run.digits) == 9 and NEAR.search(scene.low, max(0, run.start - 30), run.start):
            yield Match(run.start, run.end)


CHECK = Check(
    rule="ssn",
    severity="block",
    reason="This looks like a Social Security number, or part of one.",
    source="45 CFR 164.514(b)(2)(i)(G)",
    suggestion=None,
    find=find,
    identifier=True,
)
