"""A rehearsed WordPress site with one hospital, and its connector."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bedside.channels.networks.wordpress.connector import WordPress
from bedside.channels.networks.wordpress.stage import WordPressStage
from bedside.channels.rehearsal import Rehearsal, server
from bedside.channels.rules import Connection, Outgoing, Sought
from bedside.kit import http

Connect = Callable[..., WordPress]
HANDLE = "riverbend.test"


@pytest.fixture
def rehearsal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rehearsal]:
    monkeypatch.setattr(server, "stages", lambda url, **more: (WordPressStage(url, **more),))
    with Rehearsal() as running:
        yield running


@pytest.fixture
def stage(rehearsal: Rehearsal) -> Iterator[WordPressStage]:
    """The stage; afterwards, every call must have kept to the contract."""
    found = rehearsal.stage("wordpress")
    assert isinstance(found, WordPressStage)
    yield found
    assert found.breaches == []


@pytest.fixture
def opened(stage: WordPressStage) -> dict[str, Any]:
    told: Any = stage.direct("accounts", {"handle": HANDLE, "name": "Riverbend"})
    return dict(told)


@pytest.fixture
def saved() -> dict[str, str]:
    return {}


@pytest.fixture
def connect(opened: dict[str, Any], saved: dict[str, str]) -> Connect:
    """Builds a connector as a new job would: from the credentials and what was saved."""

    def build(read: float = 15.0, **more: str) -> WordPress:
        connection = Connection(1, 1, opened["base_url"], opened["credentials"] | more, dict(saved), saved.update)
        return WordPress(connection, http.client(http.Reach(loopback=True, read=read)))

    return build


@pytest.fixture
def site(connect: Connect) -> WordPress:
    return connect()


def outgoing(key: str = "post-1", text: str = "Flu shots are here.", **more: Any) -> Outgoing:
    return Outgoing(key=key, text=text, created_at=datetime.now(UTC), **more)


def sought(one: Outgoing, **more: Any) -> Sought:
    return Sought(one.key, one, one.created_at, **more)
