"""A rehearsed Bluesky with one hospital, and its connector."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from bedside.channels.networks.bluesky.connector import Bluesky
from bedside.channels.rehearsal import Rehearsal
from bedside.channels.rules import Connection, Outgoing, RemoteRef, Sought
from bedside.kit import http

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HANDLE, PASSWORD = "stmary.rehearsal.test", "aaaa-bbbb-cccc-dddd"

Connect = Callable[..., Bluesky]


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    with Rehearsal() as running:
        running.bluesky.direct(
            "accounts", {"handle": HANDLE, "name": "St. Mary", "password": PASSWORD} | {"messages": False}
        )
        yield running


@pytest.fixture
def saved() -> dict[str, str]:
    """What the connector saved last."""
    return {}


@pytest.fixture
def connect(rehearsal: Rehearsal, saved: dict[str, str]) -> Connect:
    """Builds a connector as a new job would: from the credentials and what was saved."""

    def build(password: str = PASSWORD, base_url: str = "", read: float = 15.0) -> Bluesky:
        credentials = {"identifier": HANDLE, "password": password}
        connection = Connection(1, 1, base_url or rehearsal.url, credentials, dict(saved), saved.update)
        return Bluesky(connection, http.client(http.Reach(loopback=True, read=read)))

    return build


@pytest.fixture
def bluesky(connect: Connect) -> Bluesky:
    return connect()


def outgoing(key: str = "post-1", text: str = "Flu shots are here.", **more: object) -> Outgoing:
    return Outgoing(**({"key": key, "text": text, "created_at": AT} | more))  # type: ignore[arg-type]


def value(rehearsal: Rehearsal, remote: RemoteRef) -> dict[str, object]:
    """The record as the network holds it."""
    kept: dict[str, object] = rehearsal.bluesky.repos.records[remote.network_id].value
    return kept


def sought(key: str = "post-1") -> Sought:
    """What a sender asks for after a time-out."""
    return Sought(key, outgoing(key), AT)
