from typing import Any

import pytest

from bedside.channels.calls import containers
from bedside.channels.networks.threads import NETWORK
from bedside.channels.networks.threads.connector import Threads
from bedside.channels.networks.threads.stage import ThreadsStage
from bedside.channels.networks.threads.tests.conftest import HANDLE, answer, outgoing, picture, say, video
from bedside.channels.rehearsal.graph import gone
from bedside.channels.rules import PROTOCOLS, NetworkError, Poll, RemoteRef, Trouble


def test_the_connector_does_what_the_network_declares(threads: Threads) -> None:
    for ability, protocol in PROTOCOLS.items():
        assert isinstance(threads, protocol) is (ability in NETWORK.abilities)


def test_a_text_with_its_link_becomes_a_post(threads: Threads, stage: ThreadsStage) -> None:
    made = threads.publish(outgoing(link="https://stmary.example/flu"))
    shown = stage.shown()[0]
    assert (shown.id, shown.kind, shown.ours) == (made.network_id, "post", True)
    assert shown.text == "Flu shots are here.\n\nhttps://stmary.example/flu"
    assert made.url == f"https://www.threads.net/@{HANDLE}/post/{made.network_id}"


def test_pictures_carry_their_descriptions(threads: Threads, stage: ThreadsStage) -> None:
    threads.publish(outgoing(pictures=(picture(),)))
    threads.publish(outgoing(pictures=(picture(), picture("The new door", mime="image/png"))))
    assert [one.alts for one in stage.shown()] == [("A nurse with a tray", "The new door"), ("A nurse with a tray",)]


def test_a_film_is_waited_for_and_has_a_description(
    threads: Threads, stage: ThreadsStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(containers, "pause", pauses.append)
    threads.publish(outgoing(video=video(alt="A walk through the ward")))
    assert pauses == [0.2, 0.4]
    assert stage.shown()[0].alts == ("A walk through the ward",)


def test_a_poll_is_asked(threads: Threads, stage: ThreadsStage) -> None:
    threads.publish(outgoing(text="When do you come?", poll=Poll(("Mornings", "Evenings", "Weekends"), 1440)))
    assert stage.shown()[0].poll == ("Mornings", "Evenings", "Weekends")


def test_a_long_text_goes_on_below_itself(threads: Threads, stage: ThreadsStage) -> None:
    first = threads.publish(outgoing(text="One (1/3)"))
    second = threads.reply(answer(first.network_id, "Two (2/3)", "own"))
    third = threads.reply(answer(second.network_id, "Three (3/3)", "own"))
    assert [stage.item(one.network_id).parent for one in (second, third)] == [first.network_id, second.network_id]
    assert threads.hear("", [first]).heard == ()


def test_a_picture_that_threads_cannot_fetch_is_said(threads: Threads, stage: ThreadsStage) -> None:
    with pytest.raises(NetworkError, match="could not use the picture") as refused:
        threads.publish(outgoing(pictures=(picture(url="http://127.0.0.1:9/nothing.jpg"),)))
    assert refused.value.trouble is Trouble.REFUSED
    assert stage.shown() == []


def test_the_day_has_a_number_of_posts(threads: Threads, stage: ThreadsStage, account: dict[str, Any]) -> None:
    for _ in range(250):
        stage.town.add("post", stage.town.accounts[account["id"]], "x")
    with pytest.raises(NetworkError) as limited:
        threads.publish(outgoing())
    assert limited.value.trouble is Trouble.LIMITED
    threads.reply(answer(stage.shown()[0].id, kind="own"))  # replies have a number of their own


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"text": "x" * 501}, "takes 500 characters; this is 1 too long."),
        ({"text": "x" * 497 + "🩺"}, "this is 1 too long."),
        ({"text": "x" * 480, "link": "https://stmary.example/flu"}, "too long"),
        ({"text": " "}, "takes no empty post"),
        ({"text": " ".join(f"https://e.example/{n}" for n in range(6))}, "takes 5 links"),
        ({"pictures": tuple(picture() for _ in range(21))}, "takes 20 pictures; there are 21."),
        ({"pictures": (picture(mime="image/gif"),)}, "JPEG and PNG"),
        ({"pictures": (picture(content=b"x" * 8_000_001),)}, "picture 1 is larger"),
        ({"pictures": (picture("x" * 1001),)}, "descriptions of 1,000"),
        ({"pictures": (picture(url=""),)}, "no public address"),
        ({"video": video(url="")}, "no public address"),
        ({"video": video(seconds=301.0)}, "5 minutes"),
        ({"video": video(mime="video/webm")}, "does not take this film"),
        ({"pictures": (picture(),), "video": video()}, "not both"),
        ({"poll": Poll(("one",), 1440)}, "2 to 4 answers"),
        ({"poll": Poll(("a", "b", "c", "d", "e"), 1440)}, "2 to 4 answers"),
        ({"poll": Poll(("a", "b" * 26), 1440)}, "1 to 25 characters"),
        ({"poll": Poll(("a", ""), 1440)}, "1 to 25 characters"),
        ({"poll": Poll(("a", "b"), 1440), "pictures": (picture(),)}, "only without pictures"),
    ],
)
def test_what_threads_would_not_take_is_not_sent(
    threads: Threads, stage: ThreadsStage, what: dict[str, object], said: str
) -> None:
    with pytest.raises(NetworkError, match=r"Threads ") as refused:
        threads.publish(outgoing(**what))  # type: ignore[arg-type]
    assert refused.value.trouble is Trouble.REFUSED
    assert said in refused.value.said
    assert stage.calls == {}


def test_an_emoji_counts_as_its_bytes(threads: Threads, stage: ThreadsStage) -> None:
    threads.publish(outgoing(text="x" * 496 + "🩺"))
    assert len(stage.shown()) == 1


def test_posts_and_replies_are_withdrawn_as_often_as_one_likes(threads: Threads, stage: ThreadsStage) -> None:
    post = threads.publish(outgoing())
    reply = threads.reply(answer(post.network_id, kind="own"))
    for remote in (reply, reply, post, post):
        threads.withdraw(remote)
    assert stage.shown() == []


def test_what_cannot_be_seen_any_more_but_stands_is_not_called_withdrawn(
    threads: Threads, stage: ThreadsStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = threads.reply(answer(threads.publish(outgoing()).network_id, kind="own"))

    def withheld(*_: object) -> None:
        raise gone()

    monkeypatch.setattr(stage, "mine", withheld)
    with pytest.raises(NetworkError) as refused:
        threads.withdraw(reply)
    assert refused.value.trouble is Trouble.REFUSED


def test_replies_and_mentions_are_answered(threads: Threads, stage: ThreadsStage) -> None:
    post = threads.publish(outgoing())
    reply = say(stage, "When?", to=post.network_id)
    mention = say(stage, "thanks @stmary", to_account=HANDLE)
    for above, kind in ((reply, "reply"), (mention, "mention")):
        threads.reply(answer(above, kind=kind))
        assert stage.shown()[0].parent == above
    with pytest.raises(NetworkError, match="no longer has what this is about"):
        threads.reply(answer("404"))


def test_a_reply_is_hidden_and_shown_again_as_often_as_one_likes(threads: Threads, stage: ThreadsStage) -> None:
    post = threads.publish(outgoing())
    top = RemoteRef(say(stage, "spam", to=post.network_id))
    for _ in range(2):
        threads.hide(top)
        assert stage.item(top.network_id).hidden
    for _ in range(2):
        threads.show(top)
        assert not stage.item(top.network_id).hidden
    with pytest.raises(NetworkError) as refused:
        threads.hide(RemoteRef(say(stage, "deeper", to=top.network_id)))
    assert refused.value.trouble is Trouble.REFUSED
