"""The product's own web server and worker on a bench's database, and a browser that times what it is answered."""

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from bench.million import Million
from bench.place import ROOT, await_


@contextmanager
def web(here: Million) -> Iterator[str]:
    """The product's own web server on this database; its address."""
    from bedside.supervisor import free_port

    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asginl", "--port", str(port), "--no-ws"]
    command += ["--workers", "1", "--log-level", "error", "--backlog", "512", "bedside.web.asgi:application"]
    process = subprocess.Popen(command, cwd=ROOT, env=here.variables, stdin=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(15)


@contextmanager
def worker(here: Million) -> Iterator["subprocess.Popen[bytes]"]:
    """The product's own worker on this database."""
    from bedside.kit import queue

    process = subprocess.Popen([sys.executable, "-m", "bedside", "worker"], cwd=ROOT, env=here.variables)
    try:
        await_(lambda: queue.workers_alive() >= 1, 30, "the worker did not start")
        yield process
    finally:
        process.terminate()
        process.wait(30)


def signed_in(base: str) -> dict[str, str]:
    """The cookies of the responder."""
    from tests.cast import PASSWORD

    with httpx.Client(base_url=base, follow_redirects=True, timeout=60, trust_env=False) as client:
        for _attempt in range(150):
            try:
                client.get("/accounts/login/")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        sent = {
            "login": "rosa@bench.example.org",
            "password": PASSWORD,
            "csrfmiddlewaretoken": client.cookies["bedside_csrf"],
        }
        client.post("/accounts/login/", data=sent, headers={"Referer": base})
        page = client.get("/w/bench/inbox/")
        assert page.status_code == 200, page.status_code
        return dict(client.cookies)


class Browser:
    """One person's: a line that stays open, and the time of each answer."""

    def __init__(self, base: str, cookies: dict[str, str]) -> None:
        self.line = http.client.HTTPConnection(base.removeprefix("http://"), timeout=60)
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}

    def get(self, path: str, **headers: str) -> tuple[float, bytes]:
        """Seconds until the whole answer was read, and what it is."""
        begun = time.perf_counter()
        self.line.request("GET", path, headers=self.headers | headers)
        answer = self.line.getresponse()
        body = answer.read()
        taken = time.perf_counter() - begun
        assert answer.status == 200, (path, answer.status)
        return taken, body


def keys_of(page: bytes) -> list[str]:
    """The conversations a list shows."""
    return [part.partition(b'"')[0].decode() for part in page.split(b'class="row__link clip" id="c')[1:]]
