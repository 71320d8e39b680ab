"""Yelp as it is rehearsed: a business with its reviews, of which a plan shows a few, and partners' answers.

Yelp publishes no machine-readable contract: the table of routes, each with the page it was read on, is the contract.
"""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bedside.channels.networks.yelp.translate import COAST
from bedside.channels.rehearsal.faults import Kind
from bedside.channels.rehearsal.rest import Grant, Refusal, RestStage, Route, Told
from bedside.channels.rehearsal.town import Account, Item
from bedside.channels.rehearsal.wire import Refused
from bedside.channels.rules.lengths import pictorial
from bedside.kit import times
from bedside.kit.text import clusters

DOCS = "https://docs.developer.yelp.com/"
EXCERPT = 160


class YelpStage(RestStage):
    name = "yelp"
    lasts = timedelta(days=7)
    most, window = 5000, 86_400

    def __init__(self, url: Callable[[], str], *, seed: int = 0, access_lasts: timedelta | None = None) -> None:
        super().__init__(url, seed=seed, access_lasts=access_lasts)
        self.plan = 7  # how many reviews are shown: none, three or seven
        self.answers_today = 0

    def new_id(self, kind: str, number: int) -> str:
        return f"{'b' if kind == 'account' else 'r'}{number:08d}xAG4O7l-t1u_b"

    def refusal(self, kind: Kind, seconds: int = 1) -> Refusal:
        if kind is Kind.LIMITED:
            ends = (times.now() + timedelta(seconds=seconds)).isoformat()
            headers = (("RateLimit-DailyLimit", "5000"), ("RateLimit-Remaining", "0"), ("RateLimit-ResetTime", ends))
            return _error(429, "ACCESS_LIMIT_REACHED", "You've reached the access limit for this client.", headers)
        if kind in (Kind.ERROR_BEFORE, Kind.ERROR_AFTER):
            return _error(500, "INTERNAL_ERROR", "Something went wrong internally, please try again later.")
        return _error(401, "TOKEN_INVALID", "Invalid API key or authorization header.")

    def missing(self, route: Route, name: str) -> Refusal:
        return _partner(400, "INVALID_REQUEST", f"Missing a required parameter: {name}")

    def unknown(self) -> Refusal:
        return _error(404, "NOT_FOUND", "Resource could not be found.")

    def limit_headers(self, route: Route, most: int, left: int, resets_at: datetime) -> tuple[tuple[str, str], ...]:
        if not route.path.startswith("/v3/"):
            return ()
        return (("RateLimit-DailyLimit", str(most)), ("RateLimit-Remaining", str(left)),
                ("RateLimit-ResetTime", resets_at.isoformat()))  # fmt: skip

    def credentials(self, account: Account) -> dict[str, str]:
        key, partner = secrets.token_urlsafe(32), self.grant(account, partner=True)
        self.grants[key] = Grant(account.id, "")
        return {"api_key": key, "business": account.handle, "partner_token": partner["access_token"],
                "partner_refresh": partner["refresh_token"]}  # fmt: skip

    def direct(self, what: str, told: Mapping[str, Any]) -> object:
        if what == "say" and (told.get("to") or told.get("kind") not in (None, "review")):
            raise Refused("On Yelp people only write reviews.")
        return super().direct(what, dict(told) | ({"kind": "review"} if what == "say" else {}))

    # Places

    def _business(self, told: Told) -> Account:
        if self.grants[self.token_of(told.request)].more.get("partner"):
            raise self.refusal(Kind.REVOKED)
        name = told.path["id"]
        found = self.town.accounts.get(name) or self.town.by_handle(name)
        if found is None or not found.ours:
            raise _error(404, "BUSINESS_NOT_FOUND", "The requested business could not be found.")
        return found

    def business(self, told: Told) -> dict[str, Any]:
        who = self._business(told)
        stars = [one.stars or 0 for one in self.town.listed("review", to=who.id)]
        rating = round(sum(stars) / len(stars) * 2) / 2 if stars else 0.0
        return {"id": who.id, "alias": who.handle, "name": who.name, "is_claimed": True, "is_closed": False,
                "url": f"https://www.yelp.com/biz/{who.handle}", "review_count": len(stars),
                "rating": rating}  # fmt: skip

    def reviews(self, told: Told) -> dict[str, Any]:
        who = self._business(told)
        if self.plan == 0:
            raise _error(403, "AUTHORIZATION_ERROR", "The API key is not authorized for this endpoint.")
        found = self.town.listed("review", to=who.id)
        made = [self.review(one) for one in found[: min(int(told.query("limit") or 20), self.plan)]]
        return {"reviews": made, "total": len(found), "possible_languages": ["en"]}

    def review(self, item: Item) -> dict[str, Any]:
        who, long = self.town.accounts[item.author], len(item.text) > EXCERPT
        at = datetime.fromisoformat(item.edited_at or item.at).astimezone(COAST)
        return {"id": item.id, "url": f"https://www.yelp.com/biz/rehearsal?hrid={item.id}",
                "text": f"{item.text[: EXCERPT - 3]}..." if long else item.text, "rating": item.stars,
                "time_created": at.strftime("%Y-%m-%d %H:%M:%S"),
                "user": {"id": who.id, "profile_url": f"https://www.yelp.com/user_details?userid={who.id}",
                         "image_url": None, "name": who.name}}  # fmt: skip

    # Partners

    def _owner(self, told: Told) -> Account:
        grant = self.grants[self.token_of(told.request)]
        if not grant.more.get("partner"):
            raise _partner(401, "INVALID_TOKEN", "The access token provided is invalid.")
        return told.who

    def owner(self, told: Told) -> dict[str, Any]:
        who = self._owner(told)
        return {"first_name": "Ada", "last_name": "Sample", "email": "ada@riverbend.example", "position": "MANAGER",
                "id": who.id, "photo_url": "https://s3-media0.fl.yelpcdn.com/x.jpg"}  # fmt: skip

    def answer(self, told: Told) -> dict[str, Any]:
        who, item, text = self._owner(told), self.town.find(told.path["id"]), str(told.body["response_text"])
        if told.body["response_type"] != "public_comment":
            raise _partner(400, "R2R_INVALID_RESPONSE_TYPE", "Invalid response type.")
        if item is None or item.kind != "review" or item.to != who.id:
            raise _partner(400, "R2R_REVIEW_DOES_NOT_EXIST", "Review does not exist.")
        if any(pictorial(cluster) for cluster in clusters(text)):
            raise _partner(500, "INTERNAL_ERROR", "Internal error")  # what Yelp answers to an emoji
        if not text.strip() or len(text) > 5000 or self.town.listed("reply", parent=item.id):
            raise _partner(400, "R2R_INVALID_RESPONSE_TEXT", "Invalid response text.")
        if self.answers_today >= 20:
            raise _partner(400, "R2R_COMMENT_QUOTA_EXCEEDED", "You have made too many comments recently.")
        self.answers_today += 1
        self.town.add("reply", who, text, parent=item.id)
        return {"success": True}

    def token(self, told: Told) -> dict[str, Any]:
        body = told.body
        if body["client_id"] != self.app["client_id"] or body["client_secret"] != self.app["client_secret"]:
            raise _partner(401, "INVALID_CLIENT", "Client authentication failed.")
        kept = next((one for one in self.grants.values() if one.refresh == body.get("refresh_token")), None)
        if body["grant_type"] != "refresh_token" or kept is None or not kept.refresh:
            raise _partner(400, "INVALID_GRANT", "The provided authorization grant is invalid.")
        made = self.grant(self.town.accounts[kept.account], partner=True)
        # The refresh token stays, and no new one is sent.
        self.grants[made["access_token"]].refresh = kept.refresh
        return {"access_token": made["access_token"], "token_type": "Bearer", "expires_on": made["expires_at"],
                "expires_in": int((self.lasts or timedelta(days=7)).total_seconds())}  # fmt: skip

    routes = (
        Route("GET", "/v3/businesses/{id}", business, "business", ("locale",), (),
              source=f"{DOCS}reference/v3_business_info"),
        Route("GET", "/v3/businesses/{id}/reviews", reviews, "reviews", ("limit", "offset", "sort_by", "locale"), (),
              source=f"{DOCS}reference/v3_business_reviews"),
        Route("GET", "/v1/business_owner/me/profile", owner, "owner", (), (),
              source=f"{DOCS}docs/respond-to-reviews-api-v2"),
        Route("POST", "/reviews/v1/{id}", answer, "answer", (), ("response_text!", "response_type!"),
              source=f"{DOCS}reference/create-review-response"),
        Route("POST", "/oauth2/token", token, "token", (),
              ("grant_type!", "client_id!", "client_secret!", "refresh_token", "code", "redirect_uri"), signed=False,
              source=f"{DOCS}docs/refresh-tokens"),
    )  # fmt: skip


def _error(status: int, code: str, said: str, headers: tuple[tuple[str, str], ...] = ()) -> Refusal:
    return Refusal(status, {"error": {"code": code, "description": said}}, headers)


def _partner(status: int, code: str, said: str) -> Refusal:
    return Refusal(status, {"error": {"id": code, "description": said, "http_code": str(status)}})
