"""Meta's Graph API, as Facebook, Instagram and Threads all speak it: one call, its errors, its pages, its rate headers.

Errors come as {"error": {code, error_subcode, is_transient, ...}} with many a status, so the code decides, never the
status (https://developers.facebook.com/docs/graph-api/guides/error-handling). Usage comes as percentages in
X-App-Usage and X-Business-Use-Case-Usage (https://developers.facebook.com/docs/graph-api/overview/rate-limiting).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bedside.channels.calls import signatures
from bedside.channels.calls.caller import Caller, Failure, Means, Wire
from bedside.channels.rules import Connection, Trouble
from bedside.kit import http
from bedside.kit.limits import Limit

AGAIN = "Connect the account again."
ALLOW = "Connect the account again and allow everything the sign-in page asks for."
SIGNED_OUT = Means(Trouble.REVOKED, "no longer accepts this sign-in.", AGAIN)
NOT_ALLOWED = Means(Trouble.REFUSED, "does not allow this account to do that.", ALLOW)
TOO_MANY = Means(Trouble.LIMITED, "asks us to wait.", wait=timedelta(minutes=10))
GONE = Means(Trouble.REFUSED, "no longer has what this is about, or does not show it to this account.")
NO_MEDIA = Means(
    Trouble.REFUSED, "could not fetch the picture or film.", "Check that this server is reached from outside."
)
TOO_LATE = Means(Trouble.REFUSED, "takes no answer any more: the time to answer this message is over.")
#: What the codes mean, "code/subcode" before "code"; those of 2207xxx are Instagram's and Threads' own
#: (https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes).
MEANS: dict[str, Means] = {
    "3": NOT_ALLOWED,
    "4": TOO_MANY,
    "9": Means(Trouble.LIMITED, "takes no more posts for now.", wait=timedelta(hours=1)),
    "9/2207042": Means(Trouble.LIMITED, "takes no more posts today.", wait=timedelta(hours=1)),
    "10": NOT_ALLOWED,
    "10/2018278": TOO_LATE,
    "10/2534022": TOO_LATE,
    "17": TOO_MANY,
    "24/2207006": GONE,
    "24/2207008": Means(Trouble.REFUSED, "no longer has what was prepared for this post.", "Try it once more."),
    "25/2207050": Means(Trouble.REFUSED, "has restricted this account.", "Sign in there and follow what it says."),
    "32": TOO_MANY,
    "36000/2207004": Means(Trouble.REFUSED, "finds a picture too large."),
    "36001/2207005": Means(Trouble.REFUSED, "does not take pictures of this kind."),
    "36003/2207009": Means(Trouble.REFUSED, "does not take a picture this wide or this tall.", "Crop it."),
    "36004/2207010": Means(Trouble.REFUSED, "finds the text too long."),
    "4/2207051": Means(Trouble.REFUSED, "took this for spam and blocked it.", "Sign in there and see what it says."),
    "9004": NO_MEDIA,
    "9004/2207052": NO_MEDIA,
    "9007/2207027": Means(Trouble.UNREACHABLE, "has not finished preparing the picture or film."),
    "100": Means(Trouble.REFUSED, "refused this: something in it is not as it wants it."),
    "100/33": GONE,
    "100/2018001": Means(Trouble.REFUSED, "does not know this person any more."),
    "102": SIGNED_OUT,
    "190": SIGNED_OUT,
    "190/463": SIGNED_OUT,
    "341": TOO_MANY,
    "352/2207026": Means(Trouble.REFUSED, "does not take films of this kind."),
    "368": Means(Trouble.REFUSED, "has blocked this account for a while.", "Sign in there and see what it says."),
    "506": Means(Trouble.REFUSED, "already has the very same post.", "Change a word, or leave it."),
    "551": Means(Trouble.REFUSED, "says that this person takes no messages."),
    "613": TOO_MANY,
    "803": GONE,
    "1705": Means(Trouble.REFUSED, "wants comments to be made as the Page.", AGAIN),
}  # fmt: skip
MEANS |= {str(code): NOT_ALLOWED for code in range(200, 300)}
MEANS |= {str(code): TOO_MANY for code in range(80000, 80015)}  # business use cases
TRANSIENT = "transient"
#: A token that is over: the call was not done.
STALE = "190/463"
GONE_CODES = frozenset({"100/33", "803", "24/2207006"})
PAGE = 100


def read_code(answer: http.Answer, wire: Wire) -> str:
    """The code of an answer's error, with its subcode where that is known; empty where there is none."""
    error = wire.get("error")
    if not isinstance(error, dict):
        # Sign-in at api.instagram.com answers {"error_type", "code", "error_message"}.
        return "" if answer.ok and "error_type" not in wire else str(wire.get("code") or "")
    code = str(error.get("code", ""))
    whole = f"{code}/{error.get('error_subcode', '')}"
    if whole in MEANS:
        return whole
    if code in MEANS:
        return code
    if code in ("1", "2", "-1") or error.get("is_transient") is True:
        return TRANSIENT
    return code or "?"


def usage(answer: http.Answer, bucket: str) -> Mapping[str, Limit]:
    """Meta's usage headers as limits of a hundred, by use case."""
    found: dict[str, Limit] = {}
    if (percent := _used(_parsed(answer, "x-app-usage"))) is not None:
        found["app"] = Limit(100, max(100 - percent, 0))
    for entries in _parsed(answer, "x-business-use-case-usage").values():
        for entry in entries if isinstance(entries, list) else []:
            if not isinstance(entry, dict) or (used := _used(entry)) is None:
                continue
            minutes = entry.get("estimated_time_to_regain_access")
            seconds = int(minutes * 60) if isinstance(minutes, int | float) and 0 < minutes < 100_000 else 0
            left = 0 if seconds else max(100 - used, 0)
            found[str(entry.get("type") or "calls")] = Limit(100, left, str(seconds or ""))
    return found


def _parsed(answer: http.Answer, header: str) -> Wire:
    try:
        value = json.loads(answer.headers.get(header, "") or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _used(entry: Mapping[str, Any]) -> int | None:
    numbers = [entry.get(name) for name in ("call_count", "total_time", "total_cputime")]
    known = [int(number) for number in numbers if isinstance(number, int | float) and not isinstance(number, bool)]
    return max(known) if known else None


class GraphCaller(Caller):
    """A Caller that tells Meta's passing errors (code 1, 2, is_transient) from refusals, whatever their status."""

    def failure(self, answer: http.Answer, code: str, writes: bool) -> Failure:
        if code == TRANSIENT:
            return self._lost(writes, f"{self.label} had an error of its own.", answer.status, code)
        return super().failure(answer, code, writes)


def caller(label: str, connection: Connection, client: http.Client) -> GraphCaller:
    """An unsigned caller, as sign-in needs it."""
    return GraphCaller(label, client, read=read_code, means=MEANS, limits=usage, heed=connection.heed)


@dataclass
class Graph:
    """One account's calls below one address. `token` gives the access token, `freshen` a newer one after the network
    called that one stale (the call was then not done, and is made once more). `proof` is the app's secret where
    Meta wants each call signed with it (appsecret_proof); `in_query` where tokens are documented as a parameter only.
    """

    label: str
    address: str
    connection: Connection
    client: http.Client
    token: Callable[[], str]
    freshen: Callable[[], object] | None = None
    proof: str = ""
    in_query: bool = False

    def get(self, path: str, **params: Any) -> Wire:
        return self.send("GET", path, params=params)

    def send(self, method: str, path: str, *, writes: bool = False, **sent: Any) -> Wire:
        """The JSON object of a successful answer; raises Failure."""
        try:
            return self._once(method, path, writes=writes, **sent)
        except Failure as error:
            if error.code != STALE or self.freshen is None:
                raise
        self.freshen()
        return self._once(method, path, writes=writes, **sent)

    def pages(self, path: str, *, most: int = 20, after: str = "", **params: Any) -> Iterator[Wire]:
        """The pages of a list, by cursor, `most` at most. The network's own next address is never followed."""
        for _ in range(most):
            wire = self.get(path, **params, **({"after": after} if after else {}))
            yield wire
            before, after = after, next_page(wire)
            if not after or after == before:
                return

    def whole(self, path: str, *, most: int = 10, **params: Any) -> tuple[list[Wire], bool]:
        """A list and whether that is all of it."""
        found: list[Wire] = []
        more = ""
        for wire in self.pages(path, most=most, limit=PAGE, **params):
            found += rows(wire)
            more = next_page(wire)
        return found, not more

    def _once(self, method: str, path: str, *, writes: bool, **sent: Any) -> Wire:
        signed = caller(self.label, self.connection, self.client)
        token = self.token()

        def sign(headers: dict[str, str], params: dict[str, Any]) -> None:
            if self.in_query:
                params["access_token"] = token
            else:
                headers["Authorization"] = f"Bearer {token}"
            if self.proof:
                params["appsecret_proof"] = signatures.hexed(token.encode(), self.proof)

        signed.sign = sign
        return signed.wire(method, f"{self.address}/{path}", writes=writes, **sent)


def rows(wire: Wire, name: str = "data") -> list[Wire]:
    """The objects of a list in an answer; whatever else stands there is passed over."""
    value = wire.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def inner(wire: Wire, *names: str) -> Wire:
    """The object so many names deep; {} where there is none."""
    for name in names:
        value = wire.get(name)
        wire = value if isinstance(value, dict) else {}
    return wire


def next_page(wire: Wire) -> str:
    """The cursor of the page after this one; empty at the end."""
    paging = inner(wire, "paging")
    return str(inner(paging, "cursors").get("after") or "") if paging.get("next") else ""


def instant(value: object, fallback: datetime) -> datetime:
    """A wire time: ISO 8601, or seconds or milliseconds since 1970."""
    try:
        if isinstance(value, bool) or value is None:
            return fallback
        if isinstance(value, int | float) or (isinstance(value, str) and value.isascii() and value.isdigit()):
            number = float(value)
            return datetime.fromtimestamp(number / 1000 if number > 100_000_000_000 else number, UTC)
        when = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError, OSError):
        return fallback
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def count(value: object) -> int | None:
    """A number as it is; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def insights(wire: Wire) -> dict[str, int]:
    """Numbers by name from an /insights answer: its total value, the last of its values, or their parts' sum."""
    found: dict[str, int] = {}
    for one in rows(wire):
        values = rows(one, "values")
        value = inner(one, "total_value").get("value", values[-1].get("value") if values else None)
        if isinstance(value, dict):
            parts = [number for part in value.values() if (number := count(part)) is not None]
            value = sum(parts)
        if (number := count(value)) is not None:
            found[str(one.get("name", ""))] = number
    return found


def place(base_url: str, host: str, path: str) -> str:
    """The address of one of Meta's hosts; below an account's base_url, the same under `path`."""
    return f"{base_url.rstrip('/')}/{path}".rstrip("/") if base_url else host
