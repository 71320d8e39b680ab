"""A policy from JSON and back. What is none is refused with every problem at once, each in a sentence that names the
place and repeats nothing but names of rules."""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from bedside.guard.policy.floor import ENOUGH, FLOOR, HARD, RULES, severity_of
from bedside.guard.policy.shapes import Allowed, Policy, Setting, Term
from bedside.guard.policy.terms import found_in
from bedside.guard.rules import check

MOST = 300  # extra words, and allowed phrases, of one policy
PHRASE = (2, 80)
ALLOWED_PHRASE = (3, 120)
REASON = 300
WILDCARDS = 3
KEYS = ("rules", "terms", "allowed", "warnings_need_reason", "overrides")
SEVERITIES = ("block", "warn")

T = TypeVar("T")


class NotAPolicy(Exception):
    """`problems` says what is wrong, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def as_data(policy: Policy) -> dict[str, Any]:
    """The policy as JSON: what `parse` takes."""
    return {
        "rules": {
            one.rule: {
                **({} if one.on else {"on": False}),
                **({"severity": one.severity} if one.severity else {}),
                **({"reason": one.reason} if one.reason else {}),
            }
            for one in policy.settings
        },
        "terms": [
            {"phrase": one.phrase, "severity": one.severity, "reason": one.reason, "replacement": one.replacement}
            for one in policy.terms
        ],
        "allowed": [{"rule": one.rule, "phrase": one.phrase, "reason": one.reason} for one in policy.allowed],
        "warnings_need_reason": policy.warnings_need_reason,
        "overrides": policy.overrides,
    }


def canonical(policy: Policy) -> str:
    return json.dumps(as_data(policy), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(policy: Policy) -> str:
    """The hex SHA-256 of what the policy says."""
    return hashlib.sha256(canonical(policy).encode()).hexdigest()


@lru_cache(maxsize=64)
def read(text: str) -> Policy:
    """The policy of a stored JSON text. It was valid when it was kept, and must go on working when the product has
    learned new rules since: nothing is checked again, and `apply` keeps to the floor by itself."""
    data = json.loads(text)
    return Policy(
        settings=tuple(
            Setting(rule, said.get("on", True), said.get("severity"), said.get("reason", ""))
            for rule, said in sorted(data["rules"].items(), key=_place)
        ),
        terms=tuple(Term(**said) for said in data["terms"]),
        allowed=tuple(Allowed(**said) for said in data["allowed"]),
        warnings_need_reason=data["warnings_need_reason"],
        overrides=data["overrides"],
    )


def _place(named: tuple[str, object]) -> int:
    """Rules in the order of the checks; one the product no longer has comes last."""
    return RULES.index(named[0]) if named[0] in RULES else len(RULES)


def parse(data: object) -> Policy:
    """The policy; raises NotAPolicy with everything that is wrong."""
    problems: list[str] = []
    if not isinstance(data, Mapping):
        raise NotAPolicy(["A policy is a JSON object with rules, terms and allowed."])
    unknown = [str(key) for key in data if key not in KEYS]
    if unknown:
        problems.append(f"There is nothing called so in a policy: {_few(unknown)}. It has {', '.join(KEYS)}.")
    policy = Policy(
        settings=_settings(data.get("rules", {}), problems),
        terms=_each(data.get("terms", []), "Extra word", "terms", _term, problems),
        allowed=_each(data.get("allowed", []), "Allowed phrase", "allowed", _allowed, problems),
        warnings_need_reason=_flag(data.get("warnings_need_reason", True), problems),
        overrides="nobody" if data.get("overrides") == "nobody" else "privacy_officer",
    )
    if data.get("overrides", "privacy_officer") not in ("privacy_officer", "nobody"):
        problems.append('"overrides" is privacy_officer or nobody.')
    problems += _twice([one.phrase.casefold() for one in policy.terms], "Extra word")
    problems += _twice([f"{one.rule} {one.phrase.casefold()}" for one in policy.allowed], "Allowed phrase")
    if problems:
        raise NotAPolicy(problems)
    return policy


def _few(names: list[str]) -> str:
    shown = [name if name.isidentifier() and len(name) <= 40 else "(no name)" for name in names[:5]]
    return ", ".join(shown)


def _flag(value: object, problems: list[str]) -> bool:
    if not isinstance(value, bool):
        problems.append('"warnings_need_reason" is true or false.')
    return value is not False


def _settings(given: object, problems: list[str]) -> tuple[Setting, ...]:
    if not isinstance(given, Mapping):
        problems.append('"rules" is an object: the name of a rule, and what is set for it.')
        return ()
    found = []
    for rule, said in sorted(((str(name), said) for name, said in given.items()), key=_place):
        if rule not in RULES:
            problems.append(f"There is no rule called {_few([rule])}.")
        elif not isinstance(said, Mapping) or not set(said) <= {"on", "severity", "reason"}:
            problems.append(f"Rule {rule}: it may have on, severity and reason, and nothing else.")
        elif setting := _setting(rule, said, problems):
            found.append(setting)
    return tuple(found)


def _setting(rule: str, said: Mapping[str, object], problems: list[str]) -> Setting | None:
    on, severity = said.get("on", True), said.get("severity")
    where = f"Rule {rule}"
    reason = _words(said.get("reason", ""), f"{where}, reason", 0, REASON, problems)
    if not isinstance(on, bool):
        problems.append(f'{where}: "on" is true or false.')
        return None
    if severity not in (None, *SEVERITIES):
        problems.append(f'{where}: "severity" is block or warn, or left out.')
        return None
    heavy: Any = severity
    lowers = not on or (severity == "warn" and severity_of(rule) == "block")
    if lowers and rule in HARD:
        problems.append(
            f"{where}: this number names one person by itself, so the rule can be neither off nor a warning."
        )
    elif lowers and rule in FLOOR and len(reason) < ENOUGH:
        problems.append(f"{where}: it protects people, so lowering it needs a reason of at least {ENOUGH} characters.")
    return Setting(rule, on, heavy, reason) if not on or severity or reason else None


def _each(
    given: object,
    name: str,
    key: str,
    make: Callable[[Mapping[str, object], str, list[str]], T | None],
    problems: list[str],
) -> tuple[T, ...]:
    if not isinstance(given, list):
        problems.append(f'"{key}" is a list.')
        return ()
    if len(given) > MOST:
        problems.append(f'"{key}" holds at most {MOST}; this has {len(given)}.')
        return ()
    found = []
    for number, said in enumerate(given, 1):
        if not isinstance(said, Mapping):
            problems.append(f"{name} {number}: it is an object.")
        elif (made := make(said, f"{name} {number}", problems)) is not None:
            found.append(made)
    return tuple(found)


def _term(said: Mapping[str, object], where: str, problems: list[str]) -> Term | None:
    before = len(problems)
    if not set(said) <= {"phrase", "severity", "reason", "replacement"}:
        problems.append(f"{where}: it has phrase, severity, reason and replacement, and nothing else.")
    phrase = _words(said.get("phrase"), f"{where}, phrase", *PHRASE, problems)
    reason = _words(said.get("reason"), f"{where}, reason", 3, REASON, problems)
    replacement = _words(said.get("replacement", ""), f"{where}, replacement", 0, 120, problems)
    severity: Any = said.get("severity", "warn")
    if severity not in SEVERITIES:
        problems.append(f'{where}: "severity" is block or warn.')
    if phrase and (sum(map(str.isalnum, phrase)) < 2 or any(not set(word) - {"*"} for word in phrase.split())):
        problems.append(f"{where}: the phrase needs at least two letters, and a * stands beside letters of its word.")
    elif phrase.count("*") > WILDCARDS:
        problems.append(f"{where}: a phrase may hold {WILDCARDS} of the sign *.")
    if len(problems) > before:
        return None
    term = Term(phrase, severity, reason, replacement)
    if replacement and any(found_in(replacement, term)):
        problems.append(f"{where}: the replacement holds the very words it replaces.")
        return None
    return term


def _allowed(said: Mapping[str, object], where: str, problems: list[str]) -> Allowed | None:
    before = len(problems)
    if not set(said) <= {"rule", "phrase", "reason"}:
        problems.append(f"{where}: it has rule, phrase and reason, and nothing else.")
    rule = str(said.get("rule"))
    phrase = _words(said.get("phrase"), f"{where}, phrase", *ALLOWED_PHRASE, problems)
    if rule not in RULES:
        problems.append(f"{where}: there is no rule called {_few([rule])}.")
    elif rule in HARD:
        problems.append(f"{where}: {rule} names one person by itself; nothing can be allowed there.")
    least = ENOUGH if rule in FLOOR else 3
    reason = _words(said.get("reason"), f"{where}, reason", least, REASON, problems)
    if "*" in phrase:
        problems.append(f"{where}: what is allowed is written out; the sign * stands for nothing here.")
    elif phrase and sum(map(str.isalnum, phrase)) < ALLOWED_PHRASE[0]:
        problems.append(f"{where}: the phrase needs at least {ALLOWED_PHRASE[0]} letters or digits.")
    elif phrase and any(one.rule in HARD for one in check(phrase).findings):
        problems.append(f"{where}: the phrase holds a number that names one person; such a number is never allowed.")
    return Allowed(rule, phrase, reason) if len(problems) == before else None


def _words(value: object, where: str, least: int, most: int, problems: list[str]) -> str:
    """One line of text within its bounds; blanks in a row count as one."""
    if value is None:
        value = ""
    if not isinstance(value, str):
        problems.append(f"{where}: this is a text.")
        return ""
    said = " ".join(value.split())
    if not said.isprintable():
        problems.append(f"{where}: there is a character in it that cannot be shown.")
        return ""
    if len(said) < least:
        problems.append(f"{where}: at least {least} characters are needed." if said else f"{where}: it is missing.")
    elif len(said) > most:
        problems.append(f"{where}: at most {most} characters fit; this has {len(said)}.")
    return said


def _twice(said: list[str], name: str) -> list[str]:
    return [
        f"{name} {number}: it stands there twice." for number, one in enumerate(said, 1) if one in said[: number - 1]
    ]
