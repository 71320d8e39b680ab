from datetime import timedelta
from typing import Any

import pytest

from bedside.channels.calls import containers
from bedside.channels.networks.instagram import NETWORK
from bedside.channels.networks.instagram.connector import Instagram
from bedside.channels.networks.instagram.stage import InstagramStage
from bedside.channels.networks.instagram.tests.conftest import HANDLE, answer, outgoing, picture, say, video
from bedside.channels.rules import PROTOCOLS, NetworkError, Poll, RemoteRef, Trouble
from bedside.kit import times


def test_the_connector_does_what_the_network_declares(instagram: Instagram) -> None:
    for ability, protocol in PROTOCOLS.items():
        assert isinstance(instagram, protocol) is (ability in NETWORK.abilities)


def test_one_picture_becomes_a_post_with_its_description(instagram: Instagram, stage: InstagramStage) -> None:
    made = instagram.publish(outgoing(link="https://stmary.example/flu"))
    shown = stage.shown()[0]
    assert (shown.id, shown.alts) == (made.network_id, ("A nurse with a tray",))
    assert shown.text == "Flu shots are here.\n\nhttps://stmary.example/flu"
    assert made.url == f"https://www.instagram.com/p/{made.network_id}/"
    assert stage.calls["publish"] == 1


def test_several_pictures_become_one_carousel(instagram: Instagram, stage: InstagramStage) -> None:
    instagram.publish(outgoing(pictures=(picture(), picture("The new door"), picture(""))))
    assert len(stage.shown()) == 1
    assert stage.shown()[0].alts == ("A nurse with a tray", "The new door", "")


def test_a_film_is_waited_for_soon_at_first(
    instagram: Instagram, stage: InstagramStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(containers, "pause", pauses.append)
    instagram.publish(outgoing(pictures=(), video=video()))
    assert pauses == [0.2, 0.4]
    assert stage.town.items[stage.shown()[0].id].more["type"] == "REELS"


def test_a_film_that_is_never_ready_is_tried_again_later(
    instagram: Instagram, stage: InstagramStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "pause", lambda _: None)
    monkeypatch.setattr(stage, "state", lambda *_: ("IN_PROGRESS", ""))
    with pytest.raises(NetworkError, match="still preparing") as late:
        instagram.publish(outgoing(pictures=(), video=video()))
    assert late.value.trouble is Trouble.UNREACHABLE  # nothing was shown
    assert stage.shown() == []


@pytest.mark.parametrize(
    ("subcode", "said"),
    [("2207052", "could not fetch"), ("2207005", "pictures of this kind"), ("2207026", "films of this kind"),
     ("2207999", "could not use")],
)  # fmt: skip
def test_a_picture_that_instagram_cannot_use_is_said(
    instagram: Instagram, stage: InstagramStage, monkeypatch: pytest.MonkeyPatch, subcode: str, said: str
) -> None:
    monkeypatch.setattr(stage, "state", lambda *_: ("ERROR", subcode))
    with pytest.raises(NetworkError, match=said) as refused:
        instagram.publish(outgoing())
    assert refused.value.trouble is Trouble.REFUSED
    assert stage.shown() == []


def test_what_does_not_lie_at_its_address_is_no_picture(instagram: Instagram, stage: InstagramStage) -> None:
    with pytest.raises(NetworkError, match="could not fetch"):
        instagram.publish(outgoing(pictures=(picture(url="http://127.0.0.1:9/nothing.jpg"),)))
    assert stage.shown() == []


def test_the_day_has_a_number_of_posts(instagram: Instagram, stage: InstagramStage, account: dict[str, Any]) -> None:
    for _ in range(100):
        stage.town.add("post", stage.town.accounts[account["id"]], "x")
    with pytest.raises(NetworkError, match="takes no more posts today") as limited:
        instagram.publish(outgoing())
    assert limited.value.trouble is Trouble.LIMITED
    assert limited.value.retry_at is not None
    assert limited.value.retry_at - times.now() > timedelta(minutes=59)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"text": "x" * 2201}, "takes 2,200 characters; this is 1 too long."),
        ({"pictures": ()}, "needs a picture or a film"),
        ({"pictures": tuple(picture() for _ in range(11))}, "takes 10 pictures; there are 11."),
        ({"pictures": (picture(mime="image/png"),)}, "JPEG pictures only"),
        ({"pictures": (picture(content=b"x" * 8_000_001),)}, "picture 1 is larger"),
        ({"pictures": (picture(url=""),)}, "no public address"),
        ({"pictures": (), "video": video(url="")}, "no public address"),
        ({"pictures": (), "video": video(seconds=2.0)}, "3 seconds to 15 minutes"),
        ({"pictures": (), "video": video(mime="video/webm")}, "does not take this film"),
        ({"video": video()}, "not both"),
        ({"poll": Poll(("a", "b"), 60)}, "no polls"),
        ({"text": "#tag " * 31}, "30 hashtags"),
        ({"text": "@you " * 21}, "20 mentions"),
    ],
)
def test_what_instagram_would_not_take_is_not_sent(
    instagram: Instagram, stage: InstagramStage, what: dict[str, object], said: str
) -> None:
    with pytest.raises(NetworkError, match=r"Instagram ") as refused:
        instagram.publish(outgoing(**what))  # type: ignore[arg-type]
    assert refused.value.trouble is Trouble.REFUSED
    assert said in refused.value.said
    assert stage.calls == {}


def test_comments_their_answers_mentions_and_messages_are_answered(instagram: Instagram, stage: InstagramStage) -> None:
    post = instagram.publish(outgoing())
    comment = say(stage, "When?", to=post.network_id)
    below = say(stage, "Yes, when?", to=comment)
    for above in (comment, below):
        instagram.reply(answer(above))
        assert stage.shown()[0].parent == comment  # Instagram's threads are one deep
    instagram.reply(answer(post.network_id, kind="own"))
    assert stage.shown()[0].parent == post.network_id
    mention = say(stage, "thanks @stmary", to_account=HANDLE)
    instagram.reply(answer(mention, kind="mention"))
    assert stage.shown()[0].parent == mention
    say(stage, "Are you open?", kind="message", to_account=HANDLE)
    person = stage.town.listed("message")[0].author
    made = instagram.reply(answer("m", "Until eight.", "message", person))
    assert (stage.shown()[0].id, stage.shown()[0].text) == (made.network_id, "Until eight.")


def test_messages_are_counted_in_bytes_and_only_for_a_day(instagram: Instagram, stage: InstagramStage) -> None:
    say(stage, "hola", kind="message", to_account=HANDLE, at="2026-01-01T00:00:00+00:00")
    person = stage.town.listed("message")[0].author
    with pytest.raises(NetworkError, match="takes 1,000 bytes"):
        instagram.reply(answer("m", "é" * 501, "message", person))
    with pytest.raises(NetworkError, match="the time to answer this message is over"):
        instagram.reply(answer("m", "é" * 500, "message", person))


def test_a_comment_is_hidden_and_shown_again_as_often_as_one_likes(instagram: Instagram, stage: InstagramStage) -> None:
    post = instagram.publish(outgoing())
    comment = RemoteRef(say(stage, "spam", to=post.network_id))
    for _ in range(2):
        instagram.hide(comment)
        assert stage.shown()[0].hidden
    for _ in range(2):
        instagram.show(comment)
        assert not stage.shown()[0].hidden
