"""English words: hard ones, long sentences, the passive, numbers to work out, whom it is for and what to do.

The item numbers are those of CDC's Clear Communication Index (2013), of which a machine can see some.
"""

import re
from collections.abc import Iterator
from functools import cache

from bedside.guard.lexicon.wording import words_of
from bedside.guard.plain.glossary import KNOWN, SHOUTED, SWAPS
from bedside.guard.plain.reading import ABBREVIATED, WORD
from bedside.guard.plain.shapes import Advice

INDEX = "CDC Clear Communication Index, item {}"
EVERYDAY = "CDC Everyday Words for Public Health Communication"
FEDERAL = "Federal Plain Language Guidelines"
#: Words of a sentence above which it is long.
LONG = 25
#: Of each kind, so that the list stays one that people read.
MOST = 6

PARTS = re.compile(r"[^.!?…\n]{1,2000}[.!?…]*")
HELPERS = r"(?:am|is|are|was|were|be|been|being)"
IRREGULAR = (
    "given|taken|done|made|seen|shown|known|held|kept|sent|found|told|brought|built|bought|caught|chosen|drawn|driven|"
    "eaten|felt|forgotten|gotten|grown|heard|led|lost|paid|put|read|run|said|set|sold|spent|taught|thrown|understood|"
    "worn|written"
)
PASSIVE = re.compile(
    rf"\b{HELPERS}\s+(?:(?:not|also|often|always|never|already|now|being|been|usually|\w{{2,20}}ly)\s+){{0,2}}"
    rf"((?:[a-z]{{2,20}}ed)|{IRREGULAR})\b(?!\s+(?:to be|in (?:you|us|a|the|our)\b))",
    re.IGNORECASE,
)
#: Looks like the passive and is none, or is the only way to say it.
ADJECTIVES = words_of(
    """
    excited interested pleased thrilled honored delighted tired worried concerned located closed scheduled
    related needed dedicated committed married involved united experienced allowed based born supposed used
    infected affected covered blessed proud red bed need speed feed seed advised vaccinated insured prepared
    pregnant limited relaxed
    """
)
COUNTING = re.compile(
    r"\b\d[\d.,]{0,8}\s?(?:%|percent)\s+(?:more|less|fewer|higher|lower|greater|increase|decrease|reduction|drop|rise)\b"
    r"|\b(?:two|three|four|five|ten|\d{1,3}(?:\.\d)?)\s?(?:times|fold|x)\s+(?:more|less|as|higher|lower|greater)\b"
    r"|\bper\s+(?:1,?000|10,?000|100,?000|million)\b",
    re.IGNORECASE,
)
FRACTION = re.compile(r"\b\d{1,3}\.\d+\s?(?:%|percent\b)")
AUDIENCE = re.compile(
    r"\b(?:you|your|you're|you'll|you've|yours|we all|everyone|everybody|anyone|parents?|mothers?|moms?|fathers?|dads?|"
    r"famil(?:y|ies)|caregivers?|adults?|older (?:people|adults)|seniors?|teens?|kids|children|women|men|people|"
    r"patients?|neighbors?|community|students?|veterans?|visitors?|volunteers?|nurses?|employees|staff|team)\b",
    re.IGNORECASE,
)
ACTS = (
    "call|visit|book|schedule|ask|talk|get|join|learn|read|see|come|register|sign|share|donate|wash|check|tell|stay|eat|"
    "drink|take|make|find|watch|use|wear|bring|go|text|dial|download|follow|keep|avoid|try|stop|start|quit|protect|know|"
    "help|give|save|plan|meet|walk|rest|sleep|move|write|email|message|contact|apply|choose|cover|test|remember|listen|"
    "look|be|do|don't|never|please|vote|thank|congratulate|celebrate|mark|put|open|leave|limit|store|clean|cook|swap|add"
)
ACTION = re.compile(rf"(?:^|[.!?:;,…\n\-–—]|\band|\bto|\bor|\bthen)\s*[\"'“(]?(?:{ACTS})\b", re.IGNORECASE)
SLOW_START = re.compile(
    r"^\W{0,8}(?:(?:we|we're|we are|our \w{1,20} (?:is|are)) (?:so |very )?(?:excited|thrilled|proud|pleased|delighted|"
    r"happy|honored)\b|did you know\b|in honor of\b|in recognition of\b|as part of\b|it is (?:with|our)\b|"
    r"as (?:you may|we all) know\b|since its\b|at [A-Z][\w' ]{2,40}, we (?:believe|know|understand)\b)",
    re.IGNORECASE,
)
SHORT_FORM = re.compile(r"(?<![#@\w.])(?:[A-Z]{2,5}s?|[A-Z]{1,3}\d?[A-Z]{1,3})(?![\w@]|\.\w)")
SHOUTING = re.compile(r"\b[A-Z]{2,}(?:['’][A-Z]+)?(?:[\s,!-]+[A-Z]{2,}(?:['’][A-Z]+)?){2,}")


def _at(text: str, start: int, end: int, rule: str, said: str, source: str, suggestion: str) -> Advice:
    return Advice(rule, text[start:end], start, end, said, source, suggestion)


@cache
def _hard() -> re.Pattern[str]:
    terms = sorted(SWAPS, key=len, reverse=True)
    return re.compile(
        r"\b(" + "|".join(re.escape(term).replace(r"\ ", r"\s+") for term in terms) + r")(s|d|es|ed)?\b", re.I
    )


def hard_words(text: str) -> Iterator[Advice]:
    """Words of the glossary, each once; not where the plain ones stand beside them, nor in names of departments."""
    low, seen = text.lower(), set()
    for hit in _hard().finditer(text):
        term = re.sub(r"\s+", " ", hit.group(1).lower())
        plain = SWAPS[term]
        begins = hit.start() == 0 or re.search(r"[.!?…:\n]\W*$", text[max(0, hit.start() - 4) : hit.start()])
        if term in seen or plain in low or (hit.group()[0].isupper() and not begins):
            continue
        seen.add(term)
        yield _at(
            text,
            hit.start(),
            hit.end(),
            "hard_word",
            "Many readers do not know this word.",
            EVERYDAY,
            f"Say “{plain}”.",
        )
        if len(seen) == MOST:
            return


def long_sentences(text: str) -> Iterator[Advice]:
    found = 0
    # Dots of abbreviations end no sentence; the offsets stay.
    for part in PARTS.finditer(ABBREVIATED.sub(lambda hit: hit.group()[:-1] + " ", text)):
        words = WORD.findall(part.group())
        if len(words) > LONG and found < MOST:
            found += 1
            start = part.start() + len(part.group()) - len(part.group().lstrip())
            yield _at(
                text, start, min(part.end(), start + 80), "long_sentence",
                f"This sentence has {len(words)} words; people lose its beginning.",
                FEDERAL, "Make two of it, with one thought each.",
            )  # fmt: skip


def passive(text: str) -> Iterator[Advice]:
    found = 0
    for hit in PASSIVE.finditer(text):
        if hit.group(1).lower() not in ADJECTIVES and found < 3:
            found += 1
            yield _at(
                text, hit.start(), hit.end(), "passive_voice", "It does not say who does this.", INDEX.format(6),
                "Say who does it: “we send it”, “your nurse tells you”.",
            )  # fmt: skip


def numbers(text: str) -> Iterator[Advice]:
    for hit in COUNTING.finditer(text):
        yield _at(
            text, hit.start(), hit.end(), "number_to_work_out", "Readers have to work out what this number means.",
            INDEX.format(17), "Say it as people count: “about 3 in 10 people”.",
        )  # fmt: skip
        break
    for hit in FRACTION.finditer(text):
        yield _at(
            text, hit.start(), hit.end(), "number_too_exact", "Decimals make a number hard to hold.", INDEX.format(15),
            "Round it, and say what it means: “about 1 in 8”.",
        )  # fmt: skip
        break


def message(text: str) -> Iterator[Advice]:
    """Of whole posts: the main message first, for whom, and what to do."""
    if hit := SLOW_START.search(text):
        yield _at(
            text, hit.start(), hit.end(), "main_message_late", "The message comes after an introduction.",
            INDEX.format(2), "Begin with what people should know or do.",
        )  # fmt: skip
    if len(WORD.findall(text)) < 12:
        return
    if not AUDIENCE.search(text):
        yield Advice("nobody_named", "", 0, 0, "It does not say whom it is for.", INDEX.format(7),
                     "Say “you”, or name the people: “parents of young children”.")  # fmt: skip
    if not ACTION.search(text):
        yield Advice("nothing_to_do", "", 0, 0, "It does not say what people can do.", INDEX.format(5),
                     "End with one step: “Call …”, “Ask your doctor …”, “Wash your hands …”.")  # fmt: skip


def short_forms(text: str) -> Iterator[Advice]:
    """Abbreviations that nobody spelled out, each once."""
    shouted = [hit.span() for hit in SHOUTING.finditer(text)]
    seen: set[str] = set()
    for hit in SHORT_FORM.finditer(text):
        form = hit.group().rstrip("s")
        if form in seen or form in KNOWN or form in SHOUTED or len(form) < 2:
            continue
        if any(start <= hit.start() < end for start, end in shouted):
            continue
        if len(seen) == 3:
            return
        if any(spelled in text for spelled in (f"({form})", f"({hit.group()})", f"{form} (", f"{hit.group()} (")):
            continue
        seen.add(form)
        yield _at(
            text, hit.start(), hit.end(), "abbreviation", "Not everybody knows what these letters stand for.", FEDERAL,
            "Spell it out the first time.",
        )  # fmt: skip
