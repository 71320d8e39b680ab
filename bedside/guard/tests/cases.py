"""A hospital that is not real, and the rules its texts break."""

from typing import cast

from bedside.guard import Facts, check
from bedside.guard.rules import by_rules
from bedside.guard.scene import Scene
from bedside.guard.shapes import Kind

HARBOR = Facts(
    name="Harbor Light Hospital",
    phones=("(212) 555-0100", "555-0100"),
    emails=("care@harbor.example.org",),
    urls=("https://harbor.example.org",),
    addresses=("1 Harbor Way",),
    staff=("Dr. Ruth Okafor", "Nurse Manager Tom Bell"),
)


def rules_of(text: str, kind: str, inbound: str | None = None, facts: Facts = HARBOR) -> set[str]:
    """The rules a text breaks, after making sure that every quote is an exact part of it."""
    verdict = check(text, kind=cast(Kind, kind), inbound=inbound, facts=facts)
    for finding in verdict.findings:
        assert text[finding.start : finding.end] == finding.quote != ""
    return {finding.rule for finding in verdict.findings}


def by_the_rule_layer(text: str, kind: str) -> set[str]:
    """The rules that the checks alone find, without the learned model."""
    return {finding.rule for finding in by_rules(Scene(text, kind=kind, facts=HARBOR))}
