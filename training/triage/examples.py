"""From entries to examples, each varied where its labels surely stay the same."""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from training.guard import examples as guard_examples
from training.guard import texts as guard_texts
from training.guard.examples import NAMES, ONE_NAME
from training.triage.encode import RULES, Example
from training.triage.public import Comment
from training.triage.texts import CRITICAL, Entry

CHANNELS = ("facebook", "x", "instagram", "google", "yelp", "bluesky", "youtube", "hub", "message", "")
SHORT = 110  # characters
BALANCE = 0.7  # 0 leaves rare feelings rare, 1 makes all count alike
IDENTIFIERS = frozenset((*RULES, "salutation"))
#: Said before or after anything: an opening or a closing that changes no label.
OPENINGS = (
    "Hi.", "Hello,", "hey", "Ok so", "Hola", "@RiverbendHealth", "@StMarysMedical", "Good morning.", "um", "So...",
    "To whom it may concern,", "Posting for my sister:", "Hey guys", "Excuse me",
    "not sure if this is the right place but",
)  # fmt: skip
CLOSINGS = (
    "thx", "Thanks.", "please advise", "🙏", "...", "!!", "#healthcare", "Thank you", "lol", "ok", "smh", "🙄",
    "- a local",
)  # fmt: skip
#: Closings that carry a feeling go only where it does not matter.
FEELING = {"lol", "smh", "🙄", "Thanks.", "Thank you", "thx", "🙏", "!!"}


def example(entry: Entry) -> Example:
    """The entry as the network learns it. Of self-harm the specialty follows and is not asked."""
    specialty = None if entry.intent == "self_harm" else entry.specialty or "none"
    return Example(
        entry.channel, entry.stars, entry.text, entry.sentiment, entry.intent, entry.urgency, specialty, None, entry.phi
    )


def plain(given: Sequence[Comment]) -> list[Example]:
    """Public texts, rare feelings counting more: what is asked there is the mean recall of the three."""
    seen = Counter(one.sentiment for one in given)
    common = {mood: (len(given) / (len(seen) * number)) ** BALANCE for mood, number in seen.items()}
    return [
        Example(one.channel, None, one.text, one.sentiment, topics=one.topics, weight=common[one.sentiment])
        for one in given
    ]


def outgoing(chance: random.Random) -> list[Example]:
    """The guard's texts, of which only the identifiers are asked: beside them stand staff and hospitals that are none.

    A signed release allows names, so those texts say nothing of them."""
    found = []
    for entry in guard_texts.entries():
        if not entry.released and not guard_texts.held_out(entry):
            for one in guard_examples.examples(entry, chance)[:1]:
                kept = tuple(
                    ("name" if rule == "salutation" else rule, start, end)
                    for rule, start, end in one.findings
                    if rule in IDENTIFIERS
                )
                found.append(Example("message", None, one.text, phi=kept))
    return found


def company(entries: Sequence[Entry]) -> list[str]:
    """Short harmless texts: a cry for help among them must still be heard."""
    harmless = ("other", "service_question", "praise", "appointment")
    return [e.text for e in entries if e.intent in harmless and not e.phi and len(e.text) < SHORT]


def varied(given: Example, chance: random.Random, beside: Sequence[str]) -> Example:
    """The example elsewhere, in company, with other names, with a slip of the hand, loud or small, or as it is."""
    one = given
    if one.stars is None and chance.random() < 0.4:
        one = replace(one, channel=chance.choice(CHANNELS))
    elif one.stars is not None and chance.random() < 0.1:
        one = replace(one, stars=None)
    if one.intent in CRITICAL and chance.random() < 0.25:
        more = chance.choice(beside)
        one = _around(one, more + " ", "") if chance.random() < 0.5 else _around(one, "", " " + more)
    if chance.random() < 0.15:
        one = _around(one, chance.choice(OPENINGS) + " ", "")
    if chance.random() < 0.1:
        closing = chance.choice(CLOSINGS)
        if closing not in FEELING or one.intent in CRITICAL:
            one = _around(one, "", " " + closing)
    if one.phi and chance.random() < 0.6:
        one = _renamed(one, chance)
    if one.phi and chance.random() < 0.6:
        one = _renumbered(one, chance)
    for _ in range(2):
        if chance.random() < 0.2:
            one = _mistyped(one, chance)
    draw = chance.random()
    if draw < 0.12:
        one = replace(one, text=_small(one.text))
    elif draw < 0.16:
        one = replace(one, text=_loud(one.text))
    elif draw < 0.24:
        one = _unpointed(one)
    return one


def _around(one: Example, before: str, after: str) -> Example:
    shift = len(before)
    phi = None if one.phi is None else tuple((rule, start + shift, end + shift) for rule, start, end in one.phi)
    return replace(one, text=before + one.text + after, phi=phi)


def _swap(one: Example, at: int, value: str) -> Example:
    """The example with the words of one of its identifiers exchanged."""
    assert one.phi is not None
    _, start, end = one.phi[at]
    shift = len(value) - (end - start)
    return replace(
        one,
        text=one.text[:start] + value + one.text[end:],
        phi=tuple(
            (r, s + shift if s >= end else s, (e + shift) if (e >= end) else e) for r, s, e in one.phi
        ),
    )  # fmt: skip


def _renamed(one: Example, chance: random.Random) -> Example:
    assert one.phi is not None
    for at, (rule, start, end) in enumerate(one.phi):
        if rule == "name" and ONE_NAME.fullmatch(one.text[start:end]):
            one = _swap(one, at, chance.choice(NAMES))
    return one


def _renumbered(one: Example, chance: random.Random) -> Example:
    """Other digits in every identifier; the first of a number stays, so that areas and months stay plausible."""
    assert one.phi is not None
    text = list(one.text)
    for rule, start, end in one.phi:
        if rule in ("mrn", "phone", "account_number", "health_plan_number", "ssn", "other_id", "license_number"):
            for place in range(start, end):
                if text[place].isdigit():
                    text[place] = str(chance.randrange(10))
    return replace(one, text="".join(text))


def _mistyped(one: Example, chance: random.Random) -> Example:
    """Two neighboring letters exchanged inside one word: the length, and so every span, stays."""
    words = list(re.finditer(r"[a-z]{5,}", one.text))
    if not words:
        return one
    word = chance.choice(words)
    at = chance.randrange(word.start() + 1, word.end() - 2)
    text = one.text
    return replace(one, text=text[:at] + text[at + 1] + text[at] + text[at + 2 :])


def _small(text: str) -> str:
    small = text.lower()
    return small if len(small) == len(text) else text


def _loud(text: str) -> str:
    loud = text.upper()
    return loud if len(loud) == len(text) else text


def _unpointed(one: Example) -> Example:
    """Without full stops and apostrophes at no cost to spans: they become spaces."""
    return replace(one, text=re.sub(r"[.,;](?=\s|$)", " ", one.text))
