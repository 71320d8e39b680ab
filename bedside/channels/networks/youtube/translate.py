"""Between our shapes and YouTube's, without any I/O."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bedside.channels.calls.google import instant, part, rows
from bedside.channels.networks.youtube import NETWORK
from bedside.channels.rules import Heard, Outgoing, PastPost, RemoteRef, overrun, wording

Wire = dict[str, Any]
SITE = "https://www.youtube.com"
VIDEO = re.compile(r"[A-Za-z0-9_-]{11}")
#: Education (https://developers.google.com/youtube/v3/docs/videoCategories).
CATEGORY = "27"
COMMENT = 10_000


def is_video(network_id: str) -> bool:
    """Films have ids of eleven signs; those of comments are longer."""
    return VIDEO.fullmatch(network_id) is not None


def top_of(comment_id: str) -> str:
    """The comment a thread begins with: an answer's id is its thread's, a point, and its own."""
    return comment_id.partition(".")[0]


def words(outgoing: Outgoing) -> str:
    return wording(outgoing.text, outgoing.link, NETWORK.limits)


def film_objection(outgoing: Outgoing) -> str:
    """Why YouTube would refuse the film, as the end of a sentence; empty where it would not."""
    film, limits = outgoing.video, NETWORK.limits
    if film is None:
        return "takes films only: this post has none."
    if outgoing.pictures or outgoing.poll:
        return "takes a film alone, without pictures or a poll."
    if film.mime not in limits.video_types:
        return "takes MP4 films."
    if not film.content or len(film.content) > limits.video_bytes:
        return "takes films of 2 GB at most from here, and none that is empty."
    if film.seconds > (limits.video_seconds or 0):
        return "takes films of 12 hours at most."
    return words_objection(outgoing)


def words_objection(outgoing: Outgoing) -> str:
    title, text = outgoing.title.strip(), words(outgoing)
    if not title:
        return "needs a title."
    if len(title) > (NETWORK.limits.title or 0):
        return f"takes titles of {NETWORK.limits.title} characters; this one is longer."
    if re.search(r"[<>]", title + text):
        return "takes no < or > in titles and descriptions."
    return overrun(text, NETWORK.limits)


def snippet(outgoing: Outgoing) -> Wire:
    return {"title": outgoing.title.strip(), "description": words(outgoing), "categoryId": CATEGORY,
            "defaultLanguage": outgoing.language}  # fmt: skip


def edited(known: Wire, outgoing: Outgoing) -> Wire:
    """The whole snippet with new words: what is left out of an update, YouTube empties."""
    kept = {name: known[name] for name in ("tags", "defaultLanguage", "defaultAudioLanguage") if name in known}
    title = outgoing.title.strip() or str(known.get("title") or "")
    category = str(known.get("categoryId") or CATEGORY)
    return kept | {"title": title, "description": words(outgoing), "categoryId": category}


def page(video_id: str, comment_id: str = "") -> str:
    return f"{SITE}/watch?v={video_id}" + (f"&lc={comment_id}" if comment_id else "")


def same(text: str) -> str:
    return " ".join(text.split())


def author(comment: Wire) -> str:
    return str(part(comment, "snippet", "authorChannelId").get("value") or "")


def text_of(comment: Wire) -> str:
    """The words, as the author wrote them; asked for as plain text, the display form is that."""
    told = part(comment, "snippet")
    return str(told.get("textOriginal") or told.get("textDisplay") or "")


def remote(comment: Wire, video_id: str) -> RemoteRef:
    name = str(comment.get("id") or "")
    return RemoteRef(name, str(part(comment, "snippet").get("updatedAt") or ""), page(video_id, name))


def heard(comment: Wire, own: str, video_id: str) -> Heard | None:
    """A comment by somebody else; None where it is ours or lacks what every comment has."""
    told, name = part(comment, "snippet"), comment.get("id")
    at, who = instant(told.get("publishedAt")), author(comment)
    if not isinstance(name, str) or not name or at is None or not who or who == own:
        return None
    video = video_id or str(told.get("videoId") or "")
    handle = str(told.get("authorDisplayName") or "")
    return Heard(
        network_id=name,
        kind="reply",
        text=text_of(comment),
        author_id=who,
        author_handle=handle,
        author_name=handle.removeprefix("@"),
        posted_at=at,
        parent_id=str(told.get("parentId") or video),
        root_id=video,
        version=str(told.get("updatedAt") or told["publishedAt"]),
        url=page(video, name),
        raw=json.dumps(comment, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
    )


def heard_in(comments: Iterable[Wire], own: str, video_id: str) -> list[Heard]:
    """What others say among these comments."""
    found = [heard(comment, own, video_id) for comment in comments]
    return [one for one in found if one is not None]


def in_thread(thread: Wire) -> Iterator[Wire]:
    """The comment a thread begins with, and those answers that came with it."""
    top = part(thread, "snippet", "topLevelComment")
    if top:
        yield top
    yield from rows(part(thread, "replies"), "comments")


def unread(thread: Wire) -> bool:
    """Whether a thread has answers that did not come with it."""
    total = part(thread, "snippet").get("totalReplyCount")
    return isinstance(total, int) and total > len(rows(part(thread, "replies"), "comments"))


def video_of(thread: Wire) -> str:
    return str(part(thread, "snippet").get("videoId") or "")


def numbers(statistics: Wire, names: dict[str, str]) -> dict[str, int]:
    """YouTube writes counts as texts."""
    found = {ours: str(statistics.get(theirs, "")) for ours, theirs in names.items()}
    return {name: int(value) for name, value in found.items() if re.fullmatch(r"[0-9]{1,18}", value)}


def film_numbers(video: Wire) -> dict[str, int]:
    return numbers(part(video, "statistics"), {"views": "viewCount", "likes": "likeCount", "replies": "commentCount"})


def uploaded(item: Wire) -> tuple[str, Wire]:
    """A film's id and snippet, as the list of uploads has it."""
    told = part(item, "snippet")
    return str(part(told, "resourceId").get("videoId") or ""), told


def past_post(item: Wire, counted: dict[str, Wire]) -> PastPost | None:
    name, told = uploaded(item)
    at = instant(told.get("publishedAt"))
    if at is None or not is_video(name):
        return None
    text = "\n\n".join(str(told.get(one) or "") for one in ("title", "description") if told.get(one))
    return PastPost(name, text, at, page(name), "", film_numbers(counted.get(name, {})))
