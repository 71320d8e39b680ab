"""The newsletter's mailbox over IMAP (RFC 3501): what is new since a cursor. Reads only; nothing is marked or moved."""

import contextlib
import imaplib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from bedside.channels.networks.newsletter.post import LABEL
from bedside.channels.rules import NetworkError, Trouble
from bedside.kit import http, lines

#: Mails read at most in one look, and bytes of each: the rest of a large one is attachments.
MOST, MOST_BYTES = 200, 300_000


@dataclass(frozen=True)
class Cursor:
    """A mailbox's generation, and the highest number read in it."""

    validity: int = 0
    uid: int = 0


def read_cursor(text: str) -> Cursor | None:
    try:
        told = json.loads(text) if text else None
        return Cursor(int(told["validity"]), int(told["uid"])) if told else None
    except (ValueError, TypeError, KeyError):
        return None


def write_cursor(cursor: Cursor) -> str:
    return json.dumps({"validity": cursor.validity, "uid": cursor.uid})


@contextmanager
def opened(credentials: Mapping[str, str], reach: http.Reach) -> Iterator[imaplib.IMAP4]:
    """The mailbox's line, signed in, its inbox open for reading. Raises NetworkError."""
    security = credentials.get("imap_security", "").strip().lower() or "ssl"
    port = credentials.get("imap_port", "").strip() or ("993" if security == "ssl" else "143")
    if security not in ("ssl", "starttls", "none") or not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise NetworkError(
            Trouble.REFUSED, f"{LABEL} settings do not name a mailbox port and one of ssl, starttls and none.",
            todo="Look at the mailbox's port and encryption, and connect again.",
        )  # fmt: skip
    try:
        line = lines.imap(credentials["imap_host"].strip(), int(port), security=security, reach=reach)
    except http.Forbidden as error:
        raise NetworkError(
            Trouble.REFUSED, f"{LABEL} mailboxes inside your network may not be read from here.",
            todo="Ask who runs Bedside to name the server in BEDSIDE_MAIL_HOSTS.",
        ) from error  # fmt: skip
    except (OSError, imaplib.IMAP4.error, http.NetworkFailure) as error:
        raise NetworkError(Trouble.UNREACHABLE, f"{LABEL} mailbox could not be reached.") from error
    try:
        _sign_in(line, credentials)
        yield line
    except NetworkError:
        raise
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        raise NetworkError(Trouble.UNREACHABLE, f"{LABEL} mailbox did not answer as expected.") from error
    finally:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            line.logout()


def _sign_in(line: imaplib.IMAP4, credentials: Mapping[str, str]) -> None:
    user = credentials.get("imap_username", "").strip() or credentials.get("username", "").strip()
    password = credentials.get("imap_password", "") or credentials.get("password", "")
    try:
        line.login(user, password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise NetworkError(
            Trouble.REVOKED, f"{LABEL} mailbox no longer accepts the user name and password.",
            todo="Enter the new password and connect again.",
        ) from error  # fmt: skip
    status, _told = line.select("INBOX", readonly=True)
    if status != "OK":
        raise NetworkError(Trouble.REFUSED, f"{LABEL} mailbox has no inbox that can be read.")


def fresh(line: imaplib.IMAP4, cursor: Cursor | None) -> tuple[list[bytes], Cursor]:
    """Mails after the cursor, the oldest first, and where to go on. A first look begins at the end: what lay there
    before is not ours; a mailbox that was made anew is read from its start."""
    validity = _number(line.response("UIDVALIDITY")[1])
    if cursor is None:
        return [], Cursor(validity, _last(line))
    begin = cursor.uid if cursor.validity == validity else 0
    status, told = line.uid("SEARCH", f"UID {begin + 1}:*")
    if status != "OK":
        raise imaplib.IMAP4.error("SEARCH")
    listed = sorted(int(one) for one in (told[0] or b"").split() if one.isdigit())
    # "n:*" always names the last mail, also where it is older.
    uids = [uid for uid in listed if uid > begin][:MOST]
    found, reached = [], begin
    for uid in uids:
        status, parts = line.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        if status != "OK":
            break
        found += [part[1] for part in parts if isinstance(part, tuple) and isinstance(part[1], bytes)]
        reached = uid
    return found, Cursor(validity, reached)


def _last(line: imaplib.IMAP4) -> int:
    status, told = line.uid("SEARCH", "UID *:*")
    numbers = [int(one) for one in (told[0] or b"").split() if one.isdigit()] if status == "OK" and told else []
    return max(numbers, default=0)


def _number(told: list[bytes | None] | None) -> int:
    match = re.search(rb"\d+", (told or [b""])[0] or b"")
    return int(match[0]) if match else 0
