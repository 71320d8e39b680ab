"""Over a thousand deliveries while everything fails: none is lost, none is made twice, and their order is kept.

The network breaks off, hangs, answers 500 before or after it did what it was asked, asks to wait, forgets sessions
and passwords, and tells its notifications twice and out of order, at random but with a seed; meanwhile the two worker
processes are killed with SIGKILL and begun again. Pauses, watchdog and workers are those of the product.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bedside.audit import queries as audit
from bedside.channels import actions as channels
from bedside.channels.models import Account, Arrival, Delivery, HubPost
from bedside.channels.rehearsal import Rehearsal
from bedside.environment import environment
from bedside.guard import actions as guard
from bedside.guard.shapes import Parcel
from bedside.inbox.models import Message
from bedside.kit.times import now
from bedside.organizations import tenancy
from bedside.postgres import Address
from tests import cast, databases
from tests.cast import Hospital
from tests.stories.faulty.weather import STORM, Weather
from tests.stories.faulty.workers import Workers

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("faults"), pytest.mark.timeout(330)]

SEED = 20261121
ACCOUNTS, POSTS, COMMENTS = 5, 172, 150  # 5 accounts and the hub: 1,032 deliveries
WORKERS, REVOCATIONS = 2, 3
PATIENCE = 300.0


@pytest.fixture
def database(django_db_setup: None, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Address]:
    """A database of this story's own, where everything is committed for all processes to see."""
    monkeypatch.setenv("BEDSIDE_ALLOW_LOOPBACK", "yes")
    environment.cache_clear()
    with django_db_blocker.unblock(), databases.own("faults") as address:
        yield address
        tenancy._current.set(None)


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    with Rehearsal(seed=SEED) as running:
        yield running


def open_accounts(hospital: Hospital, rehearsal: Rehearsal) -> list[Account]:
    accounts = []
    for number in range(ACCOUNTS):
        handle = f"riverbend-{number}.rehearsal.test"
        told = {"identifier": handle, "password": f"pass-word-0000-{number:04d}"}
        rehearsal.bluesky.direct("accounts", {"handle": handle, "password": told["password"]})
        account = channels.connect_account(
            organization=hospital.organization,
            network="bluesky",
            handle=handle,
            base_url=rehearsal.url,
            credentials=told,
            by=hospital.milo,
            at=now(),
        )
        channels.sign_in(account=account, at=now())
        account.refresh_from_db()
        accounts.append(account)
    return accounts


def ask_for_everything(hospital: Hospital, accounts: list[Account]) -> int:
    """Every post for every account and the hub, due over the next seconds; how many deliveries that makes."""
    start = now()
    for number in range(POSTS):
        parcel = Parcel(kind="post", text=f"Flu shots are open to everybody on Saturday. Note {number:04d}.")
        cleared = guard.clear(parcel=parcel, organization=hospital.organization, by=hospital.ben, at=start)
        for account in [*accounts, hospital.hub]:
            channels.publish(
                account=account,
                parcel=parcel,
                clearance=cleared,
                subject=hospital.organization,
                by=hospital.ada,
                at=start,
                due_at=start + timedelta(milliseconds=25 * number),
            )
    return POSTS * (ACCOUNTS + 1)


def count_writes(rehearsal: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each record was written, in the order of the first time; dictionaries keep it."""
    written: Counter[str] = Counter()
    put: Callable[..., Any] = rehearsal.bluesky.repos.put

    def counting(*arguments: Any, **more: Any) -> Any:
        record = put(*arguments, **more)
        written[record.uri] += 1
        return record

    monkeypatch.setattr(rehearsal.bluesky.repos, "put", counting)
    return written


def count_faults(rehearsal: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each kind of fault struck."""
    struck: Counter[str] = Counter()
    drawn: Callable[..., Any] = rehearsal.faults.drawn

    def counting(*arguments: Any) -> Any:
        found = drawn(*arguments)
        struck.update(kind.value for kind in found)
        return found

    monkeypatch.setattr(rehearsal.faults, "drawn", counting)
    return struck


def run_until_done(workers: Workers, weather: Weather, chance: random.Random) -> float:
    """Lives through it; the seconds it took. Returns when everything was sent and heard, or patience is over."""
    organization = weather.hospital.organization
    whole = Delivery.objects.filter(organization=organization).count()
    began = time.monotonic()
    next_kill, revoke_at = began + 3, [whole * (n + 1) // (REVOCATIONS + 1) for n in range(REVOCATIONS)]
    stormy = True
    while time.monotonic() - began < PATIENCE:
        workers.tend()
        sent = Delivery.objects.filter(organization=organization, state="sent").count()
        if stormy and time.monotonic() > next_kill:
            workers.kill_one()
            next_kill = time.monotonic() + chance.uniform(2, 6)
        if revoke_at and sent >= revoke_at[0]:
            revoke_at.pop(0)
            weather.revoke_one()
        while len(weather.said) < min(COMMENTS, sent * COMMENTS // (whole - 50)):
            weather.say()
        weather.reconnect()
        if stormy and sent == whole and len(weather.said) == COMMENTS:
            stormy = False
            weather.clear_up()
        if not stormy and Message.objects.filter(organization=organization).count() >= COMMENTS:
            break
        time.sleep(0.15)
    return time.monotonic() - began


def test_nothing_is_lost_or_made_twice_while_everything_fails(
    database: Address, rehearsal: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(SEED)
    hospital = cast.build("riverbend", "Riverbend Community Hospital", at=datetime.now(UTC))
    accounts = open_accounts(hospital, rehearsal)
    asked = ask_for_everything(hospital, accounts)
    assert asked > 1_000
    written, struck = count_writes(rehearsal, monkeypatch), count_faults(rehearsal, monkeypatch)
    weather = Weather(rehearsal, hospital, accounts, chance)
    weather.passwords = {one.handle: f"pass-word-0000-{number:04d}" for number, one in enumerate(accounts)}
    workers = Workers(database, tmp_path / "workers.log", WORKERS, chance)
    weather.begin()
    workers.start()
    try:
        took = run_until_done(workers, weather, chance)
    finally:
        workers.stop()
    print(
        f"{asked} deliveries in {took:.0f} s: {workers.killed} workers killed, {weather.revoked} passwords changed, "
        f"{weather.reconnected} accounts reconnected, {sum(rehearsal.bluesky.calls.values())} calls, "
        f"faults {dict(struck)}"
    )

    deliveries = Delivery.objects.filter(organization=hospital.organization)
    assert Counter(deliveries.values_list("state", flat=True)) == {"sent": asked}
    assert not deliveries.filter(remote=None).exists()
    for account in accounts:
        ours = f"at://{account.network_account_id}/app.bsky.feed.post/"
        made = [uri for uri in written if uri.startswith(ours)]
        texts = [rehearsal.bluesky.repos.records[uri].value["text"] for uri in made]
        asked_for = deliveries.filter(account=account).order_by("due_at", "id")
        assert len(set(texts)) == len(texts) == POSTS, "none lost, none twice"
        assert texts == [one.parcel["parcel"]["text"] for one in asked_for], "in the order in which they were due"
        assert made == [one.remote.network_id for one in asked_for.select_related("remote") if one.remote]
        assert max(written[uri] for uri in made) == 1, "not even written a second time"
    hub = HubPost.objects.filter(organization=hospital.organization).order_by("id").values_list("text", flat=True)
    assert list(hub) == [one.parcel["parcel"]["text"] for one in deliveries.filter(account=hospital.hub).order_by("id")]

    arrived = Arrival.objects.filter(organization=hospital.organization).values_list("network_id", flat=True)
    assert sorted(arrived) == sorted(weather.said), "every comment once"
    assert Message.objects.filter(organization=hospital.organization).count() == COMMENTS

    recorded = Counter(audit.entries(hospital.organization, kind="channels").values_list("kind", flat=True))
    assert (recorded["channels.sent"], recorded["channels.arrived"]) == (asked, COMMENTS)
    assert audit.verify(hospital.organization)[1] is None
    assert set(struck) == {fault.kind.value for fault in STORM}, "every kind of fault struck"
    assert workers.killed >= 3
    assert weather.reconnected >= REVOCATIONS
    assert workers.crashed == 0, (tmp_path / "workers.log").read_text()[-4000:]
