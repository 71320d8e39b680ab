"""What the hospital's own pager is told: which alarm, how urgent, where to look. Never a word of the public's."""

import hashlib
import hmac
import json
from dataclasses import dataclass

#: PagerDuty's own address (Events API v2: developer.pagerduty.com, "Send an Event").
PAGERDUTY = "https://events.pagerduty.com/v2/enqueue"


@dataclass(frozen=True)
class Event:
    """One thing to say: `action` is trigger, acknowledge, resolve or test; `key` names the alarm."""

    action: str
    key: str
    hospital: str
    level: str
    card: str
    url: str
    at: str


@dataclass(frozen=True)
class Call:
    url: str
    body: bytes
    headers: dict[str, str]


def generic(event: Event, *, url: str, secret: str, seconds: int) -> Call:
    """A signed call in plain JSON. The signature is HMAC-SHA256, in hex, of "<timestamp>.<body>"; who receives it
    compares it, and refuses a timestamp that is older than five minutes."""
    body = json.dumps(
        {
            "event": event.action,
            "id": event.key,
            "level": event.level,
            "card": event.card,
            "hospital": event.hospital,
            "url": event.url,
            "at": event.at,
            "text": words(event),
        },
        sort_keys=True,
    ).encode()
    return Call(
        url,
        body,
        {
            "Content-Type": "application/json",
            "X-Bedside-Timestamp": str(seconds),
            "X-Bedside-Signature": f"v1={sign(body, secret=secret, seconds=seconds)}",
            "Idempotency-Key": f"{event.key}-{event.action}",
        },
    )


def sign(body: bytes, *, secret: str, seconds: int) -> str:
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()


def pagerduty(event: Event, *, routing_key: str, url: str = "") -> Call:
    """PagerDuty's Events API v2; a test is a trigger of its own that nobody else's acknowledgment touches."""
    action = "trigger" if event.action == "test" else event.action
    said: dict[str, object] = {"routing_key": routing_key, "event_action": action, "dedup_key": event.key}
    if action == "trigger":
        said |= {
            "payload": {
                "summary": words(event),
                "source": event.hospital,
                "severity": "critical" if event.action == "trigger" else "info",
                "timestamp": event.at,
                "custom_details": {"level": event.level, "card": event.card},
            },
            "links": [{"href": event.url, "text": "Open it in Bedside"}],
        }
    return Call(url or PAGERDUTY, json.dumps(said, sort_keys=True).encode(), {"Content-Type": "application/json"})


def words(event: Event) -> str:
    """The one sentence a pager shows."""
    if event.action == "test":
        return f"{event.hospital}: a test of the pager. Nobody is in danger."
    urgent = "A critical message" if event.level == "P0" else "An urgent message"
    return f"{event.hospital}: {urgent.lower()} needs somebody now."
