"""Telephone numbers that are not the organization's own (Safe Harbor item D)."""

import re
from collections.abc import Iterator

from bedside.guard.lexicon.wording import alternatives
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

NUMBER = re.compile(
    r"(?<![\w.#/-])(?:\+?1[ .-]?)?(?:\(\d{3}\)[ .-]{0,2}|\d{3}[ .-]{1,2})?\d{3}[ .-]{1,2}\d{4}(?![\w]|-\d)"
    r"|(?<![\w.#/-])(?:\+?1)?\d{10}(?![\w-])"
    r"|(?<![\w.#/-])\+\d{1,3}(?:[ .-]?\d{2,4}){2,4}(?![\w-])"
)
LETTERED = re.compile(r"\b1?[ .-]?8(?:00|33|44|55|66|77|88)[ .-]")  # toll-free: organizations, not persons
FAX_NEAR = re.compile(r"\bfax(?:ed|es|ing)?\b")
OTHER_CUE = re.compile(
    r"\b"
    + alternatives(r"""
    mrn / ssn / social / acct / account / member / policy / id / npi / dea / serial / imei
    lic(ense|ence)? / cdl / dl / ticket / case / chart / trip / confirmation
""")
    + r"\b(?:[ .:#]|\b(?:no|number|num|is)\b){0,6}$"
)


def numbers(scene: Scene) -> Iterator[Match]:
    """Every telephone number that is not the organization's, faxes included."""
    for hit in NUMBER.finditer(scene.text):
        digits = re.sub(r"\D", "", hit.group())
        if not 7 <= len(digits) <= 15 or scene.owns_phone(digits) or LETTERED.match(hit.group()):
            continue
        if OTHER_CUE.search(scene.low, max(0, hit.start() - 24), hit.start()):
            continue
        yield Match(hit.start(), hit.end())
    for run in scene.spelled:
        if len(run.digits) in (7, 10, 11) and not scene.owns_phone(run.digits):
            yield Match(run.start, run.end)


def is_fax(scene: Scene, match: Match) -> bool:
    """Whether the number is named as a fax machine's."""
    return bool(FAX_NEAR.search(scene.low, max(0, match.start - 48), min(len(scene.low), match.end + 12)))


def find(scene: Scene) -> Iterator[Match]:
    """Numbers of private persons."""
    return (match for match in numbers(scene) if not is_fax(scene, match))


CHECK = Check(
    rule="phone",
    severity="block",
    reason="This telephone number is not one of the organization's, so it may be a private person's.",
    source="45 CFR 164.514(b)(2)(i)(D)",
    suggestion="our main line",
    find=find,
    identifier=True,
)
