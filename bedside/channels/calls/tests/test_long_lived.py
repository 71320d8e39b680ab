"""Meta's tokens of sixty days, asked of both networks that have them: kept, renewed in time, by one worker."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bedside.channels.calls.tests.meta import Recorded
from bedside.channels.networks.instagram.connector import Instagram
from bedside.channels.networks.instagram.tests import conftest as instagram
from bedside.channels.networks.threads.connector import Threads
from bedside.channels.networks.threads.tests import conftest as threads
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rehearsal.rest import RestStage
from bedside.channels.rules import Connection, NetworkError, Outgoing, Profile, Trouble
from bedside.kit import http, times

BACK = "https://bedside.example/accounts/back"
HANDLE = "stmary.rehearsal.test"
KINDS: dict[str, tuple[type[Any], Callable[..., Outgoing]]] = {
    "instagram": (Instagram, instagram.outgoing),
    "threads": (Threads, threads.outgoing),
}

Connect = Callable[..., Any]


@pytest.fixture(params=sorted(KINDS))
def network(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    with Rehearsal() as rehearsal:
        yield rehearsal


@pytest.fixture
def stage(rehearsal: Rehearsal, network: str) -> Iterator[RestStage]:
    stage: RestStage = rehearsal.stage(network)
    yield stage
    assert stage.breaches == []


@pytest.fixture
def account(stage: RestStage) -> dict[str, Any]:
    made = stage.direct("accounts", {"handle": HANDLE, "name": "St. Mary"})
    assert isinstance(made, dict)
    return made


@pytest.fixture
def saved() -> dict[str, str]:
    return {}


@pytest.fixture
def connect(account: dict[str, Any], saved: dict[str, str], network: str) -> Connect:
    """Builds a connector as a new job would: from the credentials and what was saved."""

    def build(**more: Any) -> Any:
        told = {"credentials": account["credentials"], "tokens": dict(saved), "app": account["app"]} | more
        connection = Connection(1, 1, account["base_url"], save=saved.update, **told)
        return KINDS[network][0](connection, http.client(http.Reach(loopback=True)))

    return build


@pytest.fixture
def outgoing(network: str) -> Callable[..., Outgoing]:
    return KINDS[network][1]


def code(connector: Any) -> str:
    page = httpx.get(connector.authorize_url(redirect_uri=BACK, state="st", challenge="ch"))
    assert "<script" not in page.text
    link = page.text.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(link).query)["state"] == ["st"]
    return parse_qs(urlsplit(link).query)["code"][0]


def tokens(*, ends: timedelta, age: timedelta = timedelta(days=40), token: str = "old") -> dict[str, str]:
    now = times.now()
    return {"access_token": token, "expires_at": (now + ends).isoformat(), "issued_at": (now - age).isoformat()}


def test_connecting_says_whose_account_it_is(connect: Connect, account: dict[str, Any]) -> None:
    assert connect().connect() == Profile(account["id"], HANDLE, "St. Mary")


def test_a_person_signs_in_and_a_token_of_sixty_days_is_kept(
    connect: Connect, saved: dict[str, str], outgoing: Callable[..., Outgoing]
) -> None:
    connector = connect(credentials={})
    connector.exchange(code=code(connector) + "#_", verifier="v", redirect_uri=BACK)
    ends = datetime.fromisoformat(saved["expires_at"]) - times.now()
    assert timedelta(days=59) < ends <= timedelta(days=60)
    assert saved["renewable_until"][:16] == saved["expires_at"][:16]
    connect(credentials={}).publish(outgoing())


def test_a_code_works_once(connect: Connect) -> None:
    connector = connect(credentials={})
    given = code(connector)
    connector.exchange(code=given, verifier="v", redirect_uri=BACK)
    with pytest.raises(NetworkError, match="no longer accepts") as refused:
        connector.exchange(code=given, verifier="v", redirect_uri=BACK)
    assert refused.value.trouble is Trouble.REVOKED


def test_a_token_is_renewed_at_half_its_life_and_before_its_use(
    connect: Connect, stage: RestStage, saved: dict[str, str], account: dict[str, Any]
) -> None:
    first = account["credentials"]["access_token"]
    saved |= tokens(ends=timedelta(days=29), token=first)
    connect().connect()
    assert stage.calls["refresh"] == 1
    assert saved["access_token"] != first
    connect().connect()
    connect().renew()
    assert stage.calls["refresh"] == 1


def test_a_young_token_is_left_alone(connect: Connect, stage: RestStage, saved: dict[str, str]) -> None:
    saved |= tokens(ends=timedelta(days=2), age=timedelta(hours=3), token=next(iter(stage.grants)))
    connect().connect()
    assert "refresh" not in stage.calls


def test_renewing_that_fails_while_the_token_lasts_stops_nothing(
    connect: Connect, stage: RestStage, rehearsal: Rehearsal, saved: dict[str, str]
) -> None:
    saved |= tokens(ends=timedelta(days=20), token=next(iter(stage.grants)))
    rehearsal.faults.add(Fault(Kind.DROP_AFTER, call=f"{stage.name}.refresh"))
    connect().connect()
    with pytest.raises(NetworkError) as failed:
        connect().renew()
    assert failed.value.trouble is Trouble.UNREACHABLE


@pytest.mark.parametrize("answer", [{}, {"access_token": ""}, {"access_token": None, "expires_in": "x"}, []])
def test_a_known_token_is_never_overwritten_by_nothing(network: str, answer: object) -> None:
    saved = tokens(ends=timedelta(days=20))
    before = dict(saved)
    told = Recorded((200, answer))
    connector = KINDS[network][0](Connection(1, 1, "", {}, dict(saved), save=saved.update), told)
    with pytest.raises(NetworkError) as failed:
        connector.renew()
    assert failed.value.trouble is Trouble.UNREACHABLE
    assert saved == before


def test_an_expired_token_is_renewed_once_and_the_call_made_once(
    connect: Connect, rehearsal: Rehearsal, stage: RestStage, outgoing: Callable[..., Outgoing]
) -> None:
    connector = connect()
    connector.connect()
    rehearsal.faults.add(Fault(Kind.EXPIRED, call=f"{stage.name}.publish", times=1))
    connector.publish(outgoing())
    assert len(stage.shown()) == 1
    assert stage.calls["refresh"] == 1


def test_a_token_that_is_really_over_is_revoked(
    connect: Connect, stage: RestStage, outgoing: Callable[..., Outgoing]
) -> None:
    for grant in stage.grants.values():
        grant.expires_at = (times.now() - timedelta(seconds=1)).isoformat()
    connector = connect()
    for grant in stage.grants.values():
        grant.expires_at = (times.now() - timedelta(seconds=1)).isoformat()
    for act in (connector.connect, lambda: connector.hear(""), lambda: connector.publish(outgoing())):
        with pytest.raises(NetworkError) as refused:
            act()
        assert refused.value.trouble is Trouble.REVOKED


def test_taken_away_access_is_revoked(
    connect: Connect, stage: RestStage, account: dict[str, Any], outgoing: Callable[..., Outgoing]
) -> None:
    connector = connect()
    stage.revoke(account["id"])
    for act in (connector.connect, connector.renew, lambda: connector.publish(outgoing())):
        with pytest.raises(NetworkError) as refused:
            act()
        assert refused.value.trouble is Trouble.REVOKED
        assert refused.value.todo == "Connect the account again."


def test_two_workers_renew_once(connect: Connect, stage: RestStage, saved: dict[str, str]) -> None:
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
