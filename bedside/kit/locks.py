"""Locks that die with the connection that holds them (PostgreSQL's advisory locks)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def turn(space: int, number: int) -> Iterator[bool]:
    """True for one worker at a time, without waiting."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [space, number])
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got:
            _unlock(space, number)


@contextmanager
def alone(space: int, number: int) -> Iterator[None]:
    """Held by one worker at a time; others wait."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s, %s)", [space, number])
    try:
        yield
    finally:
        _unlock(space, number)


def _unlock(space: int, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_unlock(%s, %s)", [space, number])
