"""The nouns of a policy. All frozen; `data.py` makes them from JSON and refuses what is none."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bedside.guard.shapes import Severity

#: Who may release what is blocked: a privacy officer, or nobody at all.
Overrides = Literal["privacy_officer", "nobody"]


@dataclass(frozen=True)
class Setting:
    """What this hospital makes of one rule. `severity` None leaves each finding as heavy as its check made it."""

    rule: str
    on: bool = True
    severity: Severity | None = None
    reason: str = ""


@dataclass(frozen=True)
class Term:
    """Words this hospital does not use. `*` in the phrase stands for any letters of one word."""

    phrase: str
    severity: Severity
    reason: str
    replacement: str = ""


@dataclass(frozen=True)
class Allowed:
    """Words that one rule shall not report here, and why. No wildcards: a phrase is allowed as it stands."""

    rule: str
    phrase: str
    reason: str


@dataclass(frozen=True)
class Policy:
    """One hospital's rules; empty, it is the policy that comes with the product."""

    settings: tuple[Setting, ...] = ()
    terms: tuple[Term, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    warnings_need_reason: bool = True
    overrides: Overrides = "privacy_officer"

    def setting(self, rule: str) -> Setting:
        """What is set for a rule; as built in where nothing is."""
        return next((one for one in self.settings if one.rule == rule), Setting(rule))

    def phrases(self, rule: str) -> Iterable[str]:
        """What the rule shall not report."""
        return (one.phrase for one in self.allowed if one.rule == rule)


#: Version 0: what holds until a hospital puts its own in force.
BUILT_IN = Policy()
