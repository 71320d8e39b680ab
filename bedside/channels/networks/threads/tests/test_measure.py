from typing import Any

import pytest

from bedside.channels.networks.threads import NETWORK, translate
from bedside.channels.networks.threads.stage import ThreadsStage
from bedside.channels.networks.threads.tests.conftest import Connect, outgoing, say
from bedside.channels.rules import RemoteRef


def test_posts_are_counted_and_gone_ones_left_out(connect: Connect, stage: ThreadsStage) -> None:
    threads = connect()
    post = threads.publish(outgoing())
    say(stage, "when?", to=say(stage, "hi", to=post.network_id))
    numbers = {"likes": 7, "reposts": 2, "views": 90, "quotes": 3, "shares": 1}
    stage.direct("react", {"id": post.network_id, **numbers})
    (counted,) = threads.measure([post, RemoteRef("404"), post])
    assert counted.numbers == numbers | {"replies": 1}
    assert set(counted.numbers) <= {metric.name for metric in NETWORK.metrics if metric.of == "post"}


def test_the_profiles_numbers_and_quotas_are_read(
    connect: Connect, stage: ThreadsStage, monkeypatch: pytest.MonkeyPatch, account: dict[str, Any]
) -> None:
    noted: list[tuple[object, ...]] = []
    threads = connect(heed=lambda *told: noted.append(told))
    threads.publish(outgoing())
    stage.town.accounts[account["id"]].more |= {"followers_count": 812, "views": 40, "clicks": 5}
    assert threads.measure_account() == {"followers": 812, "profile_views": 40, "clicks": 5}
    quotas = [("quota", 250, 249, None), ("reply_quota", 1000, 1000, None), ("delete_quota", 100, 100, None)]
    assert [one for one in noted if "quota" in str(one[0])] == quotas
    monkeypatch.setitem(translate.ACCOUNT_METRICS, "profile_views", "impressions")
    assert threads.measure_account() == {"followers": 812, "clicks": 5}
