from dataclasses import replace

import pytest

from bedside.channels.networks.facebook import NETWORK
from bedside.channels.networks.facebook.connector import Facebook
from bedside.channels.networks.facebook.stage import FacebookStage
from bedside.channels.networks.facebook.tests.conftest import answer, outgoing, picture, say, video
from bedside.channels.networks.facebook.translate import locale, srt
from bedside.channels.rehearsal.graph import gone
from bedside.channels.rules import PROTOCOLS, NetworkError, Poll, RemoteRef, Trouble


def test_the_connector_does_what_the_network_declares(facebook: Facebook) -> None:
    for ability, protocol in PROTOCOLS.items():
        assert isinstance(facebook, protocol) is (ability in NETWORK.abilities)


def test_a_text_with_a_link_becomes_a_post_with_a_card(facebook: Facebook, stage: FacebookStage) -> None:
    made = facebook.publish(outgoing(link="https://stmary.example/flu"))
    shown = stage.shown()[0]
    assert (shown.id, shown.kind, shown.text, shown.link, shown.ours) == (
        made.network_id, "post", "Flu shots are here.", "https://stmary.example/flu", True,
    )  # fmt: skip
    assert made.url == f"https://www.facebook.com/{made.network_id}"


def test_pictures_go_up_unseen_with_their_descriptions_and_the_link_below_the_text(
    facebook: Facebook, stage: FacebookStage
) -> None:
    facebook.publish(outgoing(pictures=(picture(), picture("The new door")), link="https://stmary.example/flu"))
    assert [one.kind for one in stage.shown()] == ["post"]
    shown = stage.shown()[0]
    assert shown.alts == ("A nurse with a tray", "The new door")
    assert shown.text == "Flu shots are here.\n\nhttps://stmary.example/flu"
    assert stage.picture(shown.media[0]) == (b"\xff\xd8jpeg", "image/jpeg")


def test_a_film_goes_up_with_its_captions(facebook: Facebook, stage: FacebookStage) -> None:
    captions = "WEBVTT\n\n00:01.000 --> 00:02.500 align:start\n<v Nurse>Welcome.\n"
    made = facebook.publish(outgoing(video=video(captions=captions), title="A tour"))
    shown = stage.shown()[0]
    assert (shown.id, shown.title) == (made.network_id, "A tour")
    assert stage.item(made.network_id).more["captions"] == "1\n00:00:01,000 --> 00:00:02,500\nWelcome.\n"


def test_captions_that_are_refused_do_not_unmake_the_post(facebook: Facebook, stage: FacebookStage) -> None:
    made = facebook.publish(outgoing(video=video(captions="no captions at all")))
    assert stage.shown()[0].id == made.network_id


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"text": "x" * 63_207}, "takes 63,206 characters; this is 1 too long."),
        ({"text": "  "}, "takes no empty post."),
        ({"pictures": tuple(picture() for _ in range(11))}, "takes 10 pictures; there are 11."),
        ({"pictures": (picture(mime="image/webp"),)}, "does not take picture 1"),
        ({"pictures": (picture(content=b"x" * 4_000_001),)}, "picture 1 is larger"),
        ({"pictures": (picture(),), "video": video()}, "not both"),
        ({"video": video(mime="video/quicktime")}, "does not take this film"),
        ({"video": video(seconds=1201.0)}, "20 minutes"),
        ({"poll": Poll(("a", "b"), 60)}, "no polls"),
    ],
)
def test_what_facebook_would_not_take_is_not_sent(
    facebook: Facebook, stage: FacebookStage, what: dict[str, object], said: str
) -> None:
    with pytest.raises(NetworkError, match=r"Facebook ") as refused:
        facebook.publish(outgoing(**what))  # type: ignore[arg-type]
    assert refused.value.trouble is Trouble.REFUSED
    assert said in refused.value.said
    assert stage.shown() == []


def test_a_post_is_corrected_in_place_and_withdrawn(facebook: Facebook, stage: FacebookStage) -> None:
    made = facebook.publish(outgoing())
    edited = facebook.edit(made, outgoing(text="Flu shots are here, and free."))
    assert edited.network_id == made.network_id
    assert edited.version != made.version
    assert (stage.shown()[0].text, stage.shown()[0].edited) == ("Flu shots are here, and free.", True)
    facebook.withdraw(edited)
    facebook.withdraw(edited)
    assert stage.shown() == []


def test_what_cannot_be_seen_any_more_but_stands_is_not_called_withdrawn(
    facebook: Facebook, stage: FacebookStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = facebook.publish(outgoing())

    def withheld(*_: object) -> None:
        raise gone()

    routes = tuple(replace(one, play=withheld) if one.name == "delete" else one for one in stage.routes)
    monkeypatch.setattr(stage, "routes", routes)
    with pytest.raises(NetworkError) as refused:
        facebook.withdraw(made)
    assert refused.value.trouble is Trouble.REFUSED


def test_comments_mentions_recommendations_and_messages_are_answered(facebook: Facebook, stage: FacebookStage) -> None:
    post = facebook.publish(outgoing())
    comment = say(stage, "When?", to=post.network_id)
    mention = say(stage, "Thanks!", to_account="stmary.rehearsal.test")
    review = say(stage, "Kind people", kind="review", to_account="stmary.rehearsal.test")
    for above in (comment, mention, review, post.network_id):
        facebook.reply(answer(above))
        assert stage.shown()[0].parent == above
    say(stage, "Are you open?", kind="message", to_account="stmary.rehearsal.test")
    person = stage.town.items[max(stage.town.items, key=lambda one: stage.town.items[one].sequence)].author
    made = facebook.reply(answer("m_1", "Until eight.", "message", person))
    assert (stage.shown()[0].id, stage.shown()[0].text) == (made.network_id, "Until eight.")


def test_a_message_older_than_a_day_takes_no_answer(facebook: Facebook, stage: FacebookStage) -> None:
    say(stage, "hello", kind="message", to_account="stmary.rehearsal.test", at="2026-01-01T00:00:00+00:00")
    person = next(iter(stage.town.items.values())).author
    with pytest.raises(NetworkError, match="the time to answer this message is over") as refused:
        facebook.reply(answer("m_1", "Hi", "message", person))
    assert refused.value.trouble is Trouble.REFUSED


def test_a_recommendation_without_a_story_is_answered_on_the_page_itself(facebook: Facebook) -> None:
    with pytest.raises(NetworkError, match="cannot be answered from here"):
        facebook.reply(answer("rating:0123", kind="review"))


def test_a_comment_is_hidden_and_shown_again_as_often_as_one_likes(facebook: Facebook, stage: FacebookStage) -> None:
    post = facebook.publish(outgoing())
    comment = RemoteRef(say(stage, "spam", to=post.network_id))
    for _ in range(2):
        facebook.hide(comment)
        assert stage.shown()[0].hidden
    for _ in range(2):
        facebook.show(comment)
        assert not stage.shown()[0].hidden


def test_captions_keep_their_times_and_lose_their_tags() -> None:
    told = "WEBVTT\r\n\r\nNOTE x\r\n\r\nintro\r\n01:00:01.000 --> 01:00:02.000\r\n<b>Hi</b> & welcome\r\nall\r\n"
    assert srt(told) == "1\n01:00:01,000 --> 01:00:02,000\nHi & welcome\nall\n"
    assert (locale("en"), locale("es-MX"), locale("de")) == ("en_US", "es_LA", "de_DE")
