import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bedside.channels.rehearsal import Rehearsal
from bedside.channels.rehearsal.server import TOKEN_HEADER


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    with Rehearsal(token="stage-door") as running:
        yield running


@pytest.fixture
def director(rehearsal: Rehearsal) -> Iterator[httpx.Client]:
    """Somebody who knows the token."""
    with httpx.Client(base_url=rehearsal.url, headers={TOKEN_HEADER: "stage-door"}, trust_env=False) as client:
        client.post("/rehearsal/accounts", json={"handle": "stmary.rehearsal.test", "name": "St. Mary"})
        yield client


def post_of(director: httpx.Client, text: str = "Flu shots are here.") -> str:
    answer = director.post("/rehearsal/say", json={"as": "stmary.rehearsal.test", "text": text})
    return str(answer.raise_for_status().json()["uri"])


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "say"), ("POST", "accounts"), ("POST", "react"), ("POST", "crowd"), ("GET", "posts"), ("GET", "faults"),
     ("POST", "faults"), ("DELETE", "faults")],
)  # fmt: skip
def test_it_refuses_directions_without_the_token(rehearsal: Rehearsal, method: str, path: str) -> None:
    for headers in ({}, {TOKEN_HEADER: "guess"}):
        answer = httpx.request(method, f"{rehearsal.url}/rehearsal/{path}", headers=headers, trust_env=False)
        assert answer.status_code == 403


def test_it_refuses_another_hosts_name(rehearsal: Rehearsal) -> None:
    answer = httpx.get(rehearsal.url, headers={"Host": "rebind.example.org"}, trust_env=False)
    assert answer.status_code == 421


def test_it_listens_on_this_machine_alone(rehearsal: Rehearsal) -> None:
    assert rehearsal._server.server_address[0] == "127.0.0.1"


def test_people_say_things_below_a_post(director: httpx.Client) -> None:
    top = post_of(director)
    director.post("/rehearsal/say", json={"to": top, "text": "When?", "as": "gus.rehearsal.test"}).raise_for_status()
    posts: list[Any] = director.get("/rehearsal/posts").json()
    said = next(post for post in posts if post["text"] == "When?")
    assert (said["author"], said["parent"], said["kind"]) == ("Gus Tester", top, "reply")


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("say", {"text": ""}),
        ("say", {"text": "x", "to": "at://did:plc:nobody/app.bsky.feed.post/3jui7kd54zh2y"}),
        ("say", {"text": "x", "mention": "nobody.rehearsal.test"}),
        ("say", {"text": "x", "as": "somebody.example.org"}),
        ("say", {"text": "x", "network": "elsewhere"}),
        ("accounts", {"handle": "somebody.example.org"}),
        ("applaud", {}),
        ("faults", {"kind": "fire"}),
        ("faults", {"kind": "limited", "often": 1}),
        ("faults", {"kind": "limited", "chance": 2}),
    ],
)
def test_it_refuses_directions_that_make_no_sense(director: httpx.Client, what: str, told: dict[str, object]) -> None:
    answer = director.post(f"/rehearsal/{what}", json=told)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_crowd_is_the_same_with_the_same_seed(director: httpx.Client) -> None:
    top = post_of(director)
    first = director.post("/rehearsal/crowd", json={"to": top, "count": 4, "seed": 7}).json()
    again = director.post("/rehearsal/crowd", json={"to": top, "count": 4, "seed": 7}).json()
    assert [(one["kind"], one["as"]) for one in first] == [(one["kind"], one["as"]) for one in again]
    assert len(first) == 4


def test_faults_are_set_counted_and_cleared(director: httpx.Client, rehearsal: Rehearsal) -> None:
    director.post("/rehearsal/faults", json={"kind": "limited", "call": "describeServer", "times": 1, "seconds": 9})
    address = f"{rehearsal.url}/xrpc/com.atproto.server.describeServer"
    limited = httpx.get(address, trust_env=False)
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "9")
    assert httpx.get(address, trust_env=False).status_code == 200
    assert director.get("/rehearsal/faults").json()[0]["left"] == 0
    assert director.delete("/rehearsal/faults").json() == []


def test_what_was_said_outlives_a_restart(tmp_path: Path) -> None:
    with Rehearsal(home=tmp_path) as first:
        made: Any = first.bluesky.direct("accounts", {"handle": "stmary.rehearsal.test"})
        said: Any = first.bluesky.direct("say", {"as": "stmary.rehearsal.test", "text": "Kept"})
        first.bluesky.direct("say", {"to": said["uri"], "text": "A reply", "quiet": False})
        cid = first.bluesky.repos.add_blob(b"picture", "image/png")
        before = first.bluesky.posts()
    with Rehearsal(home=tmp_path) as second:
        assert second.bluesky.posts() == before
        assert second.bluesky.picture(cid) == (b"picture", "image/png")
        account = second.bluesky.repos.find_account("stmary.rehearsal.test")
        assert account is not None
        assert account.password == made["password"]
        assert len(second.bluesky.repos.notifications) == 1


def test_as_a_process_it_says_where_it_is_keeps_its_state_and_ends_when_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bedside.channels.rehearsal", "--port", "0", "--home", str(tmp_path)]
    for wanted in (0, 1):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            headers = {TOKEN_HEADER: told["token"]}
            with httpx.Client(base_url=told["url"], headers=headers, trust_env=False) as director:
                assert len(director.get("/rehearsal/posts").json()) == wanted
                director.post("/rehearsal/say", json={"text": "Kept"}).raise_for_status()
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
