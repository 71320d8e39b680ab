"""What is asked of the list: filters, and words with operators such as `from:dana is:open "parking garage"`. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

VIEWS = ("open", "mine", "unassigned", "critical", "answered", "snoozed", "closed", "spam", "all")
#: Orders one may ask for instead of a view's own.
SORTS = ("", "newest", "oldest")
#: Nobody's: the assignee of a conversation that nobody has taken.
NOBODY = "nobody"
LONGEST = 200


@dataclass(frozen=True)
class Filters:
    """What the list shows. Every value is a word as it stands in the address; "" asks for nothing."""

    view: str = "open"
    network: str = ""
    account: str = ""
    intent: str = ""
    urgency: str = ""
    level: str = ""
    specialty: str = ""
    sentiment: str = ""
    language: str = ""
    label: str = ""
    assignee: str = ""
    stars: str = ""
    since: str = ""
    until: str = ""
    hidden: str = ""
    late: str = ""
    sort: str = ""
    words: str = ""
    #: Where the page begins: the position of the row before it ("after") or behind it ("before").
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything but the view and the order was asked."""
        kept = replace(self, view="open", sort="", after="", before="")
        return kept != Filters()

    @property
    def filtered(self) -> bool:
        """Whether a filter beside the words is set."""
        return replace(self, words="").narrowed

    def query(self, **changed: str) -> str:
        """The part of an address behind "?", without what is the same anyway."""
        said = replace(self, **changed)
        named = {("q" if field.name == "words" else field.name): getattr(said, field.name) for field in fields(said)}
        if said.view == "open":
            named["view"] = ""
        return urlencode({name: value for name, value in named.items() if value})


@dataclass(frozen=True)
class Asked:
    """Words taken apart: what to look for, whose, and filters that were typed."""

    words: str
    who: str
    filters: Mapping[str, str]


def of_query(query: str) -> Filters:
    """The filters an address asks for; names nobody knows are left out."""
    names = {("q" if field.name == "words" else field.name): field.name for field in fields(Filters)}
    said = {names[name]: value[:LONGEST].replace("\x00", "") for name, value in parse_qsl(query) if name in names}
    return Filters(**said) if said.get("view", "open") in VIEWS else replace(Filters(**said), view="open")


_OPERATOR = re.compile(r'(?<!\S)(from|network|label|is|has|before|after|stars|assignee):("[^"]*"|\S+)', re.I)
_IS = {view: view for view in VIEWS} | {"waiting": "open", "unanswered": "open"}


def read(words: str) -> Asked:
    """Words with their operators taken out. An operator with an impossible value stays a word to look for, so that
    nothing typed is silently dropped."""
    said, who, kept = " ".join(words.replace("\x00", "").split())[:LONGEST], [], dict[str, str]()

    def take(found: "re.Match[str]") -> str:
        name, value = found[1].lower(), found[2].strip('"').strip()
        told = _told(name, value)
        if name == "from" and value:
            who.append(value.lstrip("@"))
            return " "
        if told is None:
            return found[0]
        kept.update([told])
        return " "

    left = " ".join(_OPERATOR.sub(take, said).split())
    return Asked(left, " ".join(who), kept)


def _told(name: str, value: str) -> tuple[str, str] | None:
    """The filter an operator stands for."""
    low = value.lower()
    if name in ("network", "label", "assignee") and value:
        return name, (low if name == "network" else value)
    if name == "stars" and low in ("1", "2", "3", "4", "5"):
        return "stars", low
    if name in ("before", "after") and _day(value):
        return ("until" if name == "before" else "since"), value
    if name == "is" and low in _IS:
        return "view", _IS[low]
    if name == "is" and low in ("late", "overdue"):
        return "late", "yes"
    if name == "has" and low in ("phi", "hidden"):
        return "hidden", "yes"
    return None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def day(value: str) -> date | None:
    """The day an address names, if it is one."""
    return _day(value) if len(value) == 10 else None


@dataclass(frozen=True)
class Position:
    """Where a page begins: the sort keys of a row, its id, and how many rows stand before it."""

    keys: tuple[int, ...]
    pk: int
    number: int

    def __str__(self) -> str:
        return ".".join(str(part) for part in (*self.keys, self.pk, self.number))


def position(said: str, keys: int) -> Position | None:
    """The position an address names, for an order of so many keys; None for anything else."""
    parts = said.split(".")
    if len(said) > 80 or len(parts) != keys + 2 or not all(re.fullmatch(r"-?[0-9]{1,18}", part) for part in parts):
        return None
    numbers = [int(part) for part in parts]
    return Position(tuple(numbers[:keys]), numbers[keys], max(0, numbers[-1]))
