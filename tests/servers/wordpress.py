"""A real WordPress on loopback, for tests: PHP as WebAssembly from npm, kept in a cache, started with fictional users.

`python tests/servers/wordpress.py --install` does the slow part ahead of the tests; `--serve` runs it by hand and
prints one line of JSON (address, users, application passwords).
"""

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

if __package__:
    from .pds import HERE, ROOT, Node, Unavailable, find_node
else:
    from pds import HERE, ROOT, Node, Unavailable, find_node  # type: ignore[import-not-found,no-redef]

PARTS = HERE / "wordpress-parts"
LOCKED = ("package.json", "package-lock.json")
ZIP = "node_modules/@wp-playground/wordpress-builds/src/wordpress/wp-6.5.zip"
CLI = "node_modules/@wp-playground/cli/wp-playground.js"
START_SECONDS = 120


@dataclass(frozen=True)
class User:
    id: int
    password: str


@dataclass(frozen=True)
class Blog:
    """A running site: its address, and who may sign in with which application password."""

    url: str
    users: dict[str, User]


def cache() -> Path:
    return Path(os.environ.get("BEDSIDE_CACHE") or ROOT / ".cache").resolve() / "wordpress"


def install(limit: float = 600) -> Path:
    """The folder with everything installed, at once if it was; raises Unavailable."""
    node, folder = find_node(), cache()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"The cache {folder} cannot be written: {error.strerror}.") from error
    wanted = hashlib.sha256("".join((PARTS / name).read_text() for name in LOCKED).encode()).hexdigest()
    stamp = folder / "installed"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test workers must not install side by side
        if stamp.exists() and stamp.read_text() == wanted:
            return folder
        stamp.unlink(missing_ok=True)
        for name in LOCKED:
            shutil.copy(PARTS / name, folder / name)
        _npm_ci(node, folder, limit)
        stamp.write_text(wanted)
    return folder


def _npm_ci(node: Node, folder: Path, limit: float) -> None:
    env = os.environ | {"PATH": f"{node.program.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [*node.npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    with (folder / "install.log").open("w") as log:
        try:
            done = subprocess.run(
                command, cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT, timeout=limit, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise Unavailable(f"Installing WordPress took longer than {limit:.0f} s.") from error
    if done.returncode != 0:
        raise Unavailable(f"npm could not install WordPress: see {log.name}")


@contextmanager
def running() -> Iterator[Blog]:
    """The site in a process of its own, ended with the block; raises Unavailable."""
    folder, node = install(), find_node()
    with tempfile.TemporaryDirectory(prefix="bedside-wordpress-", ignore_cleanup_errors=True) as scratch:
        site = Path(scratch) / "site"
        with zipfile.ZipFile(folder / ZIP) as packed:
            packed.extractall(site)
        plugins = site / "wp-content" / "mu-plugins"
        plugins.mkdir(parents=True)
        shutil.copy(PARTS / "prepare.php", plugins)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [
            str(node.program), "--import", str(HERE / "loopback.mjs"), str(folder / CLI), "server", "--port", str(port),
            "--php", "8.3", "--mount-before-install", f"{site}:/wordpress",
            "--wordpress-install-mode", "install-from-existing-files",
        ]  # fmt: skip
        with (folder / "serve.log").open("w") as log:
            process = subprocess.Popen(
                command, cwd=folder, env=os.environ | {"TMPDIR": scratch}, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
            try:
                yield _ready(process, site, f"http://127.0.0.1:{port}", log.name)
            finally:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def _ready(process: "subprocess.Popen[bytes]", site: Path, url: str, log: str) -> Blog:
    told = site / "wp-content" / "bedside.json"
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError, urllib.error.URLError):
            urllib.request.urlopen(f"{url}/?rest_route=/", timeout=30).read()
            if told.exists():
                users = json.loads(told.read_text())
                return Blog(url, {name: User(**user) for name, user in users.items()})
        time.sleep(0.3)
    raise Unavailable(f"WordPress did not start within {START_SECONDS} s: see {log}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--install", action="store_true", help="install into the cache and end")
    parser.add_argument("--serve", action="store_true", help="run until standard input ends")
    chosen = parser.parse_args()
    try:
        if chosen.serve:
            with running() as blog:
                print(json.dumps({"url": blog.url, "users": {n: vars(u) for n, u in blog.users.items()}}), flush=True)
                sys.stdin.read()
        else:
            print(install())
    except Unavailable as why:
        print(why, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
