"""Sign-in with an app password: a short access token kept and renewed ahead of its end, a refresh token that rotates.

Measured on the PDS: access 2 hours, refresh 90 days. Renewals of one account take turns within this process; across
processes the PDS honors a refresh token that was just used for a while, and the app password is there behind it.
"""

import base64
import binascii
import hashlib
import json
import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta

from bedside.channels.networks.bluesky import xrpc
from bedside.channels.networks.bluesky.shapes import Wire
from bedside.channels.rules import Connection, NetworkError, Trouble
from bedside.kit import http, times

#: A token this close to its end is renewed first, so that no post waits for a refusal.
AHEAD = timedelta(minutes=2)


@dataclass(frozen=True)
class Tokens:
    """One session. `pds` is the account's own server, which takes its calls; sign-in stays with the entry server."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    did: str
    handle: str
    pds: str


_turns: defaultdict[tuple[str, str], threading.Lock] = defaultdict(threading.Lock)
_newest: dict[tuple[str, str], Tokens] = {}


class Session:
    """The account's sign-in, shared by every connector of that account in this process."""

    def __init__(self, connection: Connection, client: http.Client) -> None:
        self.connection = connection
        self.client = client
        secret = f"{connection.credentials.get('identifier', '')}\n{connection.credentials.get('password', '')}"
        self.key = (connection.base_url, f"{connection.account_id}:{hashlib.sha256(secret.encode()).hexdigest()}")

    def tokens(self) -> Tokens:
        """A session good for at least a while; renewed, or begun, where there is none."""
        tokens = self._known()
        if tokens is not None and not _ends_before(tokens.access, times.now() + AHEAD):
            return tokens
        return self.renew(tokens)

    def renew(self, stale: Tokens | None) -> Tokens:
        """A newer session than the stale one. Raises NetworkError(REVOKED) where the password is refused too."""
        with _turns[self.key]:
            known = self._known()
            if known is not None and stale is not None and known.access != stale.access:
                return known  # another thread has renewed it while this one waited
            if known is not None and known.refresh and not _ends_before(known.refresh, times.now()):
                try:
                    return self._refresh(known)
                except NetworkError as error:
                    if not error.permanent:
                        raise
            return self._create()

    def begin(self) -> Tokens:
        """A session made from the credentials themselves, which proves them."""
        with _turns[self.key]:
            return self._create()

    def _known(self) -> Tokens | None:
        """The newest session of this process or of the database, whichever ends later."""
        kept, saved = _newest.get(self.key), _read(self.connection.tokens)
        if kept is None or saved is None:
            return kept or saved
        return saved if _end(saved.access) > _end(kept.access) else kept

    def _create(self) -> Tokens:
        credentials = self.connection.credentials
        body = {"identifier": credentials.get("identifier", ""), "password": credentials.get("password", "")}
        try:
            wire = xrpc.procedure(self.client, self.connection.base_url, "com.atproto.server.createSession", body=body)
        except xrpc.XrpcError as error:
            if error.trouble is Trouble.REFUSED and error.code:
                raise xrpc.XrpcError(
                    Trouble.REVOKED, "Bluesky does not accept this sign-in.", code=error.code
                ) from error
            raise
        return self._keep(wire)

    def _refresh(self, known: Tokens) -> Tokens:
        wire = xrpc.procedure(
            self.client, self.connection.base_url, "com.atproto.server.refreshSession", token=known.refresh
        )
        return self._keep(wire)

    def _keep(self, wire: Wire) -> Tokens:
        """Saved before it is used; an answer without both tokens is never saved over good ones."""
        made = _read(
            {
                "access": str(wire.get("accessJwt") or ""),
                "refresh": str(wire.get("refreshJwt") or ""),
                "did": str(wire.get("did") or ""),
                "handle": str(wire.get("handle") or ""),
                "pds": _service(wire.get("didDoc")) or self.connection.base_url,
            }
        )
        if made is None:
            raise xrpc.XrpcError(Trouble.UNREACHABLE, "Bluesky's answer to the sign-in could not be read.")
        self.connection.save(asdict(made))
        _newest[self.key] = made
        return made


def _read(saved: Mapping[str, str]) -> Tokens | None:
    names = ("access", "refresh", "did", "handle", "pds")
    if not all(saved.get(name) for name in names):
        return None
    return Tokens(*(saved[name] for name in names))


def _service(document: object) -> str:
    """The server a DID document names as the account's own."""
    services = document.get("service") if isinstance(document, dict) else None
    for service in services if isinstance(services, list) else []:
        if isinstance(service, dict) and str(service.get("id", "")).endswith("#atproto_pds"):
            return str(service.get("serviceEndpoint") or "")
    return ""


def scope(token: str) -> str:
    """What a JWT allows by its own word; empty where it cannot be read."""
    try:
        return str(_claims(token)["scope"])
    except (IndexError, KeyError, TypeError, ValueError, binascii.Error):
        return ""


def _claims(token: str) -> Wire:
    payload = token.split(".")[1]
    claims: Wire = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


def _end(token: str) -> datetime:
    """When a JWT ends by its own word (it is not ours to verify); long ago where it cannot be read."""
    try:
        return datetime.fromtimestamp(int(_claims(token)["exp"]), UTC)
    except (IndexError, KeyError, TypeError, ValueError, OverflowError, binascii.Error):
        return datetime.fromtimestamp(0, UTC)


def _ends_before(token: str, at: datetime) -> bool:
    return _end(token) < at
