"""Every network, asked the same: whatever breaks, is nothing done twice, nothing lost, and every error of its kind?"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bedside.channels.rehearsal import Kind
from bedside.channels.rules import Ability, NetworkError, Outgoing, Trouble
from bedside.channels.tests.conformance.stand import Stand, able
from bedside.channels.tests.conformance.test_hear import said


def publish(connector: Any, outgoing: Outgoing) -> object:
    return connector.publish(outgoing)


BROKEN = [Kind.DROP_BEFORE, Kind.DROP_AFTER, Kind.ERROR_BEFORE, Kind.ERROR_AFTER, Kind.EXPIRED]


@pytest.mark.parametrize("skip", range(5))
@pytest.mark.parametrize("kind", BROKEN)
@able(Ability.PUBLISH)
def test_a_post_broken_off_at_any_call_stands_once(stand: Stand, kind: Kind, skip: int) -> None:
    outgoing = stand.outgoing()
    stand.connector().connect()
    stand.fault(kind, skip=skip)
    outcome = stand.persist(lambda connector: connector.publish(outgoing), outgoing)
    standing = len(stand.shown())
    assert standing <= 1, "it stands twice"
    assert outcome in (("done",) if kind is not Kind.EXPIRED else ("done", "revoked")) or (
        outcome == "person" and Ability.FIND not in stand.network.abilities
    )
    assert standing == 1 or outcome != "done"


@pytest.mark.parametrize("skip", range(3))
@pytest.mark.parametrize("kind", BROKEN[:4])
@able(Ability.REPLY)
def test_an_answer_broken_off_at_any_call_stands_once(stand: Stand, kind: Kind, skip: int) -> None:
    heard = next((kind for kind in ("reply", "review", "message", "mention") if kind in stand.network.answers), "")
    one = said(stand, heard, "Is it open?")
    outgoing = stand.answer(one, "Thank you for asking. It is.")
    stand.fault(kind, skip=skip)
    outcome = stand.persist(lambda connector: connector.reply(outgoing), outgoing)
    standing = len([shown for shown in stand.shown("It is.") if shown.ours])
    assert standing <= 1, "it stands twice"
    assert outcome == "done" or (outcome == "person" and Ability.FIND not in stand.network.abilities)
    assert standing == 1 or outcome == "person"


@pytest.mark.parametrize("kind", BROKEN[:4])
@able(Ability.EDIT)
def test_an_edit_broken_off_is_made_in_the_end(stand: Stand, kind: Kind) -> None:
    remote = stand.publish()
    new = stand.outgoing("Flu shots are free on SUNDAY.")
    stand.fault(kind)
    assert stand.persist(lambda connector: connector.edit(remote, new)) == "done"
    assert len(stand.shown("SUNDAY")) == 1
    assert not stand.shown("on Saturday")


@pytest.mark.parametrize("kind", BROKEN[:4])
@able(Ability.WITHDRAW)
def test_a_withdrawal_broken_off_is_made_in_the_end(stand: Stand, kind: Kind) -> None:
    remote = stand.publish()
    stand.fault(kind)
    assert stand.persist(lambda connector: connector.withdraw(remote)) == "done"
    assert not stand.shown()


@pytest.mark.parametrize("kind", BROKEN[:4])
@able(Ability.HIDE)
def test_hiding_broken_off_is_done_in_the_end(stand: Stand, kind: Kind) -> None:
    one = said(stand, "reply", "An ugly word.")
    ref = stand.answer(one, "x").parent
    stand.fault(kind)
    assert stand.persist(lambda connector: connector.hide(ref)) == "done"
    assert stand.shown("An ugly word.")[0].hidden


@able(Ability.PUBLISH)
def test_too_many_calls_say_when_to_come_back_and_nothing_was_done(stand: Stand) -> None:
    stand.connector().connect()
    stand.fault(Kind.LIMITED, seconds=90)
    with pytest.raises(NetworkError) as limited:
        stand.publish()
    assert limited.value.trouble is Trouble.LIMITED
    assert limited.value.retry_at is not None
    wait = limited.value.retry_at - datetime.now(UTC)
    assert timedelta(seconds=1) < wait <= timedelta(days=1)
    assert not stand.shown()


@able(Ability.HEAR)
def test_a_network_that_is_busy_is_heard_later(stand: Stand) -> None:
    stand.connector().connect()
    for kind in (Kind.LIMITED, Kind.ERROR_BEFORE, Kind.DROP_BEFORE):
        stand.fault(kind, times=3)
        troubles = [stand.trouble(lambda connector: connector.hear("", ())) for _ in range(4)]
        assert set(filter(None, troubles)) <= {Trouble.LIMITED, Trouble.UNREACHABLE}
        assert any(troubles)
        stand.rehearsal.faults.clear()


@able(Ability.CONNECT)
def test_access_taken_away_stops_the_account(stand: Stand) -> None:
    stand.connector().connect()
    stand.fault(Kind.REVOKED, times=None)
    act: dict[Ability, Callable[[Any], object]] = {
        Ability.PUBLISH: lambda connector: connector.publish(stand.outgoing()),
        Ability.HEAR: lambda connector: connector.hear("", ()),
    }
    for ability, doing in act.items():
        if ability in stand.network.abilities:
            with pytest.raises(NetworkError) as revoked:
                doing(stand.connector())
            assert revoked.value.trouble is Trouble.REVOKED
            assert revoked.value.said


@able(Ability.HEAR)
def test_lists_that_come_twice_and_out_of_order_bring_everything_once(stand: Stand) -> None:
    stand.fault(Kind.DUPLICATED, times=None)
    stand.fault(Kind.SHUFFLED, times=None)
    post = stand.publish() if Ability.COMMENTS in stand.network.abilities else None
    kinds = {Ability.REVIEWS: "review", Ability.MENTIONS: "mention", Ability.MESSAGES: "message"}
    kind = next((kind for ability, kind in kinds.items() if ability in stand.network.abilities), "")
    for number in range(5):
        stand.say(f"Question {number}?", **({"to": post.network_id} if post else {"kind": kind}))
    batch = stand.connector().hear("", (post,) if post else ())
    assert len({one.network_id for one in batch.heard}) == len(batch.heard)
    assert {number for number in range(5) if any(f"Question {number}?" in one.text for one in batch.heard)} == set(
        range(5)
    )


@able(Ability.PUBLISH)
def test_a_server_that_is_not_there_is_unreachable(stand: Stand) -> None:
    outgoing = stand.outgoing()
    path = stand.account["base_url"].partition("//")[2].partition("/")[2]
    with pytest.raises(NetworkError) as failed:
        stand.connector(base_url=f"http://127.0.0.1:9/{path}").publish(outgoing)
    assert failed.value.trouble is Trouble.UNREACHABLE


@pytest.mark.parametrize("seconds", [-90, 90])
@able(Ability.PUBLISH, Ability.FIND)
def test_a_network_whose_clock_is_wrong_makes_nothing_twice(stand: Stand, seconds: int) -> None:
    if stand.network.name == "bluesky":
        return  # found by its key, whatever the clock
    stand.stage.direct("skew", {"seconds": seconds})
    for skip in range(3):
        outgoing = stand.outgoing(f"Flu shots are free on Saturday, part {skip}.")
        stand.fault(Kind.DROP_AFTER, skip=skip)
        assert stand.persist(partial(publish, outgoing=outgoing), outgoing) == "done"
        stand.rehearsal.faults.clear()
        assert len(stand.shown(f"part {skip}.")) == 1


@pytest.mark.parametrize("seconds", [-90, 90])
@able(Ability.HEAR)
def test_a_network_whose_clock_is_wrong_is_heard_all_the_same(stand: Stand, seconds: int) -> None:
    if stand.network.name == "bluesky":
        return  # asked in its own tests: its posts carry their authors' clocks
    kinds = {Ability.REVIEWS: "review", Ability.MENTIONS: "mention", Ability.MESSAGES: "message"}
    kind = next((kind for ability, kind in kinds.items() if ability in stand.network.abilities), "")
    post = stand.publish() if Ability.COMMENTS in stand.network.abilities else None
    told, watch = ({"to": post.network_id} if post else {"kind": kind}), ((post,) if post else ())
    cursor, texts = "", set()
    for number, skew in enumerate((0, seconds, 0, seconds)):
        stand.stage.direct("skew", {"seconds": skew})
        stand.say(f"Question {number}?", **told, **{"as": f"person{number}.rehearsal.test"})
        batch = stand.connector().hear(cursor, watch)
        cursor = batch.cursor
        texts |= {n for n in range(4) if any(f"Question {n}?" in one.text for one in batch.heard)}
    assert texts == {0, 1, 2, 3}
