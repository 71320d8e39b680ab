"""Pictures and other files, kept once under the hash of their content, in one folder an organization."""

import hashlib
import os
import re
import secrets
from pathlib import Path

from django.conf import settings

SHA256 = re.compile(r"[0-9a-f]{64}")


def _place(owner: int, sha256: str) -> Path:
    if not SHA256.fullmatch(sha256):
        raise FileNotFoundError("No such file.")
    return Path(settings.MEDIA_FOLDER) / str(int(owner)) / sha256[:2] / sha256


def put(owner: int, content: bytes) -> str:
    """Keeps the content; its hash is its name."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = _place(owner, sha256)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f"{sha256}.{secrets.token_hex(4)}")
        fresh.write_bytes(content)
        os.replace(fresh, place)
    return sha256


def get(owner: int, sha256: str) -> bytes:
    """The content; raises FileNotFoundError. The hash is checked, so a changed file is never sent."""
    content = _place(owner, sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileNotFoundError("The file on disk is not the one that was kept.")
    return content


def note(owner: int, sha256: str, kind: str, text: str) -> None:
    """Keeps what was worked out of a file beside it, for `noted`; the file itself is the truth."""
    place = _place(owner, sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f"{sha256}.{secrets.token_hex(4)}")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, place.with_name(f"{sha256}.{kind}.json"))


def noted(owner: int, sha256: str, kind: str) -> str:
    """What `note` kept; raises FileNotFoundError."""
    return _place(owner, sha256).with_name(f"{sha256}.{kind}.json").read_text(encoding="utf-8")
