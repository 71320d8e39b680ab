"""A condition, symptom, treatment, medicine, test or result tied to a particular person, even if they said it first."""

import re
from collections.abc import Iterator

from bedside.guard.checks.cues import DECLINES, is_general, is_personal, speaks_of_private_person
from bedside.guard.checks.story import tells_story
from bedside.guard.lexicon.clinical import CONDITIONS, DRUGS, HEALTH, PLACES_OF_CARE, PROCEDURES
from bedside.guard.lexicon.names import KIN
from bedside.guard.lexicon.wording import alternatives, near, phrases, whole
from bedside.guard.scene import Check, Scene, Sentence
from bedside.guard.shapes import Match

OWNED = re.compile(
    rf"\b(?:your|ur|his|her|their|the patient's|{KIN}'s|[a-z]+'s) (?!own\b|doctor|"
    rf"dr\b|clinic)(?:[\w'-]+ ){{0,2}}?{HEALTH}\b"
)
MEASURED = re.compile(
    "|".join(
        (
            r"\b"
            + alternatives(r"""
    a1c / bmi / bp / sugars? / glucose / ldl / psa / platelets / troponin / inr / o2 / sats? / temp
    fever / weight / viral load / creatinine / ahi
""")
            + (
                r"\b (?:was |is |of |at |under |over |down to |up to |came back (?:at )?"
                r"|reads? )?(?:\d[\d./]*|fine|normal|high|low|up|down|elevated|negative|positive)"
            ),
            (r"\b\d{2} ?(?:weeks|wks)\b(?! (?:from|ago|notice|out|wait|later|long|per|of))"),
            (r"\b\d{1,2} (?:centimeters|cm)\b"),
            (r"\b(?:stage|grade) (?:\d|i{1,3}v?)\b"),
            (r"\b\d+ ?(?:mg|mcg|ml|units)\b"),
            (r"\b(?:blood type|type) (?:a|b|ab|o)\b[+-]?"),
        )
    )
)
OUTCOME = re.compile(
    "|".join(
        (
            r"\b"
            + alternatives(r"""
                came back / tested / results? (was|were|is|are) / turned out / it's / it was / they're / is / was
            """)
            + (
                r" (?:\w+ ){0,2}?(?:negative|positive|benign|malignant|normal|abnormal|clear|stable"
                r"|cancer-free|cancer free|in remission|viral|infected|fractured|broken|healed|healing"
                r"|pregnant|contagious|septic|inflamed|torn|sprained|a cyst)\b"
            ),
            (
                r"\b(?:he|she)'s (?:stable|resting|critical|intubated|awake|sedated|recovering"
                r"|doing (?:well|fine|better))\b"
            ),
            (r"\bhx\b"),
            (r"\b(?:h/o|s/p|dx'd|dx|rx'd|f/u for)\b"),
        )
    )
)
LOOSE = re.compile(rf"\b(?:{CONDITIONS}|{PROCEDURES}|{DRUGS})\b")
TREATED = re.compile(
    r"\b(?:your|ur|his|her|the|that|those|these|with|after|before|for|from|of|a|"
    r"an|on|during|her last|his last|the other|\d+|two|three|four|five|six|seven|"
    rf"eight|nine|ten|twelve) (?:\w+ )?(?:{CONDITIONS}|{PROCEDURES}|{DRUGS}|{PLACES_OF_CARE}|"
    r"knees?|hips?|wrist|ankle|foot|leg|arm|shoulder|back|hand|finger|tooth|teeth|"
    r"molar|ear|eye|gallbladder|appendix|tonsils|kidneys?|liver|lungs?|heart|spine|"
    r"neck|jaw)\b"
)
BODY = re.compile(
    r"\b(?:your|ur|his|her) (?:\w+ ){0,2}(?:knees?|hips?|wrist|ankle|foot|feet|legs?|"
    r"arms?|shoulders?|back|hands?|fingers?|tooth|teeth|molar|ears?|eyes?|gallbladder|"
    r"appendix|tonsils|kidneys?|liver|lungs?|heart|spine|neck|jaw|nose|throat|breasts?|"
    r"uterus|cervix|prostate|bladder|bowels?|skin|scalp|nails?|toes?|head|bump|due date)\b"
)
SMALL_TALK = re.compile(
    r"\b(?:your|his|her) (?:(?:kind|big|warm|generous|good|open) )?"
    r"(?:hearts?|hands?|head|back|eyes?|ears?|feet|face|skin) "
    r"?(?:out|full|warm|and|into|on|to|for|this|open|goes|is in|are in)?\b"
)
SPANISH = re.compile(
    r"\b(?:su|tu|le) (?:\w+ )?(?:presión|azúcar|diabetes|cirugía|operación|embarazo|"
    r"bebé|rodilla|cadera|corazón|cáncer|tumor|quiste|dolor|fiebre|tos|resultados?|"
    r"análisis|receta|insulina|medicina|pastillas|tratamiento|terapia|quimio)\b"
)

FEELING = phrases(
    r"""
                glad / happy / hope / hoping / sorry / congrat\w*( on| to you on)? / thrilled / relieved
                pleased / proud / delighted / so good / wish
            """
)
PART = phrases(
    r"""
    knees? / hips? / wrist / ankle / foot / feet / leg / arm / shoulder / back / hand / finger
    tooth / ear / eyes? / stitches / cast / incision / scar / wound / stomach / heart / lungs? / jaw
    neck / throat / rash / fever / cough / pain / swelling / migraines? / nausea / surgery / inhaler
    medication / meds / therapy
"""
)
STATE = phrases(
    r"""
    heals? / healing / healed / sore / stiff / better / worse / swollen / hurts? / hurting / itch\w*
    infected / gone / holding up / helping / working / mending / treats you / behaving / less \w+
    acting up / bothering / improving / clear(ed|ing)? / back to normal
"""
)
COMPOSED = (
    whole(near(FEELING, near(f"(?:the|your|that|his|her) (?:new )?(?:\\w+ )?{PART}", STATE, 16), 14)),
    whole(
        near(
            phrases(r"""
    living with / dealing with / battling / fighting / coping with / through
"""),
            f"{HEALTH}(?: as you|,? you|.{{0,20}}(?:you|your))",
            12,
        )
    ),
    whole(f"{HEALTH} (?:like|such as|of) yours?"),
    whole(
        near(
            FEELING,
            phrases(
                "(being |you're |you are |that you're )?(cancer[- ]free|sober|in remission|pregnant|pain[- ]free)"
                " / (\\w+ )?(months|weeks|years|days) (sober|clean|in remission|seizure[- ]free|smoke[- ]free)"
            ),
            24,
        )
    ),
    whole(f"(?:up|down|lower|raise|change) (?:your|his|her) {HEALTH}"),
)


def find(scene: Scene) -> Iterator[Match]:
    """Clinical words owned by, or said of, one person."""
    if scene.publishes:
        yield from _in_post(scene)
        return
    for sentence in scene.sentences:
        if DECLINES.search(sentence.low):
            continue
        match = _in_sentence(scene, sentence)
        if match:
            yield match


def _in_sentence(scene: Scene, sentence: Sentence) -> Match | None:
    low, general = sentence.low, is_general(sentence.low)
    for pattern in (OUTCOME, MEASURED):
        hit = pattern.search(low)
        if hit and not general and (pattern is OUTCOME or is_personal(scene, sentence) or _personal_scene(scene)):
            return Match(sentence.start + hit.start(), sentence.start + hit.end())
    if general:
        return None
    for pattern in COMPOSED:
        composed = pattern.search(low)
        if composed and scene.answers:
            return Match(sentence.start + composed.start(), sentence.start + composed.end())
    for pattern in (OWNED, BODY, SPANISH):
        for hit in pattern.finditer(low):
            if pattern is BODY and SMALL_TALK.fullmatch(hit.group()):
                continue
            owner = hit.group().split()[0].removesuffix("'s")
            if (
                owner in scene.staff_words
                or owner in scene.own_words
                or owner in ("it", "that", "here", "let", "what", "who", "there", "today", "everyone")
            ):
                continue
            return Match(sentence.start + hit.start(), sentence.start + hit.end())
    if is_personal(scene, sentence) and _states(low):
        hit = TREATED.search(low)
        if hit:
            return Match(sentence.start + hit.start(), sentence.start + hit.end())
    return None


def _states(low: str) -> bool:
    return bool(
        re.search(
            r"\b(?:was|were|had|you've|you're|he's|she's|has|been|came|got|finished|couldn't|"
            r"gave|survived|is|are|did|after|before|when|since|stay)\b",
            low,
        )
    )


def _personal_scene(scene: Scene) -> bool:
    return any(
        is_personal(scene, sentence) or speaks_of_private_person(scene, sentence) is not None
        for sentence in scene.sentences
    )


def _in_post(scene: Scene) -> Iterator[Match]:
    if scene.released:
        return
    told = tells_story(scene)
    if told:
        hit = (
            OUTCOME.search(scene.low)
            or MEASURED.search(scene.low)
            or LOOSE.search(scene.low)
            or re.search(rf"\b{PLACES_OF_CARE}\b", scene.low)
        )
        if hit:
            yield Match(hit.start(), hit.end())


CHECK = Check(
    rule="health_detail",
    severity="block",
    reason="This tells something about one person's health.",
    source="45 CFR 160.103 (individually identifiable health information)",
    suggestion="health concerns",
    find=find,
)
