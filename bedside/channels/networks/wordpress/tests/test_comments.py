"""Comments: heard once, changed, gone; answered once; hidden and shown; counted; and those from before."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bedside.channels.networks.wordpress import cursors
from bedside.channels.networks.wordpress.connector import WordPress
from bedside.channels.networks.wordpress.stage import WordPressStage
from bedside.channels.networks.wordpress.tests.conftest import Connect, outgoing, sought
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import NetworkError, RemoteRef, Trouble


@pytest.fixture
def post(site: WordPress) -> RemoteRef:
    return site.publish(outgoing())


def say(stage: WordPressStage, to: str, text: str, **more: Any) -> str:
    done: Any = stage.direct("say", {"to": to.rpartition("/")[2], "text": text, **more})
    return str(done["id"])


def test_a_comment_is_heard_once_and_ours_never(site: WordPress, stage: WordPressStage, post: RemoteRef) -> None:
    start = site.hear("").cursor
    first = say(stage, post.network_id, "When do you open?")
    answered = site.reply(outgoing("answer", 'At <8> & "early"', parent=RemoteRef(first), root=post))
    second = say(stage, answered.network_id, "Thanks!")
    batch = site.hear(start)
    assert [(one.network_id, one.kind, one.text) for one in batch.heard] == [
        (first, "reply", "When do you open?"), (second, "reply", "Thanks!"),
    ]  # fmt: skip
    assert batch.heard[1].parent_id == answered.network_id
    assert {one.root_id for one in batch.heard} == {post.network_id}
    assert site.hear(batch.cursor).heard == ()
    assert b"192.0.2.7" not in batch.heard[0].raw
    assert b"mail.test" not in batch.heard[0].raw
    assert batch.heard[0].author_id.startswith("guests/")


def test_a_changed_comment_is_heard_anew_and_a_vanished_one_is_told(
    site: WordPress, stage: WordPressStage, post: RemoteRef
) -> None:
    one, two = say(stage, post.network_id, "First words"), say(stage, post.network_id, "Second words")
    before = site.hear("")
    stage.direct("change", {"id": one.rpartition("/")[2], "text": "Other words"})
    stage.direct("remove", {"id": two.rpartition("/")[2]})
    batch = site.hear(before.cursor)
    assert [(heard.network_id, heard.text) for heard in batch.heard] == [(one, "Other words")]
    assert batch.heard[0].version != next(heard.version for heard in before.heard if heard.network_id == one)
    assert batch.gone == (two,)
    assert site.hear(batch.cursor).gone == ()


def test_a_mention_elsewhere_is_heard_as_one(site: WordPress, stage: WordPressStage, post: RemoteRef) -> None:
    stage.direct("say", {"to_account": "riverbend.test", "kind": "mention", "text": "A good clinic"})
    assert [one.kind for one in site.hear("").heard] == ["mention"]


def test_nothing_is_missed_over_many_pages(site: WordPress, stage: WordPressStage, post: RemoteRef) -> None:
    start = site.hear("").cursor
    said = {say(stage, post.network_id, f"Comment {number}") for number in range(250)}
    batch = site.hear(start)
    assert {one.network_id for one in batch.heard} == said
    late = say(stage, post.network_id, "One more")
    after = site.hear(batch.cursor)
    assert [one.network_id for one in after.heard] == [late]
    assert len(cursors.read(after.cursor).seen) == cursors.KEPT  # type: ignore[union-attr]


def test_deletions_bring_no_old_comment_back_as_new(site: WordPress, stage: WordPressStage, post: RemoteRef) -> None:
    said = [say(stage, post.network_id, f"Comment {number}") for number in range(260)]
    cursor = site.hear("").cursor
    for one in said[-90:]:
        stage.direct("remove", {"id": one.rpartition("/")[2]})
    batch = site.hear(cursor)
    assert batch.heard == ()
    assert len(batch.gone) == 90
    assert site.hear(batch.cursor).heard == ()


def test_a_first_look_takes_the_latest_days_and_what_is_older_never_counts_as_new(
    site: WordPress, stage: WordPressStage, post: RemoteRef
) -> None:
    old = (datetime.now(UTC) - timedelta(days=9)).isoformat()
    say(stage, post.network_id, "Long ago", at=old)
    new = say(stage, post.network_id, "Just now")
    batch = site.hear("")
    assert [one.network_id for one in batch.heard] == [new]
    assert site.hear(batch.cursor).heard == ()


def test_a_broken_cursor_is_a_first_look(site: WordPress, stage: WordPressStage, post: RemoteRef) -> None:
    new = say(stage, post.network_id, "Just now")
    for cursor in ("{", "[]", '{"floor":"x"}', "null"):
        assert [one.network_id for one in site.hear(cursor).heard] == [new]


def test_without_the_right_to_moderate_approved_comments_are_heard(
    connect: Connect, stage: WordPressStage, post: RemoteRef, saved: dict[str, str]
) -> None:
    account = stage.town.by_handle("riverbend.test")
    assert account is not None
    account.more["capabilities"] = {"publish_posts": True, "upload_files": True}
    shown, hidden = say(stage, post.network_id, "Shown"), say(stage, post.network_id, "Waiting")
    stage.town.items[hidden.rpartition("/")[2]].hidden = True
    saved.clear()
    assert [one.network_id for one in connect().hear("").heard] == [shown]


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.HANG_AFTER])
def test_an_answer_whose_answer_was_lost_is_found_and_never_doubled(
    connect: Connect, stage: WordPressStage, rehearsal: Rehearsal, post: RemoteRef, kind: Kind
) -> None:
    site = connect(read=0.5)
    asked = say(stage, post.network_id, "When?")
    sent = outgoing("answer", "It's “8 to 4” — every day…", parent=RemoteRef(asked), root=post)
    assert site.find(sought(sent)) is None
    rehearsal.faults.add(Fault(kind, "createComment", times=1, ms=900))
    with pytest.raises(NetworkError) as lost:
        site.reply(sent)
    assert lost.value.trouble is Trouble.UNKNOWN
    found = site.find(sought(sent))
    assert found is not None
    assert site.find(sought(sent, known=frozenset({found.network_id}))) is None
    assert site.reply(sent) == found  # WordPress says 409: the same words stand there
    assert len([one for one in stage.shown() if one.ours and one.kind == "reply"]) == 1


def test_the_same_words_said_long_ago_are_another_answer(
    site: WordPress, stage: WordPressStage, post: RemoteRef
) -> None:
    asked = say(stage, post.network_id, "When?")
    made = site.reply(outgoing("one", "Thank you!", parent=RemoteRef(asked), root=post))
    stage.town.items[made.network_id.rpartition("/")[2]].at = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    with pytest.raises(NetworkError) as refused:
        site.reply(outgoing("two", "Thank you!", parent=RemoteRef(asked), root=post))
    assert refused.value.trouble is Trouble.REFUSED
    assert "already" in refused.value.said


def test_an_answer_is_changed_and_taken_away(site: WordPress, stage: WordPressStage, post: RemoteRef) -> None:
    made = site.reply(outgoing("one", "At 8.", parent=post))
    site.edit(made, outgoing("edit", "At 9."))
    assert [one.text for one in stage.shown() if one.kind == "reply"] == ["At 9."]
    site.withdraw(made)
    site.withdraw(made)
    assert [one.kind for one in stage.shown()] == ["post"]


def test_hiding_and_showing_may_be_repeated(
    site: WordPress, stage: WordPressStage, rehearsal: Rehearsal, post: RemoteRef
) -> None:
    comment = RemoteRef(say(stage, post.network_id, "Rude words"))
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, "updateComment", times=1))
    with pytest.raises(NetworkError) as lost:
        site.hide(comment)
    assert lost.value.trouble is Trouble.UNKNOWN
    site.hide(comment)
    site.hide(comment)
    assert [one.hidden for one in stage.shown() if one.kind == "reply"] == [True]
    with pytest.raises(NetworkError) as unseen:
        site.reply(outgoing("answer", "Hello", parent=comment, root=post))
    assert unseen.value.todo.startswith("Show the comment")
    site.show(comment)
    site.show(comment)
    assert [one.hidden for one in stage.shown() if one.kind == "reply"] == [False]
    stage.direct("remove", {"id": comment.network_id.rpartition("/")[2]})
    site.hide(comment)
    with pytest.raises(NetworkError):
        site.show(comment)


def test_numbers_are_comments_that_everybody_sees(site: WordPress, stage: WordPressStage, post: RemoteRef) -> None:
    other = site.publish(outgoing("two", "Another post"))
    for number in range(130):
        say(stage, post.network_id, f"Comment {number}")
    site.hide(RemoteRef(say(stage, other.network_id, "Hidden")))
    say(stage, other.network_id, "Seen")
    counted = {one.network_id: one.numbers["replies"] for one in site.measure([post, other, RemoteRef("posts/999")])}
    assert counted == {post.network_id: 130, other.network_id: 1}
    assert site.measure_account() == {"posts": 2, "comments": 131}


def test_the_past_comes_page_by_page_to_its_end(site: WordPress, stage: WordPressStage) -> None:
    made = [site.publish(outgoing(f"post-{number}", f"Tip {number}")) for number in range(45)]
    same = stage.town.items[made[20].network_id.rpartition("/")[2]].at
    for remote in made[18:27]:  # nine in one second, across a page's edge
        stage.town.items[remote.network_id.rpartition("/")[2]].at = same
    comment = say(stage, made[0].network_id, "Good to know")
    found, cursor, heard = [], "", []
    for _ in range(9):
        page = site.past(cursor, datetime.now(UTC) - timedelta(days=1))
        assert page == site.past(cursor, datetime.now(UTC) - timedelta(days=1))
        found += [one.network_id for one in page.posts]
        heard += [one.network_id for one in page.heard]
        cursor = page.cursor
        if not cursor:
            break
    assert sorted(found) == sorted(remote.network_id for remote in made)
    assert heard == [comment]
    assert site.past("", datetime.now(UTC) + timedelta(days=1)).posts == ()
