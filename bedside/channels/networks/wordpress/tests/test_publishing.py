"""Posts on a site: safe words, pictures, one post however often it is tried, corrections, and taking away."""

from dataclasses import replace
from typing import Any

import pytest

from bedside.channels.networks.wordpress import translate
from bedside.channels.networks.wordpress.connector import WordPress
from bedside.channels.networks.wordpress.stage import WordPressStage
from bedside.channels.networks.wordpress.tests.conftest import Connect, outgoing, sought
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import NetworkError, Picture, RemoteRef, Trouble, Video

PICTURE = Picture(b"\x89PNG teal", "image/png", 'A "teal" wall', "teal.png", 40, 30)
FILM = Video(b"film", "video/mp4", "A short film", "film.mp4", 640, 360, 5.0, captions="WEBVTT\n\n")


def test_connecting_says_who_it_is_and_keeps_what_was_learned(site: WordPress, saved: dict[str, str]) -> None:
    profile = site.connect()
    assert (profile.handle, profile.name) == ("riverbend.test", "Riverbend")
    assert profile.account_id.endswith(f"#{saved['user']}")
    assert saved["addresses"] == "pretty"
    assert saved["moderates"] == "yes"


def test_a_post_has_a_title_words_and_a_link(site: WordPress, stage: WordPressStage) -> None:
    remote = site.publish(
        outgoing(text="Flu shots & more\n\nOpen <b>Saturday</b>.\nCome!", link="https://example.org/a?b=1&c")
    )
    kept = stage.town.items[remote.network_id.removeprefix("posts/")].more
    assert kept["title"] == "Flu shots &amp; more"
    assert "<p>Open &lt;b&gt;Saturday&lt;/b&gt;.<br>Come!</p>" in kept["content"]
    assert '<a href="https://example.org/a?b=1&amp;c">' in kept["content"]
    assert kept["status"] == "publish"
    assert remote.url.endswith("/flu-shots-more-" + translate.mark("post-1") + "/")
    shown = stage.shown()[0]
    assert (shown.kind, shown.link) == ("post", "https://example.org/a?b=1&c")


def test_a_title_given_stands_above_the_whole_text(site: WordPress, stage: WordPressStage) -> None:
    site.publish(outgoing(title="Hearts", text="Walk.\n\nEvery day."))
    assert stage.shown()[0].title == "Hearts"
    assert stage.shown()[0].text == "Hearts\n\nWalk.\n\nEvery day."


def test_pictures_and_films_stand_in_the_text_with_their_words(site: WordPress, stage: WordPressStage) -> None:
    site.publish(outgoing(pictures=(PICTURE, replace(PICTURE, content=b"two", alt="Two")), video=FILM))
    shown = stage.shown()[0]
    assert shown.alts == ('A "teal" wall', "Two", "A short film")
    kept = stage.town.listed("post")[0].more["content"]
    assert 'alt="A &quot;teal&quot; wall"' in kept
    assert '<track src="' in kept


def test_a_theme_that_shows_featured_pictures_gets_the_first_one_there(connect: Connect, stage: WordPressStage) -> None:
    connect(featured="Yes").publish(outgoing(pictures=(PICTURE,)))
    kept = stage.town.listed("post")[0].more
    assert kept["featured_media"] > 0
    assert "wp:image" not in kept["content"]


def test_a_topic_joins_the_sites_own_category_and_makes_none(site: WordPress, stage: WordPressStage) -> None:
    site.publish(outgoing(topic="Health Tips"))
    site.publish(outgoing(key="two", topic="Unheard of"))
    second, first = stage.town.listed("post")
    assert first.more["categories"] == [2]
    assert "categories" not in second.more


def test_the_same_key_makes_one_post(site: WordPress, stage: WordPressStage) -> None:
    sent = outgoing(pictures=(PICTURE,))
    assert site.find(sought(sent)) is None
    first = site.publish(sent)
    assert site.publish(sent) == first == site.find(sought(sent))
    assert site.publish(outgoing(key="post-2")) != first
    assert stage.calls["createPost"] == 2
    assert stage.calls["createMedia"] == 1


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_AFTER])
def test_a_post_whose_answer_was_lost_is_found(
    site: WordPress, stage: WordPressStage, rehearsal: Rehearsal, kind: Kind
) -> None:
    site.connect()
    sent = outgoing(pictures=(PICTURE,))
    rehearsal.faults.add(Fault(kind, "createPost", times=1))
    with pytest.raises(NetworkError) as lost:
        site.publish(sent)
    assert lost.value.trouble is Trouble.UNKNOWN
    assert site.find(sought(sent)) is not None
    assert len(stage.town.listed("post")) == 1


def test_an_upload_whose_answer_was_lost_is_not_made_twice(
    site: WordPress, stage: WordPressStage, rehearsal: Rehearsal
) -> None:
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, "createMedia", times=1))
    sent = outgoing(pictures=(PICTURE,))
    with pytest.raises(NetworkError) as lost:
        site.publish(sent)
    assert lost.value.trouble is Trouble.UNREACHABLE
    site.publish(sent)
    assert len(stage.town.listed("media")) == 1


def test_a_correction_changes_the_post_and_deletes_the_pictures_it_drops(
    site: WordPress, stage: WordPressStage, rehearsal: Rehearsal
) -> None:
    remote = site.publish(outgoing(pictures=(PICTURE,)))
    changed = site.edit(remote, outgoing(key="edit-1", text="Flu shots are on Sunday."))
    assert (changed.network_id, changed.url) == (remote.network_id, remote.url)
    assert stage.shown()[0].text.startswith("Flu shots are on Sunday.")
    assert stage.town.listed("media") == []
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, "updatePost", times=1))
    again = outgoing(key="edit-2", text="On Monday.")
    with pytest.raises(NetworkError) as lost:
        site.edit(remote, again)
    assert lost.value.trouble is Trouble.UNKNOWN
    site.edit(remote, again)
    assert len(stage.shown()) == 1


def test_a_withdrawn_post_is_gone_with_its_pictures_and_may_be_withdrawn_again(
    site: WordPress, stage: WordPressStage, rehearsal: Rehearsal
) -> None:
    sent = outgoing(pictures=(PICTURE,))
    remote = site.publish(sent)
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, "deletePost", times=1))
    with pytest.raises(NetworkError):
        site.withdraw(remote)
    site.withdraw(remote)
    site.withdraw(remote)
    site.withdraw(RemoteRef("posts/999"))
    assert stage.shown() == []
    assert stage.town.listed("media") == []
    assert site.find(sought(sent)) is None
    with pytest.raises(NetworkError) as gone:
        site.edit(remote, outgoing(text="Too late."))
    assert gone.value.trouble is Trouble.REFUSED


def test_a_site_without_a_trash_deletes_for_good(site: WordPress, stage: WordPressStage) -> None:
    stage.trash = False
    remote = site.publish(outgoing())
    site.withdraw(remote)
    site.withdraw(remote)
    assert stage.shown() == []


def test_a_site_without_pretty_addresses_is_spoken_to_by_route(
    connect: Connect, stage: WordPressStage, saved: dict[str, str]
) -> None:
    stage.pretty = False
    site = connect()
    site.connect()
    assert saved["addresses"] == "plain"
    remote = connect().publish(outgoing())
    assert connect().find(sought(outgoing())) == remote


HOSTILE: dict[str, Any] = {
    "script": "<script>alert(1)</script> & <img onerror=x>",
    "shortcode": "[gallery ids=1] [[x]]",
    "block comment": "<!-- wp:html --> --> <!--",
    "quote in an address": "https://example.org/\"onmouseover='x",
    "surrogate": "broken \ud800 text",
    "long": "word " * 40_000,
    "nul": "a\x00b",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    made = translate.content(text, "", ())
    bare = made.replace("<!-- wp:paragraph -->", "").replace("<!-- /wp:paragraph -->", "")
    for mark in ("<script", "<img", "<!--", "["):
        assert mark not in bare
    assert translate.same(translate.plain(made), text)


def test_nothing_is_published_without_words(site: WordPress) -> None:
    with pytest.raises(NetworkError) as refused:
        site.publish(outgoing(text="  \n"))
    assert refused.value.trouble is Trouble.REFUSED
