"""Jobs: registered by name, deferred in the caller's transaction, so that a job commits or vanishes with its row."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime
from functools import wraps
from typing import Any

from asgiref.sync import async_to_sync
from django.db import close_old_connections, connection, transaction
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

from bedside.kit.times import now

Job = Callable[..., None]
#: Seconds without a heartbeat after which a worker is taken for dead.
SILENT_WORKER = 12.0

Around = Callable[[dict[str, Any]], AbstractContextManager[object]]

jobs: dict[str, Job] = {}
_around: list[Around] = []


def surround(around: Around) -> None:
    """Every job from now on runs inside `around(its arguments)`: whose data it may see is set there."""
    if around not in _around:
        _around.append(around)


def task(name: str, *, every: str | None = None, tries: int = 8) -> Callable[[Job], Job]:
    """Registers a job under its name; `every` is a cron line, with seconds as a sixth field where wanted.

    A job that raises is tried again with growing pauses, `tries` times in all; every job must bear being run twice.
    """

    def register(job: Job) -> Job:
        @wraps(job)
        def run(**arguments: Any) -> None:
            arguments.pop("timestamp", None)  # periodic jobs are told the instant they were due
            _refresh()
            try:
                with surrounded(arguments):
                    job(**arguments)
            finally:
                _refresh()  # back to the pool: threads of the worker live on

        retry = RetryStrategy(max_attempts=tries, wait=1, exponential_wait=3)
        registered = app.task(name=name, retry=retry, queue="default")(run)
        if every:
            app.periodic(cron=every, periodic_id=name)(registered)  # type: ignore[arg-type]  # `run` takes it
        jobs[name] = run
        return run

    return register


def _refresh() -> None:
    if not connection.in_atomic_block:
        close_old_connections()


@contextmanager
def surrounded(arguments: dict[str, Any]) -> Iterator[None]:
    with ExitStack() as stack:
        for around in _around:
            stack.enter_context(around(arguments))
        yield


def defer(name: str, *, after: datetime | None = None, once: str | None = None, **arguments: Any) -> None:
    """Queues a job with the current transaction; not before `after`. With `once`, a job with that key which still
    waits stands for this one too."""
    ready = app.configure_task(name, allow_unknown=False, schedule_at=after, queueing_lock=once)
    if once is None:
        ready.defer(**arguments)
        return
    try:
        with transaction.atomic():  # a savepoint: the refused row must not spoil the caller's transaction
            ready.defer(**arguments)
    except AlreadyEnqueued:
        pass


def work(*, threads: int) -> None:
    """Runs jobs until told to stop; hears of new ones at once, and looks for those whose time has come."""
    asyncio.run(_work(threads))


async def _work(threads: int) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(threads + 2))
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    # An app of its own for the worker's asynchronous connection: what a job itself defers must go through Django's
    # connection, so that it commits or vanishes with the job's rows.
    worker = App(connector=connector.get_worker_connector())
    worker.tasks = app.tasks
    worker.periodic_registry = app.periodic_registry
    async with worker.open_async():
        await worker.run_worker_async(
            concurrency=threads,
            fetch_job_polling_interval=0.2,  # how late a job with a time of its own may start
            delete_jobs="successful",
            update_heartbeat_interval=3.0,
            stalled_worker_timeout=SILENT_WORKER,
            shutdown_graceful_timeout=8.0,
        )


@task("queue.rescue", every="* * * * * */10", tries=1)
def rescue() -> None:
    """Jobs whose worker died go back into the queue; every job bears being run twice."""
    stalled = async_to_sync(app.job_manager.get_stalled_jobs)(seconds_since_heartbeat=SILENT_WORKER)
    for job in stalled:
        if job.id is None:
            continue
        try:
            with transaction.atomic():
                app.job_manager.retry_job_by_id(job.id, now())
        except UniqueViolation:  # one with its key waits already and stands for it
            async_to_sync(app.job_manager.finish_job_by_id_async)(job.id, Status.FAILED, delete_job=True)


def workers_alive() -> int:
    """How many workers' hearts beat."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_workers where last_heartbeat > now() - make_interval(secs => %s)",
            [SILENT_WORKER],
        )
        return int(cursor.fetchone()[0])
