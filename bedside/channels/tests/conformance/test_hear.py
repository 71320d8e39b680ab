"""Every network, asked the same: is what the public says heard once, whole, in its place, and answered there?"""

from datetime import UTC, datetime, timedelta

import pytest

from bedside.channels.rules import Ability, Batch, Heard
from bedside.channels.tests.conformance.stand import TEXT, Stand, able

KINDS = {
    Ability.COMMENTS: "reply",
    Ability.MENTIONS: "mention",
    Ability.REVIEWS: "review",
    Ability.MESSAGES: "message",
}


def said(stand: Stand, kind: str, text: str) -> Heard:
    if kind == "reply":
        post = stand.publish()
        stand.say(text, to=post.network_id)
        return stand.heard(text, (post,))
    stand.say(text, kind=kind, **({"stars": 2} if kind == "review" else {}))
    return stand.heard(text)


def check(stand: Stand, kind: str) -> None:
    text = f"Is it open on Sunday too? <b>{kind}</b> & ¿español? 🙂"
    one = said(stand, kind, text)
    assert one.kind == kind
    assert text in one.text
    assert one.author_id
    assert abs(one.posted_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert one.posted_at.tzinfo is not None


@able(Ability.COMMENTS)
def test_comments_are_heard(stand: Stand) -> None:
    check(stand, "reply")


@able(Ability.COMMENTS)
def test_a_comment_says_what_it_stands_below(stand: Stand) -> None:
    post = stand.publish()
    stand.say("When?", to=post.network_id)
    assert stand.heard("When?", (post,)).root_id == post.network_id


@able(Ability.MENTIONS)
def test_mentions_are_heard(stand: Stand) -> None:
    check(stand, "mention")


@able(Ability.REVIEWS)
def test_reviews_are_heard(stand: Stand) -> None:
    check(stand, "review")


@able(Ability.MESSAGES)
def test_messages_are_heard(stand: Stand) -> None:
    check(stand, "message")


@able(Ability.HEAR)
def test_nothing_is_missed_and_nothing_is_heard_as_new_twice(stand: Stand) -> None:
    kind = next(kind for ability, kind in KINDS.items() if ability in stand.network.abilities)
    post = stand.publish() if kind == "reply" else None
    watch = (post,) if post else ()
    cursor, known = "", set()
    for turn in range(3):
        for number in range(4):
            told = {"to": post.network_id} if post else {"kind": kind}
            stand.say(f"Question {turn}-{number}, please?", **told, **{"as": f"person{turn}{number}.rehearsal.test"})
        batch: Batch = stand.connector().hear(cursor, watch)
        new = {one.network_id: one.text for one in batch.heard if one.network_id not in known}
        assert sorted(new.values()) == sorted(f"Question {turn}-{number}, please?" for number in range(4)) or all(
            any(f"Question {turn}-{number}" in text for text in new.values()) for number in range(4)
        )
        known |= set(new)
        cursor = batch.cursor
    again = stand.connector().hear(cursor, watch)
    assert {one.network_id for one in again.heard} <= known


@able(Ability.HEAR)
def test_our_own_words_are_not_heard(stand: Stand) -> None:
    watch = (stand.publish(),) if Ability.PUBLISH in stand.network.abilities else ()
    assert not [one for one in stand.connector().hear("", watch).heard if TEXT in one.text]


@pytest.mark.parametrize("kind", ["reply", "mention", "review", "message"])
@able(Ability.REPLY)
def test_each_kind_is_answered_where_it_stands(stand: Stand, kind: str) -> None:
    heard = next(ability for ability, name in KINDS.items() if name == kind)
    if kind not in stand.network.answers or heard not in stand.network.abilities:
        return
    one = said(stand, kind, "Is it open on Sunday too?")
    answer = stand.answer(one, "Thank you for asking. It is, from nine to noon.")
    ref = stand.connector().reply(answer)
    assert ref.network_id
    assert [shown for shown in stand.shown("from nine to noon") if shown.ours]


@able(Ability.HIDE)
def test_what_is_hidden_can_be_shown_again(stand: Stand) -> None:
    one = said(stand, "reply", "An ugly word.")
    ref = stand.answer(one, "x").parent
    for _ in range(2):
        stand.connector().hide(ref)
    assert stand.shown("An ugly word.")[0].hidden
    for _ in range(2):
        stand.connector().show(ref)
    assert not stand.shown("An ugly word.")[0].hidden


@able(Ability.BACKFILL)
def test_what_was_there_before_is_brought_page_by_page(stand: Stand) -> None:
    posts = []
    if Ability.PUBLISH in stand.network.abilities:
        posts = [stand.publish(f"Post number {number}.") for number in range(3)]
    if Ability.COMMENTS in stand.network.abilities:
        stand.say("An old question?", to=posts[0].network_id)
    elif Ability.REVIEWS in stand.network.abilities:
        stand.say("An old question?", kind="review")
    since, cursor = datetime.now(UTC) - timedelta(days=365), ""
    found, heard = set(), []
    for _ in range(50):
        past = stand.connector().past(cursor, since)
        again = stand.connector().past(cursor, since)
        assert {one.network_id for one in again.posts} == {one.network_id for one in past.posts}
        found |= {one.network_id for one in past.posts}
        heard += past.heard
        if not (cursor := past.cursor):
            break
    assert not cursor, "it never ends"
    assert {post.network_id for post in posts} <= found
    if {Ability.COMMENTS, Ability.REVIEWS} & stand.network.abilities:
        assert any("An old question?" in one.text for one in heard)
