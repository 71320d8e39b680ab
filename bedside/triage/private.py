"""Which words of a text identify a private person: what the guard's checks found and what the learned reader marked,
settled together. The guard stands beside triage; whoever stands above both hands its findings in."""

import re
from collections.abc import Iterable, Sequence

from bedside.triage.shapes import Mark

Place = tuple[str, int, int]  # rule, start, end
#: Findings of these rules are guesses by lists of names and places: the learned reader may doubt them.
DOUBTFUL = frozenset({"name", "geography", "date"})
DOUBT = 0.2  # a doubtful finding in which no piece is likelier than this is dropped
LIKELY = 0.8  # a piece this likely belongs to an identifier, whatever the checks say
NUMBERED = 0.6  # and so does one in a word with a digit: few of those are anything else
NEAR = 0.5  # and so does its neighbor of this likelihood
WORD = re.compile(r"\w+")
FULL_NAME = re.compile(r"[A-ZÁÉÍÓÚÑ][a-záéíóúüñ'-]+(?: [A-ZÁÉÍÓÚÑ][a-záéíóúüñ'-]*\.?)+")
#: Who speaks of a hospital's people says what they are: such a name is a clinician's or a clerk's, in the open already.
WORK = (
    r"doctors?|doctora?|nurses?|enfermer[ao]s?|surgeon|cirujan[ao]|receptionist|recepcionista|midwife|partera|"
    r"anesthesiologist|cardiologist|oncologist|pediatrician|therapist|radiologist|hygienist|dietitian|chaplain|"
    r"pharmacist|phlebotomist|technician|tech|clerk|scheduler|orderly|cna|rn|lpn|pa|np|md|coordinator|paramedic|"
    r"supervisor|administrator|valet|janitor|volunteer|assistant|aide|social\s+worker|trabajador[a]?\s+social|nutri[oó]log[oa]|"
    r"se[ñn]orita|se[ñn]orita\s+de\s+(?:la\s+)?recepci[oó]n"
)
TITLED = re.compile(
    rf"(?:\b(?:drs?|dra|prof)\b\.?|\b(?:{WORK})\b,?(?:\s+(?:named|called|llamad[ao]|is|was|era|es))?)\s+(?-i:[A-Z]\w+\s+)?$",
    re.IGNORECASE,
)
AT_WORK = re.compile(
    r"\s*,?\s+(?:(?:in|at|from|over\s+in|down\s+in|de|en)\s+(?:the\s+|la\s+|el\s+)?(?:pt|ot|physical\s+therapy|registration|"
    r"radiology|billing|scheduling|front\s+desk|reception|recepci[oó]n|lab|laboratorio|pharmacy|records|imaging|x-?ray|"
    r"financial\s+\w+|patient\s+(?:relations|advocacy|accounts|services))|(?:the\s+)?(?:rn|np|pa-?c?|md|do|lpn|cna))\b",
    re.IGNORECASE,
)
KIN = re.compile(r"\b(?:my|our|his|her|their|mi|mis|su|nuestr[oa])\s+(?:\w+\s+)?\w+,?\s+$", re.IGNORECASE)


def identifiers(text: str, found: Iterable[Place], marks: Sequence[Mark] | None) -> list[Place]:
    """The identifiers in order, none overlapping; `marks` None where nothing was learned: then just what was found."""
    kept = [one for one in found if marks is None or one[0] not in DOUBTFUL or _likely(text, one, marks)]
    kept = [one for one in kept if not at_work(text, one)]
    if marks is not None:
        kept += [place for place in _marked(text, marks) if not (_covered(place, kept) or at_work(text, place))]
    settled: list[Place] = []
    for rule, start, end in sorted(kept, key=lambda one: (one[1], -one[2])):
        if settled and start < settled[-1][2]:
            before = settled[-1]
            settled[-1] = (before[0], before[1], max(before[2], end))
        else:
            settled.append((rule, start, end))
    return settled


def at_work(text: str, place: Place) -> bool:
    """Whether a name is said as that of somebody at work: after a title or a trade, or before a desk or a unit."""
    rule, start, end = place
    if rule != "name":
        return False
    before = text[max(0, start - 60) : start]
    return bool(TITLED.search(before) or (AT_WORK.match(text[end : end + 60]) and not KIN.search(before)))


def _likely(text: str, place: Place, marks: Sequence[Mark]) -> bool:
    """A first and a last name stand as they were found; anything else that was guessed must not be doubted."""
    if place[0] == "name" and FULL_NAME.fullmatch(text[place[1] : place[2]]):
        return True
    return any(mark.odds >= DOUBT and mark.start < place[2] and mark.end > place[1] for mark in marks)


def _covered(place: Place, kept: Iterable[Place]) -> bool:
    return any(start <= place[1] and place[2] <= end for _, start, end in kept)


def _marked(text: str, marks: Sequence[Mark]) -> list[Place]:
    """Stretches of marked pieces, of which at least one is likely; a word is never cut."""
    found: list[tuple[Place, float]] = []
    for mark in marks:
        if mark.odds < NEAR:
            continue
        start, end = _word(text, mark.start, mark.end)
        if found and (found[-1][0][0] == mark.rule or start < found[-1][0][2]) and start - found[-1][0][2] <= 1:
            (rule, first, last), odds = found[-1]
            found[-1] = (rule, first, max(last, end)), max(odds, mark.odds)
        else:
            found.append(((mark.rule, start, end), mark.odds))
    return [place for place, odds in found if odds >= (NUMBERED if _numbered(text, place) else LIKELY)]


def _numbered(text: str, place: Place) -> bool:
    return any(char.isdigit() for char in text[place[1] : place[2]])


def _word(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and WORD.match(text[start - 1]) and WORD.match(text[start]):
        start -= 1
    while end < len(text) and WORD.match(text[end]) and WORD.match(text[end - 1]):
        end += 1
    return start, end
