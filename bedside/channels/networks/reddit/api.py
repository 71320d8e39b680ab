"""Reddit's calls: hosts, User-Agent, its errors in successful answers, and its rate headers in seconds.

Hosts: https://github.com/reddit-archive/reddit/wiki/OAuth2. Error codes as PRAW and Reddit's API page name them.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bedside.channels.calls.caller import Caller, Failure, Means, Wire
from bedside.channels.calls.oauth import OAuth
from bedside.channels.networks.reddit import NETWORK
from bedside.channels.rules import Connection, NetworkError, Trouble
from bedside.kit import http
from bedside.kit.limits import Limit

API, SITE = "https://oauth.reddit.com", "https://www.reddit.com"
#: Reddit throttles programs that do not say who they are.
AGENT = "web:bedside-hospital-communications:v0.1 (self-hosted)"
SCOPES = tuple(scope.name for scope in NETWORK.scopes)

MEANS = {
    "RATELIMIT": Means(Trouble.LIMITED, "asks us to wait.", wait=timedelta(minutes=10)),
    "ALREADY_SUB": Means(
        Trouble.REFUSED, "already has this link in your community.", "Post it as a text with the link."
    ),
    "SUBREDDIT_NOEXIST": Means(Trouble.REFUSED, "knows no community of this name.", "Check it on the account's page."),
    "SUBREDDIT_NOTALLOWED": Means(Trouble.REFUSED, "does not let this account post in this community."),
    "BANNED_FROM_SUBREDDIT": Means(Trouble.REFUSED, "has banned this account from the community."),
    "TOO_LONG": Means(Trouble.REFUSED, "finds the text or title too long."),
    "NO_TEXT": Means(Trouble.REFUSED, "needs a title or text that is missing."),
    "THREAD_LOCKED": Means(Trouble.REFUSED, "lets nobody answer here any more: the post is locked."),
    "TOO_OLD": Means(Trouble.REFUSED, "lets nobody answer here any more: the post is too old."),
    "DELETED_COMMENT": Means(Trouble.REFUSED, "no longer has the comment this answers."),
    "DELETED_LINK": Means(Trouble.REFUSED, "no longer has the post this answers."),
    "USER_REQUIRED": Means(Trouble.REVOKED, "no longer accepts this sign-in.", "Connect the account again."),
    "USER_BLOCKED": Means(Trouble.REFUSED, "says that this person does not take answers from your account."),
    "BAD_CAPTCHA": Means(Trouble.REFUSED, "wants a person to post from this account first.", "Post once on Reddit."),
    "NOT_AUTHOR": Means(Trouble.REFUSED, "lets only its author change that."),
    "QUOTA_FILLED": Means(Trouble.LIMITED, "asks us to wait.", wait=timedelta(hours=1)),
    "other": Means(Trouble.REFUSED, "refused this."),
}
WAIT = re.compile(r"(\d+)\s*(millisecond|second|minute|hour)")
SECONDS = {"millisecond": 0.001, "second": 1, "minute": 60, "hour": 3600}


def errors(wire: Wire) -> list[list[Any]]:
    told = wire.get("json")
    listed = told.get("errors") if isinstance(told, dict) else None
    return [one for one in listed if isinstance(one, list) and one] if isinstance(listed, list) else []


def code(answer: http.Answer, wire: Wire) -> str:
    """The code of an answer's error, which Reddit also sends with 200; messages are never passed on."""
    if found := errors(wire):
        name = str(found[0][0])
        return name if name in MEANS else "other"
    reason = str(wire.get("reason") or "")
    return reason if not answer.ok and reason in MEANS else ""


def limits(answer: http.Answer, bucket: str) -> Mapping[str, Limit]:
    """Reddit counts all calls in one window, in fractions, and tells seconds to its end; how long to wait after
    RATELIMIT stands in the message alone."""
    left = _number(answer.headers.get("x-ratelimit-remaining", ""))
    used = _number(answer.headers.get("x-ratelimit-used", ""))
    most = left + used if left is not None and used is not None else None
    retry = ""
    if b"RATELIMIT" in answer.content[:20_000]:
        match = WAIT.search(answer.content[:20_000].decode("utf-8", "replace"))
        retry = str(max(int(int(match[1]) * SECONDS[match[2]]) + 1, 1)) if match else ""
    return {"all": Limit(most, left, answer.headers.get("x-ratelimit-reset", "").partition(".")[0], retry)}


def _number(value: str) -> int | None:
    return int(float(value)) if re.fullmatch(r"\d{1,9}(\.\d+)?", value) else None


class Api:
    """One account's calls to Reddit."""

    def __init__(self, connection: Connection, client: http.Client) -> None:
        self.connection = connection
        base = connection.base_url.rstrip("/")
        self.host, site = base or API, base or SITE
        self.caller = Caller("Reddit", client, read=code, means=MEANS, sign=self._sign, limits=limits,
                             heed=connection.heed)  # fmt: skip
        self.oauth = OAuth(connection, self.caller, f"{site}/api/v1/authorize", f"{site}/api/v1/access_token", SCOPES,
                           basic=True, pkce=False, extra={"duration": "permanent"})  # fmt: skip
        self._me: Wire = {}

    @property
    def me(self) -> Wire:
        """Who signed in."""
        if not self._me:
            self._me = self.wire("GET", "/api/v1/me")
        return self._me

    @property
    def name(self) -> str:
        return str(self.me.get("name") or "")

    @property
    def subreddit(self) -> str:
        given = self.connection.credentials.get("subreddit", "").strip().strip("/")
        kind, slash, name = given.rpartition("/")
        if slash and kind.rpartition("/")[2] in ("u", "user"):
            return f"u_{name}"
        if not re.fullmatch(r"\w[\w-]{1,30}", name):
            raise NetworkError(Trouble.REFUSED, "Reddit needs the name of your community or profile.")
        return name

    def wire(self, method: str, path: str, **sent: Any) -> Wire:
        """The answer's object. Refused for its token's sake, a call was not done: renewed, it is made once more."""
        if method == "GET":
            sent["params"] = {"raw_json": "1"} | sent.get("params", {})
        try:
            return self.caller.wire(method, f"{self.host}{path}", **sent)
        except Failure as error:
            if error.status != 401 or not self.oauth.tokens().get("refresh_token"):
                raise
        self.oauth.renew(force=True)
        return self.caller.wire(method, f"{self.host}{path}", **sent)

    def done(self, path: str, form: Mapping[str, Any], **sent: Any) -> Wire:
        """What a change made: the `data` of Reddit's answer."""
        wire = self.wire("POST", path, form={"api_type": "json"} | dict(form), writes=True, **sent)
        return part(part(wire, "json"), "data")

    def upload(self, address: str, fields: Mapping[str, str], file: tuple[str, bytes, str]) -> None:
        """A file to the store that Reddit leased; without our token."""
        caller = Caller("Reddit", self.caller.client, read=lambda answer, wire: "")
        caller.call("POST", address, form=fields, files={"file": file}, read=60)

    def _sign(self, headers: dict[str, str], params: dict[str, Any]) -> None:
        headers |= {"Authorization": f"Bearer {self.oauth.access()}", "User-Agent": AGENT}


def part(wire: Wire, name: str) -> Wire:
    value = wire.get(name)
    return value if isinstance(value, dict) else {}


def things(listing: object) -> list[tuple[str, Wire]]:
    """A listing's things: their kind and their data."""
    children = part(listing, "data").get("children") if isinstance(listing, dict) else None
    if not isinstance(children, list):
        return []
    return [(str(one.get("kind")), one["data"]) for one in children
            if isinstance(one, dict) and isinstance(one.get("data"), dict)]  # fmt: skip


def after(listing: Wire) -> str:
    return str(part(listing, "data").get("after") or "")
