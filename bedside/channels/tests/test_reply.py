"""Answering below what somebody said."""

import pytest

from bedside.channels import actions
from bedside.channels.states import State
from bedside.channels.tests.conftest import Desk
from bedside.guard.shapes import Parcel


def test_it_stands_below_the_comment_in_the_same_thread(desk: Desk) -> None:
    arrival = desk.arrived()
    delivery = desk.reply(arrival)
    desk.send()
    delivery = desk.fresh(delivery)
    assert delivery.remote is not None
    assert delivery.remote.kind == "reply"
    placed = desk.rehearsal.bluesky.repos.records[delivery.remote.network_id].value["reply"]
    assert placed["parent"] == {"uri": arrival.network_id, "cid": arrival.version}
    assert placed["root"]["uri"] == arrival.root_id != arrival.network_id


def test_it_refuses_a_clearance_for_another_answer(desk: Desk) -> None:
    arrival = desk.arrived()
    with pytest.raises(actions.NotCleared):
        actions.reply(
            arrival=arrival,
            parcel=Parcel(kind="reply", text="We remember you well."),
            clearance=desk.clear(Parcel(kind="reply", text="Thank you.")),
            subject=desk.hospital.organization,
            by=desk.hospital.rosa,
            at=desk.clock.at,
        )


def test_it_does_not_leave_when_the_comment_was_changed_meanwhile(desk: Desk) -> None:
    arrival = desk.arrived()
    delivery = desk.reply(arrival)
    arrival.version = "another"
    arrival.save(update_fields=["version"])
    before = desk.texts()
    desk.send()
    delivery = desk.fresh(delivery)
    assert delivery.state == State.REFUSED
    assert "changed by its author" in delivery.said
    assert desk.texts() == before


def test_it_is_refused_when_the_comment_is_gone_and_its_version_unknown(desk: Desk) -> None:
    arrival = desk.arrived()
    desk.rehearsal.bluesky.repos.records.pop(arrival.network_id)
    arrival.version = ""
    arrival.save(update_fields=["version"])
    delivery = desk.reply(arrival)
    desk.send()
    assert desk.fresh(delivery).state == State.REFUSED
    assert "no longer there" in desk.fresh(delivery).said


def test_on_the_hub_it_stands_below_the_comment(desk: Desk) -> None:
    from bedside.channels import queries
    from bedside.hub import actions as hub

    desk.publish(account=desk.hospital.hub)
    desk.send(desk.hospital.hub)
    post = queries.hub_posts(desk.hospital.organization).get()
    said = hub.comment(post=post, name="Dana", visitor="v", text="Is parking free?", at=desk.clock.at)
    arrival = desk.arrivals.get(network_id=f"hub/comment/{said.comment.key}")
    desk.reply(arrival, "Yes, parking is free.")
    desk.send(desk.hospital.hub)
    answer = queries.hub_comments(post)[-1]
    assert (answer.text, answer.from_hospital, answer.parent) == ("Yes, parking is free.", True, said.comment)
