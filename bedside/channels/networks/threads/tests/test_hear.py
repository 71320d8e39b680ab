from datetime import timedelta

import pytest

from bedside.channels.networks.threads.connector import Threads
from bedside.channels.networks.threads.stage import ThreadsStage
from bedside.channels.networks.threads.tests.conftest import HANDLE, answer, outgoing, say
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rehearsal.rest import Refusal
from bedside.kit import times


def told(threads: Threads, cursor: str = "", *watch: object) -> tuple[list[tuple[str, str]], str]:
    batch = threads.hear(cursor, watch)  # type: ignore[arg-type]
    return [(one.kind, one.text) for one in batch.heard], batch.cursor


def test_replies_at_any_depth_and_mentions_are_heard_once(threads: Threads, stage: ThreadsStage) -> None:
    post = threads.publish(outgoing())
    comment = say(stage, "What are the hours?", to=post.network_id, **{"as": "gus.rehearsal.test"})
    below = say(stage, "Same question", to=comment)
    say(stage, "thanks @stmary", to_account=HANDLE)
    batch = threads.hear("")
    heard = sorted(batch.heard, key=lambda one: list(stage.town.items).index(one.network_id))
    assert [(one.kind, one.text) for one in heard] == [
        ("reply", "What are the hours?"),
        ("reply", "Same question"),
        ("mention", "thanks @stmary"),
    ]
    assert (heard[0].author_handle, heard[0].parent_id, heard[0].root_id) == (
        "gus.rehearsal.test", post.network_id, post.network_id,
    )  # fmt: skip
    assert (heard[1].network_id, heard[1].parent_id, heard[1].root_id) == (below, comment, post.network_id)
    assert heard[2].url.startswith("https://www.threads.net/")
    assert threads.hear(batch.cursor).heard == ()


def test_our_own_answers_are_not_heard(threads: Threads, stage: ThreadsStage) -> None:
    post = threads.publish(outgoing())
    comment = say(stage, "hello", to=post.network_id)
    threads.reply(answer(comment))
    threads.reply(answer(post.network_id, kind="own"))
    assert told(threads, "", post)[0] == [("reply", "hello")]


def test_a_changed_comment_is_heard_anew_and_a_deleted_one_is_gone(threads: Threads, stage: ThreadsStage) -> None:
    post = threads.publish(outgoing())
    changed = say(stage, "helo", to=post.network_id)
    removed = say(stage, "never mind", to=post.network_id)
    _, cursor = told(threads, "", post)
    stage.direct("change", {"id": changed, "text": "hello"})
    stage.direct("remove", {"id": removed})
    batch = threads.hear(cursor, [post])
    assert [(one.network_id, one.text) for one in batch.heard] == [(changed, "hello")]
    assert batch.gone == (removed,)
    assert threads.hear(batch.cursor, [post]).gone == ()


def test_older_posts_are_looked_at_in_turn(threads: Threads, stage: ThreadsStage) -> None:
    posts = [threads.publish(outgoing(text=f"Post {number}")) for number in range(8)]
    for number, post in enumerate(posts):
        stage.town.items[post.network_id].at = (times.now() - timedelta(days=30 + number)).isoformat()
        say(stage, f"reply {number}", to=post.network_id)
    cursor, found = "", []
    for _ in range(3):
        stage.calls.clear()
        heard, cursor = told(threads, cursor)
        found += [text for _, text in heard]
        assert stage.calls["conversation"] == 3
    assert sorted(found) == [f"reply {number}" for number in range(8)]


def test_many_pages_and_many_answers_are_all_read(threads: Threads, stage: ThreadsStage) -> None:
    post = threads.publish(outgoing())
    top = say(stage, "comment", to=post.network_id)
    for number in range(220):
        say(stage, f"answer {number}", to=top)
        say(stage, f"comment {number}", to=post.network_id)
    heard, cursor = told(threads)
    assert len(heard) == 441
    assert told(threads, cursor, post)[0] == []


def test_shuffled_and_doubled_lists_are_heard_once(threads: Threads, stage: ThreadsStage, rehearsal: Rehearsal) -> None:
    post = threads.publish(outgoing())
    for number in range(6):
        say(stage, f"comment {number}", to=post.network_id)
    rehearsal.faults.add(Fault(Kind.DUPLICATED))
    rehearsal.faults.add(Fault(Kind.SHUFFLED))
    heard, cursor = told(threads)
    assert heard == [("reply", f"comment {number}") for number in range(6)]
    assert told(threads, cursor, post)[0] == []


def test_a_part_that_was_not_allowed_does_not_silence_the_rest(
    threads: Threads, stage: ThreadsStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = threads.publish(outgoing())
    say(stage, "hello", to=post.network_id)
    refused = stage.own

    def own(told: object, name: str) -> object:
        if getattr(told, "request").path.endswith("/mentions"):  # noqa: B009
            raise Refusal(403, {"error": {"code": 10, "message": "(#10) threads_manage_mentions"}})
        return refused(told, name)  # type: ignore[arg-type]

    monkeypatch.setattr(stage, "own", own)
    assert told(threads)[0] == [("reply", "hello")]


def test_a_new_account_hears_the_last_days_and_the_back_fill_brings_the_rest(
    threads: Threads, stage: ThreadsStage
) -> None:
    post = threads.publish(outgoing())
    old = (times.now() - timedelta(days=40)).isoformat()
    say(stage, "long ago", to=post.network_id, at=old)
    say(stage, "praise", to_account=HANDLE, at=old)
    say(stage, "new", to=post.network_id)
    heard, cursor = told(threads, "", post)
    assert heard == [("reply", "new")]
    assert told(threads, cursor, post)[0] == []
    heard_before, posts, at = [], [], ""
    since = times.now() - timedelta(days=60)
    for _ in range(20):
        page = threads.past(at, since)
        assert page == threads.past(at, since)
        heard_before += [one.text for one in page.heard]
        posts += [one.network_id for one in page.posts]
        if not (at := page.cursor):
            break
    assert sorted(heard_before) == ["long ago", "new", "praise"]
    assert posts == [post.network_id]


def test_the_back_fill_reads_page_after_page_and_stops_at_its_day(threads: Threads, stage: ThreadsStage) -> None:
    made = [threads.publish(outgoing(text=f"Post {number}")).network_id for number in range(23)]
    for number, name in enumerate(made):
        stage.town.items[name].at = (times.now() - timedelta(days=23 - number)).isoformat()
    first = threads.past("", times.now() - timedelta(days=12, hours=1))
    second = threads.past(first.cursor, times.now() - timedelta(days=12, hours=1))
    assert len(first.posts) == 10
    assert [one.text for one in second.posts] == ["Post 12", "Post 11"]
    assert not second.cursor.startswith("threads")


@pytest.mark.parametrize("cursor", ["{", "[]", '{"start": 5}', "null"])
def test_a_cursor_that_cannot_be_read_starts_anew(threads: Threads, stage: ThreadsStage, cursor: str) -> None:
    post = threads.publish(outgoing())
    say(stage, "one", to=post.network_id)
    assert told(threads, cursor)[0] == [("reply", "one")]
