"""A rehearsed Facebook with one hospital's Page, and its connector."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bedside.channels.networks.facebook.connector import Facebook
from bedside.channels.networks.facebook.stage import FacebookStage
from bedside.channels.rehearsal import Rehearsal
from bedside.channels.rules import Answered, Connection, Outgoing, Picture, RemoteRef, Sought, Video
from bedside.kit import http, times

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HANDLE = "stmary.rehearsal.test"

Connect = Callable[..., Facebook]


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    with Rehearsal() as rehearsal:
        yield rehearsal


@pytest.fixture
def stage(rehearsal: Rehearsal) -> Iterator[FacebookStage]:
    stage: FacebookStage = rehearsal.stage("facebook")
    yield stage
    assert stage.breaches == []


@pytest.fixture
def account(stage: FacebookStage) -> dict[str, Any]:
    made = stage.direct("accounts", {"handle": HANDLE, "name": "St. Mary"})
    assert isinstance(made, dict)
    return made


@pytest.fixture
def saved() -> dict[str, str]:
    return {}


@pytest.fixture
def connect(rehearsal: Rehearsal, account: dict[str, Any], saved: dict[str, str]) -> Connect:
    """Builds a connector as a new job would: from the credentials and what was saved."""

    def build(read: float = 15.0, **more: Any) -> Facebook:
        told = {"credentials": account["credentials"], "tokens": dict(saved), "app": account["app"]} | more
        return Facebook(
            Connection(1, 1, account["base_url"], save=saved.update, **told),
            http.client(http.Reach(loopback=True, read=read)),
        )

    return build


@pytest.fixture
def facebook(connect: Connect) -> Facebook:
    return connect()


def outgoing(key: str = "post-1", text: str = "Flu shots are here.", **more: object) -> Outgoing:
    return Outgoing(**({"key": key, "text": text, "created_at": AT} | more))  # type: ignore[arg-type]


def answer(remote_id: str, text: str = "Thank you.", kind: str = "reply", author: str = "") -> Outgoing:
    return outgoing("answer-1", text, parent=RemoteRef(remote_id), answered=Answered(kind, author))


def sought(what: Outgoing, *known: str) -> Sought:
    return Sought(what.key, what, times.now(), frozenset(known))


def picture(alt: str = "A nurse with a tray", **more: object) -> Picture:
    return Picture(**({"content": b"\xff\xd8jpeg", "mime": "image/jpeg", "alt": alt, "filename": "nurse.jpg",
                       "width": 800, "height": 600} | more))  # type: ignore[arg-type]  # fmt: skip


def video(**more: object) -> Video:
    return Video(**({"content": b"mp4", "mime": "video/mp4", "alt": "", "filename": "tour.mp4", "width": 640,
                     "height": 360, "seconds": 12.0} | more))  # type: ignore[arg-type]  # fmt: skip


def say(stage: FacebookStage, text: str, **more: object) -> str:
    made: Any = stage.direct("say", {"text": text} | more)
    return str(made["id"])
