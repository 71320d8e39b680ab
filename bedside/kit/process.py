"""Setting up Django for one command, with the embedded database started for it if nothing runs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def database(*, as_owner: bool = False) -> Iterator[None]:
    """Django, ready, on the database of this home; raises postgres.Unavailable."""
    from bedside import postgres
    from bedside.environment import environment

    env = environment()
    if not env.embedded:
        _ready()
        yield
        return
    with postgres.borrowed(env.home) as cluster:
        os.environ["BEDSIDE_DATABASE_URL"] = (cluster.owner if as_owner else cluster.app).uri
        environment.cache_clear()
        _ready()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()
            for connection in connections.all(initialized_only=True):
                if getattr(connection, "pool", None):
                    connection.close_pool()  # type: ignore[attr-defined]


def _ready() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.settings")
    django.setup()
