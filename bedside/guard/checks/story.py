"""Whether a post tells an identifiable patient's story: who it points at, and what makes it a story of care."""

import re
from collections.abc import Iterator

from bedside.guard.checks.cues import HE_OR_SHE, names_role_before
from bedside.guard.lexicon.clinical import CONDITIONS, DRUGS, PLACES_OF_CARE, PROCEDURES
from bedside.guard.lexicon.names import DOUBTFUL, GIVEN, KIN
from bedside.guard.lexicon.wording import alternatives
from bedside.guard.scene import Scene
from bedside.guard.shapes import Match

WHO = alternatives(r"""
    man / woman / lady / ladies / gentleman / guy / gal / fella / fellow / boy / girl / kid / kiddo
    baby / babies / newborn / preemie / twins / triplets / mom / mama / dad / daddy / teen / toddler
    patient / farmer / rancher / teacher / firefighter / veteran / driver / student / grandma / grandpa
    grandmother / grandfather / couple / family / warrior / fighter / survivor / graduate / grad / alum
    alumna / resident / client / cutie / sweetheart / champ / hero / athlete / player / bride / runner
    fisherman / little one / youngster / tot / regular / guest / friend / employee / one of our own
""")
POINTED = re.compile(
    rf"\b(?:our|this|that|the|one|another|ol'|same|a)\s(?:[\w'#-]+\s){{0,3}}?{WHO}\b(?=[^.!?]{{0,80}}\b(?:who"
    r"|that got|that came|from|with|left|came|walked|"
    r"rang|survived|finished|graduated|born|went|beat|turned|was|is|had|has|named|"
    r"drove|lost|swallowed|flown|let us|says|said)\b)"
    rf"|\bour\s(?:[\w'-]+\s){{0,2}}?(?:patient|warrior|fighter|survivor|preemie|alum|client|resident)\b,?\s[A-Z]"
    r"|\blook(?:ing)? (?:who|at)\b|\bsay (?:hi|hello) to\b|\bmeet\s(?=[A-Z])|\bshow "
    rf"(?:his|her|their|you)\b|\bcongrat\w*\b[^.!?]{{0,30}}\bto\s"
    r"|\bhappy birthday\b|\bprayers? (?:for|to)\b|\bpray for\b|\bwelcome (?:to the "
    r"world|baby|little)\b|\bin (?:loving )?memory of\b|\brest in peace\b|\bshout "
    r"?-?out to\b"
    r"|\bbefore\b[^.!?]{0,12}\bafter\b|\bwe delivered\b|\bsame (?:gal|guy|patient|"
    r"face|person|man|woman)\b|\bfirst baby\b|\bif you see (?:him|her)\b",
    re.IGNORECASE,
)
STORY_OF_CARE = re.compile(
    rf"\b(?:{PLACES_OF_CARE}|{CONDITIONS}|{PROCEDURES}|{DRUGS}|"
    r"born|deliver(?:ed|y)|arrived at \d|weigh(?:ed|ing)|\d+\s?(?:lbs?|pounds|oz|"
    r"ounces|weeks)|rang (?:the|that|her|his) bell|bell ring|rings? (?:the|that) "
    r"bell|"
    r"went home|going home|goes home|heading home|home after|discharged|admitted|"
    r"came (?:in|to us)|brought in|flown in|airlifted|rushed|walked (?:out|in)|drove "
    r"(?:himself|herself)|"
    r"survived|sober|clean|beat (?:cancer|it|leukemia)|recover(?:y|ed|ing|s)|treated "
    r"here|saved|memory unit|graduat(?:ed|es|ing|ion)|"
    r"appointments?|check-?ups?|patient|in our care|under our care|last (?:chemo|"
    r"round|treatment|dose|infusion)|treatment \d+|bedside|"
    r"fought|hospice|new (?:heart|kidney|liver|lungs?|hips?|knees?)|unit|step-?down|"
    r"first steps|learn(?:ed|ing) to walk|days in|weeks in|months in)\b",
    re.IGNORECASE,
)
GROUP = re.compile(
    r"\b"
    + alternatives(r"""
    patients / babies born (here )?in / people / adults / kids (who|with|under|over)
    children (who|with|under|over) / if you / if your / do you / did you know / myth / tips? / hiring
    apply / enroll / eligible / register / rsvp / join us / free (screening|class|clinic|checks?)
    anyone / everyone
""")
    + r"\b"
)
ANIMAL = re.compile(
    r"\b(?:therapy dog|dog|cat|pup(?:py)?|horse|llama|goose|owl|rabbit|robot|mascot|"
    r"statue|bear|tree|kitten|goat|pig)\b"
)


def anchors(scene: Scene) -> Iterator[Match]:
    """Where a post points at one private person: by phrase, by given name, or by a pronoun that no staff explains."""
    for hit in POINTED.finditer(scene.text):
        if not any(hit.start() <= at < hit.end() + 30 for at in scene.staff_at):
            yield Match(hit.start(), hit.end())
    for word in re.finditer(r"[^\W\d_][\w'-]*", scene.text):
        name = word.group().removesuffix("'s")
        low = name.lower()
        if name[0].isupper() and low in GIVEN and low not in DOUBTFUL and low not in scene.own_words:
            before = scene.low[max(0, word.start() - 12) : word.start()]
            if not re.search(r"\b(?:dr|dra|nurse|chef|st|saint|coach|mayor|senator|rev|pastor|ceo)\.?\s$", before):
                yield Match(word.start(), word.end())
    for kin in re.finditer(rf"\b(?:her|his|their)\s(?:[\w'-]+\s)?{KIN}\b", scene.low):
        if not names_role_before(scene, kin.start()) and not scene.staff_at:
            yield Match(kin.start(), kin.end())
    for pronoun in HE_OR_SHE.finditer(scene.low):
        earlier_staff = bool(scene.staff_at) and scene.staff_at[0] < pronoun.start()
        if not earlier_staff and not names_role_before(scene, pronoun.start()):
            yield Match(pronoun.start(), pronoun.end())


def tells_story(scene: Scene) -> Match | None:
    """The stretch of a post that tells one person's story of care, or None; looked for once a text."""
    if not scene.told:
        scene.told.append(_look(scene))
    return scene.told[0]


def _look(scene: Scene) -> Match | None:
    if not scene.publishes or (ANIMAL.search(scene.low) and not re.search(r"\bpatient\b", scene.low)):
        return None
    tried: set[int] = set()  # one look a sentence, however many names it holds
    for anchor in anchors(scene):
        sentence = scene.sentence(anchor.start)
        if sentence.start in tried:
            continue
        tried.add(sentence.start)
        near_end = min(len(scene.text), sentence.end + 160)
        near_start = max(0, sentence.start - 120)
        if GROUP.search(sentence.low):
            continue
        care = STORY_OF_CARE.search(scene.text, near_start, near_end)
        if care:
            return Match(sentence.start, sentence.end)
    return None
