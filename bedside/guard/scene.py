"""A text made ready for the checks: evasions undone, offsets kept, sentences cut, the organization's own facts at
hand."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from bedside.guard.lexicon.names import TITLES
from bedside.guard.shapes import Facts, Match, Severity

Value = TypeVar("Value")
# Letters of other scripts that look like Latin ones; folded only in texts that are mostly Latin.
LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТХаеорсухіјѕԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν",
    "ABEKMHOPCTXaeopcyxijsdqwABEZHIKMNOPTYXoav",
)
PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-"}
)
# A comment is read only this far; a name shown later counts as not shown, which errs to the strict side.
HEARD = 5_000
LONGEST = 600  # characters of a sentence
DIGIT_WORDS = {
    "zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "cero": "0", "uno": "1", "dos": "2", "tres": "3", "cuatro": "4",
    "cinco": "5", "seis": "6", "siete": "7", "ocho": "8", "nueve": "9",
}  # fmt: skip
SPELLING = frozenset(DIGIT_WORDS)
SPELLED = re.compile(r"\b(?:(?:" + "|".join(DIGIT_WORDS) + r"|\d{1,4})\b[ \t,.;/()-]{0,3}){3,24}", re.IGNORECASE)
TOKEN = re.compile(r"[a-z]+|\d+", re.IGNORECASE)
WORDS = re.compile(r"[^\W\d_]+")
NAMING = re.compile(r"[^\W\d_][\w'ʻ-]+")
NUMBER = re.compile(r"\d+")
STRETCH = re.compile(r"\d[\d ./()+·_*-]{5,}\d")
SPACED = {code: " " for code in range(128) if not chr(code).isalpha()}
NO_DIGITS = str.maketrans("", "", "0123456789")
SENTENCE_END = re.compile(r"(?:[.!?…]+[\"')\]]*(?:\s+|$)|\n+|\s[-]\s(?=[A-Z]))")
ABBREVIATION = re.compile(
    r"(?:\b(?:drs?|dra|mrs?|ms|st|mt|ave|rd|blvd|jr|sr|sra|vs|no|acct|jan|feb|mar|"
    r"apr|jun|jul|aug|sept?|oct|nov|dec|ext|approx|"
    r"dept|[ap]\.m|e\.g|i\.e)|(?:^|\s)[a-z])\.$",
    re.IGNORECASE,
)


# What needs no undoing, character by character the same length: plain ASCII, accented letters, curly quotes, emoji.
SIMPLE = re.compile("[ -~\nÀ-ıĴ-ľŁ-ňŊ-žȘ-ț¡¿«»£°‘’“”–—€•\U0001f300-\U0001faff☀-➿]*")


def normalize(text: str) -> tuple[str, list[int] | None, list[int] | None]:
    """Text with full-width, look-alike, keycap and invisible characters and the digits of other scripts undone, and for
    each character of it where the original begins and ends; None where every character stayed in its place."""
    if SIMPLE.fullmatch(text):
        return (text if text.isascii() else text.translate(PLAIN)), None, None
    latin = sum("a" <= c.lower() <= "z" for c in text)
    foreign = sum("Ͱ" <= c <= "ӿ" for c in text)
    fold = latin > foreign
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, char in enumerate(text):
        if char < "\x7f" and char >= " ":
            chars.append(char)
            starts.append(index)
            ends.append(index + 1)
            continue
        category = unicodedata.category(char)
        # Marks after a digit make keycap emoji; format characters hide inside numbers and words.
        if category in ("Cf", "Me") or "\ufe00" <= char <= "\ufe0f":
            if ends:
                ends[-1] = index + 1
            continue
        if category == "Mn" and chars and not chars[-1].isspace():
            composed = unicodedata.normalize("NFC", chars[-1] + char)
            if len(composed) == 1:
                chars[-1] = composed
                ends[-1] = index + 1
                continue
            # Stacked marks only decorate; a vowel sign of another script belongs to its letter.
            if "\u0300" <= char <= "\u036f":
                ends[-1] = index + 1
                continue
        plain = char.translate(PLAIN)
        if fold:
            plain = plain.translate(LOOKALIKES)
        if category == "Nd":
            plain = str(unicodedata.digit(char))
        elif plain == char:
            plain = unicodedata.normalize("NFKC", char)
        if category == "Cc" and char not in "\n":
            plain = " "
        for piece in plain.replace("\u2028", "\n"):
            chars.append(" " if piece != "\n" and piece.isspace() else piece)
            starts.append(index)
            ends.append(index + 1)
    return "".join(chars), starts, ends


def lower(text: str) -> str:
    """Lower case of the same length, so that offsets stay true."""
    lowered = text.lower()
    if text.isascii():
        return lowered
    return lowered if len(lowered) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


EXTENSION = re.compile(r"[;,\s]*(?:ext(?:ension|n)?\b|x|#)[.:=\s]*\d{1,6}\s*$", re.IGNORECASE)


def dialed(phone: str) -> str:
    """The digits of a telephone number without extension and without the country code of North America."""
    digits = re.sub(r"\D", "", EXTENSION.sub("", normalize(phone)[0]))
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits


class lazy(Generic[Value]):
    """A property computed once, without the lock that functools.cached_property takes each time."""

    def __init__(self, compute: "Callable[[Any], Value]") -> None:
        self.compute, self.name, self.__doc__ = compute, compute.__name__, compute.__doc__

    def __get__(self, instance: object, owner: type | None = None) -> Value:
        value = instance.__dict__[self.name] = self.compute(instance)
        return value


class Belongings:
    """The organization's facts, made ready for looking up once for many texts."""

    def __init__(self, facts: Facts) -> None:
        self.phones = frozenset(filter(None, map(dialed, facts.phones)))
        urls = (re.sub(r"^[a-z]+://", "", url.strip().lower()) for url in facts.urls)
        hosts = {re.split(r"[/?#:]", url, maxsplit=1)[0].removeprefix("www.") for url in urls}
        hosts |= {email.rsplit("@", 1)[1].strip().lower() for email in facts.emails if "@" in email}
        self.hosts = frozenset(host for host in hosts if "." in host)
        parts = (facts.name, *facts.addresses, *facts.staff)
        self.words = frozenset(word for part in parts for word in NAMING.findall(lower(normalize(part)[0])))
        names = (re.split(r",", normalize(person)[0], maxsplit=1)[0] for person in facts.staff)
        self.staff = frozenset(word for name in names for word in NAMING.findall(lower(name))) - TITLES
        self.addresses = " ".join(facts.addresses)

    def phone(self, digits: str) -> bool:
        """Whether these digits are one of the organization's numbers, with or without country and area code."""
        if not self.phones:
            return False
        digits = dialed(digits)
        return len(digits) >= 7 and any(
            digits.endswith(own[-7:]) and (digits.endswith(own) or own.endswith(digits))
            for own in self.phones
            if len(own) >= 7
        )

    def host(self, host: str) -> bool:
        """Whether a host is the organization's own or below it."""
        host = host.lower().removeprefix("www.")
        return any(host == own or host.endswith("." + own) for own in self.hosts)


@lru_cache(maxsize=64)
def belongings(facts: Facts) -> Belongings:
    """The facts of an organization, looked at once."""
    return Belongings(facts)


class Spelled(NamedTuple):
    """A run of digits written as words or broken up: where it stands, and the digits."""

    start: int
    end: int
    digits: str


class Sentence(NamedTuple):
    """One sentence of the normalized text, with its lower-case form."""

    start: int
    end: int
    text: str
    low: str


class Scene:
    """What the checks look at. `kind` is "inbound" when the public's own text is being redacted."""

    def __init__(
        self,
        original: str,
        kind: str = "post",
        inbound: str | None = None,
        author: str | None = None,
        facts: Facts = Facts(),  # noqa: B008 - frozen, so sharing the default is safe
        release: str | None = None,
        today: date | None = None,
    ) -> None:
        self.original, self.kind, self.inbound, self.author = original, kind, inbound, author
        self.facts, self.release, self.today = facts, release, today
        self.text, self.starts, self.ends = normalize(original)
        self.low = lower(self.text)
        self.own = belongings(facts)
        self._cut: dict[int, list[tuple[int, int]]] = {}
        self.told: list[Match | None] = []  # the story this post tells, once looked for
        self.tagged: tuple[Any, ...] | None = None  # the tagger's names and places, once looked for
        self.believed: tuple[Any, ...] | None = None  # those of them that count in what the public wrote
        self.case: bool | None = None  # whether it describes a case, once looked at
        self.roles: list[int] = []  # where a role of staff is first named, once looked for

    @lazy
    def heard(self) -> str:
        """The comment being answered, made plain."""
        return normalize((self.inbound or "")[:HEARD])[0] if self.inbound else ""

    @lazy
    def words(self) -> frozenset[str]:
        """The lower-case words of the text: what a check's cues are looked up in."""
        if self.low.isascii():
            return frozenset(self.low.translate(SPACED).split())
        return frozenset(WORDS.findall(self.low))

    @lazy
    def numbers(self) -> list[int]:
        """Where runs of digits begin."""
        return [hit.start() for hit in NUMBER.finditer(self.text)]

    @lazy
    def figures(self) -> frozenset[str]:
        """The runs of digits."""
        return frozenset(NUMBER.findall(self.text))

    @lazy
    def glued(self) -> bool:
        """Whether digits follow a letter at once, as in vehicle numbers and international accounts."""
        return any(start and self.text[start - 1].isalpha() for start in self.numbers)

    @lazy
    def _stretches(self) -> list[tuple[int, int, int]]:
        if self.digits < 7:
            return []
        found = []
        for hit in STRETCH.finditer(self.text):
            count = sum(map(str.isdigit, hit.group()))
            if count > 6:
                found.append((count, max(0, hit.start() - 8), min(len(self.text), hit.end() + 8)))
        return found

    def stretches(self, least: int) -> list[tuple[int, int]]:
        """Stretches of digits and what people write between them that hold at least so many digits (seven or more),
        with some room on either side."""
        if not self._stretches:
            return []
        if least not in self._cut:
            self._cut[least] = [(start, end) for count, start, end in self._stretches if count >= least]
        return self._cut[least]

    @lazy
    def digits(self) -> int:
        """How many digits there are."""
        return len(self.text) - len(self.text.translate(NO_DIGITS))

    @property
    def answers(self) -> bool:
        """Whether this speaks to one person: a reply or a private message."""
        return self.kind in ("reply", "message")

    @property
    def publishes(self) -> bool:
        """Whether this is the hospital's own post."""
        return self.kind == "post"

    @property
    def released(self) -> bool:
        """Whether a signed release covers the story this post tells."""
        return self.publishes and self.release is not None

    def origin(self, match: Match) -> tuple[int, int]:
        """The offsets of a match in the original text, without blank edges."""
        start, end = match.start, match.end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if end <= start:
            return 0, 0
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    @lazy
    def sentences(self) -> tuple[Sentence, ...]:
        """The text cut at sentence ends, not after "Dr." or "3 p.m.", and anyway after `LONGEST` characters."""
        found, start = [], 0
        for stop in self._stops():
            # A cap on length keeps every look at a whole sentence bounded, however long the text runs on.
            while stop > start:
                end = stop
                if stop - start > LONGEST:
                    blank = self.text.rfind(" ", start + LONGEST // 2, start + LONGEST)
                    end = blank + 1 if blank > 0 else start + LONGEST
                found.append(Sentence(start, end, self.text[start:end], self.low[start:end]))
                start = end
        return tuple(found)

    def _stops(self) -> Iterator[int]:
        for stop in SENTENCE_END.finditer(self.text):
            before = self.text[max(0, stop.start() - 8) : stop.start() + 1]
            if not (stop.group().startswith(".") and ABBREVIATION.search(before)):
                yield stop.end()
        yield len(self.text)

    def sentence(self, offset: int) -> Sentence:
        """The sentence that holds an offset."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return self.sentences[low] if self.sentences else Sentence(0, 0, "", "")

    @lazy
    def spelled(self) -> tuple[Spelled, ...]:
        """Runs of at least seven digits of which some are written as words."""
        if len(self.words & SPELLING) < 1:
            return ()
        found = []
        for run in SPELLED.finditer(self.text):
            tokens = TOKEN.findall(run.group())
            words = sum(token.isalpha() for token in tokens)
            digits = "".join(DIGIT_WORDS.get(token.lower(), token) for token in tokens)
            if words >= 3 and len(digits) >= 7:
                found.append(Spelled(run.start(), run.start() + len(run.group().rstrip(" \t,.;/(-")), digits))
        return tuple(found)

    def owns_phone(self, digits: str) -> bool:
        """Whether these digits are one of the organization's numbers, with or without country and area code."""
        return self.own.phone(digits)

    def owns_host(self, host: str) -> bool:
        """Whether a host is the organization's own or below it."""
        return self.own.host(host)

    @property
    def own_words(self) -> frozenset[str]:
        """The words of the organization's name, its addresses and its staff's names, in lower case."""
        return self.own.words

    @property
    def staff_words(self) -> frozenset[str]:
        """The words of the staff's names alone, in lower case, without titles and credentials."""
        return self.own.staff

    @lazy
    def staff_at(self) -> tuple[int, ...]:
        """Where staff are named in the text."""
        return tuple(
            word.start() for word in re.finditer(r"[^\W\d_][\w'ʻ-]+", self.low) if self._is_staff(word.group())
        )

    def _is_staff(self, word: str) -> bool:
        return word.removesuffix("'s") in self.staff_words

    @lazy
    def mentions(self) -> frozenset[str]:
        """The lower-case words of the inbound text and of the author's display name."""
        shown = f"{self.heard} {normalize(self.author or '')[0]}"
        return frozenset(word.group().lower() for word in re.finditer(r"[^\W\d_][\w'-]*", shown))


@dataclass(frozen=True)
class Check:
    """One rule: what it looks for, why it matters, and the law or guideline it comes from."""

    rule: str
    severity: Severity
    reason: str
    source: str
    suggestion: str | None
    find: Callable[[Scene], Iterable[Match]]
    identifier: bool = False  # True: also redacted from what the public writes
    digits: int = 0  # it can find nothing in a text with fewer digits
    cues: frozenset[str] | None = None  # it can find nothing in a text without one of these words

    def looks(self, scene: Scene) -> bool:
        """Whether this text could hold what the check looks for; cheap, and never wrong about a no."""
        if self.digits > scene.digits:
            return False
        return self.cues is None or not self.cues.isdisjoint(scene.words)
