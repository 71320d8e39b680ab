"""Places below state level tied to a person: street addresses, towns, ZIP codes, coordinates (Safe Harbor item B)."""

import re
from collections.abc import Iterator

from bedside.guard.checks.story import tells_story
from bedside.guard.checks.whom import believed
from bedside.guard.lexicon.names import KIN, NOT_PLACES
from bedside.guard.lexicon.wording import alternatives, words_of
from bedside.guard.lexicon.zip3 import RESTRICTED
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

STREET = re.compile(
    r"(?<![\w$#-])\d{1,6}(?:-?[A-Za-z])?\s(?:[NSEW]\.?\s|(?:North|South|East|West)\s)?(?:[A-Z0-9][\w'.-]*\s){1,4}?"
    r"(?i:street|st|avenue|ave|road|rd|drive|dr|lane|ln|court|ct|boulevard|blvd|"
    r"way|place|pl|circle|cir|terrace|ter|trail|trl|parkway|pkwy|loop|"
    r"highway|hwy|square|sq|alley|row|pike|crescent|close|run|cove|path|ridge|hollow)\b\.?"
    r"(?:,?\s(?i:apt|apartment|unit|suite|ste|lot|#)\.?\s?#?\w{1,6})?(?:,\s[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?)?"
    r"(?:,?\s[A-Z]{2})?(?:\s\d{5}(?:-\d{4})?)?"
)
SPANISH_STREET = re.compile(
    r"(?<![\w])(?:\d{1,6}\s)?(?:Calle|Avenida|Camino|Paseo|Vía|Via)\s[A-ZÁÉÍÓÚÑ][\w']+(?:\s[A-Z][\w']+)?(?:\s"
    r"(?:#\s?)?\d{1,6})?"
)
LOWER_STREET = re.compile(
    r"(?<![\w$#-])\d{2,6}\s(?:[nsew]\.?\s)?(?:[a-z]+\s){1,2}(?:street|st|avenue|"
    r"ave|road|rd|drive|lane|ln|court|ct|boulevard|blvd|circle|trail)\b"
)
ROADS = words_of(
    """
    street st avenue ave road rd drive dr lane ln court ct boulevard blvd way place pl circle cir terrace ter trail trl
    parkway pkwy loop highway hwy square sq alley row pike crescent close run cove path ridge hollow calle avenida
    camino paseo vía via
    """
)
SPANISH_ROADS = words_of("calle avenida camino paseo vía via")
UNNUMBERED = re.compile(
    r"\b(?:on|to|at|off|near|from)\s(?P<place>(?:[A-Z][\w'-]+\s){1,3}(?:[Ss]treet|"
    r"St|[Aa]venue|Ave|[Rr]oad|[Rr]d|[Dd]rive|Dr|[Ll]ane|Ln|[Cc]ourt|Ct|[Bb]lvd|"
    r"[Tt]rail|[Cc]ircle))\b"
)
ZIP = re.compile(r"\d{4,5}(?:-\d{3,4})?\b|\d{3}(?: \d\d)?\b")
ZIP_CUE = re.compile(r"(?:\b(?:zip|zip code|post ?code|postal code|código postal)\b\D{0,8}|,\s?[a-z]{2}\s)$")
ZIPPED = words_of("zip postcode postal post código")
COORDINATES = re.compile(r"(?<![\w.])-?\d{1,2}\.\d{3,}°?\s?[NS]?,\s?-?\d{1,3}\.\d{3,}°?\s?[EW]?")
LIVES = re.compile(
    r"\b(?i:live[sd]?|living|lives|reside[sd]?|residents?|home|neighbors?|moved|"
    r"drove|drive|drives|flew|flown|flight|came|come|coming|traveled|travelled|ride|"
    r"trip|all the way|house|address|vivo|vive|vivimos)\s"
    r"(?:(?i:here|is|back|out|over|up|down|in|a|the|to|us))*?\s?(?i:in|at|from|near|"
    r"outside|on|out by|en|to|over in|out in|up from|down from)\s(?P<place>[A-Z][\w'ʻ-]+(?:\s[A-Z][\w'ʻ-]+){"
    r"0,2})"
)
FROM = re.compile(
    r"\b(?i:visitors?|friends?|guests?|family|folks|fan|neighbors?|everyone|reviewer|you|yours|back|trip|way)\s"
    r"(?i:all |over |way |up |down |out |here |home )*"
    r"(?i:from|in|to)\s(?P<place>[A-Z][\w'-]+\s"
    r"(?:Creek|Grove|Falls|Hollow|Bluff|Springs?|Heights|Valley|Park|Ridge|Hills?|Beach|Lake|"
    r"City|Junction|Point|Bay|Mills?|Town|Township|County|Village|Harbor|"
    r"Crossing|Rapids|River|Prairie|Fork|Island))"
)
DISTANCE = re.compile(
    r"\b(?i:haul|drive|trip|flight|ride|way|miles|journey|commute|neighbors?|folks|everyone|family)\b[^.!?]{0,20}?\s"
    r"(?i:from|in|out in|over in|back in|to)\s(?P<place>[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?)"
)
OF_PLACE = re.compile(
    r"\b(?:of|from|in)\s(?P<place>(?!Dr|Mr|Ms|God|Christ|America|God's|Course)[A-Z][\w'ʻ-]+(?:\s(?:[A-Z][\w'"
    r"ʻ-]+))?)(?:,?\s(?P<kind>[Tt]ownship|[Cc]ounty|[Pp]arish|[Vv]illage|[Bb]orough))?"
)
EVENT = re.compile(
    r"\b"
    + alternatives(r"""
    meet / join / held / open / opens / hours / fair / class / event / clinic / screening / entrance
    parking / lot / walk-ins? / located / find us / visit us / stop by / come by / pop in / drop in
    drop by / apply / campus / location / detour / closed / shelter / building / office / pharmacy
    hall / library / school / church / park(s|ing)? / bus / shuttle / doors? / p\.?m / a\.?m
""")
    + r"\b"
)
PERSON = re.compile(rf"\b(?:you|your|his|her|their|he|she|him|them|{KIN})\b")
HOME = re.compile(
    r"\b"
    + alternatives(r"""
        home / house / address / apartment / lives? / living / van / pick(ed)? ?up / ride / delivered to
        mailed / sent / ship(ped)? / on file / door / ambulance / transport / nurse will
    """)
    + r"\b"
)


def _own(scene: Scene, quote: str) -> bool:
    if not scene.own_words:
        return False
    words = re.findall(r"[a-zà-ÿʻ'-]{2,}|\d+", quote.lower())
    own = " ".join(scene.facts.addresses).lower()
    return bool(words) and all(
        word in scene.own_words or re.search(rf"\b{re.escape(word)}\b", own) for word in words[:2]
    )


def _codes(scene: Scene) -> Iterator[tuple[int, int]]:
    """ZIP codes and coordinates."""
    if scene.digits < 3:
        return
    zipped = not ZIPPED.isdisjoint(scene.words)
    for start in scene.numbers:
        code = ZIP.match(scene.text, start) if zipped or "," in scene.text[max(0, start - 5) : start] else None
        if code:
            cue = ZIP_CUE.search(scene.low, max(0, start - 24), start)
            short = len(code.group()) == 3
            # Three digits may stay unless too few people live there; the five of a whole ZIP code may not.
            if cue and (code.group() in RESTRICTED if short else cue.group()[0] != "," or code.end() - start > 4):
                yield start, code.end()
    if scene.digits > 7 and scene.text.count(".") > 1:
        for hit in COORDINATES.finditer(scene.text):
            yield hit.span()


def _streets(scene: Scene) -> Iterator[re.Match[str]]:
    if ROADS.isdisjoint(scene.words):
        return
    end = 0
    for start in scene.numbers:
        hit = STREET.match(scene.text, start) or LOWER_STREET.match(scene.text, start) if start >= end else None
        if hit:
            end = hit.end()
            yield hit
    if not SPANISH_ROADS.isdisjoint(scene.words):
        yield from SPANISH_STREET.finditer(scene.text)


def find(scene: Scene) -> Iterator[Match]:
    """Addresses and home towns; a post's event place is not a person's."""
    if scene.kind == "inbound":
        for tag in believed(scene, "place", "facility"):
            if not _own(scene, scene.text[tag.start : tag.end]):
                yield Match(tag.start, tag.end)
    for hit in _streets(scene):
        if hit:
            if _own(scene, hit.group()):
                continue
            sentence = scene.sentence(hit.start())
            if scene.kind == "inbound":
                yield Match(hit.start(), hit.end())
            elif scene.publishes:
                if tells_story(scene):
                    yield Match(hit.start(), hit.end())
            elif HOME.search(sentence.low) or (PERSON.search(sentence.low) and not EVENT.search(sentence.low)):
                yield Match(hit.start(), hit.end())
    for start, end in _codes(scene):
        if scene.text[start:end] not in scene.own.addresses and (not scene.publishes or tells_story(scene)):
            yield Match(start, end)
    if scene.kind != "inbound":
        yield from _homes(scene)


def _homes(scene: Scene) -> Iterator[Match]:
    if scene.publishes and not tells_story(scene):
        return
    if scene.released:
        return
    patterns = [LIVES]
    patterns += [OF_PLACE] if scene.publishes else [FROM, DISTANCE]
    for pattern in patterns:
        for hit in pattern.finditer(scene.text):
            place = hit.group("place")
            words = [word.lower().removesuffix("'s") for word in place.split()]
            if words[0] in NOT_PLACES or all(word in scene.own_words for word in words):
                continue
            if pattern is OF_PLACE and any(word in scene.own_words for word in words):
                continue
            yield Match(hit.start("place"), hit.end())


CHECK = Check(
    rule="geography",
    severity="block",
    reason="This places a person more exactly than their state.",
    source="45 CFR 164.514(b)(2)(i)(B)",
    suggestion="the area",
    find=find,
    identifier=True,
)
