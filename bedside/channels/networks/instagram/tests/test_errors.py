import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bedside.channels.calls.tests.meta import HOSTILE, Recorded, said_by
from bedside.channels.networks.instagram.connector import Instagram
from bedside.channels.networks.instagram.tests.conftest import Connect, answer, outgoing, picture, sought, video
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Connection, NetworkError, RemoteRef, Trouble
from bedside.kit import times

EXCHANGES = json.loads((Path(__file__).parent.parent / "exchanges" / "published.json").read_text(encoding="utf-8"))
ACCOUNT = "17841400000000001"
SINCE = times.now() - timedelta(days=900)


def recorded(*answers: Any) -> tuple[Instagram, Recorded]:
    client = Recorded(*answers)
    app = {"client_id": "1", "client_secret": "s", "meta_app_id": "2", "meta_app_secret": "t"}
    connection = Connection(1, 1, "", {}, {"access_token": "t"}, app=app, network_account_id=ACCOUNT)
    return Instagram(connection, client), client


def acts(instagram: Instagram) -> list[Any]:
    ref = RemoteRef("18010000000000001")
    return [
        instagram.connect,
        instagram.renew,
        lambda: instagram.exchange(code="c", verifier="v", redirect_uri="https://b.example"),
        lambda: instagram.publish(outgoing()),
        lambda: instagram.publish(outgoing(pictures=(picture(), picture()))),
        lambda: instagram.publish(outgoing(pictures=(), video=video())),
        lambda: instagram.reply(answer("1")),
        lambda: instagram.reply(answer("1", kind="mention")),
        lambda: instagram.reply(answer("m", "hi", "message", "5")),
        lambda: instagram.hide(ref),
        lambda: instagram.find(sought(outgoing())),
        lambda: instagram.find(sought(answer("1"))),
        lambda: instagram.find(sought(answer("1", kind="mention"))),
        lambda: instagram.find(sought(answer("m", "hi", "message", "5"))),
        lambda: instagram.hear("", [ref]),
        lambda: instagram.past("", SINCE),
        lambda: instagram.past("conversations:", SINCE),
        lambda: instagram.measure([ref]),
        instagram.measure_account,
        lambda: instagram.subscribe("https://b.example/hooks"),
    ]


@pytest.mark.parametrize("told", HOSTILE, ids=str)
@pytest.mark.parametrize("number", range(20))
def test_whatever_instagram_answers_is_at_worst_one_plain_error(
    told: Any, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    instagram, client = recorded(told)
    caplog.set_level(logging.DEBUG)
    assert "secret" not in said_by(acts(instagram)[number])
    assert "secret" not in caplog.text
    assert all("evil.example" not in url for _, url, _ in client.asked)
    assert len(client.asked) < 300


@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda one: one["name"])
def test_every_published_event_is_read(exchange: dict[str, Any]) -> None:
    profile = {"user_id": ACCOUNT, "username": "stmary.rehearsal.test"}
    instagram, _ = recorded((200, profile), (200, {"username": "gus.rehearsal.test"}))
    body = json.dumps(exchange["body"]).encode()
    assert Instagram.addressed(body) == (ACCOUNT,)
    batch = instagram.read_event(body)
    assert [[one.kind, one.network_id, one.text, one.root_id] for one in batch.heard] == exchange["heard"]
    assert list(batch.gone) == exchange.get("gone", [])


@pytest.mark.parametrize(
    ("code", "subcode", "trouble"),
    [
        (190, 460, Trouble.REVOKED), (10, 0, Trouble.REFUSED), (100, 33, Trouble.REFUSED),
        (4, 0, Trouble.LIMITED), (4, 2207051, Trouble.REFUSED), (9, 2207042, Trouble.LIMITED),
        (24, 2207006, Trouble.REFUSED), (25, 2207050, Trouble.REFUSED), (9004, 2207052, Trouble.REFUSED),
        (9007, 2207027, Trouble.UNREACHABLE), (36003, 2207009, Trouble.REFUSED), (36004, 2207010, Trouble.REFUSED),
        (-1, 2207001, Trouble.UNREACHABLE), (2, 0, Trouble.UNREACHABLE), (80002, 0, Trouble.LIMITED),
    ],
)  # fmt: skip
def test_the_code_decides_not_the_status(code: int, subcode: int, trouble: Trouble) -> None:
    """Containers are seen by nobody, so what is lost on the way to one is merely unreachable."""
    instagram, _ = recorded((400, {"error": {"code": code, "error_subcode": subcode, "message": "secret words"}}))
    with pytest.raises(NetworkError, match=r"^Instagram ") as failed:
        instagram.publish(outgoing())
    assert failed.value.trouble is trouble
    assert "secret" not in failed.value.said


def test_too_many_calls_say_when_to_come_back(connect: Connect, rehearsal: Rehearsal) -> None:
    noted: list[tuple[object, ...]] = []
    instagram = connect(heed=lambda *told: noted.append(told))
    rehearsal.faults.add(Fault(Kind.LIMITED, call="instagram.publish", times=1, seconds=600))
    with pytest.raises(NetworkError) as limited:
        instagram.publish(outgoing())
    assert limited.value.retry_at is not None
    assert timedelta(minutes=9) < limited.value.retry_at - times.now() <= timedelta(minutes=10)
    assert any(one[:3] == ("instagram", 100, 0) for one in noted)
