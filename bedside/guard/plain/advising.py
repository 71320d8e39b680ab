"""The door: every piece of advice on one text and what hangs on it, the most useful first."""

from collections.abc import Sequence

from bedside.guard.plain import access, wording
from bedside.guard.plain.reading import reading
from bedside.guard.plain.shapes import Advice, Alt
from bedside.guard.shapes import Kind

#: Characters that are looked at; no network takes more.
HEARD = 20_000
MEDICAL = "American Medical Association and NIH: sixth grade or lower"
INFLESZ = "INFLESZ scale (Barrio-Cantalejo and others, 2008)"


def advise(text: str, *, kind: Kind, alts: Sequence[Alt] = (), language: str = "en") -> tuple[Advice, ...]:
    """What would make it easier to read, hear and act on; never a reason to stop it. English gets all of it, Spanish
    its own formula, other languages what holds in every one. `kind`: whole posts alone are asked for a message."""
    text = text[:HEARD]
    if not text.strip() and not alts:
        return ()
    spoken = language.lower()[:2]
    found = [*access.pictures(text, alts)]
    if spoken in ("en", "es"):
        found += _of_reading(text, spoken)
    if spoken == "en":
        if kind == "post":
            found += wording.message(text)
        found += [*wording.hard_words(text), *wording.short_forms(text), *wording.long_sentences(text)]
        found += [*wording.passive(text), *wording.numbers(text)]
    found += [*access.pointers(text), *access.letters(text), *access.emoji(text), *access.hashtags(text)]
    return tuple(found)


def _of_reading(text: str, language: str) -> list[Advice]:
    found = reading(text, language)
    if found.band != "hard":
        return []
    said = "It is hard to read: most adults in the United States read with ease up to grade 7 or 8."
    if language == "es":
        said = "It is hard to read: the words are long, or the sentences."
    source = MEDICAL if language == "en" else INFLESZ
    return [Advice("reading_level", "", 0, 0, said, source, "Use shorter sentences and everyday words.")]
