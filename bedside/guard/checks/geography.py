"""Places below state level tied to a person: street addresses, towns, ZIP codes, coordinates (Safe Harbor item B)."""

import re
from collections.abc import Iterator

from bedside.guard.checks.story import tells_story
from bedside.guard.lexicon.names import KIN, NOT_PLACES
from bedside.guard.lexicon.wording import alternatives
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
UNNUMBERED = re.compile(
    r"\b(?:on|to|at|off|near|from)\s(?P<place>(?:[A-Z][\w'-]+\s){1,3}(?:[Ss]treet|"
    r"St|[Aa]venue|Ave|[Rr]oad|[Rr]d|[Dd]rive|Dr|[Ll]ane|Ln|[Cc]ourt|Ct|[Bb]lvd|"
    r"[Tt]rail|[Cc]ircle))\b"
)
ZIP = re.compile(
    r"(?:\b(?:zip|zip code|postal code|código postal)\b\D{0,8}|,\s?[A-Z]{2}\s)(\d{5}(?:-\d{4})?)\b", re.IGNORECASE
)
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
    words = re.findall(r"[a-zà-ÿʻ'-]{2,}|\d+", quote.lower())
    own = " ".join(scene.facts.addresses).lower()
    return bool(words) and all(
        word in scene.own_words or re.search(rf"\b{re.escape(word)}\b", own) for word in words[:2]
    )


def find(scene: Scene) -> Iterator[Match]:
    """Addresses and home towns; a post's event place is not a person's."""
    for pattern in (STREET, LOWER_STREET, SPANISH_STREET):
        for hit in pattern.finditer(scene.text):
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
    for pattern in (ZIP, COORDINATES):
        for hit in pattern.finditer(scene.text):
            group = 1 if pattern is ZIP else 0
            if hit.group(group) not in " ".join(scene.facts.addresses) and (not scene.publishes or tells_story(scene)):
                yield Match(hit.start(group), hit.end(group))
    yield from _homes(scene)


def _homes(scene: Scene) -> Iterator[Match]:
    if scene.publishes and not tells_story(scene):
        return
    if scene.released:
        return
    patterns = [LIVES, UNNUMBERED] if scene.kind == "inbound" else [LIVES]
    patterns.append(OF_PLACE if scene.publishes else FROM)
    for pattern in patterns:
        for hit in pattern.finditer(scene.text):
            place = hit.group("place")
            words = [word.lower().removesuffix("'s") for word in place.split()]
            if words[0] in NOT_PLACES or all(word in scene.own_words for word in words):
                continue
            if (
                pattern is LIVES
                and scene.kind == "inbound"
                and not re.match(r"(?i:live|living|reside|address|house|viv)", hit.group())
            ):
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
