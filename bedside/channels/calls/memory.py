"""How far an account has been read, and what was handed on lately: the cursor of networks that have to be polled.

Networks say what is new, seldom what was changed or taken away, and what they list may arrive out of order. So a cursor
keeps, besides the network's own marks, the ids of what was handed on lately, each with a short hash of its version:
what comes again unchanged is not handed on twice, and what is known can be looked at again in turn.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from bedside.channels.rules import Heard

#: Things remembered at most; past it the oldest are no longer looked at again.
MOST = 400
#: Of what is looked at again, so many are always the newest: people change and delete soon after writing.
ALWAYS = 5


@dataclass
class Memory:
    """`marks` are the network's own (a last id, a last instant) by source; `known` ids with the hash of their version,
    the oldest first; `turn` is where the next look begins."""

    marks: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    turn: int = 0

    @classmethod
    def read(cls, cursor: str) -> "Memory":
        """The memory in a cursor; an empty one at the first read, or where it cannot be read."""
        try:
            kept = json.loads(cursor)
            known = {str(name): str(value) for name, value in kept["known"].items()}
            return cls({str(k): str(v) for k, v in kept["marks"].items()}, known, int(kept["turn"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def write(self) -> str:
        kept = list(self.known.items())[-MOST:]
        value = {"marks": self.marks, "known": dict(kept), "turn": self.turn}
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def fresh(self, heard: Iterable[Heard]) -> tuple[Heard, ...]:
        """What is new or has another version than before, each once, the oldest first; remembered from now on."""
        found: dict[str, Heard] = {}
        for one in heard:
            if one.network_id and self.known.get(one.network_id) != mark(one.version):
                found.setdefault(one.network_id, one)
        in_order = sorted(found.values(), key=lambda one: one.posted_at)
        for one in in_order:
            self.known.pop(one.network_id, None)
            self.known[one.network_id] = mark(one.version)
        return tuple(in_order)

    def has(self, network_id: str) -> bool:
        return network_id in self.known

    def forget(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Those of the ids that were known, each once; they are no longer."""
        return tuple(one for one in dict.fromkeys(ids) if self.known.pop(one, None) is not None)

    def due(self, count: int) -> list[str]:
        """So many known ids to look at again: the newest, and the others in turn."""
        ids = list(reversed(self.known))
        if len(ids) <= count:
            return ids
        always, others = ids[:ALWAYS], ids[ALWAYS:]
        start = self.turn % len(others)
        room = count - len(always)
        self.turn = (start + room) % len(others)
        return always + (others + others)[start : start + room]


def mark(version: str) -> str:
    """A short hash of a version."""
    return base64.urlsafe_b64encode(hashlib.sha256(version.encode("utf-8", "replace")).digest()[:6]).decode()
