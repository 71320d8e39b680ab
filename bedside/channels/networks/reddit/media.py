"""Pictures and films on their way to Reddit: it leases a place in its store, and a post names what lies there."""

import struct
import zlib

from bedside.channels.networks.reddit.api import Api, part
from bedside.channels.rules import NetworkError, Picture, Trouble, Video


def lease(api: Api, filename: str, content: bytes, mime: str) -> tuple[str, str]:
    """Puts a file into Reddit's store; its address there and its id. Nobody sees it before a post names it."""
    wire = api.wire("POST", "/api/media/asset.json", form={"filepath": filename, "mimetype": mime})
    args = part(wire, "args")
    listed = args.get("fields")
    fields = {str(one.get("name")): str(one.get("value")) for one in listed if isinstance(one, dict)} if isinstance(
        listed, list) else {}  # fmt: skip
    address = str(args.get("action") or "")
    address = f"https:{address}" if address.startswith("//") else address
    asset = str(part(wire, "asset").get("asset_id") or "")
    if not address.startswith("http") or "key" not in fields or not asset:
        raise NetworkError(Trouble.UNREACHABLE, "Reddit's answer to a picture could not be read. Nothing was posted.")
    api.upload(address, fields, (filename, content, mime))
    return f"{address}/{fields['key']}", asset


def picture(api: Api, one: Picture) -> tuple[str, str]:
    return lease(api, one.filename, one.content, one.mime)


def film(api: Api, one: Video) -> tuple[str, str]:
    """Addresses of a film and of the still that Reddit wants beside it: a plain gray one."""
    address, _ = lease(api, one.filename, one.content, one.mime)
    still, _ = lease(api, "still.png", gray(max(one.width, 1), max(one.height, 1)), "image/png")
    return address, still


def gray(width: int, height: int) -> bytes:
    """A gray PNG of that size (at most 1280 by 1280)."""
    width, height = min(width, 1280), min(height, 1280)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    lines = (b"\x00" + b"\x80" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
