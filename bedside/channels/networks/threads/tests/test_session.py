import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bedside.channels.calls.tests.meta import Recorded
from bedside.channels.networks.threads.connector import Threads
from bedside.channels.networks.threads.stage import ThreadsStage
from bedside.channels.networks.threads.tests.conftest import HANDLE, Connect, outgoing
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Connection, NetworkError, Profile, Trouble
from bedside.kit import times

BACK = "https://bedside.example/accounts/back"


def code(threads: Threads) -> str:
    page = httpx.get(threads.authorize_url(redirect_uri=BACK, state="st", challenge="ch"))
    assert "<script" not in page.text
    link = page.text.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(link).query)["state"] == ["st"]
    return parse_qs(urlsplit(link).query)["code"][0]


def tokens(*, ends: timedelta, age: timedelta = timedelta(days=40), token: str = "old") -> dict[str, str]:
    now = times.now()
    return {"access_token": token, "expires_at": (now + ends).isoformat(), "issued_at": (now - age).isoformat()}


def test_connecting_says_whose_account_it_is(threads: Threads, account: dict[str, Any]) -> None:
    assert threads.connect() == Profile(account["id"], HANDLE, "St. Mary")


def test_a_person_signs_in_and_a_token_of_sixty_days_is_kept(connect: Connect, saved: dict[str, str]) -> None:
    threads = connect(credentials={})
    threads.exchange(code=code(threads) + "#_", verifier="v", redirect_uri=BACK)
    ends = datetime.fromisoformat(saved["expires_at"]) - times.now()
    assert timedelta(days=59) < ends <= timedelta(days=60)
    assert saved["renewable_until"][:16] == saved["expires_at"][:16]
    connect(credentials={}).publish(outgoing())


def test_a_code_works_once(connect: Connect) -> None:
    threads = connect(credentials={})
    given = code(threads)
    threads.exchange(code=given, verifier="v", redirect_uri=BACK)
    with pytest.raises(NetworkError, match="no longer accepts") as refused:
        threads.exchange(code=given, verifier="v", redirect_uri=BACK)
    assert refused.value.trouble is Trouble.REVOKED


def test_a_token_is_renewed_at_half_its_life_and_before_its_use(
    connect: Connect, stage: ThreadsStage, saved: dict[str, str], account: dict[str, Any]
) -> None:
    first = account["credentials"]["access_token"]
    saved |= tokens(ends=timedelta(days=29), token=first)
    connect().connect()
    assert stage.calls["refresh"] == 1
    assert saved["access_token"] != first
    connect().connect()
    connect().renew()
    assert stage.calls["refresh"] == 1


def test_a_young_token_is_left_alone(connect: Connect, stage: ThreadsStage, saved: dict[str, str]) -> None:
    saved |= tokens(ends=timedelta(days=2), age=timedelta(hours=3), token=next(iter(stage.grants)))
    connect().connect()
    assert "refresh" not in stage.calls


def test_renewing_that_fails_while_the_token_lasts_stops_nothing(
    connect: Connect, stage: ThreadsStage, rehearsal: Rehearsal, saved: dict[str, str]
) -> None:
    saved |= tokens(ends=timedelta(days=20), token=next(iter(stage.grants)))
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call="threads.refresh"))
    connect().connect()
    with pytest.raises(NetworkError) as failed:
        connect().renew()
    assert failed.value.trouble is Trouble.UNREACHABLE


@pytest.mark.parametrize("answer", [{}, {"access_token": ""}, {"access_token": None, "expires_in": "x"}, []])
def test_a_known_token_is_never_overwritten_by_nothing(answer: object) -> None:
    saved = tokens(ends=timedelta(days=20))
    before = dict(saved)
    told = Recorded((200, answer))
    threads = Threads(Connection(1, 1, "", {}, dict(saved), save=saved.update), told)
    with pytest.raises(NetworkError) as failed:
        threads.renew()
    assert failed.value.trouble is Trouble.UNREACHABLE
    assert saved == before


def test_an_expired_token_is_renewed_once_and_the_call_made_once(
    connect: Connect, rehearsal: Rehearsal, stage: ThreadsStage
) -> None:
    threads = connect()
    threads.connect()
    rehearsal.faults.add(Fault(Kind.EXPIRED, call="threads.publish", times=1))
    threads.publish(outgoing())
    assert len(stage.shown()) == 1
    assert stage.calls["refresh"] == 1


def test_a_token_that_is_really_over_is_revoked(connect: Connect, stage: ThreadsStage) -> None:
    for grant in stage.grants.values():
        grant.expires_at = (times.now() - timedelta(seconds=1)).isoformat()
    threads = connect()
    for grant in stage.grants.values():
        grant.expires_at = (times.now() - timedelta(seconds=1)).isoformat()
    for act in (threads.connect, lambda: threads.hear(""), lambda: threads.publish(outgoing())):
        with pytest.raises(NetworkError) as refused:
            act()
        assert refused.value.trouble is Trouble.REVOKED


def test_taken_away_access_is_revoked(connect: Connect, stage: ThreadsStage, account: dict[str, Any]) -> None:
    threads = connect()
    stage.revoke(account["id"])
    for act in (threads.connect, threads.renew, lambda: threads.publish(outgoing())):
        with pytest.raises(NetworkError) as refused:
            act()
        assert refused.value.trouble is Trouble.REVOKED
        assert refused.value.todo == "Connect the account again."


def test_two_workers_renew_once(connect: Connect, stage: ThreadsStage, saved: dict[str, str]) -> None:
    saved |= tokens(ends=timedelta(days=10), token=next(iter(stage.grants)))
    lock = threading.Lock()

    @contextmanager
    def alone() -> Iterator[Mapping[str, str]]:
        with lock:
            yield dict(saved)

    workers = [threading.Thread(target=connect(alone=alone).renew) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert stage.calls["refresh"] == 1
