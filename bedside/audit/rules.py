"""The chain: each entry's digest covers its own facts and the digest before it. Pure."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

START = "0" * 64


@dataclass(frozen=True)
class Facts:
    """What an entry says; what its digest is made of."""

    organization: int
    number: int
    kind: str
    at: datetime
    by: str
    subject: str
    details: dict[str, Any]


def digest(facts: Facts, before: str) -> str:
    """SHA-256, as 64 hex digits, of the entry and the digest of the one before it."""
    said = json.dumps(
        {
            "organization": facts.organization,
            "number": facts.number,
            "kind": facts.kind,
            "at": facts.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": facts.by,
            "subject": facts.subject,
            "details": facts.details,
            "before": before,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Fault:
    """Where a chain breaks, and how."""

    number: int
    said: str


def verify(entries: "list[tuple[Facts, str, str]]", *, before: str = START, first: int = 1) -> Fault | None:
    """The first fault in a run of (facts, digest before, digest), in order; None when the run is whole."""
    expected = first
    for facts, said_before, said_digest in entries:
        if facts.number != expected:
            return Fault(expected, f"Entry {expected} is missing.")
        if said_before != before:
            return Fault(facts.number, f"Entry {facts.number} does not follow the entry before it.")
        if digest(facts, before) != said_digest:
            return Fault(facts.number, f"Entry {facts.number} was changed after it was written.")
        before, expected = said_digest, expected + 1
    return None
