"""Content identifiers as the AT Protocol makes them: CIDv1, SHA-256, over DAG-CBOR for records and raw for blobs.

Written out here (RFC 8949 deterministic encoding, as DAG-CBOR narrows it) so that the same record has the same CID
here as on a real server.
"""

import base64
import hashlib
import struct
from typing import Any

DAG_CBOR, RAW = 0x71, 0x55


def record_cid(record: dict[str, Any]) -> str:
    return _cid(DAG_CBOR, encode(record))


def blob_cid(content: bytes) -> str:
    return _cid(RAW, content)


def _cid(codec: int, content: bytes) -> str:
    digest = hashlib.sha256(content).digest()
    return "b" + base64.b32encode(bytes([1, codec, 0x12, 32]) + digest).decode().lower().rstrip("=")


def encode(value: Any) -> bytes:
    """DAG-CBOR of a JSON value; {"$link": …} is a link. Raises ValueError for what the data model lacks."""
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", False: b"\xf4", True: b"\xf5"}[value]
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, str):
        raw = value.encode()
        return _head(3, len(raw)) + raw
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(encode(item) for item in value)
    if isinstance(value, dict):
        if set(value) == {"$link"}:
            return _link(str(value["$link"]))
        if set(value) == {"$bytes"}:
            text = str(value["$bytes"])
            raw = base64.b64decode(text + "=" * (-len(text) % 4))
            return _head(2, len(raw)) + raw
        # Keys in order of length, then of bytes.
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        return _head(5, len(value)) + b"".join(encode(key) + encode(value[key]) for key in keys)
    raise ValueError("The data model has no such value.")


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    for bits, form in ((24, ">B"), (25, ">H"), (26, ">I"), (27, ">Q")):
        if number < 1 << 8 * struct.calcsize(form):
            return bytes([major << 5 | bits]) + struct.pack(form, number)
    raise ValueError("The data model has no such number.")


def _link(text: str) -> bytes:
    try:
        raw = base64.b32decode(text[1:].upper() + "=" * (-(len(text) - 1) % 8))
    except ValueError as error:
        raise ValueError("That is no CID.") from error
    return b"\xd8\x2a" + _head(2, len(raw) + 1) + b"\x00" + raw
