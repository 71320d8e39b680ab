"""Finger, voice, face and iris prints of a person (Safe Harbor items P and Q)."""

import re
from collections.abc import Iterator

from bedside.guard.checks.cues import DECLINES
from bedside.guard.lexicon.wording import alternatives, words_of
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

PRINT = re.compile(
    r"\b"
    + alternatives(r"""
    (thumb|finger|voice|palm|foot|face|retina|iris|eye)[- ]?(prints?|scans?|ids?|recognition|match)
    biometrics? / face([- ]match(ed)?|[- ]recognition) / voice (signature|sample|recording)
    (only |enrolled )?prints? (we have|on file|enrolled) / huellas?( dactilar(es)?)?
    dna (profile|sample|match)
""")
    + r"\b"
)
HELD = re.compile(
    r"\b(?:your|ur|his|her|their|my|enrolled|on file|matched|match(?:es)?|verified|"
    r"recorded|we have|we've got|we kept|stored|sent|scanned|su|sus)\b"
)
GENERAL = re.compile(r"\b(?:doesn't|don't|does not|do not|never|no longer|without|new|now open|if|any|locker)\b")


def find(scene: Scene) -> Iterator[Match]:
    """Prints said to be held, matched or sent of one person."""
    for hit in PRINT.finditer(scene.low):
        sentence = scene.sentence(hit.start())
        if HELD.search(sentence.low) and not DECLINES.search(sentence.low) and not GENERAL.search(sentence.low):
            yield Match(hit.start(), hit.end())


CHECK = Check(
    rule="biometric",
    severity="block",
    reason="This speaks of one person's finger, voice, face or eye print.",
    source="45 CFR 164.514(b)(2)(i)(P)-(Q)",
    suggestion=None,
    find=find,
    identifier=True,
    cues=words_of(
        "thumb thumbprint thumbprints finger fingerprint fingerprints fingerprinted voice voiceprint "
        "voiceprints palm palmprint foot footprint footprints face faceprint retina iris eye "
        "biometric biometrics print prints enrolled huella huellas dna faces "
    ),
)
