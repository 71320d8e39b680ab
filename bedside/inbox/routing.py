"""Who is given a conversation: the hospital's rules in order, then specialty, then the level's owner; within a team
whoever answers for the specialty and has least to do. Pure: the facts come in, the choice and its reason go out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Facts:
    """What is known of a conversation; `text` is the redacted one."""

    intent: str
    level: str
    specialty: str
    network: str
    language: str
    stars: int | None = None
    text: str = ""


@dataclass(frozen=True)
class Rule:
    """What a rule asks for, empty for anything, and to whom it gives."""

    name: str
    intents: Sequence[str] = ()
    levels: Sequence[str] = ()
    specialties: Sequence[str] = ()
    networks: Sequence[str] = ()
    languages: Sequence[str] = ()
    stars: int | None = None
    words: Sequence[str] = ()
    team: int | None = None
    member: int | None = None


@dataclass(frozen=True)
class Crew:
    """A team as routing sees it; `members` are those who may answer."""

    key: int
    name: str
    members: Sequence[int]
    specialties: Sequence[str] = ()
    networks: Sequence[str] = ()
    most_open: int | None = None


@dataclass(frozen=True)
class People:
    """Who may answer, what they answer for, how much each has open, who is away with whom in their place, and who
    gave this very conversation back."""

    answering: frozenset[int] = frozenset()
    specialties: Mapping[int, str] = field(default_factory=dict)
    open: Mapping[int, int] = field(default_factory=dict)
    away: Mapping[int, int | None] = field(default_factory=dict)
    refused: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Choice:
    """A team, a person in it, both or neither, and why."""

    team: int | None = None
    member: int | None = None
    why: str = ""


def fits(rule: Rule, facts: Facts) -> bool:
    """Whether everything that the rule names is so. Stars are "at most"; a conversation without stars has none."""
    named = (
        (rule.intents, facts.intent),
        (rule.levels, facts.level),
        (rule.specialties, facts.specialty),
        (rule.networks, facts.network),
        (rule.languages, facts.language),
    )
    if any(wanted and value not in wanted for wanted, value in named):
        return False
    if rule.stars is not None and (facts.stars is None or facts.stars > rule.stars):
        return False
    said = " ".join(facts.text.casefold().split())
    return not rule.words or any(" ".join(word.casefold().split()) in said for word in rule.words)


def choose(
    facts: Facts,
    rules: Sequence[Rule],
    crews: Mapping[int, Crew],
    people: People,
    *,
    owner: int | None = None,
) -> Choice:
    """Who gets it. `owner` is the team that the ladder names for the level."""
    for rule in rules:
        if fits(rule, facts):
            return _given(rule, facts, crews, people)
    if facts.specialty:
        for crew in sorted(crews.values(), key=lambda one: one.key):
            fitting = not crew.networks or facts.network in crew.networks
            if facts.specialty in crew.specialties and fitting:
                return _within(crew, facts, people, f"{crew.name} answers for {_plain(facts.specialty)}")
    if owner is not None and owner in crews:
        return _within(crews[owner], facts, people, f"{crews[owner].name} owns level {facts.level}")
    return Choice()


def _given(rule: Rule, facts: Facts, crews: Mapping[int, Crew], people: People) -> Choice:
    why = f"rule “{rule.name}”"
    if rule.member is not None:
        here = _present(rule.member, people)
        if here is not None:
            return Choice(rule.team, here, why if here == rule.member else f"{why}; stands in for who is away")
        why += "; that person is away"
    if rule.team is not None and rule.team in crews:
        return _within(crews[rule.team], facts, people, why)
    return Choice(why=why)


def _within(crew: Crew, facts: Facts, people: People, why: str) -> Choice:
    """The member of a team with the specialty and the fewest open; the team alone where everybody has their fill."""
    present = {here for one in crew.members if (here := _present(one, people)) is not None}
    if not present:
        return Choice(crew.key, None, f"{why}; nobody of it is here")
    most = crew.most_open
    free = [one for one in present if most is None or people.open.get(one, 0) < most]
    if not free:
        return Choice(crew.key, None, f"{why}; everybody there has {most} open")
    special = [one for one in free if facts.specialty and _key(people.specialties.get(one, "")) == facts.specialty]
    best = min(special or free, key=lambda one: (people.open.get(one, 0), one))
    matched = f", answers for {_plain(facts.specialty)}" if special else ""
    return Choice(crew.key, best, f"{why}{matched}, {people.open.get(best, 0)} open")


def _present(member: int, people: People) -> int | None:
    """The member or who stands in, if they may answer and did not give it back."""
    seen: set[int] = set()
    here: int | None = member
    while here is not None and here in people.away and here not in seen:
        seen.add(here)
        here = people.away[here]
    fit = here is not None and here not in seen and here in people.answering and here not in people.refused
    return here if fit else None


def _key(specialty: str) -> str:
    """A member's specialty as triage names it: "Mental health" is mental_health."""
    return "_".join(specialty.casefold().replace("_", " ").split())


def _plain(name: str) -> str:
    return name.replace("_", " ")
