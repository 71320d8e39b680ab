"""How low a policy may go. Three kinds of rules:

- HARD: a number that names one person by itself. Never off, never a warning, never allowed, never released by anybody.
- FLOOR: the other identifiers of 45 CFR 164.514(b)(2) and what discloses care (45 CFR 164.502(a), 164.508). They can
  be lowered with a written reason, approved by the privacy officer; whatever is lowered stays on display.
- OPEN: claims, tone and disclosures, which each hospital weighs for itself.
"""

from dataclasses import dataclass

from bedside.guard.checks import CHECKS
from bedside.guard.policy.shapes import Policy
from bedside.guard.scene import Check
from bedside.guard.shapes import Severity

#: The rule under which a hospital's own words are reported.
TERM_RULE = "house_word"
#: Found in pictures rather than in words, and so by no check of texts.
FACE_RULE = "full_face"

#: Rule -> its check; where two checks share a rule, the first speaks for it.
BY_RULE: dict[str, Check] = {check.rule: check for check in reversed(CHECKS)}

HARD = frozenset({"ssn", "mrn", "health_plan_number", "account_number"})
DISCLOSURES = frozenset(
    {"patient_relationship", "health_detail", "billing_detail", "solicits_phi", "medical_advice"}
    | {"story_without_release"}
)
IDENTIFIERS = frozenset({rule for rule, check in BY_RULE.items() if check.identifier} | {FACE_RULE})
FLOOR = (IDENTIFIERS | DISCLOSURES) - HARD
#: Every rule a policy may name, in the order of the checks.
RULES: tuple[str, ...] = (*dict.fromkeys(check.rule for check in CHECKS),) + (
    () if FACE_RULE in BY_RULE else (FACE_RULE,)
)
OPEN = frozenset(RULES) - FLOOR - HARD

#: Characters a reason needs when it lowers something that protects people.
ENOUGH = 15


@dataclass(frozen=True)
class Lowered:
    """One place where a policy protects less than the product does, and why."""

    rule: str
    how: str  # "off", "warning" or "allowed"
    phrase: str
    reason: str


def severity_of(rule: str) -> Severity:
    """How heavy the product makes a rule."""
    return BY_RULE[rule].severity if rule in BY_RULE else "block"


def lowered(policy: Policy) -> tuple[Lowered, ...]:
    """Everything of the floor that this policy lowers, in the order it stands."""
    rules = [
        Lowered(one.rule, "warning" if one.on else "off", "", one.reason)
        for one in policy.settings
        if one.rule in FLOOR and (not one.on or (one.severity == "warn" and severity_of(one.rule) == "block"))
    ]
    return (
        *rules,
        *(Lowered(one.rule, "allowed", one.phrase, one.reason) for one in policy.allowed if one.rule in FLOOR),
    )


def needs_reason(policy: Policy, rules: frozenset[str]) -> bool:
    """Whether a text with warnings of these rules leaves only with a written reason: always, where one of them
    protects people, whatever the policy says of other warnings."""
    return policy.warnings_need_reason or bool(rules & (FLOOR | HARD))


def releasable(policy: Policy, rules: frozenset[str]) -> bool:
    """Whether a privacy officer may release a text in which these rules were found."""
    return policy.overrides == "privacy_officer" and bool(rules) and not rules & HARD
