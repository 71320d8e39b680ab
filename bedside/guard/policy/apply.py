"""What a verdict weighs under a hospital's policy. A pure function over what the checks found: no check knows of it."""

from collections.abc import Iterator
from typing import Any, TypeVar

from bedside.guard.policy.floor import BY_RULE, HARD, TERM_RULE
from bedside.guard.policy.shapes import Policy
from bedside.guard.policy.terms import found_in, places
from bedside.guard.replies import safe_reply
from bedside.guard.rules import check
from bedside.guard.scene import Scene
from bedside.guard.shapes import Facts, Finding, Kind, Outcome, Verdict

SOURCE = "This hospital's own policy"

Shape = TypeVar("Shape", Finding, Verdict)


def _remade(shape: Shape, **changed: Any) -> Shape:
    """The same with some fields changed, whichever fields it has."""
    return type(shape)(**{name: getattr(shape, name) for name in type(shape).__annotations__} | changed)


def judge(
    text: str,
    *,
    policy: Policy,
    kind: Kind = "post",
    inbound: str | None = None,
    author: str | None = None,
    facts: Facts = Facts(),  # noqa: B008 - frozen, so sharing the default is safe
    release: str | None = None,
) -> Verdict:
    """What the guard says of a text in a hospital with this policy; the safe wording holds to the policy as well."""
    verdict = check(text, kind=kind, inbound=inbound, author=author, facts=facts, release=release)
    said = apply(verdict, text, policy)
    if said.verdict == "allow" or (kind == "post" and inbound is None):
        return said
    safe = said.safe or safe_reply(inbound, facts)
    return _remade(said, safe=safe if not any(_own_words(safe, policy)) else None)


def apply(verdict: Verdict, text: str, policy: Policy) -> Verdict:
    """The verdict as this policy has it: rules off and allowed words gone, severities set, own words added."""
    kept: list[Finding] = []
    dropped: list[Finding] = []
    for finding in verdict.findings:
        if weighed := _weighed(finding, text, policy):
            kept.append(weighed)
        else:
            dropped.append(finding)
    kept += _uncovered(dropped, text)
    kept += _own_words(text, policy)
    if kept == list(verdict.findings):
        return verdict
    kept.sort(key=lambda one: (one.start, one.end, one.rule))
    return _remade(verdict, verdict=outcome(kept), findings=tuple(kept), safe=verdict.safe if kept else None)


def outcome(findings: list[Finding]) -> Outcome:
    severities = {finding.severity for finding in findings}
    return "block" if "block" in severities else "warn" if "warn" in severities else "allow"


def _weighed(finding: Finding, text: str, policy: Policy) -> Finding | None:
    """The finding with this policy's weight; None where it shall not be reported. Hard identifiers stay as they are,
    also where a stored policy should say otherwise."""
    if finding.rule in HARD:
        return finding
    setting = policy.setting(finding.rule)
    if not setting.on or _allowed(finding, text, policy):
        return None
    return _remade(finding, severity=setting.severity) if setting.severity else finding


def _allowed(finding: Finding, text: str, policy: Policy) -> bool:
    """Whether an allowed phrase covers the whole finding: one that holds more than the phrase is still reported."""
    for phrase in policy.phrases(finding.rule):
        for start, end in places(text, phrase):
            if start <= finding.start and finding.end <= end:
                return True
    return False


def _uncovered(dropped: list[Finding], text: str) -> Iterator[Finding]:
    """Hard identifiers that stood behind a finding now dropped: among identifiers the first to claim the words keeps
    them, so a record number inside an allowed link would otherwise be reported by nobody."""
    behind = [one for one in dropped if one.rule in BY_RULE and BY_RULE[one.rule].identifier]
    if not behind:
        return
    scene = Scene(text)
    for rule in HARD:
        hard = BY_RULE[rule]
        if not hard.looks(scene):
            continue
        for match in hard.find(scene):
            start, end = scene.origin(match)
            if any(start < one.end and one.start < end for one in behind):
                yield Finding(
                    rule=rule,
                    severity=hard.severity,
                    quote=text[start:end],
                    start=start,
                    end=end,
                    reason=match.reason or hard.reason,
                    source=hard.source,
                    suggestion=hard.suggestion,
                )


def _own_words(text: str, policy: Policy) -> Iterator[Finding]:
    for term in policy.terms:
        for start, end in found_in(text, term):
            yield Finding(
                rule=TERM_RULE,
                severity=term.severity,
                quote=text[start:end],
                start=start,
                end=end,
                reason=term.reason,
                source=SOURCE,
                suggestion=term.replacement or None,
            )
