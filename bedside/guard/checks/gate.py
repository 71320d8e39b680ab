"""Whether a text can hold an identifier at all: asked of everything the public writes, and mostly answered with no."""

import re
from functools import cache

from bedside.guard.lexicon.gazetteer import given, ordinary, words
from bedside.guard.lexicon.names import DOUBTFUL, GIVEN
from bedside.guard.lexicon.wording import words_of
from bedside.guard.scene import DIGIT_WORDS

# Two digits of any script near each other, a day of a month, an address of mail or web, a character that hides or
# belongs to another script.
HOT = re.compile(
    "\\d\\W{0,3}\\d|\\d(?:st|nd|rd|th)\\b|\\d [A-Z]|[A-Z][a-z]{2,8}\\.? \\d|[@\\[{]|\\( ?at|[a-z]\\.[a-z]{2}|"
    "[A-Z]-?\\d|[\u00ad\u0370-\u1fff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800-\uf8ff\uff00-\uffff\U0001d400-\U0001d7ff]"
)
CAPITAL = re.compile("(?<![\\w'’-])[A-ZÀ-Þ][\\w'’-]*")
SHORT = re.compile("[A-Z]{2,5}['’]?s?|X+|Drs?")  # abbreviations, and names the publisher masked
PAIR = re.compile(r"[a-z,] (?!NHS|I )[A-Z][\w'’-]+ (?!I )[A-ZÀ-Þ]")
MARKS = str.maketrans(dict.fromkeys(",.!?;:\"()*-'’", " "))
SPEAKING = words_of(
    """
    dot punto arroba ninety january february march april june july august september october november december jan feb
    apr aug sept oct nov enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    mr mrs ms mx sr sra señor señora
    fingerprint fingerprints thumbprint biometric biometrics voiceprint retina iris faceprint huella huellas dna
    """
)
CALM = words_of(
    """
    i i'm i've i'll i'd it's don't can't couldn't didn't wasn't that's there's i’m i’ve i’ll i’d it’s don’t can’t
    couldn’t didn’t wasn’t that’s there’s thank-you thankyou nhs a&e gp gps cannot
    """
)
NUMBERS = frozenset(DIGIT_WORDS) - {"o", "oh", "one"}


@cache
def quiet() -> frozenset[str]:
    """Words that may begin with a capital letter and yet name nobody."""
    return (ordinary() | CALM) - GIVEN - DOUBTFUL


@cache
def bearing() -> frozenset[str]:
    """Words that may name somebody or some place."""
    return frozenset(word for word, levels in words().items() if levels[:3] != "000") - {"dr", "drs"}


@cache
def telling() -> frozenset[str]:
    """Lower-case words that call for a closer look."""
    return (given() | GIVEN | SPEAKING) - DOUBTFUL


def harmless(text: str) -> bool:
    """True only where nothing that the checks look for can stand; False means: look."""
    if HOT.search(text):
        return False
    calm = quiet()
    for word in CAPITAL.findall(text):
        if word.lower() not in calm and (not SHORT.fullmatch(word) or word.lower() in bearing()):
            return False
    said = text.lower().translate(MARKS).split()
    if not telling().isdisjoint(said) or PAIR.search(text):
        return False
    return sum(word in NUMBERS for word in said) < 3
