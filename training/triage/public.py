"""The public sets that teach feeling and topics before our own texts do: tweets of SemEval-2017 4A, NHS comments.

They are not part of this repository; `BEDSIDE_PUBLIC_SETS` names the folder that holds `tweeteval` and `nhs_px`.
SemEval-2017 task 4A (as TweetEval splits it): published without restrictions, tweets by their authors. NHS comments:
The Strategy Unit, pxtextmining, MIT. The comments' test fifth is chosen here, once, and never learned from.
"""

import csv
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(os.environ.get("BEDSIDE_PUBLIC_SETS", "public-sets"))
MOODS = ("negative", "neutral", "positive")
UNSAID = {"", "did not answer", "nan"}
#: Columns of the NHS framework that speak of a topic of ours.
TOPICS = {
    "Staff manner & personal attributes": "compassion", "Staff responsiveness": "responsiveness",
    "Number & deployment of staff": "staff_quality", "Competence & training": "staff_quality",
    "Staff listening, understanding & involving patients": "compassion",
    "Staff continuity": "care_coordination", "Referals & continuity of care": "care_coordination",
    "Information provision & guidance": "symptom_information", "Discharge": "discharge_information",
    "Timeliness of care": "access", "Contacting services": "access",
    "Appointment arrangements": "scheduling", "Appointment method": "scheduling",
    "Pain management": "technical_quality", "Diagnosis & triage": "technical_quality",
    "Cleanliness, tidiness & infection control": "cleanliness", "Environment & Facilities": "facilities",
    "Parking": "amenities", "Electronic entertainment": "amenities", "Food & drink provision & facilities": "amenities",
    "Feeling safe": "safety", "Safeguarding concerns?": "safety", "Equality, Diversity & Inclusion": "discrimination",
    "Supplying & understanding medication": "medicines", "Sensory experience": "restfulness",
    "Interaction with family/ carers": "family_care", "Impact of treatment/ care": "technical_quality",
}  # fmt: skip


@dataclass(frozen=True)
class Comment:
    """A public text with its feeling, and its topics where they were labelled."""

    channel: str
    text: str
    sentiment: str
    topics: tuple[str, ...] | None = None


def tweets(split: str = "train") -> Iterator[Comment]:
    """The tweets of one split: train, val or test."""
    folder = FOLDER / "tweeteval"
    texts = (folder / f"sentiment_{split}_text.txt").read_text(encoding="utf-8").split("\n")
    labels = (folder / f"sentiment_{split}_labels.txt").read_text(encoding="utf-8").split("\n")
    for text, label in zip(texts, labels, strict=False):
        if text.strip() and label.strip():
            yield Comment("x", text.strip(), MOODS[int(label)])


def comments(*, test: bool) -> list[Comment]:
    """Comments to NHS trusts that carry a feeling, each text once: four fifths to learn from, one fifth to test on."""
    found: dict[str, Comment] = {}
    with (FOLDER / "nhs_px" / "v6framework_230831.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            text, score = (row["FFT answer"] or "").strip(), row["Comment sentiment"]
            if text.lower() in UNSAID or not score:
                continue
            mood = "positive" if score in "12" else "neutral" if score == "3" else "negative"
            topics = tuple(sorted({ours for theirs, ours in TOPICS.items() if row.get(theirs) == "1"}))
            found.setdefault(_same(text), Comment("survey", text, mood, topics))
    return [comment for key, comment in found.items() if _is_test(key) == test]


def earlier_comments() -> list[Comment]:
    """Older NHS comments with how critical they are (-5 to 5); none that is in the test fifth of the newer ones."""
    held = {_same(comment.text) for comment in comments(test=True)}
    found: dict[str, Comment] = {}
    with (FOLDER / "nhs_px" / "text_data.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            text, score = (row["feedback"] or "").strip(), row["criticality"]
            try:
                number = int(float(score))
            except (TypeError, ValueError):
                continue
            if text.lower() not in UNSAID and _same(text) not in held and not _is_test(_same(text)):
                found.setdefault(_same(text), Comment("survey", text, MOODS[(number > 0) - (number < 0) + 1]))
    return list(found.values())


def _same(text: str) -> str:
    return " ".join(text.lower().split())


def _is_test(key: str) -> bool:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % 5 == 0


@dataclass(frozen=True)
class Flight:
    """A tweet to an airline; the set is non-commercial, so nothing that ships learns from it."""

    text: str
    sentiment: str
    test: bool


def flights() -> Iterator[Flight]:
    """Each text once, a fifth of them to test on."""
    seen = set()
    with (FOLDER / "airline_tweets" / "tweets.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            key = _same(row["text"])
            if key not in seen:
                seen.add(key)
                yield Flight(row["text"], row["airline_sentiment"], _is_test(key))
