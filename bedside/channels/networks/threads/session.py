"""Signing in at Threads itself: the addresses, the token of 60 days, and who the account is."""

from functools import cached_property

from bedside.channels.calls.graph import Graph, caller, place
from bedside.channels.calls.long_lived import LongLived
from bedside.channels.calls.oauth import OAuth
from bedside.channels.networks.threads import NETWORK
from bedside.channels.rules import Connection, NetworkError, Profile, Trouble
from bedside.kit import http

#: https://developers.facebook.com/docs/threads/get-started/get-access-tokens-and-permissions
VERSION = "v1.0"
HOST = "https://graph.threads.net"
DIALOG_HOST = "https://threads.net"
META_HOST, META_VERSION = "https://graph.facebook.com", "v26.0"


class Session:
    """One account's token and calls."""

    def __init__(self, connection: Connection, client: http.Client) -> None:
        self.connection, self.client = connection, client
        base = connection.base_url
        root = place(base, HOST, "")
        self.meta = f"{place(base, META_HOST, 'graph-facebook')}/{META_VERSION}"
        plain = caller(NETWORK.label, connection, client)
        self.oauth = OAuth(
            connection,
            plain,
            authorize=f"{place(base, DIALOG_HOST, 'www')}/oauth/authorize",
            token=f"{root}/oauth/access_token",
            scopes=tuple(scope.name for scope in NETWORK.scopes),
            pkce=False,  # not offered
            separator=",",
        )
        self.tokens = LongLived(connection, plain, self.oauth, root, "th")
        self.graph = Graph(
            NETWORK.label, f"{root}/{VERSION}", connection, client,
            token=self.tokens.token, freshen=lambda: self.tokens.renew(force=True),
            in_query=True,
        )  # fmt: skip

    @cached_property
    def profile(self) -> Profile:
        wire = self.graph.get("me", fields="id,username,name")
        account = str(wire.get("id") or "")
        if not account:
            raise NetworkError(Trouble.UNREACHABLE, "Threads' answer does not name the account.")
        handle = str(wire.get("username") or "")
        return Profile(account, handle, str(wire.get("name") or handle))

    @property
    def account(self) -> str:
        return self.connection.network_account_id or self.profile.account_id

    @cached_property
    def handle(self) -> str:
        """By what Threads names this profile as an author."""
        return self.profile.handle
