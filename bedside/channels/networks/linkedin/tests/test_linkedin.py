"""LinkedIn's own ways: little text, pages to choose, films in parts, comments by their URNs, and what was lost."""

import pytest

from bedside.channels.networks.linkedin import translate
from bedside.channels.networks.linkedin.connector import LinkedIn
from bedside.channels.networks.linkedin.stage import LinkedInStage
from bedside.channels.networks.linkedin.tests.conftest import HANDLE, Connect, outgoing, picture, say
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Answered, NetworkError, Poll, RemoteRef, Sought, Trouble, Video

FILM = Video(b"film" * 1000, "video/mp4", "Hands are washed.", "hands.mp4", 640, 480, 5.0)


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "a (b) [c] {d} <e> @f * g_h ~ i | j \\ k",
        "#flu and #Grippe2026, not # alone",
        "line\n\nline #x",
        "\\#a",
        "{hashtag|x}",
    ],
)
def test_little_text_says_the_same_again(text: str) -> None:
    assert translate.plain(translate.little(text)) == text


def test_every_sign_of_little_text_is_escaped_and_hashtags_stay_hashtags() -> None:
    assert translate.little("a(b)_c") == r"a\(b\)\_c"
    assert translate.little("Get your #flu_shot!") == r"Get your {hashtag|\#|flu\_shot}!"


def test_mentions_by_name_are_read_as_names() -> None:
    assert translate.plain("Thanks @[St. Mary](urn:li:organization:5)!") == "Thanks St. Mary!"


def test_several_pages_are_choices_and_the_chosen_one_posts(connect: Connect, stage: LinkedInStage) -> None:
    stage.direct("accounts", {"handle": "clinic.test", "name": "The Clinic"})
    mine = stage.town.by_handle(HANDLE)
    clinic = stage.town.by_handle("clinic.test")
    assert mine is not None
    assert clinic is not None
    mine.more["all"] = True
    fresh = connect(network_account_id="")
    choices = fresh.connect().choices
    assert [(one.account_id, one.name) for one in choices] == [(mine.id, "St. Mary"), (clinic.id, "The Clinic")]
    credentials = dict(fresh.api.connection.credentials) | {"choice": clinic.id}
    chosen = connect(network_account_id="", credentials=credentials)
    assert chosen.connect().handle == "clinic.test"
    chosen.publish(outgoing())
    assert stage.shown()[0].handle == "clinic.test"
    with pytest.raises(NetworkError) as undecided:
        connect(network_account_id="").publish(outgoing())
    assert undecided.value.trouble is Trouble.REFUSED


def test_a_link_is_a_card_and_goes_below_the_text_where_pictures_are(linkedin: LinkedIn, stage: LinkedInStage) -> None:
    linkedin.publish(outgoing(link="https://stmary.example/flu"))
    assert (stage.shown()[0].link, stage.shown()[0].text) == ("https://stmary.example/flu", "Flu shots are here.")
    linkedin.publish(outgoing("post-2", link="https://stmary.example/flu", pictures=(picture("one"), picture("two"))))
    assert stage.shown()[0].text.endswith("\n\nhttps://stmary.example/flu")
    assert stage.shown()[0].alts == ("one", "two")


def test_a_film_goes_up_in_the_parts_that_linkedin_wants(linkedin: LinkedIn, stage: LinkedInStage) -> None:
    stage.slow_media = 3
    linkedin.publish(outgoing(video=FILM))
    assert stage.calls["upload"] == 2
    assert stage.calls["videos.show"] == 3
    assert stage.picture(stage.shown()[0].media[0]) == (FILM.content, "video/mp4")


def test_a_polls_question_is_the_last_paragraph(linkedin: LinkedIn, stage: LinkedInStage) -> None:
    linkedin.publish(outgoing(text="We plan a class.\n\nWhich day suits you?", poll=Poll(("Sat", "Sun"), 2000)))
    assert stage.shown()[0].poll == ("Sat", "Sun")


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_AFTER])
def test_lost_posts_and_comments_are_found_by_their_words(
    linkedin: LinkedIn, rehearsal: Rehearsal, stage: LinkedInStage, kind: Kind
) -> None:
    sent = outgoing(text="Flu shots (free) & #flu @ noon_time", pictures=(picture(),))
    rehearsal.faults.add(Fault(kind, call="posts.create", times=1))
    with pytest.raises(NetworkError) as lost:
        linkedin.publish(sent)
    assert lost.value.trouble is Trouble.UNKNOWN
    top = linkedin.find(Sought(sent.key, sent, sent.created_at))
    assert top is not None
    assert linkedin.find(Sought(sent.key, sent, sent.created_at, frozenset({top.network_id}))) is None
    asked = say(stage, "When?", to=top.network_id)
    answer = outgoing("r1", "At nine.", parent=RemoteRef(asked), root=top, answered=Answered("reply"))
    rehearsal.faults.add(Fault(kind, call="comments.create", times=1))
    with pytest.raises(NetworkError) as lost:
        linkedin.reply(answer)
    assert lost.value.trouble is Trouble.UNKNOWN
    found = linkedin.find(Sought("r1", answer, answer.created_at))
    assert found is not None
    shown = next(one for one in stage.shown() if one.text == "At nine.")
    assert (shown.id, shown.parent) == (found.network_id, asked)


def test_our_comments_are_corrected_and_withdrawn_as_posts_are(linkedin: LinkedIn, stage: LinkedInStage) -> None:
    top = linkedin.publish(outgoing())
    made = linkedin.reply(outgoing("r1", "More below.", parent=top, answered=Answered("own")))
    linkedin.edit(made, outgoing("r1", "More (below)."))
    assert "More (below)." in [one.text for one in stage.shown()]
    for _ in range(2):
        linkedin.withdraw(made)
    assert [one.text for one in stage.shown()] == ["Flu shots are here."]


def test_a_mention_is_answered_below_it(linkedin: LinkedIn, stage: LinkedInStage) -> None:
    say(stage, "Thanks St. Mary!", kind="mention", to_account=HANDLE)
    (heard,) = linkedin.hear("").heard
    linkedin.reply(outgoing("r1", "You are welcome.", parent=RemoteRef(heard.network_id), answered=Answered("mention")))
    assert next(one for one in stage.shown() if one.ours).parent == heard.network_id


def test_changes_and_deletions_are_seen_once(linkedin: LinkedIn, stage: LinkedInStage) -> None:
    top = linkedin.publish(outgoing())
    said = say(stage, "first wording", to=top.network_id)
    first = linkedin.hear("", [top])
    assert [(one.text, one.root_id) for one in first.heard] == [("first wording", top.network_id)]
    stage.direct("change", {"id": said, "text": "second wording"})
    second = linkedin.hear(first.cursor, [top])
    assert [(one.network_id, one.text) for one in second.heard] == [(said, "second wording")]
    assert linkedin.hear(second.cursor, [top]).heard == ()
    stage.direct("remove", {"id": said})
    third = linkedin.hear(second.cursor, [top])
    assert (third.heard, third.gone) == ((), (said,))
    assert linkedin.hear(third.cursor, [top]).gone == ()


def test_pages_of_notifications_and_comments_are_read_to_their_end(linkedin: LinkedIn, stage: LinkedInStage) -> None:
    top = linkedin.publish(outgoing())
    for number in range(230):
        say(stage, f"comment {number}", to=top.network_id)
    assert len(linkedin.hear("").heard) == 230
    stage.notices.clear()
    assert len(linkedin.hear("", [top]).heard) == 230


@pytest.mark.parametrize(
    "more",
    [
        {"text": "x" * 3001},
        {"pictures": tuple(picture(str(number)) for number in range(21))},
        {"pictures": (picture("y" * 4087),)},
        {"pictures": (picture(mime="image/tiff"),)},
        {"pictures": (picture(),), "poll": Poll(("a", "b"), 1440)},
        {"poll": Poll(("only one",), 1440)},
        {"poll": Poll(("a", "b" * 31), 1440)},
        {"poll": Poll(("a", "b"), 30_000)},
        {"text": "x" * 141, "poll": Poll(("a", "b"), 1440)},
        {"text": "  "},
    ],
)
def test_what_linkedin_would_refuse_is_refused_before_anything_is_sent(
    linkedin: LinkedIn, stage: LinkedInStage, more: dict[str, object]
) -> None:
    with pytest.raises(NetworkError) as refused:
        linkedin.publish(outgoing(**more))  # type: ignore[arg-type]
    assert refused.value.trouble is Trouble.REFUSED
    assert refused.value.said.startswith("LinkedIn")
    assert stage.calls == {}
