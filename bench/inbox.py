"""The inbox with a million messages: twenty people at work on two cores, arrivals on open pages, a storm of webhooks.

Twenty people each open the list, search with and without a hit, open a conversation and go on, with a pause of THINK
seconds on average between two clicks (uniform between a third and five thirds of it), against the product's own web
server, as the role under row-level security. Times are those the person's browser would see over the loopback, the
whole answer read: a little more than the server's own. The peer's figures were measured with its own stack and a
tenth of the messages: 29 queries, 280 kB, p95 1.9 s at ten clients, 5.4 s for a search without a hit.

BENCH_SHORT=yes makes everything smaller: fewer messages, shorter runs.
"""

import json
import os
import random
import threading
import time
from collections import defaultdict
from urllib.parse import quote

from bench import Row, quantile
from bench.arriving import arrivals, storm
from bench.browsing import Browser, keys_of, signed_in, web
from bench.million import COMMON, MESSAGES, NONE, RARE, SPANISH, Million, million

SHORT = bool(os.environ.get("BENCH_SHORT"))
USERS, THINK = 20, 3.0
SECONDS = 20.0 if SHORT else 90.0
PEER_LIST, PEER_NONE = 1_900.0, 5_400.0


def run() -> list[Row]:
    with million(60_000 if SHORT else MESSAGES) as here, web(here) as base:
        cookies = signed_in(base)
        weight, queries = _weight(here, base, cookies)
        took = _people_at_work(here, base, cookies)
        shown = arrivals(here, base, cookies)
        stormy = storm(here, base, cookies)
    return [*_work_rows(took, weight, queries), *shown, *stormy]


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
        for key in keys_of(page)[:3]:
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
            keys = keys_of(page)
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


if __name__ == "__main__":
    print(json.dumps([row.as_dict() for row in run()], indent=1))
