"""Signatures of webhooks: an HMAC over the raw bytes as they came, compared in constant time."""

import base64
import hashlib
import hmac
import re

CHOICES = ("sha1", "sha256", "sha384", "sha512")


def hexed(body: bytes, secret: str, algorithm: str = "sha256") -> str:
    return hmac.new(secret.encode(), body, algorithm).hexdigest()


def based(body: bytes, secret: str) -> str:
    """Base64 of the HMAC-SHA256, as X wants it."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.strip().encode("utf-8", "replace"), wanted.encode())


def prefixed(header: str, body: bytes, secret: str, allowed: tuple[str, ...] = ("sha256",)) -> bool:
    """Whether a header such as "sha256=<hex>" signs the body; an empty secret signs nothing."""
    match = re.fullmatch(r"(sha\d+)=([0-9a-fA-F]+)", header.strip())
    if not match or not secret or match[1] not in allowed:
        return False
    return same(match[2].lower(), hexed(body, secret, match[1]))
