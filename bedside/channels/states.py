"""The life of a delivery, and what follows from each answer of a network. Pure.

    due → sending → sent | refused | unknown        unknown → sent | due | (shown to a person)

A delivery is never tried a second time while it is unknown whether the first try was done (takahe's state graph;
Postiz's and Brightbean's duplicate posts are what happens otherwise).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bedside.channels.rules import NetworkError, Trouble


class State(StrEnum):
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELED = "canceled"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.DUE: frozenset({State.SENDING, State.REFUSED, State.CANCELED}),
    State.SENDING: frozenset({State.SENT, State.REFUSED, State.UNKNOWN, State.DUE}),
    State.UNKNOWN: frozenset({State.SENT, State.DUE, State.REFUSED}),
    State.SENT: frozenset(),
    State.REFUSED: frozenset({State.DUE}),  # a person asks for another try
    State.CANCELED: frozenset(),
}

#: A post this late is stale: a person decides whether it still should go out.
LATE = timedelta(hours=6)
#: Pauses between tries grow from the first to the last of these.
PAUSES = (1, 2, 5, 15, 60, 180, 300)
#: How soon to look again whether an unknown one arrived.
CHECKS = (0, 2, 5, 15, 60, 300)


class WrongState(Exception):
    """The change is not in the graph."""


def ensure(before: str, after: State) -> None:
    """Raises WrongState unless the graph has the step."""
    if after not in TRANSITIONS[State(before)]:
        raise WrongState(f"{before} -> {after}")


@dataclass(frozen=True)
class Step:
    """What to do with a delivery: its next state, not before when, and whether its account stops."""

    state: State
    not_before: datetime | None = None
    stop_account: bool = False
    limit_account: bool = False


def pause(tries: int, table: tuple[int, ...] = PAUSES) -> timedelta:
    return timedelta(seconds=table[min(max(tries - 1, 0), len(table) - 1)])


def after_trouble(error: NetworkError, *, tries: int, at: datetime) -> Step:
    """What follows when the network answered with trouble."""
    if error.trouble is Trouble.REFUSED:
        return Step(State.REFUSED)
    if error.trouble is Trouble.REVOKED:
        return Step(State.DUE, at, stop_account=True)  # the queue waits for a person; nothing is burned
    if error.trouble is Trouble.LIMITED:
        return Step(State.DUE, error.retry_at or at + pause(tries), limit_account=True)
    if error.trouble is Trouble.UNREACHABLE:
        return Step(State.DUE, at + pause(tries))
    return Step(State.UNKNOWN, at)


def is_late(due_at: datetime, *, at: datetime) -> bool:
    return at - due_at > LATE
