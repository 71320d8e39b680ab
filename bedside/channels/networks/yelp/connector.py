"""Yelp: one business's calls. Every method is one attempt; what to do about a failure is decided above."""

from collections.abc import Mapping, Sequence

from bedside.channels.calls.memory import Memory
from bedside.channels.networks.yelp import translate
from bedside.channels.networks.yelp.api import Api
from bedside.channels.rules import Batch, Connection, NetworkError, Outgoing, Profile, RemoteRef, Trouble
from bedside.kit import http

#: More than any plan shows (https://docs.developer.yelp.com/reference/v3_business_reviews).
MOST = 50


class Yelp:
    """Does all that `NETWORK` declares, for one business (rules.Hears and the others)."""

    def __init__(self, connection: Connection, client: http.Client | None = None) -> None:
        self.api = Api(connection, client or http.client())

    def connect(self) -> Profile:
        """The business; a partner's token that was given is tried too."""
        business = self.api.ask(f"businesses/{self.api.business}")
        if not business.get("id"):
            raise NetworkError(Trouble.UNREACHABLE, "Yelp's answer does not name the business.")
        if self.api.answers:
            self.api.tell("GET", "v1/business_owner/me/profile")
        name = str(business.get("name") or business["id"])
        return Profile(str(business["id"]), str(business.get("alias") or name), name)

    def renew(self) -> None:
        """A newer partner's token where it ends soon; API keys do not end."""
        if self.api.oauth.tokens().get("refresh_token"):
            self.api.oauth.renew()

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        """The newest reviews, as many as the plan shows. One that is not shown any more need not be gone."""
        memory = Memory.read(cursor)
        wire = self.api.ask(f"businesses/{self.api.business}/reviews", limit=MOST, sort_by="newest")
        found = [translate.heard(review) for review in translate.reviews(wire)]
        # Within a second, the newest come first in the list.
        fresh = memory.fresh(one for one in reversed(found) if one is not None)
        return Batch(fresh, memory.write())

    def reply(self, outgoing: Outgoing) -> RemoteRef:
        """The one public answer to a review. Yelp gives it no id of its own."""
        if outgoing.parent is None or not translate.REVIEW.fullmatch(outgoing.parent.network_id):
            raise NetworkError(Trouble.REFUSED, "Yelp takes answers to reviews only.")
        if not self.api.answers:
            raise NetworkError(
                Trouble.REFUSED,
                "Yelp takes answers from its partners only.",
                todo="Answer on biz.yelp.com, or add a partner token to this account.",
            )
        if objection := translate.objection(outgoing):
            raise NetworkError(Trouble.REFUSED, f"Yelp {objection}")
        review = outgoing.parent.network_id
        body = {"response_text": translate.words(outgoing), "response_type": "public_comment"}
        self.api.tell("POST", f"reviews/v1/{review}", json=body, writes=True)
        return RemoteRef(f"{review}/response", "", outgoing.parent.url)

    def measure_account(self) -> Mapping[str, int]:
        return translate.numbers(self.api.ask(f"businesses/{self.api.business}"))
