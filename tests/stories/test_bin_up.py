"""What `bin/up` promises whoever runs the machine."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from bedside import supervisor
from bedside.environment import environment
from tests.stack import ROOT, Stack

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("up")]


def run(*arguments: str, home: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    variables = {k: v for k, v in os.environ.items() if not k.startswith(("BEDSIDE_", "PYTEST"))}
    return subprocess.run(
        [sys.executable, "-m", "bedside", *arguments],
        cwd=ROOT,
        env=variables | {"BEDSIDE_HOME": str(home)} | more,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def alive(home: Path) -> list[str]:
    """Processes that mention this home: what was started for it."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_text().replace("\0", " ")
            surroundings = (path.parent / "environ").read_bytes()
        except OSError:
            continue
        if (str(home) in line or f"BEDSIDE_HOME={home}\0".encode() in surroundings) and str(os.getpid()) not in str(
            path
        ):
            found.append(line)
    return found


def gone(home: Path, seconds: float = 8.0) -> bool:
    """Nothing of this home runs any more; the system needs a moment to bury what was ended."""
    until = time.monotonic() + seconds
    while alive(home) and time.monotonic() < until:
        time.sleep(0.1)
    return not alive(home)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    made = Stack(tmp_path_factory.mktemp("up") / "home").start()
    yield made
    made.stop()


def test_the_first_start_prints_a_sign_in_that_works_and_leads_to_the_first_hospital(stack: Stack) -> None:
    email = re.search(r"e-mail\s+(\S+)", stack.said)
    password = re.search(r"password\s+(\S+)", stack.said)
    assert email
    assert password
    with httpx.Client(base_url=stack.url, follow_redirects=True, timeout=20, trust_env=False) as web:
        web.get("/accounts/login/")
        sent = {"login": email[1], "password": password[1], "csrfmiddlewaretoken": web.cookies["bedside_csrf"]}
        page = web.post("/accounts/login/", data=sent, headers={"Referer": stack.url})
        assert "Welcome to Bedside" in page.text
        facts = {"name": "First Hospital", "timezone": "America/Denver", "phone": "555-555-0100"}
        token = {"csrfmiddlewaretoken": web.cookies["bedside_csrf"]}
        page = web.post("/welcome/", data=facts | token, headers={"Referer": stack.url})
        assert page.url.path == "/w/first-hospital/"
        for _attempt in range(50):
            if "Hub" in (page := web.get("/w/first-hospital/accounts/")).text and " well" in page.text:
                break
            time.sleep(0.1)
        assert "nothing sent yet" in page.text, "the hub is there by itself"


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_killed_child_is_started_again(stack: Stack, name: str) -> None:
    stack.await_healthy()
    before = stack.children()[name]
    os.kill(before, signal.SIGKILL)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if stack.children().get(name, before) != before:
            break
        time.sleep(0.1)
    assert stack.children()[name] != before
    stack.await_healthy()
    assert f"{name} stopped (killed by SIGKILL); starting it again." in stack.said


def test_a_port_in_use_is_said_in_a_sentence(stack: Stack, tmp_path: Path) -> None:
    second = run("up", home=tmp_path / "other", BEDSIDE_PORT=str(stack.port))
    assert second.returncode == 1
    assert f"Port {stack.port} on 127.0.0.1 is in use" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_second_one_on_the_same_home_is_refused_and_harms_nothing(stack: Stack) -> None:
    for port in (str(stack.port), str(supervisor.free_port())):
        second = run("up", home=stack.home, BEDSIDE_PORT=port)
        assert second.returncode == 1
        assert "Traceback" not in second.stderr
    assert "runs already on" in second.stderr
    stack.await_healthy()


def test_doctor_finds_a_running_stack_well(stack: Stack) -> None:
    stack.await_healthy()
    said = run("doctor", home=stack.home, BEDSIDE_PORT=str(stack.port))
    assert said.returncode == 0, said.stdout
    assert "✗" not in said.stdout
    assert "cannot bypass row-level security" in said.stdout


def test_the_chain_verifies_from_the_command_line(stack: Stack) -> None:
    said = run("audit", "verify", home=stack.home)
    assert said.returncode == 0, said.stderr
    assert "✗" not in said.stdout


def test_keys_rotate_beside_a_running_stack(stack: Stack) -> None:
    before = (stack.home / "keys.json").read_text() if (stack.home / "keys.json").exists() else ""
    said = run("keys", "rotate", home=stack.home)
    assert said.returncode == 0, said.stderr
    assert (stack.home / "keys.json").read_text() != before
    assert (stack.home / "keys.json").stat().st_mode & 0o077 == 0


def test_ctrl_c_stops_everything_and_the_second_start_keeps_what_was_there(tmp_path: Path) -> None:
    stack = Stack(tmp_path / "home").start()
    assert alive(stack.home)
    assert stack.stop() == 0
    assert "Stopping" in stack.said
    assert gone(stack.home)
    stack.start()
    try:
        assert "first sign-in" not in stack.said
        assert "Preparing" not in stack.said, "nothing is prepared twice"
    finally:
        assert stack.stop(signal.SIGTERM) == 0
    assert gone(stack.home)


def test_a_killed_supervisor_leaves_no_web_or_worker_and_the_next_start_works(tmp_path: Path) -> None:
    stack = Stack(tmp_path / "home").start()
    assert stack.process is not None
    stack.process.kill()
    stack.process.wait()
    until = time.monotonic() + 15
    while time.monotonic() < until and [line for line in alive(stack.home) if "postgres" not in line]:
        time.sleep(0.1)
    assert [line for line in alive(stack.home) if "postgres" not in line] == []
    stack.start()
    assert stack.stop() == 0
    assert gone(stack.home)


def test_a_data_folder_of_another_version_is_said_in_a_sentence(tmp_path: Path) -> None:
    data = tmp_path / "home" / "postgres"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("14\n")
    said = run("up", home=tmp_path / "home", BEDSIDE_PORT=str(supervisor.free_port()))
    assert said.returncode == 1
    assert "made by another version of PostgreSQL. Nothing was changed." in said.stderr
    assert "Traceback" not in said.stderr


def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        free = 1024

    monkeypatch.setenv("BEDSIDE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("bedside.supervisor.shutil.disk_usage", lambda _path: Full)
    environment.cache_clear()
    try:
        with pytest.raises(supervisor.CannotStart, match=r"is full .* Nothing was started or changed"):
            supervisor.check_room(environment())
    finally:
        monkeypatch.undo()
        environment.cache_clear()


def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    said = run("up", home=tmp_path, BEDSIDE_PORT="many")
    assert said.returncode == 1
    assert "BEDSIDE_PORT must be a whole number" in said.stderr
    assert "Traceback" not in said.stderr


def test_the_tour_tells_the_whole_story_and_leaves_nothing_running(tmp_path: Path) -> None:
    said = run("up", "--tour", home=tmp_path / "home", BEDSIDE_PORT=str(supervisor.free_port()))
    steps = [line for line in said.stdout.splitlines() if line.startswith(("✓", "✗"))]
    assert said.returncode == 0, said.stdout + said.stderr
    assert len(steps) >= 12
    assert all(step.startswith("✓") for step in steps)
    assert gone(tmp_path / "home")


def test_it_runs_on_an_external_postgresql(tmp_path: Path) -> None:
    """Another cluster plays the hospital's own; its two roles are all that Bedside is told."""
    from bedside import postgres

    cluster = postgres.start(tmp_path / "theirs", durable=False)
    try:
        more = {"BEDSIDE_DATABASE_URL": cluster.app.uri, "BEDSIDE_DATABASE_OWNER_URL": cluster.owner.uri}
        stack = Stack(tmp_path / "home", variables=more).start()
        try:
            assert stack.healthy()
            assert not (tmp_path / "home" / "postgres").exists()
        finally:
            assert stack.stop() == 0
        assert postgres.running(tmp_path / "theirs") is not None, "somebody else's database is left running"
    finally:
        postgres.stop(tmp_path / "theirs")


@pytest.mark.pds
def test_the_tour_tells_the_story_on_bluesky_s_own_server(tmp_path: Path, pds) -> None:  # type: ignore[no-untyped-def]
    port = str(supervisor.free_port())
    said = run("up", "--tour", "--pds", pds.url, home=tmp_path / "home", BEDSIDE_PORT=port)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "a real Bluesky server" in said.stdout
