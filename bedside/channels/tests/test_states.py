"""The graph of a delivery's life, walked without a database."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from bedside.channels import states
from bedside.channels.rules import NetworkError, Trouble
from bedside.channels.states import State, Step, WrongState, after_trouble

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ENDS = {State.SENT, State.CANCELED}


@pytest.mark.parametrize(("before", "after"), list(product(State, State)))
def test_every_step_is_allowed_or_refused_as_the_graph_says(before: State, after: State) -> None:
    if after in states.TRANSITIONS[before]:
        states.ensure(before, after)
    else:
        with pytest.raises(WrongState, match=f"{before} -> {after}"):
            states.ensure(before, after)


def test_every_state_can_be_reached_from_due_and_every_open_one_can_end() -> None:
    def reach(start: State) -> set[State]:
        seen, waiting = {start}, [start]
        while waiting:
            for after in states.TRANSITIONS[waiting.pop()] - seen:
                seen.add(after)
                waiting.append(after)
        return seen

    assert reach(State.DUE) == set(State)
    for state in set(State) - ENDS:
        assert State.SENT in reach(state)
    for state in ENDS:
        assert reach(state) == {state}


def test_nothing_unknown_is_sent_again_without_going_through_due() -> None:
    assert State.SENDING not in states.TRANSITIONS[State.UNKNOWN]
    assert [before for before in State if State.SENDING in states.TRANSITIONS[before]] == [State.DUE]


def test_a_state_nobody_declared_is_refused() -> None:
    with pytest.raises(ValueError, match="lost"):
        states.ensure("lost", State.DUE)


@pytest.mark.parametrize(
    ("error", "step"),
    [
        (NetworkError(Trouble.REFUSED, "No."), Step(State.REFUSED)),
        (NetworkError(Trouble.REVOKED, "Who?"), Step(State.DUE, AT, stop_account=True)),
        (
            NetworkError(Trouble.LIMITED, "Wait.", retry_at=AT + timedelta(seconds=40)),
            Step(State.DUE, AT + timedelta(seconds=40), limit_account=True),
        ),
        (NetworkError(Trouble.LIMITED, "Wait."), Step(State.DUE, AT + states.pause(1), limit_account=True)),
        (NetworkError(Trouble.UNREACHABLE, "Nobody there."), Step(State.DUE, AT + states.pause(1))),
        (NetworkError(Trouble.UNKNOWN, "Silence."), Step(State.UNKNOWN, AT)),
    ],
    ids=lambda value: value.trouble if isinstance(value, NetworkError) else "",
)
def test_what_follows_each_trouble(error: NetworkError, step: Step) -> None:
    assert after_trouble(error, tries=1, at=AT) == step


@pytest.mark.parametrize("trouble", Trouble)
def test_what_follows_is_a_step_of_the_graph(trouble: Trouble) -> None:
    states.ensure(State.SENDING, after_trouble(NetworkError(trouble, "Said."), tries=1, at=AT).state)


def test_pauses_grow_and_never_run_out() -> None:
    pauses = [states.pause(tries) for tries in range(1, 40)]
    assert pauses == sorted(pauses)
    assert pauses[0] > timedelta(0)
    assert pauses[-1] == timedelta(seconds=states.PAUSES[-1])
    assert states.pause(0) == states.pause(1)


def test_late_is_more_than_six_hours_after_its_time() -> None:
    assert not states.is_late(AT, at=AT + timedelta(hours=6))
    assert states.is_late(AT, at=AT + timedelta(hours=6, seconds=1))
    assert not states.is_late(AT, at=AT - timedelta(days=1))
