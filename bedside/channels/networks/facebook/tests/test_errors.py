import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bedside.channels.calls.tests.meta import HOSTILE, Recorded, said_by
from bedside.channels.networks.facebook.connector import Facebook
from bedside.channels.networks.facebook.stage import FacebookStage
from bedside.channels.networks.facebook.tests.conftest import Connect, answer, outgoing, picture, sought, video
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Connection, NetworkError, RemoteRef, Trouble
from bedside.kit import times

EXCHANGES = json.loads((Path(__file__).parent.parent / "exchanges" / "published.json").read_text(encoding="utf-8"))
TOKENS = {"page_id": "1353269864728879", "page_token": "t", "access_token": "u"}


def recorded(*answers: Any) -> tuple[Facebook, Recorded]:
    client = Recorded(*answers)
    return Facebook(Connection(1, 1, "", {}, TOKENS, app={"client_id": "1", "client_secret": "s"}), client), client


def acts(facebook: Facebook) -> list[Any]:
    ref = RemoteRef("1353269864728879_1")
    return [
        facebook.connect,
        lambda: facebook.exchange(code="c", verifier="v", redirect_uri="https://b.example"),
        lambda: facebook.publish(outgoing()),
        lambda: facebook.publish(outgoing(pictures=(picture(),))),
        lambda: facebook.publish(outgoing(video=video())),
        lambda: facebook.reply(answer("1_2")),
        lambda: facebook.reply(answer("m", "hi", "message", "5")),
        lambda: facebook.edit(ref, outgoing()),
        lambda: facebook.withdraw(ref),
        lambda: facebook.hide(ref),
        lambda: facebook.find(sought(outgoing())),
        lambda: facebook.find(sought(answer("1_2"))),
        lambda: facebook.find(sought(answer("m", "hi", "message", "5"))),
        lambda: facebook.hear("", [ref]),
        lambda: facebook.past("", times.now() - timedelta(days=900)),
        lambda: facebook.past("ratings:x", times.now() - timedelta(days=900)),
        lambda: facebook.past("conversations:", times.now() - timedelta(days=900)),
        lambda: facebook.measure([ref]),
        facebook.measure_account,
        lambda: facebook.subscribe("https://b.example/hooks"),
    ]


@pytest.mark.parametrize("told", HOSTILE, ids=str)
@pytest.mark.parametrize("number", range(20))
def test_whatever_facebook_answers_is_at_worst_one_plain_error(
    told: Any, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    facebook, client = recorded(told)
    caplog.set_level(logging.DEBUG)
    assert "secret" not in said_by(acts(facebook)[number])
    assert "secret" not in caplog.text
    assert all("evil.example" not in url for _, url, _ in client.asked)
    assert len(client.asked) < 300


@pytest.mark.parametrize("exchange", [one for one in EXCHANGES if "means" in one], ids=lambda one: one["name"])
def test_every_published_error_means_what_it_should(exchange: dict[str, Any]) -> None:
    facebook, _ = recorded((exchange["status"], exchange["body"], exchange.get("headers", {})))
    with pytest.raises(NetworkError) as failed:
        facebook.publish(outgoing())
    assert failed.value.trouble.value == exchange["means"]
    assert "quoted text" not in failed.value.said
    if exchange["means"] == "limited":
        assert failed.value.retry_at is not None
        assert timedelta(minutes=18) < failed.value.retry_at - times.now() <= timedelta(minutes=19)


def test_a_published_list_is_read() -> None:
    facebook, _ = recorded((200, EXCHANGES[0]["body"]), (200, {"data": []}))
    past = facebook.past("", times.now() - timedelta(days=900))
    assert [(one.network_id, one.text) for one in past.posts] == [
        ("1353269864728879_1353270000000001", "Visiting hours change on Monday."),
        ("1353269864728879_1353270000000002", ""),
    ]
    assert past.cursor == "posts:QVFIUn"


@pytest.mark.parametrize(
    ("code", "subcode", "trouble"),
    [
        (190, 460, Trouble.REVOKED), (190, 458, Trouble.REVOKED), (102, 0, Trouble.REVOKED),
        (10, 0, Trouble.REFUSED), (10, 2018278, Trouble.REFUSED), (200, 0, Trouble.REFUSED), (230, 0, Trouble.REFUSED),
        (100, 0, Trouble.REFUSED), (100, 33, Trouble.REFUSED), (506, 0, Trouble.REFUSED), (1705, 0, Trouble.REFUSED),
        (4, 0, Trouble.LIMITED), (17, 0, Trouble.LIMITED), (32, 0, Trouble.LIMITED), (613, 0, Trouble.LIMITED),
        (80001, 0, Trouble.LIMITED), (1, 0, Trouble.UNKNOWN), (2, 0, Trouble.UNKNOWN), (99_999, 0, Trouble.REFUSED),
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", [400, 403, 500])
def test_the_code_decides_not_the_status(code: int, subcode: int, trouble: Trouble, status: int) -> None:
    if (code, status) == (99_999, 500):
        trouble = Trouble.UNKNOWN
    facebook, _ = recorded((status, {"error": {"code": code, "error_subcode": subcode, "message": "secret words"}}))
    with pytest.raises(NetworkError, match=r"^Facebook ") as failed:
        facebook.publish(outgoing())
    assert failed.value.trouble is trouble
    assert failed.value.retry_at is not None or trouble is not Trouble.LIMITED


def test_usage_is_noted_for_all_workers(connect: Connect) -> None:
    noted: list[tuple[object, ...]] = []
    facebook = connect(heed=lambda *told: noted.append(told))
    facebook.publish(outgoing())
    assert {str(one[0]) for one in noted} == {"app", "pages"}
    assert all(one[1] == 100 for one in noted)


def test_too_many_calls_say_when_to_come_back(connect: Connect, rehearsal: Rehearsal, stage: FacebookStage) -> None:
    rehearsal.faults.add(Fault(Kind.LIMITED, call="facebook.publish", times=1, seconds=90))
    with pytest.raises(NetworkError) as limited:
        connect().publish(outgoing())
    assert limited.value.trouble is Trouble.LIMITED
    assert limited.value.retry_at is not None
    assert timedelta(seconds=60) < limited.value.retry_at - times.now() <= timedelta(minutes=2)
    assert stage.shown() == []


def test_a_read_that_fails_is_merely_unreachable(connect: Connect, rehearsal: Rehearsal) -> None:
    facebook = connect()
    rehearsal.faults.add(Fault(Kind.ERROR_BEFORE, call="facebook.feed", times=1))
    with pytest.raises(NetworkError) as failed:
        facebook.hear("")
    assert failed.value.trouble is Trouble.UNREACHABLE
