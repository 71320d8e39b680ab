"""Handing a mail to a server, step by step, so that every failure says whether the text may have been taken."""

import contextlib
import re
import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bedside.channels.rules import NetworkError, Trouble
from bedside.kit import http, lines

LABEL = "Newsletter"
SENT, AGAIN, REFUSED, UNKNOWN = "sent", "again", "refused", "unknown"
ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
#: Statuses (RFC 3463) by which an address itself does not work, and plain replies to RCPT that say no more.
DEAD = ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4")
DEAD_REPLIES = (550, 551, 553)


@dataclass(frozen=True)
class Outcome:
    """What became of one mail: `state`, the status as a code, and whether the address itself is dead. `ended`: the
    line is of no more use."""

    state: str
    code: str = ""
    dead: bool = False
    ended: bool = False


@dataclass(frozen=True)
class Server:
    """An outgoing mail server and who we are there."""

    host: str
    port: int
    security: str
    username: str
    password: str
    name: str


def server(credentials: Mapping[str, str]) -> Server:
    """The outgoing server of these credentials; raises NetworkError(REFUSED) where they make no sense."""
    security = credentials.get("security", "").strip().lower() or "starttls"
    port = credentials.get("port", "").strip() or ("465" if security == "ssl" else "587")
    if security not in ("ssl", "starttls", "none") or not (port.isdigit() and port.isascii() and 0 < int(port) < 65536):
        raise NetworkError(
            Trouble.REFUSED, f"{LABEL} settings do not name a port and one of ssl, starttls and none.",
            todo="Look at port and encryption, and connect again.",
        )  # fmt: skip
    domain = credentials.get("from_address", "").rpartition("@")[2] or "localhost"
    return Server(
        credentials.get("host", "").strip(), int(port), security, credentials.get("username", "").strip(),
        credentials.get("password", ""), domain,
    )  # fmt: skip


def ensure_allowed(to: Server, *, rehearsal: bool) -> None:
    """Where a hospital is rehearsed, nothing reaches the public: only a server on this machine, which keeps mail to
    itself. Raises NetworkError(REFUSED)."""
    if rehearsal and to.host not in ("localhost", "127.0.0.1", "::1"):
        raise NetworkError(
            Trouble.REFUSED,
            f"{LABEL} mail leaves no rehearsal.",
            todo="Name a mail server on this machine that keeps mail to itself, or connect in the hospital itself.",
        )


def reach_of(client: http.Client | None = None) -> http.Reach:
    """Where mail servers may stand: the public internet, and the hospital's own that its operator has named."""
    from bedside.environment import environment  # read late: tests and commands set it first

    base = client.reach if client is not None else http.client().reach
    return http.Reach(loopback=base.loopback, hosts=(*base.hosts, *environment().mail_hosts), plain=True, read=30.0)


class Line:
    """One signed-in line to the server."""

    def __init__(self, to: Server, reach: http.Reach) -> None:
        try:
            self.smtp = lines.smtp(to.host, to.port, security=to.security, reach=reach, name=to.name)
        except http.Forbidden as error:
            raise NetworkError(
                Trouble.REFUSED, f"{LABEL} mail servers inside your network may not be called from here.",
                todo="Ask who runs Bedside to name the server in BEDSIDE_MAIL_HOSTS.",
            ) from error  # fmt: skip
        except smtplib.SMTPNotSupportedError as error:
            raise NetworkError(
                Trouble.REFUSED, f"{LABEL} mail server offers no encryption.",
                todo='Choose another server or port; write "none" only inside your own network.',
            ) from error  # fmt: skip
        except (OSError, smtplib.SMTPException, http.NetworkFailure) as error:
            raise NetworkError(Trouble.UNREACHABLE, f"{LABEL} mail server could not be reached.") from error
        try:
            if to.username:
                self.smtp.login(to.username, to.password)
        except smtplib.SMTPAuthenticationError as error:
            self.close()
            if 400 <= error.smtp_code < 500:
                raise NetworkError(
                    Trouble.UNREACHABLE, f"{LABEL} mail server cannot check the password now."
                ) from error
            raise NetworkError(
                Trouble.REVOKED, f"{LABEL} mail server no longer accepts the user name and password.",
                todo="Enter the new password and connect again.",
            ) from error  # fmt: skip
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise NetworkError(Trouble.UNREACHABLE, f"{LABEL} mail server did not let us sign in.") from error

    def send(self, sender: str, to: str, message: bytes, before_text: Callable[[], None] = lambda: None) -> Outcome:
        """Hands over one mail. `before_text` is called just before the text leaves: what fails before that can be tried
        again, what fails after it may have been taken."""
        begun = False
        try:
            code, said = self.smtp.mail(sender)
            if code != 250:
                return self._turned_away(code, said, address=False)
            code, said = self.smtp.rcpt(to)
            if code not in (250, 251):
                return self._turned_away(code, said, address=True)
            code, said = self.smtp.docmd("DATA")
            if code != 354:
                return self._turned_away(code, said, address=False)
            before_text()
            begun = True
            stuffed = re.sub(rb"(?m)^\.", b"..", message)
            self.smtp.send(stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, said = self.smtp.getreply()
        except (OSError, smtplib.SMTPException, ValueError):
            return Outcome(UNKNOWN if begun else AGAIN, "", ended=True)
        if code == 250:
            return Outcome(SENT, "2.0.0")
        if code == -1:
            return Outcome(UNKNOWN, "", ended=True)
        return self._turned_away(code, said, address=False)

    def _turned_away(self, code: int, said: bytes, *, address: bool) -> Outcome:
        status = status_of(code, said)
        ended = code in (421, -1)
        if not ended:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                ended = self.smtp.rset()[0] != 250
        if status.startswith("5") and code != 421:
            plain = ENHANCED.search(said.decode("utf-8", "replace")) is None
            dead = address and (status in DEAD or (plain and code in DEAD_REPLIES))
            return Outcome(REFUSED, status, dead=dead, ended=ended)
        return Outcome(AGAIN, status, ended=ended)

    def close(self) -> None:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self.smtp.quit()
        self.smtp.close()


def status_of(code: int, said: bytes) -> str:
    """The enhanced status in a reply, else the reply's own class; nothing of its words."""
    match = ENHANCED.search(said.decode("utf-8", "replace"))
    if match and match[1][0] == str(code)[:1]:
        return match[1]
    return f"{str(code)[0]}.0.0" if code > 0 else "4.4.2"
