"""What the rehearsed networks of Meta share: errors, field selection, cursors, usage headers, sign-in, webhooks."""

import contextlib
import http.client
import json
import math
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from bedside.channels.calls import signatures
from bedside.channels.rehearsal.consent import consent_page, page
from bedside.channels.rehearsal.faults import Kind
from bedside.channels.rehearsal.rest import Refusal, RestStage, Route, Told, read_body
from bedside.channels.rehearsal.town import Account, Item
from bedside.channels.rehearsal.wire import Reply, Request, as_json
from bedside.kit import times

#: What every call of the Graph API may carry.
ALWAYS = ("access_token", "appsecret_proof", "format", "locale", "debug", "suppress_http_code")
LISTED = ("fields", "limit", "after", "before", "summary")
NAME = re.compile(r"\s*(\w+)((?:\.\w+\([^)]*\))*)\s*")
MODIFIER = re.compile(r"\.(\w+)\(([^)]*)\)")


def route(
    method: str,
    path: str,
    play: Callable[..., Any],
    name: str,
    *,
    query: Sequence[str] = (),
    body: Sequence[str] = (),
    signed: bool = True,
    source: str = "",
) -> Route:
    """A Route that also takes what every call of the Graph API may carry."""
    return Route(method, path, play, name, (*query, *ALWAYS), (*body, *ALWAYS), signed, source)


def either(names: Sequence[str]) -> dict[str, Any]:
    """Parameters that a POST may carry in its query or in its body; what it demands is looked at when it is played."""
    return {"query": tuple(names), "body": tuple(names)}


def wire_time(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def error(
    code: int, message: str, *, subcode: int = 0, status: int = 400, transient: bool = False,
    headers: tuple[tuple[str, str], ...] = (),
) -> Refusal:  # fmt: skip
    told: dict[str, Any] = {"message": message, "type": "OAuthException", "code": code}
    if subcode:
        told["error_subcode"] = subcode
    if transient:
        told["is_transient"] = True
    return Refusal(status, {"error": told | {"fbtrace_id": "A" + secrets.token_hex(8)}}, headers)


def gone() -> Refusal:
    return error(100, "Unsupported request. Object does not exist or cannot be loaded.", subcode=33)


def asked(spec: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """The names a `fields` parameter asks for: name, modifiers, and what it asks for inside."""
    at = 0
    while at < len(spec):
        match = NAME.match(spec, at)
        if match is None:
            raise error(2500, "Syntax error in the fields parameter.")
        at, within = match.end(), ""
        if at < len(spec) and spec[at] == "{":
            depth, start = 0, at
            while at < len(spec):
                depth += {"{": 1, "}": -1}.get(spec[at], 0)
                at += 1
                if depth == 0:
                    break
            within = spec[start + 1 : at - 1]
        yield match[1], dict(MODIFIER.findall(match[2])), within
        if at < len(spec) and spec[at] != ",":
            raise error(2500, "Syntax error in the fields parameter.")
        at += 1


class GraphStage(RestStage):
    """A network of Meta. `pictures` of accounts and posts are asked for by field; `known` says which fields each kind
    of node has, by the vendor's reference."""

    lasts: timedelta | None = timedelta(days=60)
    use_case = "pages"
    known: Mapping[str, frozenset[str]] = {}
    #: The code by which this network says that there were too many calls.
    limited = 4

    def new_id(self, kind: str, number: int) -> str:
        return str(17_840_000_000_000_000 + number * 7919)

    def find_route(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        # Meta takes a slash at the end of a node's path, and its own client sends one.
        return super().find_route(method, path) or super().find_route(method, path.rstrip("/"))

    # Errors and headers

    def refusal(self, kind: Kind, seconds: int = 1) -> Refusal:
        if kind is Kind.LIMITED:
            minutes = max(1, math.ceil(seconds / 60))
            told = {"type": self.use_case, "call_count": 100, "total_cputime": 25, "total_time": 25,
                    "estimated_time_to_regain_access": minutes}  # fmt: skip
            headers = (("X-Business-Use-Case-Usage", json.dumps({"1": [told]})),)
            return error(self.limited, "Application request limit reached", status=400, transient=True, headers=headers)
        if kind is Kind.EXPIRED:
            return error(190, "Error validating access token: Session has expired.", subcode=463)
        if kind is Kind.REVOKED:
            return error(190, "Error validating access token: The session has been invalidated.", subcode=460)
        return error(2, "An unexpected error has occurred. Please retry later.", status=500, transient=True)

    def missing(self, route: Route, name: str) -> Refusal:
        return error(100, f"(#100) The parameter {name} is required.")

    def unknown(self) -> Refusal:
        return error(2500, "Unknown path components")

    def limit_headers(self, route: Route, most: int, left: int, resets_at: datetime) -> tuple[tuple[str, str], ...]:
        used = min(99, (most - left) * 100 // most)
        told = {"type": self.use_case, "call_count": used, "total_cputime": 1, "total_time": 1,
                "estimated_time_to_regain_access": 0}  # fmt: skip
        share = {"call_count": used, "total_time": 1, "total_cputime": 1}
        return (("X-App-Usage", json.dumps(share)), ("X-Business-Use-Case-Usage", json.dumps({"1": [told]})))

    # Tokens

    def token_of(self, request: Request) -> str:
        token = super().token_of(request)
        if token or b"access_token" not in request.body:
            return token
        return str(read_body(request)[0].get("access_token", ""))

    def grant(self, account: Account, **more: Any) -> dict[str, str]:
        ends = (times.now() + self.lasts).isoformat() if self.lasts is not None else ""
        return super().grant(account, **more) | {"expires_at": ends}

    @property
    def app_token(self) -> str:
        return f"{self.app['client_id']}|{self.app['client_secret']}"

    # Nodes and lists

    def select(self, kind: str, node: Mapping[str, Any], spec: str) -> dict[str, Any]:
        """What a `fields` parameter asks for of a node; a field that kind does not have is refused and remembered."""
        chosen: dict[str, Any] = {"id": node["id"]} if "id" in node else {}
        for name, modifiers, within in asked(spec) if spec else ():
            if name not in self.known[kind]:
                self.breaches.append(f"{kind}: field {name!r} is not in the contract")
                raise error(100, f"(#100) Tried accessing nonexisting field ({name}).")
            value = node.get(name)
            if callable(value):
                value = value(modifiers, within)
            elif within and isinstance(value, dict):
                value = {key: one for key, one in value.items() if key in within or key == "id"}
            if value is not None:
                chosen[name] = value
        return chosen

    def listing(
        self, told: Told, nodes: Sequence[Mapping[str, Any]], kind: str, *, default: int = 25, spec: str = ""
    ) -> dict[str, Any]:
        """One page of a list, with Graph's cursors."""
        given = told.query("limit", str(default))
        size = min(max(int(given) if given.isdigit() else default, 0), 100)
        ids = [str(node.get("id") or index) for index, node in enumerate(nodes)]
        after = told.query("after")
        start = ids.index(after) + 1 if after in ids else 0
        page = nodes[start : start + size]
        wire: dict[str, Any] = {"data": [self.select(kind, node, told.query("fields") or spec) for node in page]}
        if page:
            last = ids[start + len(page) - 1]
            wire["paging"] = {"cursors": {"before": ids[start], "after": last}}
            if start + len(page) < len(nodes):
                rest = {key: values[0] for key, values in told.request.query.items() if key != "access_token"}
                wire["paging"]["next"] = f"{self.url()}{told.request.path}?{urlencode(rest | {'after': last})}"
        return wire

    def item(self, name: str) -> Item:
        found = self.town.find(name)
        if found is None:
            raise gone()
        return found

    def mine(self, told: Told, name: str) -> Item:
        """An item of the caller's own."""
        item = self.item(name)
        if item.author != told.who.id:
            raise error(200, "(#200) Permissions error", status=403)
        return item

    def own(self, told: Told, name: str) -> Account:
        """The account a path names, which must be the caller's."""
        if name not in ("me", told.who.id):
            raise error(10, "(#10) This application does not have permission for this action.", status=403)
        return told.who

    # Sign-in

    def dialog(self, told: Told) -> Reply:
        """The sign-in page: one link, no script."""
        target = told.query("redirect_uri")
        if told.query("client_id") != self.app["client_id"] or not target:
            return page("<p>This app is not known here.</p>")
        code = secrets.token_urlsafe(16)
        self.codes[code] = {"redirect_uri": target}
        ours = next((one.name for one in self.town.accounts.values() if one.ours), "Nobody yet")
        asks = told.query("scope").replace(",", ", ")
        return consent_page(ours, target, asks=asks, code=code, state=told.query("state"))

    def redeem(self, told: Told) -> list[Account]:
        """The accounts a code stands for; a code works once."""
        keys = (told.given("client_id"), told.given("client_secret"))
        kept = self.codes.pop(str(told.given("code")), None)
        if keys != (self.app["client_id"], self.app["client_secret"]):
            raise error(101, "Error validating client secret.")
        if kept is None or kept["redirect_uri"] != told.given("redirect_uri"):
            raise error(100, "This authorization code has been used or is wrong.", subcode=36009)
        ours = [one for one in self.town.accounts.values() if one.ours]
        if not ours:
            raise error(100, "Nobody has an account here yet.")
        return ours

    def prolong(self, told: Told, grant_type: str) -> dict[str, Any]:
        """A new token for one that lasts yet; the old one works on until it ends, as Meta's do."""
        if told.query("grant_type") != grant_type:
            raise error(100, "(#100) The parameter grant_type is wrong.")
        fresh = self.grant(told.who)
        seconds = int(self.lasts.total_seconds()) if self.lasts is not None else 5_184_000
        return {"access_token": fresh["access_token"], "token_type": "bearer", "expires_in": seconds}

    # Webhooks

    def sign(self, body: bytes, secret: str) -> Mapping[str, str]:
        return {"X-Hub-Signature-256": f"sha256={signatures.hexed(body, secret)}"}

    def subscribe_app(self, told: Told) -> dict[str, Any]:
        """POST /{app}/subscriptions: the address is tested first, as Meta does it."""
        if self.token_of(told.request) not in (self.app_token, self.meta_token):
            raise error(190, "An app access token is required.", subcode=467)
        callback = str(told.given("callback_url"))
        if not callback or not told.given("object"):
            raise error(100, "(#100) The parameter callback_url is required.")
        word = secrets.token_hex(8)
        query = urlencode(
            {"hub.mode": "subscribe", "hub.challenge": word, "hub.verify_token": told.given("verify_token")}
        )
        if _fetched(callback, query) != word:
            raise error(2200, "(#2200) Callback verification failed.")
        self.hooks.subscribed[callback] = self.app["client_secret"]
        return {"success": True}

    @property
    def meta_token(self) -> str:
        return f"{self.app.get('meta_app_id', '')}|{self.app.get('meta_app_secret', '')}"

    def entry(self, account: str, **more: Any) -> dict[str, Any]:
        return {"id": account, "time": int(times.now().timestamp())} | more


def _fetched(callback: str, query: str) -> str:
    parts = urlsplit(callback)
    try:
        line = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=5)
        with contextlib.closing(line):
            line.request("GET", f"{parts.path}?{parts.query + '&' if parts.query else ''}{query}")
            answer = line.getresponse()
            return answer.read(200).decode("utf-8", "replace") if answer.status == 200 else ""
    except OSError:
        return ""


__all__ = ["ALWAYS", "LISTED", "GraphStage", "as_json", "either", "error", "gone", "page", "route", "wire_time"]
