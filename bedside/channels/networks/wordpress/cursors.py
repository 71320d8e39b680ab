"""How far comments were read: which of the latest are known, and in which words. Pure.

Comments carry no date of change and nothing tells of those that were taken away, so the latest page is read each time
and compared. Below `floor` nothing counts as new: it was there before.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

#: Comments remembered; twice a page, so that some deletions bring no old one back as new.
KEPT = 200


@dataclass(frozen=True)
class Cursor:
    floor: int = 0
    seen: dict[int, str] = field(default_factory=dict)

    @property
    def top(self) -> int:
        return max(self.seen, default=self.floor)

    def has(self, number: int, version: str) -> bool:
        return number < self.floor or self.seen.get(number) == version

    def after(self, listed: Iterable[tuple[int, str]], gone: Iterable[int], *, whole: bool) -> "Cursor":
        """The cursor once these were read; `whole` where the list went down to the first comment of all."""
        seen = (self.seen | dict(listed)).items()
        lost = set(gone)
        kept = sorted((pair for pair in seen if pair[0] not in lost), reverse=True)[:KEPT]
        floor = self.floor
        if (len(kept) == KEPT or (not self.seen and not whole)) and kept:
            floor = max(floor, kept[-1][0])
        return Cursor(floor, dict(kept))


def read(text: str) -> Cursor | None:
    """The cursor, or None where there is none yet (or one that cannot be read: then the latest days are read anew)."""
    if not text:
        return None
    try:
        told = json.loads(text)
        return Cursor(int(told["floor"]), {int(number): str(version) for number, version in told["seen"].items()})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def write(cursor: Cursor) -> str:
    return json.dumps({"floor": cursor.floor, "seen": cursor.seen}, separators=(",", ":"))
