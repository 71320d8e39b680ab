"""Due → accepted by the network, and a burst, with 200 ms of latency on every answer of the network.

The nearest open peer, measured elsewhere: p95 14.8 s for one post, 286 s for the burst, and two posts every time the
network accepts and then times out.
"""

import time
from datetime import timedelta

from bench import Row, fanout, quantile, storm
from bench.place import Place, place, publish, settle

POSTS, BURST, ACCOUNTS = 40, 200, 5


def run() -> list[Row]:
    with place(accounts=ACCOUNTS) as here:
        here.work()
        bare = _bare(here)
        latencies = _staggered(here)
    with place(accounts=ACCOUNTS) as here:
        here.work(2)
        seconds, duplicates = _burst(here)
    serial = BURST / ACCOUNTS * quantile(bare, 0.5)
    return [
        Row("due → accepted by the network, p95, 200 ms network latency", round(quantile(latencies, 0.95), 3), "s", 1.0,
            "one bare call of the connector, p95", round(quantile(bare, 0.95), 3)),
        Row(f"{BURST} due posts on {ACCOUNTS} accounts, all accepted", round(seconds, 2), "s", 15.0,
            f"{BURST // ACCOUNTS} bare calls one after the other, the order kept on each account", round(serial, 2)),
        Row("of them published twice", duplicates, "posts", 0, "nothing is allowed", None),
        *fanout.rows(),
        *storm.rows(),
    ]  # fmt: skip


def _bare(here: Place) -> list[float]:
    """The physical limit: what one call takes with nothing around it."""
    from bedside.channels import registry
    from bedside.channels.rules import Outgoing
    from bedside.kit.times import now

    connector = registry.connector(here.accounts[0])
    connector.publish(Outgoing(key="00000000-0000-4000-8000-000000000000", text="A first call.", created_at=now()))
    taken = []
    for number in range(20):
        key = f"00000000-0000-4000-8000-{number + 1:012d}"
        begun = time.perf_counter()
        connector.publish(Outgoing(key=key, text="A bare call.", created_at=now()))
        taken.append(time.perf_counter() - begun)
    return taken


def _staggered(here: Place) -> list[float]:
    from bedside.kit.times import now

    start = now() + timedelta(seconds=4)
    for number in range(POSTS):
        due = start + timedelta(seconds=number * 0.37)
        publish(here, here.accounts[number % ACCOUNTS], f"Walk-in clinic, note {number}.", due)
    rows = settle(here, POSTS, 60)
    return [(row.done_at - row.due_at).total_seconds() for row in rows if row.done_at]


def _burst(here: Place) -> tuple[float, int]:
    from bedside.kit.times import now

    due = now() + timedelta(seconds=12)
    for number in range(BURST):
        publish(here, here.accounts[number % ACCOUNTS], f"Open house, part {number}.", due)
    assert now() < due, "this machine was too slow to ask for them in time"
    rows = settle(here, BURST, 120)
    posts = [post["record"]["text"] for post in here.rehearsal.bluesky.posts()]
    return max((row.done_at - row.due_at).total_seconds() for row in rows if row.done_at), len(posts) - len(set(posts))
