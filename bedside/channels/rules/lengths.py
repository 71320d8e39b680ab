"""How long a text is, by each network's own rule, and how a long one is told in several posts. Pure."""

import re
import unicodedata

from bedside.channels.rules.abilities import Answering, Limits
from bedside.kit.text import clusters, graphemes

ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# twitter-text configuration v3: these ranges weigh 100 of 200, everything else 200 (two characters).
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
SPACE = re.compile(r"\s+")
CUT = re.compile(r"(?<=[.!?…])\s+|\n+")


def length(text: str, limits: Limits | Answering) -> int:
    """The length of a text as this network counts it."""
    count = COUNTS[limits.counts]
    if limits.url_length is None:
        return count(text)
    bare, addresses = ADDRESS.subn("", text)
    return count(bare) + addresses * limits.url_length


def _weighted(text: str) -> int:
    """X counts NFC; an emoji, however composed, is two, as is every character outside the light ranges."""
    return sum(_weight(cluster) for cluster in clusters(unicodedata.normalize("NFC", text)))


def _weight(cluster: str) -> int:
    if pictorial(cluster):
        return 2
    return sum(1 if any(low <= ord(char) <= high for low, high in LIGHT) else 2 for char in cluster)


def _emoji_bytes(text: str) -> int:
    """Threads counts an emoji as the bytes of its UTF-8 form."""
    return sum(len(c.encode("utf-8", "surrogatepass")) if pictorial(c) else len(c) for c in clusters(text))


def pictorial(cluster: str) -> bool:
    """Whether a grapheme cluster is shown as an emoji."""
    first = ord(cluster[0])
    if "\ufe0f" in cluster or "\u20e3" in cluster or 0x1F1E6 <= first <= 0x1F1FF:
        return True
    return 0x1F000 <= first <= 0x1FAFF or first in EMOJI_SHOWN


#: Below U+1F000, what is shown as an emoji without a selector (Emoji_Presentation in emoji-data.txt).
EMOJI_SHOWN = frozenset([
    0x231A, 0x231B, *range(0x23E9, 0x23ED), 0x23F0, 0x23F3, 0x25FD, 0x25FE, 0x2614, 0x2615, *range(0x2648, 0x2654),
    0x267F, 0x2693, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26D4, 0x26EA, 0x26F2, 0x26F3,
    0x26F5, 0x26FA, 0x26FD, 0x2705, 0x270A, 0x270B, 0x2728, 0x274C, 0x274E, *range(0x2753, 0x2756), 0x2757,
    *range(0x2795, 0x2798), 0x27B0, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B55,
])  # fmt: skip

COUNTS = {"characters": len, "graphemes": graphemes, "weighted": _weighted, "emoji bytes": _emoji_bytes}


def wording(text: str, link: str, limits: Limits) -> str:
    """The text as it counts: with the link where the network has no other place for one."""
    return f"{text}\n\n{link}" if link and limits.link_in_text and link not in text else text


def overrun(text: str, limits: Limits | Answering) -> str:
    """What is wrong with a text's length, as the end of a sentence; empty where it fits."""
    if limits.text is not None and (long := length(text, limits)) > limits.text:
        return f"takes {limits.text:,} characters; this is {long - limits.text:,} too long."
    if limits.text_bytes is not None and (size := len(text.encode("utf-8", "surrogatepass"))) > limits.text_bytes:
        return f"takes {limits.text_bytes:,} bytes; this is {size - limits.text_bytes:,} too long."
    return ""


def parts(text: str, limits: Limits, *, link: str = "") -> tuple[str, ...]:
    """The text as several posts that each fit, cut at paragraphs and sentences, else at words, numbered "(1/3)". The
    same text gives the same parts, so that what was approved is what leaves. One part where it fits as it is; the
    link, where it counts, goes with the first."""
    if not overrun(wording(text, link, limits), limits):
        return (text,)
    number = len(" (99/99)")
    found: list[str] = []
    rest = text.strip()
    while rest:
        tail = f"\n\n{link}" if link and limits.link_in_text and not found else ""
        taken = _take(rest, limits, " " * number + tail)
        found.append(taken)
        rest = rest[len(taken) :].strip()
        if not taken:
            raise ValueError("A text cannot be cut to fit.")
    return tuple(f"{part.strip()} ({index}/{len(found)})" for index, part in enumerate(found, 1))


def _take(rest: str, limits: Limits, reserve: str) -> str:
    """As much from the front as fits: whole sentences where they fill at least half of it, else whole words, else
    clusters."""
    if not overrun(rest + reserve, limits):
        return rest
    words = _most(rest, [match.start() for match in SPACE.finditer(rest) if match.start()], limits, reserve)
    sentences = _most(rest, [match.start() for match in CUT.finditer(rest) if match.start()], limits, reserve)
    if sentences * 2 >= words > 0:
        return rest[:sentences]
    if words:
        return rest[:words]
    ends, at = [], 0
    for cluster in clusters(rest):
        at += len(cluster)
        ends.append(at)
    return rest[: _most(rest, ends, limits, reserve)]


def _most(rest: str, ends: list[int], limits: Limits, reserve: str) -> int:
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if overrun(rest[: ends[middle]] + reserve, limits):
            high = middle
        else:
            low = middle + 1
    return ends[low - 1] if low else 0
