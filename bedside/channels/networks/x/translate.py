"""Between our shapes and X's, without any I/O.

X renames "tweet" to "post" field by field, and answers and webhooks still differ; both names are read.
"""

import html
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bedside.channels.networks.x import NETWORK
from bedside.channels.networks.x.api import listed, part
from bedside.channels.rules import Counts, Heard, Outgoing, PastPost, RemoteRef, overrun, wording

Wire = dict[str, Any]
#: Marks a direct message's version: its id is none of a post.
MESSAGE = "message"
LEADING = re.compile(r"^(?:@\w[\w.]* )+")


def words(outgoing: Outgoing) -> str:
    return wording(outgoing.text, outgoing.link, NETWORK.limits)


def objection(outgoing: Outgoing) -> str:
    """Why X would refuse the post, as the end of a sentence; empty where it would not."""
    limits = NETWORK.limits
    if over := overrun(words(outgoing), limits):
        return over
    kinds = (bool(outgoing.pictures), outgoing.video is not None, outgoing.poll is not None)
    if sum(kinds) > 1:
        return "takes pictures, a film or a poll in one post, only one of them."
    if len(outgoing.pictures) > limits.images:
        return f"takes {limits.images} pictures; there are {len(outgoing.pictures)}."
    for picture in outgoing.pictures:
        if picture.mime not in limits.image_types:
            return "does not take a picture of this kind."
        if len(picture.content) > limits.image_bytes:
            return "takes pictures of 5 MB; one is larger."
        if len(picture.alt) > (limits.alt_text or 0):
            return f"takes {limits.alt_text:,} characters of alternative text; one is longer."
    if film := outgoing.video:
        if film.mime not in limits.video_types or len(film.content) > limits.video_bytes:
            return "takes MP4 films of 512 MB."
        if film.seconds > (limits.video_seconds or 0):
            return f"takes films of {limits.video_seconds} seconds; this one is longer."
    if poll := outgoing.poll:
        if not 2 <= len(poll.options) <= 4 or any(not 1 <= len(option) <= 25 for option in poll.options):
            return "takes 2 to 4 answers of 25 characters in a poll."
        if not 5 <= poll.minutes <= 10_080:
            return "takes polls of 5 minutes to 7 days."
    return "" if words(outgoing).strip() or any(kinds) else "takes no empty posts."


def body(outgoing: Outgoing, media: list[str]) -> Wire:
    """The post to create; `media` are ids of what was uploaded."""
    made: Wire = {"text": words(outgoing)}
    if media:
        made["media"] = {"media_ids": media}
    if outgoing.poll:
        made["poll"] = {"options": list(outgoing.poll.options), "duration_minutes": outgoing.poll.minutes}
    if outgoing.parent is not None:
        made["reply"] = {"in_reply_to_tweet_id": latest(outgoing.parent)}
    return made


def latest(remote: RemoteRef) -> str:
    """The id of a post's newest wording: every correction gets an id of its own, the first one stays the post's."""
    return remote.version or remote.network_id


def remote(post: Wire, handle: str = "i/web") -> RemoteRef:
    newest = str(post.get("id") or "")
    first = history(post)[0] if history(post) else newest
    return RemoteRef(first, newest, f"https://x.com/{handle}/status/{newest}" if newest else "")


def history(post: Wire) -> list[str]:
    value = post.get("edit_history_post_ids") or post.get("edit_history_tweet_ids")
    return [str(one) for one in value] if isinstance(value, list) else []


def plain(post: Wire) -> str:
    """A post's words: its short addresses written out, those of its own pictures dropped, escapes undone, and without
    the names that X puts before an answer."""
    note = part(post, "note_post") or part(post, "note_tweet")
    text = str(note.get("text") or post.get("text") or "")
    shown = post.get("display_text_range")
    if not note and isinstance(shown, list) and shown and isinstance(shown[0], int) and 0 < shown[0] <= len(text):
        text = text[shown[0] :]
    for url in listed(part(note or post, "entities"), "urls"):
        short, full = str(url.get("url") or ""), str(url.get("unwound_url") or url.get("expanded_url") or "")
        own_media = bool(url.get("media_key")) or re.search(r"/(photo|video)/\d+$", full)
        if short:
            text = text.replace(short, "" if own_media else full or short)
    return html.unescape(text).strip()


def same_words(ours: str, post: Wire) -> bool:
    theirs = plain(post)
    return bare(ours) in (bare(theirs), bare(LEADING.sub("", theirs)))


def bare(text: str) -> str:
    return re.sub(r"(https?://\S*[^\s/])/(?=\s|$)", r"\1", " ".join(text.split()))


def instant(value: object) -> datetime | None:
    try:
        when = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def people(wire: Wire) -> dict[str, Wire]:
    """Users of an answer's or event's includes, by id."""
    found = [part(user, "data") or user for user in listed(part(wire, "includes"), "users")]
    return {str(user.get("id")): user for user in found}


def heard(post: object, users: Mapping[str, Wire], own: str, roots: Mapping[str, str]) -> Heard | None:
    """A post by somebody else as we keep it; None where it is ours or lacks what every post has. `roots` are the ids of
    our posts in all their wordings, with the id of the first."""
    if not isinstance(post, dict) or not post.get("id"):
        return None
    author, at = str(post.get("author_id") or ""), instant(post.get("created_at"))
    if not author or author == own or at is None:
        return None
    about = {str(one.get("type")): str(one.get("id"))
             for one in listed(post, "referenced_posts") or listed(post, "referenced_tweets")}  # fmt: skip
    parent = about.get("replied_to", "")
    conversation = str(post.get("conversation_id") or "")
    to_us = str(post.get("in_reply_to_user_id") or "") == own or parent in roots or conversation in roots
    if parent and to_us:
        kind = "reply"
    elif about.get("quoted") and about["quoted"] in roots:
        kind, parent, conversation = "quote", about["quoted"], about["quoted"]
    else:
        kind = "mention"
    who = users.get(author, {})
    handle = str(who.get("username") or "")
    made = remote(post, handle or "i/web")
    return Heard(
        network_id=made.network_id,
        kind=kind,
        text=plain(post),
        author_id=author,
        author_handle=handle,
        author_name=str(who.get("name") or ""),
        posted_at=at,
        parent_id=roots.get(parent, parent),
        root_id=roots.get(conversation, conversation) if parent else "",
        version=made.version,
        url=made.url,
        raw=json.dumps(post, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
    )


def message(event: Wire, users: Mapping[str, Wire], own: str) -> Heard | None:
    """A direct message to us, as the list of events has it."""
    sender, at = str(event.get("sender_id") or ""), instant(event.get("created_at"))
    if event.get("event_type") != "MessageCreate" or not event.get("id") or not sender or sender == own or at is None:
        return None
    who = users.get(sender, {})
    handle = str(who.get("username") or "")
    return Heard(
        network_id=str(event["id"]),
        kind="message",
        text=plain(event),
        author_id=sender,
        author_handle=handle,
        author_name=str(who.get("name") or ""),
        posted_at=at,
        root_id=str(event.get("dm_conversation_id") or "") or between(own, sender),
        version=MESSAGE,
        url="https://x.com/messages",
        raw=json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
    )


def between(one: str, other: str) -> str:
    """The id of a conversation of two, as X makes it."""
    return "-".join(sorted((one, other), key=lambda user: (len(user), user)))


def numbers(post: Wire) -> dict[str, int]:
    public = part(post, "public_metrics")
    private = part(post, "non_public_metrics")
    found = {
        "likes": public.get("like_count"), "replies": public.get("reply_count"),
        "reposts": public.get("repost_count", public.get("retweet_count")), "quotes": public.get("quote_count"),
        "bookmarks": public.get("bookmark_count"),
        "impressions": private.get("impression_count", public.get("impression_count")),
        "link_clicks": private.get("url_link_clicks"), "profile_clicks": private.get("user_profile_clicks"),
    }  # fmt: skip
    return {name: value for name, value in found.items() if isinstance(value, int)}


def counts(remote: RemoteRef, post: Wire) -> Counts:
    return Counts(remote.network_id, numbers(post))


def past_post(post: Wire) -> PastPost | None:
    at = instant(post.get("created_at"))
    if at is None or not post.get("id"):
        return None
    made = remote(post)
    return PastPost(made.network_id, plain(post), at, made.url, made.version, numbers(post))
