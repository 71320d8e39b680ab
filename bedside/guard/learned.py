"""Joins what the rule layer found with what the model reads, rule by rule, in favor of what is certain.

- An identifier found by its shape, and words of `checks/certain.py`, always stand: no model talks them away.
- Another finding of a meaning check stands when the model does not clearly read the contrary.
- What no check has words for, the model adds when its reading passes the border set on texts held out.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bedside.guard.checks.certain import certain, refused
from bedside.guard.model.meaning import Meaning, Reading, meaning
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Finding, Match

#: The rules that are about meaning and the thread; identifiers are not the model's business.
MEANT = (
    "patient_relationship",
    "health_detail",
    "billing_detail",
    "solicits_phi",
    "medical_advice",
    "story_without_release",
    "unproven_claim",
    "trial_claim",
    "hostile",
    "missing_disclosure",
)


#: Below this logit the model is sure that a post tells nobody's story.
NO_STORY = -5.0


def read(scene: Scene) -> dict[str, Reading]:
    """What the model reads of each rule. In a post it first tells the checks whether one person's story is told, since
    names, days and places identify a patient only there."""
    readings = _model().read(_kind(scene), scene.heard, scene.text)
    story = readings.get("story_without_release")
    if story and scene.publishes and not scene.released and not NO_STORY <= story.logit <= 0:
        scene.told.append(Match(story.start, story.end) if story.logit > 0 else None)
    return readings


def joined(
    scene: Scene, readings: Mapping[str, Reading], found: Iterable[Finding], checks: Mapping[str, Check]
) -> list[Finding]:
    """The findings that stand, with those the model adds; `checks` by rule say why and by which law."""
    found = list(found)
    if not readings:
        return found
    sure = list(certain(scene))
    kept = [finding for finding in found if finding.rule not in MEANT]
    for rule in MEANT:
        told = [finding for finding in found if finding.rule == rule]
        plain = [(start, end) for name, start, end in sure if name == rule]
        logit = readings[rule].logit + (_model().heard.get(rule, 0.0) if told or plain else 0.0)
        confidence = 1.0 if plain else 1 / (1 + math.exp(-logit))
        if not plain and logit <= 0:
            continue
        if told:
            kept += [replace(finding, confidence=round(confidence, 3)) for finding in told]
        else:
            start, end = plain[0] if plain else (readings[rule].start, readings[rule].end)
            if not plain and refused(scene, rule, start):
                continue
            finding = _finding(scene, checks[rule], start, end, confidence)
            kept += [finding] if finding else []
    return kept


def _model() -> Meaning:
    return meaning()


def _kind(scene: Scene) -> str:
    if scene.released:
        return "story"
    return scene.kind if scene.kind in ("post", "reply", "message") else "reply"


def _finding(scene: Scene, check: Check, start: int, end: int, confidence: float) -> Finding | None:
    left, right = scene.origin(Match(start, end))
    if right <= left:
        return None
    return Finding(
        check.rule, check.severity, scene.original[left:right], left, right, check.reason, check.source,
        check.suggestion, round(confidence, 3),
    )  # fmt: skip
