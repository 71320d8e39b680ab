"""Lines to mail servers, SMTP and IMAP, through the same guard as HTTP: the address that was checked is the address
connected to, and none leads into the hospital's network unless its operator has named that server."""

import imaplib
import smtplib
import socket
import ssl
from functools import cache

import httpcore
import httpx

from bedside.kit.http import Forbidden, NeverSent, Reach, _CheckedBackend


@cache
def trust() -> ssl.SSLContext:
    """What a server's certificate is checked against."""
    return httpx.create_ssl_context(trust_env=False)


def connect(host: str, port: int, reach: Reach, seconds: float) -> socket.socket:
    """A connected socket; raises NeverSent, or Forbidden for an address out of reach."""
    error: OSError | None = None
    try:
        addresses = _CheckedBackend(reach)._addresses(host, port)
    except httpcore.ConnectError as failed:
        raise NeverSent("The mail server's name is not known.") from failed
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=seconds)
        except OSError as failed:
            error = failed
    raise NeverSent("The mail server could not be reached.") from error


def smtp(host: str, port: int, *, security: str, reach: Reach, name: str) -> smtplib.SMTP:
    """An SMTP line that has greeted: "ssl" from the first byte, "starttls" demanded before anything else is said, or
    "none". `name` is what this machine calls itself. Raises NeverSent, smtplib.SMTPException or OSError."""

    class Plain(smtplib.SMTP):
        def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
            return connect(host, port, reach, timeout)

    class Sealed(smtplib.SMTP_SSL):
        def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
            return trust().wrap_socket(connect(host, port, reach, timeout), server_hostname=host)

    kind = Sealed if security == "ssl" else Plain
    line = kind(host, port, local_hostname=name, timeout=reach.read)
    try:
        line.ehlo_or_helo_if_needed()
        if security == "starttls":
            line.starttls(context=trust())
            line.ehlo()
    except BaseException:
        line.close()
        raise
    return line


def imap(host: str, port: int, *, security: str, reach: Reach) -> imaplib.IMAP4:
    """An IMAP line, not signed in yet. Raises NeverSent, imaplib.IMAP4.error or OSError."""

    class Plain(imaplib.IMAP4):
        def _create_socket(self, timeout: float | None) -> socket.socket:
            return connect(host, port, reach, reach.read)

    class Sealed(imaplib.IMAP4_SSL):
        def _create_socket(self, timeout: float | None) -> socket.socket:
            return trust().wrap_socket(connect(host, port, reach, reach.read), server_hostname=host)

    if security == "ssl":
        return Sealed(host, port, ssl_context=trust(), timeout=reach.read)
    line = Plain(host, port, timeout=reach.read)
    if security == "starttls":
        line.starttls(ssl_context=trust())
    return line


__all__ = ["Forbidden", "NeverSent", "connect", "imap", "smtp", "trust"]
