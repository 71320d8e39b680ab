"""Between our shapes and Mastodon's, without any I/O."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from bedside.channels.networks.mastodon import NETWORK
from bedside.channels.rules import Counts, Heard, Limits, Outgoing, PastPost, RemoteRef, length, wording
from bedside.kit.text import graphemes

Wire = dict[str, Any]
#: "@name@server": the server part does not count and is not shown.
REMOTE_MENTION = re.compile(r"(@[\w.-]+)@[\w.-]+\w")


def words(outgoing: Outgoing) -> str:
    """The text as it is sent: the link below it, and whom it answers before it, so that they are told."""
    text = wording(outgoing.text, outgoing.link, NETWORK.limits)
    handle = outgoing.answered.author_handle.lstrip("@") if outgoing.answered else ""
    if handle and outgoing.answered and outgoing.answered.kind != "own" and f"@{handle}" not in text:
        return f"@{handle} {text}"
    return text


def counted(text: str, limits: Limits) -> int:
    """How long Mastodon finds a text: of a mention only the local part counts, an address always the same."""
    return length(REMOTE_MENTION.sub(r"\1", text), limits)


def objection(outgoing: Outgoing, configuration: Mapping[str, Any]) -> str:
    """Why this server would refuse the post, as the end of a sentence; empty where it would not. `configuration` is the
    server's own, from its /api/v2/instance."""
    limits, statuses = NETWORK.limits, _part(configuration, "statuses")
    most = _number(statuses.get("max_characters"), limits.text or 500)
    media_limits, polls = _part(configuration, "media_attachments"), _part(configuration, "polls")
    if (long := counted(words(outgoing), limits)) > most:
        return f"takes {most:,} characters here; this is {long - most:,} too long."
    if len(outgoing.pictures) > (images := _number(statuses.get("max_media_attachments"), limits.images)):
        return f"takes {images} pictures here; there are {len(outgoing.pictures)}."
    if (outgoing.pictures or outgoing.video) and outgoing.poll:
        return "takes pictures or a poll in one post, not both."
    if outgoing.pictures and outgoing.video:
        return "takes pictures or a film in one post, not both."
    size = _number(media_limits.get("image_size_limit"), limits.image_bytes)
    if any(len(picture.content) > size for picture in outgoing.pictures):
        return f"takes pictures of {size / 1_000_000:,.0f} MB here; one is larger."
    size = _number(media_limits.get("video_size_limit"), limits.video_bytes)
    if outgoing.video and len(outgoing.video.content) > size:
        return f"takes films of {size / 1_000_000:,.0f} MB here; this one is larger."
    kinds = media_limits.get("supported_mime_types")
    given = [picture.mime for picture in outgoing.pictures] + ([outgoing.video.mime] if outgoing.video else [])
    if any(mime not in (kinds if isinstance(kinds, list) and kinds else _own_types(limits)) for mime in given):
        return "does not take a picture or film of this kind here."
    alt = _number(media_limits.get("description_limit"), limits.alt_text or 1500)
    if any(len(one.alt) > alt for one in outgoing.pictures):
        return f"takes {alt:,} characters of alternative text here; one is longer."
    if outgoing.poll:
        options, each = outgoing.poll.options, _number(polls.get("max_characters_per_option"), limits.poll_option or 50)
        if not 2 <= len(options) <= _number(polls.get("max_options"), 4):
            return f"takes 2 to {_number(polls.get('max_options'), 4)} answers in a poll here."
        if any(graphemes(option) > each for option in options):
            return f"takes {each} characters in a poll's answer here; one is longer."
        least, longest = _number(polls.get("min_expiration"), 300), _number(polls.get("max_expiration"), 2_629_746)
        if not least <= outgoing.poll.minutes * 60 <= longest:
            return f"takes polls of {least // 60} to {longest // 60:,} minutes here."
    if not outgoing.text.strip() and not given and not outgoing.link:
        return "takes no empty posts."
    return ""


def _own_types(limits: Limits) -> tuple[str, ...]:
    return (*limits.image_types, *limits.video_types)


def _part(configuration: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = configuration.get(name)
    return value if isinstance(value, dict) else {}


def _number(value: object, fallback: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else fallback


class _Plain(HTMLParser):
    """The words of a post's HTML; the "RE: …" line that servers put before a quoting post is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.skipping:
            self.skipping += tag not in ("br", "img")
        elif "quote-inline" in (dict(attrs).get("class") or "").split():
            self.skipping = 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag in ("p", "blockquote", "pre", "li") and self.parts:
            self.parts.append("\n" if tag == "li" else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        if self.skipping and tag not in ("br", "img"):
            self.skipping -= 1

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.parts.append(data)


def plain(content: object) -> str:
    """A post's HTML as its words."""
    parser = _Plain()
    parser.feed(str(content or ""))
    parser.close()
    return "".join(parser.parts).strip()


def same_words(ours: str, content: object) -> bool:
    """Whether a post on the network says what we sent: its HTML undone, mentions shortened, spaces equal."""
    ours, theirs = (_bare(REMOTE_MENTION.sub(r"\1", text)) for text in (ours, plain(content)))
    return ours == theirs or ours == re.sub(r"^@\S+ ", "", theirs)  # whom it answers may have been put before it


def _bare(text: str) -> str:
    return " ".join(text.split())


def instant(value: object) -> datetime | None:
    """The instant a wire time names; None where it names none."""
    try:
        when = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def version(status: Wire) -> str:
    return str(status.get("edited_at") or status.get("created_at") or "")


def remote(status: Wire) -> RemoteRef:
    return RemoteRef(str(status.get("id") or ""), version(status), str(status.get("url") or ""))


def author(status: Wire) -> Wire:
    value = status.get("account")
    return value if isinstance(value, dict) else {}


def heard(status: object, own: str, *, root: str = "", quote: bool = False) -> Heard | None:
    """A status by somebody else as we keep it; None where it is ours or lacks what every status has. `root` is the post
    of ours it was found below."""
    if not isinstance(status, dict) or not status.get("id"):
        return None
    who, at = author(status), instant(status.get("created_at"))
    if at is None or not who.get("id") or str(who["id"]) == own:
        return None
    parent = str(status.get("in_reply_to_id") or "")
    if status.get("visibility") == "direct":
        kind, root = "message", str(who["id"])
    elif quote:
        kind = "quote"
        parent = parent or _quoted(status)
    elif root or (parent and str(status.get("in_reply_to_account_id") or "") == own):
        kind = "reply"
    else:
        kind = "mention"
    spoiler = str(status.get("spoiler_text") or "")
    text = plain(status.get("content"))
    return Heard(
        network_id=str(status["id"]),
        kind=kind,
        text=f"{spoiler}\n\n{text}" if spoiler else text,
        author_id=str(who["id"]),
        author_handle=str(who.get("acct") or ""),
        author_name=str(who.get("display_name") or who.get("username") or ""),
        posted_at=at,
        parent_id=parent,
        root_id=root or parent,
        version=version(status),
        url=str(status.get("url") or ""),
        raw=json.dumps(status, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
    )


def _quoted(status: Wire) -> str:
    quote = status.get("quote")
    if not isinstance(quote, dict):
        return ""
    inner = quote.get("quoted_status")
    return str(inner.get("id") or "") if isinstance(inner, dict) else str(quote.get("quoted_status_id") or "")


def numbers(status: Wire) -> dict[str, int]:
    names = {"likes": "favourites_count", "reposts": "reblogs_count", "replies": "replies_count",
             "quotes": "quotes_count"}  # fmt: skip
    return {ours: value for ours, theirs in names.items() if isinstance(value := status.get(theirs), int)}


def counts(status: Wire) -> Counts:
    return Counts(str(status.get("id") or ""), numbers(status))


def past_post(status: Wire) -> PastPost | None:
    at = instant(status.get("created_at"))
    if at is None or not status.get("id"):
        return None
    made = remote(status)
    return PastPost(made.network_id, plain(status.get("content")), at, made.url, made.version, numbers(status))
