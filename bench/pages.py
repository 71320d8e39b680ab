"""The inbox's list page under load, with twenty thousand conversations stored."""

import gzip
import statistics
import subprocess
import sys
import threading
import time
from datetime import timedelta
from typing import Any

import httpx

from bench import Row, quantile
from bench.place import ROOT, Place, place

CONVERSATIONS, CLIENTS, EACH = 20_000, 8, 25


def run() -> list[Row]:
    with place(accounts=0, latency_ms=0) as here:
        _fill(here)
        bare = _bare(here)
        port = _free_port()
        web = subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface", "asginl", "--port", str(port), "--no-ws", "--log-level",
             "error", "bedside.web.asgi:application"],
            cwd=ROOT, env=here.variables, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            single, taken, page = _clients(here, port)
        finally:
            web.terminate()
            web.wait(15)
    return [
        Row(f"inbox list, {CONVERSATIONS:,} conversations, one client, p95", round(1000 * quantile(single, 0.95), 1),
            "ms", 100, "the same rows by one bare query, median", round(1000 * statistics.median(bare), 2)),
        Row(f"the same at {CLIENTS} clients on this machine, p95", round(1000 * quantile(taken, 0.95), 1), "ms", None,
            "one client, p95", round(1000 * quantile(single, 0.95), 1)),
        Row("its weight, compressed", round(len(gzip.compress(page)) / 1000, 1), "kB", 60, "uncompressed",
            round(len(page) / 1000, 1)),
    ]  # fmt: skip


def _free_port() -> int:
    from bedside.supervisor import free_port

    return free_port()


def _fill(here: Place) -> None:
    from bedside.inbox.models import Conversation
    from bedside.kit.times import now

    at = now()
    Conversation.objects.bulk_create(
        (
            Conversation(
                organization=here.organization, account=here.hub, root_id=f"post-{number // 40}",
                author_id=f"visitor-{number}", author_name=f"Visitor {number}", rank=1 + number % 3, level="P4",
                intent="service_question", sentiment="neutral", preview="Where do I park when I visit on a Sunday?",
                started_at=at - timedelta(minutes=number), last_at=at - timedelta(minutes=number),
                target_at=at + timedelta(minutes=number), waiting_since_at=at if number % 32 == 0 else None,
                state="open" if number % 16 == 0 else "closed",
            )
            for number in range(CONVERSATIONS)
        ),
        batch_size=2000,
    )  # fmt: skip


def _bare(here: Place) -> list[float]:
    from bedside.inbox.queries import conversations

    taken = []
    for _time in range(40):
        begun = time.perf_counter()
        list(conversations(here.organization)[:50])
        taken.append(time.perf_counter() - begun)
    return taken


def _clients(here: Place, port: int) -> tuple[list[float], list[float], bytes]:
    base = f"http://127.0.0.1:{port}"
    path = "/w/bench/inbox/"
    cookies = _signed_in(base)
    with httpx.Client(base_url=base, cookies=cookies, timeout=30, trust_env=False) as web:
        page = web.get(path)
        assert page.status_code == 200, page.status_code
        assert b"Visitor" in page.content
        single = [_timed(web, path) for _time in range(40)]
    taken: list[float] = []

    def client() -> None:
        with httpx.Client(base_url=base, cookies=cookies, timeout=30, trust_env=False) as one:
            taken.extend(_timed(one, path) for _time in range(EACH))

    threads = [threading.Thread(target=client) for _client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return single, taken, page.content


def _timed(web: httpx.Client, path: str) -> float:
    begun = time.perf_counter()
    web.get(path)
    return time.perf_counter() - begun


def _signed_in(base: str) -> Any:
    from tests.cast import PASSWORD

    with httpx.Client(base_url=base, follow_redirects=True, timeout=30, trust_env=False) as web:
        for _attempt in range(100):
            try:
                web.get("/accounts/login/")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        sent = {
            "login": "rosa@bench.example.org",
            "password": PASSWORD,
            "csrfmiddlewaretoken": web.cookies["bedside_csrf"],
        }
        page = web.post("/accounts/login/", data=sent, headers={"Referer": base})
        assert page.status_code in (200, 503), page.status_code
        return dict(web.cookies)
