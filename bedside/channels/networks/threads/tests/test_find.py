import pytest

from bedside.channels.networks.threads.stage import ThreadsStage
from bedside.channels.networks.threads.tests.conftest import HANDLE, Connect, answer, outgoing, picture, say, sought
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import NetworkError, RemoteRef, Trouble


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.HANG_AFTER])
def test_a_post_whose_answer_was_lost_is_found(
    connect: Connect, rehearsal: Rehearsal, stage: ThreadsStage, kind: Kind
) -> None:
    threads = connect(read=0.4)
    what = outgoing(text="Flu shots \nare here. ", link="https://stmary.example/flu")
    wanted = sought(what)
    threads.publish(outgoing(text="Something else"))
    assert threads.find(wanted) is None
    rehearsal.faults.add(Fault(kind, call="threads.publish", times=1, ms=1200))
    with pytest.raises(NetworkError) as lost:
        threads.publish(what)
    assert lost.value.trouble is Trouble.UNKNOWN
    stage.town.items[stage.shown()[0].id].text = "Flu shots\nare here.\n\nhttps://stmary.example/flu"
    found = threads.find(wanted)
    assert found is not None
    assert found.network_id == stage.shown()[0].id
    assert threads.find(sought(what, found.network_id)) is None


@pytest.mark.parametrize("kind", [Kind.DROP_BEFORE, Kind.DROP_AFTER, Kind.ERROR_AFTER])
@pytest.mark.parametrize("call", ["container", "node"])
def test_what_fails_before_publishing_is_simply_done_again(
    connect: Connect, rehearsal: Rehearsal, stage: ThreadsStage, kind: Kind, call: str
) -> None:
    threads = connect()
    threads.connect()
    rehearsal.faults.add(Fault(kind, call=f"threads.{call}", times=1))
    with pytest.raises(NetworkError) as lost:
        threads.publish(outgoing(pictures=(picture(), picture())))
    assert lost.value.trouble is Trouble.UNREACHABLE
    assert stage.shown() == []
    threads.publish(outgoing())
    assert len(stage.shown()) == 1


def test_every_answer_that_was_lost_is_found(connect: Connect, rehearsal: Rehearsal, stage: ThreadsStage) -> None:
    threads = connect()
    post = threads.publish(outgoing())
    reply = say(stage, "Thank you.", to=post.network_id)  # the same words by somebody else
    mention = say(stage, "Thank you.", to_account=HANDLE)
    for what in (answer(reply), answer(post.network_id, kind="own"), answer(mention, kind="mention")):
        wanted = sought(what)
        assert threads.find(wanted) is None
        rehearsal.faults.add(Fault(Kind.DROP_AFTER, call="threads.publish", times=1))
        with pytest.raises(NetworkError) as lost:
            threads.reply(what)
        assert lost.value.trouble is Trouble.UNKNOWN
        found = threads.find(wanted)
        assert found is not None
        assert found.network_id == stage.shown()[0].id


def test_a_lost_withdrawal_is_done_again(connect: Connect, rehearsal: Rehearsal, stage: ThreadsStage) -> None:
    threads = connect()
    post = threads.publish(outgoing())
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call="threads.delete", times=1))
    with pytest.raises(NetworkError) as lost:
        threads.withdraw(post)
    assert lost.value.trouble is Trouble.UNKNOWN
    threads.withdraw(post)
    assert stage.shown() == []


def test_a_lost_hiding_is_done_again(connect: Connect, rehearsal: Rehearsal, stage: ThreadsStage) -> None:
    threads = connect()
    comment = RemoteRef(say(stage, "spam", to=threads.publish(outgoing()).network_id))
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call="threads.manage_reply", times=1))
    with pytest.raises(NetworkError):
        threads.hide(comment)
    threads.hide(comment)
    assert stage.item(comment.network_id).hidden


def test_an_answer_to_what_is_gone_is_not_found(connect: Connect) -> None:
    assert connect().find(sought(answer("17870000000000404"))) is None
