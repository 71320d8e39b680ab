"""Following a feed through its hub (W3C WebSub): who was asked, the hub's question, its signature. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping

from bedside.channels.calls import signatures
from bedside.channels.rules import Call, CallAnswer

LINK = re.compile(r'<([^<>]{1,500})>((?:\s*;\s*[\w-]+\s*=\s*(?:"[^"]{0,200}"|[^\s",;]{1,200}))*)')


def mark(topic: str) -> str:
    """What distinguishes one topic's address of ours from another's."""
    return hashlib.sha256(topic.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def subscriptions(kept: Mapping[str, str], name: str = "subscriptions") -> dict[str, str]:
    """Topic -> secret (or hub), as kept with the account's tokens."""
    try:
        told = json.loads(kept.get(name) or "{}")
    except ValueError:
        return {}
    return {str(topic): str(value) for topic, value in told.items()} if isinstance(told, dict) else {}


def challenge(call: Call, kept: Mapping[str, str]) -> CallAnswer | None:
    """A hub asks whether we meant it (5.3): yes for topics we asked for, at their own address; an end is confirmed
    only of what we no longer want."""
    mode = call.query.get("hub.mode", "")
    if call.method != "GET" or not mode:
        return None
    topic = call.query.get("hub.topic", "")
    wanted = topic in subscriptions(kept) and call.query.get("feed") == mark(topic)
    if mode == "denied" and wanted:
        return CallAnswer(200)
    if mode in ("subscribe", "unsubscribe") and (mode == "subscribe") == wanted:
        return CallAnswer(200, call.query.get("hub.challenge", "")[:500])
    return CallAnswer(404)


def verify(call: Call, kept: Mapping[str, str]) -> bool:
    """Whether the hub of that topic signed the body (section 7)."""
    for topic, secret in subscriptions(kept).items():
        if call.query.get("feed") == mark(topic):
            given = call.headers.get("x-hub-signature", "")
            return signatures.prefixed(given, call.body, secret, signatures.CHOICES)
    return False


def links(header: str) -> dict[str, str]:
    """The first address of each relation in a Link header (RFC 8288)."""
    found: dict[str, str] = {}
    for address, parameters in LINK.findall(header[:5_000]):
        rel = re.search(r'rel\s*=\s*"?([^";]+)', parameters)
        for one in (rel[1] if rel else "").lower().split():
            found.setdefault(one, address)
    return found
