"""Business Profile's own ways: places to choose from, one answer for each review, posts with a button, what was
lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bedside.channels.networks.google import translate
from bedside.channels.networks.google.connector import GoogleBusiness
from bedside.channels.networks.google.stage import GoogleBusinessStage
from bedside.channels.networks.google.tests.conftest import Connect, answer, outgoing, picture, review
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import NetworkError, RemoteRef, Sought, Trouble, Video


def test_several_places_are_choices_and_the_chosen_one_is_it(connect: Connect, stage: GoogleBusinessStage) -> None:
    made: Any = stage.direct("accounts", {"handle": "annex.test", "name": "St. Mary Annex"})
    for number in range(15):
        stage.direct("accounts", {"handle": f"more{number}.test"})
    profile = connect(network_account_id="").connect()
    assert profile.account_id == ""
    assert len(profile.choices) == 17
    assert {one.handle for one in profile.choices} >= {"St. Mary, stmary.test", "St. Mary Annex, annex.test"}
    credentials = made["credentials"] | {"choice": made["id"]}
    assert connect(network_account_id="", credentials=credentials).connect().account_id == made["id"]


def test_a_place_that_is_no_longer_ours_and_an_account_without_any(
    connect: Connect, stage: GoogleBusinessStage
) -> None:
    for account in stage.town.accounts.values():
        account.ours = False
    with pytest.raises(NetworkError) as gone:
        connect().connect()
    assert gone.value.trouble is Trouble.REVOKED
    with pytest.raises(NetworkError) as none:
        connect(network_account_id="").connect()
    assert none.value.trouble is Trouble.REFUSED


def test_nothing_is_done_before_a_place_was_chosen(connect: Connect, stage: GoogleBusinessStage) -> None:
    with pytest.raises(NetworkError) as refused:
        connect(network_account_id="").publish(outgoing())
    assert (refused.value.trouble, stage.calls) == (Trouble.REFUSED, {})


def test_stars_words_and_names_are_read(google: GoogleBusiness, stage: GoogleBusinessStage) -> None:
    name = review(stage, "Long wait.", 2)
    bare = review(stage, "", 5, **{"as": "coachlee.rehearsal.test"})
    found = {one.network_id: one for one in google.hear("").heard}
    assert (found[name].kind, found[name].stars, found[name].text) == ("review", 2, "Long wait.")
    assert (found[bare].stars, found[bare].text) == (5, "")
    assert found[name].url.startswith("https://business.google.com/")
    assert found[name].author_id != found[bare].author_id


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Plain words.", "Plain words."),
        ("(Translated by Google) Very good.\n\n(Original)\nMuy bueno.", "Muy bueno."),
        ("Muy bueno.\nGracias.\n\n(Translated by Google)\nVery good.\nThanks.", "Muy bueno.\nGracias."),
        (None, ""),
        ("He said (Original) it is.", "He said (Original) it is."),
    ],
)
def test_a_machines_translation_is_cut_off(given: str | None, wanted: str) -> None:
    assert translate.original(given) == wanted


def test_new_changed_and_taken_away_are_seen_once(google: GoogleBusiness, stage: GoogleBusinessStage) -> None:
    name = review(stage)
    first = google.hear("")
    assert [one.network_id for one in first.heard] == [name]
    again = google.hear(first.cursor)
    assert (again.heard, again.gone) == ((), ())
    item = stage.town.items[name.rpartition("/")[2]]
    stage.direct("change", {"id": item.id, "text": "Kind nurses, long wait."})
    second = google.hear(again.cursor)
    assert [(one.network_id, one.text) for one in second.heard] == [(name, "Kind nurses, long wait.")]
    stage.direct("remove", {"id": item.id})
    third = google.hear(second.cursor)
    assert (third.heard, third.gone) == ((), (name,))
    assert google.hear(third.cursor).gone == ()


def test_many_reviews_are_read_to_what_is_known(google: GoogleBusiness, stage: GoogleBusinessStage) -> None:
    review(stage, "known")
    cursor = google.hear("").cursor
    for number in range(180):
        review(stage, f"review {number}", 5, **{"as": f"person{number}.rehearsal.test"})
    batch = google.hear(cursor)
    assert len(batch.heard) == 180
    assert stage.calls["reviews"] == 5
    assert google.hear(batch.cursor).heard == ()


def test_one_answer_stands_is_changed_and_taken_back(google: GoogleBusiness, stage: GoogleBusinessStage) -> None:
    name = review(stage)
    made = google.reply(answer(name))
    assert google.reply(answer(name)).network_id == made.network_id
    assert [one.text for one in stage.shown() if one.ours] == ["Thank you."]
    changed = google.edit(made, answer(name, "Thank you, Gus."))
    assert (changed.network_id, changed.version != made.version) == (made.network_id, True)
    assert [one.text for one in stage.shown() if one.ours] == ["Thank you, Gus."]
    for _ in range(2):
        google.withdraw(made)
    assert [one for one in stage.shown() if one.ours] == []


def test_an_answer_written_on_google_itself_is_not_replaced(google: GoogleBusiness, stage: GoogleBusinessStage) -> None:
    name = review(stage)
    place = stage.town.items[name.rpartition("/")[2]].to
    stage.town.add("reply", stage.town.accounts[place], "By a colleague.", parent=name.rpartition("/")[2])
    with pytest.raises(NetworkError) as refused:
        google.reply(answer(name))
    assert refused.value.trouble is Trouble.REFUSED
    assert "already" in refused.value.said
    assert [one.text for one in stage.shown() if one.ours] == ["By a colleague."]


def test_an_answer_google_rejects_is_told(google: GoogleBusiness, stage: GoogleBusinessStage) -> None:
    name = review(stage)
    stage.strict = True
    with pytest.raises(NetworkError) as refused:
        google.reply(answer(name))
    assert refused.value.trouble is Trouble.REFUSED
    assert "rejected" in refused.value.said


def test_an_answer_to_what_is_gone_or_no_review_is_refused(google: GoogleBusiness, stage: GoogleBusinessStage) -> None:
    name = review(stage)
    stage.direct("remove", {"id": name.rpartition("/")[2]})
    for target in (name, "accounts/1/locations/2/localPosts/3"):
        with pytest.raises(NetworkError) as refused:
            google.reply(answer(target))
        assert refused.value.trouble is Trouble.REFUSED


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_AFTER])
def test_a_lost_post_and_a_lost_answer_are_found(
    google: GoogleBusiness, stage: GoogleBusinessStage, rehearsal: Rehearsal, kind: Kind
) -> None:
    sent = outgoing(text="Flu  shots are\nhere.", link="https://stmary.example/flu")
    rehearsal.faults.add(Fault(kind, call="google.posts.create", times=1))
    with pytest.raises(NetworkError) as lost:
        google.publish(sent)
    assert lost.value.trouble is Trouble.UNKNOWN
    found = google.find(Sought(sent.key, sent, sent.created_at))
    assert found is not None
    assert found.network_id == stage.shown()[0].id
    assert google.find(Sought(sent.key, sent, sent.created_at, frozenset({found.network_id}))) is None
    other = outgoing(text=sent.text, link="https://stmary.example/other")
    assert google.find(Sought(other.key, other, other.created_at)) is None
    said = answer(review(stage))
    rehearsal.faults.add(Fault(kind, call="google.reply", times=1))
    with pytest.raises(NetworkError) as lost:
        google.reply(said)
    assert lost.value.trouble is Trouble.UNKNOWN
    assert google.find(Sought(said.key, said, said.created_at)) is not None
    assert len([one for one in stage.shown() if one.ours and one.kind == "reply"]) == 1


def test_every_change_made_twice_is_one(
    google: GoogleBusiness, stage: GoogleBusinessStage, rehearsal: Rehearsal
) -> None:
    top = google.publish(outgoing(link="https://stmary.example/flu"))
    acts: dict[str, Callable[[], object]] = {
        "posts.patch": lambda: google.edit(top, outgoing(text="Flu shots on Sunday.")),
        "posts.delete": lambda: google.withdraw(top),
    }
    for name, act in acts.items():
        rehearsal.faults.add(Fault(Kind.DROP_AFTER, call=name, times=1))
        with pytest.raises(NetworkError) as lost:
            act()
        assert lost.value.trouble is Trouble.UNKNOWN
        act()
        if name == "posts.patch":
            assert [(one.text, one.link) for one in stage.shown()] == [
                ("Flu shots on Sunday.", "https://stmary.example/flu")
            ]
    assert stage.shown() == []


@pytest.mark.parametrize(
    "more",
    [
        {"text": " "},
        {"text": "x" * 1501},
        {"pictures": (picture(), picture())},
        {"pictures": (picture(mime="image/gif"),)},
        {"pictures": (picture(url=""),)},
        {"pictures": (picture(size=5_000_001),)},
        {"video": Video(b"x", "video/mp4", "", "a.mp4", 1, 1, 1.0)},
    ],
)
def test_what_google_would_refuse_is_refused_before_anything_is_sent(
    google: GoogleBusiness, stage: GoogleBusinessStage, more: dict[str, Any]
) -> None:
    with pytest.raises(NetworkError) as refused:
        google.publish(outgoing(**more))
    assert refused.value.trouble is Trouble.REFUSED
    assert refused.value.said.startswith("Google Business Profile")
    assert stage.calls == {}


@pytest.mark.parametrize("text", ["", "é" * 2049])
def test_an_answer_is_counted_in_bytes(google: GoogleBusiness, stage: GoogleBusinessStage, text: str) -> None:
    with pytest.raises(NetworkError) as refused:
        google.reply(answer("accounts/1/locations/2/reviews/3", text))
    assert (refused.value.trouble, stage.calls) == (Trouble.REFUSED, {})


def test_numbers_of_the_place(google: GoogleBusiness, stage: GoogleBusinessStage) -> None:
    review(stage, stars=5)
    review(stage, "Good.", 4, **{"as": "coachlee.rehearsal.test"})
    assert google.measure_account() == {
        "reviews": 2, "rating_tenths": 45, "views": 4 * 42, "clicks": 42, "calls": 42, "directions": 42,
    }  # fmt: skip


def test_back_fill_brings_posts_then_reviews_and_stops_at_its_day(
    google: GoogleBusiness, stage: GoogleBusinessStage
) -> None:
    made = [google.publish(outgoing(f"p{number}", f"Post {number}.")).network_id for number in range(3)]
    for number in range(60):
        review(stage, f"review {number}", 5, **{"as": f"person{number}.rehearsal.test"})
    review(stage, "too old", at=(datetime.now(UTC) - timedelta(days=500)).isoformat())
    since, cursor, posts, heard = datetime.now(UTC) - timedelta(days=300), "", [], []
    while True:
        page = google.past(cursor, since)
        posts += [one.network_id for one in page.posts]
        heard += [one.text for one in page.heard]
        cursor = page.cursor
        if not cursor:
            break
    assert posts == list(reversed(made))
    assert len(heard) == 60
    assert "too old" not in heard


def test_a_project_without_approval_is_told_as_such(google: GoogleBusiness, stage: GoogleBusinessStage) -> None:
    stage.approved = False
    with pytest.raises(NetworkError) as refused:
        google.hear("")
    assert refused.value.trouble is Trouble.REFUSED
    assert "not approved" in refused.value.said


def test_a_name_that_is_none_goes_into_no_address(google: GoogleBusiness, stage: GoogleBusinessStage) -> None:
    with pytest.raises(NetworkError) as refused:
        google.withdraw(RemoteRef("accounts/9/locations/9/localPosts/9/../../x"))
    assert (refused.value.trouble, stage.calls) == (Trouble.REFUSED, {})
