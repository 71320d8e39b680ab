"""Arrivals on an open page, a long stream of them, and a storm, in the hospital of a million messages."""

import os
import queue as queues
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from bench import Row, quantile
from bench.browsing import Browser, keys_of, worker
from bench.million import Million
from bench.place import ROOT, await_

SHORT = bool(os.environ.get("BENCH_SHORT"))
RATE, ARRIVING = 50, (10.0 if SHORT else 60.0)
STORM, STORM_SECONDS = (400, 2.0) if SHORT else (2_000, 10.0)
FLAT = 2_000 if SHORT else 100_000
PEER_LIST = 1_900.0


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
            self.refreshes.append((begun, time.time(), frozenset(keys_of(body))))
            time.sleep(max(0.75, 3 * took))


FEEDER = """
import os, sys, time, django
sys.path.insert(0, os.getcwd()); os.environ["DJANGO_SETTINGS_MODULE"] = "bedside.settings"; django.setup()
from bench.arriving import feed
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


def arrivals(here: Million, base: str, cookies: dict[str, str]) -> list[Row]:
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


def storm(here: Million, base: str, cookies: dict[str, str]) -> list[Row]:
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
