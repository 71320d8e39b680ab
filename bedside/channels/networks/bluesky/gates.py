"""The list of hidden answers beside a post (lexicon app.bsky.feed.threadgate). Pure."""

from datetime import datetime

from bedside.channels.networks.bluesky.shapes import Wire
from bedside.channels.networks.bluesky.translate import wire_time
from bedside.channels.rules import NetworkError, Trouble

GATE = "app.bsky.feed.threadgate"
MOST = 300


def root_of(post: Wire) -> str:
    """The address of the post a reply's thread began with; empty where it is no reply."""
    where: object = post.get("record")
    for name in ("reply", "root", "uri"):
        where = where.get(name) if isinstance(where, dict) else None
    return where if isinstance(where, str) else ""


def changed(known: object, root: str, reply: str, *, hidden: bool, at: datetime) -> Wire | None:
    """The record with a reply hidden or shown again; None where it is so already. Who may answer stays as it is."""
    value: Wire = dict(known) if isinstance(known, dict) else {}
    listed = value.get("hiddenReplies")
    replies = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    if (reply in replies) is hidden:
        return None
    if hidden and len(replies) >= MOST:
        raise NetworkError(Trouble.REFUSED, f"Bluesky hides {MOST} answers below one post, and they are used up.")
    now = [*replies, reply] if hidden else [one for one in replies if one != reply]
    return {"$type": GATE, "createdAt": wire_time(at)} | value | {"post": root, "hiddenReplies": now}
