"""What rehearsals of Google's networks share: its sign-in, its errors, its page tokens."""

import base64
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from bedside.channels.calls.oauth import challenge_of
from bedside.channels.rehearsal.consent import consent_page
from bedside.channels.rehearsal.faults import Kind
from bedside.channels.rehearsal.rest import Refusal, RestStage, Route, Told
from bedside.channels.rehearsal.town import Account
from bedside.channels.rehearsal.wire import Reply

SIGN_IN = "https://developers.google.com/identity/protocols/oauth2/web-server"
STATUSES = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
            409: "ALREADY_EXISTS", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE"}  # fmt: skip


def failed(status: int, reason: str, said: str, headers: tuple[tuple[str, str], ...] = ()) -> Refusal:
    """An error as Google writes it."""
    errors = [{"message": said, "domain": "global", "reason": reason}]
    return Refusal(status, {"error": {"code": status, "message": said, "errors": errors,
                                      "status": STATUSES.get(status, "UNKNOWN")}}, headers)  # fmt: skip


class GoogleStage(RestStage):
    """The base of a rehearsed network of Google's."""

    lasts = timedelta(hours=1)

    def refusal(self, kind: Kind, seconds: int = 1) -> Refusal:
        if kind is Kind.LIMITED and seconds >= 3600:
            return failed(403, "quotaExceeded", "The request cannot be completed because you have exceeded your quota.")
        if kind is Kind.LIMITED:
            return failed(429, "rateLimitExceeded", "Too many requests.", (("Retry-After", str(seconds)),))
        if kind in (Kind.ERROR_BEFORE, Kind.ERROR_AFTER):
            return failed(503, "backendError", "The service is currently unavailable.")
        return failed(401, "authError", "Invalid Credentials")

    def missing(self, route: Route, name: str) -> Refusal:
        return failed(400, "required", f"Required parameter: {name}")

    def unknown(self) -> Refusal:
        return failed(404, "notFound", "Requested entity was not found.")

    def credentials(self, account: Account) -> dict[str, str]:
        return self.grant(account)

    # Signing in

    def authorize(self, told: Told) -> Reply:
        wrong = told.query("client_id") != self.app["client_id"] or told.query("access_type") != "offline"
        if wrong or told.query("prompt") != "consent" or told.query("code_challenge_method", "S256") != "S256":
            raise failed(400, "invalid_request", "The sign-in request is not valid")
        code, back = f"4/{secrets.token_urlsafe(24)}", told.query("redirect_uri")
        ours = next((one for one in self.town.accounts.values() if one.ours), None)
        if ours is None:
            made = self.open_account({"handle": "stmary.test", "name": "St. Mary"})
            ours = self.town.accounts[made["id"]]
        self.codes[code] = {"account": ours.id, "redirect": back, "challenge": told.query("code_challenge")}
        return consent_page(ours.name, back, code=code, state=told.query("state"), scope=told.query("scope"))

    def token(self, told: Told) -> dict[str, Any]:
        body = told.body
        if body.get("client_id") != self.app["client_id"] or body.get("client_secret") != self.app["client_secret"]:
            raise Refusal(401, {"error": "invalid_client", "error_description": "Unauthorized"})
        lasts = int((self.lasts or timedelta(hours=1)).total_seconds())
        told_back = {"token_type": "Bearer", "expires_in": lasts, "scope": "all"}
        if body["grant_type"] == "refresh_token":
            # Google's refresh tokens stay good, and no new one is sent.
            kept = next((one for one in self.grants.values() if one.refresh == body.get("refresh_token")), None)
            if kept is None or not kept.refresh:
                raise Refusal(400, {"error": "invalid_grant", "error_description": "Token has been revoked."})
            made = self.grant(self.town.accounts[kept.account], **kept.more)
            self.grants[made["access_token"]].refresh = kept.refresh
            return told_back | {"access_token": made["access_token"]}
        code = self.codes.pop(str(body.get("code")), None)
        if code is None or code["redirect"] != body.get("redirect_uri") or (
                code["challenge"] and code["challenge"] != challenge_of(str(body.get("code_verifier")))):  # fmt: skip
            raise Refusal(400, {"error": "invalid_grant", "error_description": "Bad Request"})
        made = self.grant(self.town.accounts[code["account"]])
        return told_back | {"access_token": made["access_token"], "refresh_token": made["refresh_token"]}

    def page_of(self, made: list[Any], told: Told, size: str, usual: int, most: int) -> tuple[list[Any], str]:
        """One page of a list, and the token of the next."""
        kept = told.query("pageToken")
        try:
            start = int(base64.urlsafe_b64decode(kept.encode()).decode().removeprefix("from:")) if kept else 0
            limit = min(int(told.query(size) or usual), most)
        except ValueError:
            raise failed(400, "invalidPageToken", "The page token is not valid") from None
        onward = start + limit
        token = base64.urlsafe_b64encode(f"from:{onward}".encode()).decode() if onward < len(made) else ""
        return made[start:onward], quote(token, safe="=")


def sign_in_routes() -> tuple[Route, ...]:
    """Google's sign-in page and its token call."""
    asked = ("response_type!", "client_id!", "redirect_uri!", "scope!", "state", "access_type", "prompt",
             "code_challenge", "code_challenge_method", "include_granted_scopes", "login_hint")  # fmt: skip
    given = ("grant_type!", "client_id!", "client_secret!", "code", "redirect_uri", "code_verifier", "refresh_token")
    return (
        Route("GET", "/o/oauth2/v2/auth", GoogleStage.authorize, "authorize", asked, (), signed=False, source=SIGN_IN),
        Route("POST", "/token", GoogleStage.token, "token", (), given, signed=False, source=SIGN_IN),
    )
