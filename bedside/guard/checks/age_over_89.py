"""Ages over 89 of a person, said or implied by a birth year (Safe Harbor item C)."""

import re
from collections.abc import Iterator

from bedside.guard.lexicon.names import KIN
from bedside.guard.lexicon.wording import alternatives
from bedside.guard.scene import Check, Scene, Sentence
from bedside.guard.shapes import Match

AGE = r"(9\d|1[01]\d|ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)"
AGED = re.compile(
    rf"\b{AGE}(?:[- ]?(?:years?|yrs?|yo|y/o|yr)\b[- ]?(?:old|young)?|(?=\s?y/?o\b))"
    r"|\b(?:age[ds]?|aged|turn(?:s|ed|ing)|is|was|at|he's|she's|i'm|im|am|nearly|"
    rf"almost|being|celebrat(?:es|ed|ing) (?:his|her|my)|now)\s{AGE}(?:st|nd|rd|th)?\b"
    r"(?!\s*(?:%|percent|degrees|°|beds?|minutes?|mins?|days?|hours?|hrs?|people|"
    r"patients|miles|weeks?|months?|points?|a\.?m|p\.?m|st(?:reet)?\b|mg|lbs?|pounds|"
    r"over|/|[.,:]\d|[-:]))"
    rf"|\b{KIN},?\s{AGE}\b(?=\s*[,.)!;]|\s+(?:and|fell|has|had|was|is|with|on|who)\b)|"
    rf"(?<=[a-z],\s){AGE}(?=\s*[,.)!;])"
    rf"|\b{AGE}(?:st|nd|rd|th)? (?:birthday|bday)"
)
BORN = re.compile(
    r"\b(?:born|b\.|dob|birth ?year|date of birth)\b[^.\d]{0,20}(?:\d{1,2}[/-]\d{1,2}[/-])?(1[89]\d{2})\b"
)
GENERAL = re.compile(
    r"\b"
    + alternatives(r"""
    \d{1,2}\s?(-|to|through)\s?(9\d|1[01]\d) / (9\d|1[01]\d)[- ]year-olds
    (9\d|1[01]\d)\s?(and (older|over|up)|or older|\+)
    (over|under|newborns? to|everyone from|anyone|people|adults|patients aged|all ages)\b
""")
)
INSTITUTION = re.compile(
    r"\b(?:hospital|clinic|center|we|building|auxiliary|our (?:hospital|clinic|doors))\b[^.]{0,30}\b(?:turn|"
    r"is|are|celebrat)"
)
CUES = frozenset(("born", "b", "dob", "birth"))
AGES = frozenset(map(str, range(90, 120)))
DOCUMENT_YEAR = 2026  # used only where the caller gives no date: a birth year before 1936 is over 89 either way


def is_general(sentence: Sentence) -> bool:
    """Whether the age is a range or a group, or the institution's own."""
    return bool(GENERAL.search(sentence.low) or INSTITUTION.search(sentence.low))


def find(scene: Scene) -> Iterator[Match]:
    """Ages of 90 and more, and birth years that imply one."""
    aged = "ninety" in scene.words or not AGES.isdisjoint(scene.figures)
    for hit in AGED.finditer(scene.low) if aged else ():
        group = next(index for index in range(1, 6) if hit.group(index))
        sentence = scene.sentence(hit.start())
        if not is_general(sentence):
            yield Match(hit.start(group), hit.end(group))
    if scene.digits < 4 or CUES.isdisjoint(scene.words):
        return
    year = scene.today.year if scene.today else DOCUMENT_YEAR
    for hit in BORN.finditer(scene.low):
        if 90 <= year - int(hit.group(1)) <= 125:
            yield Match(hit.start(1), hit.end(1))


CHECK = Check(
    rule="age_over_89",
    severity="block",
    reason="An age over 89 identifies a person; say 90 or older only for groups.",
    source="45 CFR 164.514(b)(2)(i)(C)",
    suggestion="an older adult",
    find=find,
    identifier=True,
)
