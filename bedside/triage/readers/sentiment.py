"""Feeling, by a word list with negation, irony and emoji."""

import re
from collections.abc import Iterator

from bedside.triage.message import Message, Reader
from bedside.triage.readers.wording import alternatives
from bedside.triage.shapes import Signal

POSITIVE = frozenset(
    [
        "thank",
        "thanks",
        "thankful",
        "thx",
        "grateful",
        "great",
        "good",
        "amazing",
        "awesome",
        "excellent",
        "wonderful",
        "fantastic",
        "outstanding",
        "incredible",
        "love",
        "loved",
        "loves",
        "lovely",
        "best",
        "kind",
        "kindest",
        "caring",
        "gentle",
        "angel",
        "angels",
        "blessing",
        "blessed",
        "bless",
        "happy",
        "glad",
        "excited",
        "beautiful",
        "perfect",
        "magic",
        "recommend",
        "appreciate",
        "helpful",
        "nice",
        "sweet",
        "brilliant",
        "superb",
        "phenomenal",
        "exceptional",
        "compassionate",
        "heroes",
        "hero",
        "smile",
        "smiled",
        "laughed",
        "joy",
        "relief",
        "relieved",
        "gem",
        "fun",
        "congrats",
        "congratulations",
        "proud",
        "yay",
        "delighted",
        "gracias",
        "excelente",
        "maravillosa",
        "maravilloso",
        "ángel",
        "ángeles",
        "feliz",
        "mahalo",
        "natural",
    ]
)
NEGATIVE = frozenset(
    [
        "worst",
        "terrible",
        "horrible",
        "awful",
        "rude",
        "bad",
        "angry",
        "furious",
        "livid",
        "disgusting",
        "disgusted",
        "filthy",
        "dirty",
        "ignored",
        "ignore",
        "never",
        "nobody",
        "wrong",
        "waiting",
        "waited",
        "wait",
        "late",
        "broken",
        "lost",
        "unacceptable",
        "ridiculous",
        "pathetic",
        "shame",
        "ashamed",
        "incompetent",
        "negligent",
        "refused",
        "denied",
        "mad",
        "upset",
        "scared",
        "worried",
        "afraid",
        "crying",
        "cried",
        "hurt",
        "hurts",
        "pain",
        "killed",
        "died",
        "disappointed",
        "disappointing",
        "frustrated",
        "frustrating",
        "hate",
        "hates",
        "hated",
        "mistake",
        "lied",
        "liar",
        "lies",
        "lying",
        "scam",
        "useless",
        "joke",
        "sue",
        "lawyer",
        "poison",
        "toxic",
        "dangerous",
        "fear",
        "fail",
        "failed",
        "failing",
        "sick",
        "suffering",
        "worse",
        "unsafe",
        "neglected",
        "careless",
        "cold",
        "lecture",
        "screwed",
        "screaming",
        "beyond",
        "stole",
        "stolen",
        "threatened",
        "crashing",
        "crashed",
        "discouraging",
        "hung",
        "collections",
        "lien",
        "outrageous",
        "evil",
        "appalled",
        "dismissed",
        "insult",
        "insulting",
        "condescending",
        "error",
        "blame",
        "complain",
        "complaint",
        "denying",
        "peor",
        "mal",
        "pésimo",
        "mentirosos",
        "grosera",
        "horrible",
        "nadie",
        "unfortunately",
        "ruined",
        "ghosted",
        "overcharged",
        "unprofessional",
        "rushed",
        "smelled",
        "smells",
        "leaking",
        "noisy",
        "disconnected",
        "panic",
        "terrified",
        "frightening",
        "crash",
        "wtf",
        "ugh",
        "smh",
        "bravo",
        "cute",
    ]
)
NEGATION = frozenset(
    [
        "not",
        "no",
        "never",
        "isn't",
        "wasn't",
        "aren't",
        "don't",
        "doesn't",
        "didn't",
        "can't",
        "couldn't",
        "won't",
        "wouldn't",
        "hardly",
        "without",
        "zero",
        "none",
        "nothing",
        "ain't",
    ]
)
GLAD = re.compile(r"[❤💛💙💚💜💗🥰😍👏🎉🥳🙌😊💖🥺✨🌼]")
UPSET = re.compile(r"[🙄😡🤬😤😠😒👎😞😢💔🤮😩]")
IRONY = re.compile(
    r"\b"
    + alternatives(r"""
    bravo / slow clap / thanks for nothing / love that for me / must be nice / good luck
    world[- ]class / only \d+ (hours|hrs|minutes) / five stars for (teaching|the wait|patience)
    teaching me patience / great,? (only|just|another) / best (nap|hold music)
    (congrats|congratulations) on (the|being|charging|losing) / what a (treat|joke|surprise)
    so (much )?fun\b / truly\b
""")
)
WORD = re.compile(r"[^\W\d_][\w']*")


def score(low: str) -> float:
    """The balance of pleased and upset words; a negated word counts half the other way."""
    words = WORD.findall(low)
    total = 0.0
    for place, word in enumerate(words):
        value = 1.0 if word in POSITIVE else -1.0 if word in NEGATIVE and word not in NEGATION else 0.0
        if value and any(before in NEGATION for before in words[max(0, place - 3) : place]):
            value *= -0.5
        total += value
    return total


def read(message: Message) -> Iterator[Signal]:
    """A weight for positive or negative; near zero means neutral. Intent tempers it when the reading is composed."""
    total = score(message.low) + 0.8 * len(GLAD.findall(message.low)) - 1.2 * len(UPSET.findall(message.low))
    irony = IRONY.search(message.low)
    if irony:
        total -= 3.0
    shouted = [
        word for word in re.findall(r"\b[A-Z]{4,}\b", message.plain) if word not in ("NICU", "HIPAA", "ASAP", "COVID")
    ]
    if shouted:
        total -= 0.6
    if message.stars is not None:
        total += {1: -1.5, 2: -1.2, 3: -0.4, 4: 0.3, 5: 1.0}[max(1, min(5, message.stars))]
    if total > 0:
        yield Signal("sentiment", "positive", total, "", "pleased words outweigh upset ones")
    elif total < 0:
        yield Signal(
            "sentiment",
            "negative",
            -total,
            irony.group() if irony else "",
            "irony" if irony else "upset words outweigh pleased ones",
        )


READER = Reader("sentiment", ("sentiment",), "Anger asks for a person, thanks for a thank-you.", read)
