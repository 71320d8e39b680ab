"""Between our shapes and the wire's, without any I/O."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from bedside.channels.networks.bluesky import NETWORK, names
from bedside.channels.networks.bluesky.facets import facets
from bedside.channels.networks.bluesky.shapes import POST, PostRecord, ReplyRef, StrongRef, Wire
from bedside.channels.rules import Counts, Heard, Outgoing, PastPost, Picture, RemoteRef
from bedside.kit.text import clip, graphemes

#: A film's captions and alternative text (app.bsky.embed.video).
CAPTION_BYTES, FILM_ALT = 20_000, 1000
HEARD_REASONS = ("reply", "mention", "quote")


def wording(outgoing: Outgoing) -> str:
    """The text as it is sent: with pictures or a film there is no room for a link card: the link is written below."""
    if (outgoing.pictures or outgoing.video) and outgoing.link and outgoing.link not in outgoing.text:
        return f"{outgoing.text}\n{outgoing.link}"
    return outgoing.text


def objection(outgoing: Outgoing) -> str:
    """Why Bluesky would refuse this post, as a sentence; empty where it would not."""
    limits = NETWORK.limits
    text = wording(outgoing)
    length, size = graphemes(text), len(text.encode())
    if limits.text is not None and length > limits.text:
        return f"The text is {length} characters long; Bluesky takes {limits.text}."
    if limits.text_bytes is not None and size > limits.text_bytes:
        return f"The text is {size} bytes long; Bluesky takes {limits.text_bytes}."
    if len(outgoing.pictures) > limits.images:
        return f"There are {len(outgoing.pictures)} pictures; Bluesky takes {limits.images}."
    for number, picture in enumerate(outgoing.pictures, start=1):
        if len(picture.content) > limits.image_bytes:
            return f"Picture {number} has {len(picture.content)} bytes; Bluesky takes {limits.image_bytes}."
        if picture.mime not in limits.image_types:
            return f"Picture {number} is of a kind Bluesky does not show."
    if film := outgoing.video:
        if outgoing.pictures:
            return "Bluesky takes pictures or a film in one post, not both."
        if film.mime not in limits.video_types:
            return "Bluesky takes MP4 films."
        if not film.content or len(film.content) > limits.video_bytes:
            return f"The film has {len(film.content)} bytes; Bluesky takes {limits.video_bytes}."
        if film.seconds > (limits.video_seconds or 0):
            return f"The film is {film.seconds:.0f} seconds long; Bluesky takes {limits.video_seconds}."
        if len(film.captions.encode()) > CAPTION_BYTES:
            return f"The captions have {len(film.captions.encode())} bytes; Bluesky takes {CAPTION_BYTES}."
    if not text.strip() and not outgoing.pictures and not outgoing.link and outgoing.video is None:
        return "There is nothing to post."
    return ""


def post_record(outgoing: Outgoing, *, mentions: Mapping[str, str], blobs: Sequence[Wire]) -> PostRecord:
    """The record to write; `blobs` are the uploaded pictures in their order, or the film and its captions."""
    text = wording(outgoing)
    record: PostRecord = {"$type": POST, "text": text, "createdAt": wire_time(outgoing.created_at)}
    if outgoing.language:
        record["langs"] = [outgoing.language]
    if found := facets(text, mentions):
        record["facets"] = found
    if embed := _embed(outgoing, blobs):
        record["embed"] = embed
    if outgoing.parent is not None:
        record["reply"] = reply_ref(outgoing.root or outgoing.parent, outgoing.parent)
    return record


def reply_ref(root: RemoteRef, parent: RemoteRef) -> ReplyRef:
    return {"root": strong_ref(root), "parent": strong_ref(parent)}


def strong_ref(remote: RemoteRef) -> StrongRef:
    return {"uri": remote.network_id, "cid": remote.version}


def _embed(outgoing: Outgoing, blobs: Sequence[Wire]) -> Wire | None:
    if outgoing.pictures:
        images = [_image(picture, blob) for picture, blob in zip(outgoing.pictures, blobs, strict=True)]
        return {"$type": "app.bsky.embed.images", "images": images}
    if film := outgoing.video:
        embed: Wire = {"$type": "app.bsky.embed.video", "video": blobs[0]}
        if film.alt:
            embed["alt"] = clip(film.alt, FILM_ALT)
        if film.width > 0 and film.height > 0:
            embed["aspectRatio"] = {"width": film.width, "height": film.height}
        if len(blobs) > 1:
            embed["captions"] = [{"lang": outgoing.language or "en", "file": blobs[1]}]
        return embed
    if outgoing.link:
        title = outgoing.title or urlsplit(outgoing.link).hostname or outgoing.link
        card = {"uri": outgoing.link, "title": clip(title, 300), "description": ""}
        return {"$type": "app.bsky.embed.external", "external": card}
    return None


def _image(picture: Picture, blob: Wire) -> Wire:
    image: Wire = {"alt": picture.alt, "image": blob}
    if picture.width > 0 and picture.height > 0:
        image["aspectRatio"] = {"width": picture.width, "height": picture.height}
    return image


def wire_time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_time(value: object, fallback: datetime | None = None) -> datetime | None:
    """The instant a wire time names; the fallback where it names none."""
    try:
        when = datetime.fromisoformat(str(value))
    except ValueError:
        return fallback
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def kind(item: Wire, reason: str, own: str) -> str:
    """What somebody did: Bluesky announces a reply that also mentions us as a mention, but it is a reply all the
    same when it stands below a post of ours."""
    record = item.get("record")
    reply = record.get("reply") if isinstance(record, dict) else None
    above = [_uri(reply.get(side)) for side in ("parent", "root")] if isinstance(reply, dict) else []
    return "reply" if any(uri.startswith(f"at://{own}/") for uri in above) else reason


def heard(item: Wire, kind: str, base_url: str) -> Heard | None:
    """A post or notification as we keep it; None where it lacks what every post has."""
    record, author = item.get("record"), item.get("author")
    indexed_at = read_time(item.get("indexedAt"))
    if not isinstance(record, dict) or not isinstance(author, dict) or not item.get("uri") or indexed_at is None:
        return None
    reply = record.get("reply")
    above: Wire = reply if isinstance(reply, dict) else {}
    handle = str(author.get("handle", ""))
    # The author's own clock is believed only so far: nothing was said after the network had it.
    posted_at = min(read_time(record.get("createdAt"), indexed_at) or indexed_at, indexed_at)
    return Heard(
        network_id=str(item["uri"]),
        kind=kind,
        text=str(record.get("text", "")),
        author_id=str(author.get("did", "")),
        author_handle=handle,
        author_name=str(author.get("displayName") or ""),
        posted_at=posted_at,
        parent_id=_uri(above.get("parent")),
        root_id=_uri(above.get("root")),
        version=str(item.get("cid", "")),
        url=names.page(str(item["uri"]), handle, base_url),
        raw=json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode(),
    )


def _uri(reference: object) -> str:
    return str(reference.get("uri", "")) if isinstance(reference, dict) else ""


def replies_below(thread: object) -> Iterator[Wire]:
    """Every post below the top of a thread; deleted and blocked ones have no post and are passed over."""
    waiting = list(thread.get("replies") or []) if isinstance(thread, dict) else []
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, dict):
            if isinstance(node.get("post"), dict):
                yield node["post"]
            waiting.extend(node.get("replies") or [])


#: The reading side's names of the declared metrics.
NUMBERS = {"likes": "likeCount", "replies": "replyCount", "reposts": "repostCount", "quotes": "quoteCount"}


def counts(post: Wire) -> Counts:
    numbers = {ours: value for ours, theirs in NUMBERS.items() if isinstance(value := post.get(theirs), int)}
    return Counts(str(post.get("uri", "")), numbers)


def past_post(post: Wire, handle: str, base_url: str) -> PastPost | None:
    """A post of ours that was there before; None where it lacks what every post has."""
    record, at = post.get("record"), read_time(post.get("indexedAt"))
    uri = str(post.get("uri") or "")
    if not isinstance(record, dict) or at is None or names.parts(uri) is None:
        return None
    when = min(read_time(record.get("createdAt"), at) or at, at)
    numbers = counts(post).numbers
    page = names.page(uri, handle, base_url)
    return PastPost(uri, str(record.get("text") or ""), when, page, str(post.get("cid") or ""), numbers)


#: What the account's numbers are called on Bluesky.
ACCOUNT = {"followers": "followersCount", "following": "followsCount", "posts": "postsCount"}


def account_numbers(profile: Wire) -> dict[str, int]:
    found = {ours: profile.get(theirs) for ours, theirs in ACCOUNT.items()}
    return {name: value for name, value in found.items() if isinstance(value, int) and value >= 0}
