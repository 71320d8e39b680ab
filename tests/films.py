"""The smallest film: an MP4 file with the headers a player asks for, and what a telephone writes beside them."""

import struct

PLACE = b"+38.7509-090.4321/"


def film(*, seconds: float = 8.0, width: int = 640, height: int = 360, size: int = 2000) -> bytes:
    """An MP4 of that length and size, which says where it was made."""
    scale = 1000
    made = 3_800_000_000  # seconds since 1904: when the telephone says it was made
    mvhd = struct.pack(">IIIII", 0, made, made, scale, int(seconds * scale)) + bytes(80)
    tkhd = struct.pack(">IIIII", 7, made, made, 1, 0) + bytes(56) + struct.pack(">II", width << 16, height << 16)
    place = box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7) + PLACE)
    moov = box(b"moov", box(b"mvhd", mvhd) + box(b"trak", box(b"tkhd", tkhd)) + box(b"udta", place))
    return box(b"ftyp", b"isom\0\0\2\0isomiso2mp41") + moov + box(b"mdat", bytes(size))


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content
