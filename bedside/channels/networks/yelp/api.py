"""Yelp's two APIs: Places (the hospital's key) and, for partners, answers to reviews (the owner's token).

Errors: {"error": {"code"}} at Places, {"error": {"id"}} at the partner API
(https://docs.developer.yelp.com/docs/places-rate-limiting, https://docs.developer.yelp.com/reference/create-review-response).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from bedside.channels.calls.caller import Caller, Failure, Means, Wire
from bedside.channels.calls.oauth import OAuth
from bedside.channels.rules import Connection, NetworkError, Trouble
from bedside.kit import http
from bedside.kit.limits import Limit

API, PARTNER = "https://api.yelp.com", "https://partner-api.yelp.com"
PROFILE = "Sign in at biz.yelp.com and follow what it asks for."
NO_KEY = Means(Trouble.REVOKED, "no longer accepts this API key.", "Copy the key anew from yelp.com/developers.")
MEANS = {
    "TOKEN_INVALID": NO_KEY,
    "TOKEN_MISSING": NO_KEY,
    "TOKEN_REVOKED": NO_KEY,
    "UNAUTHORIZED_API_KEY": NO_KEY,
    "TOO_MANY_REQUESTS_PER_SECOND": Means(Trouble.LIMITED, "asks us to wait.", wait=timedelta(seconds=5)),
    "ACCESS_LIMIT_REACHED": Means(Trouble.LIMITED, "takes no more calls today.", wait=timedelta(hours=1)),
    "AUTHORIZATION_ERROR": Means(
        Trouble.REFUSED, "does not show reviews to this key.", "Choose a plan with reviews on yelp.com/developers."
    ),
    "BUSINESS_NOT_FOUND": Means(
        Trouble.REFUSED, "knows no such business.", "Copy the last part of the page's address anew."
    ),
    "BUSINESS_MIGRATED": Means(Trouble.REFUSED, "has moved this business.", "Copy the page's new address."),
    "BUSINESS_UNAVAILABLE": Means(Trouble.REFUSED, "does not show this business to programs."),
    "VALIDATION_ERROR": Means(Trouble.REFUSED, "refused this: something in it is not as it wants it."),
    # The partner API's
    "INVALID_TOKEN": Means(
        Trouble.REVOKED, "no longer accepts the partner sign-in.", "Connect again with a new partner token."
    ),
    "INSUFFICIENT_SCOPE": Means(
        Trouble.REFUSED, "did not allow answers at sign-in.", "Sign in anew and allow answering reviews."
    ),
    "INVALID_REQUEST": Means(Trouble.REFUSED, "refused this: something in it is not as it wants it."),
    "R2R_COMMENTS_NOT_ALLOWED": Means(
        Trouble.REFUSED, "has not switched on answers for this place.", "Ask Yelp's partner team."
    ),
    "R2R_PROBLEM_WITH_USER_PHOTO": Means(Trouble.REFUSED, "wants a photo of who answers.", PROFILE),
    "R2R_UNACCEPTABLE_BIZ_USER_NAME": Means(Trouble.REFUSED, "wants another name of who answers.", PROFILE),
    "R2R_REVIEW_DOES_NOT_EXIST": Means(Trouble.REFUSED, "no longer has this review."),
    "R2R_INVALID_RESPONSE_TYPE": Means(Trouble.REFUSED, "refused this kind of answer."),
    "R2R_INVALID_RESPONSE_TEXT": Means(
        Trouble.REFUSED,
        "refused these words: they are too long, coarse, or too like an answer that stands there.",
        "Look at the review on Yelp; if the answer is not there, change the words.",
    ),
    "R2R_PUBLIC_COMMENTS_DISABLED": Means(Trouble.REFUSED, "takes no public answers for this place."),
    "R2R_BUSINESS_NOT_CLAIMED": Means(Trouble.REFUSED, "says that nobody claimed this place.", PROFILE),
    "R2R_PERMISSION_DENIED": Means(
        Trouble.REFUSED, "does not let this person answer this review.", "It may have an answer already: look there."
    ),
    "R2R_COMMENT_QUOTA_EXCEEDED": Means(
        Trouble.LIMITED, "takes 20 answers a day for a place.", wait=timedelta(hours=12)
    ),
}  # fmt: skip


def code(answer: http.Answer, wire: Wire) -> str:
    error = wire.get("error")
    if not isinstance(error, dict):
        return str(error) if isinstance(error, str) and error in MEANS else ""
    found = str(error.get("code") or error.get("id") or "")
    return found if found in MEANS else ""


def limits(answer: http.Answer, bucket: str) -> Mapping[str, Limit]:
    """The calls of a day, anew at midnight UTC (RateLimit-DailyLimit, -Remaining, -ResetTime)."""
    most, left = (answer.headers.get(f"ratelimit-{name}", "") for name in ("dailylimit", "remaining"))
    return {
        "day": Limit(_number(most), _number(left), answer.headers.get("ratelimit-resettime", ""),
                     answer.headers.get("retry-after", ""))
    }  # fmt: skip


def _number(value: str) -> int | None:
    digits = value.partition(".")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else None


class Api:
    """One business's calls."""

    def __init__(self, connection: Connection, client: http.Client) -> None:
        self.connection = connection
        base = connection.base_url.rstrip("/")
        self.host, self.partner_host = base or API, base or PARTNER
        shared: dict[str, Any] = {"read": code, "means": MEANS, "limits": limits, "heed": connection.heed}
        self.places = Caller("Yelp", client, sign=self._key, spent=connection.spent, **shared)
        self.partner = Caller("Yelp", client, sign=self._token, **shared)
        given = {"access_token": self.given("partner_token"), "refresh_token": self.given("partner_refresh")}
        self.oauth = OAuth(
            replace(connection, credentials=given), self.partner, "https://biz.yelp.com/oauth2/authorize",
            f"{self.host}/oauth2/token", (), pkce=False, ahead=timedelta(days=1),
        )  # fmt: skip

    def given(self, name: str) -> str:
        return self.connection.credentials.get(name, "").strip()

    @property
    def answers(self) -> bool:
        """Whether a partner's token was given."""
        return bool(self.oauth.tokens().get("access_token"))

    @property
    def business(self) -> str:
        """The business as the connected account knows it, else as it was typed in: an id, an alias or an address."""
        typed = self.given("business").partition("?")[0].rstrip("/").rpartition("/")[2]
        found = self.connection.network_account_id or typed
        if not found or len(found) > 200:
            raise NetworkError(Trouble.REFUSED, "Yelp needs the last part of your page's address.")
        return quote(found, safe="")

    def ask(self, path: str, **params: Any) -> Wire:
        return self.places.wire("GET", f"{self.host}/v3/{path}", params=params, bucket="day")

    def tell(self, method: str, path: str, **sent: Any) -> Wire:
        """A call with the partner's token. Refused for the token's sake it was not done: renewed, it is made again."""
        try:
            return self.partner.wire(method, f"{self.partner_host}/{path}", **sent)
        except Failure as error:
            if error.status != 401 or not self.oauth.tokens().get("refresh_token"):
                raise
        self.oauth.renew(force=True)
        return self.partner.wire(method, f"{self.partner_host}/{path}", **sent)

    def _key(self, headers: dict[str, str], params: dict[str, Any]) -> None:
        headers["Authorization"] = f"Bearer {self.given('api_key')}"

    def _token(self, headers: dict[str, str], params: dict[str, Any]) -> None:
        headers["Authorization"] = f"Bearer {self.oauth.access()}"
