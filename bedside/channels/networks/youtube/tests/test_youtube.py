"""YouTube's own ways: films in pieces, captions before anybody sees the film, threads of one level, held comments."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bedside.channels.networks.youtube import media, translate
from bedside.channels.networks.youtube.connector import YouTube
from bedside.channels.networks.youtube.stage import YouTubeStage
from bedside.channels.networks.youtube.tests.conftest import FILM, SPOKEN, Connect, answer, outgoing, say
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import NetworkError, Picture, RemoteRef, Sought, Trouble, Video


def test_a_film_in_many_pieces_arrives_whole(
    youtube: YouTube, stage: YouTubeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "PIECE", 1024)
    film = Video(bytes(range(256)) * 20, "video/mp4", "", "a.mp4", 640, 360, 5.0)
    youtube.publish(outgoing(video=film))
    assert stage.calls["upload.put"] == 5
    assert stage.picture(stage.shown()[0].media[0]) == (film.content, "video/mp4")


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.DROP_BEFORE, Kind.ERROR_AFTER, Kind.ERROR_BEFORE])
@pytest.mark.parametrize("skip", [0, 2, 4])
def test_a_break_in_any_piece_is_gone_on_from_where_youtube_is(
    youtube: YouTube, stage: YouTubeStage, rehearsal: Rehearsal, monkeypatch: pytest.MonkeyPatch, kind: Kind, skip: int
) -> None:
    monkeypatch.setattr(media, "PIECE", 1024)
    film = Video(bytes(range(256)) * 20, "video/mp4", "", "a.mp4", 640, 360, 5.0)
    rehearsal.faults.add(Fault(kind, call="upload.put", times=2, skip=skip))
    youtube.publish(outgoing(video=film))
    (shown,) = stage.shown()
    assert stage.picture(shown.media[0]) == (film.content, "video/mp4")


def test_a_film_nobody_confirms_is_unknown_and_found_later(
    youtube: YouTube, stage: YouTubeStage, rehearsal: Rehearsal
) -> None:
    sent = outgoing()
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call="upload.put", times=5))
    with pytest.raises(NetworkError) as lost:
        youtube.publish(sent)
    assert lost.value.trouble is Trouble.UNKNOWN
    found = youtube.find(Sought(sent.key, sent, sent.created_at))
    assert found is not None
    assert [one.id for one in stage.shown()] == [found.network_id]
    assert youtube.find(Sought(sent.key, sent, sent.created_at, frozenset({found.network_id}))) is None
    late = datetime.now(UTC) + timedelta(minutes=5)
    assert youtube.find(Sought(sent.key, sent, late)) is None


def test_a_film_that_cannot_be_sent_at_all_was_not_published(
    youtube: YouTube, stage: YouTubeStage, rehearsal: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "PIECE", 1024)
    rehearsal.faults.add(Fault(Kind.DROP_BEFORE, call="upload.put", times=None))
    with pytest.raises(NetworkError) as lost:
        youtube.publish(outgoing())
    assert lost.value.trouble is Trouble.UNREACHABLE
    assert stage.shown() == []


def test_the_upload_goes_to_google_alone(connect: Connect) -> None:
    api = connect(base_url="").api
    assert media._ours(api, "https://www.googleapis.com/upload/youtube/v3/videos?upload_id=x")
    for address in (
        "http://www.googleapis.com/x",
        "https://googleapis.com.evil.example/x",
        "https://evil.example/",
        "",
    ):
        assert not media._ours(api, address)


@pytest.mark.parametrize("call", ["upload.put", "captions", "videos.update"])
@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_BEFORE])
def test_a_film_with_captions_is_public_once_and_only_with_them(
    connect: Connect, stage: YouTubeStage, rehearsal: Rehearsal, call: str, kind: Kind
) -> None:
    sent = outgoing(video=SPOKEN)
    rehearsal.faults.add(Fault(kind, call=call, times=6))
    troubles, early = list[Trouble](), list[bool]()
    for _ in range(8):
        try:
            connect().publish(sent)
            break
        except NetworkError as error:
            troubles.append(error.trouble)
            early.append(error.trouble is not Trouble.UNKNOWN and any(not one.hidden for one in stage.shown()))
            if error.trouble is Trouble.UNKNOWN and connect().find(Sought(sent.key, sent, sent.created_at)):
                break
    assert set(troubles) <= {Trouble.UNREACHABLE, Trouble.UNKNOWN}
    assert not any(early), "somebody saw it without its captions"
    (item,) = stage.town.listed("post")
    assert not item.hidden
    assert item.more["captions"] == {"en": SPOKEN.captions}


def test_titles_and_descriptions_keep_what_an_edit_does_not_touch(youtube: YouTube, stage: YouTubeStage) -> None:
    made = youtube.publish(outgoing())
    item = stage.town.items[made.network_id]
    item.more["snippet"] = item.more["snippet"] | {"tags": ["hands"], "categoryId": "26"}
    youtube.edit(made, outgoing(text="New words.", title="", video=None))
    assert (item.title, item.text) == ("Washing hands", "New words.")
    assert (item.more["snippet"]["tags"], item.more["snippet"]["categoryId"]) == (["hands"], "26")
    youtube.edit(made, outgoing(text="New words.", title="New title", video=None))
    assert item.title == "New title"


def test_an_answer_to_an_answer_stands_in_the_thread(youtube: YouTube, stage: YouTubeStage) -> None:
    film = youtube.publish(outgoing())
    top = say(stage, "How long?", to=film.network_id)
    below = say(stage, "I ask too.", to=top, **{"as": "coachlee.rehearsal.test"})
    assert below.startswith(f"{top}.")
    made = youtube.reply(answer("Twenty seconds.", parent=RemoteRef(below), root=film))
    assert made.network_id.startswith(f"{top}.")
    assert made.url == f"https://www.youtube.com/watch?v={film.network_id}&lc={made.network_id}"
    own = youtube.reply(answer("A correction: thirty.", parent=film, root=film))
    assert stage.town.items[own.network_id].parent == film.network_id
    youtube.edit(own, answer("A correction: forty."))
    assert stage.town.items[own.network_id].text == "A correction: forty."
    for _ in range(2):
        youtube.withdraw(own)
    assert stage.town.items[own.network_id].gone


@pytest.mark.parametrize("place", ["film", "comment"])
def test_a_lost_answer_is_found(youtube: YouTube, stage: YouTubeStage, rehearsal: Rehearsal, place: str) -> None:
    film = youtube.publish(outgoing())
    top = say(stage, "How long?", to=film.network_id)
    say(stage, "Twenty <seconds> & more.", to=top)  # the same words by somebody else
    sent = answer("Twenty <seconds> & more.", parent=film if place == "film" else RemoteRef(top), root=film)
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call="insert", times=1))
    with pytest.raises(NetworkError) as lost:
        youtube.reply(sent)
    assert lost.value.trouble is Trouble.UNKNOWN
    found = youtube.find(Sought(sent.key, sent, sent.created_at))
    assert found is not None
    (ours,) = [one for one in stage.shown() if one.ours and one.kind == "reply"]
    assert found.network_id == ours.id
    assert youtube.find(Sought(sent.key, sent, sent.created_at, frozenset({ours.id}))) is None


def test_every_change_made_twice_is_one(youtube: YouTube, stage: YouTubeStage, rehearsal: Rehearsal) -> None:
    film = youtube.publish(outgoing())
    ugly = RemoteRef(say(stage, "ugly", to=film.network_id))
    acts: dict[str, Callable[[], object]] = {
        "videos.update": lambda: youtube.edit(film, outgoing(text="Other words.")),
        "comments.moderate": lambda: youtube.hide(ugly),
        "videos.delete": lambda: youtube.withdraw(film),
    }
    for name, act in acts.items():
        rehearsal.faults.add(Fault(Kind.DROP_AFTER, call=name, times=1))
        with pytest.raises(NetworkError) as lost:
            act()
        assert lost.value.trouble is Trouble.UNKNOWN
        act()
    assert [one for one in stage.shown() if one.ours] == []


def test_held_comments_are_heard_and_hidden_ones_are_not_said_to_be_gone(youtube: YouTube, stage: YouTubeStage) -> None:
    film = youtube.publish(outgoing())
    held = say(stage, "https://spam.example", to=film.network_id)
    stage.town.items[held].hidden = True
    said = say(stage, "a rude word", to=film.network_id)
    first = youtube.hear("")
    assert {one.network_id for one in first.heard} == {held, said}
    youtube.hide(RemoteRef(said))
    second = youtube.hear(first.cursor)
    assert (second.heard, second.gone) == ((), ())


def test_answers_changes_and_deletions_in_known_threads_are_seen_once(youtube: YouTube, stage: YouTubeStage) -> None:
    film = youtube.publish(outgoing())
    top = say(stage, "first wording", to=film.network_id)
    first = youtube.hear("")
    below = say(stage, "me too", to=top, **{"as": "coachlee.rehearsal.test"})
    stage.direct("change", {"id": top, "text": "second wording"})
    stage.town.items[top].edited_at = (datetime.now(UTC) + timedelta(seconds=5)).isoformat()
    second = youtube.hear(first.cursor)
    assert {(one.network_id, one.text) for one in second.heard} == {(top, "second wording"), (below, "me too")}
    assert [(one.parent_id, one.root_id) for one in second.heard if one.network_id == below] == [(top, film.network_id)]
    third = youtube.hear(second.cursor)
    assert (third.heard, third.gone) == ((), ())
    stage.direct("remove", {"id": below})
    fourth = youtube.hear(third.cursor)
    assert (fourth.heard, fourth.gone) == ((), (below,))
    stage.direct("remove", {"id": top})
    fifth = youtube.hear(fourth.cursor)
    assert (fifth.gone, youtube.hear(fifth.cursor).gone) == ((top,), ())


def test_a_long_thread_is_read_whole_and_asked_again_only_when_it_grew(youtube: YouTube, stage: YouTubeStage) -> None:
    film = youtube.publish(outgoing())
    top = say(stage, "A question", to=film.network_id)
    for number in range(130):
        say(stage, f"answer {number}", to=top)
    first = youtube.hear("")
    assert len(first.heard) == 131
    calls = stage.calls["comments"]
    second = youtube.hear(first.cursor)
    calls = stage.calls["comments"] - calls
    third = youtube.hear(second.cursor)
    assert (second.heard, third.heard, second.gone, third.gone) == ((), (), (), ())
    before = stage.calls["comments"]
    for _ in range(3):
        third = youtube.hear(third.cursor)
    assert stage.calls["comments"] - before <= calls * 3
    say(stage, "a late answer", to=top)
    assert [one.text for one in youtube.hear(third.cursor).heard] == ["a late answer"]


def test_many_new_comments_are_read_to_what_is_known(youtube: YouTube, stage: YouTubeStage) -> None:
    film = youtube.publish(outgoing())
    say(stage, "known", to=film.network_id)
    cursor = youtube.hear("").cursor
    for number in range(230):
        say(stage, f"comment {number}", to=film.network_id)
    assert len(youtube.hear(cursor).heard) == 230


def test_a_film_without_comments_and_one_taken_away_say_so(youtube: YouTube, stage: YouTubeStage) -> None:
    film = youtube.publish(outgoing())
    stage.muted.add(film.network_id)
    with pytest.raises(NetworkError) as refused:
        youtube.reply(answer(parent=film, root=film))
    assert refused.value.trouble is Trouble.REFUSED
    assert "switched off" in refused.value.said
    youtube.withdraw(film)
    with pytest.raises(NetworkError) as gone:
        youtube.edit(film, outgoing(text="x"))
    assert gone.value.trouble is Trouble.REFUSED


def test_numbers_are_texts_there_and_numbers_here(youtube: YouTube, stage: YouTubeStage) -> None:
    film = youtube.publish(outgoing())
    stage.direct("react", {"id": film.network_id, "views": 1234, "likes": 7})
    say(stage, "hello", to=film.network_id)
    (counts,) = youtube.measure([film, RemoteRef("not-a-film")])
    assert counts.numbers == {"views": 1234, "likes": 7, "replies": 1}
    assert youtube.measure_account() == {"followers": 1250, "views": 1234, "posts": 1}
    assert translate.numbers({"viewCount": "12x", "likeCount": -1}, {"views": "viewCount", "likes": "likeCount"}) == {}


@pytest.mark.parametrize(
    "more",
    [
        {"video": None},
        {"title": " "},
        {"title": "x" * 101},
        {"title": "a <b> c"},
        {"text": "3 > 2"},
        {"text": "é" * 2501},
        {"video": Video(b"", "video/mp4", "", "a.mp4", 1, 1, 1.0)},
        {"video": Video(b"x", "video/quicktime", "", "a.mov", 1, 1, 1.0)},
        {"video": Video(b"x", "video/mp4", "", "a.mp4", 1, 1, 50_000.0)},
        {"pictures": (Picture(b"x", "image/png", "", "a.png", 1, 1),)},
    ],
)
def test_what_youtube_would_refuse_is_refused_before_anything_is_sent(
    youtube: YouTube, stage: YouTubeStage, more: dict[str, Any]
) -> None:
    with pytest.raises(NetworkError) as refused:
        youtube.publish(outgoing(**more))
    assert refused.value.trouble is Trouble.REFUSED
    assert refused.value.said.startswith("YouTube")
    assert stage.calls == {}


def test_an_answer_too_long_is_refused_here(youtube: YouTube, stage: YouTubeStage) -> None:
    with pytest.raises(NetworkError) as refused:
        youtube.reply(answer("x" * 10_001, parent=RemoteRef("Ug" + "x" * 24), root=RemoteRef("x" * 11)))
    assert refused.value.trouble is Trouble.REFUSED
    assert stage.calls == {}


def test_back_fill_reads_every_page_and_stops_at_its_day(youtube: YouTube, stage: YouTubeStage) -> None:
    films = [youtube.publish(outgoing(f"p{number}", f"Film {number}.")) for number in range(12)]
    say(stage, "an old question", to=films[0].network_id)
    since, cursor, found, heard = datetime.now(UTC) - timedelta(days=300), "", [], []
    while True:
        page = youtube.past(cursor, since)
        found += [one.network_id for one in page.posts]
        heard += [one.text for one in page.heard]
        cursor = page.cursor
        if not cursor:
            break
    assert found == [one.network_id for one in reversed(films)]
    assert heard == ["an old question"]
    nothing = youtube.past("", datetime.now(UTC) + timedelta(days=1))
    assert (nothing.posts, nothing.cursor) == ((), "")


def test_the_film_is_the_fixture(youtube: YouTube, stage: YouTubeStage) -> None:
    youtube.publish(outgoing(link="https://stmary.example/hands"))
    (shown,) = stage.shown()
    assert shown.text == "How to wash hands.\n\nhttps://stmary.example/hands"
    assert stage.picture(shown.media[0]) == (FILM.content, "video/mp4")
