"""Ten thousand deliveries over all networks while everything fails at random and workers are killed.

Every delivery ends sent, refused with a reason, or unknown and shown to a person; nothing stands twice, none is lost.
"""

import os
import random
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import Row
from bench.crowd import Firm, found, media, publish, publishable
from bench.place import place

SEED, WORKERS, FIRMS, DELIVERIES = 20261121, 2, 4, 10_000
PATIENCE = 1500.0


def rows(deliveries: int = DELIVERIES) -> list[Row]:
    from bedside.channels.networks.instagram import stage as instagram
    from bedside.channels.networks.threads import stage as threads
    from bedside.channels.rehearsal import Fault, Kind
    from bedside.channels.rehearsal.rest import RestStage

    chance = random.Random(SEED)
    with place(accounts=0, latency_ms=0) as here, media(here) as origin:
        from django.conf import settings

        settings.ORIGIN = here.variables["BEDSIDE_ORIGIN"] = origin
        os.environ["BEDSIDE_ORIGIN"] = origin
        names = [network.name for network in publishable()]
        firms = [found(here, number, names) for number in range(FIRMS)]
        for stage in here.rehearsal.stages:  # how limits are heeded has tests of its own; here they would only wait
            if isinstance(stage, RestStage):
                stage.most = 1_000_000
        instagram.QUOTA = 1_000_000
        threads.TOTALS["quota"] = 1_000_000
        asked = _ask(firms, deliveries)
        for kind, share in ((Kind.DROP_AFTER, 0.01), (Kind.DROP_BEFORE, 0.01), (Kind.ERROR_AFTER, 0.01),
                            (Kind.ERROR_BEFORE, 0.01), (Kind.LIMITED, 0.005), (Kind.EXPIRED, 0.002),
                            (Kind.DROP_UPLOAD, 0.002)):  # fmt: skip
            here.rehearsal.faults.add(Fault(kind, chance=share))
        took, killed = _live(here, firms, asked, chance)
        here.rehearsal.faults.clear()
        states, twice, lost, silent = _reckon(here, firms)
    told = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
    claim = f"{asked} deliveries over {len(names)} networks, faults at random, {killed} workers killed in {took:.0f} s"
    return [
        Row(f"{claim} ({told}): standing twice", twice, "posts", 0, "nothing is allowed", None),
        Row("of them lost: called sent and standing nowhere, or never settled", lost, "posts", 0,
            "nothing is allowed", None),
        Row("of them refused or unknown without a word to a person", silent, "posts", 0, "nothing is allowed", None),
    ]  # fmt: skip


def _ask(firms: list[Firm], deliveries: int) -> int:
    from bedside.kit.times import now
    from bedside.organizations import tenancy

    accounts = sum(len(firm.accounts) for firm in firms)
    each = -(-deliveries // accounts)
    start, asked = now(), 0
    for firm in firms:
        with tenancy.entered(firm.organization.pk):
            for number in range(each):
                for account in firm.accounts:
                    text = f"Flu shots are open to everybody on Saturday. Note {number:04d}."
                    publish(firm, account, text, start + timedelta(milliseconds=10 * number))
                    asked += 1
    return asked


def _live(here: Any, firms: list[Firm], asked: int, chance: random.Random) -> tuple[float, int]:
    from tests.stories.faulty.workers import Workers

    workers = Workers(here.address, Path(os.environ["BEDSIDE_HOME"]) / "storm.log", WORKERS, chance)
    began = time.monotonic()
    workers.start()
    next_kill = began + 5
    try:
        while time.monotonic() - began < PATIENCE:
            workers.tend()
            if time.monotonic() > next_kill:
                workers.kill_one()
                next_kill = time.monotonic() + chance.uniform(8, 20)
            if _settled(firms) >= asked:
                break
            _reconnect(here, firms)
            time.sleep(1)
    finally:
        workers.stop()
    return time.monotonic() - began, workers.killed


def _settled(firms: list[Firm]) -> int:
    from django.db.models import Q

    from bedside.channels.models import Delivery
    from bedside.organizations import tenancy

    number = 0
    for firm in firms:
        with tenancy.entered(firm.organization.pk):
            done = Q(state__in=["sent", "refused"]) | Q(state="unknown", needs_person=True)
            number += Delivery.objects.filter(done, organization=firm.organization).count()
    return number


def _reconnect(here: Any, firms: list[Firm]) -> None:
    """A person at the desk: whatever stopped is signed in again. A worker that dies between a network's giving new
    tokens and our keeping them loses them for good, as a refresh token works once."""
    from bedside.channels import actions
    from bedside.channels.models import Account
    from bedside.kit.times import now
    from bedside.organizations import tenancy

    for firm in firms:
        with tenancy.entered(firm.organization.pk):
            for account in Account.objects.filter(organization=firm.organization, state=Account.STOPPED):
                told = {"handle": account.handle, "name": account.name}
                made = here.rehearsal.stage(account.network).direct("accounts", told)
                fresh = made["credentials"] | {"choice": made["id"]}
                actions.reconnect_account(account=account, credentials=fresh, by=firm.author, at=now())


def _reckon(here: Any, firms: list[Firm]) -> tuple[Counter[str], int, int, int]:
    """States, and how many stand twice, were lost, or failed silently."""
    from bedside.channels.models import Delivery
    from bedside.organizations import tenancy

    states: Counter[str] = Counter()
    twice = lost = silent = 0
    shown = {stage.name: stage.shown() for stage in here.rehearsal.stages}
    for firm in firms:
        with tenancy.entered(firm.organization.pk):
            for account in firm.accounts:
                standing = Counter(
                    _number(one.text)
                    for one in shown[account.network]
                    if one.ours and one.handle == account.handle and one.kind == "post"
                )
                for row in Delivery.objects.filter(organization=firm.organization, account=account):
                    state = "unknown, shown" if row.state == "unknown" and row.needs_person else row.state
                    states[state] += 1
                    number = standing[_number(row.parcel["parcel"]["text"])]
                    twice += number > 1
                    if number > 1:
                        print(f"twice on {account.network}: tries {row.tries}, {row.said!r}", file=sys.stderr)
                    lost += (row.state == "sent" and number == 0) or state in ("due", "sending", "unknown")
                    silent += row.state in ("refused", "unknown") and not row.said
    return states, twice, lost, silent


def _number(text: str) -> str:
    """The note's number, wherever a network put it among its own words."""
    return text.partition("Note ")[2][:4]
