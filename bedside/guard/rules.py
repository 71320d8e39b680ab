"""What may leave the hospital: `check` composes the checks into a verdict, `redact` hides identifiers in what came
in."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from types import ModuleType

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
    "hide",
    "redact",
]
#: Words that stand beside names and are nobody's own.
TITLES = frozenset({"dr", "doctor", "dra", "nurse", "mr", "mrs", "ms", "the", "of", "and", "at", "in"})


@cache
def _learned() -> ModuleType:
    """Where rules and the learned model meet; imported on first use, with the checks."""
    from bedside.guard import learned

    return learned


@cache
def _by_name() -> dict[str, Check]:
    """The checks of meaning, each by its rule."""
    return {rule.rule: rule for rule in _checks()[0] if not rule.identifier}


@cache
def _checks() -> tuple[tuple[Check, ...], tuple[Check, ...], Callable[[str], bool]]:
    """Every check, those of identifiers, and the gate before them; imported on first use, since compiling their
    patterns takes longer than all other imports together."""
    from bedside.guard.checks import CHECKS
    from bedside.guard.checks.gate import harmless

    return CHECKS, tuple(rule for rule in CHECKS if rule.identifier), harmless


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
    learned = _learned()
    readings = learned.read(scene)
    found = learned.joined(scene, readings, by_rules(scene), _by_name())
    findings = tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.rule)))
    outcome = _outcome(findings)
    answers = scene.answers or inbound is not None
    return Verdict(outcome, findings, safe_reply(inbound, facts) if answers and outcome != "allow" else None)


def _outcome(findings: tuple[Finding, ...]) -> Outcome:
    if any(finding.severity == "block" for finding in findings):
        return "block"
    return "warn" if findings else "allow"


def by_rules(scene: Scene) -> Iterator[Finding]:
    """What the rule layer finds, without the learned model."""
    taken = bytearray(len(scene.original))  # characters an identifier check has claimed: one number has one rule
    seen: set[tuple[str, int, int]] = set()
    every, _identifiers, harmless = _checks()
    calm = harmless(scene.original)
    for rule in every:
        if (calm and rule.identifier) or not rule.looks(scene):
            continue
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


def redact(
    text: str,
    *,
    facts: Facts = Facts(),  # noqa: B008 - frozen, so sharing the default is safe
    today: date | None = None,
) -> Redacted:
    """What the public wrote, with private identifiers replaced by typed placeholders such as "[name]"; the
    organization's own numbers and its staff's names stay."""
    _every, identifiers, harmless = _checks()
    if harmless(text):
        return Redacted(text, ())
    scene = Scene(text, kind="inbound", facts=facts, today=today)
    spans = []
    digits, words = scene.digits, scene.words
    for rule in identifiers:
        # The same questions as Check.looks, asked here without a call: this loop runs for every text that comes in.
        if rule.digits > digits or (rule.cues is not None and rule.cues.isdisjoint(words)):
            continue
        for match in rule.find(scene):
            start, end = scene.origin(match)
            if end > start:
                spans.append((start, -end, rule.rule))
    return _hidden(text, spans)


def hide(
    text: str,
    places: Iterable[tuple[str, int, int]],
    *,
    facts: Facts = Facts(),  # noqa: B008 - frozen, so sharing the default is safe
) -> Redacted:
    """The text with these places (rule, start, end) replaced by placeholders as `redact` does, wherever they were
    found; what is the organization's own stays."""
    scene = Scene(text, kind="inbound", facts=facts)
    return _hidden(text, [(s, -e, rule) for rule, s, e in places if e > s and not _is_own(scene, text[s:e])])


def _is_own(scene: Scene, words: str) -> bool:
    digits = "".join(char for char in words if char.isdigit())
    if len(digits) >= 7:
        return scene.owns_phone(digits)
    said = [word.removesuffix("'s") for word in re.findall(r"[^\W\d_][\w'-]*", words.lower())]
    known = scene.own_words | scene.staff_words
    return bool(said) and all(word in known or word in TITLES for word in said)


def _hidden(text: str, spans: list[tuple[int, int, str]]) -> Redacted:
    """Spans are (start, minus end, rule), so that the longest of those that begin together comes first."""
    if not spans:
        return Redacted(text, ())
    spans.sort(key=_place)
    merged: list[tuple[int, int, str]] = []
    for start, negative, name in spans:
        if merged and start < merged[-1][1]:
            last = merged[-1]
            merged[-1] = (last[0], max(last[1], -negative), last[2])
        else:
            merged.append((start, -negative, name))
    parts, at = [], 0
    for start, end, name in merged:
        parts += [text[at:start], f"[{name}]"]
        at = end
    return Redacted("".join([*parts, text[at:]]), tuple(Span(*one) for one in merged))


def _place(span: tuple[int, int, str]) -> tuple[int, int]:
    return span[:2]
