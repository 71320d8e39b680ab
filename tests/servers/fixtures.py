"""The fixture `pds`: Bluesky's own servers, started once a session."""

import os
from collections.abc import Iterator

import pytest

from .pds import Network, Unavailable, running


@pytest.fixture(scope="session")
def pds() -> Iterator[Network]:
    """Skips with the reason where the servers cannot be had; with BEDSIDE_REQUIRE_PDS=1 that is a failure."""
    try:
        with running() as network:
            yield network
    except Unavailable as why:
        if os.environ.get("BEDSIDE_REQUIRE_PDS") == "1":
            pytest.fail(str(why))
        pytest.skip(str(why))
