"""Between our shapes and LinkedIn's, without any I/O."""

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from bedside.channels.networks.linkedin import NETWORK
from bedside.channels.networks.linkedin.api import elements, part
from bedside.channels.rules import Counts, Heard, Outgoing, PastPost, RemoteRef

Wire = dict[str, Any]
COMMENT = re.compile(r"urn:li:comment:\((urn:li:\w+:[\w-]+),(\w+)\)")
DURATIONS = ((1440, "ONE_DAY"), (4320, "THREE_DAYS"), (10_080, "SEVEN_DAYS"), (20_160, "FOURTEEN_DAYS"))
QUESTION = 140
#: LinkedIn's "little text": these signs mean something unless a backslash stands before them.
SIGNS = re.compile(r"[|{}@\[\]()<>#\\*_~]")
HASHTAG = re.compile(r"#(\w+)")


def little(text: str) -> str:
    """A text in LinkedIn's little text format: hashtags as such, every other sign as itself."""
    made, last = [], 0
    for match in HASHTAG.finditer(text):
        made += [_escaped(text[last : match.start()]), "{hashtag|\\#|" + _escaped(match[1]) + "}"]
        last = match.end()
    return "".join([*made, _escaped(text[last:])])


def _escaped(text: str) -> str:
    return SIGNS.sub(r"\\\g<0>", text)


def plain(commentary: object) -> str:
    """Little text as its words."""
    text = re.sub(r"\{hashtag\|\\?#\|((?:[^}\\]|\\.)*)\}", r"#\1", str(commentary or ""))
    text = re.sub(r"@\[((?:[^\]\\]|\\.)*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\\([|{}@\[\]()<>#\\*_~])", r"\1", text)


def words(outgoing: Outgoing) -> str:
    """The text as it is sent: a link is a card, unless pictures, a film or a poll take its place."""
    taken = outgoing.pictures or outgoing.video or outgoing.poll
    if outgoing.link and taken and outgoing.link not in outgoing.text:
        return f"{outgoing.text}\n\n{outgoing.link}"
    return outgoing.text


def comment_words(outgoing: Outgoing) -> str:
    link = outgoing.link
    return f"{outgoing.text}\n\n{link}" if link and link not in outgoing.text else outgoing.text


def question(outgoing: Outgoing) -> str:
    """A poll's question: the last paragraph of the text."""
    return outgoing.text.strip().rpartition("\n")[2].strip()


def objection(outgoing: Outgoing) -> str:
    """Why LinkedIn would refuse the post, as the end of a sentence; empty where it would not."""
    limits = NETWORK.limits
    if (long := len(words(outgoing))) > (limits.text or 0):
        return f"takes {limits.text:,} characters; this is {long - (limits.text or 0):,} too long."
    if (bool(outgoing.pictures), outgoing.video is not None, outgoing.poll is not None).count(True) > 1:
        return "takes pictures, a film or a poll in one post, only one of them."
    if len(outgoing.pictures) > limits.images:
        return f"takes {limits.images} pictures; there are {len(outgoing.pictures)}."
    if any(picture.mime not in limits.image_types for picture in outgoing.pictures):
        return "does not take a picture of this kind."
    if any(len(picture.content) > limits.image_bytes for picture in outgoing.pictures):
        return "takes pictures of 10 MB; one is larger."
    if any(len(picture.alt) > (limits.alt_text or 0) for picture in outgoing.pictures):
        return f"takes {limits.alt_text:,} characters of alternative text; one is longer."
    if (film := outgoing.video) and (film.mime not in limits.video_types or len(film.content) > limits.video_bytes):
        return "takes MP4 films of 500 MB."
    if film and film.seconds > (limits.video_seconds or 0):
        return "takes films of 30 minutes; this one is longer."
    if poll := outgoing.poll:
        if not 2 <= len(poll.options) <= 4 or any(not 1 <= len(option) <= 30 for option in poll.options):
            return "takes 2 to 4 answers of 30 characters in a poll."
        if not 1 <= len(question(outgoing)) <= QUESTION:
            return "takes a poll's question, the last paragraph of the text, of 140 characters."
        if poll.minutes > DURATIONS[-1][0]:
            return "takes polls of 14 days at most."
    return "" if words(outgoing).strip() or outgoing.pictures or film or outgoing.link else "takes no empty posts."


def post(outgoing: Outgoing, author: str, media: list[str]) -> Wire:
    """The post to create; `media` are URNs of what was uploaded."""
    made: Wire = {
        "author": author, "commentary": little(words(outgoing)), "visibility": "PUBLIC",
        "distribution": {"feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []},
        "lifecycleState": "PUBLISHED", "isReshareDisabledByAuthor": False,
    }  # fmt: skip
    if outgoing.poll:
        duration = next(name for minutes, name in DURATIONS if minutes >= outgoing.poll.minutes)
        options = [{"text": option} for option in outgoing.poll.options]
        made["content"] = {"poll": {"question": question(outgoing), "options": options,
                                    "settings": {"duration": duration}}}  # fmt: skip
    elif outgoing.video:
        made["content"] = {"media": {"id": media[0], "title": outgoing.title or outgoing.video.alt[:200]}}
    elif len(media) > 1:
        images = [{"id": one, "altText": picture.alt} for one, picture in zip(media, outgoing.pictures, strict=True)]
        made["content"] = {"multiImage": {"images": images}}
    elif media:
        made["content"] = {"media": {"id": media[0], "altText": outgoing.pictures[0].alt}}
    elif outgoing.link:
        title = outgoing.title or urlsplit(outgoing.link).hostname or outgoing.link
        made["content"] = {"article": {"source": outgoing.link, "title": title[:400]}}
    return made


def instant(milliseconds: object) -> datetime | None:
    """The instant LinkedIn's milliseconds since 1970 name."""
    if (
        not isinstance(milliseconds, int)
        or isinstance(milliseconds, bool)
        or not 0 <= milliseconds < 32_503_680_000_000
    ):
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def page(urn: str) -> str:
    return f"https://www.linkedin.com/feed/update/{urn}/"


def comment_of(network_id: str) -> tuple[str, str] | None:
    """What a comment's URN names: the activity it stands below, and its own number."""
    match = COMMENT.fullmatch(network_id)
    return (match[1], match[2]) if match else None


def version(text: str) -> str:
    """LinkedIn's lists, notifications and webhooks date a change differently; its words are the same everywhere."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def made_comment(wire: Wire, thread: str, comment_id: str) -> RemoteRef:
    found = str(wire.get("commentUrn") or wire.get("$URN") or "")
    own = found or f"urn:li:comment:({wire.get('object') or thread},{comment_id})"
    return RemoteRef(own, version(str(part(wire, "message").get("text") or "")), page(thread))


def heard_comment(comment: Wire, own: str, root: str) -> Heard | None:
    """A comment by somebody else below our post `root`; None where it is ours or lacks what every comment has."""
    actor, at = str(comment.get("actor") or ""), instant(part(comment, "created").get("time"))
    thread, number = str(comment.get("object") or ""), str(comment.get("id") or "")
    name = str(comment.get("commentUrn") or comment.get("$URN") or "") or f"urn:li:comment:({thread},{number})"
    if not actor or actor == own or at is None or not comment_of(name):
        return None
    text = str(part(comment, "message").get("text") or "")
    return _heard(name, "reply", text, actor, at, str(comment.get("parentComment") or root), root, comment)


def heard_notice(notice: Wire, own: str) -> Heard | None:
    """What a notification tells of a comment or mention."""
    action, about = str(notice.get("action") or ""), part(notice, "decoratedGeneratedActivity")
    at, name = instant(notice.get("lastModifiedAt")), str(notice.get("generatedActivity") or "")
    root = str(notice.get("sourcePost") or "")
    if action in ("COMMENT", "COMMENT_EDIT", "ADMIN_COMMENT"):
        told, kind = part(about, "comment"), "reply"
    elif action == "SHARE_MENTION":
        told, kind = part(about, "share"), "mention"
    else:
        return None
    owner = str(told.get("owner") or "")
    if at is None or not name or not owner or owner == own or (kind == "reply" and not comment_of(name)):
        return None
    text = str(told.get("text") or "")
    parent = str(told.get("parentComment") or root) if kind == "reply" else ""
    return _heard(name, kind, text, owner, at, parent, root if kind == "reply" else "", notice)


def _heard(name: str, kind: str, text: str, actor: str, at: datetime, parent: str, root: str, wire: Wire) -> Heard:
    return Heard(
        network_id=name,
        kind=kind,
        text=text,
        author_id=actor,
        author_handle=actor.rpartition(":")[2],
        author_name="LinkedIn member" if ":person:" in actor else "LinkedIn page",
        posted_at=at,
        parent_id=parent,
        root_id=root,
        version=version(text),
        url=page(root or name),
        raw=json.dumps(wire, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
    )


NAMES = {"likes": "likeCount", "replies": "commentCount", "reposts": "shareCount", "impressions": "impressionCount",
         "reach": "uniqueImpressionsCount", "link_clicks": "clickCount"}  # fmt: skip


def numbers(statistics: Wire) -> dict[str, int]:
    return {ours: value for ours, theirs in NAMES.items() if isinstance(value := statistics.get(theirs), int)}


def counts(wire: Wire) -> dict[str, Counts]:
    """Each post's numbers by its URN."""
    found = {}
    for one in elements(wire):
        name = str(one.get("share") or one.get("ugcPost") or "")
        found[name] = Counts(name, numbers(part(one, "totalShareStatistics")))
    return found


def past_post(wire: Wire) -> PastPost | None:
    name, at = str(wire.get("id") or ""), instant(wire.get("publishedAt") or wire.get("createdAt"))
    if not name or at is None:
        return None
    text = plain(wire.get("commentary"))
    return PastPost(name, text, at, page(name), version(text))
