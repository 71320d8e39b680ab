"""What the rehearsal's HTTP server and the networks it plays hand each other."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bedside.channels.rehearsal.faults import Fault, Kind


@dataclass(frozen=True)
class Shown:
    """Something said as the rehearsal's own page and the tests see it, whatever the network."""

    id: str
    kind: str  # "post" | "reply" | "mention" | "quote" | "review" | "message"
    author: str
    handle: str
    text: str
    at: str
    parent: str = ""
    title: str = ""
    link: str = ""
    alts: tuple[str, ...] = ()
    media: tuple[str, ...] = ()  # ids, for picture()
    poll: tuple[str, ...] = ()
    stars: int | None = None
    ours: bool = False
    edited: bool = False
    hidden: bool = False
    language: str = "en"
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]  # names in lower case
    body: bytes = field(repr=False)

    def first(self, name: str, default: str = "") -> str:
        values = self.query.get(name)
        return values[0] if values else default

    def told(self) -> dict[str, Any]:
        """The JSON object in the body; raises ValueError where it is none."""
        value = json.loads(self.body or b"{}")
        if not isinstance(value, dict):
            raise ValueError("A JSON object was expected.")
        return value


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    content_type: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


def as_json(value: object, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    return Reply(status, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), headers=headers)


class Refused(Exception):
    """A control request that makes no sense; the message says why."""


class Stage(Protocol):
    """One network as it is rehearsed: it answers its own paths and takes stage directions."""

    name: str

    def plays(self, path: str) -> bool:
        """Whether a path belongs to this network."""
        ...

    def call_name(self, path: str, method: str = "GET") -> str:
        """The name by which faults know this call."""
        ...

    def handle(self, request: Request, disturbed: frozenset[Kind]) -> Reply: ...

    def failure(self, fault: Fault, call: str) -> Reply:
        """The network's own words for a fault that is an answer."""
        ...

    def direct(self, what: str, told: Mapping[str, Any]) -> Any:
        """Carries out a stage direction ("accounts", "say", "react", "crowd", "change", "remove"); raises Refused."""
        ...

    def shown(self) -> list[Shown]:
        """Everything that stands on the network, the newest first."""
        ...

    def picture(self, name: str) -> tuple[bytes, str] | None: ...

    def snapshot(self) -> dict[str, Any]: ...

    def restore(self, kept: Mapping[str, Any]) -> None: ...

    def close(self) -> None:
        """Ends the stage's own threads."""
        ...
