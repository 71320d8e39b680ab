"""Foursquare: one place's calls, all of them reading.

Host, version header and fields: https://docs.foursquare.com/fsq-developers-places/reference/place-tips.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bedside.channels.calls.caller import Caller, Means, Wire
from bedside.channels.calls.memory import Memory
from bedside.channels.networks.foursquare import translate
from bedside.channels.rules import Batch, Connection, Heard, NetworkError, Past, Profile, RemoteRef, Trouble
from bedside.kit import http

API, VERSION = "https://places-api.foursquare.com", "2025-06-17"
FIELDS = "fsq_place_id,name,rating,stats"
MOST = 50
MEANS = {
    "401": Means(Trouble.REVOKED, "no longer accepts this service key.", "Copy the key anew from the console."),
    "402": Means(Trouble.REFUSED, "wants to be paid for this.", "Add a way to pay in Foursquare's console."),
    "404": Means(Trouble.REFUSED, "knows no such place.", "Copy the last part of the place's address anew."),
    "429": Means(Trouble.LIMITED, "asks us to wait.", wait=timedelta(hours=1)),
}


class Foursquare:
    """Does all that `NETWORK` declares, for one place (rules.Hears and the others)."""

    def __init__(self, connection: Connection, client: http.Client | None = None) -> None:
        self.connection = connection
        self.host = connection.base_url.rstrip("/") or API
        self.caller = Caller("Foursquare", client or http.client(), read=_code, means=MEANS, sign=self._sign,
                             heed=connection.heed, spent=connection.spent)  # fmt: skip

    def connect(self) -> Profile:
        place = self._ask("", fields=FIELDS)
        name, found = str(place.get("name") or ""), str(place.get("fsq_place_id") or "")
        if not found:
            raise NetworkError(Trouble.UNREACHABLE, "Foursquare's answer does not name the place.")
        return Profile(found, name or found, name or found)

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        """The newest tips. Where all there are came along, one that is missing was taken away."""
        memory = Memory.read(cursor)
        tips, whole = self._tips()
        listed = {one.network_id for one in tips}
        gone = memory.forget([name for name in memory.known if name not in listed]) if whole else ()
        return Batch(memory.fresh(reversed(tips)), memory.write(), gone)

    def past(self, cursor: str, since: datetime) -> Past:
        """All that Foursquare shows, in one page."""
        return Past((), tuple(one for one in self._tips()[0] if one.posted_at >= since), "")

    def measure_account(self) -> Mapping[str, int]:
        return translate.numbers(self._ask("", fields=FIELDS))

    def _tips(self) -> tuple[list[Heard], bool]:
        """The newest tips, and whether they are all there are."""
        wire = self._ask("/tips", limit=MOST, sort="NEWEST")
        listed = wire.get("")
        if not isinstance(listed, list):
            raise NetworkError(Trouble.UNREACHABLE, "Foursquare's answer could not be read.")
        heard = [one for tip in listed if isinstance(tip, dict) and (one := translate.heard(tip, self._place()))]
        return heard, len(listed) < MOST and len(heard) == len(listed)

    def _ask(self, path: str, **params: Any) -> Wire:
        return self.caller.wire("GET", f"{self.host}/places/{self._place()}{path}", params=params, bucket="places")

    def _place(self) -> str:
        typed = self.connection.credentials.get("place", "").strip().partition("?")[0].rstrip("/").rpartition("/")[2]
        found = self.connection.network_account_id or typed
        if not re.fullmatch(r"\w{1,64}", found):
            raise NetworkError(Trouble.REFUSED, "Foursquare needs the last part of your place's address.")
        return found

    def _sign(self, headers: dict[str, str], params: dict[str, Any]) -> None:
        key = self.connection.credentials.get("service_key", "").strip()
        headers |= {"Authorization": f"Bearer {key}", "X-Places-Api-Version": VERSION, "Accept": "application/json"}


def _code(answer: http.Answer, wire: Wire) -> str:
    return "" if answer.ok else str(answer.status)
