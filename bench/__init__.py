"""What Bedside claims in figures, measured: one file a claim, each with `run()`; `bin/bench` prints one table."""

from collections.abc import Sequence
from dataclasses import dataclass


class Skipped(Exception):
    """The claim cannot be measured here; the message says why."""


@dataclass(frozen=True)
class Row:
    """One figure beside its goal and its peer, measured in the same run: another way to do it, or the limit that
    nothing could beat. `goal` None where nothing was promised; `more` where a larger value is better."""

    claim: str
    value: float
    unit: str
    goal: float | None
    peer: str
    peer_value: float | None
    more: bool = False

    @property
    def ratio(self) -> float | None:
        """The value as a multiple of the peer's."""
        return round(self.value / self.peer_value, 4) if self.peer_value else None

    @property
    def ok(self) -> bool | None:
        """Whether the goal was met; None without one."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.more else self.value <= self.goal

    def as_dict(self) -> dict[str, object]:
        """What `--json` prints of it."""
        return {
            "claim": self.claim,
            "value": self.value,
            "unit": self.unit,
            "goal": self.goal,
            "peer": self.peer,
            "peer_value": self.peer_value,
            "ratio": self.ratio,
            "ok": self.ok,
        }


def quantile(values: Sequence[float], share: float) -> float:
    """The value at or below which that share lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]
