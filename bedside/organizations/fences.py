"""After every migration: row-level security on every tenant table, and the application role's rights.

Walking the models, not a list, means a new table cannot be forgotten; a test compares the catalog with the models.
"""

from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.models import Model

from bedside.organizations import tenancy
from bedside.organizations.models import Member
from bedside.postgres import APP

#: Tables the application may add to but never change: the audit record.
APPEND_ONLY = ("audit_entry",)


def tenant_tables() -> dict[str, type[Model]]:
    """Every table with an organization of its own, whatever its base class."""
    return {
        model._meta.db_table: model
        for model in apps.get_models()
        if any(getattr(field, "attname", "") == "organization_id" for field in model._meta.concrete_fields)
    }


def fence(using: str = "default", **_signal: Any) -> None:
    """Applies policies and rights; runs as the owner, harmless to repeat."""
    call_command("createcachetable", database=using, verbosity=0)
    with connections[using].cursor() as cursor:
        for table in tenant_tables():
            cursor.execute(tenancy.TENANT_POLICY.format(table=table))
        cursor.execute(tenancy.MEMBER_POLICY.format(table=Member._meta.db_table))
        cursor.execute("select 1 from pg_roles where rolname = %s", [APP])
        if not cursor.fetchone():
            return  # an external database whose one role owns the tables: FORCE keeps it inside the fence
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}")
        cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {APP}")
        for table in APPEND_ONLY:
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP}")
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP}")
