"""Which specialty everyday and medical words belong to: phrases written for this project, and the names of ICD-10-CM
categories (US public domain) by chapter, set into plain sentences. They teach the specialty alone."""

import csv
import random
import re
from pathlib import Path

from training.triage.encode import Example

FOLDER = Path(__file__).parent


def _phrases() -> dict[str, list[str]]:
    """Phrases by specialty, from `phrases.txt`: a paragraph each, the name first, then phrases divided by "; "."""
    told = (FOLDER / "phrases.txt").read_text(encoding="utf-8")
    found = (" ".join(part.split()).partition(": ") for part in told.split("\n\n") if part.strip())
    return {name: phrases.split("; ") for name, _, phrases in found}


PHRASES = _phrases()
TEMPLATES = (
    "{}", "{}", "Do you treat {}?", "Question about {}", "who do i see for {}", "I need an appointment about {}",
    "My mom is dealing with {}", "Been waiting weeks because of {}", "Does anyone know a good doctor for {}",
    "They billed me twice for {}", "Great care with {}. Thank you!", "{} and nobody calls me back", "help with {} pls",
    "Nobody took {} seriously", "My husband, {}, what now", "is {} something you see people for",
    "con {} ¿a dónde voy?",
    "How much is it for {}?", "Your team was so kind about {}", "Worst experience ever with {}",
)  # fmt: skip
#: First letters of ICD-10-CM codes, the longest that fits decides.
CHAPTERS: dict[str, str] = {
    "A": "infectious_disease", "B": "infectious_disease", "C": "oncology", "D0": "oncology", "D1": "oncology",
    "D2": "oncology", "D3": "oncology", "D4": "oncology", "E0": "diabetes_endocrinology",
    "E1": "diabetes_endocrinology", "E2": "diabetes_endocrinology", "F": "mental_health", "G": "neurology",
    "H": "eye_ear_nose_throat", "I": "cardiology", "I6": "neurology", "J": "respiratory", "J0": "eye_ear_nose_throat",
    "J3": "eye_ear_nose_throat", "K": "gastroenterology", "L": "dermatology", "M": "orthopedics",
    "N0": "urology_nephrology", "N1": "urology_nephrology", "N2": "urology_nephrology", "N3": "urology_nephrology",
    "N4": "urology_nephrology", "N6": "womens_health", "N7": "womens_health", "N8": "womens_health",
    "N9": "womens_health", "O": "obstetrics", "P": "pediatrics", "S": "emergency_medicine", "S4": "orthopedics",
    "S5": "orthopedics", "S6": "orthopedics", "S7": "orthopedics", "S8": "orthopedics", "S9": "orthopedics",
    "T2": "emergency_medicine", "T3": "emergency_medicine", "T4": "emergency_medicine", "T5": "emergency_medicine",
}  # fmt: skip
PLAIN = re.compile(r"\b(?:other|unspecified|specified|and|with|without|of|in|not elsewhere classified)\b.*$", re.I)


def known(folder: Path) -> list[tuple[str, str]]:
    """(phrase, specialty); ICD-10 only where the folder holds it."""
    found = [(phrase, name) for name, told in PHRASES.items() for phrase in told]
    path = folder / "icd10" / "categories.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                code, title = row[0], PLAIN.sub("", row[-1]).strip(" ,;")
                name = next((CHAPTERS[code[:n]] for n in (2, 1) if code[:n] in CHAPTERS), None)
                if name and 4 < len(title) < 60:
                    found.append((title.lower(), name))
    return found


def drawn(given: list[tuple[str, str]], number: int, chance: random.Random) -> list[Example]:
    """So many sentences, each specialty as often as the others, half of them in everyday words."""
    by_name: dict[str, list[str]] = {}
    for phrase, name in given:
        by_name.setdefault(name, []).append(phrase)
    found = []
    for _ in range(number):
        name = chance.choice(list(PHRASES))
        phrase = chance.choice(PHRASES[name]) if chance.random() < 0.6 else chance.choice(by_name[name])
        found.append(Example("", None, chance.choice(TEMPLATES).format(phrase), specialty=name))
    return found
