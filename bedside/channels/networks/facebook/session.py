"""Signing in: a code becomes a person's token, and that the token of a Page, which does not end by time."""

import contextlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.graph import AGAIN, ALLOW, Graph, caller, count, inner, place, rows
from bedside.channels.calls.oauth import OAuth
from bedside.channels.networks.facebook import NETWORK
from bedside.channels.rules import Connection, NetworkError, Profile, Trouble
from bedside.kit import http

#: https://developers.facebook.com/docs/graph-api/changelog (v26.0 from 2026-07-29).
VERSION = "v26.0"
HOST = "https://graph.facebook.com"
VIDEO_HOST = "https://graph-video.facebook.com"
DIALOG_HOST = "https://www.facebook.com"
#: Without these there is nothing to do here; the others only leave a part out.
NEEDED = ("pages_show_list", "pages_read_engagement", "pages_manage_posts")
MAY_POST = frozenset({"CREATE_CONTENT", "MANAGE", "PROFILE_PLUS_CREATE_CONTENT", "PROFILE_PLUS_FULL_CONTROL"})


class Session:
    """One account's tokens: `graph` calls as the Page, `person` as whoever signed in."""

    def __init__(self, connection: Connection, client: http.Client) -> None:
        self.connection, self.client = connection, client
        base = connection.base_url
        self.root = place(base, HOST, "")
        plain = caller(NETWORK.label, connection, client)
        self.oauth = OAuth(
            connection,
            plain,
            authorize=f"{place(base, DIALOG_HOST, 'www')}/{VERSION}/dialog/oauth",
            token=f"{self.root}/{VERSION}/oauth/access_token",
            scopes=tuple(scope.name for scope in NETWORK.scopes),
            pkce=False,  # Facebook offers it for OpenID Connect alone
            separator=",",
        )
        proof = connection.app.get("client_secret", "")
        shared: dict[str, Any] = {"connection": connection, "client": client, "proof": proof}
        self.graph = Graph(NETWORK.label, f"{self.root}/{VERSION}", token=self.page_token, freshen=self.load, **shared)
        video = f"{place(base, VIDEO_HOST, 'graph-video')}/{VERSION}"
        self.video = Graph(NETWORK.label, video, token=self.page_token, freshen=self.load, **shared)
        self.person = Graph(NETWORK.label, f"{self.root}/{VERSION}", token=self.oauth.access, **shared)

    @cached_property
    def page(self) -> str:
        """The Page's id."""
        self.page_token()
        return self.connection.tokens["page_id"]

    def page_token(self) -> str:
        tokens = self.connection.tokens
        wanted = self.connection.credentials.get("choice") or self.connection.network_account_id
        if tokens.get("page_token") and (not wanted or tokens.get("page_id") == wanted):
            return tokens["page_token"]
        self.load()
        if not self.connection.tokens.get("page_token"):
            raise NetworkError(Trouble.REFUSED, "Facebook opens several Pages with this sign-in.", todo="Choose one.")
        return self.connection.tokens["page_token"]

    def load(self) -> list[Wire]:
        """The Pages of the person who signed in; the token of the chosen one is saved."""
        listed, _ = self.person.whole("me/accounts", fields="id,name,username,access_token,tasks")
        pages = list({str(page.get("id")): page for page in listed}.values())
        wanted = self.connection.credentials.get("choice") or self.connection.network_account_id
        chosen = [page for page in pages if str(page.get("id")) == wanted] if wanted else pages
        if not chosen:
            raise Failure(Trouble.REVOKED, "Facebook no longer opens this Page to this sign-in.", todo=ALLOW)
        if len(chosen) == 1 and chosen[0].get("access_token"):
            page = chosen[0]
            self._keep({"page_id": str(page.get("id", "")), "page_token": str(page["access_token"])})
        return chosen

    def profile(self) -> Profile:
        """Whose sign-in this is; with several Pages and none chosen, the Pages to choose from."""
        self._ensure_allowed()
        pages = self.load()
        profiles = tuple(
            Profile(str(page.get("id", "")), str(page.get("username") or page.get("name") or ""),
                    str(page.get("name") or ""))
            for page in pages
        )  # fmt: skip
        if len(pages) > 1:
            return Profile("", "", choices=profiles)
        tasks = pages[0].get("tasks")
        if isinstance(tasks, list) and not MAY_POST & set(map(str, tasks)):
            said = "Facebook does not let this person post on this Page."
            raise NetworkError(Trouble.REFUSED, said, todo="Ask an administrator of the Page for full control.")
        return profiles[0]

    def exchange(self, *, code: str, redirect_uri: str) -> None:
        app = self.connection.app
        keys = {"client_id": app.get("client_id", ""), "client_secret": app.get("client_secret", "")}
        short = self._token({**keys, "redirect_uri": redirect_uri, "code": code})
        grant = {"grant_type": "fb_exchange_token", "fb_exchange_token": str(short.get("access_token", ""))}
        long = self._token({**keys, **grant})
        # What ends is not the Page's token but the person's data access, which only signing in prolongs.
        more = {"page_id": "", "page_token": "", "expires_at": ""}
        if (ends := self._data_access(str(long.get("access_token", "")))) is not None:
            more["expires_at"] = ends.isoformat()
        self.oauth.keep({"access_token": long.get("access_token")}, **more)

    def _token(self, params: Mapping[str, str]) -> Wire:
        try:
            return self.oauth.caller.wire("GET", self.oauth.token, params=params)
        except Failure as error:
            if error.trouble is Trouble.REFUSED:
                said = "Facebook did not take this sign-in."
                raise Failure(Trouble.REVOKED, said, code=error.code, todo=AGAIN) from error
            raise

    def _data_access(self, token: str) -> datetime | None:
        app = self.connection.app
        asking = caller(NETWORK.label, self.connection, self.client)
        bearer = f"Bearer {app.get('client_id', '')}|{app.get('client_secret', '')}"
        asking.sign = lambda headers, params: headers.update({"Authorization": bearer})
        with contextlib.suppress(NetworkError, ValueError, OverflowError, OSError):
            wire = asking.wire("GET", f"{self.root}/{VERSION}/debug_token", params={"input_token": token})
            if seconds := count(inner(wire, "data").get("data_access_expires_at")):
                return datetime.fromtimestamp(seconds, UTC)
        return None

    def _ensure_allowed(self) -> None:
        listed = rows(self.person.get("me/permissions"))
        granted = {str(one.get("permission")) for one in listed if one.get("status") == "granted"}
        missing = [name for name in NEEDED if name not in granted]
        if listed and missing:
            said = f"Facebook was not allowed to give Bedside what it needs: {', '.join(missing)}."
            raise NetworkError(Trouble.REFUSED, said, todo=ALLOW)

    def _keep(self, more: dict[str, Any]) -> None:
        tokens = {**self.connection.tokens, **more}
        self.connection.save(tokens)
        object.__setattr__(self.connection, "tokens", tokens)
