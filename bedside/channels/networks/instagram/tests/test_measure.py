from typing import Any

import pytest

from bedside.channels.networks.instagram import NETWORK, translate
from bedside.channels.networks.instagram.stage import InstagramStage
from bedside.channels.networks.instagram.tests.conftest import Connect, outgoing, say
from bedside.channels.rules import RemoteRef


def test_posts_are_counted_and_gone_ones_left_out(connect: Connect, stage: InstagramStage) -> None:
    instagram = connect()
    post = instagram.publish(outgoing())
    say(stage, "when?", to=say(stage, "hi", to=post.network_id))
    numbers = {"likes": 7, "reposts": 2, "views": 90, "reach": 60, "saved": 3, "interactions": 14}
    stage.direct("react", {"id": post.network_id, **numbers})
    (counted,) = instagram.measure([post, RemoteRef("404"), post])
    assert counted.numbers == numbers | {"replies": 2}
    assert set(counted.numbers) <= {metric.name for metric in NETWORK.metrics if metric.of == "post"}


def test_a_number_that_is_no_more_does_not_take_the_others_with_it(
    connect: Connect, stage: InstagramStage, monkeypatch: pytest.MonkeyPatch, account: dict[str, Any]
) -> None:
    noted: list[tuple[object, ...]] = []
    instagram = connect(heed=lambda *told: noted.append(told))
    post = instagram.publish(outgoing())
    stage.town.accounts[account["id"]].more |= {"followers": 812, "views": 40, "accounts_engaged": 5}
    assert instagram.measure_account() == {"followers": 812, "account_views": 40, "account_reach": 0, "engaged": 5}
    assert ("posts", 100, 99, None) in noted
    monkeypatch.setitem(translate.POST_METRICS, "reach", "impressions")
    monkeypatch.setitem(translate.ACCOUNT_METRICS, "account_reach", "impressions")
    assert instagram.measure([post])[0].numbers == {"likes": 0, "replies": 0}
    assert instagram.measure_account() == {"followers": 812, "account_views": 40, "engaged": 5}
