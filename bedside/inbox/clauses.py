"""The clauses of a comment policy, and the text made of them in English and Spanish. Pure data and composition.

The list of clauses is what hospitals' own policies have in common (HSC, Mercy, Munson, Sarasota, Holy Cross, MHA, Mayo
Connect), with the two that most of them leave out: the emergency line, and how to ask that somebody looks again.

A public hospital may be bound by the First Amendment where it takes down what people write (Lindke v. Freed, 2024: our
reading of it is not confirmed by a lawyer). So a clause that asks what somebody thinks, or how politely they say it, is
printed there as a request, and nothing can be hidden by it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bedside.inbox.policy_words import HEADS, NOTICES, RULES, times_in_words

LANGUAGES = ("en", "es")
#: Whether a hospital is a public body; decides which clauses may be enforced.
OWNERSHIPS = ("private", "public")
#: What no policy may leave out.
ALWAYS = frozenset({"public", "advice", "emergency", "own_health", "others_health", "right", "appeal"})
#: Clauses that can be a reason to hide, in the order of the page; True: viewpoint plays no part in it.
ENFORCEABLE: dict[str, bool] = {
    "own_health": True,
    "others_health": True,
    "photos": True,
    "profanity": False,
    "hate": False,
    "attack": False,
    "spam": True,
    "ads": True,
    "off_topic": True,
    "copyright": True,
    "illegal": True,
    "misinformation": False,
}
#: Clauses that only tell.
TELLING = ("public", "advice", "emergency", "right", "appeal", "hours", "contact")
#: What protects a person from being exposed may be hidden before any policy is approved.
FLOOR = ("own_health", "others_health")
CAUTION = (
    "Lindke v. Freed (2024) and the cases before it limit what a public body may take down. Our reading is not "
    "confirmed by a lawyer: ask your counsel before you approve this."
)
#: Clauses of one's own, and how long each may be.
MOST_OWN, LONGEST_OWN = 8, 200


@dataclass(frozen=True)
class Own:
    """A clause of the hospital's own, in both languages. A rule can be a reason to hide; `neutral` says that viewpoint
    plays no part in it."""

    en: str
    es: str
    rule: bool = False
    neutral: bool = False

    @property
    def key(self) -> str:
        """The same for the same words, so that counts over years hold."""
        return f"own-{hashlib.sha256(self.en.encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class Times:
    """When somebody reads: spans of a week as (weekdays, opens, closes), and days without any; none said: all empty."""

    always: bool = False
    spans: tuple[tuple[tuple[int, ...], str, str], ...] = ()
    federal: bool = False
    #: (day, its name) of the hospital's own.
    closed: tuple[tuple[str, str], ...] = ()

    @property
    def said(self) -> bool:
        return self.always or bool(self.spans)


@dataclass(frozen=True)
class Settings:
    """What a policy is made of: the hospital's facts, and what it chose."""

    name: str
    phone: str = ""
    email: str = ""
    ownership: str = "private"
    clauses: frozenset[str] = field(default_factory=frozenset)
    own: tuple[Own, ...] = ()
    times: Times = Times()


#: A section as it is kept and shown: {"key", "title", "lines", "list"}.
Section = dict[str, object]


def chosen(clauses: Sequence[str]) -> frozenset[str]:
    """The known clauses among these, with those that are always on."""
    return frozenset(clauses) & frozenset((*ENFORCEABLE, *TELLING)) | ALWAYS


def enforceable(ownership: str, clauses: Sequence[str], own: Sequence[Own]) -> dict[str, str]:
    """Key -> English label of every clause that can be a reason to hide."""
    on = chosen(clauses)
    found = {
        key: RULES[key].label
        for key, neutral in ENFORCEABLE.items()
        if key in on and (neutral or ownership != "public")
    }
    return found | {one.key: one.en for one in own if one.rule and (one.neutral or ownership != "public")}


def label_of(key: str, own: Sequence[Own] = ()) -> str:
    """The short English name of a clause; its key where nobody knows it."""
    if key in RULES:
        return RULES[key].label
    return next((one.en for one in own if one.key == key), key)


def compose(settings: Settings, language: str) -> list[Section]:
    """The policy's sections in one language, in the order of the page."""
    is_public, on = settings.ownership == "public", chosen(tuple(settings.clauses))
    heads = HEADS[language]
    rules = [
        RULES[key].text(language) for key, neutral in ENFORCEABLE.items() if key in on and (neutral or not is_public)
    ]
    asked = [
        RULES[key].text(language) for key, neutral in ENFORCEABLE.items() if key in on and not neutral and is_public
    ]
    for one in settings.own:
        words = one.es if language == "es" else one.en
        if one.rule:
            (rules if one.neutral or not is_public else asked).append(words)
    told = [one.es if language == "es" else one.en for one in settings.own if not one.rule]
    sections = [
        _section("intro", "", [heads["intro"].format(name=settings.name)]),
        *(_told(key, language) for key in ("public", "advice", "emergency")),
        _section("rules", heads["rules"], rules, is_list=True),
    ]
    if asked:
        sections.append(_section("asked", heads["asked"], asked, is_list=True))
    right = NOTICES["right"].lines(language)
    sections.append(_section("right", NOTICES["right"].title(language), [*right, heads["neutral"]]))
    sections.append(_told("appeal", language))
    if told:
        sections.append(_section("more", heads["more"], told, is_list=True))
    if "hours" in on:
        sections.append(_section("hours", heads["hours"], _hours(settings.times, language)))
    if "contact" in on and (settings.phone or settings.email):
        sections.append(_section("contact", heads["contact"], [_contact(settings, language)]))
    return sections


def _section(key: str, title: str, lines: Sequence[str], *, is_list: bool = False) -> Section:
    return {"key": key, "title": title, "lines": list(lines), "list": is_list}


def _told(key: str, language: str) -> Section:
    return _section(key, NOTICES[key].title(language), NOTICES[key].lines(language))


def _contact(settings: Settings, language: str) -> str:
    words = HEADS[language]
    if settings.phone and settings.email:
        return words["both"].format(phone=settings.phone, email=settings.email)
    return words["call" if settings.phone else "write"].format(phone=settings.phone, email=settings.email)


def _hours(times: Times, language: str) -> list[str]:
    words = HEADS[language]
    if times.always:
        return [words["always"]]
    if not times.said:
        return [words["unsaid"]]
    lines = [words["read"].format(times=times_in_words(times.spans, language))]
    if times.federal:
        lines.append(words["federal"])
    if times.closed:
        lines.append(words["closed"].format(days=", ".join(_day(day, name, language) for day, name in times.closed)))
    return [*lines, words["away"]]


def _day(day: str, name: str, language: str) -> str:
    """A day as a date one reads anywhere, with its name; names are in the hospital's own words."""
    year, month, number = (int(part) for part in day.split("-"))
    shown = f"{number} de {HEADS['es']['months'].split()[month - 1]} de {year}"
    if language != "es":
        shown = f"{HEADS['en']['months'].split()[month - 1]} {number}, {year}"
    return f"{shown} ({name})" if name else shown


def plain(sections: Sequence[Mapping[str, object]]) -> str:
    """The policy as one text: what the guard reads, and what is graded."""
    parts = []
    for one in sections:
        lines = one["lines"]
        assert isinstance(lines, list)
        parts += [str(one["title"]) + "." if one["title"] else "", *(str(line) for line in lines)]
    return "\n".join(part for part in parts if part)


def digest(texts: Mapping[str, Sequence[Mapping[str, object]]], enforced: Mapping[str, str]) -> str:
    """The hex SHA-256 of the words in both languages and of what can be enforced: what an approval holds for."""
    whole = json.dumps({"texts": texts, "enforced": enforced}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
