from typing import Any

import pytest

from bedside.channels.networks.facebook import NETWORK, translate
from bedside.channels.networks.facebook.connector import Facebook
from bedside.channels.networks.facebook.stage import FacebookStage
from bedside.channels.networks.facebook.tests.conftest import outgoing, say
from bedside.channels.rules import RemoteRef


def test_posts_are_counted_together_and_gone_ones_left_out(facebook: Facebook, stage: FacebookStage) -> None:
    posts = [facebook.publish(outgoing(text=f"Post {number}")) for number in range(30)]
    say(stage, "when?", to=say(stage, "hi", to=posts[0].network_id))
    stage.direct(
        "react", {"id": posts[0].network_id, "likes": 7, "reposts": 2, "views": 90, "viewers": 60, "clicks": 3}
    )
    facebook.withdraw(posts[9])
    counted = {one.network_id: one.numbers for one in facebook.measure([*posts, RemoteRef("1_1"), posts[0]])}
    assert len(counted) == 29
    assert counted[posts[0].network_id] == {
        "likes": 7, "replies": 2, "reposts": 2, "views": 90, "viewers": 60, "clicks": 3,
    }  # fmt: skip
    declared = {metric.name for metric in NETWORK.metrics if metric.of == "post"}
    assert all(set(numbers) <= declared for numbers in counted.values())


def test_a_number_that_is_no_more_does_not_take_the_others_with_it(
    facebook: Facebook, stage: FacebookStage, monkeypatch: pytest.MonkeyPatch, account: dict[str, Any]
) -> None:
    post = facebook.publish(outgoing())
    stage.town.accounts[account["id"]].more |= {"followers": 812, "page_media_view": 40, "page_post_engagements": 5}
    assert facebook.measure_account() == {"followers": 812, "page_views": 40, "page_viewers": 0, "engagements": 5}
    stage.breaches.clear()
    monkeypatch.setitem(translate.POST_METRICS, "clicks", "post_impressions")
    monkeypatch.setitem(translate.PAGE_METRICS, "page_viewers", "page_impressions")
    (counted,) = facebook.measure([post])
    assert counted.numbers == {"likes": 0, "replies": 0, "reposts": 0}
    assert facebook.measure_account() == {"followers": 812, "page_views": 40, "engagements": 5}
