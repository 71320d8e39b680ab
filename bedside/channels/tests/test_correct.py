"""A mistake was found: edited where the network can, else a correction below."""

import pytest

from bedside.channels import actions, queries
from bedside.channels.models import Delivery, Remote
from bedside.channels.rehearsal import Kind
from bedside.channels.states import State
from bedside.channels.tests.conftest import PUT, TIP, Desk
from bedside.guard.shapes import Parcel

RIGHT = Parcel(kind="post", text=TIP.replace("Saturday", "Sunday"))
NOTE = Parcel(kind="post", text="Correction: the walk-in clinic is on Sunday.")


def correct(desk: Desk, remote: Remote) -> Delivery:
    return actions.correct(
        remote=remote,
        parcel=RIGHT,
        note=NOTE,
        clear_edit=desk.clear(RIGHT),
        clear_note=desk.clear(NOTE),
        subject=desk.hospital.organization,
        by=desk.hospital.ben,
        at=desk.clock.at,
    )


def on_hub(desk: Desk) -> Remote:
    delivery = desk.publish(account=desk.hospital.hub)
    desk.send(desk.hospital.hub)
    remote = desk.fresh(delivery).remote
    assert remote is not None
    return remote


def test_where_posts_can_be_edited_the_post_itself_changes(desk: Desk) -> None:
    remote = on_hub(desk)
    delivery = correct(desk, remote)
    desk.send(desk.hospital.hub)
    assert [post.text for post in queries.hub_posts(desk.hospital.organization)] == [RIGHT.text]
    assert desk.fresh(delivery).remote == remote
    remote.refresh_from_db()
    assert (remote.version, remote.edited_at) == ("2", desk.clock.at)


def test_elsewhere_the_correction_stands_below_the_post(desk: Desk) -> None:
    remote = desk.sent()
    delivery = correct(desk, remote)
    desk.send()
    assert desk.texts() == [TIP, NOTE.text]
    note = desk.fresh(delivery).remote
    assert note is not None
    assert note.kind == "correction"
    placed = desk.rehearsal.bluesky.repos.records[note.network_id].value["reply"]
    assert placed["parent"]["uri"] == placed["root"]["uri"] == remote.network_id


def test_each_way_needs_its_own_clearance(desk: Desk) -> None:
    for remote in (on_hub(desk), desk.sent()):
        with pytest.raises(actions.NotCleared):
            actions.correct(
                remote=remote,
                parcel=RIGHT,
                note=NOTE,
                clear_edit=desk.clear(NOTE),
                clear_note=desk.clear(RIGHT),
                subject=desk.hospital.organization,
                by=desk.hospital.ben,
                at=desk.clock.at,
            )


def test_a_correction_that_the_network_took_in_silence_is_not_made_twice(desk: Desk) -> None:
    delivery = correct(desk, desk.sent())
    desk.fault(Kind.DROP_AFTER, PUT)
    desk.send()
    assert desk.fresh(delivery).state == State.SENT
    assert desk.texts() == [TIP, NOTE.text]
