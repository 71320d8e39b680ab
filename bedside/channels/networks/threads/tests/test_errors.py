import logging
from datetime import timedelta
from typing import Any

import pytest

from bedside.channels.calls.tests.meta import HOSTILE, Recorded, said_by
from bedside.channels.networks.threads.connector import Threads
from bedside.channels.networks.threads.tests.conftest import Connect, answer, outgoing, picture, sought, video
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Connection, NetworkError, RemoteRef, Trouble
from bedside.kit import times

ACCOUNT = "17841400000000001"
SINCE = times.now() - timedelta(days=900)


def recorded(*answers: Any) -> tuple[Threads, Recorded]:
    client = Recorded(*answers)
    app = {"client_id": "1", "client_secret": "s", "meta_app_id": "2", "meta_app_secret": "t"}
    connection = Connection(1, 1, "", {}, {"access_token": "t"}, app=app, network_account_id=ACCOUNT)
    return Threads(connection, client), client


def acts(threads: Threads) -> list[Any]:
    ref = RemoteRef("18010000000000001")
    return [
        threads.connect,
        threads.renew,
        lambda: threads.exchange(code="c", verifier="v", redirect_uri="https://b.example"),
        lambda: threads.publish(outgoing()),
        lambda: threads.publish(outgoing(pictures=(picture(), picture()))),
        lambda: threads.publish(outgoing(video=video())),
        lambda: threads.reply(answer("1")),
        lambda: threads.withdraw(ref),
        lambda: threads.hide(ref),
        lambda: threads.find(sought(outgoing())),
        lambda: threads.find(sought(answer("1"))),
        lambda: threads.hear("", [ref]),
        lambda: threads.past("", SINCE),
        lambda: threads.past("mentions:", SINCE),
        lambda: threads.measure([ref]),
        threads.measure_account,
        lambda: threads.subscribe("https://b.example/hooks"),
        lambda: threads.read_event(b'{"values": {"field": "mentions", "value": {"id": "1"}}}'),
    ]


@pytest.mark.parametrize("told", HOSTILE, ids=str)
@pytest.mark.parametrize("number", range(18))
def test_whatever_threads_answers_is_at_worst_one_plain_error(
    told: Any, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    threads, client = recorded(told)
    caplog.set_level(logging.DEBUG)
    assert "secret" not in said_by(acts(threads)[number])
    assert "secret" not in caplog.text
    assert all("evil.example" not in url for _, url, _ in client.asked)
    assert len(client.asked) < 300


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
    threads, _ = recorded((400, {"error": {"code": code, "error_subcode": subcode, "message": "secret words"}}))
    with pytest.raises(NetworkError, match=r"^Threads ") as failed:
        threads.publish(outgoing())
    assert failed.value.trouble is trouble
    assert "secret" not in failed.value.said


def test_too_many_calls_say_when_to_come_back(connect: Connect, rehearsal: Rehearsal) -> None:
    noted: list[tuple[object, ...]] = []
    threads = connect(heed=lambda *told: noted.append(told))
    rehearsal.faults.add(Fault(Kind.LIMITED, call="threads.publish", times=1, seconds=600))
    with pytest.raises(NetworkError) as limited:
        threads.publish(outgoing())
    assert limited.value.retry_at is not None
    assert timedelta(minutes=9) < limited.value.retry_at - times.now() <= timedelta(minutes=10)
    assert any(one[:3] == ("threads", 100, 0) for one in noted)
