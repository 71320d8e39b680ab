from collections.abc import Iterator

import pytest

from bedside.channels.rehearsal import Rehearsal
from bedside.channels.tests.conformance.stand import PLAYED, Door, Stand, opened
from bedside.environment import environment


@pytest.fixture(scope="session")
def door() -> Iterator[Door]:
    with opened() as door:
        yield door


@pytest.fixture
def stand(request: pytest.FixtureRequest, door: Door, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    """The network named by the test's parameter, with one account of ours; nothing it did broke its contract."""
    monkeypatch.setenv("BEDSIDE_ALLOW_LOOPBACK", "yes")
    environment.cache_clear()
    network = next(one for one in PLAYED if one.name == request.param)
    door.letters.clear()
    door.came.clear()
    with Rehearsal() as rehearsal:
        stage = rehearsal.stage(network.name)
        account = stage.direct("accounts", {"handle": "riverbend.rehearsal.test", "name": "Riverbend Hospital"})
        yield Stand(network, rehearsal, door, account)
        assert getattr(stage, "breaches", []) == []
    environment.cache_clear()
