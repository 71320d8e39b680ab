"""Reddit's own ways: Markdown, posts that appear later, one call for every answer, moderation and what was lost."""

from collections.abc import Callable

import pytest

from bedside.channels.networks.reddit import connector, translate
from bedside.channels.networks.reddit.connector import Reddit
from bedside.channels.networks.reddit.stage import RedditStage
from bedside.channels.networks.reddit.tests.conftest import HANDLE, Connect, outgoing, picture, say
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Answered, NetworkError, Poll, RemoteRef, Sought, Trouble, Video

FILM = Video(b"film" * 1000, "video/mp4", "Hands are washed.", "hands.mp4", 640, 480, 5.0)


@pytest.mark.parametrize(
    "text",
    ["plain", "# not a heading\n> no quote\n- no list\n1. no list\n+ none", "a*b_c~d^e`f[g](h)|i\\j",
     "see https://stmary.example/a_b_c*d today", "one\ntwo\n\nthree", "\\# x", "2026. Year"],
)  # fmt: skip
def test_markdown_says_the_same_again(text: str) -> None:
    assert translate.plain(translate.markdown(text)) == text


def test_addresses_stay_links_and_single_line_ends_stay_lines() -> None:
    made = translate.markdown("see https://stmary.example/a_b\nand come")
    assert made == "see https://stmary.example/a_b  \nand come"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("r/StMary", "StMary"),
        ("/r/StMary/", "StMary"),
        ("StMary", "StMary"),
        ("u/StMary", "u_StMary"),
        ("u_StMary", "u_StMary"),
    ],
)
def test_a_communitys_name_is_taken_in_every_spelling(connect: Connect, given: str, wanted: str) -> None:
    made = connect()
    assert connect(credentials=dict(made.api.connection.credentials) | {"subreddit": given}).api.subreddit == wanted


@pytest.mark.parametrize("given", ["", "a b", "x/../y!", "r/" + "z" * 99])
def test_a_name_that_cannot_be_one_is_refused(connect: Connect, given: str) -> None:
    made = connect()
    with pytest.raises(NetworkError) as refused:
        connect(credentials=dict(made.api.connection.credentials) | {"subreddit": given}).publish(outgoing())
    assert refused.value.trouble is Trouble.REFUSED


@pytest.mark.parametrize("more", [{"pictures": (picture(),)}, {"video": FILM}])
def test_a_post_with_a_picture_or_film_is_waited_for(
    reddit: Reddit, stage: RedditStage, more: dict[str, object]
) -> None:
    stage.slow_media = 2
    made = reddit.publish(outgoing(**more))  # type: ignore[arg-type]
    assert made.network_id == stage.shown()[0].id
    assert stage.calls["overview"] == 3
    assert len(stage.shown()[0].media) == 1


def test_a_picture_that_never_appears_is_unknown_and_found_later(
    reddit: Reddit, stage: RedditStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    monkeypatch.setattr(connector, "PATIENCE", timedelta(seconds=0.1))
    stage.slow_media = 3
    sent = outgoing(pictures=(picture(),))
    with pytest.raises(NetworkError) as late:
        reddit.publish(sent)
    assert late.value.trouble is Trouble.UNKNOWN
    for _ in range(3):
        found = reddit.find(Sought(sent.key, sent, sent.created_at))
    assert found is not None


def test_a_link_alone_is_a_link_post_and_with_words_a_text(reddit: Reddit, stage: RedditStage) -> None:
    sent = outgoing(text="", link="https://stmary.example/flu")
    reddit.publish(sent)
    assert stage.shown()[0].link == "https://stmary.example/flu"
    assert reddit.find(Sought(sent.key, sent, sent.created_at)) is not None
    reddit.publish(outgoing("post-2", link="https://stmary.example/flu"))
    assert stage.shown()[0].text == "Flu shots are here.\n\nhttps://stmary.example/flu"


def test_a_gallery_and_a_poll(reddit: Reddit, stage: RedditStage) -> None:
    reddit.publish(outgoing(pictures=(picture("a"), picture("b"))))
    assert len(stage.shown()[0].media) == 2
    reddit.publish(outgoing("post-2", title="Which day?", poll=Poll(("Sat", "Sun"), 2000)))
    assert (stage.shown()[0].title, stage.shown()[0].poll) == ("Which day?", ("Sat", "Sun"))


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_AFTER])
def test_lost_posts_answers_and_messages_are_found(
    reddit: Reddit, rehearsal: Rehearsal, stage: RedditStage, kind: Kind
) -> None:
    sent = outgoing(text="Flu *shots* (free)\n1. Saturday")
    rehearsal.faults.add(Fault(kind, call="reddit.submit", times=1))
    with pytest.raises(NetworkError) as lost:
        reddit.publish(sent)
    assert lost.value.trouble is Trouble.UNKNOWN
    top = reddit.find(Sought(sent.key, sent, sent.created_at))
    assert top is not None
    assert reddit.find(Sought(sent.key, sent, sent.created_at, frozenset({top.network_id}))) is None
    places = [say(stage, "When?", to=top.network_id), say(stage, "May I ask?", kind="message", to_account=HANDLE)]
    for number, place in enumerate(places):
        answer = outgoing(f"r{number}", "At *nine*.", title="", parent=RemoteRef(place), answered=Answered("reply"))
        rehearsal.faults.add(Fault(kind, call="reddit.comment", times=1))
        with pytest.raises(NetworkError):
            reddit.reply(answer)
        found = reddit.find(Sought(f"r{number}", answer, answer.created_at))
        assert found is not None
        assert stage.town.items[found.network_id].parent == place
    assert len([one for one in stage.shown() if one.ours]) == 3


def test_a_change_a_withdrawal_and_hiding_twice_are_one(
    reddit: Reddit, rehearsal: Rehearsal, stage: RedditStage
) -> None:
    top = reddit.publish(outgoing())
    ugly = RemoteRef(say(stage, "ugly", to=top.network_id))
    acts: dict[str, Callable[[], object]] = {
        "edit": lambda: reddit.edit(top, outgoing(text="Flu shots on Sunday.")),
        "remove": lambda: reddit.hide(ugly),
        "approve": lambda: reddit.show(ugly),
        "delete": lambda: reddit.withdraw(top),
    }
    for name, act in acts.items():
        rehearsal.faults.add(Fault(Kind.DROP_AFTER, call=f"reddit.{name}", times=1))
        with pytest.raises(NetworkError) as lost:
            act()
        assert lost.value.trouble is Trouble.UNKNOWN
        act()
        if name == "edit":
            assert [one.text for one in stage.shown() if one.ours] == ["Flu shots on Sunday."]
    assert not [one for one in stage.shown() if one.ours]


def test_who_is_no_moderator_hides_nothing(reddit: Reddit, stage: RedditStage) -> None:
    top = reddit.publish(outgoing())
    stage.moderator = False
    with pytest.raises(NetworkError) as refused:
        reddit.hide(RemoteRef(say(stage, "ugly", to=top.network_id)))
    assert refused.value.trouble is Trouble.REFUSED


def test_replies_mentions_messages_and_deeper_comments_are_told_apart(reddit: Reddit, stage: RedditStage) -> None:
    top = reddit.publish(outgoing())
    above = say(stage, "What are <the> *hours*?", to=top.network_id)
    deeper = say(stage, "I'd like to know too", to=above, **{"as": "coachlee.rehearsal.test"})
    say(stage, "ask u/stmary", kind="mention", to_account=HANDLE)
    say(stage, "in private", kind="message", to_account=HANDLE)
    found = {one.network_id: one for one in reddit.hear("", [top]).heard}
    assert sorted(one.kind for one in found.values()) == ["mention", "message", "reply", "reply"]
    assert (found[deeper].parent_id, found[deeper].root_id) == (above, top.network_id)
    assert found[above].text == "What are <the> *hours*?"
    assert [one.root_id for one in reddit.hear("").heard if one.kind == "reply"] == [top.network_id]


@pytest.mark.parametrize("kind", ["reply", "mention"])
def test_changes_and_deletions_are_seen_once(reddit: Reddit, stage: RedditStage, kind: str) -> None:
    top = reddit.publish(outgoing())
    where = {"to": top.network_id} if kind == "reply" else {"kind": kind, "to_account": HANDLE}
    said = say(stage, "first wording", **where)
    first = reddit.hear("", [top])
    stage.direct("change", {"id": said, "text": "second wording"})
    second = reddit.hear(first.cursor, [top])
    assert [(one.network_id, one.text, one.kind) for one in second.heard] == [(said, "second wording", kind)]
    assert reddit.hear(second.cursor, [top]).heard == ()
    stage.direct("remove", {"id": said})
    third = reddit.hear(second.cursor, [top])
    assert (third.heard, third.gone) == ((), (said,))
    assert reddit.hear(third.cursor, [top]).gone == ()


def test_a_long_inbox_is_read_to_what_is_known(reddit: Reddit, stage: RedditStage) -> None:
    say(stage, "known", kind="mention", to_account=HANDLE)
    cursor = reddit.hear("").cursor
    for number in range(230):
        say(stage, f"mention {number}", kind="mention", to_account=HANDLE)
    assert len(reddit.hear(cursor).heard) == 230


@pytest.mark.parametrize(
    "more",
    [
        {"title": ""},
        {"title": "x" * 301},
        {"text": "x" * 40_001},
        {"text": "*" * 20_001},
        {"pictures": tuple(picture(str(number)) for number in range(21))},
        {"pictures": (picture(mime="image/tiff"),)},
        {"pictures": (picture(),), "poll": Poll(("a", "b"), 1440)},
        {"poll": Poll(("only one",), 1440)},
        {"poll": Poll(("a", "b"), 30_000)},
    ],
)
def test_what_reddit_would_refuse_is_refused_before_anything_is_sent(
    reddit: Reddit, stage: RedditStage, more: dict[str, object]
) -> None:
    with pytest.raises(NetworkError) as refused:
        reddit.publish(outgoing(**more))  # type: ignore[arg-type]
    assert refused.value.trouble is Trouble.REFUSED
    assert refused.value.said.startswith("Reddit")
    assert stage.calls == {}


def test_a_private_message_cannot_be_taken_back(reddit: Reddit) -> None:
    with pytest.raises(NetworkError) as refused:
        reddit.withdraw(RemoteRef("t4_abc"))
    assert refused.value.trouble is Trouble.REFUSED
