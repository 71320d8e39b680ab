from datetime import timedelta

import pytest

from bedside.channels.networks.instagram.connector import Instagram
from bedside.channels.networks.instagram.stage import InstagramStage
from bedside.channels.networks.instagram.tests.conftest import HANDLE, answer, outgoing, say
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rehearsal.rest import Refusal
from bedside.kit import times


def told(instagram: Instagram, cursor: str = "", *watch: object) -> tuple[list[tuple[str, str]], str]:
    batch = instagram.hear(cursor, watch)  # type: ignore[arg-type]
    return [(one.kind, one.text) for one in batch.heard], batch.cursor


def test_comments_their_answers_mentions_and_messages_are_heard_once(
    instagram: Instagram, stage: InstagramStage
) -> None:
    post = instagram.publish(outgoing())
    comment = say(stage, "What are the hours?", to=post.network_id, **{"as": "gus.rehearsal.test"})
    below = say(stage, "Same question", to=comment)
    say(stage, "thanks @stmary", to_account=HANDLE)
    say(stage, "Are you open?", kind="message", to_account=HANDLE)
    batch = instagram.hear("")
    heard = sorted(batch.heard, key=lambda one: list(stage.town.items).index(one.network_id))
    assert [(one.kind, one.text) for one in heard] == [
        ("reply", "What are the hours?"),
        ("reply", "Same question"),
        ("mention", "thanks @stmary"),
        ("message", "Are you open?"),
    ]
    assert (heard[0].author_handle, heard[0].parent_id, heard[0].root_id) == (
        "gus.rehearsal.test", post.network_id, post.network_id,
    )  # fmt: skip
    assert (heard[1].network_id, heard[1].parent_id, heard[1].root_id) == (below, comment, post.network_id)
    assert heard[2].url.startswith("https://www.instagram.com/")
    assert heard[3].root_id == heard[3].author_id
    assert instagram.hear(batch.cursor).heard == ()


def test_our_own_answers_are_not_heard(instagram: Instagram, stage: InstagramStage) -> None:
    post = instagram.publish(outgoing())
    comment = say(stage, "hello", to=post.network_id)
    instagram.reply(answer(comment))
    instagram.reply(answer(post.network_id, kind="own"))
    say(stage, "hello there", kind="message", to_account=HANDLE)
    instagram.reply(answer("m", "Hi", "message", stage.town.listed("message")[0].author))
    assert sorted(told(instagram, "", post)[0]) == [("message", "hello there"), ("reply", "hello")]


def test_a_changed_comment_is_heard_anew_and_a_deleted_one_is_gone(instagram: Instagram, stage: InstagramStage) -> None:
    post = instagram.publish(outgoing())
    changed = say(stage, "helo", to=post.network_id)
    removed = say(stage, "never mind", to=post.network_id)
    _, cursor = told(instagram, "", post)
    stage.direct("change", {"id": changed, "text": "hello"})
    stage.direct("remove", {"id": removed})
    batch = instagram.hear(cursor, [post])
    assert [(one.network_id, one.text) for one in batch.heard] == [(changed, "hello")]
    assert batch.gone == (removed,)
    assert instagram.hear(batch.cursor, [post]).gone == ()


def test_only_posts_whose_number_of_comments_moved_are_read(instagram: Instagram, stage: InstagramStage) -> None:
    post = instagram.publish(outgoing())
    say(stage, "early", to=post.network_id)
    heard, cursor = told(instagram)
    assert heard == [("reply", "early")]
    stage.calls.clear()
    assert told(instagram, cursor)[0] == []
    assert "comments" not in stage.calls
    say(stage, "late", to=post.network_id)
    assert told(instagram, cursor)[0] == [("reply", "late")]


def test_many_pages_and_many_answers_are_all_read(instagram: Instagram, stage: InstagramStage) -> None:
    post = instagram.publish(outgoing())
    top = say(stage, "comment", to=post.network_id)
    for number in range(120):
        say(stage, f"answer {number}", to=top)
        say(stage, f"comment {number}", to=post.network_id)
    heard, cursor = told(instagram)
    assert len(heard) == 241
    assert told(instagram, cursor, post)[0] == []


def test_shuffled_and_doubled_lists_are_heard_once(
    instagram: Instagram, stage: InstagramStage, rehearsal: Rehearsal
) -> None:
    post = instagram.publish(outgoing())
    for number in range(6):
        say(stage, f"comment {number}", to=post.network_id)
    rehearsal.faults.add(Fault(Kind.DUPLICATED))
    rehearsal.faults.add(Fault(Kind.SHUFFLED))
    heard, cursor = told(instagram)
    assert heard == [("reply", f"comment {number}") for number in range(6)]
    assert told(instagram, cursor, post)[0] == []


def test_a_part_that_was_not_allowed_does_not_silence_the_rest(
    instagram: Instagram, stage: InstagramStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = instagram.publish(outgoing())
    say(stage, "hello", to=post.network_id)
    refused = stage.own

    def own(told: object, name: str) -> object:
        if getattr(told, "request").path.endswith(("/conversations", "/tags")):  # noqa: B009
            raise Refusal(403, {"error": {"code": 10, "message": "(#10) instagram_business_manage_messages"}})
        return refused(told, name)  # type: ignore[arg-type]

    monkeypatch.setattr(stage, "own", own)
    assert told(instagram)[0] == [("reply", "hello")]


def test_a_new_account_hears_the_last_days_and_the_back_fill_brings_the_rest(
    instagram: Instagram, stage: InstagramStage
) -> None:
    post = instagram.publish(outgoing())
    old = (times.now() - timedelta(days=40)).isoformat()
    say(stage, "long ago", to=post.network_id, at=old)
    say(stage, "praise", to_account=HANDLE, at=old)
    say(stage, "hi", kind="message", to_account=HANDLE, at=old)
    say(stage, "new", to=post.network_id)
    heard, cursor = told(instagram, "", post)
    assert heard == [("reply", "new")]
    assert told(instagram, cursor, post)[0] == []
    heard_before, posts, at = [], [], ""
    since = times.now() - timedelta(days=60)
    for _ in range(20):
        page = instagram.past(at, since)
        assert page == instagram.past(at, since)
        heard_before += [one.text for one in page.heard]
        posts += [one.network_id for one in page.posts]
        if not (at := page.cursor):
            break
    assert sorted(heard_before) == ["hi", "long ago", "new", "praise"]
    assert posts == [post.network_id]


def test_the_back_fill_reads_page_after_page_and_stops_at_its_day(instagram: Instagram, stage: InstagramStage) -> None:
    made = [instagram.publish(outgoing(text=f"Post {number}")).network_id for number in range(23)]
    for number, name in enumerate(made):
        stage.town.items[name].at = (times.now() - timedelta(days=23 - number)).isoformat()
    first = instagram.past("", times.now() - timedelta(days=12, hours=1))
    second = instagram.past(first.cursor, times.now() - timedelta(days=12, hours=1))
    assert len(first.posts) == 10
    assert [one.text for one in second.posts] == ["Post 12", "Post 11"]
    assert not second.cursor.startswith("media")


@pytest.mark.parametrize("cursor", ["{", "[]", '{"start": 5}', "null"])
def test_a_cursor_that_cannot_be_read_starts_anew(instagram: Instagram, stage: InstagramStage, cursor: str) -> None:
    post = instagram.publish(outgoing())
    say(stage, "one", to=post.network_id)
    assert told(instagram, cursor)[0] == [("reply", "one")]
