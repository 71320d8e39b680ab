"""Jobs: commit or vanish with their row, wait for their time, stand for one another, are rescued from the dead."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from bedside.kit import queue
from bedside.kit.times import now

Jobs = Callable[..., int]
ran: list[dict[str, object]] = []


@pytest.fixture(autouse=True)
def a_job() -> Iterator[None]:
    """One job of the test's own, gone afterwards."""
    ran.clear()

    def note(**arguments: object) -> None:
        ran.append(arguments)

    queue.task("kit.note")(note)
    yield
    del app.tasks["kit.note"], queue.jobs["kit.note"]


def waiting() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("select status, args->>'n' from procrastinate_jobs where task_name = 'kit.note' order by id")
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_a_job_runs_with_what_it_was_given(jobs: Jobs) -> None:
    queue.defer("kit.note", n=1)
    assert jobs() == 1
    assert ran == [{"n": 1}]


@pytest.mark.django_db
def test_a_job_vanishes_with_its_transaction(jobs: Jobs) -> None:
    with transaction.atomic():
        queue.defer("kit.note", n=1)
        transaction.set_rollback(True)
    queue.defer("kit.note", n=2)
    assert jobs() == 1
    assert ran == [{"n": 2}]


@pytest.mark.django_db
def test_a_job_waits_for_its_time(jobs: Jobs) -> None:
    queue.defer("kit.note", after=now() + timedelta(hours=1), n=1)
    assert jobs() == 0
    assert waiting() == [("todo", "1")]


@pytest.mark.django_db
def test_one_job_stands_for_those_that_want_the_same(jobs: Jobs) -> None:
    for n in (1, 2, 3):
        queue.defer("kit.note", once="same", n=n)
    queue.defer("kit.note", once="other", n=4)
    assert waiting() == [("todo", "1"), ("todo", "4")]
    jobs()
    queue.defer("kit.note", once="same", n=5)
    assert jobs() == 1
    assert [one["n"] for one in ran] == [1, 4, 5]


@pytest.mark.django_db
def test_a_refused_twin_does_not_spoil_the_callers_transaction() -> None:
    with transaction.atomic():
        queue.defer("kit.note", once="same", n=1)
        queue.defer("kit.note", once="same", n=2)
        queue.defer("kit.note", n=3)
    assert waiting() == [("todo", "1"), ("todo", "3")]


@pytest.mark.django_db
def test_a_job_nobody_registered_is_refused() -> None:
    from procrastinate.exceptions import TaskNotFound

    with pytest.raises(TaskNotFound):
        queue.defer("kit.nothing", n=1)


def test_a_job_that_fails_is_tried_again_with_growing_pauses() -> None:
    strategy = app.tasks["kit.note"].retry_strategy
    assert strategy is not None
    pauses = []
    for attempts in range(1, 8):
        decision = strategy.get_retry_decision(exception=RuntimeError(), job=_job(attempts))
        assert decision is not None
        pauses.append(decision.retry_at)
    assert pauses == sorted(pauses)  # type: ignore[type-var]
    assert strategy.get_retry_decision(exception=RuntimeError(), job=_job(8)) is None


def _job(attempts: int):  # type: ignore[no-untyped-def]
    from procrastinate.jobs import Job

    return Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="kit.note", attempts=attempts)


def _worker(silent_for: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat)"
            " values (now() - make_interval(secs => %s)) returning id",
            [silent_for],
        )
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_job_of_a_dead_worker_goes_back_into_the_queue(jobs: Jobs) -> None:
    queue.defer("kit.note", n=1)
    queue.defer("kit.note", n=2)
    dead, alive = _worker(60), _worker(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = case when args->>'n' = '1' then %s else %s end"
            " where task_name = 'kit.note'",
            [dead, alive],
        )
    queue.rescue()
    assert waiting() == [("todo", "1"), ("doing", "2")]
    with connection.cursor() as cursor:  # at once, which inside the test's own transaction has already passed
        cursor.execute("update procrastinate_jobs set scheduled_at = null")
    jobs("kit.note")
    assert ran == [{"n": 1}]


@pytest.mark.django_db
def test_only_workers_whose_hearts_beat_are_counted() -> None:
    before = queue.workers_alive()
    _worker(60)
    _worker(1)
    assert queue.workers_alive() == before + 1


@pytest.mark.django_db
def test_what_surrounds_a_job_is_left_also_when_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import contextmanager

    seen: list[str] = []

    @contextmanager
    def around(arguments: dict[str, object]) -> Iterator[None]:
        seen.append(f"in {arguments['n']}")
        try:
            yield
        finally:
            seen.append("out")

    monkeypatch.setattr(queue, "_around", [around])
    with pytest.raises(ZeroDivisionError), queue.surrounded({"n": 1}):
        _ = 1 / 0
    assert seen == ["in 1", "out"]
