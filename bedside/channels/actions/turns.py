"""Whose turn it is: one worker at a time for what must not be done twice at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def turn(space: int, account_id: int) -> Iterator[bool]:
    """True for one worker at a time, without waiting; the lock dies with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [space, account_id])
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [space, account_id])
