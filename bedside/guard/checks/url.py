"""Links that lead to a private person: profiles, fund-raisers, obituaries, registries (Safe Harbor item N)."""

import re
from collections.abc import Iterator

from bedside.guard.lexicon.wording import alternatives
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

LINK = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}(?::\d{2,5})?(?:[/?#][^\s<>\"'|]{0,400})?",
    re.IGNORECASE,
)
HOST = re.compile(r"[a-z0-9-]\.[a-z]{2}")
PERSON = re.compile(
    alternatives(r"""
    fund / gofund / give / caring / meal / registry / baby / memorial / obit / legacy / funeral
    profile / people / user / member / facebook / instagram / tiktok / twitter / linkedin / youtube
    /in/ / /u/ / /@ / /~ / blog / journey / pray / praying / family / wedding / album / photos? / fb\.
""")
)
PUBLIC = re.compile(
    r"(?:\.gov(?:[/:?#]|$)|cdc\.|nih\.|who\.int|988lifeline|redcross|heart\.org|cancer\.org|\.edu(?:[/:?#]|$))"
)
TOP = re.compile(
    r"\.(?:com|net|org|edu|gov|io|us|co|me|info|int|uk|au|ca|example|test|app|health|"
    r"care|page|link|ly|be|fm|tv|blog|site|online)(?:[/:?#]|$)"
)
TOLD = re.compile(r"\b(?:my|our|her|his) (?:\w+ ){0,2}(?:blog|story|page|video|channel|site|post|website)\b|on my blog")
PERSON_CUE = re.compile(
    r"\b(?:his|her|their|your|my|our patient'?s|fundraiser|page|profile|obituary|"
    r"blog|channel|album|video|registry|story)\b"
)


def find(scene: Scene) -> Iterator[Match]:
    """Links to other hosts that look personal; in answers, any unknown link that is not a public body's."""
    if "." not in scene.low or not HOST.search(scene.low):
        return
    for hit in LINK.finditer(scene.low):
        link = hit.group().rstrip(".,;:!?)")
        host = re.split(r"[/?#:]", re.sub(r"^https?://", "", link), maxsplit=1)[0]
        shown = link.startswith(("http://", "https://", "www."))
        if (
            not (shown or TOP.search(link))
            or scene.owns_host(host)
            or PUBLIC.search(link)
            or re.fullmatch(r"[\d.]+", host)
        ):
            continue
        if scene.text[max(0, hit.start() - 1) : hit.start()] == "@":
            continue
        personal = bool(PERSON.search(link))
        cued = bool(PERSON_CUE.search(scene.low, max(0, hit.start() - 60), hit.start()))
        argued = scene.answers and TOLD.search(scene.heard.lower()) is not None
        if personal or argued or (cued and not scene.publishes) or scene.kind == "inbound":
            yield Match(hit.start(), hit.start() + len(link))


CHECK = Check(
    rule="url",
    severity="block",
    reason="This link leads to a page about a private person.",
    source="45 CFR 164.514(b)(2)(i)(N)",
    suggestion="our website",
    find=find,
    identifier=True,
)
