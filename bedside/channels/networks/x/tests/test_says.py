"""Publishing, correcting, answering, hiding, withdrawing, and finding what was done when no answer came."""

from dataclasses import replace
from functools import partial

import pytest

from bedside.channels.networks.x.connector import X
from bedside.channels.networks.x.stage import XStage
from bedside.channels.networks.x.tests.conftest import HANDLE, Connect, outgoing, picture, say
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Answered, NetworkError, Poll, RemoteRef, Sought, Trouble, Video

FILM = Video(b"film" * 2_500_000, "video/mp4", "Hands are washed.", "hands.mp4", 640, 480, 5.0)


def test_a_film_goes_up_in_pieces_and_is_waited_for(x: X, stage: XStage) -> None:
    stage.slow_media = 3
    x.publish(outgoing(video=FILM))
    assert stage.calls["upload.append"] == 3
    assert stage.calls["upload.status"] == 3
    assert stage.picture(stage.shown()[0].media[0]) == (FILM.content, "video/mp4")


def test_a_films_captions_go_along(x: X, stage: XStage) -> None:
    x.publish(outgoing(video=replace(FILM, captions="WEBVTT\n\n00:00.000 --> 00:02.000\nWash.\n"), language="es"))
    named = stage.media[stage.shown()[0].media[0]]["captions"]
    assert (named["language_code"], named["display_name"]) == ("ES", "Español")
    assert stage.picture(named["id"]) == (b"WEBVTT\n\n00:00.000 --> 00:02.000\nWash.\n", "text/vtt")


def test_a_film_that_never_gets_ready_posts_nothing(x: X, stage: XStage, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from bedside.channels.networks.x import media

    monkeypatch.setattr(media, "PATIENCE", timedelta(seconds=0.3))
    stage.slow_media = 1000
    with pytest.raises(NetworkError) as late:
        x.publish(outgoing(video=FILM))
    assert late.value.trouble is Trouble.UNREACHABLE
    assert stage.shown() == []


def test_a_lost_post_with_link_picture_and_signs_is_found_by_its_words(
    x: X, rehearsal: Rehearsal, stage: XStage
) -> None:
    sent = outgoing(text="Tom & Jerry <3\nflu shots", link="https://stmary.example/flu/", pictures=(picture(),))
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call="x.post", times=1))
    with pytest.raises(NetworkError) as lost:
        x.publish(sent)
    assert lost.value.trouble is Trouble.UNKNOWN
    found = x.find(Sought(sent.key, sent, sent.created_at))
    assert found is not None
    assert found.network_id == stage.shown()[0].id
    assert x.find(Sought(sent.key, sent, sent.created_at, frozenset({found.network_id}))) is None


def test_the_same_words_again_are_refused_with_a_plain_sentence(x: X, stage: XStage) -> None:
    x.publish(outgoing())
    with pytest.raises(NetworkError) as refused:
        x.publish(outgoing("post-2"))
    assert refused.value.trouble is Trouble.REFUSED
    assert "same words" in refused.value.said
    assert len(stage.shown()) == 1


def test_an_uninvited_answer_is_refused_with_a_plain_sentence_and_an_invited_one_taken(x: X, stage: XStage) -> None:
    stage.self_serve = True
    top = x.publish(outgoing())
    asked = say(stage, "When?", to=top.network_id)
    called = say(stage, "Hello, when?", kind="mention", to_account=HANDLE)
    with pytest.raises(NetworkError) as refused:
        x.reply(outgoing("r1", "At nine.", parent=RemoteRef(asked), answered=Answered("reply")))
    assert refused.value.trouble is Trouble.REFUSED
    assert "mentioned or quoted" in refused.value.said
    assert refused.value.todo
    x.reply(outgoing("r2", "At ten.", parent=RemoteRef(called), answered=Answered("mention")))


def test_a_correction_keeps_the_posts_id_and_remembers_its_newest_wording(x: X, stage: XStage) -> None:
    made = x.publish(outgoing())
    second = x.edit(made, outgoing(text="Flu shots on Sunday."))
    third = x.edit(second, outgoing(text="Flu shots on Monday."))
    assert made.network_id == second.network_id == third.network_id
    assert len({made.version, second.version, third.version}) == 3
    calls = dict(stage.calls)
    assert x.edit(made, outgoing(text="Flu shots on Monday.")) == third  # a try that was lost had made it
    assert stage.calls["post"] == calls["post"]
    asked = say(stage, "When?", to=made.network_id)
    assert [(one.network_id, one.parent_id) for one in x.hear("", [third]).heard] == [(asked, made.network_id)]
    x.withdraw(third)
    assert not [one for one in stage.shown() if one.ours]


def test_an_account_without_premium_is_told_so(x: X, stage: XStage) -> None:
    made = x.publish(outgoing())
    stage.premium = False
    with pytest.raises(NetworkError) as refused:
        x.edit(made, outgoing(text="Flu shots on Sunday."))
    assert refused.value.trouble is Trouble.REFUSED
    assert "Premium" in refused.value.said
    assert stage.shown()[0].text == "Flu shots are here."


def test_a_direct_message_is_answered_found_and_taken_back(x: X, rehearsal: Rehearsal, stage: XStage) -> None:
    say(stage, "May I ask?", kind="message", to_account=HANDLE)
    heard = x.hear("").heard[0]
    answer = outgoing("m1", "Please call us & ask.", parent=RemoteRef(heard.network_id),
                      answered=Answered("message", heard.author_id, heard.author_handle, heard.root_id))  # fmt: skip
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call="x.send", times=1))
    with pytest.raises(NetworkError):
        x.reply(answer)
    found = x.find(Sought("m1", answer, answer.created_at))
    assert found is not None
    assert [one.text for one in stage.shown() if one.ours] == ["Please call us & ask."]
    x.withdraw(found)
    x.withdraw(found)
    assert not [one for one in stage.shown() if one.ours]


@pytest.mark.parametrize("what", ["hide", "delete"])
def test_hiding_and_withdrawing_again_after_a_lost_answer_does_no_harm(
    x: X, rehearsal: Rehearsal, stage: XStage, what: str
) -> None:
    top = x.publish(outgoing())
    ugly = RemoteRef(say(stage, "ugly", to=top.network_id))
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call=f"x.{what}", times=1))
    act = partial(x.hide, ugly) if what == "hide" else partial(x.withdraw, top)
    with pytest.raises(NetworkError) as lost:
        act()
    assert lost.value.trouble is Trouble.UNKNOWN
    act()
    assert any(one.hidden for one in stage.shown()) if what == "hide" else not any(one.ours for one in stage.shown())


@pytest.mark.parametrize(
    "more",
    [
        {"text": "x" * 281},
        {"text": "漢" * 141},
        {"text": "x" * 256, "link": "https://stmary.example/"},
        {"pictures": tuple(picture(str(number)) for number in range(5))},
        {"pictures": (picture("y" * 1001),)},
        {"pictures": (picture(mime="image/tiff"),)},
        {"pictures": (picture(),), "poll": Poll(("a", "b"), 60)},
        {"poll": Poll(("only one",), 60)},
        {"poll": Poll(("a", "b" * 26), 60)},
        {"poll": Poll(("a", "b"), 4)},
        {"text": "  "},
    ],
)
def test_what_x_would_refuse_is_refused_before_anything_is_sent(x: X, stage: XStage, more: dict[str, object]) -> None:
    with pytest.raises(NetworkError) as refused:
        x.publish(outgoing(**more))  # type: ignore[arg-type]
    assert refused.value.trouble is Trouble.REFUSED
    assert refused.value.said.startswith("X takes") or refused.value.said.startswith("X does not")
    assert stage.calls == {}


def test_wide_characters_weigh_two_and_addresses_23(connect: Connect, stage: XStage) -> None:
    connect().publish(outgoing(text="漢" * 140))
    connect().publish(outgoing(text="x" * 255, link="https://stmary.example/" + "y" * 300))
    assert len(stage.shown()) == 2
