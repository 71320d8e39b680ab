"""Device identifiers and serial numbers (Safe Harbor item M)."""

import re
from collections.abc import Iterator

from bedside.guard.checks.digits import luhn
from bedside.guard.lexicon.wording import alternatives, words_of
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

# Unique Device Identification, 21 CFR 830: GS1 application identifiers (01) device and (21) serial.
UDI = re.compile(r"\(01\)\s?\d{14}(?:\s?\((?:11|17|10|21)\)\s?[\w-]{1,20}){0,4}")
IMEI = re.compile(r"(?<![\w-])\d{15}(?![\w-])")
CODE = r"((?:[a-z]{1,5}[- ]?)?\d[\da-z]*(?:-[\da-z]+){0,3})"
DEVICE = alternatives(r"""
    pacemaker / defibrillator / icd / pump / cpap / bipap / implant / stent / valve / hearing aids?
    monitor / sensor / cgm / concentrator / ventilator / device / capsule / receiver / transmitter
    stimulator / machine / holter / loop recorder / wheelchair / walker / scooter / tablet / prosthesis
    port / lens / nebulizer / meter
""")
CUED = re.compile(
    r"\b(?:serial|s/n|sn|imei|udi|ser\.|lot|model|mac address)(?:[\s']+(?:no|num|"
    rf"number|id|is|was|ending|ends|in)\b\.?){{0,3}}[\s:#=.,(-]{{1,4}}{CODE}(?![\w%])"
)
NAMED = re.compile(
    rf"\b{DEVICE}(?:[\s']+(?:no|num|number|id|serial|unit|sn)\b\.?){{0,3}}[\s:#=.,(-]{{1,4}}{CODE}(?![\w%])"
)
CUES = words_of(
    "serial s sn imei udi ser lot model mac pacemaker defibrillator icd pump cpap bipap implant stent valve hearing "
    "monitor sensor cgm concentrator ventilator device capsule receiver transmitter stimulator machine holter loop "
    "wheelchair walker scooter tablet prosthesis port lens nebulizer meter"
)
LOT = re.compile(r"\b(?:lot|model)\b")


def find(scene: Scene) -> Iterator[Match]:
    """UDI strings, IMEI numbers, and cued serial numbers of at least four digits or letters with digits."""
    for hit in UDI.finditer(scene.text) if "(01)" in scene.text else ():
        yield Match(hit.start(), hit.end())
    for hit in IMEI.finditer(scene.text) if "imei" in scene.words else ():
        if luhn(hit.group()):
            yield Match(hit.start(), hit.end())
    if CUES.isdisjoint(scene.words):
        return
    for pattern, least in ((CUED, 3), (NAMED, 4)):
        for hit in pattern.finditer(scene.low):
            token = hit.group(1)
            digits = sum(c.isdigit() for c in token)
            # A lot or model number in a public recall notice names a product, not a person.
            if scene.publishes and LOT.match(hit.group()):
                continue
            if digits >= least or (
                digits >= 2 and any(c.isalpha() for c in token) and re.search(r"\bno\b", hit.group())
            ):
                yield Match(hit.start(1), hit.end(1))


CHECK = Check(
    rule="device_id",
    severity="block",
    reason="This is the number of one device, and the device is one person's.",
    source="45 CFR 164.514(b)(2)(i)(M)",
    suggestion="the device",
    find=find,
    identifier=True,
    digits=2,
)
