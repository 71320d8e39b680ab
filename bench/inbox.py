"""The inbox with a million messages: twenty people at work on two cores, arrivals on open pages, a storm of webhooks.

Twenty people each open the list, search with and without a hit, open a conversation and go on, with a pause of THINK
seconds on average between two clicks (uniform between a third and five thirds of it), against the product's own web
server, as the role under row-level security. Times are those the person's browser would see over the loopback, the
whole answer read: a little more than the server's own. The peer's figures were measured with its own stack and a
tenth of the messages: 29 queries, 280 kB, p95 1.9 s at ten clients, 5.4 s for a search without a hit.

BENCH_SHORT=yes makes everything smaller: fewer messages, shorter runs.
"""

import http.client
import json
import os
import queue as queues
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from bench import Row, quantile
from bench.million import COMMON, MESSAGES, NONE, RARE, SPANISH, Million, million
from bench.place import ROOT, await_

SHORT = bool(os.environ.get("BENCH_SHORT"))
USERS, THINK = 20, 3.0
SECONDS = 20.0 if SHORT else 90.0
RATE, ARRIVING = 50, (10.0 if SHORT else 60.0)
STORM, STORM_SECONDS = (400, 2.0) if SHORT else (2_000, 10.0)
FLAT = 2_000 if SHORT else 100_000
PEER_LIST, PEER_NONE = 1_900.0, 5_400.0


def run() -> list[Row]:
    with million(60_000 if SHORT else MESSAGES) as here, web(here) as base:
        cookies = signed_in(base)
        weight, queries = _weight(here, base, cookies)
        took = _people_at_work(here, base, cookies)
        shown = _arrivals(here, base, cookies)
        storm = _storm(here, base, cookies)
    return [*_work_rows(took, weight, queries), *shown, *storm]


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


def _weight(here: Million, base: str, cookies: dict[str, str]) -> tuple[int, int]:
    """Bytes of the list's page as it is sent without compression, and how many queries it asks."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    _taken, page = Browser(base, cookies).get("/w/bench/inbox/")
    client = Client()
    client.cookies.load(cookies)
    client.get("/w/bench/inbox/", HTTP_HOST="127.0.0.1")
    with CaptureQueriesContext(connection) as asked:
        client.get("/w/bench/inbox/", HTTP_HOST="127.0.0.1")
    return len(page), len(asked)


# ---- twenty people ---------------------------------------------------------------------------------------------------


def _people_at_work(here: Million, base: str, cookies: dict[str, str]) -> dict[str, list[float]]:
    from bedside.inbox import queries
    from bedside.organizations import tenancy

    took: dict[str, list[float]] = defaultdict(list)
    early = Browser(base, cookies)  # the morning's first looks fill PostgreSQL's cache and load the guard's model
    for view in ("open", "mine", "unassigned", "answered", "closed", "all"):
        _taken, page = early.get(f"/w/bench/inbox/?view={view}")
        for key in _keys(page)[:3]:
            early.get(f"/w/bench/inbox/{key}/")
    for words in (COMMON, RARE, SPANISH, NONE):
        early.get(f"/w/bench/inbox/?view=all&q={quote(words)}")
    until = time.monotonic() + SECONDS

    def person(number: int) -> None:
        chance, browser = random.Random(number), Browser(base, cookies)

        def pause() -> None:
            time.sleep(THINK * (1 / 3 + chance.random() * 4 / 3))

        time.sleep(THINK * chance.random())
        while time.monotonic() < until:
            view = chance.choice(["open", "mine", "unassigned", "answered", "closed", "all"])
            taken, page = browser.get(f"/w/bench/inbox/?view={view}")
            took["list"].append(taken)
            keys = _keys(page)
            pause()
            wanted = quote(
                chance.choice([COMMON, RARE, SPANISH, "pharmacy line", f"visitor{chance.randint(1, 99999)}"])
            )
            took["hit"].append(browser.get(f"/w/bench/inbox/?view=all&q={wanted}")[0])
            pause()
            took["none"].append(browser.get(f"/w/bench/inbox/?view=all&q={NONE}{chance.randint(1, 999)}")[0])
            pause()
            took["conversation"].append(browser.get(f"/w/bench/inbox/{chance.choice(keys)}/")[0])
            pause()

    threads = [threading.Thread(target=person, args=[number]) for number in range(USERS)]
    for thread in threads:
        thread.start()
    tenancy.announce(here.hospital.organization.pk)
    while time.monotonic() < until:
        begun = time.perf_counter()
        queries.counts(here.hospital.organization, here.hospital.rosa)
        took["counts"].append(time.perf_counter() - begun)
        time.sleep(0.5)
    for thread in threads:
        thread.join()
    return took


def _keys(page: bytes) -> list[str]:
    """The conversations a list shows."""
    return [part.partition(b'"')[0].decode() for part in page.split(b'class="row__link clip" id="c')[1:]]


def _work_rows(took: dict[str, list[float]], weight: int, queries: int) -> list[Row]:
    def p95(name: str) -> float:
        return round(1000 * quantile(took[name], 0.95), 1)

    who = f"{USERS} people at work ({THINK:g} s between clicks), a million messages"
    peer = "the nearest open peer: 10 clients, a tenth of the messages"
    clicks = sum(len(times) for times in took.values())
    return [
        Row(f"inbox list, {who}, p95 of {len(took['list'])}", p95("list"), "ms", 100, peer, PEER_LIST),
        Row("search with a hit, p95", p95("hit"), "ms", 100, "the peer's list, p95", PEER_LIST),
        Row("search without a hit, p95", p95("none"), "ms", 100, "the same peer, median", PEER_NONE),
        Row("a conversation opened, p95", p95("conversation"), "ms", 100, "the peer's list, p95", PEER_LIST),
        Row(f"counts of every view, p95 ({clicks} calls in all)", p95("counts"), "ms", 100, "none measured", None),
        Row("queries of the list page", queries, "queries", 8, "the same peer", 29),
        Row("weight of the list page, uncompressed", round(weight / 1000, 1), "kB", 60, "the same peer", 280),
    ]


# ---- arrivals --------------------------------------------------------------------------------------------------------


@dataclass
class Open:
    """A page that is open: it hears events, and fetches its list anew at the pace `live.js` keeps."""

    base: str
    cookies: dict[str, str]
    heard: "queues.Queue[float]" = field(default_factory=queues.Queue)
    stop: threading.Event = field(default_factory=threading.Event)
    #: When each refresh began and ended, and the ids of the rows it showed.
    refreshes: list[tuple[float, float, frozenset[str]]] = field(default_factory=list)

    def listen(self) -> None:
        with httpx.Client(base_url=self.base, cookies=self.cookies, timeout=None, trust_env=False) as client:
            while not self.stop.is_set():
                with client.stream("GET", "/w/bench/live/") as line:
                    for said in line.iter_lines():
                        if '"inbox.arrived"' in said:
                            self.heard.put(time.time())
                        if self.stop.is_set():
                            return

    def refresh(self) -> None:
        browser, took = Browser(self.base, self.cookies), 0.0
        while not self.stop.is_set():
            try:
                self.heard.get(timeout=0.5)
            except queues.Empty:
                continue
            time.sleep(0.25)
            while not self.heard.empty():
                self.heard.get_nowait()
            begun = time.time()
            headers = {"HX-Request": "true", "HX-Target": "list", "X-Bedside-Live": "yes"}
            took, body = browser.get("/w/bench/inbox/?view=all&sort=newest", **headers)
            self.refreshes.append((begun, time.time(), frozenset(_keys(body))))
            time.sleep(max(0.75, 3 * took))


FEEDER = """
import os, sys, time, django
sys.path.insert(0, os.getcwd()); os.environ["DJANGO_SETTINGS_MODULE"] = "bedside.settings"; django.setup()
from bench.inbox import feed
feed(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
"""


def feed(mark: str, count: int, seconds: float, every_twice: int) -> None:
    """So many arrivals over so many seconds by channels' own door, every so-manieth told twice; run as a process."""
    from datetime import UTC, datetime

    from bedside.channels import actions as channels
    from bedside.channels.models import Account
    from bedside.channels.rules import Heard
    from bedside.organizations import tenancy
    from bedside.organizations.queries import enter_named

    tenancy.opened(enter_named("bench").pk)
    organization = enter_named("bench")
    account = Account.objects.select_related("organization").get(organization=organization, network="hub")
    start = time.monotonic()
    for number in range(count):
        wait = start + number * seconds / count - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        at = datetime.now(UTC)
        heard = Heard(
            network_id=f"{mark}-{number}", kind="reply", root_id=f"{mark}-{number}", author_id=f"{mark}-{number % 997}",
            author_name=f"Arriving {number}", author_handle=f"arriving{number}", posted_at=at,
            text=f"Is the parking garage open on Sunday? I could not find it on the page, number {number}.",
        )  # fmt: skip
        told = [heard, heard] if every_twice and number % every_twice == 0 else [heard]
        channels.take(account=account, heard=told, at=at)


def _feed(here: Million, mark: str, count: int, seconds: float, twice: int = 0) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", FEEDER, mark, str(count), str(seconds), str(twice)]
    return subprocess.Popen(command, cwd=ROOT, env=here.variables)


def _taken(mark: str, here: Million) -> dict[str, tuple[float, int]]:
    """Arrival -> when it came, and the conversation it stands in; only those that were taken in."""
    from bedside.inbox.models import Message

    rows = Message.objects.filter(
        organization=here.hospital.organization, arrival__network_id__startswith=f"{mark}-"
    ).values_list("arrival__network_id", "arrival__received_at", "conversation_id")
    return {str(name): (at.timestamp(), pk) for name, at, pk in rows}


def _memory(process: "subprocess.Popen[bytes]") -> float:
    """Megabytes resident of a process and its children."""
    import psutil

    one: Any = psutil.Process(process.pid)  # type: ignore[no-untyped-call]
    return float(sum(part.memory_info().rss for part in [one, *one.children(recursive=True)])) / 1e6


def _arrivals(here: Million, base: str, cookies: dict[str, str]) -> list[Row]:
    count = int(RATE * ARRIVING)
    mark = f"live{time.time_ns()}"
    opened = Open(base, cookies)
    with worker(here) as process:
        threads = [threading.Thread(target=part, daemon=True) for part in (opened.listen, opened.refresh)]
        for thread in threads:
            thread.start()
        time.sleep(3)
        feeder = _feed(here, mark, count, ARRIVING)
        time.sleep(min(8.0, ARRIVING / 2))
        early = _memory(process)
        feeder.wait(600)
        await_(lambda: len(_taken(mark, here)) >= count, 300, "not every arrival was taken in")
        time.sleep(3)
        opened.stop.set()
        latencies = _until_shown(_taken(mark, here), opened)
        flat = _flat(here, process, early)
    missing = count - len(latencies)
    return [
        Row(f"arrival → shown on an open page, p95 of {len(latencies):,} at {RATE} a second for {ARRIVING:g} s",
            round(quantile(latencies, 0.95), 2), "s", 2.0, "the page's own pace: one refresh a second", 1.0),
        Row("of them never shown", missing, "arrivals", 0, "nothing is allowed", None),
        *flat,
    ]  # fmt: skip


def _until_shown(taken: dict[str, tuple[float, int]], opened: Open) -> list[float]:
    """Seconds from each arrival to the end of the first refresh that showed it, or that showed fifty newer ones."""
    found = []
    place = {pk: number for number, (_at, pk) in enumerate(sorted(taken.values()))}
    for at, pk in taken.values():
        for begun, ended, rows in opened.refreshes:
            if ended < at:
                continue
            shown = str(pk) in rows
            newest = max((place.get(int(row), -1) for row in rows), default=-1)
            if shown or (begun > at and newest >= place[pk] + 50):
                found.append(ended - at)
                break
    return found


def _flat(here: Million, process: "subprocess.Popen[bytes]", early: float) -> list[Row]:
    """Memory of the worker after many arrivals more."""
    done, mark = 0, f"flat{time.time_ns()}"
    began = time.monotonic()
    while done < FLAT and time.monotonic() - began < 3600:
        step = min(5_000, FLAT - done)
        feeder = _feed(here, f"{mark}x{done}", step, 0.0)
        feeder.wait(1200)
        await_(lambda: _waiting() < 50, 1200, "the worker did not keep up")
        done += step
    late = _memory(process)
    return [
        Row(f"memory of the worker after {done:,} arrivals, beside it after the first", round(late - early, 1), "MB",
            30, "all of it, at the beginning", round(early, 1)),
    ]  # fmt: skip


def _waiting() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where status in ('todo', 'doing')")
        return int(cursor.fetchone()[0])


def _storm(here: Million, base: str, cookies: dict[str, str]) -> list[Row]:
    """So many arrivals in so few seconds, one in ten told twice, while somebody works with the list."""
    from bedside.channels.models import Arrival

    mark = f"storm{time.time_ns()}"
    taken: list[float] = []
    with worker(here):
        begun = time.monotonic()
        half = [_feed(here, f"{mark}{part}", STORM // 2, STORM_SECONDS, 10) for part in "ab"]
        browser = Browser(base, cookies)
        while any(one.poll() is None for one in half):
            taken.append(browser.get("/w/bench/inbox/")[0])
            time.sleep(0.3)
        told = time.monotonic() - begun
        await_(lambda: len(_taken(mark + "a", here)) + len(_taken(mark + "b", here)) >= STORM, 300, "some were lost")
        whole = time.monotonic() - begun
        time.sleep(2)
    organization = here.hospital.organization
    arrivals = Arrival.objects.filter(organization=organization, network_id__startswith=mark).count()
    messages = len(_taken(mark + "a", here)) + len(_taken(mark + "b", here))
    return [
        Row(f"storm: {STORM:,} arrivals told in {told:.0f} s, one in ten twice, all in the inbox after {whole:.0f} s: "
            "lost", STORM - messages, "messages", 0, "nothing is allowed", None),
        Row("of them double", arrivals + messages - 2 * STORM, "messages", 0, "nothing is allowed", None),
        Row("the list meanwhile, p95", round(1000 * quantile(taken, 0.95), 1), "ms", 1000, "the peer's list, p95",
            PEER_LIST),
    ]  # fmt: skip


if __name__ == "__main__":
    print(json.dumps([row.as_dict() for row in run()], indent=1))
