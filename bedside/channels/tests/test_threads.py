"""A long text as a thread: a delivery a part, each below the one before, under one clearance, and never blindly."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bedside.channels import actions
from bedside.channels.models import Delivery, Remote
from bedside.channels.rehearsal import Kind
from bedside.channels.rules import Limits, length, overrun, parts
from bedside.channels.states import State
from bedside.channels.tests.conftest import Desk
from bedside.guard.shapes import Parcel

LONG = "Flu shots are free on Saturday from nine to noon at the clinic on Cedar Street. " * 8
BLUESKY = Limits(text=300, counts="graphemes", text_bytes=3000)


def deliveries(desk: Desk) -> list[Delivery]:
    rows = Delivery.objects.filter(organization=desk.hospital.organization, account=desk.account)
    return list(rows.select_related("remote", "follows").order_by("pk"))


def test_each_part_stands_below_the_one_before(desk: Desk) -> None:
    desk.publish(LONG)
    desk.send()
    made = deliveries(desk)
    assert [one.state for one in made] == [State.SENT] * 3
    records = [desk.rehearsal.bluesky.repos.records[one.remote.network_id].value for one in made if one.remote]
    assert [record["text"][-6:].strip() for record in records] == ["(1/3)", "(2/3)", "(3/3)"]
    first, second = made[0].remote, made[1].remote
    assert first is not None
    assert second is not None
    assert records[1]["reply"]["parent"]["uri"] == first.network_id
    assert records[2]["reply"]["parent"]["uri"] == second.network_id
    assert records[2]["reply"]["root"]["uri"] == first.network_id
    assert [one.remote.kind for one in made if one.remote] == ["post", "part", "part"]


def test_a_part_whose_answer_was_lost_is_looked_for_and_the_rest_waits(desk: Desk) -> None:
    desk.publish(LONG)
    desk.fault(Kind.DROP_AFTER, "putRecord", skip=1)
    for _ in range(8):
        desk.send()
        desk.clock.at += timedelta(seconds=30)
    assert [one.state for one in deliveries(desk)] == [State.SENT] * 3
    assert len(desk.texts()) == 3


def test_when_a_part_is_refused_those_after_it_are_not_sent(desk: Desk) -> None:
    desk.publish(LONG)
    _first, second, third = deliveries(desk)
    Delivery.objects.filter(organization=desk.hospital.organization, pk=second.pk).update(
        parcel=second.parcel | {"parcel": second.parcel["parcel"] | {"text": "Changed after it was cleared."}}
    )
    desk.send()
    assert [one.state for one in deliveries(desk)] == [State.SENT, State.REFUSED, State.REFUSED]
    assert "before it was not sent" in desk.fresh(third).said
    assert len(desk.texts()) == 1


def test_taking_it_back_takes_all_of_it_back(desk: Desk) -> None:
    first = desk.publish(LONG, due_at=desk.clock.at + timedelta(hours=1))
    assert actions.cancel(delivery=first, by=desk.hospital.ada, at=desk.clock.at)
    assert {one.state for one in deliveries(desk)} == {State.CANCELED}


def test_what_was_approved_is_what_leaves(desk: Desk) -> None:
    """The clearance is of the whole text; the parts are always cut the same way."""
    desk.publish(LONG)
    desk.send()
    joined = " ".join(text.rpartition(" (")[0] for text in desk.texts())
    assert joined.split() == LONG.split()
    assert Remote.objects.filter(organization=desk.hospital.organization).count() == 3


def test_where_there_are_no_threads_one_long_text_is_one_post(desk: Desk) -> None:
    hub = desk.hospital.hub
    assert actions.pieces_of(hub, Parcel(kind="post", text=LONG)) == (LONG,)


@given(some.text(min_size=1, max_size=2000), some.sampled_from(["graphemes", "characters", "weighted", "emoji bytes"]))
def test_every_part_fits_and_no_word_is_lost(text: str, counts: str) -> None:
    limits = Limits(text=120, counts=counts, url_length=23)
    try:
        found = parts(text, limits)
    except ValueError:
        return  # one character alone is longer than the whole post
    if len(found) == 1:
        assert found == (text,)
        return
    assert all(not overrun(part, limits) for part in found)
    bare = "".join(part.rpartition(" (")[0] for part in found)
    assert "".join(bare.split()) == "".join(text.split())
    assert parts(text, limits) == found


@pytest.mark.parametrize(
    ("text", "counts", "wanted"),
    [
        ("héllo", "weighted", 5),
        ("日本", "weighted", 4),
        ("👨‍👩‍👧", "weighted", 2),
        ("🏳️‍🌈", "weighted", 2),
        ("https://example.org/a/very/long/address/indeed", "weighted", 23),
        ("see http://example.org and https://example.com", "characters", 9 + 2 * 23 - 0),
        ("👍", "emoji bytes", 4),
        ("a👍🏽b", "emoji bytes", 10),
        ("é", "graphemes", 1),
    ],
)
def test_a_text_is_counted_by_its_network_s_own_rule(text: str, counts: str, wanted: int) -> None:
    assert length(text, Limits(text=280, counts=counts, url_length=23)) == wanted


def test_not_found_proves_nothing_until_the_lists_have_settled(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted from the first look, not from the call: one that hung long may be carried out after it was given up."""
    monkeypatch.setattr("bedside.channels.actions.sending._settles", lambda account: timedelta(seconds=30))
    delivery = desk.publish()
    desk.fault(Kind.DROP_BEFORE, "putRecord")
    desk.send()
    seen, began = [], desk.clock.at
    for _ in range(40):
        desk.clock.at += timedelta(seconds=1)
        desk.send()
        seen.append(desk.fresh(delivery).state)
        if seen[-1] == State.SENT:
            break
    assert seen[-1] == State.SENT
    assert State.DUE not in seen[:29], "no second try before that"
    assert desk.clock.at - began >= timedelta(seconds=30)
    assert desk.fresh(delivery).checks == 0
    assert len(desk.texts()) == 1
