"""The rehearsal is held against PRAW, the maintained library: it plays through as a client."""

from typing import Any

import pytest

from bedside.channels.networks.reddit.connector import Reddit
from bedside.channels.networks.reddit.stage import RedditStage
from bedside.channels.networks.reddit.tests.conftest import HANDLE, outgoing, say

library = pytest.importorskip("praw")


def test_praw_plays_through(reddit: Reddit, stage: RedditStage, opened: dict[str, Any]) -> None:
    client = library.Reddit(
        client_id=opened["app"]["client_id"], client_secret=opened["app"]["client_secret"],
        refresh_token=opened["credentials"]["refresh_token"], user_agent="test", oauth_url=f"{stage.base}/",
        reddit_url=stage.base, check_for_updates=False,
    )  # fmt: skip
    assert client.user.me().name == HANDLE
    made = client.subreddit("stmary").submit("By PRAW", selftext="Hello *there*.")
    assert stage.shown()[0].title == "By PRAW"
    top = reddit.publish(outgoing())
    asked = say(stage, "When?", to=top.network_id)
    say(stage, "Private?", kind="message", to_account=HANDLE)
    names = [type(one).__name__ for one in client.inbox.all()]
    assert names == ["Message", "Comment"]
    thread = client.submission(id=top.network_id.removeprefix("t3_"))
    assert [one.body for one in thread.comments] == ["When?"]
    answer = client.comment(asked.removeprefix("t1_")).reply("At nine.")
    assert answer.body == "At nine."
    answer.edit("At ten.")
    answer.delete()
    client.comment(asked.removeprefix("t1_")).mod.remove()
    assert next(one for one in stage.shown() if one.id == asked).hidden
    assert [one.title for one in client.redditor(HANDLE).submissions.new()] == ["Flu shots", "By PRAW"]
    made.delete()
    assert [one.title for one in stage.shown() if one.kind == "post"] == ["Flu shots"]
