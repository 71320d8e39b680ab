import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bedside.channels.calls import graph
from bedside.channels.calls.caller import Failure
from bedside.channels.calls.tests.meta import Recorded
from bedside.channels.rules import Connection
from bedside.kit import http

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def answer(status: int = 200, **headers: str) -> http.Answer:
    return http.Answer(
        status, httpx.Headers({name.replace("_", "-"): value for name, value in headers.items()}), b"", ""
    )


def calls(*answers: Any, **more: Any) -> tuple[graph.Graph, Recorded]:
    client = Recorded(*answers)
    connection = Connection(1, 1, "", {}, {})
    return graph.Graph("Facebook", "https://g.example/v1", connection, client, token=lambda: "t", **more), client


def test_usage_headers_become_shares_of_a_hundred() -> None:
    told = answer(
        x_app_usage='{"call_count": 28, "total_time": 61, "total_cputime": 25}',
        x_business_use_case_usage=json.dumps({
            "1": [{"type": "pages", "call_count": 100, "total_time": 5, "estimated_time_to_regain_access": 19}],
            "2": [{"type": "messenger", "call_count": 12}, 3, {"call_count": "x"}],
        }),
    )  # fmt: skip
    found = graph.usage(told, "")
    assert (found["app"].most, found["app"].left) == (100, 39)
    assert (found["messenger"].left, found["messenger"].resets_at(AT)) == (88, None)
    assert found["pages"].left == 0
    assert found["pages"].resets_at(AT) == AT + timedelta(minutes=19)


@pytest.mark.parametrize(
    "value", ["", "{", "[]", "3", '{"1": 5}', '{"call_count": "x"}', '{"1": [{"call_count": null}]}']
)
def test_usage_that_cannot_be_read_says_nothing(value: str) -> None:
    assert graph.usage(answer(x_app_usage=value, x_business_use_case_usage=value), "") == {}


def test_pages_are_followed_by_cursor_and_never_by_address() -> None:
    def page(after: str, more: bool = True) -> tuple[int, object]:
        paging: dict[str, object] = {"cursors": {"after": after}}
        return 200, {"data": [{"id": after}], "paging": paging | ({"next": "https://evil.example"} if more else {})}

    asking, client = calls(page("a"), page("b"), page("c", more=False))
    found, whole = asking.whole("x/list", fields="id")
    assert ([one["id"] for one in found], whole) == (["a", "b", "c"], True)
    assert [sent["params"].get("after") for _, _, sent in client.asked] == [None, "a", "b"]
    assert {url for _, url, _ in client.asked} == {"https://g.example/v1/x/list"}
    endless, _ = calls(*(page(str(number)) for number in range(20)))
    assert endless.whole("x/list", most=3)[1] is False
    stuck, client = calls(page("same"))
    assert len(stuck.whole("x/list")[0]) == 2
    assert len(client.asked) == 2


def test_a_token_goes_where_the_network_wants_it() -> None:
    asking, client = calls((200, {}))
    asking.get("me")
    assert client.asked[0][2]["headers"] == {"Authorization": "Bearer t"}
    asking, client = calls((200, {}), in_query=True, proof="secret")
    asking.get("me")
    sent = client.asked[0][2]
    assert (sent["headers"], sent["params"]["access_token"], len(sent["params"]["appsecret_proof"])) == ({}, "t", 64)


def test_a_stale_token_is_freshened_once() -> None:
    stale = (400, {"error": {"code": 190, "error_subcode": 463}})
    fresh: list[int] = []
    asking, client = calls(stale, (200, {"id": "1"}), freshen=lambda: fresh.append(1))
    assert asking.send("POST", "x", writes=True) == {"id": "1"}
    assert (len(fresh), len(client.asked)) == (1, 2)
    asking, client = calls(stale, freshen=lambda: fresh.append(1))
    with pytest.raises(Failure):
        asking.send("POST", "x", writes=True)
    assert len(client.asked) == 2


OTHERWISE = datetime(1999, 1, 1, tzinfo=UTC)
TIMES: list[tuple[object, datetime]] = [
    ("2026-11-21T09:00:00+0000", AT),
    (int(AT.timestamp()), AT),
    (int(AT.timestamp() * 1000), AT),
    (str(int(AT.timestamp())), AT),
    ("2026-11-21T09:00:00", AT),
    (None, OTHERWISE),
    (True, OTHERWISE),
    ("x", OTHERWISE),
    ([], OTHERWISE),
    (1e300, OTHERWISE),
    ("9" * 400, OTHERWISE),
    ("²", OTHERWISE),
]


@pytest.mark.parametrize(("value", "instant"), TIMES)
def test_times_are_read_in_every_form_meta_sends(value: object, instant: datetime) -> None:
    assert graph.instant(value, OTHERWISE) == instant


def test_insights_are_read_in_every_form_meta_sends() -> None:
    told = {"data": [
        {"name": "views", "values": [{"value": 3}, {"value": 5}]},
        {"name": "reach", "total_value": {"value": 7}},
        {"name": "reactions", "values": [{"value": {"like": 2, "love": 1, "odd": "x"}}]},
        {"name": "odd", "values": [{"value": "x"}]},
        {"name": "negative", "total_value": {"value": -1}},
        {"name": "empty", "values": []},
    ]}  # fmt: skip
    assert graph.insights(told) == {"views": 5, "reach": 7, "reactions": 3}
