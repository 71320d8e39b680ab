"""Calendar days and months tied to a person (Safe Harbor item C); years alone and relative days may stay."""

import re
from collections.abc import Iterator

from bedside.guard.checks.cues import GENERAL, is_personal
from bedside.guard.checks.story import tells_story
from bedside.guard.lexicon.wording import alternatives
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

MONTH = alternatives(r"""
    jan(uary)? / feb(ruary)? / mar(ch)? / apr(il)? / may / june? / july? / aug(ust)? / sept?(ember)?
    oct(ober)? / nov(ember)? / dec(ember)? / enero / febrero / marzo / abril / mayo / junio / julio
    agosto / septiembre / octubre / noviembre / diciembre
""")
DAY = re.compile(
    rf"\b{MONTH}\b\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s(?:19|20)\d\d)?\b(?!:)(?!\s?(?:a\.?m|p\.?m|%))"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s|de\s)?{MONTH}\b(?:,?\s(?:de\s)?(?:19|20)\d\d)?"
    r"|(?<![\w/.$-])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?:/(?:19|20)?\d\d)?(?![\w/%]|-\d)"
    r"|(?<![\w/.$-])(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])-(?:19|20)?\d\d(?![\w/-])"
    r"|(?<![\w/.$-])(?:0?[1-9]|1[0-2])\.(?:0?[1-9]|[12]\d|3[01])\.(?:19|20)?\d\d(?![\w/-])"
    r"|(?<![\w/.-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w-])"
)
ORDINAL = re.compile(
    r"\b(?:on|by|since|until|till|before|after|el|for|from) (the \d{1,2}(?:st|nd|"
    r"rd|th))\b(?! (?:floor|street|st|grade|time|week|year|hour|of|birthday|century|"
    r"try|anniversary))"
)
MONTH_ALONE = re.compile(
    r"\b"
    + alternatives(r"""
    in / since / last / back in / en / until / till / for / from / born( in)? / this / your / her / his
    my
""")
    + (
        r" (january|february|march|april|june|july|august|september|october|november|december|enero"
        r"|febrero|abril|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b"
    )
)
SCORE = re.compile(
    r"\b(?:blood pressure|bp|pain|score|stars?|vision|was|is) \d{1,2}/\d{1,2}\b|"
    r"\d{1,2}/(?:5|10)\b(?=\s*(?:stars?|would|experience|on|from|[!.]|$))|\b24/7\b|"
    r"\b(?:1/2|1/3|1/4|3/4|50/50|9/11|7/11|20/20|12/10|10/10)\b"
)
EVENT = re.compile(
    r"\b"
    + alternatives(r"""
        open / opens / opening / reopens? / class / event / fair / closed / closes / hours / starts?
        begins? / meeting / webinar / live / deadline / concert / sing / choir / installs? / launch\w* / new
        workshop / screening / q&a / session begins / town hall / board / city / county / enroll by
        apply by / applications / published / came out / starting / policy / masks? / through / registration
        menu / construction / drive / parade / walk / race / 5k / holiday / everyone / anybody / anyone
        public
    """)
    + r"\b"
)
TIED = re.compile(
    r"\b"
    + alternatives(r"""
        born / birth / dob / birthday / admitted / discharged / died / passed / surgery / visit
        appointment / appt / came / seen / scan / procedure / finished / started / diagnosed / treated
        since / cita / cleared / posted / paid / scheduled / moved / set / due / on file
    """)
    + r"\b"
)
DOB = re.compile(
    r"\b"
    + alternatives(r"""
        dob / d\.o\.b / date of birth / born( on)? / birth ?date / birthday / fecha de nacimiento / nac
    """)
    + r"\b\W{0,6}(?:is |was |on |del? )?(\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{6,8})\b"
)


def find(scene: Scene) -> Iterator[Match]:
    """Days in sentences about a person; what the public writes is redacted without asking whom it concerns."""
    for hit in DOB.finditer(scene.low):
        yield Match(hit.start(1), hit.end(1))
    if scene.released or (scene.publishes and not tells_story(scene)):
        return
    for pattern, group in ((DAY, 0), (ORDINAL, 1), (MONTH_ALONE, 1)):
        for hit in pattern.finditer(scene.low):
            if pattern is DAY and SCORE.search(
                scene.low, max(0, hit.start() - 16), min(len(scene.low), hit.end() + 16)
            ):
                score = SCORE.search(scene.low, max(0, hit.start() - 16), min(len(scene.low), hit.end() + 16))
                if score and score.start() < hit.end() and hit.start() < score.end():
                    continue
            if scene.kind == "inbound" or _tied(scene, hit.start()):
                yield Match(hit.start(group), hit.end(group))


def _tied(scene: Scene, offset: int) -> bool:
    sentence = scene.sentence(offset)
    if scene.publishes:
        return bool(TIED.search(sentence.low))
    if EVENT.search(sentence.low) and not re.search(
        r"\b(?:your|you've|you were|he's|she's|his|her|we have you)\b", sentence.low
    ):
        return False
    if (
        re.search(r"\b(?:you|your|he|she|his|her)\b", sentence.low)
        and TIED.search(sentence.low)
        and not GENERAL.search(sentence.low)
    ):
        return True
    return is_personal(scene, sentence)


CHECK = Check(
    rule="date",
    severity="block",
    reason="This ties a calendar date to a person.",
    source="45 CFR 164.514(b)(2)(i)(C)",
    suggestion="recently",
    find=find,
    identifier=True,
)
