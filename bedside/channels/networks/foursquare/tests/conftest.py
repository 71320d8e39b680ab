"""A rehearsed Foursquare with one hospital, and its connector."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bedside.channels.networks.foursquare.connector import Foursquare
from bedside.channels.networks.foursquare.stage import FoursquareStage
from bedside.channels.rehearsal import Rehearsal
from bedside.channels.rules import Connection
from bedside.kit import http

HANDLE = "stmary.test"
Connect = Callable[..., Foursquare]


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    with Rehearsal() as running:
        yield running


@pytest.fixture
def stage(rehearsal: Rehearsal) -> Iterator[FoursquareStage]:
    found: FoursquareStage = rehearsal.stage("foursquare")
    yield found
    assert found.breaches == []


@pytest.fixture
def opened(stage: FoursquareStage) -> dict[str, Any]:
    made: Any = stage.direct("accounts", {"handle": HANDLE, "name": "St. Mary"})
    return dict(made)


@pytest.fixture
def saved() -> dict[str, str]:
    return {}


@pytest.fixture
def connect(stage: FoursquareStage, opened: dict[str, Any], saved: dict[str, str]) -> Connect:
    """Builds a connector as a new job would: from the credentials and what was saved."""

    def build(**more: Any) -> Foursquare:
        given: dict[str, Any] = {
            "base_url": stage.base, "credentials": opened["credentials"], "tokens": dict(saved), "save": saved.update,
            "app": opened["app"], "network_account_id": opened["id"],
        } | more  # fmt: skip
        return Foursquare(Connection(1, 1, **given), http.client(http.Reach(loopback=True, read=5)))

    return build


@pytest.fixture
def foursquare(connect: Connect) -> Foursquare:
    return connect()


def say(stage: FoursquareStage, text: str = "Kind nurses.", **more: object) -> str:
    done: Any = stage.direct("say", {"text": text, "as": "gus.rehearsal.test", "to_account": HANDLE} | more)
    return str(done["id"])
