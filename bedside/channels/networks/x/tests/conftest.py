"""A rehearsed X with one hospital, and its connector."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bedside.channels.networks.x.connector import X
from bedside.channels.networks.x.stage import XStage
from bedside.channels.rehearsal import Rehearsal
from bedside.channels.rules import Connection, Outgoing, Picture
from bedside.kit import http

HANDLE = "stmary.test"
Connect = Callable[..., X]


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    with Rehearsal() as running:
        yield running


@pytest.fixture
def stage(rehearsal: Rehearsal) -> Iterator[XStage]:
    found: XStage = rehearsal.stage("x")
    yield found
    assert found.breaches == []


@pytest.fixture
def opened(stage: XStage) -> dict[str, Any]:
    made: Any = stage.direct("accounts", {"handle": HANDLE, "name": "St. Mary"})
    return dict(made)


@pytest.fixture
def saved() -> dict[str, str]:
    return {}


@pytest.fixture
def connect(stage: XStage, opened: dict[str, Any], saved: dict[str, str]) -> Connect:
    """Builds a connector as a new job would: from the credentials and what was saved."""

    def build(read: float = 15.0, **more: Any) -> X:
        given: dict[str, Any] = {
            "base_url": stage.base, "credentials": opened["credentials"], "tokens": dict(saved), "save": saved.update,
            "app": opened["app"], "network_account_id": opened["id"],
        } | more  # fmt: skip
        return X(Connection(1, 1, **given), http.client(http.Reach(loopback=True, read=read)))

    return build


@pytest.fixture
def x(connect: Connect) -> X:
    return connect()


def outgoing(key: str = "post-1", text: str = "Flu shots are here.", **more: object) -> Outgoing:
    return Outgoing(**({"key": key, "text": text, "created_at": datetime.now(UTC)} | more))  # type: ignore[arg-type]


def picture(alt: str = "A nurse waves.", content: bytes = b"\xff\xd8 picture", mime: str = "image/jpeg") -> Picture:
    return Picture(content, mime, alt, "nurse.jpg", 640, 480)


def say(stage: XStage, text: str, **more: object) -> str:
    done: Any = stage.direct("say", {"text": text, "as": "gus.rehearsal.test"} | more)
    return str(done["id"])
