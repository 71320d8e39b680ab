"""A rehearsed Business Profile with one hospital's place, and its connector; Google's documents judge version 1."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

import pytest

from bedside.channels.calls.tests.discovery import Judge, JudgedClient
from bedside.channels.networks.google.connector import GoogleBusiness
from bedside.channels.networks.google.stage import GoogleBusinessStage
from bedside.channels.rehearsal import Rehearsal
from bedside.channels.rules import Answered, Connection, Outgoing, Picture, RemoteRef
from bedside.kit import http

HANDLE = "stmary.test"
Connect = Callable[..., GoogleBusiness]
#: Version 4 and the sign-in have no discovery document.
ELSEWHERE = ("/v4/", "/token")
DOCUMENTS = ("mybusinessaccountmanagement.v1", "mybusinessbusinessinformation.v1", "mybusinessnotifications.v1",
             "businessprofileperformance.v1", "pubsub.v1")  # fmt: skip


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    with Rehearsal() as running:
        yield running


@pytest.fixture
def stage(rehearsal: Rehearsal) -> Iterator[GoogleBusinessStage]:
    found: GoogleBusinessStage = rehearsal.stage("google")
    yield found
    assert found.breaches == []


@pytest.fixture
def opened(stage: GoogleBusinessStage) -> dict[str, Any]:
    made: Any = stage.direct("accounts", {"handle": HANDLE, "name": "St. Mary"})
    return dict(made)


@pytest.fixture
def saved() -> dict[str, str]:
    return {}


@pytest.fixture
def client(stage: GoogleBusinessStage) -> Iterator[http.Client]:
    reach = http.Reach(loopback=True, read=5)
    if find_spec("googleapiclient") is None:
        plain = http.Client(reach)
        yield plain
        plain.close()
        return
    judge = Judge(*DOCUMENTS)
    judged = JudgedClient(reach, judge, stage.base)
    yield judged
    judged.close()
    assert judge.objections == []
    assert [one for one in judged.unjudged if not any(path in one for path in ELSEWHERE)] == []


@pytest.fixture
def connect(stage: GoogleBusinessStage, opened: dict[str, Any], saved: dict[str, str], client: http.Client) -> Connect:
    """Builds a connector as a new job would: from the credentials and what was saved."""

    def build(**more: Any) -> GoogleBusiness:
        given: dict[str, Any] = {
            "base_url": stage.base, "credentials": opened["credentials"], "tokens": dict(saved), "save": saved.update,
            "app": opened["app"], "network_account_id": opened["id"],
        } | more  # fmt: skip
        return GoogleBusiness(Connection(1, 1, **given), client)

    return build


@pytest.fixture
def google(connect: Connect) -> GoogleBusiness:
    return connect()


def outgoing(key: str = "post-1", text: str = "Flu shots are here.", **more: object) -> Outgoing:
    return Outgoing(**({"key": key, "text": text, "created_at": datetime.now(UTC)} | more))  # type: ignore[arg-type]


def answer(review: str, text: str = "Thank you.", **more: object) -> Outgoing:
    return outgoing("answer-1", text, **({"parent": RemoteRef(review), "answered": Answered("review")} | more))


def picture(mime: str = "image/jpeg", url: str = "https://stmary.example/p.jpg", size: int = 20_000) -> Picture:
    return Picture(b"x" * size, mime, "", "p.jpg", 640, 480, url)


def review(stage: GoogleBusinessStage, text: str = "Kind nurses.", stars: int = 4, **more: object) -> str:
    """Somebody reviews the place; the review's full name."""
    done: Any = stage.direct(
        "say", {"text": text, "as": "gus.rehearsal.test", "to_account": HANDLE, "kind": "review", "stars": stars} | more
    )
    return f"{stage.town.items[done['id']].to}/reviews/{done['id']}"
