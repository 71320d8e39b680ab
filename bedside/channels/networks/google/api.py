"""Business Profile's calls: six hosts, and what their reasons for refusing mean.

Hosts: rootUrl of the discovery documents; version 4 (reviews, posts) is https://mybusiness.googleapis.com.
"""

import re
from datetime import timedelta

from bedside.channels.calls.caller import Means, Wire
from bedside.channels.calls.google import Google, part, rows
from bedside.channels.networks.google import NETWORK
from bedside.channels.rules import Connection, NetworkError, Trouble
from bedside.kit import http

V4 = "https://mybusiness.googleapis.com"
ACCOUNTS = "https://mybusinessaccountmanagement.googleapis.com"
LOCATIONS = "https://mybusinessbusinessinformation.googleapis.com"
PERFORMANCE = "https://businessprofileperformance.googleapis.com"
NOTIFICATIONS = "https://mybusinessnotifications.googleapis.com"
PUBSUB = "https://pubsub.googleapis.com"
PLACE = re.compile(r"accounts/\w+/locations/\w+")
THING = re.compile(r"accounts/\w+/locations/\w+/(?:reviews|localPosts)/[\w~+=-]+(?:/reply)?")

MEANS = {
    "notApproved": Means(
        Trouble.REFUSED,
        "has not approved your project yet: it allows no calls.",
        "Ask for access with your project number, and wait for Google's mail.",
    ),
    "FAILED_PRECONDITION": Means(
        Trouble.REFUSED, "does not allow this for this place now.", "See on Google whether the place is verified."
    ),
    "INVALID_ARGUMENT": Means(Trouble.REFUSED, "refused this: something in it is not as it wants it."),
    "ALREADY_EXISTS": Means(Trouble.REFUSED, "already has this."),
    "ABORTED": Means(Trouble.LIMITED, "asks us to wait.", wait=timedelta(minutes=1)),
}


class Api(Google):
    """One place's calls. `own` is its name, accounts/N/locations/N; empty while none was chosen."""

    def __init__(self, connection: Connection, client: http.Client) -> None:
        scopes = tuple(scope.name for scope in NETWORK.scopes)
        if not connection.app.get("topic"):
            scopes = scopes[:1]
        super().__init__(NETWORK.label, connection, client, scopes=scopes, means=MEANS)
        self.own = connection.credentials.get("choice") or connection.network_account_id

    @property
    def place(self) -> str:
        """The place's name; raises where none was chosen."""
        if not PLACE.fullmatch(self.own):
            raise NetworkError(
                Trouble.REFUSED, f"{self.label} opens several places with this sign-in.", todo="Choose one."
            )
        return self.own

    @property
    def account(self) -> str:
        """The name of the account the place belongs to: accounts/N."""
        return self.place.partition("/locations/")[0]

    @property
    def location(self) -> str:
        """The place's name without its account: locations/N."""
        return f"locations/{self.place.rpartition('/')[2]}"

    def path(self, name: str) -> str:
        """Where a review, an answer or a post is; a name that is none goes into no address."""
        if not THING.fullmatch(name):
            raise NetworkError(Trouble.REFUSED, f"{self.label} has nothing of this name.")
        return f"/v4/{name}"

    def _code(self, answer: http.Answer, wire: Wire) -> str:
        for detail in rows(part(wire, "error"), "details"):
            if answer.status in (403, 429) and str(part(detail, "metadata").get("quota_limit_value")) == "0":
                return "notApproved"
        return super()._code(answer, wire)
