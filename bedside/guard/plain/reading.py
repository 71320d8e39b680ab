"""How hard a text is to read, as a band: single posts are too short for decimals.

English: the middle one of Flesch-Kincaid (Kincaid 1975), SMOG (McLaughlin 1969) and Gunning's Fog (1952). Spanish: the
ease of Fernández Huerta (1959) and Szigriszt-Pazos on the INFLESZ scale (Barrio-Cantalejo 2008). The American Medical
Association and the National Institutes of Health ask for the sixth grade or lower.
"""

import re
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Literal

Band = Literal["easy", "fair", "hard", "short"]
#: Words under which no formula tells anything.
ENOUGH = 30

DROPPED = re.compile(r"https?://\S{1,500}|www\.\S{1,500}|[#@][\w.@-]{1,100}|\S{1,64}@\S{1,190}\.\w{2,12}")
SYMBOL = re.compile("[\U0001f000-\U0001faff\u2190-\u2bff\ufe0f\u200d]")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SENTENCES = re.compile(r"(?<=[.!?…])[\"')\]]{0,2}\s+|\n+")
ABBREVIATED = re.compile(r"\b(?:Drs?|Mrs?|Ms|St|Ave|vs|No|Sra?|Dra|a\.m|p\.m|e\.g|i\.e|[A-Z])\.(?=\s)")
VOWELS = re.compile(r"[aeiouy]+")
VOWELS_ES = re.compile(r"[aeiouáéíóúü]+")


@dataclass(frozen=True)
class Reading:
    """`grade` is a school year of the United States for English, None otherwise; `ease` 0 to 100 for Spanish."""

    band: Band
    words: int
    sentences: int
    grade: float | None = None
    ease: float | None = None

    @property
    def said(self) -> str:
        """The band in words."""
        return {
            "easy": "easy to read (grade 6 or lower)",
            "fair": "fair to read (grade 7 or 8)",
            "hard": "hard to read (above grade 8)",
            "short": "too short to tell",
        }[self.band]


def bare(text: str) -> str:
    """The text without what is not read as words: links, handles, hashtags, addresses, emoji."""
    return SYMBOL.sub(" ", DROPPED.sub(" ", text))


def sentences(text: str) -> list[str]:
    """The sentences that hold words; lines of a list count each."""
    whole = ABBREVIATED.sub(lambda hit: hit.group()[:-1], bare(text))
    return [one.strip() for one in SENTENCES.split(whole) if WORD.search(one)]


def syllables(word: str) -> int:
    """Of an English word, by its groups of vowels: right for about nine words in ten."""
    low = re.sub(r"[^a-z]", "", word.lower())
    count = len(VOWELS.findall(low))
    if low.endswith("e") and not low.endswith(("le", "ee", "ye")) and count > 1:
        count -= 1
    if low.endswith("ed") and not low.endswith(("ted", "ded")) and count > 1:
        count -= 1
    if (
        low.endswith("es")
        and not low.endswith(("ses", "zes", "ces", "ges", "xes", "shes", "ches", "les"))
        and count > 1
    ):
        count -= 1
    count += len(re.findall(r"i[ao](?!us)|[^q]ua|eo|io(?=s)|creat", low)) - len(re.findall(r"[tcsg]i[ao]", low))
    return max(1, count)


def syllables_es(word: str) -> int:
    """Of a Spanish word: groups of vowels, strong pairs and accented weak vowels parted."""
    low = word.lower()
    parted = re.sub(r"([aeoáéó])([aeoáéó])", r"\1-\2", low)
    parted = re.sub(r"([aeoáéó])([íú])|([íú])([aeoáéó])", r"\1\3-\2\4", parted)
    return max(1, len(VOWELS_ES.findall(parted)))


def reading(text: str, language: str = "en") -> Reading:
    """How hard the text is; "short" under thirty words, and for languages without a formula here."""
    parts = sentences(text[:20_000])
    words = [word for part in parts for word in WORD.findall(part)]
    count, lines = len(words), max(1, len(parts))
    spoken = language.lower()[:2]
    if count < ENOUGH or spoken not in ("en", "es"):
        return Reading("short", count, len(parts))
    if spoken == "es":
        total = sum(map(syllables_es, words))
        huerta = 206.84 - 60 * total / count - 1.02 * count / lines
        pazos = 206.835 - 62.3 * total / count - count / lines
        ease = min(100.0, max(0.0, (huerta + pazos) / 2))
        return Reading("easy" if ease >= 65 else "fair" if ease >= 55 else "hard", count, lines, ease=round(ease, 1))
    counted = [syllables(word) for word in words]
    long = sum(number > 2 for number in counted)
    # Fog leaves out names and the endings that make short words long.
    complex_ = sum(
        number > 2 and not (word[0].isupper() or (number == 3 and word.endswith(("es", "ed", "ing"))))
        for word, number in zip(words, counted, strict=True)
    )
    kincaid = 0.39 * count / lines + 11.8 * sum(counted) / count - 15.59
    smog = 1.043 * sqrt(long * 30 / lines) + 3.1291
    fog = 0.4 * (count / lines + 100 * complex_ / count)
    grade = median((kincaid, smog, fog))
    return Reading("easy" if grade < 7 else "fair" if grade < 9 else "hard", count, lines, grade=round(grade, 1))
