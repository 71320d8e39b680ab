"""Calendar days and months tied to a person (Safe Harbor item C); years alone and relative days may stay."""

import re
from collections.abc import Iterator

from bedside.guard.checks.cues import GENERAL, is_personal
from bedside.guard.checks.story import tells_story
from bedside.guard.lexicon.wording import alternatives, words_of
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

MONTH = alternatives(r"""
    jan(uary)? / feb(ruary)? / mar(ch)? / apr(il)? / may / june? / july? / aug(ust)? / sept?(ember)?
    oct(ober)? / nov(ember)? / dec(ember)? / enero / febrero / marzo / abril / mayo / junio / julio
    agosto / septiembre / octubre / noviembre / diciembre
""")
MONTHS = words_of(
    "jan january feb february mar march apr april may june july jun jul aug august sep sept september oct october nov "
    "november dec december enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre"
)
YEAR = r"(?:,?\s?(?:de\s|del\s|of\s)?(?:(?:19|20)\d\d|['’]\d\d)\b)"
TIME = r"(?:[ T]\d\d:\d\d(?::\d\d)?)?"
NAMED = re.compile(
    rf"(?<![\w'])(?=[jfmasonde\d])(?:{MONTH}\.?\s(?:the\s)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s?-\s?\d{{1,2}}(?:st|nd|rd|th)?)?{YEAR}?\b"
    r"(?!:\d)(?!\s?(?:a\.?m\b|p\.?m\b|%))"
    rf"|{MONTH}\.?,?\s(?:de\s|of\s)?(?:19|20)\d\d\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s-](?:day\s)?(?:of\s|de\s)?{MONTH}\b(?:-(?:19|20)\d\d|{YEAR})?)"
)
NUMERIC = re.compile(
    r"(?<![\w/.$-])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])(?:/['’]?(?:19|20)?\d\d)?(?![\w/%]|-\d)"
    r"|(?<![\w/.$-])(?:0?[1-9]|[12]\d|3[01])-(?:0?[1-9]|[12]\d|3[01])-(?:19|20)?\d\d(?![\w/-])"
    r"|(?<![\w/.$-])(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|[12]\d|3[01])\.(?:19|20)?\d\d(?![\w/-])"
    rf"|(?<![\w/.-])(?:19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01]){TIME}(?![\w-])"
)
SHORT = re.compile(r"\d[-/.]\d")  # what every numeric date has
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


HELD = re.compile(
    r"\b(?:(?:have|had|got|put|moved|booked|scheduled|see|saw|rescheduled) (?:you|him|her)|"
    r"(?:you're|you are|he's|she's) (?:down|booked|set|scheduled|due)|implanted|your (?:next|last))\b"
)
PLAIN_DAYS = frozenset(("st", "nd", "rd", "th"))
BIRTH = words_of("dob d date birth birthdate birthday born fecha nac")


def find(scene: Scene) -> Iterator[Match]:
    """Days in sentences about a person; what the public writes is redacted without asking whom it concerns."""
    if scene.digits and not BIRTH.isdisjoint(scene.words):
        for hit in DOB.finditer(scene.low):
            yield Match(hit.start(1), hit.end(1))
    if scene.released or (scene.publishes and not tells_story(scene)):
        return
    for hit in _numeric(scene):
        if scene.kind == "inbound" or _tied(scene, hit.start()):
            yield Match(hit.start(), hit.end())
    months = len(MONTHS & scene.words)
    patterns = []
    if months:
        named = list(NAMED.finditer(scene.low)) if scene.digits else []
        patterns = [(named, 0), (MONTH_ALONE.finditer(scene.low) if months > len(named) else (), 1)]
    if scene.digits and not PLAIN_DAYS.isdisjoint(scene.words):
        patterns.append((ORDINAL.finditer(scene.low), 1))
    for hits, group in patterns:
        for hit in hits:
            if scene.kind == "inbound" or _tied(scene, hit.start()):
                yield Match(hit.start(group), hit.end(group))


def _numeric(scene: Scene) -> Iterator[re.Match[str]]:
    if scene.digits < 2 or not SHORT.search(scene.low):
        return
    last = -99
    for start in scene.numbers:
        hit = NUMERIC.match(scene.low, start) if start >= last else None
        if not hit:
            continue
        beside, last = hit.start() - last < 8, hit.end()  # "on 9/3 and 9/10": the second is no score
        if beside:
            yield hit
            continue
        score = SCORE.search(scene.low, max(0, hit.start() - 16), min(len(scene.low), hit.end() + 16))
        if not (score and score.start() < hit.end() and hit.start() < score.end()):
            yield hit


def _tied(scene: Scene, offset: int) -> bool:
    sentence = scene.sentence(offset)
    if scene.publishes:
        return bool(TIED.search(sentence.low))
    if HELD.search(sentence.low):
        return True
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
