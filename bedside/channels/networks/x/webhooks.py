"""X's webhooks: its test of our address (CRC), its signature, and the events of the X Activity API."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bedside.channels.calls import signatures
from bedside.channels.networks.x import translate
from bedside.channels.networks.x.api import Api, listed, part
from bedside.channels.rules import Batch, Call, CallAnswer, Heard, NetworkError, Trouble

SIGNATURE = "x-twitter-webhooks-signature"
EVENTS = ("post.mention.create", "post.reply.create", "post.quote.create", "dm.received")


class Webhooks:
    """rules.Receives."""

    api: Api

    @staticmethod
    def challenge(call: Call, secrets: Mapping[str, str]) -> CallAnswer | None:
        token, secret = call.query.get("crc_token", ""), secrets.get("api_secret", "")
        if call.method != "GET" or not token or not secret:
            return None
        answer = {"response_token": f"sha256={signatures.based(token.encode(), secret)}"}
        return CallAnswer(200, json.dumps(answer), "application/json")

    @staticmethod
    def verify(call: Call, secrets: Mapping[str, str]) -> bool:
        secret = secrets.get("api_secret", "")
        wanted = f"sha256={signatures.based(call.body, secret)}"
        return bool(secret) and signatures.same(call.headers.get(SIGNATURE, ""), wanted)

    @staticmethod
    def addressed(body: bytes) -> tuple[str, ...]:
        user = str(part(part(_read(body), "data"), "filter").get("user_id") or "")
        return (user,) if user else ()

    def read_event(self, body: bytes) -> Batch:
        """What one event says. A reply's thread is named by its conversation, as everywhere."""
        data = part(_read(body), "data")
        kind, payload = str(data.get("event_type") or ""), part(data, "payload")
        found: list[Heard | None] = []
        if kind in ("post.mention.create", "post.reply.create", "post.quote.create"):
            own = self.api.own
            about = listed(payload, "referenced_posts") or listed(payload, "referenced_tweets")
            roots = {str(one.get("id")): str(one.get("id")) for one in about} if kind == "post.quote.create" else {}
            post = payload if payload.get("id") else payload | {"id": (translate.history(payload) or [""])[-1]}
            found.append(translate.heard(post, translate.people(data), own, roots))
        elif kind == "dm.received":
            users = {name: part(one, "data") for name, one in part(payload, "users").items() if isinstance(one, dict)}
            found += [translate.message(_event(one, self.api.own), users, self.api.own)
                      for one in listed(payload, "direct_message_events")]  # fmt: skip
        return Batch(tuple(one for one in found if one is not None), "")

    def subscribe(self, callback: str) -> None:
        """Registers the address (X tests it at once) and asks for each kind of event; what is there already stays."""
        known = listed(self.api.as_app("GET", "/2/webhooks"), "data")
        webhook = next((str(one.get("id")) for one in known if one.get("url") == callback), "")
        if not webhook:
            made = self.api.as_app("POST", "/2/webhooks", json={"url": callback}, writes=True)
            webhook = str((part(made, "data") or made).get("id") or "")
        if not webhook:
            raise NetworkError(Trouble.UNREACHABLE, "X's answer to the webhook could not be read.")
        there = {(str(one.get("event_type")), str(part(one, "filter").get("user_id")), str(one.get("webhook_id")))
                 for one in listed(self.api.wire("GET", "/2/activity/subscriptions"), "data")}  # fmt: skip
        for event in EVENTS:
            if (event, self.api.own, webhook) not in there:
                asked: dict[str, Any] = {"event_type": event, "filter": {"user_id": self.api.own},
                                         "webhook_id": webhook, "tag": "bedside"}  # fmt: skip
                self.api.wire("POST", "/2/activity/subscriptions", json=asked)


def _event(event: dict[str, Any], own: str) -> dict[str, Any]:
    """A direct message as webhooks have it, in the form of the list of events."""
    made, sent = part(event, "message_create"), str(event.get("created_timestamp") or "")
    data, sender = part(made, "message_data"), str(made.get("sender_id") or "")
    at = datetime.fromtimestamp(int(sent) / 1000, UTC).isoformat() if sent.isdigit() and len(sent) < 15 else ""
    return {
        "id": event.get("id"), "event_type": "MessageCreate" if event.get("type") == "message_create" else "",
        "sender_id": sender, "created_at": at, "text": data.get("text"), "entities": data.get("entities"),
        "dm_conversation_id": translate.between(own, sender),
    }  # fmt: skip


def _read(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
