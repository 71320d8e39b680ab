"""Signing in with OAuth 2 (RFC 6749) and PKCE (RFC 7636): the page's address, the exchange, and renewing ahead of time.

Refresh tokens often work once only (RFC 9700, 4.14.2), so one worker renews at a time, what comes back is saved before
it is used, and an answer without a refresh token never overwrites the one that is known.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from bedside.channels.calls.caller import Caller, Failure, Wire
from bedside.channels.rules import Connection, NetworkError, Trouble
from bedside.kit import times

#: A token this close to its end is renewed first, so that no post waits for a refusal.
AHEAD = timedelta(minutes=5)
#: Codes by which token endpoints say that a grant is worth nothing any more (RFC 6749, 5.2).
DEAD = frozenset({"invalid_grant", "invalid_client", "unauthorized_client", "access_denied", "invalid_token"})


def new_verifier() -> str:
    """A PKCE code verifier: 43 characters."""
    return secrets.token_urlsafe(32)


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


@dataclass
class OAuth:
    """One network's sign-in for one account. `basic`: the app's keys go in the Authorization header of the token call
    (RFC 6749, 2.3.1), else in its body. `extra` joins the page's address. `lasting`: tokens do not end."""

    connection: Connection
    caller: Caller
    authorize: str
    token: str
    scopes: tuple[str, ...]
    basic: bool = False
    pkce: bool = True
    separator: str = " "
    extra: Mapping[str, str] = field(default_factory=dict)
    ahead: timedelta = AHEAD

    def authorize_url(self, *, redirect_uri: str, state: str, challenge: str) -> str:
        asked = {
            "response_type": "code",
            "client_id": self.connection.app.get("client_id", ""),
            "redirect_uri": redirect_uri,
            "scope": self.separator.join(self.scopes),
            "state": state,
        }
        if self.pkce:
            asked |= {"code_challenge": challenge, "code_challenge_method": "S256"}
        return f"{self.authorize}?{urlencode(asked | dict(self.extra))}"

    def exchange(self, *, code: str, verifier: str, redirect_uri: str) -> None:
        """Tokens for a code, saved. Raises NetworkError(REVOKED) where the code is not taken."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        if self.pkce:
            form["code_verifier"] = verifier
        self.keep(self._ask(form))

    def access(self) -> str:
        """An access token good for a while yet; renewed where it ends soon."""
        tokens = self.tokens()
        if self._ends_soon(tokens):
            tokens = self.renew()
        if not tokens.get("access_token"):
            raise _signed_out(self.caller.label)
        return tokens["access_token"]

    def tokens(self) -> Mapping[str, str]:
        """What is saved; a token given by hand as a credential counts where nothing was saved yet."""
        return self.connection.tokens if self.connection.tokens.get("access_token") else self.connection.credentials

    def renew(self, *, force: bool = False) -> Mapping[str, str]:
        """Newer tokens, by the refresh token; one worker at a time. Unchanged where they last yet, unless `force`d (the
        network says they do not). Raises NetworkError(REVOKED) where there is nothing to renew with."""
        used = self.tokens().get("access_token", "")
        with self.connection.renewing() as saved:
            known = saved if saved.get("access_token") else self.connection.credentials
            if known.get("access_token", "") != used or not (force or self._ends_soon(known)):
                return self._adopt(known)  # another worker has renewed them meanwhile
            if not known.get("refresh_token"):
                if force or self._over(known):
                    raise _signed_out(self.caller.label)
                return known
            return self.keep(self._ask({"grant_type": "refresh_token", "refresh_token": known["refresh_token"]}))

    def keep(self, wire: Wire, **more: str) -> Mapping[str, str]:
        """Saves what a token endpoint gave, before it is used. Raises NetworkError where it gave no token."""
        if not wire.get("access_token"):
            raise Failure(Trouble.UNREACHABLE, f"{self.caller.label}'s answer to the sign-in could not be read.")
        tokens = dict(self.connection.tokens) | {"access_token": str(wire["access_token"])} | more
        if wire.get("refresh_token"):
            tokens["refresh_token"] = str(wire["refresh_token"])
        elif not tokens.get("refresh_token") and self.connection.credentials.get("refresh_token"):
            tokens["refresh_token"] = self.connection.credentials["refresh_token"]
        if seconds := _seconds(wire.get("expires_in")):
            tokens["expires_at"] = (times.now() + timedelta(seconds=seconds)).isoformat()
        if seconds := _seconds(wire.get("refresh_token_expires_in")):
            tokens["renewable_until"] = (times.now() + timedelta(seconds=seconds)).isoformat()
        self.connection.save(tokens)
        return self._adopt(tokens)

    def _adopt(self, tokens: Mapping[str, str]) -> Mapping[str, str]:
        # The connector goes on with them in this same job.
        object.__setattr__(self.connection, "tokens", dict(tokens))
        return tokens

    def _ask(self, form: dict[str, str]) -> Wire:
        app = self.connection.app
        headers: dict[str, str] = {"Accept": "application/json"}
        if self.basic:
            pair = f"{app.get('client_id', '')}:{app.get('client_secret', '')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form |= {"client_id": app.get("client_id", ""), "client_secret": app.get("client_secret", "")}
        plain = Caller(self.caller.label, self.caller.client)
        try:
            return plain.wire("POST", self.token, form=form, headers=headers)
        except Failure as error:
            if error.trouble in (Trouble.REFUSED, Trouble.REVOKED) or error.code in DEAD:
                raise _signed_out(self.caller.label) from error
            raise

    def _ends_soon(self, tokens: Mapping[str, str]) -> bool:
        ends = _instant(tokens.get("expires_at", ""))
        return ends is not None and ends - times.now() < self.ahead

    def _over(self, tokens: Mapping[str, str]) -> bool:
        ends = _instant(tokens.get("expires_at", ""))
        return ends is not None and ends <= times.now()


def _signed_out(label: str) -> NetworkError:
    return Failure(Trouble.REVOKED, f"{label} no longer accepts this sign-in.", todo="Connect the account again.")


def _seconds(value: object) -> int:
    return int(value) if isinstance(value, int | float) or (isinstance(value, str) and value.isdigit()) else 0


def _instant(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if value else None
    except ValueError:
        return None
