"""A hospital on rehearsed networks, on a database of its own that is durable as in production."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedside.channels.models import Account, Delivery
    from bedside.channels.rehearsal import Rehearsal
    from bedside.organizations.models import Organization
    from bedside.postgres import Address, Cluster
    from tests.cast import Hospital

ROOT = Path(__file__).parent.parent
PASSWORD = "aaaa-bbbb-cccc-dddd"


@dataclass
class Place:
    """Where a bench works: the hospital "bench", its accounts, and workers when asked for."""

    hospital: "Hospital"
    rehearsal: "Rehearsal"
    variables: dict[str, str]
    log: Path
    address: "Address"
    accounts: "list[Account]" = field(default_factory=list)
    workers: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    @property
    def organization(self) -> "Organization":
        return self.hospital.organization

    @property
    def hub(self) -> "Account":
        return self.hospital.hub

    def work(self, count: int = 1) -> None:
        """Starts so many workers and returns when their hearts beat."""
        from bedside.kit import queue

        with self.log.open("ab") as out:
            for _ in range(count):
                command = [sys.executable, "-m", "bedside", "worker"]
                self.workers.append(subprocess.Popen(command, cwd=ROOT, env=self.variables, stdout=out, stderr=out))
        await_(lambda: queue.workers_alive() >= count, 30, "the workers did not start")

    def stop(self) -> None:
        for process in self.workers:
            process.terminate()
        for process in self.workers:
            process.wait(30)


@contextmanager
def place(accounts: int = 5, latency_ms: int = 200) -> Iterator[Place]:
    """A fresh one; `latency_ms` is how long the network's every answer takes. It is gone when the block ends."""
    cluster, template = _cluster()
    from django.db import connection

    from bedside.channels.rehearsal import Rehearsal
    from bedside.kit.times import now
    from bedside.organizations import tenancy
    from bedside.postgres import make_database
    from tests import cast, databases

    name = f"bench_{time.monotonic_ns()}"
    with cluster.superuser.connect() as db:
        make_database(db, name, template=template)
    address = cluster.app.named(name)
    databases.point_django_at(address)
    variables = dict(os.environ) | {"BEDSIDE_DATABASE_URL": address.uri}
    log = Path(os.environ["BEDSIDE_HOME"]) / "bench.log"
    try:
        with Rehearsal(latency_ms=latency_ms) as rehearsal:
            here = Place(cast.build("bench", "Bench Hospital", at=now()), rehearsal, variables, log, address)
            here.accounts = [_account(here, number) for number in range(accounts)]
            try:
                yield here
            finally:
                here.stop()
    finally:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        tenancy._current.set(None)
        with cluster.superuser.connect() as db:
            db.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def _cluster() -> "tuple[Cluster, str]":
    """The server of this process's benches and the name of its migrated database; gone when the process ends."""
    from bedside import postgres
    from bedside.environment import environment

    home = Path(tempfile.mkdtemp(prefix="bedside-bench-"))
    os.environ |= {"BEDSIDE_HOME": str(home), "BEDSIDE_ALLOW_LOOPBACK": "yes"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "bedside.settings"
    cluster = postgres.start(home)
    atexit.register(_remove, home)
    from tests.databases import migrate

    migrate(cluster.owner)
    environment.cache_clear()
    import django

    django.setup()
    return cluster, postgres.DATABASE


def _remove(home: Path) -> None:
    from bedside import postgres

    postgres.stop(home)
    shutil.rmtree(home, ignore_errors=True)


def _account(here: Place, number: int) -> "Account":
    from bedside.channels import actions
    from bedside.kit.times import now

    handle = f"bench-{number}.rehearsal.test"
    here.rehearsal.bluesky.direct("accounts", {"handle": handle, "password": PASSWORD})
    account = actions.connect_account(
        organization=here.organization,
        network="bluesky",
        handle=handle,
        base_url=here.rehearsal.url,
        credentials={"identifier": handle, "password": PASSWORD},
        by=here.hospital.milo,
        at=now(),
    )
    actions.sign_in(account=account, at=now())
    account.refresh_from_db()
    return account


def publish(here: Place, account: "Account", text: str, due: datetime) -> "Delivery":
    """Asks for one post at that time, as publishing does."""
    from bedside.channels import actions
    from bedside.guard import actions as guard
    from bedside.guard.shapes import Parcel
    from bedside.kit.times import now

    parcel = Parcel(kind="post", text=text)
    cleared = guard.clear(parcel=parcel, organization=here.organization, by=here.hospital.ben, at=now())
    return actions.publish(
        account=account,
        parcel=parcel,
        clearance=cleared,
        subject=here.organization,
        by=here.hospital.ada,
        at=now(),
        due_at=due,
    )


def settle(here: Place, count: int, seconds: float) -> "list[Delivery]":
    """The deliveries, when so many were sent; raises TimeoutError. `done_at` comes after the network's answer."""
    from bedside.channels.models import Delivery

    sent = Delivery.objects.filter(organization=here.organization, state="sent")
    await_(lambda: sent.count() >= count, seconds, f"not all of {count} posts were sent")
    return list(sent.order_by("due_at", "id"))


def await_(there: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Returns when it is so; raises TimeoutError."""
    until = time.monotonic() + seconds
    while not there():
        if time.monotonic() > until:
            raise TimeoutError(otherwise)
        time.sleep(0.1)
