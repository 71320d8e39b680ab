"""Names of private persons (Safe Harbor item A); a greeting by the display name already shown only warns."""

import re
from collections.abc import Iterator

from bedside.guard.checks.story import tells_story
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
SELF = re.compile(
    r"(?i:\b(?:i'm|im|i am|this is|its|it's|my name is|name's|name is|soy|me llamo|"
    r"habla|signed,?|firma|yours,?|regards,?|sincerely,?|love,|gracias,?|thanks,?|"
    r"thank you,?))"
    r"\s(?P<who>[A-Za-zÀ-ÿ][\w'ʻ-]+(?:\s[A-Za-zÀ-ÿ][\w'ʻ-]*\.?)?)"
)
SIGNED = re.compile(
    r"(?:^|[\s.!?])[-~]{1,2}\s?(?P<who>(?:[A-Z]\.\s?)?[A-Za-zÀ-ÿ][\w'ʻ-]+(?:\s[A-Za-zÀ-ÿ][\w'ʻ-]*\.?){0,2})\.?\s*$"
)
LAST = re.compile(rf"[.!?]\s+(?P<who>(?:{CAP})(?:\s(?:{CAP})|\s[A-Z]\.?)?)\.?\s*$")
HERE = re.compile(rf"(?:^|[.!?,]\s)(?P<who>(?:{CAP})(?:\s(?:{CAP}))?)\s(?i:here)\b")
WORD = re.compile(r"[^\W\d_][\w'ʻ-]*")
SURNAME = re.compile(rf"\s(?:[A-Z]\.\s)?(?P<last>(?:{CAP})|[A-Z]\.)(?:-(?:{CAP}))?")
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
    if scene.kind == "inbound":
        yield from _introduced(scene)
    for word in WORD.finditer(scene.text):
        name = word.group().removesuffix("'s").lower()
        if name not in GIVEN or not (word.group()[0].isupper() or (False)):
            continue
        surname = SURNAME.match(scene.text, word.end())
        if surname and surname.group("last").lower().removesuffix("'s") not in NOT_SURNAMES | COMMON:
            yield word.start(), surname.end(), True
        elif name not in DOUBTFUL or not _opens_sentence(scene, word.start()):
            yield word.start(), word.start() + len(word.group().removesuffix("'s")), name not in DOUBTFUL


def _introduced(scene: Scene) -> Iterator[tuple[int, int, bool]]:
    """Names by which the writer of an inbound text introduces or signs; lower case counts here."""
    for pattern in (SELF, SIGNED, HERE, LAST):
        for hit in pattern.finditer(scene.text):
            words = hit.group("who").split()
            first = words[0].lower().rstrip(".").removesuffix("'s")
            if first in COMMON or (pattern is LAST and first not in GIVEN and len(words) < 2):
                continue
            if pattern is LAST and len(words) == 2 and first not in GIVEN:
                continue
            listed = first in GIVEN
            formal = words[0][0].isupper() and pattern is not SELF
            if (
                not listed
                and not formal
                and not (pattern is SELF and len(words) == 2 and words[0][0].isupper() and words[1][0].isupper())
            ):
                continue
            if pattern is SIGNED and len(words) > 1 and not words[1][0].isupper() and len(words[1]) > 2:
                continue
            keep = (
                len(words) > 1
                and (words[1][0].isupper() or len(words[1].rstrip(".")) == 1)
                and words[1].lower() not in COMMON
            )
            length = len(hit.group("who")) if keep else len(words[0])
            yield hit.start("who"), hit.start("who") + length, True


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
    if shown and (greeted or start < 4):
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
                r"'s\s[a-z]|\s(?:is|was|has|had|will|just|looks?|says?|said|left|came|went|did|"
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
