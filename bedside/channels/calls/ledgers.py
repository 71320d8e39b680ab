"""What was already handed on, for networks that only give lists: new, changed and vanished things told apart.

The ledger is the cursor: for each thing lately seen its id, a mark of its wording, and the list it stands in. A list
that was read whole and lacks a thing known to stand in it says that its author took it away.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bedside.channels.rules import Batch, Heard

#: A new account hears the last days; the back-fill brings the rest.
FIRST = timedelta(days=3)
#: Things remembered at most; past it the oldest are handed on twice, which the store's unique key takes care of.
MOST = 1000
STAMPS = 200


def mark(*parts: str) -> str:
    """A short mark that changes with the wording."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass
class Ledger:
    """`start`: what was said before it is not ours to hand on. `known`: id -> (mark, list), the latest last.
    `stamps`: what a list last said of itself (its time of change, its count), by id."""

    start: datetime
    known: dict[str, tuple[str, str]] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, cursor: str, at: datetime) -> "Ledger":
        """The ledger kept last; a new one at the first read, or where it cannot be read."""
        try:
            kept = json.loads(cursor)
            start = datetime.fromisoformat(kept["start"]).astimezone(UTC)
            known = {str(one[0]): (str(one[1]), str(one[2])) for one in kept["known"]}
            return cls(start, known, {str(name): str(stamp) for name, stamp in kept["stamps"].items()})
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            return cls(at - FIRST)

    def write(self) -> str:
        latest = list(self.known.items())[-MOST:]
        known = [[name, *told] for name, told in latest]
        stamps = dict(list(self.stamps.items())[-STAMPS:])
        return json.dumps({"start": self.start.isoformat(), "known": known, "stamps": stamps}, separators=(",", ":"))

    def unknown(self, one: Heard) -> bool:
        """Whether this would be handed on."""
        before = self.known.get(one.network_id)
        return one.posted_at >= self.start if before is None else before[0] != one.version

    def sift(self, heard: Iterable[Heard], whole: Collection[str] = ()) -> Batch:
        """What of this is new or worded anew, oldest first, each once; `whole` names the lists (`root_id`) that were
        read to their end."""
        fresh: dict[str, Heard] = {}
        present = set()
        for one in heard:
            present.add(one.network_id)
            before = self.known.pop(one.network_id, None)
            self.known[one.network_id] = (one.version, one.root_id)
            if before is None and one.posted_at < self.start:
                continue
            if before is None or before[0] != one.version:
                fresh[one.network_id] = one
        gone = [name for name, (_, root) in self.known.items() if root and root in whole and name not in present]
        for name in gone:
            del self.known[name]
        # These networks cut times to the second; within one, their ids grow.
        told = sorted(fresh.values(), key=lambda one: (one.posted_at, len(one.network_id), one.network_id))
        return Batch(tuple(told), self.write(), tuple(gone))
