from datetime import timedelta

import pytest

from bedside.channels.networks.facebook.connector import Facebook
from bedside.channels.networks.facebook.stage import FacebookStage
from bedside.channels.networks.facebook.tests.conftest import HANDLE, answer, outgoing, say
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rehearsal.rest import Refusal
from bedside.kit import times


def told(facebook: Facebook, cursor: str = "", *watch: object) -> tuple[list[tuple[str, str]], str]:
    batch = facebook.hear(cursor, watch)  # type: ignore[arg-type]
    return [(one.kind, one.text) for one in batch.heard], batch.cursor


def test_everything_the_public_says_is_heard_once_oldest_first(facebook: Facebook, stage: FacebookStage) -> None:
    post = facebook.publish(outgoing())
    comment = say(stage, "What are the hours?", to=post.network_id, **{"as": "gus.rehearsal.test"})
    below = say(stage, "Same question", to=comment)
    say(stage, "St. Mary did well", to_account=HANDLE)
    say(stage, "", kind="review", to_account=HANDLE, stars=1)
    say(stage, "Are you open?", kind="message", to_account=HANDLE)
    batch = facebook.hear("")
    heard = sorted(batch.heard, key=lambda one: list(stage.town.items).index(one.network_id))
    assert [(one.kind, one.text) for one in heard] == [
        ("reply", "What are the hours?"),
        ("reply", "Same question"),
        ("mention", "St. Mary did well"),
        ("review", "Does not recommend this Page."),
        ("message", "Are you open?"),
    ]
    first, second = heard[:2]
    assert (first.network_id, first.author_name) == (comment, "Gus Tester")
    assert (first.parent_id, first.root_id) == (post.network_id, post.network_id)
    assert (second.network_id, second.parent_id, second.root_id) == (below, comment, post.network_id)
    assert heard[3].stars is None
    assert heard[4].root_id == heard[4].author_id
    assert facebook.hear(batch.cursor).heard == ()


def test_our_own_answers_are_not_heard(facebook: Facebook, stage: FacebookStage) -> None:
    post = facebook.publish(outgoing())
    say(stage, "hello", kind="message", to_account=HANDLE)
    person = stage.town.listed("message")[0].author
    facebook.reply(answer(post.network_id, kind="own"))
    facebook.reply(answer("m", "Hi", "message", person))
    assert told(facebook)[0] == [("message", "hello")]


def test_a_changed_comment_is_heard_anew_and_a_deleted_one_is_gone(facebook: Facebook, stage: FacebookStage) -> None:
    post = facebook.publish(outgoing())
    changed = say(stage, "helo", to=post.network_id)
    removed = say(stage, "never mind", to=post.network_id)
    _, cursor = told(facebook, "", post)
    stage.direct("change", {"id": changed, "text": "hello"})
    stage.direct("remove", {"id": removed})
    batch = facebook.hear(cursor, [post])
    assert [(one.network_id, one.text) for one in batch.heard] == [(changed, "hello")]
    assert batch.gone == (removed,)
    assert facebook.hear(batch.cursor, [post]).gone == ()


def test_a_comment_below_a_post_nobody_watches_is_heard(facebook: Facebook, stage: FacebookStage) -> None:
    post = facebook.publish(outgoing())
    stage.town.items[post.network_id].at = (times.now() - timedelta(hours=5)).isoformat()
    _, cursor = told(facebook)
    stage.calls.clear()
    assert facebook.hear(cursor).heard == ()
    assert "comments" not in stage.calls  # nothing moved, nothing read
    say(stage, "late", to=post.network_id)
    assert told(facebook, cursor)[0] == [("reply", "late")]


def test_many_pages_are_read_down_to_what_is_known(facebook: Facebook, stage: FacebookStage) -> None:
    post = facebook.publish(outgoing())
    _, cursor = told(facebook, "", post)
    for number in range(430):
        say(stage, f"comment {number}", to=post.network_id)
    for number in range(60):
        say(stage, f"message {number}", kind="message", to_account=HANDLE)
    heard, cursor = told(facebook, cursor, post)
    assert len(heard) == 490
    assert [text for kind, text in heard if kind == "reply"] == [f"comment {number}" for number in range(430)]
    assert told(facebook, cursor, post)[0] == []


def test_shuffled_and_doubled_lists_are_heard_once(
    facebook: Facebook, stage: FacebookStage, rehearsal: Rehearsal
) -> None:
    post = facebook.publish(outgoing())
    for number in range(6):
        say(stage, f"comment {number}", to=post.network_id)
    rehearsal.faults.add(Fault(Kind.DUPLICATED))
    rehearsal.faults.add(Fault(Kind.SHUFFLED))
    heard, cursor = told(facebook)
    assert heard == [("reply", f"comment {number}") for number in range(6)]
    assert told(facebook, cursor)[0] == []


def test_a_part_that_was_not_allowed_does_not_silence_the_rest(
    facebook: Facebook, stage: FacebookStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = facebook.publish(outgoing())
    say(stage, "hello", to=post.network_id)
    refused = stage.own

    def own(told: object, name: str) -> object:
        if getattr(told, "request").path.endswith(("/conversations", "/ratings", "/tagged")):  # noqa: B009
            raise Refusal(403, {"error": {"code": 10, "message": "(#10) pages_messaging"}})
        return refused(told, name)  # type: ignore[arg-type]

    monkeypatch.setattr(stage, "own", own)
    assert told(facebook)[0] == [("reply", "hello")]


def test_a_new_account_hears_the_last_days_and_the_back_fill_brings_the_rest(
    facebook: Facebook, stage: FacebookStage
) -> None:
    post = facebook.publish(outgoing())
    old = (times.now() - timedelta(days=40)).isoformat()
    say(stage, "long ago", to=post.network_id, at=old)
    say(stage, "praise", kind="review", to_account=HANDLE, at=old)
    say(stage, "hi", kind="message", to_account=HANDLE, at=old)
    say(stage, "new", to=post.network_id)
    heard, cursor = told(facebook, "", post)
    assert heard == [("reply", "new")]
    assert told(facebook, cursor, post)[0] == []
    heard_before, posts, at = [], [], ""
    since = times.now() - timedelta(days=60)
    for _ in range(20):
        page = facebook.past(at, since)
        assert page == facebook.past(at, since)  # asked again, the same
        heard_before += [one.text for one in page.heard]
        posts += [one.network_id for one in page.posts]
        if not (at := page.cursor):
            break
    assert sorted(heard_before) == ["hi", "long ago", "new", "praise"]
    assert posts == [post.network_id]


def test_the_back_fill_reads_page_after_page_and_stops_at_its_day(facebook: Facebook, stage: FacebookStage) -> None:
    made = [facebook.publish(outgoing(text=f"Post {number}")).network_id for number in range(23)]
    for number, name in enumerate(made):
        stage.town.items[name].at = (times.now() - timedelta(days=23 - number)).isoformat()
    first = facebook.past("", times.now() - timedelta(days=12, hours=1))
    second = facebook.past(first.cursor, times.now() - timedelta(days=12, hours=1))
    assert len(first.posts) == 10
    assert [one.text for one in second.posts] == ["Post 12", "Post 11"]
    assert not second.cursor.startswith("posts")


@pytest.mark.parametrize("cursor", ["{", "[]", '{"start": 5}', '{"start": "x", "known": 3}', "null"])
def test_a_cursor_that_cannot_be_read_starts_anew(facebook: Facebook, stage: FacebookStage, cursor: str) -> None:
    post = facebook.publish(outgoing())
    say(stage, "one", to=post.network_id)
    assert told(facebook, cursor)[0] == [("reply", "one")]


def test_what_was_said_stays_out_of_representations(facebook: Facebook, stage: FacebookStage) -> None:
    post = facebook.publish(outgoing())
    say(stage, "my chart number is 00-TEST-1", to=post.network_id)
    assert "00-TEST-1" not in repr(facebook.hear(""))
    assert "00-TEST-1" not in facebook.hear("").cursor
