"""Two Blueskys with the same face: the rehearsed one and the real one, so that one contract is run against both."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx

from bedside.channels.networks.bluesky.connector import Bluesky
from bedside.channels.rehearsal import Rehearsal
from bedside.channels.rules import Connection
from bedside.kit import http

from .pds import Account, Network

POST = "app.bsky.feed.post"
T = TypeVar("T")
LOOPBACK = http.Reach(loopback=True)


@dataclass
class World:
    """A server with a hospital ("stmary") and three members of the public on it."""

    url: str
    accounts: dict[str, Account]
    real: bool
    saved: dict[str, str] = field(default_factory=dict)

    def connector(self, *, password: str = "", who: str = "stmary", account_id: int = 1) -> Bluesky:
        account = self.accounts[who]
        credentials = {"identifier": account.handle, "password": password or account.password}
        saved = self.saved if who == "stmary" else {}
        connection = Connection(account_id, 1, self.url, credentials, dict(saved), saved.update)
        return Bluesky(connection, http.client(LOOPBACK))

    def call(self, method: str, *, who: str = "", body: object = None, **params: Any) -> httpx.Response:
        """Any call, answered whatever its status; signed by `who`."""
        headers = {"authorization": f"Bearer {self.token(who)}"} if who else {}
        url = f"{self.url}/xrpc/{method}"
        with httpx.Client(trust_env=False) as client:
            if body is not None:
                return client.post(url, json=body, headers=headers)
            return client.get(url, params=params, headers=headers)

    def token(self, who: str) -> str:
        return self.connector(who=who).session.tokens().access

    def put(self, who: str, key: str, text: object, **more: object) -> httpx.Response:
        """A post straight onto the wire, without our own checks."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        record = {"$type": POST, "text": text, "createdAt": at} | more
        body = {"repo": self.accounts[who].did, "collection": POST, "rkey": key, "record": record}
        return self.call("com.atproto.repo.putRecord", who=who, body=body)

    def value(self, uri: str) -> dict[str, Any]:
        did, collection, key = uri.removeprefix("at://").split("/")
        answer = self.call("com.atproto.repo.getRecord", repo=did, collection=collection, rkey=key)
        found: dict[str, Any] = answer.json()
        return found

    def until(self, ask: Callable[[], T], good: Callable[[T], object]) -> T:
        """What is asked for, once it is good: the real reading side follows within a second. Else the last answer."""
        for _ in range(100):
            answer = ask()
            if good(answer):
                break
            time.sleep(0.1)
        return answer


def real(network: Network) -> World:
    return World(network.url, network.accounts, real=True)


def rehearsed(rehearsal: Rehearsal, like: Network | None = None) -> World:
    """The same people, on the rehearsal."""
    accounts = {}
    for name in like.accounts if like else ("stmary", "ana", "gus", "dana"):
        made: Any = rehearsal.bluesky.direct("accounts", {"handle": f"{name}.test", "name": name})
        accounts[name] = Account(made["handle"], made["did"], made["password"])
    return World(rehearsal.url, accounts, real=False)
