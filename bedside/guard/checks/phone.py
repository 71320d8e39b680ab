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
# Numbers of other countries, believed after "+" or "0", or beside a word for calling.
ABROAD = re.compile(
    r"(?<![\w.#/-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]?\d{2,4}){2,5}"
    r"(?:\s?(?:x|ext\.?)\s?\d{1,5})?(?![\w-])"
)
SPACED = re.compile(r"(?<!\w)\d(?:[ .·_*-]{1,3}\d){6,10}(?!\w)")  # 5 5 5 . 0 1 4 2
EXTENDED = re.compile(r"\s?(?:x|ext\.?)\s?\d{1,5}\b")
CALLING = re.compile(
    r"\b(?:phone|tel|telephone|mobile|cell|call|text|desk|office|fax|reach|ring|whatsapp|answering|dial)\b"
)
LETTERED = re.compile(r"\b1?[ .-]?8(?:00|33|44|55|66|77|88)[ .-]")  # toll-free: organizations, not persons
DATED = re.compile(r"(?:19|20)\d\d[-. ]\d\d?[-. ]\d\d?|\d\d?[-. ]\d\d?[-. ](?:19|20)\d\d|\d{3}-\d{2}-\d{4}$")
FAX_SENT = re.compile(r"\bfax(?:ed|ing)\b")
CALLING_US = re.compile(r"\b(?:call|phone|ring|text|dial|reach)\b")
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
    for hit in _shaped(scene, NUMBER):
        digits = re.sub(r"\D", "", hit.group())
        if not 7 <= len(digits) <= 15 or scene.owns_phone(digits) or LETTERED.match(hit.group()):
            continue
        if OTHER_CUE.search(scene.low, max(0, hit.start() - 24), hit.start()):
            continue
        more = EXTENDED.match(scene.low, hit.end())
        yield Match(hit.start(), more.end() if more else hit.end())
    if scene.kind == "inbound":
        yield from _abroad(scene)
    for hit in _shaped(scene, SPACED):
        digits = re.sub(r"\D", "", hit.group())
        if len(digits) in (7, 10, 11) and not scene.owns_phone(digits):
            yield Match(hit.start(), hit.end())
    for run in scene.spelled:
        if len(run.digits) in (7, 10, 11) and not scene.owns_phone(run.digits):
            yield Match(run.start, run.end)


def _shaped(scene: Scene, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for start, end in scene.stretches(7):
        yield from pattern.finditer(scene.text, start, end)


def _abroad(scene: Scene) -> Iterator[Match]:
    for hit in _shaped(scene, ABROAD):
        said = hit.group()
        digits = re.sub(r"\D", "", said)
        if not 8 <= len(digits) <= 15 or digits == said or scene.owns_phone(digits) or DATED.match(said):
            continue
        formal = said[0] in "+0" or said.startswith("(0")
        near = max(0, hit.start() - 24)
        called = formal or CALLING.search(scene.low, near, min(len(scene.low), hit.end() + 12))
        if called and not OTHER_CUE.search(scene.low, near, hit.start()):
            yield Match(hit.start(), hit.end())


def is_fax(scene: Scene, match: Match) -> bool:
    """Whether the number is named as a fax machine's."""
    before, after = max(0, match.start - 48), min(len(scene.low), match.end + 12)
    if FAX_NEAR.search(scene.low, before, after):
        return True
    # "from 555-0136, and we faxed the reply there": the only number of a text that faxes, and nobody is called.
    rest = min(len(scene.low), match.end + 60)
    return not CALLING_US.search(scene.low, before, match.start) and bool(
        FAX_SENT.search(scene.low, match.end, rest) and len(scene.stretches(7)) == 1
    )


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
