"""E-mail addresses that are not the organization's own (Safe Harbor item F)."""

import re
from collections.abc import Iterator

from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

# The local part is bounded (RFC 5321 allows 64) so that a long run of letters costs linear time.
ADDRESS = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}\s?@\s?(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}(?![\w-])", re.IGNORECASE)
SPELLED = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?: (?:dot|punto) [\w+-]{1,64}){0,3}(?: (?:at|arroba) |\s?[\[({] ?(?:at|@) ?[\])}]\s?)"
    r"[\w-]{1,63}(?:(?: (?:dot|punto) |\s?[\[({] ?(?:dot|\.) ?[\])}]\s?|\.)[\w-]{1,24}){0,3}"
    r"(?: (?:dot|punto) |\s?[\[({] ?(?:dot|\.) ?[\])}]\s?)(?:com|net|org|edu|gov|io|us|example|co|me|info|mail)\b",
    re.IGNORECASE,
)


BRACKETED = re.compile(r"[\[({] ?(?:at|@|dot|\.) ?[\])}]")
SAID = frozenset(("dot", "punto", "arroba"))


def host_of(address: str) -> str:
    """The host of an address, however it was spelled."""
    plain = re.sub(r"\s?[\[({] ?(?:at|@) ?[\])}]\s?| (?:at|arroba) ", "@", address, flags=re.IGNORECASE)
    plain = re.sub(r"\s?[\[({] ?(?:dot|\.) ?[\])}]\s?| (?:dot|punto) ", ".", plain, flags=re.IGNORECASE)
    return plain.rsplit("@", 1)[-1].strip().lower()


def find(scene: Scene) -> Iterator[Match]:
    """Addresses on hosts that are not the organization's."""
    patterns = [ADDRESS] if "@" in scene.text else []
    if not SAID.isdisjoint(scene.words) or BRACKETED.search(scene.low):
        patterns.append(SPELLED)
    for pattern in patterns:
        for hit in pattern.finditer(scene.text):
            if not scene.owns_host(host_of(hit.group())):
                yield Match(hit.start(), hit.end())


CHECK = Check(
    rule="email",
    severity="block",
    reason="This e-mail address is not one of the organization's, so it may be a private person's.",
    source="45 CFR 164.514(b)(2)(i)(F)",
    suggestion="our office",
    find=find,
    identifier=True,
)
