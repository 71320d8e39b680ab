"""Reads the training texts of triage: `texts/*.txt`, one entry a paragraph, in a short form of the labels.

    google2 complaint high - emergency_medicine: Six hours with my {n|Theo} crying and nobody came. SIX.

An entry begins with where it was said (facebook, x, instagram, google, yelp, bluesky, youtube, hub, message), the stars
of a review right behind it, the intent, the urgency (or `*`, where the intent alone decides it), the sentiment (`-`,
`0`, `+`), and the specialty (or `.` for none). The text marks identifiers of private persons: `{rule|words}`. A line
that begins with `#` is a remark; `es` before the channel says that the text is Spanish. `python -m
training.triage.texts` checks every file, and counts.
"""

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
CHANNELS = {"facebook", "x", "instagram", "google", "yelp", "bluesky", "youtube", "hub", "message"}
INTENTS = {
    "emergency", "self_harm", "threat", "clinical_question", "service_question", "appointment", "billing", "complaint",
    "praise", "misinformation", "records_privacy", "job_media", "spam", "other",
}  # fmt: skip
URGENCIES = {"critical", "high", "normal", "low"}
SENTIMENTS = {"-": "negative", "0": "neutral", "+": "positive"}
SPECIALTIES = {
    "cardiology", "oncology", "orthopedics", "pediatrics", "obstetrics", "neurology", "mental_health",
    "diabetes_endocrinology", "emergency_medicine", "primary_care", "surgery", "dermatology", "respiratory",
    "gastroenterology", "urology_nephrology", "infectious_disease", "eye_ear_nose_throat", "womens_health",
    "geriatrics", "rehabilitation",
}  # fmt: skip
SHORT = {
    "n": "name", "d": "date", "geo": "geography", "age": "age_over_89", "hp": "health_plan_number",
    "acct": "account_number", "lic": "license_number", "veh": "vehicle_id", "dev": "device_id", "oid": "other_id",
    "phone": "phone", "email": "email", "mrn": "mrn", "ssn": "ssn", "url": "url", "fax": "fax", "ip": "ip_address",
}  # fmt: skip
#: What the guide decides by the intent alone.
CRITICAL, LOW = {"emergency", "self_harm", "threat"}, {"praise", "spam"}
HEAD = re.compile(r"(es )?([a-z]+)([1-5])? ([a-z_]+) ([a-z]+|\*) ([-0+]) ([a-z_]+|\.): (.+)", re.DOTALL)
MARK = re.compile(r"\{([a-z]+)\|([^{}|]+)\}")
HELD_OUT = 10  # per cent


class Malformed(ValueError):
    """A paragraph is not an entry; the message says where and why."""


@dataclass(frozen=True)
class Entry:
    """One text of the public with its labels; `phi` is (rule, start, end) in it."""

    channel: str
    stars: int | None
    intent: str
    urgency: str
    sentiment: str
    specialty: str | None
    text: str
    phi: tuple[tuple[str, int, int], ...]
    language: str
    where: str


def entries(paths: list[Path]) -> Iterator[Entry]:
    """Every entry of these files; raises Malformed."""
    for path in paths:
        for number, paragraph in enumerate(re.split(r"\n\s*\n", path.read_text(encoding="utf-8")), 1):
            lines = [line for line in paragraph.strip().splitlines() if not line.startswith("#")]
            if lines:
                yield read(" ".join(line.strip() for line in lines), f"{path.name}, paragraph {number}")


def read(said: str, where: str) -> Entry:
    """One entry; raises Malformed."""
    match = HEAD.fullmatch(said)
    if match is None:
        raise Malformed(f"{where}: it does not begin as an entry: {said[:60]!r}")
    spanish, channel, stars, intent, urgency, mood, specialty, marked = match.groups()
    if channel not in CHANNELS or intent not in INTENTS:
        raise Malformed(f"{where}: unknown channel or intent: {channel} {intent}")
    derived = "critical" if intent in CRITICAL else "low" if intent in LOW else ""
    urgency = derived or urgency if urgency == "*" else urgency
    if urgency not in URGENCIES or (derived and urgency != derived) or (urgency == "critical" and not derived):
        raise Malformed(f"{where}: {intent} cannot be {urgency}")
    if intent in CRITICAL and mood != "-":
        raise Malformed(f"{where}: {intent} is always negative")
    if specialty != "." and specialty not in SPECIALTIES:
        raise Malformed(f"{where}: unknown specialty {specialty}")
    text, phi = _unmark(marked, where)
    return Entry(
        channel, int(stars) if stars else None, intent, urgency, SENTIMENTS[mood],
        None if specialty == "." else specialty, text, phi, "es" if spanish else "en", where,
    )  # fmt: skip


def _unmark(marked: str, where: str) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    text, phi, at = "", [], 0
    for match in MARK.finditer(marked):
        if match[1] not in SHORT:
            raise Malformed(f"{where}: unknown rule {match[1]}")
        text += marked[at : match.start()]
        phi.append((SHORT[match[1]], len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    text += marked[at:]
    if set("{}|") & set(text):
        raise Malformed(f"{where}: a brace or bar outside a mark: {text[:60]!r}")
    return text, tuple(phi)


def held_out(entry: Entry) -> bool:
    """Whether the text is kept from learning, to set borders on and to measure with."""
    return int.from_bytes(hashlib.sha256(entry.text.encode()).digest()[:4], "big") % 100 < HELD_OUT


def main() -> int:
    """Checks files (all by default) and counts what is in them."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.txt"))
    try:
        found = list(entries(paths))
    except Malformed as error:
        print(error)
        return 1
    twice = [text for text, number in Counter(entry.text for entry in found).items() if number > 1]
    for text in twice:
        print(f"twice: {text[:80]!r}")
    print(f"{len(found)} texts in {len(paths)} files, {sum(entry.language == 'es' for entry in found)} Spanish")
    for name in ("intent", "urgency", "sentiment", "specialty", "channel"):
        counted = Counter(str(getattr(entry, name)) for entry in found)
        print(f"{name}: " + ", ".join(f"{value} {number}" for value, number in counted.most_common()))
    print("phi: " + ", ".join(f"{k} {n}" for k, n in Counter(r for e in found for r, _, _ in e.phi).most_common()))
    return int(bool(twice))


if __name__ == "__main__":
    sys.exit(main())
