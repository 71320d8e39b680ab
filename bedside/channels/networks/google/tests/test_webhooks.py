"""Pub/Sub's pushes: who is believed, what is asked of Google, late, twice and out of order, and whose topic it is."""

import base64
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from bedside.channels.networks.google.connector import GoogleBusiness
from bedside.channels.networks.google.stage import TOPIC, GoogleBusinessStage
from bedside.channels.networks.google.tests.conftest import Connect, review
from bedside.channels.rehearsal import Fault, Kind
from bedside.channels.rules import Call, NetworkError, Trouble

Letters = list[tuple[str, bytes]]


@pytest.fixture
def door() -> Iterator[tuple[str, Letters]]:
    letters: Letters = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            letters.append((self.path, self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/webhooks/stmary/google/7/", letters
    server.shutdown()
    server.server_close()
    thread.join(5)


def call(path: str, body: bytes) -> Call:
    query = dict(part.split("=", 1) for part in path.partition("?")[2].split("&") if part)
    return Call("POST", query, {}, body)


def message(told: object) -> bytes:
    data = base64.b64encode(json.dumps(told).encode()).decode()
    return json.dumps({"message": {"data": data, "messageId": "1"}, "subscription": "s"}).encode()


def test_reviews_are_called_about_and_read_as_they_stand_now(
    connect: Connect, stage: GoogleBusinessStage, saved: dict[str, str], door: tuple[str, Letters]
) -> None:
    address, letters = door
    for _ in range(2):
        connect().subscribe(address)
    assert len(stage.subscriptions) == len(stage.hooks.subscribed) == 1
    token = saved["push_token"]
    assert len(token) > 30
    stage.hooks.faults = [Fault(Kind.DUPLICATED)]
    name = review(stage, "first wording")
    item = stage.town.items[name.rpartition("/")[2]]
    stage.direct("change", {"id": item.id, "text": "second wording"})
    assert stage.hooks.wait()
    assert len(letters) == 4
    for path, body in reversed(letters):
        assert GoogleBusiness.verify(call(path, body), saved)
        batch = connect().read_event(body)
        assert [(one.network_id, one.text) for one in batch.heard] == [(name, "second wording")]
    stage.direct("remove", {"id": item.id})
    assert connect().read_event(letters[0][1]).gone == (name,)


def test_only_who_knows_the_secret_is_believed() -> None:
    good = Call("POST", {"token": "s3cret"}, {}, b"{}")
    assert GoogleBusiness.verify(good, {"push_token": "s3cret"})
    for secrets in ({}, {"push_token": ""}, {"push_token": "other"}):
        assert not GoogleBusiness.verify(good, secrets)
    for given in ("", "s3cre", "s3cret ", "S3CRET", "\udcff", "é"):
        assert not GoogleBusiness.verify(Call("POST", {"token": given}, {}, b"{}"), {"push_token": "s3cret"})
    assert not GoogleBusiness.verify(Call("POST", {}, {}, b"{}"), {"push_token": ""})
    assert GoogleBusiness.challenge(good, {}) is None


def test_the_secret_survives_a_renewal(connect: Connect, saved: dict[str, str], door: tuple[str, Letters]) -> None:
    connect().subscribe(door[0])
    token = saved["push_token"]
    connect().api.oauth.renew(force=True)
    assert saved["push_token"] == token
    assert saved["refresh_token"]
    connect().subscribe(door[0])
    assert saved["push_token"] == token


def test_a_message_about_another_place_or_none_says_nothing(google: GoogleBusiness, stage: GoogleBusinessStage) -> None:
    name = review(stage)
    place, number = name.split("/reviews/")
    elsewhere = f"accounts/1/locations/999/reviews/{number}"
    for told in ({"reviewName": elsewhere}, {"reviewName": 7}, ["reviewName"], {}, {"type": "GOOGLE_UPDATE"},
                 {"reviewName": f"{name}/../../x"}, {"reviewName": "x" * 10_000}):  # fmt: skip
        assert google.read_event(message(told)).heard == ()
    calls = stage.calls.get("review", 0)
    assert calls == 0
    # Named below another account, and by another field, it is our place still.
    other = f"accounts/777/{place.partition('/')[2].partition('/')[2]}/reviews/{number}"
    assert [one.network_id for one in google.read_event(message({"review_name": other})).heard] == [name]


def test_without_a_topic_a_person_is_told(connect: Connect, opened: dict[str, Any], stage: GoogleBusinessStage) -> None:
    for topic in ("", "reviews", "projects/x/topics/y", "projects/riverbend/topics/a/../b"):
        with pytest.raises(NetworkError) as refused:
            connect(app=opened["app"] | {"topic": topic}).subscribe("https://bedside.example/x/")
        assert refused.value.trouble is Trouble.REFUSED
        assert "topic" in refused.value.said
    assert stage.subscriptions == {}


def test_a_topic_somebody_else_set_stays(connect: Connect, stage: GoogleBusinessStage) -> None:
    stage.setting["pubsubTopic"] = "projects/other-tool/topics/theirs"
    with pytest.raises(NetworkError) as refused:
        connect().subscribe("https://bedside.example/x/")
    assert refused.value.trouble is Trouble.REFUSED
    assert stage.setting["pubsubTopic"] == "projects/other-tool/topics/theirs"


def test_kinds_somebody_else_asked_for_stay(connect: Connect, stage: GoogleBusinessStage) -> None:
    stage.setting |= {"pubsubTopic": TOPIC, "notificationTypes": ["GOOGLE_UPDATE"]}
    connect().subscribe("https://bedside.example/x/")
    assert stage.setting["notificationTypes"] == ["GOOGLE_UPDATE", "NEW_REVIEW", "UPDATED_REVIEW"]


def test_leave_for_pub_sub_is_asked_only_with_a_topic(connect: Connect, opened: dict[str, Any]) -> None:
    asked = {"redirect_uri": "https://bedside.example/", "state": "s", "challenge": "c"}
    assert "auth%2Fpubsub" in connect().authorize_url(**asked)
    assert "pubsub" not in connect(app=opened["app"] | {"topic": ""}).authorize_url(**asked)
