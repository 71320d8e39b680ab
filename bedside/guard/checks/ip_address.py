"""Internet addresses, version 4 and 6 (Safe Harbor item O)."""

import re
from collections.abc import Iterator
from ipaddress import ip_address

from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

V4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
V6 = re.compile(r"(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])", re.IGNORECASE)


def find(scene: Scene) -> Iterator[Match]:
    """Every well-formed address."""
    text = scene.text
    found = [*(V4.finditer(text) if text.count(".") > 2 else ()), *(V6.finditer(text) if text.count(":") > 1 else ())]
    for hit in found:
        if len(hit.group()) < 4 or (":" in hit.group() and sum(c != ":" for c in hit.group()) < 3):
            continue
        try:
            ip_address(hit.group())
        except ValueError:
            continue
        yield Match(hit.start(), hit.end())


CHECK = Check(
    rule="ip_address",
    severity="block",
    reason="This is an internet address: it leads to one person's connection.",
    source="45 CFR 164.514(b)(2)(i)(O)",
    suggestion=None,
    find=find,
    identifier=True,
    digits=2,
)
