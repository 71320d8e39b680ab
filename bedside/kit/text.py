"""Text as a reader sees it: lengths in grapheme clusters (Unicode Standard Annex 29), and cuts that split none.

Python's own tables carry general categories but no Grapheme_Cluster_Break, so the few ranges that categories do not
give are listed here. A character newer than this Python's tables counts as one, which errs on the long side.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

CONTROL, EXTEND, ZWJ, SPACING, PREPEND, L, V, T, LV, LVT, FLAG, PICTURE, OTHER = range(13)

# Extended_Pictographic (emoji-data.txt): what a zero-width joiner can join.
PICTURES = (
    (0xA9, 0xA9), (0xAE, 0xAE), (0x203C, 0x203C), (0x2049, 0x2049), (0x2122, 0x2122), (0x2139, 0x2139),
    (0x2194, 0x2199), (0x21A9, 0x21AA), (0x231A, 0x231B), (0x2328, 0x2328), (0x2388, 0x2388), (0x23CF, 0x23CF),
    (0x23E9, 0x23F3), (0x23F8, 0x23FA), (0x24C2, 0x24C2), (0x25AA, 0x25AB), (0x25B6, 0x25B6), (0x25C0, 0x25C0),
    (0x25FB, 0x25FE), (0x2600, 0x2605), (0x2607, 0x2612), (0x2614, 0x2685), (0x2690, 0x2705), (0x2708, 0x2712),
    (0x2714, 0x2714), (0x2716, 0x2716), (0x271D, 0x271D), (0x2721, 0x2721), (0x2728, 0x2728), (0x2733, 0x2734),
    (0x2744, 0x2744), (0x2747, 0x2747), (0x274C, 0x274C), (0x274E, 0x274E), (0x2753, 0x2755), (0x2757, 0x2757),
    (0x2763, 0x2767), (0x2795, 0x2797), (0x27A1, 0x27A1), (0x27B0, 0x27B0), (0x27BF, 0x27BF), (0x2934, 0x2935),
    (0x2B05, 0x2B07), (0x2B1B, 0x2B1C), (0x2B50, 0x2B50), (0x2B55, 0x2B55), (0x3030, 0x3030), (0x303D, 0x303D),
    (0x3297, 0x3297), (0x3299, 0x3299), (0x1F000, 0x1F0FF), (0x1F10D, 0x1F10F), (0x1F12F, 0x1F12F),
    (0x1F16C, 0x1F171), (0x1F17E, 0x1F17F), (0x1F18E, 0x1F18E), (0x1F191, 0x1F19A), (0x1F1AD, 0x1F1E5),
    (0x1F201, 0x1F20F), (0x1F21A, 0x1F21A), (0x1F22F, 0x1F22F), (0x1F232, 0x1F23A), (0x1F23C, 0x1F23F),
    (0x1F249, 0x1F3FA), (0x1F400, 0x1F53D), (0x1F546, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F774, 0x1F77F),
    (0x1F7D5, 0x1F7FF), (0x1F80C, 0x1F80F), (0x1F848, 0x1F84F), (0x1F85A, 0x1F85F), (0x1F888, 0x1F88F),
    (0x1F8AE, 0x1F8FF), (0x1F90C, 0x1F93A), (0x1F93C, 0x1F945), (0x1F947, 0x1FAFF), (0x1FC00, 0x1FFFD),
)  # fmt: skip

HANGUL_L = ((0x1100, 0x115F), (0xA960, 0xA97C))
HANGUL_V = ((0x1160, 0x11A7), (0xD7B0, 0xD7C6))
HANGUL_T = ((0x11A8, 0x11FF), (0xD7CB, 0xD7FB))

# Prepended_Concatenation_Mark and the Indic letters that lead a cluster.
PREPENDS = frozenset([
    *range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0xD4E, 0x110BD, 0x110CD, 0x111C2, 0x111C3,
    0x1193F, 0x11941, 0x11A3A, *range(0x11A84, 0x11A8A), 0x11D46,
])  # fmt: skip
# Spacing marks (Mc) that extend a cluster all the same (Other_Grapheme_Extend), and Mc that stand alone.
EXTENDING_MC = frozenset([
    0x9BE, 0x9D7, 0xB3E, 0xB57, 0xBBE, 0xBD7, 0xCC0, 0xCC2, 0xCC7, 0xCC8, 0xCCA, 0xCCB, 0xCD5, 0xCD6, 0xD3E, 0xD57,
    0xDCF, 0xDDF, 0x1715, 0x1734, 0x1B35, 0x1B3B, 0x1B3D, 0x1B43, 0x1B44, 0x1BAA, 0x1BF2, 0x1BF3, 0x302E, 0x302F,
    0xA953, 0xA9C0, 0x111C0, 0x11235, 0x1133E, 0x1134D, 0x11357, 0x114B0, 0x114BD, 0x115AF, 0x116B6, 0x11930,
    0x1193D, 0x1D165, 0x1D166, *range(0x1D16D, 0x1D173),
])  # fmt: skip
ALONE_MC = frozenset([
    0x102B, 0x102C, 0x1038, *range(0x1062, 0x1065), *range(0x1067, 0x106E), 0x1083, *range(0x1087, 0x108D), 0x108F,
    *range(0x109A, 0x109D), 0x1A61, 0x1A63, 0x1A64, 0xAA7B, 0xAA7D, 0x11720, 0x11721,
])  # fmt: skip
# Conjoining: consonant, virama (linker), consonant is one cluster in these scripts (rule GB9c).
LINKERS = frozenset([0x94D, 0x9CD, 0xACD, 0xB4D, 0xC4D, 0xD4D])
CONSONANTS = (
    (0x915, 0x939), (0x958, 0x95F), (0x978, 0x97F), (0x995, 0x9A8), (0x9AA, 0x9B0), (0x9B2, 0x9B2), (0x9B6, 0x9B9),
    (0x9DC, 0x9DD), (0x9DF, 0x9DF), (0x9F0, 0x9F1), (0xA95, 0xAA8), (0xAAA, 0xAB0), (0xAB2, 0xAB3), (0xAB5, 0xAB9),
    (0xAF9, 0xAF9), (0xB15, 0xB28), (0xB2A, 0xB30), (0xB32, 0xB33), (0xB35, 0xB39), (0xB5C, 0xB5D), (0xB5F, 0xB5F),
    (0xB71, 0xB71), (0xC15, 0xC28), (0xC2A, 0xC39), (0xC58, 0xC5A), (0xD15, 0xD3A),
)  # fmt: skip


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


@lru_cache(maxsize=4096)
def _kind(char: str) -> int:
    """The Grapheme_Cluster_Break value of one character."""
    code = ord(char)
    if code < 0x300:
        if code in (0xA9, 0xAE):
            return PICTURE
        return CONTROL if unicodedata.category(char) in ("Cc", "Cf") else OTHER
    if code == 0x200D:
        return ZWJ
    if code == 0x200C or 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F or code in (0xFF9E, 0xFF9F):
        return EXTEND
    if 0x1F1E6 <= code <= 0x1F1FF:
        return FLAG
    if 0xAC00 <= code <= 0xD7A3:
        return LV if (code - 0xAC00) % 28 == 0 else LVT
    for kind, ranges in ((L, HANGUL_L), (V, HANGUL_V), (T, HANGUL_T), (PICTURE, PICTURES)):
        if _within(code, ranges):
            return kind
    if code in PREPENDS:
        return PREPEND
    return _by_category(code, unicodedata.category(char))


def _by_category(code: int, category: str) -> int:
    if category in ("Mn", "Me") or code in EXTENDING_MC:
        return EXTEND
    if (category == "Mc" and code not in ALONE_MC) or code in (0xE33, 0xEB3):
        return SPACING
    if category in ("Cc", "Cf", "Cs", "Zl", "Zp") or (category == "Cn" and 0xE0000 <= code <= 0xE0FFF):
        return CONTROL
    return OTHER


#: Which Hangul parts may follow which inside one syllable (rules GB6 to GB8).
SYLLABLE = {L: (L, V, LV, LVT), LV: (V, T), V: (V, T), LVT: (T,), T: (T,)}


def clusters(text: str) -> Iterator[str]:
    """The text's extended grapheme clusters in order; joined they are the text again."""
    start = 0
    before = -1  # kind of the character before; -1 at the start
    flags = 0  # regional indicators in a row
    picture = 0  # 1 after a pictograph and its extending marks, 2 once a single joiner followed (rule GB11)
    conjunct = 0  # 1 after a consonant, 2 once a linker followed it
    for index, char in enumerate(text):
        kind = _kind(char)
        code = ord(char)
        if before != -1 and _breaks(before, kind, flags=flags, joined=picture == 2):
            kept = (conjunct == 2 and _within(code, CONSONANTS)) or (char == "\n" and text[index - 1] == "\r")
            if not kept:
                yield text[start:index]
                start = index
                flags = 0
        flags = flags + 1 if kind == FLAG else 0
        if kind == PICTURE:
            picture = 1
        elif kind != EXTEND or picture == 2:
            picture = 2 if kind == ZWJ and picture == 1 else 0
        if _within(code, CONSONANTS):
            conjunct = 1
        elif conjunct and code in LINKERS:
            conjunct = 2
        elif kind not in (EXTEND, ZWJ) or code == 0x200C:
            conjunct = 0
        before = kind
    if text:
        yield text[start:]


def _breaks(before: int, kind: int, *, flags: int, joined: bool) -> bool:
    if before == CONTROL or kind == CONTROL:
        return True
    if kind in SYLLABLE.get(before, ()):
        return False
    if kind in (EXTEND, ZWJ, SPACING) or before == PREPEND:
        return False
    if joined and kind == PICTURE:
        return False
    return not (before == FLAG and kind == FLAG and flags % 2 == 1)


def graphemes(text: str) -> int:
    """How many characters a reader sees: the number of extended grapheme clusters."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return sum(1 for _ in clusters(text))


def clip(text: str, limit: int, end: str = "…") -> str:
    """The text in at most `limit` grapheme clusters, `end` included where it was cut; cut between words if one ends
    in the last third."""
    if graphemes(text) <= limit:
        return text
    room = limit - graphemes(end)
    if room <= 0:
        return "".join(list(clusters(text))[:limit])
    kept = list(clusters(text))[:room]
    after = "".join(kept)
    if not list(clusters(text))[room].isspace():
        last = max((index for index, cluster in enumerate(kept) if cluster.isspace()), default=0)
        if last > room * 2 // 3:
            after = "".join(kept[:last])
    return after.rstrip() + end
