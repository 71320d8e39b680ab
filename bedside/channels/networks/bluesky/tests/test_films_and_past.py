"""Films with captions, what was there before Bedside, and the account's numbers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bedside.channels.networks.bluesky import translate
from bedside.channels.networks.bluesky.connector import Bluesky
from bedside.channels.networks.bluesky.tests.conftest import outgoing, value
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import NetworkError, Picture, Trouble, Video

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nWet your hands."


def film(content: bytes = b"film" * 100, seconds: float = 8.0, mime: str = "video/mp4", **more: Any) -> Video:
    return Video(content, mime, more.pop("alt", "Hands are washed."), "hands.mp4", 640, 360, seconds, **more)


def test_a_film_goes_with_its_description_shape_and_captions(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    made = bluesky.publish(outgoing(video=film(captions=CAPTIONS), link="https://stmary.example/hands", language="es"))
    record: Any = value(rehearsal, made)
    embed = record["embed"]
    assert embed["$type"] == "app.bsky.embed.video"
    assert embed["alt"] == "Hands are washed."
    assert embed["aspectRatio"] == {"width": 640, "height": 360}
    ((lang, blob),) = [(one["lang"], one["file"]) for one in embed["captions"]]
    assert (lang, blob["mimeType"]) == ("es", "text/vtt")
    assert rehearsal.bluesky.picture(blob["ref"]["$link"]) == (CAPTIONS.encode(), "text/vtt")
    assert record["text"].endswith("https://stmary.example/hands")


@pytest.mark.parametrize("call", ["uploadBlob", "putRecord"])
def test_a_film_that_broke_off_is_posted_once(bluesky: Bluesky, rehearsal: Rehearsal, call: str) -> None:
    sent = outgoing(video=film(captions=CAPTIONS))
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call=call, times=1))
    with pytest.raises(NetworkError) as lost:
        bluesky.publish(sent)
    assert lost.value.trouble is (Trouble.UNKNOWN if call == "putRecord" else Trouble.UNREACHABLE)
    bluesky.publish(sent)
    assert len(rehearsal.bluesky.shown()) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"video": film(b"")},
        {"video": film(mime="video/quicktime")},
        {"video": film(seconds=181)},
        {"video": film(captions="x" * 20_001)},
        {"video": film(), "pictures": (Picture(b"x", "image/png", "", "a.png", 1, 1),)},
    ],
)
def test_what_bluesky_would_refuse_is_refused_before_anything_is_sent(
    bluesky: Bluesky, rehearsal: Rehearsal, more: dict[str, Any]
) -> None:
    bluesky.connect()
    rehearsal.bluesky.calls.clear()
    with pytest.raises(NetworkError) as refused:
        bluesky.publish(outgoing(**more))
    assert (refused.value.trouble, rehearsal.bluesky.calls) == (Trouble.REFUSED, {})


def test_a_servers_own_smaller_limit_is_told(bluesky: Bluesky) -> None:
    with pytest.raises(NetworkError) as refused:
        bluesky.publish(outgoing(video=film(b"x" * (5 * 1024 * 1024 + 1))))
    assert refused.value.trouble is Trouble.REFUSED
    assert "too large" in refused.value.said


def test_what_was_there_comes_page_by_page_with_its_replies(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    made = [
        bluesky.publish(outgoing(f"p{number}", f"Post {number}.", created_at=datetime.now(UTC))) for number in range(60)
    ]
    said: Any = rehearsal.bluesky.direct("say", {"text": "an old question", "to": made[0].network_id})
    bluesky.reply(outgoing("r", "An answer.", parent=made[0], root=made[0], created_at=datetime.now(UTC)))
    since, cursor, posts, heard = datetime.now(UTC) - timedelta(days=300), "", [], []
    pages = 0
    while True:
        page = bluesky.past(cursor, since)
        posts += [one.network_id for one in page.posts]
        heard += [one.network_id for one in page.heard]
        cursor, pages = page.cursor, pages + 1
        if not cursor:
            break
    assert pages == 3
    assert {one.network_id for one in made} <= set(posts)
    assert heard == [said["uri"]]
    nothing = bluesky.past("", datetime.now(UTC) + timedelta(days=1))
    assert (nothing.posts, nothing.cursor) == ((), "")


def test_the_accounts_numbers(bluesky: Bluesky) -> None:
    bluesky.publish(outgoing())
    assert bluesky.measure_account() == {"followers": 0, "following": 0, "posts": 1}
    assert translate.account_numbers({"followersCount": "secret", "followsCount": -1, "postsCount": 3}) == {"posts": 3}


@pytest.mark.parametrize("post", [{}, {"uri": "x", "record": {}, "indexedAt": "secret"}, {"record": 3}])
def test_a_malformed_post_of_the_past_is_none(post: dict[str, Any]) -> None:
    assert translate.past_post(post, "x", "https://bsky.social") is None
