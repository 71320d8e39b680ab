"""HTTP to the outside, through one guarded client: time limits, size limits, and no way into the hospital's network.

The address that was checked is the address connected to, so a name that changes its answer between the check and
the call (DNS rebinding) gains nothing. Errors say whether a call may have been done, because a blind second try of
something that was done is a post made twice.
"""

import atexit
import ipaddress
import json as json_text
import os
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from bedside.kit.limits import Limit, read_limit

USER_AGENT = "Bedside/0.1 (+self-hosted hospital communications)"
MOST_BYTES = 10_000_000
#: No answer may take longer than this in all, however slowly it drips.
OVERALL = 120.0


class NetworkFailure(Exception):
    """A call that brought no usable answer."""


class NeverSent(NetworkFailure):
    """Nothing reached the other side: safe to try again."""


class Forbidden(NeverSent):
    """An address this program does not talk to: inside the hospital, this machine, or a cloud's metadata."""


class MaybeDone(NetworkFailure):
    """The request went out and no whole answer came back: it may have been done."""


class TooLarge(MaybeDone):
    """The answer was larger than allowed and was not read to its end."""


@dataclass(frozen=True)
class Reach:
    """Where a client may connect and how long it waits. `hosts` are names allowed although their address is
    private (a hospital's own server), with plain HTTP; `loopback` allows this machine, with plain HTTP; `ports` allows
    these ports of it alone (the rehearsal's)."""

    loopback: bool = False
    ports: tuple[int, ...] = ()
    hosts: tuple[str, ...] = ()
    plain: bool = False
    connect: float = 5.0
    read: float = 15.0
    most_bytes: int = MOST_BYTES


@dataclass(frozen=True)
class Answer:
    """A whole answer, whatever its status."""

    status: int
    headers: httpx.Headers
    content: bytes
    url: str

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON; raises ValueError where it is none, or nested past all reason."""
        try:
            return json_text.loads(self.content)
        except RecursionError as error:
            raise ValueError("The answer is nested too deep.") from error

    @property
    def limit(self) -> Limit:
        """What the answer says about how often one may call."""
        return read_limit(self.headers)


def public(address: str) -> bool:
    """True for an address on the public internet: not private, loopback, link-local (cloud metadata), shared
    carrier space, multicast, nor an IPv6 form that carries such an IPv4 address."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64 or ip in COMPATIBLE:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return public(str(inner))
    return ip.is_global and not ip.is_multicast


NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
COMPATIBLE = ipaddress.IPv6Network("::/96")


class _CheckedBackend(httpcore.SyncBackend):
    """Resolves a name once, refuses addresses out of reach, and connects to the address it checked."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        error: Exception | None = None
        for address in self._addresses(host, port):
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
        raise error or httpcore.ConnectError("The name has no address.")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        raise Forbidden("Only network addresses can be called.")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError("The name could not be resolved.") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        reachable = [address for address in addresses if self._within_reach(host, address, port)]
        if addresses and not reachable:
            raise Forbidden("That address is not on the public internet, and calls inside are not allowed.")
        # IPv4 first: a server on "localhost" is most often bound to 127.0.0.1 alone.
        return sorted(reachable, key=lambda address: ":" in address)

    def _within_reach(self, host: str, address: str, port: int) -> bool:
        if host in self.reach.hosts or public(address):
            return True
        opened = self.reach.loopback or port in self.reach.ports
        return opened and ipaddress.ip_address(address.split("%")[0]).is_loopback


class _CheckedTransport(httpx.HTTPTransport):
    def __init__(self, reach: Reach) -> None:
        super().__init__(trust_env=False)
        self._pool.close()
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trust(),
            max_connections=64,
            max_keepalive_connections=32,
            keepalive_expiry=60.0,
            network_backend=_CheckedBackend(reach),
        )


@cache
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


class Client:
    """A pool of kept connections under one Reach; safe to share between threads."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self._http = httpx.Client(
            transport=_CheckedTransport(reach),
            headers={"User-Agent": USER_AGENT},
            timeout=httpx.Timeout(reach.read, connect=reach.connect),
            follow_redirects=False,
            trust_env=False,
        )

    def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: object = None,
        content: bytes | None = None,
        form: Mapping[str, Any] | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        headers: Mapping[str, str] | None = None,
        read: float | None = None,
        redirects: int = 0,
        elsewhere: bool = False,
    ) -> Answer:
        """The whole answer. `form` is sent URL-encoded, or as multipart with `files`, which are (file name, content,
        type) by field. `redirects` follows that many for GET and HEAD, to other hosts only with `elsewhere`,
        and then without credentials. Raises NeverSent, Forbidden, MaybeDone or TooLarge."""
        sent = dict(headers or {})
        while True:
            self._check(url)
            body = {"json": json, "content": content, "data": form, "files": files}
            answer = self._once(method, url, params=params, body=body, headers=sent, read=read)
            target = answer.headers.get("location", "")
            if not (redirects and target and answer.status in (301, 302, 303, 307, 308) and method in ("GET", "HEAD")):
                return answer
            onward = urljoin(answer.url, target)
            if urlsplit(onward).netloc != urlsplit(answer.url).netloc:
                if not elsewhere:
                    raise Forbidden("The answer points to another host.")
                sent = {name: value for name, value in sent.items() if name.lower() not in ("authorization", "cookie")}
            url, params, redirects = onward, None, redirects - 1

    def close(self) -> None:
        self._http.close()

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host or parts.username is not None:
            raise Forbidden("Only http and https addresses without a name in them can be called.")
        opened = self.reach.loopback or parts.port in self.reach.ports
        inside = host in self.reach.hosts or (opened and loopback(url))
        if parts.scheme == "http" and not (self.reach.plain or inside):
            raise Forbidden("That address is not encrypted (http); only https is allowed.")

    def _once(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None,
        body: Mapping[str, Any],
        headers: Mapping[str, str],
        read: float | None,
    ) -> Answer:
        timeout = httpx.Timeout(read or self.reach.read, connect=self.reach.connect)
        until = time.monotonic() + OVERALL
        try:
            request = self._http.build_request(
                method, url, params=params, headers=dict(headers), timeout=timeout, **body
            )
            response = self._http.send(request, stream=True)
            try:
                whole = self._read(response, until)
            finally:
                response.close()
        # The messages of these errors may quote what was sent, so none of them is passed on.
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NeverSent("The other side could not be reached.") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
            raise NeverSent("That address or request cannot be sent.") from error
        except httpx.TimeoutException as error:
            raise MaybeDone("The other side did not answer in time.") from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise MaybeDone("The connection broke before the whole answer was read.") from error
        return Answer(response.status_code, response.headers, whole, str(response.url))

    def _read(self, response: httpx.Response, until: float) -> bytes:
        most = self.reach.most_bytes
        if int(response.headers.get("content-length") or 0) > most:
            raise TooLarge(f"The answer is larger than {most} bytes.")
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            size += len(part)
            if size > most:
                raise TooLarge(f"The answer is larger than {most} bytes.")
            if time.monotonic() > until:
                raise MaybeDone("The other side took too long to finish its answer.")
            parts.append(part)
        return b"".join(parts)


def loopback(url: str) -> bool:
    """True where the URL names this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def client(reach: Reach | None = None) -> Client:
    """The process's client of that reach, made once; without a reach, what BEDSIDE_ALLOW_LOOPBACK allows."""
    if reach is None:
        from bedside.environment import environment  # read late: tests and commands set it first

        port = environment().rehearsal_port
        reach = Reach(loopback=environment().allow_loopback, ports=(port,) if port else ())
    return _client(os.getpid(), reach)  # a forked process must not share its parent's connections


@cache
def _client(pid: int, reach: Reach) -> Client:
    made = Client(reach)
    atexit.register(made.close)
    return made


def host_of(url: str) -> str:
    """The name of the machine that an address names; "" where it names none."""
    return urlsplit(url).hostname or ""
