"""Fax numbers that are not the organization's own (Safe Harbor item E)."""

from collections.abc import Iterator

from bedside.guard.checks.phone import is_fax, numbers
from bedside.guard.lexicon.wording import words_of
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match


def find(scene: Scene) -> Iterator[Match]:
    """Fax numbers of private persons."""
    return (match for match in numbers(scene) if is_fax(scene, match))


CHECK = Check(
    rule="fax",
    severity="block",
    reason="This fax number is not one of the organization's, so it may lead to a private person.",
    source="45 CFR 164.514(b)(2)(i)(E)",
    suggestion="our records office",
    find=find,
    identifier=True,
    digits=7,
    cues=words_of("fax faxed faxes faxing"),
)
