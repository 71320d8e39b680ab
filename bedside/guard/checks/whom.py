"""Which of the tagger's names and places count in what the public wrote: a private person's always, a clinician's and a
hospital's only where the text describes a case, since there they say where somebody was treated, and by whom."""

import re
from collections.abc import Iterator

from bedside.guard.checks.tagger import Tag, tags
from bedside.guard.lexicon.gazetteer import given, ordinary, words
from bedside.guard.lexicon.names import GIVEN
from bedside.guard.lexicon.wording import words_of
from bedside.guard.scene import Scene

#: Words that only stand where a case is described, as clinicians and clerks write of patients.
CASE_WORDS = words_of(
    """
    yo pt pts mrn hx dx tx rx guidelines guideline protocol protocols prognosis contraindications contraindication
    dosage dosing evaluated referred consulted presented mgmt mgmnt recommendations diagnosed
    """
)
MAYBE = words_of("year years y yr patient patients management treatment side w s f h post admitted")
CASE = re.compile(
    r"\b(?:\d{1,3}[ -]?(?:y/o|yr|years?[ -]olds?)|patients? (?:named|like|from|with)|patient,|(?:management|treatment) "
    r"(?:of|for|in|options|plans?)|side effects|[wh]/|s/p|f/u|post-op|admitted (?:to|on|at|with))"
)
#: Margins a tag needs by label: of several words or in a case, and of one word elsewhere.
NEEDED = {"name": (0.0, 2.0), "staff": (0.0, 0.0), "place": (0.4, 2.0), "facility": (0.3, 0.3)}
LOWER = 2.5  # what a lower-case word among capitals needs, or one all in capitals among others
SERVED = 8.0  # what a lone first name needs where the text speaks of a service
WORDLY = 7.0  # what a lone name needs that is an ordinary word besides
SERVICE = words_of(
    """
    staff service services nurse nurses doctor doctors helpful caring professional friendly team support supportive
    worker listened therapist therapy care carer appointment ward kind polite understanding practitioner excellent
    brilliant amazing lovely fantastic wonderful physio session sessions assessment receptionist rehab billing
    """
)
PRIVATE = re.compile(
    r"\b(?:my|our|his|her|mi|su) (?:\w+ ){0,2}\w+,? $|\b(?:i'm|i am|im|this is|it's|name is|name's|soy|named|"
    r"called|for|is under|under|signed|"
    r"regards|love|sincerely|patient|son|daughter|mr|mrs|ms|miss|about|from)[,:]? $|[-~–—] ?$"
)
HOSPITAL = words_of(
    """
    hospital hospitals clinic clinics er ed icu nicu patient patients surgery surgeon health medical vaccine vaccines
    mri chart pharmacy visit visits portal scan lab labs emergency campus parking
    """
)
STATES = words_of(
    """
    alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois
    indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri
    montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia
    washington wisconsin wyoming
    """
)
HOME = re.compile(
    r"\b(?:live[sd]?|living|moved|reside[sd]?|residing|from|home|house|address|born|raised|grew up|based|drove|drive|"
    r"flew|neighborhood|vivo|vive|came|come|coming|stranded|stuck|out)\b[^.!?]{0,18}$"
)
VENUE = re.compile(
    r"\s(?i:mall|clinic|office|er|ed|hospital|location|campus|branch|store|lab|urgent care|medical|nurses?|staff)\b"
)
ARRIVED = re.compile(r"\b(?:arriv\w+|live[sd]?|living|stay\w*|land\w*|home|resid\w+|address) at $")
HANDLE = re.compile(r"[\w.]{0,40}")
SIGNED = re.compile(r"[\s.!]{0,3}")
NOBODY = words_of("bonjour salut merci ciao hola gracias buenas bravo kudos aloha mahalo namaste")
NAMESAKE = re.compile(
    r"(?:-\w+)?\s(?:Ledger|Tribune|Herald|News|Gazette|Times|Post|Journal|Magazine|magazine|Street|Avenue|Foundation|Award|"
    r"Fund|Cup|Wing|Pavilion|Act|Law|Scale|Day|Curie|Road)\b"
)
HOUSE = re.compile(r"(?<![\w.#-])(?:\d{1,6}[ ,]{1,2}){1,2}$")
POST = re.compile(r"[\s,]{1,3}(?:[A-Z]{2}[\s,]{1,3})?\d{4,6}(?:-\d{3,4})?\b|,?\s(?:[A-Z]{2})\b(?=[\s,.]*\d{5}|$|[.,])")
TITLED = words_of("dr drs dra mr mrs ms miss mx prof doctor nurse sr sra")
TITLE = re.compile(r"(?:\b(?:Drs?|Dra|Mr|Mrs|Ms|Miss|Mx|Prof|Doctor|Nurse|Sr|Sra)\.?\s)$", re.IGNORECASE)
JOINT = re.compile(
    r"[\s,.()-]{0,4}(?:(?:d[aeo]s?|del|du|la|le|las|los|von|van|der|den|y|e|i|of|the|u|rkp|út|az)\b[\s.]{0,2}){0,2}"
)


def is_case(scene: Scene) -> bool:
    """Whether the text describes a case, as clinicians and clerks do."""
    if scene.case is None:
        words = scene.words
        scene.case = not CASE_WORDS.isdisjoint(words) or (
            not MAYBE.isdisjoint(words) and CASE.search(scene.low) is not None
        )
    return scene.case


def believed(scene: Scene, *labels: str) -> Iterator[Tag]:
    """Tags of these labels that hold for display: wide enough margins, and of a private person."""
    if scene.believed is None:
        scene.believed = tuple(_believed(scene))
    return (tag for tag in scene.believed if tag.label in labels)


def _believed(scene: Scene) -> Iterator[Tag]:
    text = scene.text
    low, loud = text.islower(), text.isupper()
    for tag in joined(scene):
        if tag.label in ("staff", "facility") and not is_case(scene):
            continue
        said = text[tag.start : tag.end]
        one = " " not in said
        needed = NEEDED[tag.label][one and not is_case(scene)]
        if said.islower() and not low:
            needed = LOWER if said.split()[0] in given() else LOWER + 2
        elif one and len(said) > 1 and said.isupper() and tag.label == "name" and not loud:
            needed = LOWER if said.lower() in given() else LOWER + 2
        if one:
            if len(said) < 2 and not TITLE.search(text, max(0, tag.start - 12), tag.start):
                continue
            if tag.margin < 1.5 and said.lower() in ordinary():
                continue
            if not is_case(scene) and words().get(said.lower(), "0000")[3] > "1" and said.lower() not in GIVEN:
                needed = max(needed, WORDLY)
            if tag.label == "name" and not is_case(scene) and _of_service(scene, tag):
                needed = SERVED
        if text[tag.start - 1 : tag.start] == "@":
            # A handle names a person only where it begins with a given name; most are a hospital's.
            if said.lower() not in given() and said.lower() not in GIVEN:
                continue
            tag = Tag(tag.start - 1, _handle_end(text, tag.start), "name", tag.margin)
        if tag.label == "place" and not is_case(scene) and not _tied(scene, tag, said):
            continue
        if said.lower() in NOBODY or (tag.label == "name" and NAMESAKE.match(text, tag.end)):
            continue
        if tag.margin >= needed and (not one or said[0].isalnum() or len(said) > 2):
            yield tag


def _handle_end(text: str, start: int) -> int:
    found = HANDLE.match(text, start)
    return found.end() if found else start


def _tied(scene: Scene, tag: Tag, said: str) -> bool:
    """Whether a place belongs to somebody: an address, a home, a way taken; a State is too large to tell who it is."""
    if any(map(str.isdigit, said)):
        return True
    if said.lower() in STATES:
        return False
    before = scene.low[max(0, tag.start - 32) : tag.start]
    if VENUE.match(scene.text, tag.end) or (before.endswith("at ") and not ARRIVED.search(before)):
        return False
    if SERVICE.isdisjoint(scene.words) and HOSPITAL.isdisjoint(scene.words):
        return True
    return HOME.search(before) is not None


def _of_service(scene: Scene, tag: Tag) -> bool:
    """Whether a lone first name most likely is staff's: the text speaks of a service, and no cue makes it private."""
    if SERVICE.isdisjoint(scene.words):
        return False
    return not PRIVATE.search(scene.low, max(0, tag.start - 24), tag.start) and not SIGNED.fullmatch(
        scene.text, tag.end
    )


def joined(scene: Scene) -> Iterator[Tag]:
    """The tags, those of a place joined over the small words inside it, and an address with all its numbers."""
    held: Tag | None = None
    for tag in tags(scene):
        if held and held.label == tag.label == "place" and JOINT.fullmatch(scene.text, held.end, tag.start):
            held = Tag(held.start, tag.end, tag.label, max(held.margin, tag.margin))
            continue
        if held:
            yield _whole(scene, held)
        held = tag
    if held:
        yield _whole(scene, held)


def _whole(scene: Scene, tag: Tag) -> Tag:
    """An address with the numbers just before it and the code just after it."""
    text = scene.text
    if tag.label != "place" or not scene.digits:
        return tag
    before = (
        HOUSE.search(text, max(0, tag.start - 16), tag.start) if text[tag.start - 2 : tag.start - 1].isdigit() else None
    )
    after = POST.match(text, tag.end) if text[tag.end : tag.end + 1] in (" ", ",", "\n") else None
    if not before and not after:
        return tag
    return Tag(before.start() if before else tag.start, after.end() if after else tag.end, tag.label, tag.margin)


def widened(scene: Scene, tag: Tag) -> tuple[int, int]:
    """A name with its title, or with a given name just before it, whatever the tagger thought of that."""
    text, start = scene.text, tag.start
    if start > 1 and text[start - 1] == " ":
        word = text[max(0, start - 16) : start - 1].rpartition(" ")[2]
        plain = word.rstrip(".").lower()
        if plain in TITLED or (word[:1].isupper() and (plain in GIVEN or plain in given())):
            start -= len(word) + 1
    return start, tag.end
