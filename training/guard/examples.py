"""From entries to examples: slots filled, and each example varied where its labels surely stay the same."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bedside.guard.shapes import Facts
from training.guard.hospitals import HOSPITALS, Hospital
from training.guard.texts import SLOT, Entry

#: Sentences that are allowed under any comment, in any kind of text: said before or after, they change no label.
OPENINGS = (
    "Thank you for reaching out.", "Thank you for your feedback.", "We appreciate you taking the time to share this.",
    "Hello and thank you for your comment.", "Hi there!", "Good morning!", "Thanks for asking.", "Thank you.",
    "We take every comment seriously.", "We value your feedback.", "Hi,", "Hola,", "Gracias por su comentario.",
    "Thanks so much! 💙", "We hear you.", "Good question!", "Thanks for the note.", "Appreciate the comment!",
)  # fmt: skip
CLOSINGS = (
    "Please call us at $phone.", "Our patient relations team can be reached at $phone.", "Learn more at $url.",
    "You can reach our office at $phone, Monday to Friday.", "Write to us any time: $email", "Have a good day.",
    "To protect everyone's privacy, we cannot discuss anyone's care on social media.", "💙", "🙏", "❤️",
    "#$hospital", "Por favor llámenos al $phone.", "- The team at $hospital", "Take care.", "We would welcome a call.",
    "Visit $url for details.", "Have a great weekend, $city!", "Our door is open.", "More: $url",
)  # fmt: skip
NAMES = (
    "Anna", "Marcus", "Yolanda", "Wei", "Fatima", "Oluwaseun", "Dmitri", "Priya", "Jorge", "Linh", "Kevin", "Sunita",
    "Maria", "Tyrone", "Grace", "Ahmed", "Ingrid", "Pablo", "Rosalind", "Keoni", "Siobhan", "Hiroshi", "Latoya", "Ben",
    "Esperanza", "Jamal", "Nadia", "Walter", "Mei", "Carlos", "Dolores", "Aisha", "Tom", "Ruth", "Bogdan", "Xiomara",
)  # fmt: skip
ONE_NAME = re.compile(r"[A-Z][a-z]+")


@dataclass(frozen=True)
class Example:
    """What the model sees, and the findings as (rule, start, end) of `text`."""

    kind: str  # post, reply, message; "story" is a post with a signed release
    text: str
    inbound: str
    findings: tuple[tuple[str, int, int], ...]
    facts: Facts = field(default_factory=Facts)

    @property
    def rules(self) -> frozenset[str]:
        """Which rules the text breaks."""
        return frozenset(rule for rule, _, _ in self.findings)


def examples(entry: Entry, chance: random.Random) -> list[Example]:
    """One example for each comment answered, or one without any; slots filled from one hospital."""
    hospital = chance.choice(HOSPITALS)
    kind = "story" if entry.released else entry.kind
    text, findings = _fill(entry.text, entry.findings, hospital)
    return [
        Example(kind, text, _fill(inbound, (), hospital)[0], findings, hospital.facts)
        for inbound in (entry.inbounds or ("",))
    ]


def _fill(
    text: str, findings: tuple[tuple[str, int, int], ...], hospital: Hospital
) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    moved = list(findings)
    for slot in reversed(list(SLOT.finditer(text))):
        value = getattr(hospital, slot[1])
        text, moved = _swap(text, moved, slot.start(), slot.end(), value)
    return text, tuple(moved)


def _swap(
    text: str, findings: list[tuple[str, int, int]], start: int, end: int, value: str
) -> tuple[str, list[tuple[str, int, int]]]:
    """The text with one stretch replaced, and the findings moved along."""
    shift = len(value) - (end - start)
    return text[:start] + value + text[end:], [
        (rule, left + shift if left >= end else left, right + shift if right >= end else right)
        for rule, left, right in findings
    ]


SENTENCE = re.compile(r"[^.!?]+[.!?]+(?:\s|$)")


def company(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """Sentences of allowed texts by kind: harmless company in which a slip must still be seen."""
    found: dict[str, list[str]] = {"post": [], "reply": [], "message": []}
    for entry in entries:
        if entry.verdict == "allow" and not entry.released:
            sentences = (sentence.group().strip() for sentence in SENTENCE.finditer(entry.text))
            found[entry.kind] += [sentence for sentence in sentences if 15 <= len(sentence) <= 160]
    return found


def varied(example: Example, chance: random.Random, beside: dict[str, list[str]]) -> Example:
    """The example in harmless company, with another name, with a slip of the typing hand, or as it is."""
    hospital = chance.choice(HOSPITALS)
    others = beside["post" if example.kind == "story" else example.kind]
    if others and chance.random() < 0.35:
        example = _accompanied(example, chance, others, hospital)
    if example.kind != "post" and chance.random() < 0.15:
        example = _around(example, _fill(chance.choice(OPENINGS), (), hospital)[0] + " ", "")
    if chance.random() < 0.15:
        example = _around(example, "", " " + _fill(chance.choice(CLOSINGS), (), hospital)[0])
    if chance.random() < 0.5:
        example = _renamed(example, chance)
    if chance.random() < 0.15:
        example = _mistyped(example, chance)
    return example


def _accompanied(example: Example, chance: random.Random, others: list[str], hospital: Hospital) -> Example:
    def more() -> str:
        return " ".join(_fill(other, (), hospital)[0] for other in chance.sample(others, k=chance.choice((1, 1, 2))))

    before, after = chance.choice(((True, False), (False, True), (True, True)))
    return _around(example, more() + " " if before else "", " " + more() if after else "")


def _around(example: Example, before: str, after: str) -> Example:
    shift = len(before)
    return replace(
        example,
        text=before + example.text + after,
        findings=tuple((rule, start + shift, end + shift) for rule, start, end in example.findings),
    )


def _renamed(example: Example, chance: random.Random) -> Example:
    text, findings = example.text, list(example.findings)
    for rule, start, end in example.findings:
        if rule in ("name", "salutation") and ONE_NAME.fullmatch(text[start:end]) and len(example.findings) == 1:
            text, findings = _swap(text, findings, start, end, chance.choice(NAMES))
    return replace(example, text=text, findings=tuple(findings))


def _mistyped(example: Example, chance: random.Random) -> Example:
    """Two neighboring letters exchanged inside one word: the length, and so every finding, stays."""
    words = list(re.finditer(r"[a-z]{5,}", example.text))
    if not words:
        return example
    word = chance.choice(words)
    at = chance.randrange(word.start() + 1, word.end() - 2)
    text = example.text
    return replace(example, text=text[:at] + text[at + 1] + text[at] + text[at + 2 :])
