"""A rehearsed YouTube with one hospital, and its connector; Google's document judges each call."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

import pytest

from bedside.channels.calls.tests.discovery import Judge, JudgedClient
from bedside.channels.networks.youtube import media
from bedside.channels.networks.youtube.connector import YouTube
from bedside.channels.networks.youtube.stage import YouTubeStage
from bedside.channels.rehearsal import Rehearsal
from bedside.channels.rules import Connection, Outgoing, Video
from bedside.kit import http

HANDLE = "stmary.test"
Connect = Callable[..., YouTube]
FILM = Video(b"film" * 1000, "video/mp4", "Hands are washed.", "hands.mp4", 640, 360, 8.0)
SPOKEN = Video(
    b"film" * 1000, "video/mp4", "", "hands.mp4", 640, 360, 8.0, captions="WEBVTT\n\n00:00.000 --> 00:02.000\nHi"
)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "pause", lambda seconds: None)


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    with Rehearsal() as running:
        yield running


@pytest.fixture
def stage(rehearsal: Rehearsal) -> Iterator[YouTubeStage]:
    found: YouTubeStage = rehearsal.stage("youtube")
    yield found
    assert found.breaches == []


@pytest.fixture
def opened(stage: YouTubeStage) -> dict[str, Any]:
    made: Any = stage.direct("accounts", {"handle": HANDLE, "name": "St. Mary"})
    return dict(made)


@pytest.fixture
def saved() -> dict[str, str]:
    return {}


@pytest.fixture
def client(stage: YouTubeStage) -> Iterator[http.Client]:
    reach = http.Reach(loopback=True, read=5)
    if find_spec("googleapiclient") is None:
        plain = http.Client(reach)
        yield plain
        plain.close()
        return
    judge = Judge("youtube.v3")
    judged = JudgedClient(reach, judge, stage.base)
    yield judged
    judged.close()
    assert judge.objections == []
    assert {one for one in judged.unjudged if not one.endswith("/token")} == set()


@pytest.fixture
def connect(stage: YouTubeStage, opened: dict[str, Any], saved: dict[str, str], client: http.Client) -> Connect:
    """Builds a connector as a new job would: from the credentials and what was saved."""

    def build(**more: Any) -> YouTube:
        given: dict[str, Any] = {
            "base_url": stage.base, "credentials": opened["credentials"], "tokens": dict(saved), "save": saved.update,
            "app": opened["app"], "network_account_id": opened["id"],
        } | more  # fmt: skip
        return YouTube(Connection(1, 1, **given), client)

    return build


@pytest.fixture
def youtube(connect: Connect) -> YouTube:
    return connect()


def outgoing(key: str = "post-1", text: str = "How to wash hands.", **more: object) -> Outgoing:
    more = {"title": "Washing hands", "video": FILM} | more
    return Outgoing(**({"key": key, "text": text, "created_at": datetime.now(UTC)} | more))  # type: ignore[arg-type]


def answer(text: str = "Thank you.", **more: object) -> Outgoing:
    return outgoing("answer-1", text, **({"title": "", "video": None} | more))


def say(stage: YouTubeStage, text: str, **more: object) -> str:
    done: Any = stage.direct("say", {"text": text, "as": "gus.rehearsal.test"} | more)
    return str(done["id"])
