"""Between our shapes and the Page's wire, without any I/O. Fields: Meta's Python SDK, adobjects PagePost, Comment,
Recommendation, UnifiedThread (26.0.3)."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from bedside.channels.calls.caller import Wire
from bedside.channels.calls.graph import count, inner, insights, instant, rows
from bedside.channels.calls.ledgers import mark
from bedside.channels.networks.facebook import NETWORK
from bedside.channels.rules import Counts, Heard, Limits, Outgoing, PastPost, RemoteRef, Sought, overrun, wording

EPOCH = datetime.fromtimestamp(0, UTC)
SOMEONE = "Someone on Facebook"
#: Their clock and ours, and the second they cut off.
SKEW = timedelta(minutes=2)
POST_FIELDS = "id,from,message,created_time,updated_time,permalink_url"
COMMENT_FIELDS = "id,from,message,created_time,parent{id},permalink_url"
RATING_FIELDS = "created_time,has_review,recommendation_type,review_text,reviewer,open_graph_story"
THREAD_FIELDS = "id,updated_time,messages.limit(25){id,created_time,from,message}"
MESSAGE_FIELDS = "id,created_time,from,message"
SUMMED = "shares,reactions.limit(0).summary(total_count),comments.limit(0).summary(total_count)"
VERDICTS = {"positive": "Recommends this Page.", "negative": "Does not recommend this Page."}
#: Our names of what /insights calls otherwise.
POST_METRICS = {"views": "post_media_view", "viewers": "post_total_media_view_unique", "clicks": "post_clicks"}
PAGE_METRICS = {
    "page_views": "page_media_view",
    "page_viewers": "page_total_media_view_unique",
    "engagements": "page_post_engagements",
}


def words(outgoing: Outgoing) -> str:
    """The text as it is sent: beside pictures or a film there is no room for a link card, so the link goes below."""
    beside = bool(outgoing.pictures or outgoing.video)
    return wording(outgoing.text, outgoing.link, Limits(text=None, link_in_text=beside))


def objection(outgoing: Outgoing) -> str:
    """Why Facebook would refuse this post, as a sentence; empty where it would not."""
    limits = NETWORK.limits
    text = words(outgoing)
    if said := overrun(text, limits):
        return f"Facebook {said}"
    if not text.strip() and not (outgoing.pictures or outgoing.video or outgoing.link):
        return "Facebook takes no empty post."
    if outgoing.pictures and outgoing.video:
        return "Facebook takes pictures or a film in one post, not both."
    if outgoing.poll:
        return "Facebook takes no polls."
    if len(outgoing.pictures) > limits.images:
        return f"Facebook takes {limits.images} pictures; there are {len(outgoing.pictures)}."
    for number, picture in enumerate(outgoing.pictures, 1):
        if picture.mime not in limits.image_types:
            return f"Facebook does not take picture {number}: it takes JPEG, PNG and GIF."
        if len(picture.content) > limits.image_bytes:
            return f"Facebook takes pictures of {limits.image_bytes:,} bytes; picture {number} is larger."
    if (film := outgoing.video) is not None:
        if film.mime not in limits.video_types or len(film.content) > limits.video_bytes:
            return "Facebook does not take this film: it takes MP4 of up to 1 GB."
        if limits.video_seconds and film.seconds > limits.video_seconds:
            return "Facebook takes films of up to 20 minutes this way."
    return ""


def remote(network_id: str, text: str) -> RemoteRef:
    return RemoteRef(network_id, mark(text), f"https://www.facebook.com/{network_id}")


def author(wire: Wire) -> tuple[str, str]:
    """Who said it, as far as Facebook tells: id and name."""
    who = inner(wire, "from")
    return str(who.get("id") or ""), str(who.get("name") or who.get("username") or SOMEONE)


def raw(wire: object) -> bytes:
    return json.dumps(wire, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def said(wire: Wire, kind: str, *, parent: str, root: str, now: datetime) -> Heard | None:
    """A comment or somebody's post; None where it lacks what each has."""
    network_id = wire.get("id")
    if not isinstance(network_id, str) or not network_id:
        return None
    who, name = author(wire)
    text = str(wire.get("message") or "")
    link = str(wire.get("permalink_url") or f"https://www.facebook.com/{network_id}")
    posted_at = min(instant(wire.get("created_time"), now), now)
    return Heard(network_id, kind, text, who, name, name, posted_at, parent, root, mark(text), link, None, raw(wire))


def comment(wire: Wire, post: str, now: datetime) -> Heard | None:
    return said(wire, "reply", parent=str(inner(wire, "parent").get("id") or post), root=post, now=now)


def review(wire: Wire, now: datetime) -> Heard:
    """A recommendation. It can be answered below its story; where that is withheld, its id only tells it apart."""
    who = inner(wire, "reviewer")
    story = str(inner(wire, "open_graph_story").get("id") or wire.get("open_graph_story_id") or "")
    made = str(wire.get("created_time") or "")
    verdict = str(wire.get("recommendation_type") or "")
    text = str(wire.get("review_text") or "") or VERDICTS.get(verdict, "")
    name = str(who.get("name") or SOMEONE)
    network_id = story or f"rating:{mark(made, str(who.get('id') or ''), verdict)}"
    return Heard(
        network_id, "review", text, str(who.get("id") or ""), name, name, min(instant(made, now), now),
        version=mark(text, verdict), url=f"https://www.facebook.com/{story}" if story else "", raw=raw(wire),
    )  # fmt: skip


def message(wire: Wire, page: str, now: datetime) -> Heard | None:
    """A message to the Page; None for the Page's own. A conversation is known by whom it is with."""
    who, name = author(wire)
    network_id = str(wire.get("id") or "")
    if not network_id or not who or who == page:
        return None
    text = str(wire.get("message") or "") or "[A picture or a file]"
    posted_at = min(instant(wire.get("created_time"), now), now)
    return Heard(network_id, "message", text, who, name, name, posted_at, "", who, mark(text), "", None, raw(wire))


def past_post(wire: Wire) -> PastPost | None:
    network_id = str(wire.get("id") or "")
    if not network_id:
        return None
    text = str(wire.get("message") or "")
    posted_at = instant(wire.get("created_time"), EPOCH)
    return PastPost(network_id, text, posted_at, str(wire.get("permalink_url") or ""), mark(text), summed(wire))


def summed(wire: Wire) -> dict[str, int]:
    """The numbers that stand on the post itself."""
    found = {
        "likes": count(inner(wire, "reactions", "summary").get("total_count")),
        "replies": count(inner(wire, "comments", "summary").get("total_count")),
        "reposts": count(inner(wire, "shares").get("count")) if "shares" in wire else 0,
    }
    return {name: number for name, number in found.items() if number is not None}


def counts(network_id: str, wire: Wire) -> Counts:
    return Counts(network_id, summed(wire) | named(insights(inner(wire, "insights")), POST_METRICS))


def named(numbers: Mapping[str, int], names: Mapping[str, str]) -> dict[str, int]:
    return {ours: numbers[theirs] for ours, theirs in names.items() if theirs in numbers}


def match(found: Iterable[Wire], sought: Sought, page: str, text: str) -> Wire | None:
    """The one of ours among these that this very call made."""
    for wire in found:
        mine = inner(wire, "from").get("id") in (page, None)
        fresh = instant(wire.get("created_time"), EPOCH) >= sought.since - SKEW
        if mine and fresh and str(wire.get("id")) not in sought.known and str(wire.get("message") or "") == text:
            return wire
    return None


def messages(thread: Wire) -> list[Wire]:
    return rows(inner(thread, "messages"))


#: Locales of captions where the country is not the language again (Meta's list of locales).
LOCALES = {"en": "en_US", "es": "es_LA", "pt": "pt_BR", "zh": "zh_CN", "vi": "vi_VN", "ko": "ko_KR", "ar": "ar_AR",
           "ja": "ja_JP", "uk": "uk_UA", "hi": "hi_IN", "fa": "fa_IR"}  # fmt: skip
TIMES = re.compile(r"^(?:(\d+):)?(\d\d):(\d\d)[.,](\d{3}) --> (?:(\d+):)?(\d\d):(\d\d)[.,](\d{3})")


def locale(language: str) -> str:
    short = language.lower().split("-")[0] or "en"
    return LOCALES.get(short, f"{short}_{short.upper()}")


def srt(captions: str) -> str:
    """WebVTT captions as SubRip, the only kind Facebook takes."""
    cues: list[str] = []
    for block in re.split(r"\n\s*\n", captions.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.strip().split("\n")
        at = next((index for index, line in enumerate(lines) if TIMES.match(line)), None)
        if at is None or not (match := TIMES.match(lines[at])):
            continue
        begins, ends = [
            f"{int(hour or 0):02}:{m}:{s},{ms}" for hour, m, s, ms in (match.groups()[:4], match.groups()[4:])
        ]
        said = [re.sub(r"</?[a-zA-Z][^>]*>", "", line) for line in lines[at + 1 :]]
        cues.append("\n".join([str(len(cues) + 1), f"{begins} --> {ends}", *said]))
    return "\n\n".join(cues) + "\n"
