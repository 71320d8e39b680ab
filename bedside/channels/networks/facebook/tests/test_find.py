import pytest

from bedside.channels.networks.facebook.stage import FacebookStage
from bedside.channels.networks.facebook.tests.conftest import (
    HANDLE,
    Connect,
    answer,
    outgoing,
    picture,
    say,
    sought,
    video,
)
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import NetworkError, Outgoing, RemoteRef, Trouble

LOST = [Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.HANG_AFTER]
POSTS = [
    ("publish", outgoing()),
    ("publish", outgoing(pictures=(picture(),), link="https://stmary.example/flu")),
    ("video", outgoing(video=video())),
]


@pytest.mark.parametrize("kind", LOST)
@pytest.mark.parametrize(("call", "what"), POSTS, ids=["text", "picture", "film"])
def test_a_post_whose_answer_was_lost_is_found(
    connect: Connect, rehearsal: Rehearsal, stage: FacebookStage, kind: Kind, call: str, what: Outgoing
) -> None:
    facebook = connect(read=0.4)
    wanted = sought(what)
    facebook.publish(outgoing(text="Something else"))
    assert facebook.find(wanted) is None
    rehearsal.faults.add(Fault(kind, call=f"facebook.{call}", times=1, ms=1200))
    with pytest.raises(NetworkError) as lost:
        facebook.publish(what)
    # Films wait longer for their answer than this test does.
    assert lost.value.trouble is Trouble.UNKNOWN
    found = facebook.find(wanted)
    assert found is not None
    assert found.network_id == stage.shown()[0].id
    assert facebook.find(sought(what, found.network_id)) is None  # known to be another of ours


@pytest.mark.parametrize("kind", [Kind.DROP_BEFORE, Kind.ERROR_BEFORE])
def test_a_post_that_never_arrived_is_not_found(connect: Connect, rehearsal: Rehearsal, kind: Kind) -> None:
    facebook, what = connect(), outgoing()
    rehearsal.faults.add(Fault(kind, call="facebook.publish", times=1))
    with pytest.raises(NetworkError) as lost:
        facebook.publish(what)
    assert lost.value.trouble is Trouble.UNKNOWN
    assert facebook.find(sought(what)) is None


def test_a_comment_and_a_message_whose_answer_was_lost_are_found(
    connect: Connect, rehearsal: Rehearsal, stage: FacebookStage
) -> None:
    facebook = connect()
    post = facebook.publish(outgoing())
    comment = say(stage, "Thank you.", to=post.network_id)  # the same words by somebody else
    say(stage, "Thank you.", kind="message", to_account=HANDLE)
    person = stage.town.listed("message")[0].author
    for call, what in (("comment", answer(comment)), ("send", answer("m_1", "Thank you.", "message", person))):
        wanted = sought(what)
        assert facebook.find(wanted) is None
        rehearsal.faults.add(Fault(Kind.DROP_AFTER, call=f"facebook.{call}", times=1))
        with pytest.raises(NetworkError) as lost:
            facebook.reply(what)
        assert lost.value.trouble is Trouble.UNKNOWN
        found = facebook.find(wanted)
        assert found is not None
        assert found.network_id == stage.shown()[0].id


def test_an_answer_to_what_is_gone_is_not_found(connect: Connect) -> None:
    assert connect().find(sought(answer("122_404"))) is None


def test_a_lost_edit_withdrawal_or_hiding_is_simply_done_again(
    connect: Connect, rehearsal: Rehearsal, stage: FacebookStage
) -> None:
    facebook = connect()
    post = facebook.publish(outgoing())
    comment = RemoteRef(say(stage, "spam", to=post.network_id))

    def lost(call: str) -> None:
        rehearsal.faults.add(Fault(Kind.DROP_AFTER, call=f"facebook.{call}", times=1))

    lost("change")
    with pytest.raises(NetworkError):
        facebook.hide(comment)
    facebook.hide(comment)
    lost("change")
    with pytest.raises(NetworkError) as unknown:
        facebook.edit(post, outgoing(text="New"))
    assert unknown.value.trouble is Trouble.UNKNOWN
    facebook.edit(post, outgoing(text="New"))
    lost("delete")
    with pytest.raises(NetworkError):
        facebook.withdraw(post)
    facebook.withdraw(post)
    assert [one.kind for one in stage.shown()] == ["reply"]


def test_a_picture_lost_on_the_way_is_safe_to_send_again(
    connect: Connect, rehearsal: Rehearsal, stage: FacebookStage
) -> None:
    facebook = connect()
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call="facebook.photo", times=1))
    with pytest.raises(NetworkError) as lost:
        facebook.publish(outgoing(pictures=(picture(),)))
    assert lost.value.trouble is Trouble.UNREACHABLE
    assert stage.shown() == []
