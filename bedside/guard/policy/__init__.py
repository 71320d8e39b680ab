"""A hospital's own rules for what may leave, as data: pure, without Django. The checks find; the policy decides what a
finding weighs here, within a floor that no hospital goes below (see `floor.py`)."""

from bedside.guard.policy.apply import apply, judge
from bedside.guard.policy.data import NotAPolicy, as_data, digest, parse
from bedside.guard.policy.floor import FLOOR, HARD, OPEN, RULES, TERM_RULE, Lowered, lowered
from bedside.guard.policy.shapes import BUILT_IN, Allowed, Policy, Setting, Term

__all__ = [
    "BUILT_IN",
    "FLOOR",
    "HARD",
    "OPEN",
    "RULES",
    "TERM_RULE",
    "Allowed",
    "Lowered",
    "NotAPolicy",
    "Policy",
    "Setting",
    "Term",
    "apply",
    "as_data",
    "digest",
    "judge",
    "lowered",
    "parse",
]
