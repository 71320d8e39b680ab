"""Between our shapes and Instagram's wire, without any I/O. Fields: Meta's Python SDK, adobjects IGMedia, IGComment,
IGUser (26.0.3)."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bedside.channels.calls.caller import Wire
from bedside.channels.calls.graph import count, inner, insights, instant, rows
from bedside.channels.calls.ledgers import mark
from bedside.channels.networks.instagram import NETWORK
from bedside.channels.rules import Counts, Heard, Outgoing, PastPost, Picture, Sought, Video, overrun, wording

EPOCH = datetime.fromtimestamp(0, UTC)
SOMEONE = "someone on Instagram"
SKEW = timedelta(minutes=2)
MEDIA_FIELDS = "id,caption,timestamp,permalink,media_type,username,comments_count"
COMMENT_FIELDS = "id,text,timestamp,username,from,parent_id"
THREADED = f"{COMMENT_FIELDS},replies.limit(50){{{COMMENT_FIELDS}}}"
MESSAGES = "messages{id,created_time,from,message}"
#: Our names of what /insights calls otherwise; likes and comments stand on the post itself.
POST_METRICS = {"views": "views", "reach": "reach", "saved": "saved", "reposts": "shares",
                "interactions": "total_interactions"}  # fmt: skip
ACCOUNT_METRICS = {"account_views": "views", "account_reach": "reach", "engaged": "accounts_engaged"}
#: https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media
HASHTAGS, MENTIONS = 30, 20


def words(outgoing: Outgoing) -> str:
    return wording(outgoing.text, outgoing.link, NETWORK.limits)


def objection(outgoing: Outgoing) -> str:
    """Why Instagram would refuse this post, as a sentence; empty where it would not."""
    limits, text = NETWORK.limits, words(outgoing)
    if said := overrun(text, limits):
        return f"Instagram {said}"
    if not outgoing.pictures and not outgoing.video:
        return "Instagram needs a picture or a film."
    if outgoing.pictures and outgoing.video:
        return "Instagram takes pictures or a film in one post here, not both."
    if outgoing.poll:
        return "Instagram takes no polls."
    if len(re.findall(r"(?<!\w)#\w", text)) > HASHTAGS:
        return f"Instagram takes {HASHTAGS} hashtags."
    if len(re.findall(r"(?<!\w)@\w", text)) > MENTIONS:
        return f"Instagram takes {MENTIONS} mentions."
    if len(outgoing.pictures) > limits.images:
        return f"Instagram takes {limits.images} pictures; there are {len(outgoing.pictures)}."
    for number, picture in enumerate(outgoing.pictures, 1):
        if picture.mime not in limits.image_types:
            return f"Instagram takes JPEG pictures only; picture {number} is none."
        if len(picture.content) > limits.image_bytes:
            return f"Instagram takes pictures of {limits.image_bytes:,} bytes; picture {number} is larger."
    if (film := outgoing.video) is not None:
        if film.mime not in limits.video_types or len(film.content) > limits.video_bytes:
            return "Instagram does not take this film: it takes MP4 of up to 300 MB."
        if not 3 <= film.seconds <= (limits.video_seconds or 0):
            return "Instagram takes films of 3 seconds to 15 minutes."
    media: list[Picture | Video] = [*outgoing.pictures, *([film] if film else [])]
    if not all(one.url for one in media):
        return "Instagram fetches pictures from this server, and this one has no public address yet."
    return ""


def same(one: str, other: str) -> bool:
    """Whether two texts are the same but for spaces at line ends, which Instagram drops."""
    return [line.strip() for line in one.strip().splitlines()] == [line.strip() for line in other.strip().splitlines()]


def author(wire: Wire) -> tuple[str, str]:
    """Who said it: Instagram-scoped id (the name where it gives none) and name."""
    who = inner(wire, "from")
    name = str(who.get("username") or wire.get("username") or "")
    return str(who.get("id") or name), name or SOMEONE


def raw(wire: object) -> bytes:
    return json.dumps(wire, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def comment(wire: Wire, media: str, now: datetime, *, kind: str = "reply", above: str = "") -> Heard | None:
    network_id = wire.get("id")
    if not isinstance(network_id, str) or not network_id:
        return None
    who, name = author(wire)
    text = str(wire.get("text") or "")
    posted_at = min(instant(wire.get("timestamp"), now), now)
    parent = str(wire.get("parent_id") or above or media)
    return Heard(network_id, kind, text, who, name, name, posted_at, parent, media, mark(text), "", None, raw(wire))


def tagged(wire: Wire, now: datetime) -> Heard | None:
    """Somebody's post that names this account."""
    network_id = wire.get("id")
    if not isinstance(network_id, str) or not network_id:
        return None
    who, name = author(wire)
    text = str(wire.get("caption") or "")
    posted_at = min(instant(wire.get("timestamp"), now), now)
    link = str(wire.get("permalink") or "")
    return Heard(network_id, "mention", text, who, name, name, posted_at, "", "", mark(text), link, None, raw(wire))


def message(wire: Wire, own: frozenset[str], now: datetime) -> Heard | None:
    """A message to the account; None for its own. A conversation is known by whom it is with."""
    who, name = author(wire)
    network_id = str(wire.get("id") or "")
    if not network_id or not who or who in own or name in own:
        return None
    text = str(wire.get("message") or "") or "[A picture or a file]"
    posted_at = min(instant(wire.get("created_time"), now), now)
    return Heard(network_id, "message", text, who, name, name, posted_at, "", who, mark(text), "", None, raw(wire))


def past_post(wire: Wire) -> PastPost | None:
    network_id = str(wire.get("id") or "")
    if not network_id:
        return None
    text = str(wire.get("caption") or "")
    posted_at = instant(wire.get("timestamp"), EPOCH)
    return PastPost(network_id, text, posted_at, str(wire.get("permalink") or ""), numbers=standing(wire))


def standing(wire: Wire) -> dict[str, int]:
    found = {"likes": count(wire.get("like_count")), "replies": count(wire.get("comments_count"))}
    return {name: number for name, number in found.items() if number is not None}


def counts(network_id: str, wire: Wire) -> Counts:
    return Counts(network_id, standing(wire) | named(insights(inner(wire, "insights")), POST_METRICS))


def named(numbers: dict[str, int], names: dict[str, str]) -> dict[str, int]:
    return {ours: numbers[theirs] for ours, theirs in names.items() if theirs in numbers}


def match(found: Iterable[Wire], sought: Sought, text: str, own: frozenset[str], key: str = "text") -> Wire | None:
    """The one of ours among these that this very call made."""
    for wire in found:
        who, name = author(wire)
        made = instant(wire.get("timestamp") or wire.get("created_time"), EPOCH)
        mine = who in own or name in own
        fresh = made >= sought.since - SKEW and str(wire.get("id")) not in sought.known
        if mine and fresh and same(str(wire.get(key) or ""), text):
            return wire
    return None


def replies(wire: Wire) -> list[Wire]:
    return rows(inner(wire, "replies"))
