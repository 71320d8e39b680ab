"""Publishing, correcting, answering, withdrawing, and finding what was done when no answer came."""

import pytest

from bedside.channels.networks.mastodon.connector import Mastodon
from bedside.channels.networks.mastodon.stage import MastodonStage
from bedside.channels.networks.mastodon.tests.conftest import HANDLE, Connect, film, outgoing, picture, say
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Answered, NetworkError, Poll, RemoteRef, Sought, Trouble


def test_the_profile_is_the_accounts_own(mastodon: Mastodon) -> None:
    profile = mastodon.connect()
    assert (profile.handle, profile.name) == (HANDLE, "St. Mary")
    assert profile.account_id


def test_a_post_carries_its_text_link_language_and_address(mastodon: Mastodon, stage: MastodonStage) -> None:
    made = mastodon.publish(outgoing(text="Flu shots <b>&</b> more.", link="https://stmary.example/flu", language="es"))
    shown = stage.shown()[0]
    assert shown.text == "Flu shots <b>&</b> more.\n\nhttps://stmary.example/flu"
    assert shown.language == "es"
    assert made.network_id == shown.id
    assert made.url.endswith(f"/@{HANDLE}/{shown.id}")


def test_pictures_keep_their_order_and_alternative_texts(mastodon: Mastodon, stage: MastodonStage) -> None:
    mastodon.publish(outgoing(pictures=(picture("one"), picture("two"))))
    assert stage.shown()[0].alts == ("one", "two")


def test_a_film_is_waited_for_before_it_is_posted(mastodon: Mastodon, stage: MastodonStage) -> None:
    stage.slow_media = 3
    mastodon.publish(outgoing(video=film()))
    assert stage.shown()[0].alts == ("Hands are washed.",)
    assert stage.calls["media.show"] == 3


def test_a_poll_is_posted_with_its_answers(mastodon: Mastodon, stage: MastodonStage) -> None:
    mastodon.publish(outgoing(poll=Poll(("Yes", "No"), 60)))
    assert stage.shown()[0].poll == ("Yes", "No")


def test_a_thread_goes_on_below_the_first_post(mastodon: Mastodon, stage: MastodonStage) -> None:
    top = mastodon.publish(outgoing())
    second = mastodon.publish(outgoing("post-2", "More.", parent=top, root=top))
    assert next(one for one in stage.shown() if one.id == second.network_id).parent == top.network_id


def test_the_same_key_makes_one_post(mastodon: Mastodon, stage: MastodonStage) -> None:
    assert mastodon.publish(outgoing()) == mastodon.publish(outgoing())
    assert len(stage.shown()) == 1


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.HANG_AFTER])
def test_a_post_whose_answer_was_lost_is_found_and_not_made_twice(
    connect: Connect, rehearsal: Rehearsal, stage: MastodonStage, kind: Kind
) -> None:
    mastodon = connect(read=0.4)
    sent = outgoing(
        text="Flu shots.\n\nSaturday & Sunday, @state@health.example", link="https://stmary.example/" + "x" * 60
    )
    rehearsal.faults.add(Fault(kind, call="statuses.create", times=1, ms=1500))
    with pytest.raises(NetworkError) as lost:
        mastodon.publish(sent)
    assert lost.value.trouble is Trouble.UNKNOWN
    found = mastodon.find(Sought(sent.key, sent, sent.created_at))
    assert found is not None
    assert found.network_id == stage.shown()[0].id
    assert mastodon.find(Sought(sent.key, sent, sent.created_at, frozenset({found.network_id}))) is None


def test_a_post_that_never_arrived_is_not_found(mastodon: Mastodon, rehearsal: Rehearsal) -> None:
    sent = outgoing()
    rehearsal.faults.add(Fault(Kind.DROP_BEFORE, call="statuses.create", times=1))
    with pytest.raises(NetworkError):
        mastodon.publish(sent)
    assert mastodon.find(Sought(sent.key, sent, sent.created_at)) is None


def test_the_same_words_in_another_place_are_another_post(mastodon: Mastodon) -> None:
    top = mastodon.publish(outgoing())
    sent = outgoing("post-2", parent=top)
    assert mastodon.find(Sought(sent.key, sent, sent.created_at)) is None


def test_a_comment_is_answered_below_it_and_its_author_named(mastodon: Mastodon, stage: MastodonStage) -> None:
    top = mastodon.publish(outgoing())
    asked = say(stage, "When?", to=top.network_id)
    answer = outgoing("reply-1", "At nine.", parent=RemoteRef(asked), root=top, answered=Answered("reply"))
    made = mastodon.reply(answer)
    shown = next(one for one in stage.shown() if one.id == made.network_id)
    assert (shown.text, shown.parent) == ("@gus.rehearsal.test At nine.", asked)
    assert mastodon.find(Sought("reply-1", answer, answer.created_at)) is not None


def test_a_private_mention_is_answered_in_private(mastodon: Mastodon, stage: MastodonStage) -> None:
    asked = say(stage, "Hello?", kind="message", to_account=HANDLE)
    made = mastodon.reply(
        outgoing(
            "reply-1",
            "Please call us.",
            parent=RemoteRef(asked),
            answered=Answered("message", "", "gus.rehearsal.test"),
        )
    )
    assert stage.town.items[made.network_id].more["visibility"] == "direct"
    assert stage.town.items[made.network_id].kind == "message"


def test_a_reply_to_something_gone_is_refused(mastodon: Mastodon) -> None:
    with pytest.raises(NetworkError) as refused:
        mastodon.reply(outgoing(parent=RemoteRef("1"), answered=Answered("reply")))
    assert refused.value.trouble is Trouble.REFUSED


def test_an_edit_keeps_pictures_poll_and_address(mastodon: Mastodon, stage: MastodonStage) -> None:
    made = mastodon.publish(outgoing(pictures=(picture("one"),)))
    again = mastodon.edit(made, outgoing(text="Flu shots on Sunday."))
    shown = stage.shown()[0]
    assert (shown.text, shown.alts, shown.edited) == ("Flu shots on Sunday.", ("one",), True)
    assert again.network_id == made.network_id
    assert again.version != made.version
    mastodon.edit(made, outgoing(text="Flu shots on Sunday.", pictures=(picture("better"),)))
    assert stage.shown()[0].alts == ("better",)
    asked = mastodon.publish(outgoing("post-2", "Which day?", poll=Poll(("Sat", "Sun"), 60)))
    mastodon.edit(asked, outgoing(text="Which day, then?"))
    assert stage.shown()[0].poll == ("Sat", "Sun")


def test_an_edit_whose_answer_was_lost_is_found_and_a_second_one_changes_nothing(
    mastodon: Mastodon, rehearsal: Rehearsal, stage: MastodonStage
) -> None:
    made = mastodon.publish(outgoing())
    change = outgoing(text="Flu shots on Sunday.")
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call="statuses.edit", times=1))
    with pytest.raises(NetworkError) as lost:
        mastodon.edit(made, change)
    assert lost.value.trouble is Trouble.UNKNOWN
    found = mastodon.find(Sought(change.key, change, change.created_at))
    assert found is not None
    assert found.network_id == made.network_id
    mastodon.edit(made, change)
    assert len(stage.shown()) == 1


def test_withdrawing_twice_is_withdrawing_once(mastodon: Mastodon, rehearsal: Rehearsal, stage: MastodonStage) -> None:
    made = mastodon.publish(outgoing())
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call="statuses.delete", times=1))
    with pytest.raises(NetworkError) as lost:
        mastodon.withdraw(made)
    assert lost.value.trouble is Trouble.UNKNOWN
    mastodon.withdraw(made)
    assert stage.shown() == []


@pytest.mark.parametrize(
    "more",
    [
        {"text": "x" * 501},
        {"pictures": tuple(picture(str(number)) for number in range(5))},
        {"pictures": (picture("y" * 1501),)},
        {"pictures": (picture(mime="image/tiff"),)},
        {"pictures": (picture(),), "poll": Poll(("a", "b"), 60)},
        {"pictures": (picture(),), "video": film()},
        {"poll": Poll(("only one",), 60)},
        {"poll": Poll(("a", "b" * 51), 60)},
        {"poll": Poll(("a", "b"), 1)},
        {"text": "  "},
    ],
)
def test_what_the_server_would_refuse_is_refused_before_anything_is_sent(
    mastodon: Mastodon, stage: MastodonStage, more: dict[str, object]
) -> None:
    with pytest.raises(NetworkError) as refused:
        mastodon.publish(outgoing(**more))  # type: ignore[arg-type]
    assert refused.value.trouble is Trouble.REFUSED
    assert refused.value.said.startswith("Mastodon takes") or refused.value.said.startswith("Mastodon does not")
    assert set(stage.calls) == {"instance"}


def test_the_servers_own_limits_count(mastodon: Mastodon, stage: MastodonStage) -> None:
    stage.configuration = stage.configuration | {"statuses": {"max_characters": 5000, "max_media_attachments": 6}}
    mastodon.publish(outgoing(text="x" * 4000))
    assert len(stage.shown()[0].text) == 4000


def test_an_address_counts_23_and_a_mention_its_local_part(mastodon: Mastodon, stage: MastodonStage) -> None:
    link = "https://stmary.example/" + "a" * 200
    mastodon.publish(outgoing(text="x" * (500 - 2 - 23 - 8) + " @health@" + "h" * 50 + ".example", link=link))
    assert len(stage.shown()) == 1
