"""Hearing: once each, in order, changed and taken away; back-fill; counts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bedside.channels.networks.mastodon import connector
from bedside.channels.networks.mastodon.connector import Mastodon
from bedside.channels.networks.mastodon.stage import MastodonStage
from bedside.channels.networks.mastodon.tests.conftest import HANDLE, outgoing, say
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Heard, PastPost, RemoteRef


def test_replies_mentions_quotes_and_private_mentions_are_told_apart(mastodon: Mastodon, stage: MastodonStage) -> None:
    top = mastodon.publish(outgoing())
    asked = say(stage, "What are <the> hours?", to=top.network_id)
    say(stage, "do you take walk-ins?", kind="mention", to_account=HANDLE)
    say(stage, "worth reading", kind="quote", to=top.network_id)
    say(stage, "may I ask in private", kind="message", to_account=HANDLE)
    heard = mastodon.hear("").heard
    assert [(one.kind, one.text) for one in heard] == [
        ("reply", "What are <the> hours?"),
        ("mention", "do you take walk-ins?"),
        ("quote", "worth reading"),
        ("message", "may I ask in private"),
    ]
    assert (heard[0].network_id, heard[0].parent_id, heard[0].root_id) == (asked, top.network_id, top.network_id)
    assert (heard[0].author_handle, heard[0].author_name) == ("gus.rehearsal.test", "Gus Tester")
    assert heard[3].root_id == heard[3].author_id


def test_nothing_is_heard_twice_and_nothing_missed(mastodon: Mastodon, stage: MastodonStage) -> None:
    top = mastodon.publish(outgoing())
    say(stage, "one", to=top.network_id)
    first = mastodon.hear("", [top])
    assert [one.text for one in first.heard] == ["one"]
    again = mastodon.hear(first.cursor, [top])
    assert (again.heard, again.gone) == ((), ())
    say(stage, "two", to=top.network_id)
    assert [one.text for one in mastodon.hear(again.cursor, [top]).heard] == ["two"]


def test_many_pages_are_read_down_to_the_cursor(mastodon: Mastodon, stage: MastodonStage) -> None:
    say(stage, "before", kind="mention", to_account=HANDLE)
    cursor = mastodon.hear("").cursor
    for number in range(150):
        say(stage, f"mention {number}", kind="mention", to_account=HANDLE)
    heard = mastodon.hear(cursor).heard
    assert [one.text for one in heard] == [f"mention {number}" for number in range(150)]


@pytest.mark.parametrize("kind", [Kind.DUPLICATED, Kind.SHUFFLED])
def test_disturbed_lists_are_heard_once_and_in_order(
    mastodon: Mastodon, rehearsal: Rehearsal, stage: MastodonStage, kind: Kind
) -> None:
    for number in range(6):
        say(stage, f"mention {number}", kind="mention", to_account=HANDLE)
    rehearsal.faults.add(Fault(kind))
    batch = mastodon.hear("")
    assert [one.text for one in batch.heard] == [f"mention {number}" for number in range(6)]
    assert mastodon.hear(batch.cursor).heard == ()


@pytest.mark.parametrize("kind", ["reply", "mention", "message"])
def test_changes_and_deletions_are_seen(mastodon: Mastodon, stage: MastodonStage, kind: str) -> None:
    top = mastodon.publish(outgoing())
    where = {"to": top.network_id} if kind == "reply" else {"kind": kind, "to_account": HANDLE}
    said = say(stage, "first wording", **where)
    first = mastodon.hear("", [top])
    stage.direct("change", {"id": said, "text": "second wording"})
    second = mastodon.hear(first.cursor, [top])
    assert [(one.network_id, one.text, one.kind) for one in second.heard] == [(said, "second wording", kind)]
    assert second.heard[0].version != first.heard[0].version
    stage.direct("remove", {"id": said})
    third = mastodon.hear(second.cursor, [top])
    assert third.gone == (said,)
    assert mastodon.hear(third.cursor, [top]).gone == ()


def test_a_reply_below_a_reply_belongs_to_the_thread_it_began_with(mastodon: Mastodon, stage: MastodonStage) -> None:
    top = mastodon.publish(outgoing())
    above = say(stage, "one", to=top.network_id)
    deeper = say(stage, "two", to=above, **{"as": "coachlee.rehearsal.test"})
    for heard in (mastodon.hear("", [top]).heard, mastodon.hear("").heard):
        found = {one.network_id: one for one in heard}
        assert (found[deeper].kind, found[deeper].parent_id, found[deeper].root_id) == ("reply", above, top.network_id)
    cursor = mastodon.hear("", [top]).cursor
    stage.direct("change", {"id": deeper, "text": "changed"})
    assert mastodon.hear(cursor).heard[0].root_id == top.network_id


def test_our_own_posts_are_not_heard_and_a_withdrawn_post_is_passed_over(
    mastodon: Mastodon, stage: MastodonStage
) -> None:
    top, gone = mastodon.publish(outgoing()), mastodon.publish(outgoing("post-2", "Gone soon."))
    mastodon.publish(outgoing("post-3", "More.", parent=top))
    mastodon.withdraw(gone)
    assert mastodon.hear("", [gone, top]).heard == ()


def test_more_threads_than_fit_are_read_in_turn(mastodon: Mastodon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connector, "THREADS", 2)
    watch = [RemoteRef(str(number)) for number in range(5)]
    asked: list[str] = []

    def below(self: Mastodon, root: str) -> list[Any]:
        asked.append(root)
        return []

    monkeypatch.setattr(Mastodon, "_below", below)
    cursor = ""
    for _ in range(5):
        cursor = mastodon.hear(cursor, watch).cursor
    assert asked == ["0", "1", "2", "3", "4", "0", "1", "2", "3", "4"]


@pytest.mark.parametrize("cursor", ["nonsense", '{"at": 5}', "[]", "null", '{"marks": [], "known": 3, "turn": "x"}'])
def test_a_cursor_that_cannot_be_read_starts_anew(mastodon: Mastodon, stage: MastodonStage, cursor: str) -> None:
    say(stage, "one", kind="mention", to_account=HANDLE)
    assert [one.text for one in mastodon.hear(cursor).heard] == ["one"]


def test_what_was_there_before_comes_page_by_page(mastodon: Mastodon, stage: MastodonStage) -> None:
    for number in range(45):
        made = mastodon.publish(outgoing(f"post-{number}", f"Post {number}."))
    say(stage, "late comment", to=made.network_id)
    since = datetime.now(UTC) - timedelta(days=1)
    cursor = ""
    posts: list[PastPost] = []
    heard: list[Heard] = []
    for _ in range(9):
        page = mastodon.past(cursor, since)
        assert mastodon.past(cursor, since) == page
        posts += page.posts
        heard += page.heard
        cursor = page.cursor
        if not cursor:
            break
    assert [one.text for one in posts] == [f"Post {number}." for number in reversed(range(45))]
    assert [(one.text, one.root_id) for one in heard] == [("late comment", made.network_id)]
    assert mastodon.past("", datetime.now(UTC) + timedelta(hours=1)).posts == ()


def test_counts_of_posts_and_of_the_account(mastodon: Mastodon, stage: MastodonStage) -> None:
    top = mastodon.publish(outgoing())
    stage.direct("react", {"id": top.network_id, "likes": 7, "reposts": 2})
    say(stage, "one", to=top.network_id)
    counted = mastodon.measure([top, RemoteRef("1")])
    assert [dict(one.numbers) for one in counted] == [{"likes": 7, "reposts": 2, "replies": 1, "quotes": 0}]
    assert mastodon.measure_account() == {"followers": 0, "following": 0, "posts": 1}


def test_what_patients_wrote_stays_out_of_representations_and_cursors(mastodon: Mastodon, stage: MastodonStage) -> None:
    say(stage, "my chart number is 00-TEST-1", kind="message", to_account=HANDLE)
    batch = mastodon.hear("")
    assert "00-TEST-1" not in repr(batch)
    assert "00-TEST-1" not in batch.cursor
