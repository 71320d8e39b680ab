"""A network made for one test: a folder written to disk and one line in the list, and nothing else anywhere."""

import sys
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from bedside.channels import actions, registry
from bedside.channels.models import Account
from bedside.channels.networks import NETWORKS
from tests.cast import START, Hospital

DECLARATION = '''
"""Carrier pigeons: they take a post along, and nobody can ask them whether it arrived."""

from bedside.channels.rules import Ability, Field, Limits, Network

NETWORK = Network(
    name="pigeon",
    label="Pigeon post",
    limits=Limits(text=40_000, counts="characters"),
    abilities=frozenset({Ability.CONNECT, Ability.PUBLISH}),
    connector="pigeon.connector.Pigeon",
    credentials=(Field("loft", "Loft"), Field("ring", "Ring number")),
)
'''
CONNECTOR = '''
"""One attempt a call; a pigeon that does not come back may have delivered all the same."""

from bedside.channels.rules import NetworkError, Profile, RemoteRef, Trouble

SENT, LOST = [], []


class Pigeon:
    def __init__(self, connection):
        self.connection = connection

    def connect(self):
        return Profile(self.connection.credentials["loft"], self.connection.credentials["ring"], "A pigeon")

    def publish(self, outgoing):
        if LOST:
            raise NetworkError(Trouble.UNKNOWN, LOST.pop())
        SENT.append(outgoing.text)
        return RemoteRef(f"pigeon/{outgoing.key}", "1")
'''


@dataclass
class Pigeons:
    """The network while the test runs; `sent` is what arrived."""

    module: Any
    sent: list[str] = field(default_factory=list)

    def fail(self, times: int) -> None:
        """So many pigeons do not come back."""
        self.module.LOST.extend(["The pigeon did not come back."] * times)

    def connect(self, hospital: Hospital) -> Account:
        account = actions.connect_account(
            organization=hospital.organization,
            network="pigeon",
            handle="roof",
            credentials={"loft": "roof", "ring": "7"},
            by=hospital.milo,
            at=START,
        )
        actions.sign_in(account=account, at=START)
        account.refresh_from_db()
        return account


def hatch(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Pigeons:
    """Writes the folder, adds the line."""
    package = folder / "pigeon"
    package.mkdir()
    (package / "__init__.py").write_text(DECLARATION)
    (package / "connector.py").write_text(CONNECTOR)
    (package / "README.md").write_text("# Pigeon post\n\nAsk for the loft and the ring number at the roof.\n")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(registry, "NETWORKS", (*NETWORKS, "pigeon"))
    registry.networks.cache_clear()
    module = import_module("pigeon.connector")
    return Pigeons(module, module.SENT)


def fly_away() -> None:
    registry.networks.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "pigeon"]:
        del sys.modules[name]
