"""Said in public → shown in the inbox: from the network having a comment to open pages hearing that it is there.

Bluesky cannot call us, so it is asked every few seconds; the hub's own comments need no asking. The peer is a bare
NOTIFY of the same database: the least that telling an open page can take.
"""

import json
import random
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from bench import Row, quantile
from bench.place import Place, place, publish, settle

if TYPE_CHECKING:
    import psycopg

    from bedside.channels.models import HubPost

COMMENTS, PATIENCE = 30, 30.0


def run() -> list[Row]:
    with place(accounts=1) as here, here.address.connect() as line:
        from bedside.audit.actions import CHANNEL
        from bedside.channels import queries
        from bedside.kit.times import now

        chance = random.Random(7)
        line.execute(f"LISTEN {CHANNEL}")
        notify = round(quantile(_round_trips(line), 0.95), 4)
        here.work()
        publish(here, here.hub, "Flu shots are open to everybody on Saturday.", now())
        settle(here, 1, 20)
        post = queries.hub_posts(here.organization).get()
        bluesky = [_shown(here, line, lambda n=n: _on_bluesky(here, n), chance.uniform(0, 6)) for n in range(COMMENTS)]  # type: ignore[misc]
        hub = [_shown(here, line, lambda n=n: _on_hub(post, n), 0.2) for n in range(COMMENTS)]  # type: ignore[misc]
    peer = "a bare NOTIFY of the database, p95"
    return [
        Row("comment on Bluesky → shown in the inbox, p95, 200 ms network latency", round(quantile(bluesky, 0.95), 2),
            "s", 6.0, peer, notify),
        Row("comment on the hub → shown in the inbox, p95", round(quantile(hub, 0.95), 3), "s", 1.0, peer, notify),
    ]  # fmt: skip


def _round_trips(line: "psycopg.Connection[tuple[object, ...]]") -> list[float]:
    from django.db import connection

    taken = []
    for number in range(100):
        begun = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("select pg_notify('bedside_live', %s)", [json.dumps({"number": number})])
        taken += [time.perf_counter() - begun for _notice in line.notifies(timeout=5, stop_after=1)]
    return taken


def _on_bluesky(here: Place, number: int) -> str:
    said = {"text": f"Is it open on Sunday, {number}?", "mention": here.accounts[0].handle}
    made = here.rehearsal.bluesky.direct("say", said | {"as": f"neighbor-{number}.rehearsal.test"})
    assert isinstance(made, dict)
    return str(made["uri"])


def _on_hub(post: "HubPost", number: int) -> str:
    from bedside.hub import actions as hub
    from bedside.kit.times import now

    text, visitor = f"Is parking free, {number}?", f"visitor-{number}"
    made = hub.comment(post=post, name=f"Visitor {number}", visitor=visitor, text=text, at=now())
    return f"hub/comment/{made.comment.key}"


def _shown(here: Place, line: "psycopg.Connection[tuple[object, ...]]", say: Callable[[], str], pause: float) -> float:
    """Seconds from being said to an open page hearing of it, the conversation being in the database."""
    from bedside.inbox.models import Message

    time.sleep(pause)  # at any moment of the worker's round
    for _missed in line.notifies(timeout=0.01):
        pass
    begun = time.perf_counter()
    network_id = say()
    for kind in _kinds(line, begun + PATIENCE):
        if kind == "inbox.arrived":
            found = Message.objects.filter(organization=here.organization, arrival__network_id=network_id)
            if found.filter(conversation__preview__gt="").exists():
                return time.perf_counter() - begun
    raise TimeoutError("the comment was not shown")


def _kinds(line: "psycopg.Connection[tuple[object, ...]]", until: float) -> Iterator[str]:
    while time.perf_counter() < until:
        for notice in line.notifies(timeout=1, stop_after=1):
            yield str(json.loads(notice.payload).get("kind", ""))
