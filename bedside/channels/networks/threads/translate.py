"""Between our shapes and Threads' wire, without any I/O. Fields: https://developers.facebook.com/docs/threads/threads-media
and .../reference/reply-management."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bedside.channels.calls.caller import Wire
from bedside.channels.calls.graph import count, inner, insights, instant, rows
from bedside.channels.calls.ledgers import mark
from bedside.channels.networks.threads import NETWORK
from bedside.channels.rules import Counts, Heard, Outgoing, PastPost, Picture, Poll, Sought, Video, overrun, wording
from bedside.channels.rules.lengths import ADDRESS

EPOCH = datetime.fromtimestamp(0, UTC)
SOMEONE = "someone on Threads"
SKEW = timedelta(minutes=2)
FIELDS = "id,text,username,timestamp,permalink,media_type"
POST_FIELDS = f"{FIELDS},has_replies"
REPLY_FIELDS = f"{FIELDS},root_post,replied_to,is_reply,hide_status"
POST_METRICS = ("views", "likes", "replies", "reposts", "quotes", "shares")
ACCOUNT_METRICS = {"followers": "followers_count", "profile_views": "views"}
#: Distinct links a post may hold (since 2025-12-22).
LINKS = 5
POLL_LETTERS = "abcd"


def words(outgoing: Outgoing) -> str:
    return wording(outgoing.text, outgoing.link, NETWORK.limits)


def objection(outgoing: Outgoing) -> str:
    """Why Threads would refuse this post or reply, as a sentence; empty where it would not."""
    limits, text = NETWORK.limits, words(outgoing)
    film = outgoing.video
    if said := overrun(text, limits):
        return f"Threads {said}"
    if not text.strip() and not outgoing.pictures and film is None:
        return "Threads takes no empty post."
    if len(set(ADDRESS.findall(text))) > LINKS:
        return f"Threads takes {LINKS} links in a post."
    if outgoing.pictures and film is not None:
        return "Threads takes pictures or a film in one post here, not both."
    if outgoing.poll and (said := _poll_objection(outgoing, outgoing.poll)):
        return said
    if len(outgoing.pictures) > limits.images:
        return f"Threads takes {limits.images} pictures; there are {len(outgoing.pictures)}."
    for number, picture in enumerate(outgoing.pictures, 1):
        if picture.mime not in limits.image_types:
            return f"Threads takes JPEG and PNG; picture {number} is neither."
        if len(picture.content) > limits.image_bytes:
            return f"Threads takes pictures of {limits.image_bytes:,} bytes; picture {number} is larger."
    if film is not None and (film.mime not in limits.video_types or len(film.content) > limits.video_bytes):
        return "Threads does not take this film: it takes MP4 of up to 1 GB."
    if film is not None and film.seconds > (limits.video_seconds or 0):
        return "Threads takes films of up to 5 minutes."
    media: list[Picture | Video] = [*outgoing.pictures, *([film] if film else [])]
    if any(len(one.alt) > (limits.alt_text or 0) for one in media):
        return f"Threads takes descriptions of {limits.alt_text:,} characters."
    if not all(one.url for one in media):
        return "Threads fetches pictures from this server, and this one has no public address yet."
    return ""


def _poll_objection(outgoing: Outgoing, poll: Poll) -> str:
    fewest, most = NETWORK.limits.poll_options or (0, 0)
    longest = NETWORK.limits.poll_option or 0
    if outgoing.pictures or outgoing.video:
        return "Threads takes a poll only without pictures and films."
    if not fewest <= len(poll.options) <= most:
        return f"Threads takes {fewest} to {most} answers in a poll."
    if any(not 1 <= len(option) <= longest for option in poll.options):
        return f"Threads takes poll answers of 1 to {longest} characters."
    return ""


def poll(options: tuple[str, ...]) -> Wire:
    return {f"option_{letter}": option for letter, option in zip(POLL_LETTERS, options, strict=False)}


def same(one: str, other: str) -> bool:
    """Whether two texts are the same but for spaces at line ends."""
    return [line.strip() for line in one.strip().splitlines()] == [line.strip() for line in other.strip().splitlines()]


def author(wire: Wire) -> str:
    """Threads names authors by their user name alone."""
    return str(wire.get("username") or "")


def raw(wire: object) -> bytes:
    return json.dumps(wire, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def heard(wire: Wire, kind: str, now: datetime, *, root: str = "") -> Heard | None:
    """A reply or a mention; None where it lacks what each has."""
    network_id = wire.get("id")
    if not isinstance(network_id, str) or not network_id:
        return None
    name, text = author(wire), str(wire.get("text") or "")
    root = str(inner(wire, "root_post").get("id") or root)
    parent = str(inner(wire, "replied_to").get("id") or root)
    posted_at = min(instant(wire.get("timestamp"), now), now)
    link = str(wire.get("permalink") or "")
    shown = name or SOMEONE
    return Heard(network_id, kind, text, name, shown, shown, posted_at, parent, root, mark(text), link, None, raw(wire))


def past_post(wire: Wire) -> PastPost | None:
    network_id = wire.get("id")
    if not isinstance(network_id, str) or not network_id:
        return None
    posted_at = instant(wire.get("timestamp"), EPOCH)
    return PastPost(network_id, str(wire.get("text") or ""), posted_at, str(wire.get("permalink") or ""))


def match(found: Iterable[Wire], sought: Sought, text: str) -> Wire | None:
    """The one of these, all ours, that this very call made."""
    parent = sought.outgoing.parent
    for wire in found:
        fresh = instant(wire.get("timestamp"), EPOCH) >= sought.since - SKEW and wire.get("id") not in sought.known
        placed = parent is None or inner(wire, "replied_to").get("id") == parent.network_id
        if fresh and placed and same(str(wire.get("text") or ""), text):
            return wire
    return None


def counts(network_id: str, wire: Wire) -> Counts:
    numbers = insights(wire)
    return Counts(network_id, {name: numbers[name] for name in POST_METRICS if name in numbers})


def account_numbers(wire: Wire) -> dict[str, int]:
    """The profile's numbers; clicks come link by link."""
    numbers = insights(wire)
    found = {ours: numbers[theirs] for ours, theirs in ACCOUNT_METRICS.items() if theirs in numbers}
    for one in rows(wire):
        if one.get("name") == "clicks":
            found["clicks"] = sum(count(link.get("value")) or 0 for link in rows(one, "link_total_values"))
    return found
