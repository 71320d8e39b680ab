"""Sealing what patients wrote: AES-256-GCM under a ring of keys, newest first; old keys still open.

A sealed value is version (1 byte), key id (4), nonce (12), ciphertext with tag. `context` is authenticated with it,
so that a value copied into another organization's row does not open.
"""

import base64
import hashlib
import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"


class Unopenable(Exception):
    """The value was sealed with a key that is not in the ring, for another context, or was changed since."""


def _id(key: bytes) -> bytes:
    return hashlib.sha256(b"bedside key" + key).digest()[:4]


class Keyring:
    """Keys, newest first; the newest seals, all open."""

    def __init__(self, keys: list[bytes]) -> None:
        if not keys or any(len(key) != 32 for key in keys):
            raise ValueError("A key is 32 bytes, and there must be one.")
        self._keys = {_id(key): AESGCM(key) for key in keys}
        self._newest = _id(keys[0])

    def seal(self, value: bytes, *, context: str) -> bytes:
        nonce = secrets.token_bytes(12)
        return VERSION + self._newest + nonce + self._keys[self._newest].encrypt(nonce, value, context.encode())

    def open(self, sealed: bytes, *, context: str) -> bytes:
        """The value as it was; raises Unopenable."""
        cipher = self._keys.get(sealed[1:5])
        if sealed[:1] != VERSION or cipher is None:
            raise Unopenable("Sealed with a key that is not here.")
        try:
            return cipher.decrypt(sealed[5:17], sealed[17:], context.encode())
        except InvalidTag as error:
            raise Unopenable("Changed since it was sealed, or of another organization.") from error

    def is_current(self, sealed: bytes) -> bool:
        return sealed[1:5] == self._newest


def _read(path: Path) -> list[str]:
    kept: list[str] = json.loads(path.read_text())
    return kept


def load_keys(path: Path, given: str = "") -> list[bytes]:
    """Keys from the environment (base64, comma-separated, newest first) or the key file, which is made if absent."""
    if given:
        return [base64.b64decode(key) for key in given.split(",")]
    if not path.exists():
        _make_first(path)
    return [base64.b64decode(key) for key in _read(path)]


def _make_first(path: Path) -> None:
    """The first key, made once however many processes need it at the same moment: one that came later must never
    take the place of one that something is sealed with already."""
    fresh = _write_aside(path, [secrets.token_bytes(32)])
    try:
        os.link(fresh, path)  # refused where the file is there
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def write_keys(path: Path, keys: list[bytes]) -> None:
    """Replaces the key file in one step, readable by this user alone."""
    _write_aside(path, keys).replace(path)


def _write_aside(path: Path, keys: list[bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump([base64.b64encode(key).decode() for key in keys], out)
        out.flush()
        os.fsync(out.fileno())
    return fresh


_ring: tuple[int, Keyring] | None = None


def keyring() -> Keyring:
    """The ring as its file has it now: a rotation beside running processes reaches them with their next value."""
    global _ring
    from bedside.environment import environment

    env = environment()
    path = env.home / "keys.json"
    changed = 0 if env.keys or not path.exists() else path.stat().st_mtime_ns
    if _ring is None or _ring[0] != changed:
        _ring = (changed, Keyring(load_keys(path, env.keys)))
    return _ring[1]


def seal(value: bytes | str, *, context: str) -> bytes:
    return keyring().seal(value.encode() if isinstance(value, str) else value, context=context)


def unseal(sealed: bytes, *, context: str) -> bytes:
    """The value as it was; raises Unopenable."""
    return keyring().open(bytes(sealed), context=context)
