"""Foursquare: tips as reviews without stars, what vanished, its version header, and answers that are hostile."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bedside.channels.networks.foursquare import translate
from bedside.channels.networks.foursquare.connector import Foursquare
from bedside.channels.networks.foursquare.stage import FoursquareStage
from bedside.channels.networks.foursquare.tests.conftest import Connect, say
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Connection, NetworkError, Trouble
from bedside.kit import http, times


@pytest.mark.parametrize(
    "shape", ["{}", "https://foursquare.com/v/st-mary/{}", "foursquare.com/v/st-mary/{}?x=1", " {} "]
)
def test_a_place_is_taken_in_every_spelling(connect: Connect, opened: dict[str, Any], shape: str) -> None:
    typed = opened["credentials"] | {"place": shape.format(opened["id"])}
    made = connect(network_account_id="", credentials=typed).connect()
    assert (made.account_id, made.handle) == (opened["id"], "St. Mary")


@pytest.mark.parametrize("typed", ["", "a b", "x/../y!", "z" * 99])
def test_a_place_that_cannot_be_one_is_refused_here(
    connect: Connect, opened: dict[str, Any], stage: FoursquareStage, typed: str
) -> None:
    with pytest.raises(NetworkError) as refused:
        connect(network_account_id="", credentials=opened["credentials"] | {"place": typed}).connect()
    assert (refused.value.trouble, stage.calls) == (Trouble.REFUSED, {})


def test_tips_are_reviews_without_stars(foursquare: Foursquare, stage: FoursquareStage) -> None:
    name = say(stage, "Park behind the <b>east</b> wing.")
    (one,) = foursquare.hear("").heard
    assert (one.network_id, one.kind, one.stars) == (name, "review", None)
    assert one.text == "Park behind the <b>east</b> wing."


def test_new_changed_and_taken_away_are_seen_once(foursquare: Foursquare, stage: FoursquareStage) -> None:
    name = say(stage)
    first = foursquare.hear("")
    stage.direct("change", {"id": name, "text": "Kind nurses, long wait."})
    second = foursquare.hear(first.cursor)
    assert [one.text for one in second.heard] == ["Kind nurses, long wait."]
    assert foursquare.hear(second.cursor).heard == ()
    stage.direct("remove", {"id": name})
    third = foursquare.hear(second.cursor)
    assert third.gone == (name,)
    assert foursquare.hear(third.cursor).gone == ()


def test_a_tip_pushed_out_by_newer_ones_is_not_gone(foursquare: Foursquare, stage: FoursquareStage) -> None:
    say(stage, "the first")
    cursor = foursquare.hear("").cursor
    for number in range(55):
        say(stage, f"tip {number}", **{"as": f"person{number}.rehearsal.test"})
    batch = foursquare.hear(cursor)
    assert (len(batch.heard), batch.gone) == (50, ())


def test_an_empty_answer_takes_nothing_away(foursquare: Foursquare, stage: FoursquareStage) -> None:
    say(stage)
    cursor = foursquare.hear("").cursor
    for content in (b"", b"{}", b"null", b'{"message": "x"}'):
        with pytest.raises(NetworkError):
            canned(content).hear(cursor)


def test_what_is_shown_is_brought_back_to_its_day(foursquare: Foursquare, stage: FoursquareStage) -> None:
    say(stage, "new")
    say(stage, "too old", at=(datetime.now(UTC) - timedelta(days=500)).isoformat())
    past = foursquare.past("", datetime.now(UTC) - timedelta(days=365))
    assert ([one.text for one in past.heard], past.posts, past.cursor) == (["new"], (), "")


def test_numbers_of_the_place(foursquare: Foursquare, stage: FoursquareStage) -> None:
    say(stage)
    assert foursquare.measure_account() == {"rating_tenths": 84, "ratings": 120, "tips": 1, "photos": 9}


def test_a_plan_that_is_not_paid_is_told(foursquare: Foursquare, stage: FoursquareStage) -> None:
    stage.paid = False
    with pytest.raises(NetworkError) as refused:
        foursquare.hear("")
    assert refused.value.trouble is Trouble.REFUSED
    assert "pay" in refused.value.todo


def test_limits_are_heeded(connect: Connect, rehearsal: Rehearsal, stage: FoursquareStage) -> None:
    heeded: list[Any] = []
    connect(heed=lambda *said: heeded.append(said)).hear("")
    assert heeded[-1][:3] == ("places", 300, 299)
    rehearsal.faults.add(Fault(Kind.LIMITED, seconds=600, times=1))
    with pytest.raises(NetworkError) as limited:
        connect().hear("")
    assert limited.value.trouble is Trouble.LIMITED
    assert limited.value.retry_at is not None
    assert timedelta(minutes=9) < limited.value.retry_at - times.now() <= timedelta(minutes=10)
    calls = dict(stage.calls)
    until = times.now() + timedelta(hours=1)
    with pytest.raises(NetworkError):
        connect(spent=lambda bucket: until).hear("")
    assert stage.calls == calls


HOSTILE = [
    b"", b"null", b"{}", b"[[[]]]", b"\xff\xfe", b"<html>", b'{"message": "secret"}', b"[" * 100_000,
    b'[3, {"id": [], "created_at": "secret", "text": 5}, {"fsq_tip_id": "", "created_at": "2026-01-01", "text": "secret"}]',  # noqa: E501
    b'{"fsq_place_id": 7, "name": [], "rating": "secret", "stats": []}', b'{"rating": 1e400, "stats": {"total_tips": true}}',  # noqa: E501
]  # fmt: skip
ACTS: tuple[Callable[[Foursquare], object], ...] = (
    lambda one: one.connect(), lambda one: one.hear(""), lambda one: one.measure_account(),
    lambda one: one.past("", times.now()),
)  # fmt: skip


class Canned:
    """A server that answers everything with the same bytes."""

    def __init__(self, content: bytes, status: int) -> None:
        self.answer = http.Answer(status, httpx.Headers(), content, "https://network.example")

    def send(self, method: str, url: str, **sent: Any) -> http.Answer:
        return self.answer


def canned(content: bytes, status: int = 200) -> Foursquare:
    return Foursquare(Connection(1, 1, "", {"service_key": "k", "place": "p"}, {}), Canned(content, status))  # type: ignore[arg-type]


@pytest.mark.parametrize("content", HOSTILE)
@pytest.mark.parametrize("status", [200, 401, 418, 500])
def test_hostile_answers_end_in_a_network_error_or_nothing(content: bytes, status: int) -> None:
    said, troubles = [], []
    for act in ACTS:
        try:
            act(canned(content, status))
        except NetworkError as error:
            troubles.append(error.trouble)
            said.append(error.said)
    assert all(one.startswith("Foursquare") and "secret" not in one for one in said)
    assert status != 401 or set(troubles) == {Trouble.REVOKED}


def test_published_examples_are_understood() -> None:
    kept = json.loads((Path(__file__).parents[1] / "exchanges/published.json").read_text(encoding="utf-8"))
    heard = [translate.heard(tip, "place") for tip in kept["tips"]["answer"]]
    assert [one.network_id for one in heard if one] == ["4b0588a2f964a520e3c622e3", "4b0588a2f964a520e3c622e4"]
