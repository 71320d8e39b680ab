"""One XRPC call, and every way it can fail, as the trouble it means for us."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bedside.channels.networks.bluesky.shapes import Wire
from bedside.channels.rules import NetworkError, Trouble
from bedside.kit import http, times

#: Answers that say the access token, not the request, is at fault.
STALE = frozenset({"ExpiredToken", "InvalidToken"})
LOST = {
    "AuthFactorTokenRequired": "Bluesky asks for a code sent by e-mail. Connect with an app password instead.",
    "AccountTakedown": "Bluesky has taken this account down.",
    "AccountDeactivated": "This Bluesky account is deactivated.",
    "AccountSuspended": "Bluesky has suspended this account.",
    "RepoTakendown": "Bluesky has taken this account down.",
    "RepoDeactivated": "This Bluesky account is deactivated.",
    "ExpiredToken": "The sign-in to Bluesky has expired.",
    "InvalidToken": "Bluesky no longer accepts this sign-in.",
    "AuthMissing": "Bluesky no longer accepts this sign-in.",
    "AuthenticationRequired": "Bluesky does not accept this handle and app password.",
}
# Bluesky's own messages may quote the post, so a few are recognized and said anew; the rest stay unsaid.
REASONS = (
    ("grapheme too big", "the text is too long"),
    ("string too big", "the text is too long"),
    ("blob too big", "a picture or film is too large"),
    ("entity too large", "a picture or film is too large"),
    ("could not find blob", "a picture or film did not arrive"),
    ("mimetype", "a picture or film is of a kind it does not take"),
    ("array too big", "there is too much of something in it"),
    ("could not locate", "the post is not there"),
    ("not found", "the post is not there"),
    ("resolve handle", "it does not know that handle"),
)


class XrpcError(NetworkError):
    """A NetworkError that still knows the protocol's own name for it; empty where no answer came."""

    def __init__(self, trouble: Trouble, said: str, *, code: str = "", retry_at: Any = None) -> None:
        super().__init__(trouble, said, retry_at=retry_at)
        self.code = code


def query(client: http.Client, base: str, method: str, *, token: str = "", proxy: str = "", **params: object) -> Wire:
    """The answer to a read. `proxy` names the service that the account's server hands the call on to."""
    return _call(client, "GET", base, method, token=token, proxy=proxy, writes=False, params=params)


def procedure(
    client: http.Client,
    base: str,
    method: str,
    *,
    token: str = "",
    body: Mapping[str, object] | None = None,
    content: bytes | None = None,
    mime: str = "",
    writes: bool = False,
    proxy: str = "",
    read: float | None = None,
) -> Wire:
    """The answer to a call that may change something; `writes` where a second, blind try could do harm."""
    return _call(
        client, "POST", base, method, token=token, proxy=proxy, writes=writes, json=body, content=content, mime=mime,
        read=read,
    )  # fmt: skip


def _call(
    client: http.Client,
    verb: str,
    base: str,
    method: str,
    *,
    token: str,
    writes: bool,
    params: Mapping[str, object] | None = None,
    json: object = None,
    content: bytes | None = None,
    mime: str = "",
    proxy: str = "",
    read: float | None = None,
) -> Wire:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if proxy:
        headers["atproto-proxy"] = proxy
    if mime:
        headers["Content-Type"] = mime
    url = f"{base.rstrip('/')}/xrpc/{method}"
    try:
        answer = client.send(verb, url, params=params, json=json, content=content, headers=headers, read=read)
    except http.Forbidden as error:
        raise XrpcError(Trouble.REFUSED, "This server's address may not be called from here.") from error
    except http.NeverSent as error:
        raise XrpcError(Trouble.UNREACHABLE, "Bluesky could not be reached.") from error
    except http.MaybeDone as error:
        raise _unanswered(writes, "Bluesky did not answer in time.") from error
    wire = _wire(answer)
    if answer.ok:
        if wire is None:
            raise _unanswered(writes, "Bluesky's answer could not be read.")
        return wire
    raise _failure(answer, wire or {}, writes)


def _wire(answer: http.Answer) -> Wire | None:
    if answer.ok and not answer.content:
        return {}
    try:
        wire = answer.json()
    except ValueError:
        return None
    return wire if isinstance(wire, dict) else None


def _unanswered(writes: bool, said: str, code: str = "") -> XrpcError:
    if writes:
        return XrpcError(Trouble.UNKNOWN, f"{said} It is not known whether it was done.", code=code)
    return XrpcError(Trouble.UNREACHABLE, said, code=code)


def _failure(answer: http.Answer, wire: Wire, writes: bool) -> XrpcError:
    code = str(wire.get("error") or "")
    at = times.now()
    if answer.status == 429 or code == "RateLimitExceeded":
        retry_at = answer.limit.retry_at(at) or at + timedelta(minutes=1)
        return XrpcError(Trouble.LIMITED, "Bluesky asks us to wait.", code=code, retry_at=retry_at)
    if answer.status >= 500 and answer.status != 501:
        return _unanswered(writes, "Bluesky had an error of its own.", code)
    if code in LOST:
        return XrpcError(Trouble.REVOKED, LOST[code], code=code)
    if answer.status in (401, 403) and code not in ("InvalidRequest", "ScopeMissingError"):
        return XrpcError(Trouble.REVOKED, "Bluesky no longer accepts this sign-in.", code=code)
    message = str(wire.get("message") or "").lower()
    reason = next((said for sign, said in REASONS if sign in message), "")
    return XrpcError(Trouble.REFUSED, f"Bluesky refused: {reason}." if reason else "Bluesky refused this.", code=code)
