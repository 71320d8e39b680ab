"""Foursquare as it is rehearsed: a place with its tips and rating, for who has a key and names the API's version.

Foursquare publishes no machine-readable contract: the table of routes, each with its page, is the contract.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bedside.channels.rehearsal.faults import Kind
from bedside.channels.rehearsal.rest import Refusal, RestStage, Route, Told
from bedside.channels.rehearsal.town import Account
from bedside.channels.rehearsal.wire import Refused, Reply, Request, as_json

DOCS = "https://docs.foursquare.com/fsq-developers-places/reference/"


class FoursquareStage(RestStage):
    name = "foursquare"
    lasts = None
    paid = True

    def new_id(self, kind: str, number: int) -> str:
        return f"{0x4B05_8800_0000_0000_0000_0000 + number:024x}"

    def refusal(self, kind: Kind, seconds: int = 1) -> Refusal:
        if kind is Kind.LIMITED:
            return Refusal(429, {"message": "Too many requests."}, (("Retry-After", str(seconds)),))
        if kind in (Kind.ERROR_BEFORE, Kind.ERROR_AFTER):
            return Refusal(500, {"message": "Internal Server Error"})
        return Refusal(401, {"message": "Invalid request token."})

    def missing(self, route: Route, name: str) -> Refusal:
        return Refusal(400, {"message": f"Missing {name}."})

    def unknown(self) -> Refusal:
        return Refusal(404, {"message": "Not Found"})

    def limit_headers(self, route: Route, most: int, left: int, resets_at: datetime) -> tuple[tuple[str, str], ...]:
        return (("X-RateLimit-Limit", str(most)), ("X-RateLimit-Remaining", str(left)),
                ("X-RateLimit-Reset", str(int(resets_at.timestamp()))))  # fmt: skip

    def credentials(self, account: Account) -> dict[str, str]:
        return {"service_key": self.grant(account)["access_token"], "place": account.id}

    def direct(self, what: str, told: Mapping[str, Any]) -> object:
        if what == "say" and (told.get("to") or told.get("kind") not in (None, "review")):
            raise Refused("On Foursquare people only leave tips.")
        return super().direct(what, dict(told) | ({"kind": "review"} if what == "say" else {}))

    def _told(self, route: Route, named: dict[str, str], request: Request) -> Told:
        if not request.headers.get("x-places-api-version"):
            self.breaches.append(f"{route.name}: no X-Places-Api-Version")
        return super()._told(route, named, request)

    def _place(self, told: Told) -> Account:
        found = self.town.accounts.get(told.path["id"])
        if found is None or not found.ours:
            raise self.unknown()
        if not self.paid:
            raise Refusal(402, {"message": "No API credits remaining."})
        return found

    def place(self, told: Told) -> dict[str, Any]:
        found = self._place(told)
        number = len(self.town.listed("review", to=found.id))
        whole = {"fsq_place_id": found.id, "name": found.name, "rating": 8.4,
                 "stats": {"total_ratings": 120, "total_tips": number, "total_photos": 9}}  # fmt: skip
        wanted = told.query("fields").split(",")
        return {name: value for name, value in whole.items() if name in wanted}

    def tips(self, told: Told) -> Reply:
        found = self.town.listed("review", to=self._place(told).id)
        made = [{"fsq_tip_id": one.id, "created_at": one.instant.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "text": one.text}
                for one in found]  # fmt: skip
        return as_json(made[: min(int(told.query("limit") or 10), 50)])

    routes = (
        Route("GET", "/places/{id}", place, "place", ("fields", "session_token"), (), source=f"{DOCS}place-details"),
        Route("GET", "/places/{id}/tips", tips, "tips", ("limit", "sort", "fields"), (), source=f"{DOCS}place-tips"),
    )
