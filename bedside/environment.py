"""Everything the outside may set, read from the environment once. A clone runs with none of it set.

Every name has the prefix BEDSIDE_; secrets also as BEDSIDE_<NAME>_FILE, a path whose content is the value.
"""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Unreadable(Exception):
    """A setting that cannot be used as it is; the message names it and says what to do."""


def _text(name: str, default: str = "") -> str:
    path = os.environ.get(f"BEDSIDE_{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Unreadable(
                f"BEDSIDE_{name}_FILE points to {path}, which cannot be read: {error.strerror}."
            ) from error
    return os.environ.get(f"BEDSIDE_{name}", default).strip()


def _number(name: str, default: int) -> int:
    value = _text(name, str(default))
    if not value.isdigit():
        raise Unreadable(f"BEDSIDE_{name} must be a whole number, not {value!r}.")
    return int(value)


def _switch(name: str, default: bool) -> bool:
    value = _text(name, "yes" if default else "no").lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off", ""):
        return False
    raise Unreadable(f"BEDSIDE_{name} must be yes or no, not {value!r}.")


@dataclass(frozen=True)
class Environment:
    #: Folder of everything that lives: database, keys, pictures, logs.
    home: Path
    #: The application's own database role on an external PostgreSQL; empty: the embedded one under home.
    database_url: str
    #: A role that may create tables, for migrations on an external PostgreSQL; empty: database_url.
    database_owner_url: str
    #: Where the web server listens.
    host: str
    port: int
    #: The address people type, when a proxy stands in front, e.g. https://social.example.org.
    origin: str
    #: True only while developing: error pages with details.
    debug: bool
    #: Signs sessions and links; empty: one is made under home.
    secret_key: str
    #: Encrypts patients' originals: base64 keys separated by commas, newest first; empty: a key file under home.
    keys: str
    #: smtp://user:password@host:port, or empty: mail is written to a folder under home.
    mail_url: str
    mail_from: str
    #: Names of the hospital's own mail servers, which may stand inside its network; separated by commas.
    mail_hosts: tuple[str, ...]
    #: Minutes without a click after which a session ends (45 CFR 164.312(a)(2)(iii)).
    session_minutes: int
    #: How many jobs one worker runs at once.
    worker_threads: int
    #: Whether networks are rehearsed on this machine, for rehearsal rooms.
    rehearsal: bool
    #: The rehearsal's own port; 0: any free one.
    rehearsal_port: int
    #: Networks on this machine may be reached (rehearsal, a test server); never on in a hospital's live set-up.
    allow_loopback: bool

    @property
    def embedded(self) -> bool:
        return not self.database_url


@cache
def environment() -> Environment:
    """What the environment says, checked; raises Unreadable with a sentence where a value makes no sense."""
    return Environment(
        home=Path(_text("HOME", str(ROOT / "var"))).expanduser().resolve(),
        database_url=_text("DATABASE_URL"),
        database_owner_url=_text("DATABASE_OWNER_URL"),
        host=_text("HOST", "127.0.0.1"),
        port=_number("PORT", 8300),
        origin=_text("ORIGIN").rstrip("/"),
        debug=_switch("DEBUG", False),
        secret_key=_text("SECRET_KEY"),
        keys=_text("KEYS"),
        mail_url=_text("MAIL_URL"),
        mail_from=_text("MAIL_FROM", "bedside@localhost"),
        mail_hosts=tuple(name.strip() for name in _text("MAIL_HOSTS").split(",") if name.strip()),
        session_minutes=_number("SESSION_MINUTES", 30),
        worker_threads=_number("WORKER_THREADS", 8),
        rehearsal=_switch("REHEARSAL", True),
        rehearsal_port=_number("REHEARSAL_PORT", 0),
        allow_loopback=_switch("ALLOW_LOOPBACK", False),
    )
