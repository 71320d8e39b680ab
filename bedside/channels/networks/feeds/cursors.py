"""What is remembered of each feed that is read: what it said last, and when it may be asked again. Pure."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

#: Entries remembered of each feed; more than any feed shows at once.
KEPT = 300


@dataclass
class Known:
    """One feed: the validators of its last answer, which entries are known in which words, and its failures."""

    etag: str = ""
    modified: str = ""
    seen: dict[str, str] = field(default_factory=dict)
    read: bool = False
    failures: int = 0
    not_before: str = ""
    #: Where it can be followed without asking (WebSub), as it said itself.
    hub: str = ""
    topic: str = ""

    def waits(self, at: datetime) -> bool:
        try:
            return bool(self.not_before) and datetime.fromisoformat(self.not_before) > at
        except ValueError:
            return False

    def rest(self, until: datetime) -> None:
        self.not_before = until.astimezone(UTC).isoformat(timespec="seconds")

    def keep(self, told: dict[str, str]) -> None:
        """Adds entries, the newest of which stay."""
        merged = {name: version for name, version in self.seen.items() if name not in told} | told
        self.seen = dict(list(merged.items())[-KEPT:])


def read(text: str) -> dict[str, Known]:
    """By address; nothing where there is no cursor yet or it cannot be read."""
    try:
        told = json.loads(text) if text else {}
        return {str(address): Known(**one) for address, one in told.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def write(known: dict[str, Known]) -> str:
    return json.dumps({address: asdict(one) for address, one in known.items()}, separators=(",", ":"))
