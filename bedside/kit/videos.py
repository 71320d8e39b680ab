"""Films made safe to publish: MP4 files (ISO/IEC 14496-12) read box by box, without what a telephone wrote beside them.

Place, time, maker and free text stand in `udta` and `meta` boxes; they are overwritten where they lie, so that nothing
else in the file moves. Times of creation in the headers are zeroed. The pictures and sounds themselves are not touched.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

MOST_BYTES = 250_000_000
#: Boxes that hold boxes, and may hold what must go.
HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"edts", b"dinf", b"mvex"})
#: Boxes whose content is overwritten: user data, metadata, and what vendors add (XMP and others by UUID).
WIPED = frozenset({b"udta", b"meta", b"uuid", b"Xtra", b"free", b"skip"})
#: Headers that begin with times of creation and change.
TIMED = frozenset({b"mvhd", b"tkhd", b"mdhd"})


#: Brands of the same container that hold still pictures (HEIF, AVIF).
STILL = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})


class NotAFilm(Exception):
    """The message says what was wrong with the file, and what to do."""


class Facts(NamedTuple):
    """Pixels across and down, and seconds."""

    width: int
    height: int
    seconds: float


class Box(NamedTuple):
    kind: bytes
    start: int  # of the content
    end: int
    head: int  # where the box itself begins


def looks_like(content: bytes) -> bool:
    """Whether this is a film's file, whole or damaged."""
    return content[4:8] == b"ftyp" and content[8:12] not in STILL


def clean(content: bytes) -> tuple[bytes, Facts]:
    """The film without place, time and maker, and its facts; raises NotAFilm."""
    if len(content) > MOST_BYTES:  # bytes
        raise NotAFilm(f"The film is larger than {MOST_BYTES // 1_000_000} MB. Make it shorter or smaller.")
    found = facts(content)
    made = bytearray(content)
    for box in _walk(content, 0, len(content)):
        if box.kind in WIPED:
            made[box.head + 4 : box.head + 8] = b"free"
            made[box.start : box.end] = bytes(box.end - box.start)
        elif box.kind in TIMED and box.end - box.start >= 20:
            wide = 8 if content[box.start] == 1 else 4
            made[box.start + 4 : box.start + 4 + 2 * wide] = bytes(2 * wide)
    return bytes(made), found


def facts(content: bytes) -> Facts:
    """How large and long the film is; raises NotAFilm."""
    if content[4:8] != b"ftyp":
        raise NotAFilm("Bedside takes MP4 films. Save it as MP4 (H.264) and add that.")
    seconds, width, height = 0.0, 0, 0
    try:
        for box in _walk(content, 0, len(content)):
            if box.kind == b"mvhd":
                seconds = _length(content, box)
            elif box.kind == b"tkhd":
                across, down = struct.unpack(">II", content[box.end - 8 : box.end])
                if (across >> 16) * (down >> 16) > width * height:
                    width, height = across >> 16, down >> 16
    except struct.error as error:
        raise NotAFilm("The film's file is damaged. Save it anew and add that.") from error
    if seconds <= 0 or not width or not height:
        raise NotAFilm("There is no film in this file, or it is damaged. Save it anew as MP4 and add that.")
    return Facts(width, height, seconds)


def _length(content: bytes, box: Box) -> float:
    if content[box.start] == 1:
        scale, length = struct.unpack(">IQ", content[box.start + 20 : box.start + 32])
    else:
        scale, length = struct.unpack(">II", content[box.start + 12 : box.start + 20])
    return float(length) / scale if scale else 0.0


def _walk(content: bytes, at: int, end: int, depth: int = 0) -> Iterator[Box]:
    """Every box, those inside holders too; raises NotAFilm where sizes make no sense."""
    while at + 8 <= end:
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        head = 8
        if size == 1:
            if at + 16 > end:
                raise NotAFilm("The film's file is damaged. Save it anew and add that.")
            size, head = struct.unpack(">Q", content[at + 8 : at + 16])[0], 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise NotAFilm("The film's file is damaged. Save it anew and add that.")
        box = Box(kind, at + head, at + size, at)
        yield box
        if kind in HOLDERS and depth < 12:
            yield from _walk(content, box.start, box.end, depth + 1)
        at += size
