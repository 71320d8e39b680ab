"""X's calls: hosts, signing, renewing once, and what each error means.

Hosts and paths are those of the API's OpenAPI document, version 2.167 (https://api.x.com/2/openapi.json).
"""

import base64
from datetime import timedelta
from typing import Any

from bedside.channels.calls.caller import Caller, Failure, Means, Wire
from bedside.channels.calls.oauth import OAuth
from bedside.channels.networks.x import NETWORK
from bedside.channels.rules import Connection, NetworkError, Trouble
from bedside.kit import http

API, SITE = "https://api.x.com", "https://x.com"
SCOPES = tuple(scope.name for scope in NETWORK.scopes)
POST_FIELDS = ("author_id", "conversation_id", "created_at", "display_text_range", "edit_controls", "entities", "id",
               "lang", "note_post", "public_metrics", "text")  # fmt: skip
READ = {"post.fields": ",".join(POST_FIELDS), "expansions": "author_id,referenced_posts",
        "user.fields": "id,name,username"}  # fmt: skip

MEANS = {
    "duplicate": Means(
        Trouble.REFUSED, "already has a recent post of yours with the same words.", "Change the wording a little."
    ),
    "uninvited": Means(
        Trouble.REFUSED,
        "takes this answer only where its author mentioned or quoted your account. It was not posted.",
        "Answer in X itself, or ask the person to mention your account.",
    ),
    "edit": Means(
        Trouble.REFUSED,
        "does not let this account correct the post: that takes Premium, and 30 minutes at most. It stands unchanged.",
        "Withdraw it and write it anew, or answer below it.",
    ),
    "credits": Means(
        Trouble.LIMITED,
        "has no credits left for your app.",
        "Buy credits in X's Developer Console, under Billing.",
        timedelta(hours=1),
    ),
    "app": Means(Trouble.REVOKED, "does not let your app in.", "Check the app in X's Developer Console."),
    "account": Means(Trouble.REVOKED, "has locked or suspended this account.", "Sign in to X and see what it asks."),
    "gone": Means(Trouble.REFUSED, "no longer has what this is about."),
}
#: Signs in X's problem objects, which may quote a post and so are recognized, never passed on.
SIGNS = (
    ("duplicate content", "duplicate"),
    ("have not been mentioned", "uninvited"),
    ("not been summoned", "uninvited"),
    ("creditsdepleted", "credits"),
    ("does not have any credits", "credits"),
    ("usage-capped", "credits"),
    ("client-forbidden", "app"),
    ("client-not-enrolled", "app"),
    ("account is suspended", "account"),
    ("temporarily locked", "account"),
    ("edit_options", "edit"),
    ("edit this", "edit"),
    ("edit post", "edit"),
    ("resource-not-found", "gone"),
)


def code(answer: http.Answer, wire: Wire) -> str:
    """What kind of problem an answer tells; a 200 with some problems in it is none."""
    if answer.ok:
        return ""
    told = [wire, *[one for one in wire.get("errors") or [] if isinstance(one, dict)]]
    said = " ".join(str(one.get(name) or "") for one in told for name in ("type", "title", "detail", "message")).lower()
    return next((name for sign, name in SIGNS if sign in said), "")


class Api:
    """One account's calls to X."""

    def __init__(self, connection: Connection, client: http.Client) -> None:
        self.connection = connection
        base = connection.base_url.rstrip("/")
        self.host, site = base or API, base or SITE
        self.caller = Caller("X", client, read=code, means=MEANS, sign=self._sign, heed=connection.heed)
        self.oauth = OAuth(connection, self.caller, f"{site}/i/oauth2/authorize", f"{self.host}/2/oauth2/token",
                           SCOPES, basic=True)  # fmt: skip
        self._own = connection.network_account_id

    @property
    def own(self) -> str:
        """The account's id."""
        if not self._own:
            self._own = str(part(self.wire("GET", "/2/users/me"), "data").get("id") or "")
        return self._own

    def wire(self, method: str, path: str, **sent: Any) -> Wire:
        """The answer's object. Refused for its token's sake, a call was not done: renewed, it is made once more."""
        try:
            return self.caller.wire(method, f"{self.host}{path}", **sent)
        except Failure as error:
            if error.status != 401 or error.code or not self.oauth.tokens().get("refresh_token"):
                raise
        self.oauth.renew(force=True)
        return self.caller.wire(method, f"{self.host}{path}", **sent)

    def as_app(self, method: str, path: str, **sent: Any) -> Wire:
        """A call in the app's own name, as webhooks want it."""
        app = self.connection.app
        if not app.get("api_key") or not app.get("api_secret"):
            raise NetworkError(
                Trouble.REFUSED,
                "X's webhooks need the app's API Key and API Key Secret.",
                todo="Add them to X's app keys.",
            )
        pair = base64.b64encode(f"{app['api_key']}:{app['api_secret']}".encode()).decode()
        plain = Caller("X", self.caller.client, read=code, means=MEANS)
        token = plain.wire("POST", f"{self.host}/oauth2/token", form={"grant_type": "client_credentials"},
                           headers={"Authorization": f"Basic {pair}"})  # fmt: skip
        headers = {"Authorization": f"Bearer {token.get('access_token', '')}"}
        return plain.wire(method, f"{self.host}{path}", headers=headers, **sent)

    def _sign(self, headers: dict[str, str], params: dict[str, Any]) -> None:
        headers["Authorization"] = f"Bearer {self.oauth.access()}"


def part(wire: Wire, name: str) -> Wire:
    """An object inside an answer; an empty one where there is none."""
    value = wire.get(name)
    return value if isinstance(value, dict) else {}


def listed(wire: Wire, name: str) -> list[Wire]:
    """The objects of a list inside an answer."""
    value = wire.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
