import pytest

from bedside.channels.networks.instagram.stage import InstagramStage
from bedside.channels.networks.instagram.tests.conftest import HANDLE, Connect, answer, outgoing, picture, say, sought
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rehearsal.graph import error
from bedside.channels.rules import NetworkError, RemoteRef, Trouble


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.HANG_AFTER])
def test_a_post_whose_answer_was_lost_is_found(
    connect: Connect, rehearsal: Rehearsal, stage: InstagramStage, kind: Kind
) -> None:
    instagram = connect(read=0.4)
    what = outgoing(text="Flu shots \nare here. ", link="https://stmary.example/flu")
    wanted = sought(what)
    instagram.publish(outgoing(text="Something else"))
    assert instagram.find(wanted) is None
    rehearsal.faults.add(Fault(kind, call="instagram.publish", times=1, ms=1200))
    with pytest.raises(NetworkError) as lost:
        instagram.publish(what)
    assert lost.value.trouble is Trouble.UNKNOWN
    stage.town.items[stage.shown()[0].id].text = "Flu shots\nare here.\n\nhttps://stmary.example/flu"
    found = instagram.find(wanted)
    assert found is not None
    assert found.network_id == stage.shown()[0].id
    assert instagram.find(sought(what, found.network_id)) is None


@pytest.mark.parametrize("kind", [Kind.DROP_BEFORE, Kind.DROP_AFTER, Kind.ERROR_AFTER])
@pytest.mark.parametrize("call", ["container", "node"])
def test_what_fails_before_publishing_is_simply_done_again(
    connect: Connect, rehearsal: Rehearsal, stage: InstagramStage, kind: Kind, call: str
) -> None:
    instagram = connect()
    instagram.connect()
    rehearsal.faults.add(Fault(kind, call=f"instagram.{call}", times=1))
    with pytest.raises(NetworkError) as lost:
        instagram.publish(outgoing(pictures=(picture(), picture())))
    assert lost.value.trouble is Trouble.UNREACHABLE
    assert stage.shown() == []
    instagram.publish(outgoing())
    assert len(stage.shown()) == 1


def test_every_answer_that_was_lost_is_found(connect: Connect, rehearsal: Rehearsal, stage: InstagramStage) -> None:
    instagram = connect()
    post = instagram.publish(outgoing())
    comment = say(stage, "Thank you.", to=post.network_id)  # the same words by somebody else
    mention = say(stage, "Thank you.", to_account=HANDLE)
    say(stage, "Thank you.", kind="message", to_account=HANDLE)
    person = stage.town.listed("message")[0].author
    for call, what in (
        ("reply", answer(comment)),
        ("comment", answer(post.network_id, kind="own")),
        ("mention", answer(mention, kind="mention")),
        ("send", answer("m_1", "Thank you.", "message", person)),
    ):
        wanted = sought(what)
        assert instagram.find(wanted) is None, call
        rehearsal.faults.add(Fault(Kind.DROP_AFTER, call=f"instagram.{call}", times=1))
        with pytest.raises(NetworkError) as lost:
            instagram.reply(what)
        assert lost.value.trouble is Trouble.UNKNOWN
        found = instagram.find(wanted)
        assert found is not None, call
        assert found.network_id == stage.shown()[0].id


def test_where_instagram_does_not_show_an_answer_it_says_so_and_nothing_is_sent_blindly(
    connect: Connect, stage: InstagramStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mention = say(stage, "hello @stmary", to_account=HANDLE)

    def refuse(*_: object) -> None:
        raise error(100, "(#100) Tried accessing nonexisting field (mentioned_media)")

    instagram = connect()
    wanted = sought(answer(mention, kind="mention"))
    assert instagram.session.own
    monkeypatch.setattr(stage, "get_node", refuse)
    monkeypatch.setattr(stage, "_account", lambda _: {"id": "1", "mentioned_media": refuse})
    with pytest.raises(NetworkError, match="does not show whether"):
        instagram.find(wanted)


def test_a_lost_hiding_is_done_again(connect: Connect, rehearsal: Rehearsal, stage: InstagramStage) -> None:
    instagram = connect()
    comment = RemoteRef(say(stage, "spam", to=instagram.publish(outgoing()).network_id))
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call="instagram.hide", times=1))
    with pytest.raises(NetworkError):
        instagram.hide(comment)
    instagram.hide(comment)
    assert stage.shown()[0].hidden


def test_an_answer_to_what_is_gone_is_not_found(connect: Connect) -> None:
    assert connect().find(sought(answer("17870000000000404"))) is None
