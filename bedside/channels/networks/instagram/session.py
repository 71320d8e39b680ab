"""Signing in at Instagram itself: the addresses, the token of 60 days, and who the account is."""

from functools import cached_property

from bedside.channels.calls.graph import Graph, caller, place
from bedside.channels.calls.long_lived import LongLived
from bedside.channels.calls.oauth import OAuth
from bedside.channels.networks.instagram import NETWORK
from bedside.channels.rules import Connection, NetworkError, Profile, Trouble
from bedside.kit import http

#: https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login
VERSION = "v26.0"
HOST = "https://graph.instagram.com"
TOKEN_HOST = "https://api.instagram.com"  # noqa: S105  # a host
DIALOG_HOST = "https://www.instagram.com"
META_HOST = "https://graph.facebook.com"


class Session:
    """One account's token and calls."""

    def __init__(self, connection: Connection, client: http.Client) -> None:
        self.connection, self.client = connection, client
        base = connection.base_url
        root = place(base, HOST, "")
        self.meta = f"{place(base, META_HOST, 'graph-facebook')}/{VERSION}"
        plain = caller(NETWORK.label, connection, client)
        self.oauth = OAuth(
            connection,
            plain,
            authorize=f"{place(base, DIALOG_HOST, 'www')}/oauth/authorize",
            token=f"{place(base, TOKEN_HOST, 'api')}/oauth/access_token",
            scopes=tuple(scope.name for scope in NETWORK.scopes),
            pkce=False,  # not offered
            separator=",",
        )
        self.tokens = LongLived(connection, plain, self.oauth, root, "ig")
        self.graph = Graph(
            NETWORK.label, f"{root}/{VERSION}", connection, client,
            token=self.tokens.token, freshen=lambda: self.tokens.renew(force=True),
        )  # fmt: skip

    @cached_property
    def profile(self) -> Profile:
        wire = self.graph.get("me", fields="user_id,username,name,account_type")
        account = str(wire.get("user_id") or "")
        if not account:
            raise NetworkError(Trouble.UNREACHABLE, "Instagram's answer does not name the account.")
        handle = str(wire.get("username") or "")
        return Profile(account, handle, str(wire.get("name") or handle))

    @property
    def account(self) -> str:
        return self.connection.network_account_id or self.profile.account_id

    @cached_property
    def own(self) -> frozenset[str]:
        """By what Instagram may call this account where it names an author: lists give a name, messages an id."""
        profile = self.profile
        return frozenset({profile.account_id, profile.handle} - {""})
