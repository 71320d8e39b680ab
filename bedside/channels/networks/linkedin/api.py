"""LinkedIn's calls: hosts, version, Rest.li's headers and addresses, and what each error means.

Versions are monthly and end after about a year; 202609 was the newest when this was written
(https://learn.microsoft.com/en-us/linkedin/marketing/versioning).
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from bedside.channels.calls.caller import Caller, Failure, Means, Wire
from bedside.channels.calls.oauth import OAuth
from bedside.channels.networks.linkedin import NETWORK
from bedside.channels.rules import Connection, Trouble
from bedside.kit import http

API, SITE, VERSION = "https://api.linkedin.com", "https://www.linkedin.com", "202609"
SCOPES = tuple(scope.name for scope in NETWORK.scopes)
HEADERS = {"LinkedIn-Version": VERSION, "X-Restli-Protocol-Version": "2.0.0"}

MEANS = {
    "duplicate": Means(Trouble.REFUSED, "already has this very post.", "Change the wording a little."),
    "version": Means(
        Trouble.REFUSED,
        "no longer takes calls of this version. Nothing was done.",
        "Update Bedside to its newest release.",
    ),
    "scope": Means(
        Trouble.REVOKED,
        "was not given the permission for that.",
        "Connect the page again, as an admin, and check the app's products.",
    ),
    "token": Means(Trouble.REVOKED, "no longer accepts this sign-in.", "Connect the page again."),
}
#: LinkedIn's own codes (field `code`), and signs in messages where it has none. Messages may quote a post and are never
#: passed on.
CODES = {
    "DUPLICATE_POST": "duplicate", "NONEXISTENT_VERSION": "version", "VERSION_MISSING": "version",
    "EXPIRED_ACCESS_TOKEN": "token", "REVOKED_ACCESS_TOKEN": "token", "INVALID_ACCESS_TOKEN": "token",
}  # fmt: skip
SIGNS = (("content is a duplicate", "duplicate"), ("version", "version"), ("not enough permissions", "scope"))


def code(answer: http.Answer, wire: Wire) -> str:
    if answer.ok:
        return ""
    known = CODES.get(str(wire.get("code") or ""))
    if known:
        return known
    said = str(wire.get("message") or "").lower()
    return next((name for sign, name in SIGNS if sign in said and answer.status != 404), "")


class Api:
    """One page's calls to LinkedIn. `own` is the page's URN."""

    def __init__(self, connection: Connection, client: http.Client) -> None:
        self.connection = connection
        base = connection.base_url.rstrip("/")
        self.host, site = base or API, base or SITE
        self.caller = Caller("LinkedIn", client, read=code, means=MEANS, sign=self._sign, heed=connection.heed)
        self.oauth = OAuth(connection, self.caller, f"{site}/oauth/v2/authorization", f"{site}/oauth/v2/accessToken",
                           SCOPES, pkce=False)  # fmt: skip
        self.own = connection.credentials.get("choice") or connection.network_account_id

    def wire(self, method: str, path: str, **sent: Any) -> Wire:
        """The object of a successful answer; see `call`."""
        sent["headers"] = HEADERS | sent.get("headers", {})
        found: Wire = self._once_more(lambda: self.caller.wire(method, self._address(path), **sent))
        return found

    def call(self, method: str, path: str, **sent: Any) -> http.Answer:
        """A successful answer. `path` may be a whole address that LinkedIn itself gave. Refused for its token's sake, a
        call was not done; where the token can be renewed, it is made once more."""
        sent["headers"] = HEADERS | sent.get("headers", {})
        answer: http.Answer = self._once_more(lambda: self.caller.call(method, self._address(path), **sent))
        return answer

    def _once_more(self, make: Any) -> Any:
        try:
            return make()
        except Failure as error:
            if error.status != 401 or not self.oauth.tokens().get("refresh_token"):
                raise
        self.oauth.renew(force=True)
        return make()

    def _address(self, path: str) -> str:
        return path if path.startswith("http") else f"{self.host}{path}"

    def _sign(self, headers: dict[str, str], params: dict[str, Any]) -> None:
        headers["Authorization"] = f"Bearer {self.oauth.access()}"


def urn(value: str) -> str:
    """A URN as a part of an address: every sign of its own encoded, as Rest.li wants it."""
    return quote(value, safe="")


def urns(values: Iterable[str]) -> str:
    return f"List({','.join(urn(value) for value in values)})"


def part(wire: Wire, name: str) -> Wire:
    value = wire.get(name)
    return value if isinstance(value, dict) else {}


def elements(wire: Wire) -> list[Wire]:
    value = wire.get("elements")
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
