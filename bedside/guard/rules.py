"""What may leave the hospital: `check` composes the checks into a verdict, `redact` hides identifiers in what came
in."""

from collections.abc import Iterator
from datetime import date

from bedside.guard.checks import CHECKS
from bedside.guard.replies import safe_reply
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Facts, Finding, Kind, Media, Outcome, Parcel, Redacted, Severity, Span, Verdict

__all__ = [
    "Check",
    "Facts",
    "Finding",
    "Kind",
    "Media",
    "Outcome",
    "Parcel",
    "Redacted",
    "Severity",
    "Span",
    "Verdict",
    "check",
    "redact",
]


def check(
    text: str,
    *,
    kind: Kind = "post",
    inbound: str | None = None,
    author: str | None = None,
    facts: Facts = Facts(),  # noqa: B008 - frozen, so sharing the default is safe
    release: str | None = None,
    today: date | None = None,
) -> Verdict:
    """Whether a text may leave, with every finding explained. `inbound` and `author` are the comment being answered and
    its display name; `release` names the signed patient-story release that covers a post (45 CFR 164.508)."""
    scene = Scene(text, kind=kind, inbound=inbound, author=author, facts=facts, release=release, today=today)
    findings = tuple(sorted(_findings(scene), key=lambda finding: (finding.start, finding.end, finding.rule)))
    outcome = _outcome(findings)
    answers = scene.answers or inbound is not None
    return Verdict(outcome, findings, safe_reply(inbound, facts) if answers and outcome != "allow" else None)


def _outcome(findings: tuple[Finding, ...]) -> Outcome:
    if any(finding.severity == "block" for finding in findings):
        return "block"
    return "warn" if findings else "allow"


def _findings(scene: Scene) -> Iterator[Finding]:
    taken = bytearray(len(scene.original))  # characters an identifier check has claimed: one number has one rule
    seen: set[tuple[str, int, int]] = set()
    for rule in CHECKS:
        claimed = []
        for match in rule.find(scene):
            start, end = scene.origin(match)
            if end <= start or (rule.rule, start, end) in seen:
                continue
            if rule.identifier and any(taken[start:end]):
                continue
            seen.add((rule.rule, start, end))
            claimed.append((start, end))
            yield Finding(
                rule=rule.rule,
                severity=match.severity or rule.severity,
                quote=scene.original[start:end],
                start=start,
                end=end,
                reason=match.reason or rule.reason,
                source=rule.source,
                suggestion=match.suggestion if match.suggestion is not None else rule.suggestion,
            )
        if rule.identifier:
            for start, end in claimed:
                taken[start:end] = b"\1" * (end - start)


def redact(text: str, *, facts: Facts = Facts()) -> Redacted:  # noqa: B008 - frozen, so sharing the default is safe
    """What the public wrote, with private identifiers replaced by typed placeholders such as "[name]"; the
    organization's own numbers and its staff's names stay."""
    scene = Scene(text, kind="inbound", facts=facts)
    spans: list[Span] = []
    for rule in CHECKS:
        if not rule.identifier:
            continue
        for match in rule.find(scene):
            start, end = scene.origin(match)
            if end > start:
                spans.append(Span(start, end, rule.rule))
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Span(last.start, max(last.end, span.end), last.rule)
        else:
            merged.append(span)
    parts, at = [], 0
    for span in merged:
        parts += [text[at : span.start], f"[{span.rule}]"]
        at = span.end
    return Redacted("".join([*parts, text[at:]]), tuple(merged))
