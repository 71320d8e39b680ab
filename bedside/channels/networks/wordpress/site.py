"""One WordPress site: its API's root, one call and its failures, and paging.

Sources: developer.wordpress.org/rest-api (global parameters, pagination), WP-API/docs; error codes as core raises them.
"""

import base64
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from bedside.channels.calls.caller import Caller, Failure, Means, Wire
from bedside.channels.rules import Connection, Trouble
from bedside.kit import http

LABEL = "WordPress"
#: The namespace of core's own routes.
API = "wp/v2"
PAGE = 100
AGAIN = "Make a new application password in WordPress, and connect again."

MEANS: dict[str, Means] = {
    **dict.fromkeys(
        ("incorrect_password", "invalid_username", "invalid_email", "rest_not_logged_in"),
        Means(Trouble.REVOKED, "no longer accepts this user name and application password.", AGAIN),
    ),
    **dict.fromkeys(
        ("application_passwords_disabled", "application_passwords_disabled_for_user"),
        Means(Trouble.REVOKED, "has application passwords switched off.", "Ask who runs the site to switch them on."),
    ),
    **dict.fromkeys(
        ("rest_disabled", "rest_no_route", "rest_login_required"),
        Means(Trouble.REFUSED, "has its REST API switched off.", "Ask who runs the site to switch it on for Bedside."),
    ),
    "rest_cannot_publish": Means(
        Trouble.REFUSED, "does not let this user publish.", "Give the user the role Editor in WordPress."
    ),
    "rest_comment_closed": Means(Trouble.REFUSED, "has comments closed below this post."),
    "rest_comment_draft_post": Means(Trouble.REFUSED, "no longer shows the post this is about."),
    "rest_comment_trash_post": Means(Trouble.REFUSED, "no longer shows the post this is about."),
    "rest_comment_invalid_post_id": Means(Trouble.REFUSED, "no longer has the post this is about."),
    "comment_duplicate": Means(Trouble.REFUSED, "has the same words below this post already."),
    "comment_flood": Means(Trouble.LIMITED, "asks us to answer more slowly.", wait=timedelta(seconds=15)),
    **dict.fromkeys(
        ("comment_content_column_length", "comment_author_column_length"),
        Means(Trouble.REFUSED, "finds the answer too long."),
    ),
    **dict.fromkeys(
        (
            "rest_upload_sideload_error",
            "rest_upload_unknown_error",
            "rest_upload_file_too_big",
            "rest_upload_limited_space",
        ),
        Means(Trouble.REFUSED, "does not take this picture or film.", "It may be too large, or of a barred kind."),
    ),
    "rest_upload_user_quota_exceeded": Means(Trouble.REFUSED, "has no room left for pictures and films."),
}  # fmt: skip


class Site:
    """Calls one site for one account. `connection.base_url` is the site's address as the browser shows it."""

    def __init__(self, connection: Connection, client: http.Client) -> None:
        self.base = connection.base_url.rstrip("/")
        self.connection = connection
        self.client = client
        given = connection.credentials
        pair = f"{given.get('username', '').strip()}:{given.get('password', '').strip()}"
        self.authorization = f"Basic {base64.b64encode(pair.encode('utf-8', 'replace')).decode()}"
        self.caller = Caller(LABEL, client, read=_code, means=MEANS, sign=self._sign, heed=connection.heed)
        self._pretty: bool | None = {"pretty": True, "plain": False}.get(connection.tokens.get("addresses", ""))

    @property
    def host(self) -> str:
        parts = urlsplit(self.base)
        return f"{parts.netloc}{parts.path}"

    @property
    def pretty(self) -> bool:
        """Whether the API stands under /wp-json/; asked once, then kept by `remember`."""
        if self._pretty is None:
            self._pretty = self._probe()
        return self._pretty

    def _probe(self) -> bool:
        if not self.base:
            raise Failure(Trouble.REFUSED, "The address of the WordPress site is missing.")
        said: Failure | None = None
        for pretty in (True, False):
            try:
                asked = None if pretty else {"rest_route": "/"}
                wire = self.caller.wire("GET", self._address("/", pretty), params=asked)
            except Failure as error:
                if 300 <= error.status < 400:
                    raise Failure(
                        Trouble.REFUSED,
                        "This WordPress site lives at another address.",
                        status=error.status,
                        todo="Enter the address exactly as the browser shows it, with https:// and www.",
                    ) from error
                if error.status in (0, 401, 429) or error.status >= 500:
                    raise  # the site is ill, or refuses us: that says nothing of its addresses
                said = error
                continue
            if API in (wire.get("namespaces") or ()):
                return pretty
        raise Failure(
            Trouble.REFUSED,
            "There is no WordPress API at this address.",
            todo="Check the address. A security plug-in may have switched the REST API off; ask who runs the site.",
        ) from said

    def _address(self, route: str, pretty: bool) -> str:
        return f"{self.base}/wp-json{route}" if pretty else f"{self.base}/"

    def call(self, method: str, path: str, *, params: Mapping[str, Any] | None = None, **sent: Any) -> http.Answer:
        """A successful answer of a route below wp/v2; raises Failure."""
        route, query = f"/{API}/{path}", dict(params or {})
        if not self.pretty:
            query = {"rest_route": route} | query
        return self.caller.call(method, self._address(route, self.pretty), params=query, **sent)

    def wire(self, method: str, path: str, *, writes: bool = False, **sent: Any) -> Wire:
        """One thing as WordPress gives it back; raises Failure, UNKNOWN where a write's answer cannot be read."""
        answer = self.call(method, path, writes=writes, **sent)
        try:
            found = answer.json()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise self._unreadable(writes)
        return found

    def page(self, path: str, params: Mapping[str, Any]) -> tuple[list[Wire], int, int]:
        """One page of a list, how many things and how many pages there are in all."""
        answer = self.call("GET", path, params=params)
        try:
            found = answer.json()
        except ValueError:
            found = None
        if not isinstance(found, list):
            raise self._unreadable(False)
        total = _header(answer, "x-wp-total", len(found))
        return [one for one in found if isinstance(one, dict)], total, _header(answer, "x-wp-totalpages", 1)

    def pages(self, path: str, params: Mapping[str, Any], *, most: int) -> Iterator[tuple[list[Wire], bool]]:
        """Page after page, and whether it is the last there is."""
        for number in range(1, most + 1):
            found, _total, pages = self.page(path, {"per_page": PAGE, **params, "page": number})
            last = number >= pages or not found
            yield found, last
            if last:
                return

    def remember(self, **more: str) -> None:
        """Keeps what was learned of the site with the account's tokens."""
        kept = dict(self.connection.tokens) | {"addresses": "pretty" if self.pretty else "plain"} | more
        self.connection.save(kept)
        object.__setattr__(self.connection, "tokens", kept)

    def _sign(self, headers: dict[str, str], _params: dict[str, Any]) -> None:
        headers["Authorization"] = self.authorization

    @staticmethod
    def _unreadable(writes: bool) -> Failure:
        said = f"{LABEL}'s answer could not be read."
        if writes:
            return Failure(Trouble.UNKNOWN, f"{said} It is not known whether it was done.")
        return Failure(Trouble.UNREACHABLE, said)


def _code(answer: http.Answer, wire: Wire) -> str:
    code = wire.get("code") if not answer.ok else ""
    return code if isinstance(code, str) else ""


def _header(answer: http.Answer, name: str, default: int) -> int:
    value = answer.headers.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else default
