"""Words so plain that no model may talk the guard out of them: said to one person, they always break the rule.

The list is short on purpose. What is likely but not certain is left to the checks and the model together.
"""

import re
from collections.abc import Iterator

from bedside.guard.scene import Scene

PERSON = r"(?:you|u|him|her|them|your (?:mom|mother|dad|father|son|daughter|wife|husband|child|baby))"
YOURS = r"(?:your|ur|his|her|their)"
RECORD = r"(?:medical records?|health records?|charts?|patient files?)"
#: Rule -> patterns over lower-case text of one sentence, in answers to a person.
ANSWERS: dict[str, tuple[re.Pattern[str], ...]] = {
    rule: tuple(re.compile(pattern) for pattern in patterns)
    for rule, patterns in {
        "patient_relationship": (
            rf"\b(?:reviewed|pulled|pulled up|looked (?:at|into|through)|checked|read|went through) {YOURS} {RECORD}\b",
            rf"\b{YOURS} {RECORD} (?:shows?|says?|indicates?|reflects?|states?|notes?)\b",
            r"\bwe (?:have|had|can find|found|see) no record of (?:you|him|her|your)\b",
            rf"\bwe (?:treated|operated on|admitted|discharged|saw) {PERSON}\b",
            r"\bthank you for (?:choosing|trusting) us (?:for|with) (?:your|his|her) "
            r"(?:surgery|procedure|delivery|birth|treatment|operation)\b",
            r"\b(?:you were|you are|you're|he was|she was) (?:never )?(?:a|our) patient (?:here|of ours|at)\b",
            r"\b(?:su|tu) cita (?:es|está|quedó)\b|\bnos alegra que (?:ya )?(?:\w+ )?haya (?:mejorado|salido|sanado)\b",
            r"\byou (?:missed|no-?showed|canceled|cancelled) (?:your|two|three|several) appointments?\b",
        ),
        "billing_detail": (
            r"\b(?:you|he|she|they) (?:still )?owes? (?:us )?(?:\$|a balance|a copay|money)",
            rf"\b{YOURS} (?:outstanding |past[- ]due |unpaid |remaining )?balance (?:of \$|is \$|was sent)",
            rf"\b{YOURS} (?:insurance|insurer|plan) (?:denied|rejected|refused) ",
        ),
        "solicits_phi": (
            r"\b(?:dm|pm|message|text|e-?mail|send|comment|reply)\b(?: (?:us|me|back|here|below|it))*(?: with)? "
            r"(?:your )?(?:full name and )?(?:date of birth|dob|ssn|social security|mrn|medical record number|"
            r"member id|insurance card)\b",
        ),
        "medical_advice": (
            r"\b(?:stop|quit|double|halve|skip|increase|decrease) (?:taking )?your "
            r"(?:dose|dosage|medication|medicine|insulin|pills?|blood thinner|antibiotics?)\b",
        ),
    }.items()
}
#: The same in posts.
POSTS: dict[str, tuple[re.Pattern[str], ...]] = {
    "unproven_claim": (
        re.compile(r"\bwe guarantee (?:results|a cure|success|you)\b"),
        re.compile(r"\b(?:100|one hundred) ?(?:%|percent) (?:safe|effective)\b"),
    ),
    "story_without_release": (
        re.compile(
            r"\bour (?:\w+ )?patient (?:was|is|has been) (?:admitted|discharged|treated|recovering|transferred)\b"
        ),
        re.compile(r"\b(?:she|he) was (?:admitted|discharged|transferred) (?:on|to|from|last|yesterday|this)\b"),
    ),
}
#: What says the contrary, and so never breaks the rule, however a model reads it.
REFUSED: dict[str, re.Pattern[str]] = {
    "solicits_phi": re.compile(
        r"\b(?:do not|don't|never|please avoid|not to)\b[^.!?;]{0,30}\b(?:send|share|post|give|write|include|put|ask)"
        r"|\bno (?:envíe|escriba|publique|comparta|ponga)n?\b"
    ),
    "unproven_claim": re.compile(
        r"\b(?:no one|nobody|no (?:hospital|doctor|treatment|surgery|test|drug|medicine)|cannot|can't|never|isn't|"
        r"is not|there is no|won't)\b[^.!?;]{0,40}\b(?:guarantee|promise|cures?|risk|safe|perfect)"
    ),
}
#: Before these words the sentence is no statement about one person.
SOFTENED = re.compile(
    r"\b(?:if|unless|whether|anyone|everyone|never|not|don't|do not|cannot|can't|won't|please do not|nobody|before you|"
    r"without|to|should you|could you|ask|call)\b[^.!?;]{0,50}$"
)


def certain(scene: Scene) -> Iterator[tuple[str, int, int]]:
    """Rule and offsets in the normalized text of every plain phrase that nothing before it softens."""
    if scene.released:
        return
    for sentence in scene.sentences:
        for rule, patterns in (ANSWERS if scene.answers else POSTS).items():
            for pattern in patterns:
                hit = pattern.search(sentence.low)
                if hit and not SOFTENED.search(sentence.low[: hit.start()]):
                    yield rule, sentence.start + hit.start(), sentence.start + hit.end()
                    break


def refused(scene: Scene, rule: str, offset: int) -> bool:
    """Whether the sentence at an offset says the contrary of what would break the rule."""
    pattern = REFUSED.get(rule)
    return pattern is not None and pattern.search(scene.sentence(offset).low) is not None
