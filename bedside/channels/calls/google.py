"""Google's way of signing in, of refusing and of paging, as YouTube and Business Profile both speak it.

Errors are {"error": {code, message, status, errors: [{reason}], details: [{reason}]}}; the reason decides, then the
status (https://cloud.google.com/apis/design/errors, https://developers.google.com/youtube/v3/docs/errors). No header
tells how many calls are left.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bedside.channels.calls.caller import Caller, Failure, Means, Wire
from bedside.channels.calls.oauth import OAuth
from bedside.channels.rules import Connection, Trouble
from bedside.kit import http, times
from bedside.kit.limits import Limit

#: https://developers.google.com/identity/protocols/oauth2/web-server
SIGN_IN, TOKEN = "https://accounts.google.com", "https://oauth2.googleapis.com"
AGAIN = "Connect the account again."
ALLOW = "Connect the account again and tick every box on Google's page."
WAIT = Means(Trouble.LIMITED, "asks us to wait.", wait=timedelta(minutes=1))
SPENT = Means(Trouble.LIMITED, "takes no more calls from your project today.")
SIGNED_OUT = Means(Trouble.REVOKED, "no longer accepts this sign-in.", AGAIN)
NOT_ALLOWED = Means(Trouble.REFUSED, "does not allow this account to do that.")
NOT_SWITCHED_ON = Means(
    Trouble.REFUSED,
    "says that its API is not switched on in your Google Cloud project.",
    "Switch it on under APIs & Services, Library.",
)
GONE = Means(Trouble.REFUSED, "no longer has what this is about.")
MEANS: dict[str, Means] = {
    "quotaExceeded": SPENT,
    "dailyLimitExceeded": SPENT,
    "rateLimitExceeded": WAIT,
    "userRateLimitExceeded": WAIT,
    "RATE_LIMIT_EXCEEDED": WAIT,
    "RESOURCE_EXHAUSTED": WAIT,
    "authError": SIGNED_OUT,
    "UNAUTHENTICATED": SIGNED_OUT,
    "ACCESS_TOKEN_EXPIRED": SIGNED_OUT,
    "insufficientPermissions": Means(Trouble.REFUSED, "was not allowed this at sign-in.", ALLOW),
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": Means(Trouble.REFUSED, "was not allowed this at sign-in.", ALLOW),
    "accessNotConfigured": NOT_SWITCHED_ON,
    "SERVICE_DISABLED": NOT_SWITCHED_ON,
    "PERMISSION_DENIED": NOT_ALLOWED,
    "forbidden": NOT_ALLOWED,
    "notFound": GONE,
    "NOT_FOUND": GONE,
}
#: Reasons that mean the day's quota is used up; it starts anew at midnight on the Pacific coast
#: (https://developers.google.com/youtube/v3/determine_quota_cost).
DAY = frozenset({"quotaExceeded", "dailyLimitExceeded"})
T = TypeVar("T")
COAST = ZoneInfo("America/Los_Angeles")


def reasons(wire: Wire) -> Iterator[str]:
    """Every code an error names, the most exact first."""
    error = wire.get("error")
    if isinstance(error, str):
        yield error
    if not isinstance(error, dict):
        return
    for name in ("details", "errors"):
        listed = error.get(name)
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict) and isinstance(one.get("reason"), str) and one["reason"]:
                yield one["reason"]
    if isinstance(error.get("status"), str):
        yield error["status"]


def new_day(at: datetime) -> datetime:
    """When the day's quota starts anew."""
    here = at.astimezone(COAST)
    return (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


class Google:
    """One account's calls to one of Google's APIs. `means` are the API's own reasons, beside the common ones;
    `day_bucket` names the window that the day's quota is noted under, of `day_most` units."""

    def __init__(
        self,
        label: str,
        connection: Connection,
        client: http.Client,
        *,
        scopes: tuple[str, ...],
        means: Mapping[str, Means],
        day_bucket: str = "day",
        day_most: int | None = None,
    ) -> None:
        self.label, self.connection = label, connection
        self.base = connection.base_url.rstrip("/")
        self.means = MEANS | dict(means)
        self.day_bucket, self.day_most = day_bucket, day_most
        self.caller = Caller(label, client, read=self._code, means=self.means, sign=self._sign, limits=self._limits,
                             heed=connection.heed, spent=connection.spent)  # fmt: skip
        self.oauth = OAuth(
            connection, self.caller, f"{self.base or SIGN_IN}/o/oauth2/v2/auth", f"{self.base or TOKEN}/token", scopes,
            extra={"access_type": "offline", "prompt": "consent"},
        )  # fmt: skip

    def wire(self, method: str, host: str, path: str, **sent: Any) -> Wire:
        """The answer's object. Refused for its token's sake, a call was not done: renewed, it is made once more."""
        return self.signed(lambda: self.caller.wire(method, f"{self.base or host}{path}", **self._bucketed(sent)))

    def call(self, method: str, url: str, **sent: Any) -> http.Answer:
        """The whole answer, from a whole address. As `wire`."""
        return self.signed(lambda: self.caller.call(method, url, **self._bucketed(sent)))

    def signed(self, act: Callable[[], T]) -> T:
        try:
            return act()
        except Failure as error:
            if error.status != 401 or not self.oauth.tokens().get("refresh_token"):
                raise
        self.oauth.renew(force=True)
        return act()

    def pages(self, host: str, path: str, params: Mapping[str, Any], most: int) -> Iterator[Wire]:
        """Page after page of a list, at most so many."""
        token = ""
        for _ in range(most):
            wire = self.wire("GET", host, path, params=dict(params) | ({"pageToken": token} if token else {}))
            yield wire
            token = next_page(wire)
            if not token:
                return

    def _bucketed(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {"bucket": self.day_bucket} | sent

    def _sign(self, headers: dict[str, str], params: dict[str, Any]) -> None:
        headers["Authorization"] = f"Bearer {self.oauth.access()}"

    def _code(self, answer: http.Answer, wire: Wire) -> str:
        if answer.ok:
            return ""
        return next((one for one in reasons(wire) if one in self.means), "")

    def _limits(self, answer: http.Answer, bucket: str) -> Mapping[str, Limit]:
        if answer.status not in (403, 429):
            return {}
        try:
            wire = answer.json()
        except ValueError:
            return {}
        if not isinstance(wire, dict) or not DAY & set(reasons(wire)):
            return {}
        at = times.now()
        seconds = str(int((new_day(at) - at).total_seconds()) + 60)
        return {self.day_bucket: Limit(self.day_most, 0, seconds, seconds)}


def next_page(wire: Wire) -> str:
    token = wire.get("nextPageToken")
    return token if isinstance(token, str) else ""


def part(wire: object, *names: str) -> Wire:
    """The object under these names, one in the other; {} where there is none."""
    for name in names:
        wire = wire.get(name) if isinstance(wire, dict) else None
    return wire if isinstance(wire, dict) else {}


def rows(wire: Wire, name: str = "items") -> list[Wire]:
    """The objects of a list in an answer."""
    listed = wire.get(name)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def instant(value: object) -> datetime | None:
    """The instant of a time such as 2026-10-02T15:01:23.045123456Z; None where it is none."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
