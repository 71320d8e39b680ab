"""Making, copying and draining test databases."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bedside.postgres import Address, Cluster, extend, make_database

ROOT = Path(__file__).parent.parent
CACHE = Path(os.environ.get("BEDSIDE_CACHE", ROOT / ".cache")).resolve()


def copy(cluster: Cluster, *, template: str, worker: str) -> str:
    """A fresh database for one worker; the template is migrated when it is not there yet. Call under a lock."""
    with cluster.superuser.connect() as db:
        have = {str(row[0]) for row in db.execute("select datname from pg_database").fetchall()}
        if template not in have:
            for old in have:
                if old.startswith("bedside_template_"):
                    db.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            fresh = f"{template}_fresh"
            db.execute(f'DROP DATABASE IF EXISTS "{fresh}" WITH (FORCE)')
            make_database(db, fresh)
            extend(cluster.superuser.named(fresh))
            migrate(cluster.owner.named(fresh))
            db.execute(f'ALTER DATABASE "{fresh}" RENAME TO "{template}"')
        name = f"bedside_test_{worker}_{os.getpid()}"
        for old in have:
            if old.startswith(f"bedside_test_{worker}_") and not _alive(old.rsplit("_", 1)[1]):
                db.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        make_database(db, name, template=template)
    return name


def _alive(pid: str) -> bool:
    return Path(f"/proc/{pid}").exists() if Path("/proc/self").exists() else False


def migrate(owner: Address) -> None:
    env = dict(os.environ) | {"BEDSIDE_DATABASE_URL": owner.uri}
    env.pop("PYTEST_VERSION", None)
    done = subprocess.run(
        [sys.executable, "-m", "bedside", "migrate"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def point_django_at(address: Address) -> None:
    from django.db import connections

    settings = connections["default"].settings_dict
    settings.update(
        HOST=address.host, PORT=str(address.port), USER=address.user, PASSWORD=address.password, NAME=address.name
    )
    connections["default"].close()


@contextmanager
def own(worker: str) -> Iterator[Address]:
    """A database for one test that other processes share: Django here points at it until the block ends, and then it
    is gone. Needs the run's own database (`django_db_setup`), because the template is made with it."""
    import fasteners
    from django.db import connections

    from bedside import postgres

    before = dict(connections["default"].settings_dict)
    with fasteners.InterProcessLock(str(CACHE / "tests" / "lock")):
        cluster = postgres.start(CACHE / "tests", durable=False)
        with cluster.superuser.connect() as db:
            found = db.execute("select datname from pg_database where datname ~ '^bedside_template_[0-9a-f]+$'")
            template = str(found.fetchall()[0][0])
        name = copy(cluster, template=template, worker=worker)
    address = cluster.app.named(name)
    try:
        point_django_at(address)
        yield address
    finally:
        connections["default"].close()
        connections["default"].settings_dict.update(before)
        with cluster.superuser.connect() as db:
            db.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def run_jobs(*names: str, most: int = 400) -> int:
    """Runs waiting jobs whose time has come, oldest first, those they defer included; returns how many ran."""
    from django.db import connection
    from procrastinate.contrib.django import app

    ran = 0
    while ran < most:
        with connection.cursor() as cursor:
            cursor.execute(
                "update procrastinate_jobs set status = 'succeeded', queueing_lock = null where id = ("
                " select id from procrastinate_jobs where status = 'todo'"
                " and (scheduled_at is null or scheduled_at <= now()) and (%s::text[] is null or task_name = any(%s))"
                " order by id limit 1) returning task_name, args",
                [list(names) or None, list(names) or None],
            )
            row = cursor.fetchone()
        if row is None:
            return ran
        arguments = json.loads(row[1]) if isinstance(row[1], str) else row[1]
        app.tasks[row[0]].func(**arguments)
        ran += 1
    raise AssertionError(f"more than {most} jobs: do they defer each other for ever?")
