"""Google's calls about new reviews: a Cloud Pub/Sub topic, and a push subscription of ours that brings its messages.

Pub/Sub signs nothing but a token that proves the caller, and checking that token needs keys that Google changes and
that would have to be fetched while it waits. So the address Google is given carries a secret that only Google and
this account know, compared in constant time. Whoever knew it could only make us read a review of our own place: what
a message says is never believed, what it is about is asked of Google.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets as random
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.google import part
from bedside.channels.networks.google.api import NOTIFICATIONS, PUBSUB, Api
from bedside.channels.rules import Batch, Call, CallAnswer, Heard, NetworkError, Trouble

TOPIC = re.compile(r"projects/([a-z][a-z0-9-]{4,61}[a-z0-9])/topics/[A-Za-z][\w.~+%-]{2,254}")
KINDS = ("NEW_REVIEW", "UPDATED_REVIEW")
REVIEW = re.compile(r"(?:^|/)locations/(\w+)/reviews/([\w~+=-]+)$")


class Webhooks(ABC):
    """rules.Receives."""

    api: Api

    @abstractmethod
    def review(self, name: str) -> Heard | None:
        """The review of that name as it stands now; what listens knows how to read one."""

    @staticmethod
    def challenge(call: Call, secrets: Mapping[str, str]) -> CallAnswer | None:
        """Pub/Sub tests no address."""
        return None

    @staticmethod
    def verify(call: Call, secrets: Mapping[str, str]) -> bool:
        known, given = secrets.get("push_token", ""), call.query.get("token", "")
        return bool(known) and hmac.compare_digest(given.encode("utf-8", "replace"), known.encode())

    @staticmethod
    def addressed(body: bytes) -> tuple[str, ...]:
        """A message names the place below an account that need not be the one we ask through, so every place looks."""
        return ()

    def read_event(self, body: bytes) -> Batch:
        """The review a message is about, as it stands now: messages come late, twice and out of order."""
        found: dict[str, Heard] = {}
        gone: list[str] = []
        for text in _texts(_message(body)):
            match = REVIEW.search(text)
            if match is None or f"locations/{match[1]}" != self.api.location:
                continue
            name = f"{self.api.place}/reviews/{match[2]}"
            if one := self.review(name):
                found[name] = one
            else:
                gone.append(name)
        return Batch(tuple(found.values()), "", tuple(dict.fromkeys(gone)))

    def subscribe(self, callback: str) -> None:
        """A subscription that pushes to `callback`, and the account's setting that feeds its topic. Asking again
        changes nothing; a topic that somebody else set stays."""
        topic = self.api.connection.app.get("topic", "").strip()
        match = TOPIC.fullmatch(topic)
        if match is None:
            raise NetworkError(
                Trouble.REFUSED,
                "Google Business Profile calls nobody without a Pub/Sub topic; Bedside asks every five minutes.",
                todo="Add the topic's full name to Google's app keys if that is too slow.",
            )
        setting = f"{self.api.account}/notificationSetting"
        there = self.api.wire("GET", NOTIFICATIONS, f"/v1/{setting}")
        if there.get("pubsubTopic") and there["pubsubTopic"] != topic:
            raise NetworkError(
                Trouble.REFUSED,
                "Google Business Profile already tells another program's topic about this account.",
                todo="Use that topic here too, or clear it there.",
            )
        push = {"pushEndpoint": f"{callback}?token={self._token()}"}
        name = f"projects/{match[1]}/subscriptions/bedside-{hashlib.sha256(callback.encode()).hexdigest()[:20]}"
        try:
            self.api.wire("PUT", PUBSUB, f"/v1/{name}", json={"topic": topic, "pushConfig": push})
        except Failure as error:
            if error.status != 409:
                raise
            self.api.wire("POST", PUBSUB, f"/v1/{name}:modifyPushConfig", json={"pushConfig": push})
        listed = there.get("notificationTypes")
        kinds = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
        wanted = [*kinds, *(one for one in KINDS if one not in kinds)]
        if there.get("pubsubTopic") != topic or wanted != kinds:
            body = {"name": setting, "pubsubTopic": topic, "notificationTypes": wanted}
            self.api.wire("PATCH", NOTIFICATIONS, f"/v1/{setting}", json=body,
                          params={"updateMask": "pubsubTopic,notificationTypes"})  # fmt: skip

    def _token(self) -> str:
        """The secret in our address; made once, saved before Google learns it."""
        with self.api.connection.renewing() as saved:
            known = saved.get("push_token") or self.api.connection.tokens.get("push_token", "")
            if not known:
                known = random.token_urlsafe(32)
                self.api.oauth.keep({"access_token": self.api.oauth.tokens().get("access_token")}, push_token=known)
        return known


def _message(body: bytes) -> Wire:
    """What a push carries: JSON in base64 in JSON."""
    try:
        envelope = json.loads(body)
        told = json.loads(base64.b64decode(str(part(envelope, "message").get("data") or ""), validate=True))
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _texts(told: Wire) -> Iterator[str]:
    """The texts of a message: Google's pages name its fields now one way, now another."""
    for value in list(told.values())[:50]:
        if isinstance(value, str) and len(value) < 500:
            yield value
