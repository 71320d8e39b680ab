"""`bedside up`: PostgreSQL, web, worker (and, when asked, the rehearsal) under one roof.

Children are restarted when they die, with growing pauses; Ctrl-C or SIGTERM stops them and the database cleanly.
This process imports neither Django nor a model: it must stay small.
"""

import ctypes
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TextIO

from bedside import postgres
from bedside.environment import ROOT, Environment, environment

LEAST_FREE = 200 * 1024 * 1024  # bytes; below this PostgreSQL may stop in the middle of a write


class CannotStart(Exception):
    """The message is the sentence a person reads."""


@dataclass
class Child:
    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    pause: float = 0.5
    again: float = 0.0
    log: Path | None = None


def _die_with_parent() -> None:
    """A child must not outlive a killed supervisor: Linux sends it SIGTERM."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6", use_errno=True).prctl(1, signal.SIGTERM)


@dataclass
class Stack:
    """What runs, and where it can be reached."""

    env: Environment
    variables: dict[str, str]
    children: list[Child] = field(default_factory=list)
    owns_database: bool = False  # it was started from here, and is stopped from here

    @property
    def address(self) -> str:
        host = "127.0.0.1" if self.env.host in ("0.0.0.0", "::") else self.env.host
        return f"http://{host}:{self.env.port}"

    def begin(self, child: Child) -> None:
        out = child.log.open("ab") if child.log else None
        try:
            child.process = subprocess.Popen(
                child.command,
                cwd=ROOT,
                env=self.variables,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT if out else None,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        finally:
            if out:
                out.close()
        child.started = time.monotonic()

    def tend(self) -> None:
        """Restarts what died; pauses grow to half a minute while a child keeps dying."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                code = child.process.returncode
                _end_group(child.process.pid, signal.SIGKILL)  # its own children must not hold the port
                child.process = None
                child.pause = 0.5 if now - child.started > 30 else min(child.pause * 2, 30.0)
                child.again = now + child.pause
                print(f"{child.name} stopped ({_spell(code)}); starting it again.", flush=True)
            if child.process is None and now >= child.again:
                self.begin(child)

    def stop(self) -> None:
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            with suppress(ProcessLookupError):
                process.terminate()
        until = time.monotonic() + 10
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                _end_group(process.pid, signal.SIGKILL)
                process.wait()
            _end_group(process.pid, signal.SIGKILL)
        if self.owns_database:
            postgres.stop(self.env.home)


def _end_group(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _spell(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def check_room(env: Environment) -> None:
    """Raises CannotStart when the port is taken or the disk is nearly full."""
    try:
        env.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"BEDSIDE_HOME is {env.home}, which cannot be made: {error.strerror}.") from error
    free = shutil.disk_usage(env.home).free
    if free < LEAST_FREE:
        raise CannotStart(
            f"The disk under {env.home} is full ({free // 1048576} MB free, {LEAST_FREE // 1048576} needed). "
            "Nothing was started or changed. Free some room and start again."
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((env.host, env.port))
        except OSError as error:
            raise CannotStart(
                f"Port {env.port} on {env.host} is in use, perhaps by a Bedside that already runs. Stop it, or choose "
                "another port with BEDSIDE_PORT."
            ) from error


def hold(env: Environment) -> None:
    """Keeps a second `bedside up` off this home for as long as this process lives; raises CannotStart."""
    global _held
    path = env.home / "up.lock"
    _held = path.open("w")
    try:
        fcntl.flock(_held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise CannotStart(
            f"Bedside runs already on {env.home}. Stop it first, or choose another BEDSIDE_HOME."
        ) from error


_held: "TextIO | None" = None


def prepare(stack: Stack, *, rehearsal: bool = False, say: Callable[[str], None] = print) -> None:
    """Database up, migrated, static files in place, children begun. Raises CannotStart, postgres.Unavailable."""
    env, variables = stack.env, stack.variables
    if (rehearsal or env.rehearsal) and not env.rehearsal_port:
        variables["BEDSIDE_REHEARSAL_PORT"] = str(free_port())
    if rehearsal or env.rehearsal or env.rehearsal_port:
        _write_token(env.home)
    if rehearsal:
        variables["BEDSIDE_ALLOW_LOOPBACK"] = "yes"
    _make_secret(env)
    stack.children = _children(env, variables)
    web, *others = stack.children
    expected = postgres.expected(env.home) if env.embedded else None
    if expected and _is_prepared(env):
        # The address does not change from start to start: the web server can read its code meanwhile.
        variables["BEDSIDE_DATABASE_URL"] = expected.uri
        stack.begin(web)
    if env.embedded:
        stack.owns_database = True
        cluster = postgres.start(env.home)
        variables["BEDSIDE_DATABASE_URL"] = cluster.app.uri
        owner = cluster.owner.uri
        if web.process is not None and expected and cluster.app.uri != expected.uri:
            _end_group(web.process.pid, signal.SIGKILL)
            web.process.wait()
            web.process = None
    else:
        postgres.parse(env.database_url)
        owner = env.database_owner_url or env.database_url
    _migrate(env, variables | {"BEDSIDE_DATABASE_URL": owner}, say)
    for child in [web, *others]:
        if child.process is None:
            stack.begin(child)


def _make_secret(env: Environment) -> None:
    path = env.home / "secret_key"
    if not env.secret_key and not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(50))


def _write_token(home: Path) -> None:
    path = home / "rehearsal.json"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
            json.dump({"token": secrets.token_urlsafe(24)}, out)


@cache
def _stamp() -> str:
    """Changes when a migration, a policy or a static file does: then, and only then, a start takes longer."""
    seen = hashlib.sha256()
    for path in sorted([*ROOT.glob("bedside/*/migrations/*.py"), *ROOT.glob("bedside/*/static/**/*")]):
        if path.is_file():
            seen.update(f"{path.relative_to(ROOT)}:{path.stat().st_size}:{path.stat().st_mtime_ns}".encode())
    for path in (
        ROOT / "requirements/run.lock",
        *ROOT.glob("bedside/organizations/*.py"),
        *ROOT.glob("bedside/ui/*.py"),
    ):
        seen.update(path.read_bytes())
    return seen.hexdigest()


def _migrate(env: Environment, variables: dict[str, str], say: Callable[[str], None]) -> None:
    stamp = _stamp()
    if env.embedded and _is_prepared(env):
        return
    say("Preparing the database and the files of the pages …")
    done = subprocess.run(
        [sys.executable, "-m", "bedside", "migrate"],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no reason given"]
        raise CannotStart(f"The database could not be brought up to date: {last[0]} Nothing was lost; nothing started.")
    (env.home / "prepared").write_text(stamp)


def _is_prepared(env: Environment) -> bool:
    path = env.home / "prepared"
    return path.exists() and path.read_text() == _stamp()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(env: Environment, variables: dict[str, str]) -> list[Child]:
    logs = env.home / "logs"
    logs.mkdir(exist_ok=True)
    web = [sys.executable, "-m", "granian", "--interface", "asginl", "--host", env.host, "--port", str(env.port)]
    web += ["--no-ws", "--workers", "1", "--log-level", "warning", "--backlog", "512"]
    web += ["--static-path-route", "/static", "--static-path-mount", str(env.home / "static")]
    web += ["--static-path-expires", "1h", "bedside.web.asgi:application"]
    children = [
        Child("web", web, log=logs / "web.log"),
        Child("worker", [sys.executable, "-m", "bedside", "worker"], log=logs / "worker.log"),
    ]
    port = variables.get("BEDSIDE_REHEARSAL_PORT", "0")
    if port != "0":
        token = json.loads((env.home / "rehearsal.json").read_text())["token"]
        command = [sys.executable, "-m", "bedside.channels.rehearsal", "--port", port]
        command += ["--home", str(env.home / "rehearsal"), "--token", token]
        children.append(Child("rehearsal", command, log=logs / "rehearsal.log"))
    return children


def await_web(stack: Stack, seconds: float = 30.0) -> None:
    """Returns when the web server answers and the worker's heart beats; raises CannotStart."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        stack.tend()
        with (
            suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(f"{stack.address}/healthz", timeout=2) as said,
        ):
            if said.status == 200:
                return
        time.sleep(0.05)
    log = stack.env.home / "logs" / "web.log"
    raise CannotStart(f"The web server did not answer within {seconds:.0f} seconds. What it said is in {log}.")


def run(*, rehearsal: bool = False, ready: Callable[[Stack], int | None] | None = None) -> int:
    """Everything up until Ctrl-C, SIGTERM, or until `ready` gives an exit code. Returns the exit code."""
    said_stop = False

    def on_stop(_number: int, _frame: object) -> None:
        nonlocal said_stop
        if not said_stop:
            said_stop = True
            raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, on_stop)
    signal.signal(signal.SIGINT, on_stop)
    stack: Stack | None = None
    try:
        env = environment()
        check_room(env)
        hold(env)
        variables = dict(os.environ) | {"BEDSIDE_HOME": str(env.home), "PYTHONUNBUFFERED": "1"}
        variables.pop("PYTEST_VERSION", None)
        stack = Stack(env, variables)
        prepare(stack, rehearsal=rehearsal)
        await_web(stack)
        if ready is not None:
            code = ready(stack)
            if code is not None:
                return code
        while True:
            stack.tend()
            time.sleep(0.25)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
        return 0
    except (CannotStart, postgres.Unavailable) as error:
        print(f"Bedside cannot start. {error}", file=sys.stderr, flush=True)
        return 1
    finally:
        if stack is not None:
            stack.stop()
