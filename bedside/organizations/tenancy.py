"""The third fence around an organization's data: PostgreSQL itself.

Every tenant table has row-level security comparing its organization with the session's `bedside.organization`.
With none set, no row is seen and none can be written. The application's role owns nothing and cannot switch it off.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Func, TextField, Value
from django.db.models.functions import Cast

_current: ContextVar[int | None] = ContextVar("organization", default=None)


def current() -> int | None:
    """The organization whose data this work may see."""
    return _current.get()


def announce(organization_id: int | None, user_id: int | None = None) -> None:
    """Tells this database session whose rows it may see; None for nobody's. `user_id` opens that person's own
    memberships, which sign-in needs before an organization is chosen."""
    _current.set(organization_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('bedside.organization', %s, false), set_config('bedside.user', %s, false)",
            [
                "" if organization_id is None else str(int(organization_id)),
                "" if user_id is None else str(int(user_id)),
            ],
        )


def opening(column: str) -> Func:
    """A column of a query for the organization itself that announces it, in the query's own round trip; `opened` says
    that it happened."""
    return Func(
        Value("bedside.organization"), Cast(column, TextField()), Value(False), function="set_config",
        output_field=TextField(),
    )  # fmt: skip


def opened(organization_id: int) -> None:
    """Notes which organization a query with `opening` announced."""
    _current.set(organization_id)


@contextmanager
def entered(organization_id: int | None) -> Iterator[None]:
    """Work for one organization, or with None for nobody's; whatever was set before is set again afterwards."""
    before = _current.get()
    announce(organization_id)
    try:
        yield
    finally:
        _restore(before)


def _restore(before: int | None) -> None:
    try:
        announce(before)
    except DatabaseError:
        # The session is broken or its transaction is: it must not live on with somebody's data open.
        _current.set(before)
        if not connection.in_atomic_block:
            connection.close()


@contextmanager
def around_job(arguments: dict[str, Any]) -> Iterator[None]:
    """A job that names an organization sees that one's rows; one that names none sees nobody's."""
    organization_id = arguments.get("organization_id")
    with entered(None if organization_id is None else int(organization_id)):
        yield


TENANT_POLICY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own_organization ON {table};
CREATE POLICY own_organization ON {table}
  USING (organization_id = nullif(current_setting('bedside.organization', true), '')::bigint)
  WITH CHECK (organization_id = nullif(current_setting('bedside.organization', true), '')::bigint);
"""

#: A person may see which organizations they belong to before one of them is chosen.
MEMBER_POLICY = """
DROP POLICY IF EXISTS own_memberships ON {table};
CREATE POLICY own_memberships ON {table} FOR SELECT
  USING (user_id = nullif(current_setting('bedside.user', true), '')::bigint);
"""
