"""Names of private persons (Safe Harbor item A); a greeting by the display name already shown only warns."""

import re
from collections.abc import Iterator

from bedside.guard.checks.story import tells_story
from bedside.guard.checks.tagger import tags
from bedside.guard.checks.whom import believed, widened
from bedside.guard.lexicon.gazetteer import given, ordinary
from bedside.guard.lexicon.names import COMMON, DOUBTFUL, GIVEN, KIN, NOT_SURNAMES, TITLES
from bedside.guard.lexicon.wording import alternatives
from bedside.guard.scene import Check, Scene, normalize
from bedside.guard.shapes import Match

CAP = r"[A-ZÀ-ÞʻĀ-ſ][\w'ʻ-]*[a-zß-ÿ][\w'ʻ-]*|[A-Z]{3,}"
TITLED = re.compile(
    r"\b(?i:mr|mrs|ms|miss|mx|mister|señora?|sra|srta|doña|sgt|coach|uncle|auntie|"
    r"aunt|tía|tío|grandma|grandpa|nana|granny|baby|little|"
    rf"ol'|lil|our girl|our boy)\.?\s(?P<who>(?:{CAP})(?:\s(?:{CAP})|\s[A-Z]\.)?)"
)
KINNED = re.compile(
    rf"\b(?i:my|your|ur|his|her|our|their|mi|su|tu)\s(?:[\w'-]+\s){{0,2}}?(?i:{KIN}),?\s(?P<who>(?:{CAP})(?:\s"
    rf"(?:{CAP}))?)"
)
CALLED = re.compile(
    r"\b(?i:named|called|name is|name's|me llamo|se llama|goes by|answers to|in "
    r"(?:the|her|his) name(?: of)?|under(?: the name)?|for the late|late (?:wife|"
    r"husband|mother|father|mom|dad),?)\s\"?(?P<who>(?:" + CAP + r")(?:\s(?:" + CAP + r"))?)"
)
PASSED_ON = re.compile(
    rf"\b(?i:tell|thanks to|say (?:hi|hello) to|"
    r"pass (?:this|it|that) on to|on behalf of|spoke (?:to|with)|regards to|from|for|about)"
    rf"\s(?P<who>(?:{CAP})\s(?:{CAP}))(?=\s(?i:for|we|about|that|and|to|on|is|was)\b|[.,!?])"
)
TOLD = re.compile(
    rf"\b(?i:tell|say (?:hi|hello|hey) to|hugs? to|love to)\s(?P<who>(?:{CAP}))(?=\s(?:[a-z]|[A-Z]{{2}})|[.,!])"
)
WORD = re.compile(r"[^\W\d_][\w'ʻ-]*")
SURNAME = re.compile(rf"\s(?:[A-Z]\.\s)?(?P<last>(?:{CAP})|[A-Z]\.)(?:-(?:{CAP}))?")
GREETED = re.compile(
    r"(?:^|[.!?]\s+)(?:Hi|Hello|Hey|Dear|Ch[eè]re?|Hola|Querid[oa]|Estimad[oa]|Aloha|Bonjour|Morning|"
    rf"Welcome(?: home)?|Good (?:morning|afternoon|evening)|Thank you|Thanks|Mahalo|Gracias),?\s(?P<who>(?:{CAP}))"
    r"(?=[,!.]|\s(?:and|thank|we)\b)"
    rf"|^(?P<who2>(?:{CAP}))(?=!!|,\s(?:you|thank|we|that|what))"
)
# "My name is", "I am", "my son" in scripts without the gazetteer's letters.
SCRIPTED = re.compile(
    r"(?:меня зовут|моё имя|мое имя|я -|моя мама|мой (?:муж|сын|отец|папа)|мою? (?:дочь|жена|маму)|"
    r"اسمي|أنا اسمي|ابني|ابنتي|"
    r"मेरा नाम|मेरी बेटी|मेरे पिता|मेरा बेटा|με λένε|το όνομά μου είναι|שמי|קוראים לי|我叫|我的名字是|我是|私の名前は|"
    r"제 이름은|저는|ฉันชื่อ|ผมชื่อ)[\s,:]{0,2}"
    r"(?P<who>[^\s,.;:!?।،؟。、]{2,24}(?:\s(?=[А-ЯΑ-Ω\u0590-\u06ff])(?!(?:и|я)\b)[^\s,.;:!?،؟]{2,24})?)",
    re.IGNORECASE,
)
AGED = re.compile(r",\s\d{1,3}(?:,|\s(?:years|yrs|yo)\b)")
SURE_ONE, SURE_MANY = 2.5, 1.0  # margins of the tagger
OPENED = re.compile(
    r"\s*(?:(?:hi|hello|hey|dear|aloha|hola|querid[oa]|estimad[oa]|thanks|thank you|good (?:morning|afternoon|evening)|"
    r"hi there|oh|aw+),?\s)?"
)
ECHO = "Greeting by the display name repeats an identifier; leave it out."
CALLED_OUT = re.compile(r"\s*(?:[,.!?:;)-]|$|\n|[^\w\s])")
BELIEVED = re.compile(r"[,!.:'\s&]|$")
GREETING = re.compile(
    r"(?:^|[.!?]\s*|\b(?:hi|hello|hey|dear|aloha|hola|querid[oa]|estimad[oa]|welcome|"
    r"thanks|thank you|thx|gracias|mahalo|good (?:morning|afternoon|evening)|"
    r"sorry|congrats|congratulations|cheers|bless you|aw+|oh|yes|ha),?\s+)(?:so "
    r"much,?\s+)?(?:uncle|aunt|auntie|mr|mrs|ms|miss|tía|tío|ms|señora?)?\.?\s*$"
)
OWN_SISTER = re.compile(r"\b(?:your|ur|his|her|their|my) sister\s$")
CREDENTIAL = re.compile(
    r"^,?\s*(?:RN|MD|DO|NP|PA|PA-C|LCSW|CNM|PT|DPT|OT|OTR|CRNA|PharmD|PhD|RD|LPN|CNA|FACP|MSW|CEO)\b"
)
BEFORE_STAFF = re.compile(
    r"\b"
    + alternatives(r"""
    dr / dra / doctor / doctora / nurse / sister / prof / professor / chef / ceo / cfo / coo / director
    pa / np / rn / midwife / therapist / counselor / surgeon / officer / chaplain / pastor / rev
    father / deacon / volunteer / mayor / senator / governor / president / coach / principal
    pharmacist / tech / receptionist / saint / st / san / santa / mount / mt / fort / lake / port / camp
    enfermera / our (ot|pt)
""")
    + r"\.?\s$"
)


def find(scene: Scene) -> Iterator[Match]:
    """Names by title, kin, cue, signature or a list of given names; staff and the organization's words are exempt."""
    if scene.kind == "inbound":
        yield from _written(scene)
        return
    done: set[int] = set()
    for echo in _echoes(scene):
        done.update(range(echo.start, echo.end))
        yield echo
    for start, end, sure in _candidates(scene):
        if start in done or _exempt(scene, start, end):
            continue
        match = _judge(scene, start, end, sure)
        if match:
            done.update(range(match.start, match.end))
            yield match


def _written(scene: Scene) -> Iterator[Match]:
    """Names in what the public wrote: those the tagger believes, and those a cue announces."""
    if not scene.text.isascii():
        for hit in SCRIPTED.finditer(scene.text):
            yield Match(hit.start("who"), hit.end("who"))
    for tag in believed(scene, "name", "staff"):
        said = {word.lower() for word in WORD.findall(scene.text[tag.start : tag.end])} if scene.own_words else set()
        if scene.staff_words.isdisjoint(said) and not (said and said <= scene.own_words):
            yield Match(*widened(scene, tag))


def _echoes(scene: Scene) -> Iterator[Match]:
    """The display name of the person answered, repeated as a salutation: an identifier, yet already in view."""
    if not scene.answers or not scene.author:
        return
    shown = normalize(scene.author)[0]
    words = [word for word in re.findall(r"[\w'-]{2,}", shown) if word.lower() not in COMMON | TITLES]
    if not words:
        return
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    echo = re.compile(rf"(?<![\w'-])(?:{either})(?:\s(?:{either}|\w\.))*(?![\w-])", re.IGNORECASE)
    for hit in echo.finditer(scene.text):
        greeted = GREETING.search(scene.low, max(0, hit.start() - 40), hit.start())
        called = CALLED_OUT.match(scene.text, hit.end())
        vocative = scene.text[: hit.start()].rstrip().endswith(",") and called
        # "Will you call us?" and "Hope this helps" open with a word that merely happens to be somebody's name.
        # "Privacy matters to us" opens a sentence, and greets nobody who calls themselves Privacy.
        spoken_to = greeted and (greeted.group().strip(" .!?") or hit.group().split()[0].lower() in GIVEN)
        if vocative or (greeted and (called or (spoken_to and hit.group().lower() not in DOUBTFUL))):
            yield Match(hit.start(), hit.end(), severity="warn", reason=ECHO, suggestion="")


def _candidates(scene: Scene) -> Iterator[tuple[int, int, bool]]:
    for pattern in (TITLED, KINNED, CALLED, *((PASSED_ON, TOLD) if scene.answers else ())):
        for hit in pattern.finditer(scene.text):
            word = hit.group("who").split()[0].lower().removesuffix("'s")
            if word not in COMMON and (pattern is TITLED or len(word) > 2):
                titled_softly = hit.group().split()[0].lower() in ("baby", "little", "ol'", "lil", "our", "coach")
                yield (
                    (hit.start() if pattern is TITLED else hit.start("who")),
                    _trim(hit),
                    scene.answers or not (titled_softly and word not in GIVEN),
                )
    if scene.answers:
        yield from _greeted(scene)
    yield from _tagged(scene)
    listed = given()
    for word in WORD.finditer(scene.text):
        name = word.group().removesuffix("'s").lower()
        if not word.group()[0].isupper() or (name not in GIVEN and name not in listed):
            continue
        surname = SURNAME.match(scene.text, word.end())
        if surname and surname.group("last").lower().removesuffix("'s") not in NOT_SURNAMES | COMMON:
            yield word.start(), surname.end(), True
        else:
            opens = _opens_sentence(scene, word.start())
            aged = AGED.match(scene.text, word.end()) is not None
            if name not in DOUBTFUL or not opens or aged:
                # A name that only the gazetteer knows may as well be a word that opens a sentence: "Patience matters".
                sure = aged or (name not in DOUBTFUL and (name in GIVEN or not opens))
                yield word.start(), word.start() + len(word.group().removesuffix("'s")), sure


def _greeted(scene: Scene) -> Iterator[tuple[int, int, bool]]:
    """Whoever is greeted by a word that is no ordinary one."""
    plain = ordinary()
    for hit in GREETED.finditer(scene.text):
        group = "who" if hit["who"] else "who2"
        word = hit[group].lower()
        if word not in COMMON and word not in TITLES and (word not in plain or word in GIVEN):
            yield hit.start(group), hit.end(group), True


def _tagged(scene: Scene) -> Iterator[tuple[int, int, bool]]:
    """Names the tagger is sure of; surer than for display, since a false alarm holds up the hospital's own words."""
    plain = ordinary()
    for tag in tags(scene):
        words = scene.text[tag.start : tag.end].split()
        if tag.label != "name" or tag.margin < (SURE_ONE if len(words) == 1 else SURE_MANY):
            continue
        if scene.text[tag.end : tag.end + 1].isalnum():
            continue
        if len(words) == 1 and words[0].lower() in DOUBTFUL and _opens_sentence(scene, tag.start):
            continue
        if words[0][0].isupper() and words[0].lower() not in COMMON and words[0].lower() not in plain:
            yield tag.start, tag.end, True


def _trim(hit: re.Match[str]) -> int:
    """The end of a two-word name without a second word that is no surname."""
    words = hit.group("who").split()
    if len(words) > 1 and words[1].lower().rstrip(".") in NOT_SURNAMES | COMMON:
        return hit.start("who") + len(words[0])
    return hit.end("who") - (2 if hit.group("who").endswith("'s") else 0)


def _opens_sentence(scene: Scene, offset: int) -> bool:
    before = scene.text[max(0, offset - 40) : offset].rstrip()
    return not before or before[-1] in ".!?:\n"


def _exempt(scene: Scene, start: int, end: int) -> bool:
    words = [word.group().lower().removesuffix("'s") for word in WORD.finditer(scene.text, start, end)]
    if any(word in scene.staff_words for word in words):
        return True
    if words and all(word in scene.own_words or word in COMMON for word in words):
        return True
    before, after = scene.low[max(0, start - 16) : start], scene.text[end : end + 12]
    if (BEFORE_STAFF.search(before) and not OWN_SISTER.search(before)) or CREDENTIAL.match(after):
        return True
    # Streets, prizes, brands and wards carry given names too.
    return bool(
        re.match(
            r"(?:'s)?\s(?:Street|St|Avenue|Ave|Road|Rd|Drive|Hall|Room|Center|Clinic|Hospital|"
            r"Park|School|Foundation|Fund|Award|Day|Law|Act|Scale|Unit|Pavilion)\b",
            after,
        )
    )


def _judge(scene: Scene, start: int, end: int, sure: bool) -> Match | None:
    quoted = [word.group().lower() for word in WORD.finditer(scene.text, start, end)]
    name = [
        word
        for word in quoted
        if word.rstrip(".") not in NOT_SURNAMES
        and word not in ("miss", "uncle", "aunt", "auntie", "mister", "sra", "sr")
    ]
    if scene.kind == "inbound":
        return Match(start, end) if sure or _clearly_used(scene, start, end) else None
    if scene.publishes:
        if scene.released or not tells_story(scene):
            return None
        return Match(start, end) if sure or _clearly_used(scene, start, end) else None
    heard = scene.mentions
    shown = bool(name) and all(
        any(known.startswith(word.rstrip(".")) for known in heard)
        if len(word) == 1
        else word.removesuffix("'s") in heard
        for word in name
    )
    greeted = bool(GREETING.search(scene.low, max(0, start - 40), start)) or bool(
        re.match(r"\s?[!,.]", scene.text[end : end + 2])
    )
    # Without a display name to compare with, a first name that opens the text is taken for it.
    opened = scene.author is None and len(quoted) == 1 and OPENED.fullmatch(scene.low[:start]) is not None
    if (shown and (greeted or start < 4)) or (opened and greeted):
        return Match(
            start,
            end,
            severity="warn",
            reason=ECHO,
            suggestion="",
        )
    if shown:
        return Match(start, end, severity="warn" if not re.search(rf"\b{KIN}\b", scene.heard.lower()) else None)
    if sure or _clearly_used(scene, start, end):
        return Match(
            start, end, reason="A name that the comment does not show: the reply would tell everybody who this is."
        )
    return None


def _clearly_used(scene: Scene, start: int, end: int) -> bool:
    """Whether a doubtful name stands where only a name can: greeted, owning something, or doing something."""
    after = scene.text[end : end + 14]
    return (
        bool(
            re.match(
                r"'s\s[a-z]|,\s\d{1,3},|\s(?:is|was|has|had|will|just|looks?|says?|said|left|came|went|did|"
                r"got|loves?|and [A-Z])\b",
                after,
            )
            or (GREETING.search(scene.low, max(0, start - 40), start) and re.match(r"\s?[,!]", after))
        )
        and not _opens_sentence(scene, start)
    ) or bool(GREETING.search(scene.low, max(0, start - 40), start) and re.match(r"\s?[,!]", after))


CHECK = Check(
    rule="name",
    severity="block",
    reason="This names a private person.",
    source="45 CFR 164.514(b)(2)(i)(A)",
    suggestion="the person",
    find=find,
    identifier=True,
)
