"""Whether a sentence speaks of a particular person's care or of care in general: the context all checks share."""

import re
from functools import lru_cache

from bedside.guard.lexicon.names import KIN
from bedside.guard.lexicon.wording import alternatives
from bedside.guard.scene import Scene, Sentence

# General, conditional and offering sentences tell nothing about the person answered.
GENERAL = re.compile(
    r"\b(?:if|unless|whether|whenever|wherever|whoever|anyone|anybody|everyone|everybody|"
    r"someone|somebody|nobody|no one|"
    r"any (?:patient|person|family|time|clinic|doctor|changes?)|every|each (?:patient|person|family)|most|"
    r"can|can't|cannot|may|might|could|would|should|must|please|"
    r"depends|varies|usually|typically|generally|sometimes|often|"
    r"(?:adults|kids|children|women|men|people|patients|families|folks|seniors|teens|"
    r"parents|neighbors|visitors) (?:who|with|over|under|aged)|"
    r"si (?:usted|alguien)|puede|pueden|cualquier|cualquiera|todos|todas|favor)\b"
)
# Past or present facts; they outweigh a conditional word elsewhere in the sentence.
FACTUAL = re.compile(
    r"\b"
    + alternatives(r"""
    was / were / had / did / didn't / wasn't / weren't / came / went / got / gave / took / left / told
    said / showed? / shows / seen / saw / missed / cleared / posted / denied / approved / finished
    received / declined / cancel+ed / scheduled / booked / moved / emailed / faxed / mailed / has been
    have been / 've been / 's been / is on / are on / is in / is at / is ready / are ready / is back
    are back / came back / looks? / look(s|ed) (good|great|fine)
""")
    + r"\b"
)
DECLINES = re.compile(
    r"\b"
    + alternatives(r"""
        can't / cannot / can not / won't / don't / do not / never / unable to / not able to / aren't able to
        not allowed to / isn't / not
    """)
    + (
        r" (?:\w+ ){0,2}(?:discuss|confirm|share|say|talk|comment|speak|look up|advise|give|answer"
        r"|respond|send|post|include|put|leave|tell|type|message|touch|ask)"
    )
)
ROLE = re.compile(
    r"\b"
    + alternatives(r"""
        dr / doctor / doc / docs / nurses? / surgeon / physician / midwife / therapist / counselor
        pharmacist / dietitian / director / manager / supervisor / officer / advocate / chef / cook / coach
        ceo / cfo / chief / crew / staff / team / volunteer / guard / pilot / author / speaker / dog / cat
        pup / horse / llama / goose / owl / robot / mascot / chaplain / sister / tech / technician
        receptionist / driver / specialist / mayor / senator / founder / president / doctora / enfermera
        coordinator / resident / intern / employee / colleague / barista / artist / clinician / provider
        representative / administrator / pa / np
    """)
    + r"\b"
)
HE_OR_SHE = re.compile(r"\b(?:he|she|him|her|his|hers|he's|she's|he'd|she'd|he'll|she'll)\b")
OF_KIN = re.compile(rf"\b(?:your|ur|his|her|their|su)\s+(?:[\w'-]+\s+){{0,2}}?{KIN}\b")


@lru_cache(maxsize=512)
def is_general(low: str) -> bool:
    """Whether a lower-case sentence is conditional, an offer, or about everybody, with no fact about one person."""
    return bool(DECLINES.search(low)) or (bool(GENERAL.search(low)) and not FACTUAL.search(low))


def names_role_before(scene: Scene, offset: int) -> bool:
    """Whether a role of staff is named earlier in the text, so that a later "she" may be staff."""
    if not scene.roles:
        first = ROLE.search(scene.low)
        scene.roles.append(first.start() if first else len(scene.low) + 1)
    return scene.roles[0] < offset


def speaks_of_private_person(scene: Scene, sentence: Sentence) -> int | None:
    """Where in the text a pronoun or kin word stands that can only mean a private person, or None.

    A "she" is a member of staff when staff, or a role, was named earlier in the text."""
    if is_general(sentence.low):
        return None
    kin = OF_KIN.search(sentence.low)
    if kin:
        return sentence.start + kin.start()
    pronoun = HE_OR_SHE.search(sentence.low)
    if not pronoun:
        return None
    offset = sentence.start + pronoun.start()
    if (scene.staff_at and scene.staff_at[0] < offset) or names_role_before(scene, offset):
        return None
    if scene.staff_words & scene.mentions:
        return None
    return offset


def addresses_reader(sentence: Sentence) -> bool:
    """Whether a sentence speaks to somebody as "you"."""
    return bool(re.search(r"\b(?:you|your|yours|you're|you've|you'd|you'll|u|ur|su|usted|le)\b", sentence.low))


def is_personal(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence states something of the person answered, or of somebody close to them."""
    if is_general(sentence.low):
        return False
    if scene.answers:
        return addresses_reader(sentence) or speaks_of_private_person(scene, sentence) is not None
    return speaks_of_private_person(scene, sentence) is not None
