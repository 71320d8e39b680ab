"""Sign-ins: access and refresh tokens that look like the real ones and rotate as they do."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

APP, PRIVILEGED = "com.atproto.appPass", "com.atproto.appPassPrivileged"
ACCESS, REFRESH = timedelta(seconds=7200), timedelta(days=90)
#: A refresh token that was used once still works for this long, as on the real server.
GRACE = timedelta(hours=2)


class Rejected(Exception):
    """A token that is not accepted: `code` is the protocol's word for why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass
class Tokens:
    """Issues and reads tokens."""

    secret: str
    access_lasts: timedelta = ACCESS

    def __post_init__(self) -> None:
        self.spent: dict[str, tuple[str, float]] = {}  # jti → (its successor, end of grace)
        self.ended: set[str] = set()
        self.stale: set[str] = set()  # access tokens that have expired before their time

    def begin(self, did: str, at: datetime, *, chats: bool = False) -> dict[str, str]:
        """A new sign-in; with `chats`, by an app password that allows direct messages."""
        return self._pair(did, at, secrets.token_urlsafe(24), chats)

    def renew(self, token: str, at: datetime) -> tuple[str, dict[str, str]]:
        """(account, new tokens) for a refresh token; a second use within its grace gives the same successor."""
        claims = self._claims(token, at, "com.atproto.refresh")
        jti = str(claims["jti"])
        successor, until = self.spent.get(jti, ("", 0.0))
        if jti in self.ended or (successor and until < at.timestamp()):
            raise Rejected("ExpiredToken", "Token has been revoked")
        if not successor:
            successor = secrets.token_urlsafe(24)
            self.spent[jti] = (successor, (at + GRACE).timestamp())
        return str(claims["sub"]), self._pair(str(claims["sub"]), at, successor, bool(claims.get("chats")))

    def end(self, token: str, at: datetime) -> None:
        self.ended.add(str(self._claims(token, at, "com.atproto.refresh")["jti"]))

    def whose(self, token: str, at: datetime) -> str:
        """The account of an access token; raises Rejected."""
        if token in self.stale:
            raise Rejected("ExpiredToken", "Token has expired")
        return str(self._claims(token, at, APP, PRIVILEGED)["sub"])

    def chats(self, token: str, at: datetime) -> bool:
        """Whether an access token allows direct messages."""
        return bool(self._claims(token, at, APP, PRIVILEGED)["scope"] == PRIVILEGED)

    def _pair(self, did: str, at: datetime, jti: str, chats: bool) -> dict[str, str]:
        access = {"scope": PRIVILEGED if chats else APP, "sub": did} | _times(at, self.access_lasts)
        refresh: dict[str, Any] = {"scope": "com.atproto.refresh", "sub": did, "jti": jti} | _times(at, REFRESH)
        refresh |= {"chats": True} if chats else {}
        return {
            "accessJwt": self._sign("at+jwt", access | {"n": secrets.token_urlsafe(6)}),
            "refreshJwt": self._sign("refresh+jwt", refresh),
        }

    def _sign(self, kind: str, claims: dict[str, Any]) -> str:
        signed = f"{_text({'typ': kind, 'alg': 'HS256'})}.{_text(claims)}"
        return f"{signed}.{self._signature(signed)}"

    def _signature(self, signed: str) -> str:
        return _b64(hmac.new(self.secret.encode(), signed.encode(), hashlib.sha256).digest())

    def _claims(self, token: str, at: datetime, *scopes: str) -> dict[str, Any]:
        signed, _, signature = token.rpartition(".")
        if not signed or not hmac.compare_digest(signature, self._signature(signed)):
            raise Rejected("InvalidToken", "Token could not be verified")
        payload = signed.partition(".")[2]
        claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        if claims.get("scope") not in scopes:
            raise Rejected("InvalidToken", "Token could not be verified")
        if claims["exp"] <= at.timestamp():
            raise Rejected("ExpiredToken", "Token has expired")
        return claims


def _times(at: datetime, lasts: timedelta) -> dict[str, int]:
    return {"iat": int(at.timestamp()), "exp": int((at + lasts).timestamp())}


def _text(claims: dict[str, Any]) -> str:
    return _b64(json.dumps(claims, separators=(",", ":")).encode())


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
