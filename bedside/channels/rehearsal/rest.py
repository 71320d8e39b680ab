"""A stage for a network that speaks JSON over plain HTTP calls: its routes, its contract, tokens, limits, webhooks.

A stage is a subclass with a table of `Route`s. Every call is held against its route before it is played: a parameter
or body field the vendor's contract does not know, or one it demands, is answered with the network's own error, and
remembered in `breaches`, which tests want to be empty.
"""

import json
import re
import secrets
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.parser import BytesParser
from email.policy import HTTP
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote

from bedside.channels.rehearsal.faults import Fault, Kind
from bedside.channels.rehearsal.hooks import Hooks
from bedside.channels.rehearsal.town import Account, Item, Town
from bedside.channels.rehearsal.wire import Refused, Reply, Request, Shown, as_json
from bedside.kit import times


class Refusal(Exception):
    """An answer other than success: a status and the network's own error body."""

    def __init__(self, status: int, body: object, headers: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(str(status))
        self.reply = as_json(body, status, headers)


@dataclass(frozen=True)
class Route:
    """One call of the vendor's contract. `path` is under the stage's prefix, with {names} for one segment each (or
    {name...} for the rest). `query` and `body` list every parameter the contract knows; those marked "!" are
    demanded; None leaves that part unchecked. `name` is what faults and limits know it by; `source` where the vendor
    says so."""

    method: str
    path: str
    play: Callable[..., Any]
    name: str
    query: tuple[str, ...] | None = ()
    body: tuple[str, ...] | None = ()
    signed: bool = True
    source: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        shape = re.sub(r"\{(\w+)\.\.\.\}", r"(?P<\1>.+)", self.path)
        return re.compile("^" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", shape) + "$")


@dataclass
class Grant:
    """A token: whose it is, until when, and what renews it."""

    account: str
    expires_at: str
    refresh: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class Told:
    """One call as it is played: the request, its parsed body, what its path named, and who calls."""

    request: Request
    path: dict[str, str]
    body: dict[str, Any]
    files: dict[str, tuple[str, str, bytes]]  # field: (file name, type, content)
    account: Account | None
    stage: "RestStage"

    def query(self, name: str, default: str = "") -> str:
        return self.request.first(name, default)

    def given(self, name: str, default: Any = "") -> Any:
        """A value of the body, else of the query."""
        return self.body.get(name, self.request.first(name, default) if name in self.request.query else default)

    @property
    def who(self) -> Account:
        if self.account is None:
            raise self.stage.refusal(Kind.EXPIRED)
        return self.account


class RestStage(ABC):
    """The base of a rehearsed network; safe to call from many threads. A subclass sets `name` and `routes` and says
    how ids, errors, limits and webhooks look."""

    name = ""
    #: How long an access token lasts; None: it does not end.
    lasts: timedelta | None = timedelta(hours=2)
    #: Calls in a window, for the network's own headers.
    most, window = 300, 300
    routes: tuple[Route, ...] = ()

    def __init__(self, url: Callable[[], str], *, seed: int = 0, access_lasts: timedelta | None = None) -> None:
        self.url = url
        if access_lasts is not None and self.lasts is not None:
            self.lasts = access_lasts
        self.skew = timedelta(0)  # how far the network's clock is ahead of ours
        self.town = Town(self.new_id, lambda: times.now() + self.skew)
        self.lock = self.town.lock
        self.grants: dict[str, Grant] = {}
        self.codes: dict[str, dict[str, Any]] = {}
        self.app: dict[str, str] = {"client_id": f"rehearsal-{self.name}", "client_secret": secrets.token_hex(16)}
        self.breaches: list[str] = []
        self.calls: dict[str, int] = {}
        self.hooks = Hooks(self, seed)
        self._windows: dict[str, tuple[int, int]] = {}

    # What a subclass says

    def new_id(self, kind: str, number: int) -> str:
        """An id in the network's own form; numbers only grow."""
        return str(1_000_000 + number)

    @abstractmethod
    def refusal(self, kind: Kind, seconds: int = 1) -> Refusal:
        """The network's own words for LIMITED, EXPIRED, REVOKED and ERROR_BEFORE."""

    @abstractmethod
    def missing(self, route: Route, name: str) -> Refusal:
        """The network's own words where a demanded field is missing."""

    @abstractmethod
    def unknown(self) -> Refusal:
        """The network's own words for a path or thing that is not there."""

    def limit_headers(self, route: Route, most: int, left: int, resets_at: datetime) -> tuple[tuple[str, str], ...]:
        return ()

    def token_of(self, request: Request) -> str:
        """The token a call carries: a bearer's by default, or the query's `access_token`."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return token if scheme.lower() == "bearer" else request.first("access_token")

    def credentials(self, account: Account) -> dict[str, str]:
        """What a hospital would hold once it has signed in as this account: connect_account's credentials."""
        return {"access_token": self.grant(account)["access_token"]}

    def events(self, item: Item, what: str) -> list[dict[str, Any]]:
        """The webhook events ("said", "changed", "removed") the network sends about an item; none by default."""
        return []

    # The Stage protocol

    @property
    def prefix(self) -> str:
        return f"/{self.name}"

    @property
    def base(self) -> str:
        """What an account's base_url is in rehearsal."""
        return f"{self.url()}{self.prefix}"

    def page(self, item_id: str) -> str:
        """Where a person sees an item: what the network calls its permalink."""
        return f"{self.url()}/network/{self.name}/{quote(item_id, safe='')}"

    def plays(self, path: str) -> bool:
        return path == self.prefix or path.startswith(f"{self.prefix}/")

    def find_route(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        inner = path.removeprefix(self.prefix)
        for route in self.routes:
            if route.method == method and (match := route.pattern.match(inner)):
                return route, match.groupdict()
        return None

    def call_name(self, path: str, method: str = "GET") -> str:
        found = self.find_route(method, path)
        return f"{self.name}.{found[0].name}" if found else f"{self.name}.?"

    def handle(self, request: Request, disturbed: frozenset[Kind]) -> Reply:
        with self.lock:
            found = self.find_route(request.method, request.path)
            if found is None:
                self.breaches.append(f"{request.method} {request.path}: no such call")
                return self.unknown().reply
            route, named = found
            self.calls[route.name] = self.calls.get(route.name, 0) + 1
            try:
                told = self._told(route, named, request)
                done = route.play(self, told)
            except Refusal as refusal:
                return refusal.reply
            headers = self._count(route, told.account)
            if isinstance(done, Reply):
                return Reply(done.status, done.body, done.content_type, (*done.headers, *headers))
            return as_json(self.disturb(done, disturbed), headers=headers)

    def _told(self, route: Route, named: dict[str, str], request: Request) -> Told:
        account = self.whose(request) if route.signed else None
        body, files = read_body(request)
        self._hold(route, "query", route.query, set(request.query) - {"access_token"})
        self._hold(route, "body", route.body, set(body) | set(files))
        return Told(request, named, body, files, account, self)

    def _hold(self, route: Route, where: str, known: tuple[str, ...] | None, given: set[str]) -> None:
        """Holds what was given against the contract."""
        if known is None:
            return
        plain = {name.rstrip("!*") for name in known}
        stems = tuple(name.rstrip("*") for name in known if name.endswith("*"))
        for name in sorted(given - plain):
            if not (stems and name.startswith(stems)):
                self.breaches.append(f"{route.name}: {where} {name!r} is not in the contract")
        for name in known:
            if name.endswith("!") and name[:-1] not in given:
                raise self.missing(route, name[:-1])

    def whose(self, request: Request) -> Account:
        """Who calls, by the token; raises the network's refusal."""
        grant = self.grants.get(self.token_of(request))
        if grant is None:
            raise self.refusal(Kind.REVOKED)
        if grant.expires_at and datetime.fromisoformat(grant.expires_at) <= times.now():
            raise self.refusal(Kind.EXPIRED)
        return self.town.accounts[grant.account]

    def _count(self, route: Route, account: Account | None) -> tuple[tuple[str, str], ...]:
        """The network's rate headers for this call, counted for each account by itself."""
        at = int(times.now().timestamp())
        key = f"{route.name}:{account.id if account else ''}"
        window, used = self._windows.get(key, (0, 0))
        used = used + 1 if window == at // self.window else 1
        self._windows[key] = (at // self.window, used)
        resets = datetime.fromtimestamp((at // self.window + 1) * self.window, UTC)
        return self.limit_headers(route, self.most, max(self.most - used, 0), resets)

    def disturb(self, answer: Any, disturbed: frozenset[Kind]) -> Any:
        """DUPLICATED and SHUFFLED strike the longest list in an answer."""
        if not disturbed & {Kind.DUPLICATED, Kind.SHUFFLED} or not isinstance(answer, dict):
            return answer
        name = max((k for k, v in answer.items() if isinstance(v, list)), key=lambda k: len(answer[k]), default="")
        if not name:
            return answer
        listed = [one for one in answer[name] for _ in range(2 if Kind.DUPLICATED in disturbed else 1)]
        return answer | {name: listed[::-1] if Kind.SHUFFLED in disturbed else listed}

    def failure(self, fault: Fault, call: str) -> Reply:
        return self.refusal(fault.kind, fault.seconds).reply

    def direct(self, what: str, told: Mapping[str, Any]) -> object:
        with self.lock:
            if what == "accounts":
                return self.open_account(told)
            if what == "skew":
                self.skew = timedelta(seconds=float(told.get("seconds", 0)))
                return {"seconds": self.skew.total_seconds()}
            done = self.town.direct(what, told)
            items = done if isinstance(done, list) else [done]
            kind = {"change": "changed", "remove": "removed"}.get(what, "said")
            if what in ("say", "crowd", "change", "remove"):
                for item in items:
                    self.tell(item, kind)
            return [{"id": one.id} for one in items] if isinstance(done, list) else {"id": done.id}

    def open_account(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """An account for the hospital, and everything connect_account wants to know of it."""
        handle = str(told.get("handle", "")).lower().lstrip("@")
        if not handle.partition("/")[0].endswith(".test"):
            raise Refused("A handle here ends in .test, so that nobody takes it for a real one.")
        account = self.town.account(handle, str(told.get("name", "")), ours=True,
                                    password=str(told.get("password") or secrets.token_hex(8)))  # fmt: skip
        return {"id": account.id, "handle": account.handle, "name": account.name, "base_url": self.base,
                "credentials": self.credentials(account), "app": self.app}  # fmt: skip

    def grant(self, account: Account, **more: Any) -> dict[str, str]:
        """A new access token (and what renews it) for the account."""
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        ends = (times.now() + self.lasts).isoformat() if self.lasts is not None else ""
        self.grants[access] = Grant(account.id, ends, refresh, more)
        return {"access_token": access, "refresh_token": refresh, "expires_at": ends}

    def renew(self, refresh: str) -> dict[str, str]:
        """New tokens for a refresh token, which works once; raises the refusal of a revoked one."""
        for access, grant in list(self.grants.items()):
            if grant.refresh == refresh:
                del self.grants[access]
                return self.grant(self.town.accounts[grant.account], **grant.more)
        raise self.refusal(Kind.REVOKED)

    def revoke(self, account_id: str) -> None:
        """The account's owner takes our access away."""
        for access in [access for access, grant in self.grants.items() if grant.account == account_id]:
            del self.grants[access]

    def tell(self, item: Item, what: str) -> None:
        """Sends the network's webhooks about an item to whoever subscribed."""
        for event in self.events(item, what):
            self.hooks.send(event)

    def shown(self) -> list[Shown]:
        return self.town.shown()

    def picture(self, name: str) -> tuple[bytes, str] | None:
        return self.town.blobs.get(name)

    def close(self) -> None:
        self.hooks.close()

    def snapshot(self) -> dict[str, Any]:
        with self.lock:
            grants = {token: vars(grant) for token, grant in self.grants.items()}
            return {"town": self.town.snapshot(), "grants": grants, "app": self.app, "hooks": self.hooks.subscribed}

    def restore(self, kept: Mapping[str, Any]) -> None:
        with self.lock:
            self.town.restore(kept["town"])
            self.grants = {token: Grant(**grant) for token, grant in kept["grants"].items()}
            self.app = dict(kept["app"])
            self.hooks.subscribed = dict(kept.get("hooks", {}))


def read_body(request: Request) -> tuple[dict[str, Any], dict[str, tuple[str, str, bytes]]]:
    """The fields of a JSON, form or multipart body, and its files. Repeated form fields become lists."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not request.body:
        return {}, {}
    if kind == "application/json":
        try:
            value = json.loads(request.body)
        except ValueError:
            return {}, {}
        return (value if isinstance(value, dict) else {"": value}), {}
    if kind == "application/x-www-form-urlencoded":
        return _gathered(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)), {}
    if kind != "multipart/form-data":
        return {}, {}
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    pairs: list[tuple[str, str]] = []
    files: dict[str, tuple[str, str, bytes]] = {}
    for part in BytesParser(policy=HTTP).parsebytes(head + request.body).iter_parts():
        name = str(part.get_param("name", header="content-disposition") or "")
        content = part.get_payload(decode=True)
        raw = content if isinstance(content, bytes) else b""
        if filename := part.get_filename():
            files[name] = (filename, part.get_content_type(), raw)
        else:
            pairs.append((name, raw.decode("utf-8", "replace")))
    return _gathered(pairs), files


def _gathered(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found or name.endswith("[]"):
            known = found.get(name, [])
            found[name] = [*(known if isinstance(known, list) else [known]), value]
        else:
            found[name] = value
    return found


def threads_of(stage: RestStage) -> list[threading.Thread]:
    """The stage's own threads, for tests that want none left."""
    return [stage.hooks.thread] if stage.hooks.thread else []
