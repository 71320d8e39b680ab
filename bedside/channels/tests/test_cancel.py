"""Taking a delivery back before it leaves, and asking for another try after."""

from datetime import timedelta

import pytest

from bedside.channels import actions
from bedside.channels.models import Delivery
from bedside.channels.states import State, WrongState
from bedside.channels.tests.conftest import TIP, Desk


def cancel(desk: Desk, delivery: Delivery) -> bool:
    return actions.cancel(delivery=delivery, by=desk.hospital.ada, at=desk.clock.at)


def test_what_was_taken_back_never_leaves(desk: Desk) -> None:
    delivery = desk.publish(due_at=desk.clock.at + timedelta(hours=1))
    assert cancel(desk, delivery)
    desk.clock.move(hours=2)
    assert desk.send() == 0
    assert desk.texts() == []
    assert desk.fresh(delivery).state == State.CANCELED
    assert desk.recorded("channels.canceled") == 1


@pytest.mark.parametrize("state", [State.SENDING, State.UNKNOWN, State.SENT, State.REFUSED, State.CANCELED])
def test_it_is_too_late_once_it_is_under_way_or_done(desk: Desk, state: State) -> None:
    delivery = desk.publish()
    Delivery.objects.filter(organization=desk.hospital.organization, pk=delivery.pk).update(state=state)
    assert not cancel(desk, delivery)
    assert desk.fresh(delivery).state == state
    assert desk.recorded("channels.canceled") == 0


def test_a_refused_one_is_tried_again_when_a_person_asks(desk: Desk) -> None:
    delivery = desk.publish(" ")
    desk.send()
    delivery = desk.fresh(delivery)
    assert (delivery.state, bool(delivery.said)) == (State.REFUSED, True)
    actions.try_again(delivery=delivery, by=desk.hospital.ada, at=desk.clock.at)
    delivery = desk.fresh(delivery)
    assert (delivery.state, delivery.said) == (State.DUE, "")
    desk.send()
    assert desk.fresh(delivery).tries == 2


def test_a_late_one_goes_out_once_a_person_asked_for_it_again(desk: Desk) -> None:
    delivery = desk.publish()
    desk.clock.move(hours=7)
    desk.send()
    assert desk.fresh(delivery).state == State.REFUSED
    actions.try_again(delivery=desk.fresh(delivery), by=desk.hospital.ada, at=desk.clock.at)
    desk.send()
    assert desk.texts() == [TIP]


@pytest.mark.parametrize("state", [State.SENT, State.CANCELED, State.DUE])
def test_nothing_else_is_tried_again(desk: Desk, state: State) -> None:
    delivery = desk.publish()
    Delivery.objects.filter(organization=desk.hospital.organization, pk=delivery.pk).update(state=state)
    with pytest.raises(WrongState):
        actions.try_again(delivery=delivery, by=desk.hospital.ada, at=desk.clock.at)
