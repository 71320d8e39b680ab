"""Between our shapes and Reddit's, without any I/O. Reddit's texts are Markdown."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bedside.channels.networks.reddit import NETWORK
from bedside.channels.networks.reddit.api import things
from bedside.channels.rules import Counts, Heard, Outgoing, PastPost, RemoteRef, wording
from bedside.channels.rules.lengths import ADDRESS

Wire = dict[str, Any]
SITE = "https://www.reddit.com"
#: Marks a private message's version: it cannot be changed, nor looked up.
MESSAGE = "message"
SIGNS = re.compile(r"[\\*_~^`\[\]|]")
STARTS = re.compile(r"(?m)^(\s*)([#>+-]|\d+(?=[.)]))")
GONE = ("[deleted]", "[removed]", "[ Removed by Reddit ]")


def markdown(text: str) -> str:
    """A text as Markdown that shows just these words and lines; addresses stay links."""
    made, last = [], 0
    for match in ADDRESS.finditer(text):
        made += [SIGNS.sub(r"\\\g<0>", text[last : match.start()]), match[0]]
        last = match.end()
    escaped = "".join([*made, SIGNS.sub(r"\\\g<0>", text[last:])])
    escaped = STARTS.sub(lambda match: f"{match[1]}\\{match[2]}" if not match[2].isdigit() else match[0], escaped)
    escaped = re.sub(r"(?m)^(\s*\d+)([.)])", r"\1\\\2", escaped)
    return re.sub(r"(?<=\S)\n(?=\S)", "  \n", escaped)


def plain(text: object) -> str:
    """Our own Markdown as its words."""
    return re.sub(r"\\([\\*_~^`\[\]|#>+.)-])", r"\1", re.sub(r"  \n", "\n", str(text or "")))


def words(outgoing: Outgoing) -> str:
    return wording(outgoing.text, outgoing.link, NETWORK.limits)


def objection(outgoing: Outgoing) -> str:
    """Why Reddit would refuse the post, as the end of a sentence; empty where it would not."""
    limits = NETWORK.limits
    if not outgoing.title.strip():
        return "needs a title."
    if len(outgoing.title) > (limits.title or 0):
        return f"takes titles of {limits.title} characters; this one is longer."
    if (long := len(words(outgoing))) > (limits.text or 0):
        return f"takes {limits.text:,} characters; this is {long - (limits.text or 0):,} too long."
    if (bool(outgoing.pictures), outgoing.video is not None, outgoing.poll is not None).count(True) > 1:
        return "takes pictures, a film or a poll in one post, only one of them."
    if len(outgoing.pictures) > limits.images:
        return f"takes {limits.images} pictures; there are {len(outgoing.pictures)}."
    if any(picture.mime not in limits.image_types for picture in outgoing.pictures):
        return "does not take a picture of this kind."
    if any(len(picture.content) > limits.image_bytes for picture in outgoing.pictures):
        return "takes pictures of 20 MB; one is larger."
    if (film := outgoing.video) and (film.mime not in limits.video_types or len(film.content) > limits.video_bytes):
        return "takes MP4 films of 1 GB."
    if film and film.seconds > (limits.video_seconds or 0):
        return "takes films of 15 minutes; this one is longer."
    if poll := outgoing.poll:
        if not 2 <= len(poll.options) <= 6 or any(not 1 <= len(option) <= 120 for option in poll.options):
            return "takes 2 to 6 answers of 120 characters in a poll."
        if poll.minutes > 10_080:
            return "takes polls of 7 days at most."
    return ""


def same(text: str) -> str:
    return " ".join(text.split())


def instant(seconds: object) -> datetime | None:
    """The instant Reddit's seconds since 1970 name."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < 32_503_680_000:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def version(thing: Wire) -> str:
    edited = thing.get("edited")
    return str(edited if edited and not isinstance(edited, bool) else thing.get("created_utc") or "")


def page(thing: Wire) -> str:
    link = str(thing.get("permalink") or thing.get("context") or "")
    return f"{SITE}{link}" if link.startswith("/") else ""


def remote(thing: Wire) -> RemoteRef:
    return RemoteRef(str(thing.get("name") or ""), version(thing), page(thing))


def gone(thing: Wire) -> bool:
    """Deleted by its author, or removed by somebody else than us."""
    return str(thing.get("author")) == "[deleted]" or str(thing.get("body") or thing.get("selftext") or "") in GONE


def comment(thing: Wire, own: str, *, mention: bool = False) -> Heard | None:
    """A comment by somebody else; None where it is ours, gone, or lacks what every comment has. `own` is our name."""
    at, author = instant(thing.get("created_utc")), str(thing.get("author") or "")
    name = str(thing.get("name") or "")
    if at is None or not name.startswith("t1_") or not author or author.lower() == own.lower() or gone(thing):
        return None
    post = str(thing.get("link_id") or "") or _post_of(str(thing.get("context") or ""))
    return Heard(
        network_id=name,
        kind="mention" if mention else "reply",
        text=str(thing.get("body") or ""),
        author_id=str(thing.get("author_fullname") or author),
        author_handle=author,
        author_name=author,
        posted_at=at,
        parent_id=str(thing.get("parent_id") or ""),
        root_id=post,
        version=version(thing),
        url=page(thing),
        raw=json.dumps(thing, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
    )


def _post_of(context: str) -> str:
    match = re.search(r"/comments/(\w+)/", context)
    return f"t3_{match[1]}" if match else ""


def message(thing: Wire, own: str) -> Heard | None:
    """A private message to us."""
    at, author = instant(thing.get("created_utc")), str(thing.get("author") or "")
    name = str(thing.get("name") or "")
    if at is None or not name.startswith("t4_") or not author or author.lower() == own.lower():
        return None
    subject, body = str(thing.get("subject") or ""), str(thing.get("body") or "")
    first = not thing.get("first_message_name")
    return Heard(
        network_id=name,
        kind="message",
        text=f"{subject}\n\n{body}" if subject and first else body,
        author_id=str(thing.get("author_fullname") or author),
        author_handle=author,
        author_name=author,
        posted_at=at,
        parent_id=str(thing.get("parent_id") or ""),
        root_id=str(thing.get("first_message_name") or name),
        version=MESSAGE,
        url=f"{SITE}/message/messages/{name.removeprefix('t4_')}",
        raw=json.dumps(thing, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
    )


def below(listing: object) -> Iterator[Wire]:
    """Every comment of a thread, at any depth."""
    waiting = [listing]
    while waiting:
        for kind, data in things(waiting.pop(0)):
            if kind == "t1":
                yield data
                waiting.append(data.get("replies"))


def hidden_ids(listing: object) -> list[str]:
    """Ids of comments that a long thread leaves out."""
    found: list[str] = []
    waiting = [listing]
    while waiting:
        for kind, data in things(waiting.pop(0)):
            if kind == "t1":
                waiting.append(data.get("replies"))
            elif kind == "more" and isinstance(data.get("children"), list):
                found += [f"t1_{one}" for one in data["children"] if isinstance(one, str)]
    return found


def numbers(post: Wire) -> dict[str, int]:
    names = {"likes": "score", "replies": "num_comments", "reposts": "num_crossposts"}
    return {ours: max(value, 0) for ours, theirs in names.items() if isinstance(value := post.get(theirs), int)}


def counts(post: Wire) -> Counts:
    return Counts(str(post.get("name") or ""), numbers(post))


def past_post(post: Wire) -> PastPost | None:
    at, name = instant(post.get("created_utc")), str(post.get("name") or "")
    if at is None or not name.startswith("t3_") or gone(post):
        return None
    text = "\n\n".join(one for one in (str(post.get("title") or ""), plain(post.get("selftext"))) if one)
    return PastPost(name, text, at, page(post), version(post), numbers(post))
