"""How far an account has been read: an instant, and what was already handed on around it.

Bluesky sorts notifications by the earlier of the author's own clock and its own, so a new one may appear anywhere.
Each read takes at least a whole page, goes a little behind the last one, and leaves out what it remembers; what a
clock days behind hides deeper still is found in the threads that are watched.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

OVERLAP = timedelta(minutes=15)
#: Marks remembered at most; past it the oldest are handed on twice, which the store's unique key takes care of.
MOST = 2000


@dataclass(frozen=True)
class Cursor:
    at: datetime
    seen: frozenset[str] = frozenset()
    #: Of each conversation, the revision read last.
    chats: Mapping[str, str] = field(default_factory=dict)

    @property
    def since(self) -> datetime:
        """The instant down to which pages are read."""
        return self.at - OVERLAP

    def has(self, uri: str) -> bool:
        return mark(uri) in self.seen


def mark(uri: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(uri.encode()).digest()[:6]).decode()


def read(value: str) -> Cursor | None:
    """The cursor kept last; None at the first read, or where it cannot be read."""
    try:
        kept = json.loads(value)
        at = datetime.fromisoformat(kept["at"])
        seen = kept["seen"]
        chats = {str(name): str(rev) for name, rev in kept.get("chats", {}).items()}
        return Cursor(at.astimezone(UTC), frozenset(seen[i : i + 8] for i in range(0, len(seen), 8)), chats)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def write(at: datetime, around: Iterable[str], chats: Mapping[str, str] | None = None) -> str:
    """A cursor at that instant, remembering these addresses, the newest first, and these conversations."""
    marks = list(dict.fromkeys(mark(uri) for uri in around))[:MOST]
    kept = {"at": at.isoformat(), "seen": "".join(marks)} | ({"chats": dict(chats)} if chats else {})
    return json.dumps(kept, separators=(",", ":"))
