"""The third fence: PostgreSQL shows no hospital the rows of another, whatever the application asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from bedside.audit.models import Entry
from bedside.kit import queue
from bedside.organizations import fences, tenancy
from bedside.organizations.models import Member
from bedside.postgres import APP, OWNER
from tests.cast import Hospital
from tests.filled import Both, fill_both

Jobs = Callable[..., int]


@pytest.fixture
def both(riverbend: Hospital, hillcrest: Hospital, jobs: Jobs) -> Both:
    return fill_both(riverbend, hillcrest, jobs)


def ask(sql: str, *values: Any) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tenant_models() -> list[type[models.Model]]:
    return sorted(fences.tenant_tables().values(), key=lambda model: model._meta.label)


@pytest.mark.django_db
def test_every_table_with_an_organization_has_a_forced_policy() -> None:
    columns = ask(
        "select table_name from information_schema.columns"
        " where column_name = 'organization_id' and table_schema = 'public'"
    )
    tables = {str(name) for (name,) in columns}
    assert tables == set(fences.tenant_tables()), "a table with organization_id that no model knows, or the reverse"
    fenced = ask(
        "select relname, relrowsecurity, relforcerowsecurity from pg_class"
        " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname = any(%s)",
        sorted(tables),
    )
    assert {str(name) for name, on, forced in fenced if on and forced} == tables
    policies = ask("select tablename, policyname, cmd, qual, with_check from pg_policies where schemaname = 'public'")
    own = {str(table): (cmd, qual, check) for table, name, cmd, qual, check in policies if name == "own_organization"}
    assert set(own) == tables
    for cmd, qual, check in own.values():
        assert cmd == "ALL"
        assert "bedside.organization" in str(qual)
        assert "bedside.organization" in str(check)
    others = {(str(table), str(name), str(cmd)) for table, name, cmd, *_ in policies if name != "own_organization"}
    assert others == {(Member._meta.db_table, "own_memberships", "SELECT")}, "a second policy opens more"


@pytest.mark.django_db
def test_the_application_can_neither_bypass_the_fence_nor_move_it() -> None:
    assert ask("select current_user") == [(APP,)]
    rights = ask(
        "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = any(%s)",
        [APP, OWNER],
    )
    assert sorted(rights) == [(APP, False, False, False, False), (OWNER, False, False, False, False)]
    assert ask("select count(*) from pg_class where relowner = %s::regrole", APP) == [(0,)]
    assert ask("select count(*) from pg_proc where proowner = %s::regrole", APP) == [(0,)]
    assert ask("select roleid::regrole::text from pg_auth_members where member = %s::regrole", APP) == []


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE organizations_member DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE organizations_member NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY own_organization ON organizations_member",
        "CREATE POLICY open ON organizations_member USING (true)",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_entry_append_only ON audit_entry",
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "UPDATE audit_entry SET by_name = 'Somebody else'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "TRUNCATE organizations_member CASCADE",
        "DROP TABLE audit_entry",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
        "SET ROLE bedside_owner",
        "SET SESSION AUTHORIZATION postgres",
        "ALTER ROLE bedside_app BYPASSRLS",
        "SET row_security = off; SELECT count(*) FROM organizations_member",
        "CREATE FUNCTION look() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'select count(*) from audit_entry';"
        " ALTER FUNCTION look() OWNER TO bedside_owner",
    ],
)
def test_the_application_is_refused(riverbend: Hospital, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_application_has_no_right_to_change_the_audit_record() -> None:
    granted = ask(
        "select privilege_type from information_schema.role_table_grants"
        " where table_name = 'audit_entry' and grantee in (%s, 'PUBLIC')",
        APP,
    )
    assert sorted(str(right) for (right,) in granted) == ["INSERT", "SELECT"]


def test_without_an_organization_no_row_of_any_table_is_seen(both: Both) -> None:
    tenancy.announce(None)
    assert {model._meta.label for model in tenant_models() if model._default_manager.exists()} == set()


def test_both_hospitals_have_a_row_in_every_table(both: Both) -> None:
    """What makes the next tests mean something."""
    for filled in (both.ours, both.theirs):
        tenancy.announce(filled.hospital.organization.pk)
        assert {model._meta.label for model in tenant_models() if not model._default_manager.exists()} == set()


@pytest.mark.parametrize("way", [("ours", "theirs"), ("theirs", "ours")])
def test_a_hospital_sees_its_own_rows_alone(both: Both, way: tuple[str, str]) -> None:
    inside, outside = (getattr(both, name).hospital.organization.pk for name in way)
    tenancy.announce(inside)
    for model in tenant_models():
        seen = set(model._default_manager.values_list("organization_id", flat=True))
        assert seen == {inside}, model._meta.label
        assert not model._default_manager.filter(organization_id=outside).exists(), model._meta.label


def test_rows_of_another_hospital_can_be_neither_changed_nor_deleted(both: Both) -> None:
    ours, theirs = both.ours.hospital.organization.pk, both.theirs.hospital.organization.pk
    tenancy.announce(theirs)
    known = {model: list(model._default_manager.values_list("pk", flat=True)) for model in tenant_models()}
    tenancy.announce(ours)
    for model, keys in known.items():
        table, column = model._meta.db_table, model._meta.pk.column
        if model is not Entry:  # which nobody may change at all
            with connection.cursor() as cursor, undone():
                cursor.execute(f"UPDATE {table} SET {column} = {column} WHERE {column} = ANY(%s)", [keys])
                assert cursor.rowcount == 0, table
                cursor.execute(f"DELETE FROM {table} WHERE {column} = ANY(%s)", [keys])
                assert cursor.rowcount == 0, table
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = ANY(%s)", [keys])
            assert cursor.fetchone() == (0,), table


def test_no_row_can_be_written_into_another_hospital(both: Both) -> None:
    """Every own row, copied with the other hospital's number, is refused by the policy; so is moving one there."""
    theirs = both.theirs.hospital.organization.pk
    for model in tenant_models():
        table = model._meta.db_table
        names = [str(field.column) for field in model._meta.concrete_fields if field.column != "id"]
        values = ", ".join(str(theirs) if name == "organization_id" else name for name in names)
        with pytest.raises(DatabaseError, match="row-level security"), undone(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} LIMIT 1")
        if model is not Entry:  # papers of an incident are refused before the policy is asked
            with (
                pytest.raises(DatabaseError, match=r"row-level security|append-only"),
                undone(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"UPDATE {table} SET organization_id = %s", [theirs])


def test_the_queries_of_one_hospital_do_not_find_the_other_behind_a_join(both: Both) -> None:
    """Also where a row of ours would point at theirs."""
    from bedside.channels.models import Account
    from bedside.publishing.models import Target

    mine = Target.objects.filter(post=both.ours.draft).first()
    assert mine is not None
    Target.objects.filter(pk=mine.pk).update(account_id=both.theirs.account.pk)
    found = list(Target.objects.filter(pk=mine.pk, account__network="bluesky"))
    assert found == []
    with pytest.raises(Account.DoesNotExist):
        _ = Target.objects.get(pk=mine.pk).account


def test_a_person_sees_their_own_memberships_before_choosing(both: Both) -> None:
    rosa = both.ours.hospital.rosa
    tenancy.announce(None, rosa.user_id)
    assert [member.pk for member in Member.objects.all()] == [rosa.pk]
    with undone():
        assert Member.objects.filter(pk=rosa.pk).update(roles=["administrator"]) == 0
    tenancy.announce(None)
    assert not Member.objects.exists()


def whose() -> str:
    return str(ask("select current_setting('bedside.organization', true)")[0][0] or "")


@pytest.mark.django_db
def test_entering_restores_what_was_before_also_when_something_fails() -> None:
    tenancy.announce(1)
    with tenancy.entered(2):
        assert (tenancy.current(), whose()) == (2, "2")
        with tenancy.entered(3):
            assert (tenancy.current(), whose()) == (3, "3")
        assert (tenancy.current(), whose()) == (2, "2")
        with pytest.raises(RuntimeError, match="lost"), tenancy.entered(4):
            raise RuntimeError("lost")
        assert (tenancy.current(), whose()) == (2, "2")
    assert (tenancy.current(), whose()) == (1, "1")
    tenancy.announce(None)
    assert (tenancy.current(), whose()) == (None, "")


@pytest.mark.django_db
def test_a_broken_transaction_leaves_nobody_inside() -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), tenancy.entered(7), connection.cursor() as cursor:
        cursor.execute("select 1 / 0")  # after this, the session cannot even be told to close until it is rolled back
    assert (tenancy.current(), whose()) == (None, "")


@contextmanager
def other_sessions(**options: object) -> Iterator[BaseDatabaseWrapper]:
    """Sessions beside the test's own, made as the application makes them."""
    settings = dict(connections["default"].settings_dict) | {"OPTIONS": options}
    session = ConnectionHandler({"default": settings})["default"]
    assert isinstance(session, BaseDatabaseWrapper)
    try:
        yield session
    finally:
        session.close()
        if options:
            session.close_pool()  # type: ignore[attr-defined]


def sees(session: BaseDatabaseWrapper) -> tuple[str, int]:
    """Whose rows a session may see, and which session it is."""
    with session.cursor() as cursor:
        cursor.execute("select current_setting('bedside.organization', true), pg_backend_pid()")
        whose, process = cursor.fetchone()
    return str(whose or ""), int(process)


@pytest.mark.django_db
def test_a_new_session_starts_closed_or_with_the_organization_that_was_entered() -> None:
    with other_sessions() as session:
        assert sees(session)[0] == ""
    with tenancy.entered(5), other_sessions() as session:
        assert sees(session)[0] == "5"


@pytest.mark.django_db
def test_a_pooled_session_that_worked_for_somebody_starts_closed_for_the_next() -> None:
    """The pool hands the same session out again; what it saw before must not stay open."""
    with other_sessions(pool={"min_size": 1, "max_size": 1, "timeout": 5}) as session:
        with session.cursor() as cursor:
            cursor.execute("select set_config('bedside.organization', '9', false)")
        before = sees(session)
        session.close()
        after = sees(session)
    assert before[1] == after[1], "the pool did not hand the same session out again"
    assert (before[0], after[0]) == ("9", "")


def test_a_job_that_names_no_organization_sees_nothing(both: Both) -> None:
    seen: list[tuple[int | None, int]] = []

    def look(**arguments: object) -> None:
        seen.append((tenancy.current(), Member.objects.count()))

    tenancy.announce(None)
    for arguments in ({}, {"organization_id": both.ours.hospital.organization.pk}):
        with queue.surrounded(arguments):
            look()
    assert seen == [(None, 0), (both.ours.hospital.organization.pk, 6)]
    assert tenancy.current() is None


def test_a_job_that_names_no_organization_does_not_inherit_one(both: Both) -> None:
    """A job of everybody's, run right after one of a hospital's, on the same thread."""
    tenancy.announce(both.ours.hospital.organization.pk)
    with queue.surrounded({}):
        assert not Member.objects.exists()
    assert tenancy.current() == both.ours.hospital.organization.pk
