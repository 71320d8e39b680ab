"""The test database: a real embedded PostgreSQL, reached as the role that cannot bypass row-level security.

One template is migrated once for each state of the migrations; every worker of the run gets a copy of it. Actions
defer real jobs; `jobs` runs what was deferred, in the test's own transaction.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

os.environ.setdefault("BEDSIDE_ALLOW_LOOPBACK", "yes")
# Playwright's synchronous driver leaves an event loop running in the main thread; tests of the same process use the
# database from there all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
ROOT = Path(__file__).parent
CACHE = Path(os.environ.get("BEDSIDE_CACHE", ROOT / ".cache")).resolve()

pytest_plugins = ["tests.fixtures", "tests.servers.fixtures"]


def pytest_configure(config: pytest.Config) -> None:
    home = CACHE / "home"
    home.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("BEDSIDE_HOME", str(home))
    from bedside.environment import environment

    environment.cache_clear()  # Django's settings were read before this file, with what stood there then


def _stamp() -> str:
    seen = hashlib.sha256()
    for path in sorted([*ROOT.glob("bedside/*/migrations/*.py"), *ROOT.glob("bedside/organizations/*.py")]):
        seen.update(path.read_bytes())
    seen.update((ROOT / "requirements/run.lock").read_bytes())
    return seen.hexdigest()[:16]


@pytest.fixture(scope="session")
def django_db_setup(worker_id: str, django_db_blocker: object) -> None:
    """This worker's own database, copied from the migrated template."""
    import fasteners

    from bedside import postgres
    from tests import databases

    (CACHE / "tests").mkdir(parents=True, exist_ok=True)
    with fasteners.InterProcessLock(str(CACHE / "tests" / "lock")):
        cluster = postgres.start(CACHE / "tests", durable=False)
        name = databases.copy(cluster, template=f"bedside_template_{_stamp()}", worker=worker_id)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        databases.point_django_at(cluster.app.named(name))


@pytest.fixture
def jobs(db: None) -> Callable[..., int]:
    """Runs the jobs deferred so far, and those they defer, in this test's transaction; returns how many."""
    from tests.databases import run_jobs

    return run_jobs
