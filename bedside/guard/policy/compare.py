"""What another policy would change: two verdicts of one text, and a tally of many. Plain dictionaries, because a
tally is kept as JSON between two steps of a long count."""

import hashlib
from dataclasses import dataclass
from typing import Any

from bedside.guard.shapes import Verdict

MOST_EXAMPLES = 50
#: Examples of one rule, so that a frequent one leaves room for others.
MOST_OF_A_RULE = 8


@dataclass(frozen=True)
class Change:
    """What would be different for one text."""

    before: str
    after: str
    appeared: frozenset[str]  # rules found only under the proposed policy
    vanished: frozenset[str]  # rules found only under the policy in force
    heavier: frozenset[str]  # found under both, and heavier under the proposed one
    lighter: frozenset[str]

    @property
    def rules(self) -> frozenset[str]:
        return self.appeared | self.vanished | self.heavier | self.lighter


def compared(before: Verdict, after: Verdict) -> Change:
    """The change from one verdict to the other; weight is the heaviest finding of a rule."""
    was, then = _weights(before), _weights(after)
    both = was.keys() & then.keys()
    return Change(
        before.verdict,
        after.verdict,
        frozenset(then.keys() - was.keys()),
        frozenset(was.keys() - then.keys()),
        frozenset(rule for rule in both if then[rule] > was[rule]),
        frozenset(rule for rule in both if then[rule] < was[rule]),
    )


def _weights(verdict: Verdict) -> dict[str, int]:
    found: dict[str, int] = {}
    for finding in verdict.findings:
        found[finding.rule] = max(found.get(finding.rule, 0), 2 if finding.severity == "block" else 1)
    return found


def empty() -> dict[str, Any]:
    """A tally of nothing: texts by verdict before and after, texts by rule and kind of change, examples."""
    return {"verdicts": {}, "rules": {}, "examples": [], "changed": 0}


def add(tally: dict[str, Any], change: Change, *, subject: str, subject_id: int, where: str, text: str) -> None:
    """Counts one text; an example names the text and keeps none of its words. The same words said often are one
    example."""
    step = f"{change.before}>{change.after}"
    tally["verdicts"][step] = tally["verdicts"].get(step, 0) + 1
    if not change.rules:
        return
    tally["changed"] += 1
    for name in ("appeared", "vanished", "heavier", "lighter"):
        for rule in getattr(change, name):
            row = tally["rules"].setdefault(rule, {"appeared": 0, "vanished": 0, "heavier": 0, "lighter": 0})
            row[name] += 1
    examples = tally["examples"]
    seen = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    crowded = {
        rule for rule in change.rules if sum(rule in one["rules"] for one in examples) >= MOST_OF_A_RULE
    } == change.rules
    twin = any(one["seen"] == seen for one in examples)
    if len(examples) < MOST_EXAMPLES and not crowded and not twin:
        examples.append(
            {
                "subject": subject,
                "id": subject_id,
                "where": where,
                "before": change.before,
                "after": change.after,
                "rules": sorted(change.rules),
                "seen": seen,
            }
        )
