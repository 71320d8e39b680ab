"""Tokens of Instagram and Threads: 60 days, renewed by themselves while they last, worth nothing afterwards.

https://developers.facebook.com/docs/instagram-platform/reference/refresh_access_token and
https://developers.facebook.com/docs/threads/get-started/long-lived-tokens: a token may be renewed once it is 24 hours
old and as long as it has not ended.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.graph import AGAIN, GraphCaller, rows
from bedside.channels.calls.oauth import OAuth
from bedside.channels.rules import Connection, NetworkError, Trouble
from bedside.kit import times

#: Renewed at half its life, so that a month of trouble costs nothing.
AHEAD = timedelta(days=30)
#: Younger than this the network does not renew.
LEAST_AGE = timedelta(hours=24)
#: This close to its end a token is renewed whatever its age.
URGENT = timedelta(hours=1)


@dataclass
class LongLived:
    """One account's token. `prefix` is what the network calls its grants: "ig" or "th"; `address` is its Graph host,
    without a version."""

    connection: Connection
    caller: GraphCaller
    oauth: OAuth
    address: str
    prefix: str

    def token(self) -> str:
        """A token good for a while yet. Renewing that fails while the token lasts is tried again another time."""
        tokens = self.oauth.tokens()
        if not tokens.get("access_token"):
            raise self._over()
        if self._due(tokens):
            try:
                tokens = self.renew()
            except NetworkError as error:
                if error.trouble is Trouble.REVOKED:
                    raise
        return tokens["access_token"]

    def exchange(self, *, code: str, redirect_uri: str) -> None:
        """A code for a token of an hour, that for one of 60 days; saved."""
        app = self.connection.app
        form = {
            "client_id": app.get("client_id", ""),
            "client_secret": app.get("client_secret", ""),
            "grant_type": "authorization_code",
            "redirect_uri": redirect_uri,
            "code": code.removesuffix("#_"),
        }
        try:
            wire = self.caller.wire("POST", self.oauth.token, form=form)
            short = (rows(wire) or [wire])[0]  # Instagram wraps it in a list of one
            self._keep(short)
            secret = form["client_secret"]
            self._keep(self._ask("access_token", f"{self.prefix}_exchange_token", client_secret=secret))
        except Failure as error:
            if error.trouble is Trouble.REFUSED:
                raise self._over() from error
            raise

    def renew(self, *, force: bool = False) -> Mapping[str, str]:
        """A newer token where it is time (or `force`d); one worker at a time. Raises NetworkError(REVOKED) where the
        network renews it no more."""
        used = self.oauth.tokens().get("access_token", "")
        with self.connection.renewing() as saved:
            known = saved if saved.get("access_token") else self.connection.credentials
            if known.get("access_token", "") != used:
                return self._adopt(known)  # another worker has renewed it meanwhile
            if not known.get("access_token"):
                raise self._over()
            if not force and known.get("expires_at") and not self._due(known):
                return known
            self._adopt(known)
            try:
                return self._keep(self._ask("refresh_access_token", f"{self.prefix}_refresh_token"))
            except Failure as error:
                if error.trouble is Trouble.REFUSED:
                    if force:
                        raise self._over() from error
                    return known  # too young to be renewed
                raise

    def _ask(self, path: str, grant: str, **more: str) -> Wire:
        params = {"grant_type": grant, "access_token": self.oauth.tokens()["access_token"], **more}
        return self.caller.wire("GET", f"{self.address}/{path}", params=params)

    def _keep(self, wire: Wire) -> Mapping[str, str]:
        # A token of an hour says nothing of its end.
        wire = {"expires_in": 3600, **wire}
        now = times.now()
        seconds = wire["expires_in"]
        ends = now + timedelta(seconds=int(seconds) if isinstance(seconds, int | float) else 3600)
        return self.oauth.keep(wire, renewable_until=ends.isoformat(), issued_at=now.isoformat())

    def _adopt(self, tokens: Mapping[str, str]) -> Mapping[str, str]:
        object.__setattr__(self.connection, "tokens", dict(tokens))
        return tokens

    def _due(self, tokens: Mapping[str, str]) -> bool:
        now = times.now()
        ends, issued = _instant(tokens.get("expires_at", "")), _instant(tokens.get("issued_at", ""))
        if ends is None or ends - now > AHEAD:
            return False
        return issued is None or now - issued >= LEAST_AGE or timedelta(0) < ends - now < URGENT

    def _over(self) -> Failure:
        return Failure(Trouble.REVOKED, f"{self.caller.label} no longer accepts this sign-in.", todo=AGAIN)


def _instant(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if value else None
    except ValueError:
        return None
