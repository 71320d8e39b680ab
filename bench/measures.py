"""Measures of service on a million messages: how long the first count takes, and how soon the page's figures are read.

Figures are read as the page reads them, by the application's role under row-level security, in this process; rows of
people are those an administrator sees. BENCH_SHORT=yes takes fewer messages.
"""

import json
import os
import time
from datetime import timedelta

from bench import Row, quantile
from bench.million import MESSAGES, million

SHORT = bool(os.environ.get("BENCH_SHORT"))
PERIODS, RUNS = (30, 90, 365), 20


def run() -> list[Row]:
    with million(60_000 if SHORT else MESSAGES) as here:
        from bedside.inbox import actions, queries
        from bedside.inbox.models import Counted
        from bedside.kit.times import now

        organization, member = here.hospital.organization, here.hospital.milo
        Counted.objects.filter(organization=organization).delete()  # everything is counted anew
        begun = time.perf_counter()
        while actions.count_up(organization=organization, at=now()):
            pass
        counted = time.perf_counter() - begun
        today = now().astimezone(organization.zone).date()
        rows = [
            Row("counting every conversation of a hospital anew", round(counted, 1), "s", 1_800, "none measured", None)
        ]
        for days in PERIODS:
            took = []
            for _run in range(RUNS):
                begun = time.perf_counter()
                queries.measures(
                    organization, since=today - timedelta(days=days - 1), until=today, member=member, at=now()
                )
                took.append(time.perf_counter() - begun)
            said = f"figures of {days} days with every comparison, p95 of {RUNS}"
            rows.append(Row(said, round(1000 * quantile(took, 0.95), 1), "ms", 100, "none measured", None))
    return rows


if __name__ == "__main__":
    print(json.dumps([row.as_dict() for row in run()], indent=1))
