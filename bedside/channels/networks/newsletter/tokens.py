"""Marks that stand in addresses and links: a row's number and a keyed hash, in letters that survive any mail server."""

import re

from django.utils.crypto import constant_time_compare, salted_hmac

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
#: Hex digits of the hash: for links that hold somebody's subscription, and for a mail's return address.
LONG, SHORT = 32, 12
SHAPE = re.compile(r"([0-9a-z]{1,13})x([0-9a-f]{12,64})")


def make(kind: str, organization_id: int, number: int, *, size: int = LONG) -> str:
    """`kind` is "leave", "confirm" or "letter": a mark of one kind opens nothing of another."""
    return f"{_base36(number)}x{_hash(kind, organization_id, number)[:size]}"


def read(kind: str, organization_id: int, token: str, *, size: int = LONG) -> int | None:
    """The row's number, or None where the mark is not ours."""
    match = SHAPE.fullmatch(token.strip().lower())
    if not match or len(match[2]) != size:
        return None
    number = int(match[1], 36)
    same = constant_time_compare(match[2], _hash(kind, organization_id, number)[:size])
    return number if same and number < 2**63 else None


def digest(address: str, organization_id: int) -> str:
    """By what an address is found again without being readable."""
    return salted_hmac("bedside.newsletter", f"{organization_id}:{normal(address)}", algorithm="sha256").hexdigest()


def normal(address: str) -> str:
    """One form for one mailbox, as far as that is safe to say: no case, no space around."""
    return address.strip().lower()


def _hash(kind: str, organization_id: int, number: int) -> str:
    return salted_hmac(f"bedside.newsletter.{kind}", f"{organization_id}:{number}", algorithm="sha256").hexdigest()


def _base36(number: int) -> str:
    out = ""
    while number:
        number, rest = divmod(number, 36)
        out = DIGITS[rest] + out
    return out or "0"
