"""Names of records: keys in TID form, at:// addresses, and where a person can see a post."""

import hashlib
import re
from urllib.parse import urlsplit

from bedside.channels.networks.bluesky.shapes import POST

ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
# A TID names a microsecond; ours are spread over the year 2023, so that nobody reads one as a date yet to come.
YEAR_FROM = 1_672_531_200_000_000
YEAR = 31_536_000_000_000
ADDRESS = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/([a-zA-Z0-9.-]+)/([A-Za-z0-9._:~-]{1,512})")


def record_key(key: str) -> str:
    """The record key that always belongs to this key of ours: 13 characters in TID form, from its hash.

    Two keys share one with a chance of about 1 in 10^16, so the same account would need tens of millions of posts.
    """
    digest = hashlib.sha256(f"bedside:{key}".encode()).digest()
    moment = YEAR_FROM + int.from_bytes(digest[:8], "big") % YEAR
    number = (moment << 10) | (int.from_bytes(digest[8:10], "big") & 0x3FF)
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(60, -1, -5))


def address(did: str, key: str, collection: str = POST) -> str:
    return f"at://{did}/{collection}/{key}"


def parts(uri: str) -> tuple[str, str, str] | None:
    """(account, collection, record key) of an at:// address, None where it is not one."""
    match = ADDRESS.fullmatch(uri)
    return (match[1], match[2], match[3]) if match else None


def page(uri: str, handle: str, base_url: str) -> str:
    """Where a person can see the post: Bluesky's own site, or the server itself while it runs on this machine."""
    named = parts(uri)
    if named is None:
        return ""
    host = urlsplit(base_url).hostname or ""
    site = base_url.rstrip("/") if host in ("127.0.0.1", "localhost", "::1") else "https://bsky.app"
    return f"{site}/profile/{handle or named[0]}/post/{named[2]}"
