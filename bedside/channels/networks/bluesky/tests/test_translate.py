"""What a real server once showed, read as ours."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bedside.channels.networks.bluesky import translate
from bedside.channels.rules import Counts

OWN = "did:plc:" + "dana".ljust(24, "2")
BASE = "https://pds.example.org"


@pytest.fixture(scope="module")
def reads() -> Any:
    path = Path(__file__).parent.parent / "exchanges" / "reads.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_recorded_notifications_are_read(reads: Any) -> None:
    items = [item for item in reads["notifications"]["notifications"] if item["reason"] in translate.HEARD_REASONS]
    heard = [translate.heard(item, translate.kind(item, item["reason"], OWN), BASE) for item in items]
    said = {one.text: one for one in heard if one}
    assert {text: one.kind for text, one in said.items()} == {
        "What are the hours?": "reply",
        "@dana.test when?": "reply",
        "@dana.test hello": "mention",
        "Worth reading": "quote",
    }
    first, below = said["What are the hours?"], said["@dana.test when?"]
    assert (first.author_handle, first.author_id) == ("gus.test", "did:plc:" + "gus".ljust(24, "2"))
    assert first.posted_at == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert first.root_id == first.parent_id == below.root_id
    assert below.parent_id == first.network_id
    assert first.url == "https://bsky.app/profile/gus.test/post/3jui7kd54zh2z"


def test_a_like_is_nothing_said(reads: Any) -> None:
    assert "like" in {item["reason"] for item in reads["notifications"]["notifications"]}
    assert "like" not in translate.HEARD_REASONS


def test_a_recorded_thread_gives_every_reply_below_its_top(reads: Any) -> None:
    below = list(translate.replies_below(reads["thread"]["thread"]))
    assert [post["record"]["text"] for post in below] == ["What are the hours?", "@dana.test when?"]


def test_recorded_counts_are_read(reads: Any) -> None:
    post = reads["posts"]["posts"][0]
    assert translate.counts(post) == Counts(post["uri"], {"likes": 1, "replies": 1, "reposts": 0, "quotes": 1})


@pytest.mark.parametrize("missing", ["uri", "record", "author", "indexedAt"])
def test_what_is_no_post_is_passed_over(reads: Any, missing: str) -> None:
    item = dict(reads["posts"]["posts"][0])
    del item[missing]
    assert translate.heard(item, "reply", BASE) is None


def test_deleted_and_blocked_parts_of_a_thread_are_passed_over() -> None:
    thread = {"replies": [{"$type": "app.bsky.feed.defs#notFoundPost"}, None, {"post": {"uri": "x"}, "replies": None}]}
    assert list(translate.replies_below(thread)) == [{"uri": "x"}]
    assert list(translate.replies_below(None)) == []
