"""Links, mentions and hashtags found in a text, with the byte offsets Bluesky wants (app.bsky.richtext.facet)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bedside.channels.networks.bluesky.shapes import Facet, Wire
from bedside.kit.text import graphemes

LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# Without a scheme only names under endings a hospital really writes: "e.g.today" must not become a link.
BARE = re.compile(r"(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:org|com|net|gov|edu|health|info|us|mil)"
                  r"(?:/[^\s<>\"]*)?(?![\w@-])", re.IGNORECASE)  # fmt: skip
MENTION = re.compile(r"(?<![\w@./-])@((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z][a-zA-Z0-9-]{0,61})")
TAG = re.compile(r"(?<![\w&/#])[#＃](\S+)")
OPENED_BY = {")": "(", "]": "["}
TRAILING = ".,;:!?'\"”’»…"


@dataclass(frozen=True)
class Span:
    """A stretch of text that means something; `start` and `end` count characters."""

    start: int
    end: int
    kind: str  # "link" | "mention" | "tag"
    value: str


def spans(text: str) -> list[Span]:
    """Every link, mention and hashtag, in order and without overlap."""
    found = sorted([*_links(text), *_mentions(text), *_tags(text)], key=lambda span: (span.start, -span.end))
    kept: list[Span] = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def handles(text: str) -> list[str]:
    """Handles mentioned, each once, to be resolved before `facets`."""
    return list(dict.fromkeys(span.value for span in spans(text) if span.kind == "mention"))


def facets(text: str, mentions: Mapping[str, str]) -> list[Facet]:
    """The facets of a text; `mentions` gives the account of each handle that exists, others stay plain text."""
    made: list[Facet] = []
    for span in spans(text):
        feature = _feature(span, mentions)
        if feature is not None:
            start = len(text[: span.start].encode())
            length = len(text[span.start : span.end].encode())
            made.append({"index": {"byteStart": start, "byteEnd": start + length}, "features": [feature]})
    return made


def _feature(span: Span, mentions: Mapping[str, str]) -> Wire | None:
    if span.kind == "link":
        return {"$type": "app.bsky.richtext.facet#link", "uri": span.value}
    if span.kind == "tag":
        return {"$type": "app.bsky.richtext.facet#tag", "tag": span.value}
    did = mentions.get(span.value)
    return {"$type": "app.bsky.richtext.facet#mention", "did": did} if did else None


def _links(text: str) -> Iterator[Span]:
    for pattern in (LINK, BARE):
        for match in pattern.finditer(text):
            shown = _trimmed(match[0])
            host = re.sub(r"^https?://", "", shown, flags=re.IGNORECASE)
            if host:
                uri = shown if pattern is LINK else f"https://{shown}"
                yield Span(match.start(), match.start() + len(shown), "link", uri)


def _trimmed(shown: str) -> str:
    """Without the punctuation of the sentence around it; a closing bracket stays where it was opened inside."""
    while shown:
        last = shown[-1]
        unopened = last in OPENED_BY and shown.count(last) > shown.count(OPENED_BY[last])
        if last not in TRAILING and not unopened:
            break
        shown = shown[:-1]
    return shown


def _mentions(text: str) -> Iterator[Span]:
    for match in MENTION.finditer(text):
        yield Span(match.start(), match.end(), "mention", match[1].lower())


def _tags(text: str) -> Iterator[Span]:
    for match in TAG.finditer(text):
        tag = re.sub(r"[^\w]+$", "", match[1])
        # The lexicon allows 64 graphemes and 640 bytes; a number alone is no hashtag.
        if tag and not tag.isdigit() and graphemes(tag) <= 64 and len(tag.encode()) <= 640:
            yield Span(match.start(), match.start() + 1 + len(tag), "tag", tag)
