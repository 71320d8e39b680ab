"""What can go wrong on a network, on demand: by chance, or for the next few calls of a name."""

import random
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    LATENCY = "latency"  # the answer waits `ms`
    LIMITED = "limited"  # 429 with Retry-After `seconds`
    ERROR_BEFORE = "error_before"  # 500, nothing was done
    ERROR_AFTER = "error_after"  # 500 although it was done
    DROP_BEFORE = "drop_before"  # the connection breaks, nothing was done
    DROP_AFTER = "drop_after"  # it was done, and the connection breaks without an answer
    HANG_AFTER = "hang_after"  # it was done, and no answer comes for `ms`; then the connection breaks
    DROP_UPLOAD = "drop_upload"  # the connection breaks in the middle of the request's body
    EXPIRED = "expired"  # the access token is said to have expired
    REVOKED = "revoked"  # no token and no password is accepted any more
    DUPLICATED = "duplicated"  # notifications come twice
    SHUFFLED = "shuffled"  # notifications come out of order
    UNSIGNED = "unsigned"  # webhooks carry a wrong signature


#: Faults that are the network's own answer, given instead of doing anything.
ANSWERS = frozenset({Kind.LIMITED, Kind.ERROR_BEFORE, Kind.EXPIRED, Kind.REVOKED})
#: The one that strikes while the request is still being read, and all the others.
READING = frozenset({Kind.DROP_UPLOAD})
DURING = frozenset(Kind) - READING


@dataclass(frozen=True)
class Fault:
    """`call` is part of the calls' names ("" means every call); `chance` is drawn each time; `times` is how often it
    strikes in all, None without end; `skip` is how many calls that it would strike are let through first."""

    kind: Kind
    call: str = ""
    chance: float = 1.0
    times: int | None = None
    ms: int = 0
    seconds: int = 1
    skip: int = 0


def read_fault(told: Mapping[str, Any]) -> Fault:
    """A fault as JSON describes it; raises ValueError with a sentence."""
    unknown = set(told) - set(Fault.__dataclass_fields__)
    if unknown:
        raise ValueError(f"A fault has no {', '.join(sorted(unknown))}.")
    try:
        fault = Fault(
            kind=Kind(told.get("kind", "")),
            call=str(told.get("call", "")),
            chance=float(told.get("chance", 1.0)),
            times=None if told.get("times") is None else int(told["times"]),
            ms=int(told.get("ms", 0)),
            seconds=int(told.get("seconds", 1)),
            skip=int(told.get("skip", 0)),
        )
    except (TypeError, ValueError) as error:
        raise ValueError(f"A fault needs a kind ({', '.join(Kind)}) and plain numbers.") from error
    if not (0 <= fault.chance <= 1 and 0 <= fault.ms <= 120_000):
        raise ValueError("A chance lies between 0 and 1, ms between 0 and 120000.")
    return fault


class Faults:
    """The faults now in force; the same seed and calls bring the same ones."""

    def __init__(self, seed: int = 0) -> None:
        self._chance = random.Random(seed)  # noqa: S311  # a rehearsal must be repeatable
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._left: list[int | None] = []
        self._skip: list[int] = []

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._faults.append(fault)
            self._left.append(fault.times)
            self._skip.append(fault.skip)

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()
            self._left.clear()
            self._skip.clear()

    def listed(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) | {"left": left} for fault, left in zip(self._faults, self._left, strict=True)]

    def drawn(self, call: str, kinds: frozenset[Kind] = DURING) -> dict[Kind, Fault]:
        """The faults of these kinds that strike this call."""
        struck: dict[Kind, Fault] = {}
        with self._lock:
            for index, fault in enumerate(self._faults):
                left = self._left[index]
                if fault.kind not in kinds or fault.call not in call or left == 0 or fault.kind in struck:
                    continue
                if fault.chance < 1 and self._chance.random() >= fault.chance:
                    continue
                if self._skip[index] > 0:
                    self._skip[index] -= 1
                    continue
                if left is not None:
                    self._left[index] = left - 1
                struck[fault.kind] = fault
        return struck
