"""Between our shapes and Business Profile's, without any I/O."""

import json
import re
from typing import Any

from bedside.channels.calls.google import instant, part, rows
from bedside.channels.networks.google import NETWORK
from bedside.channels.rules import Heard, Outgoing, PastPost, Profile, RemoteRef, overrun

Wire = dict[str, Any]
STARS = {"ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5}
#: Google puts a machine's translation before or after the words of the reviewer.
BEFORE = re.compile(r"^\(Translated by Google\).*?\n\s*\(Original\)\s*", re.DOTALL)
AFTER = re.compile(r"\s*\(Translated by Google\)\s.*$", re.DOTALL)
ANSWER_BYTES = 4096


def post_objection(outgoing: Outgoing) -> str:
    """Why Google would refuse the post, as the end of a sentence; empty where it would not."""
    limits = NETWORK.limits
    if outgoing.video or outgoing.poll:
        return "takes no films and no polls."
    if not outgoing.text.strip():
        return "needs words in a post."
    if len(outgoing.pictures) > limits.images:
        return f"takes one picture; there are {len(outgoing.pictures)}."
    for picture in outgoing.pictures:
        if picture.mime not in limits.image_types:
            return "takes pictures in JPEG or PNG."
        if len(picture.content) > limits.image_bytes:
            return "takes pictures of 5 MB; this one is larger."
        if not picture.url:
            return "fetches pictures itself, and this one has no public address. Check Bedside's own address."
    return overrun(outgoing.text, limits)


def answer_objection(outgoing: Outgoing) -> str:
    if not outgoing.text.strip():
        return "needs words in an answer."
    return overrun(words(outgoing), NETWORK.answers["review"])


def words(outgoing: Outgoing) -> str:
    """An answer has no place for a link but its text."""
    link = outgoing.link
    return f"{outgoing.text}\n\n{link}" if link and link not in outgoing.text else outgoing.text


def post(outgoing: Outgoing) -> Wire:
    wire: Wire = {"languageCode": outgoing.language, "summary": outgoing.text, "topicType": "STANDARD"}
    if outgoing.link:
        wire["callToAction"] = {"actionType": "LEARN_MORE", "url": outgoing.link}
    if outgoing.pictures:
        wire["media"] = [{"mediaFormat": "PHOTO", "sourceUrl": one.url} for one in outgoing.pictures]
    return wire


def post_ref(wire: Wire) -> RemoteRef:
    return RemoteRef(str(wire.get("name") or ""), str(wire.get("updateTime") or ""), str(wire.get("searchUrl") or ""))


def is_answer(network_id: str) -> bool:
    return network_id.endswith("/reply")


def answer_ref(review: str, reply: Wire, url: str) -> RemoteRef:
    return RemoteRef(f"{review}/reply", str(reply.get("updateTime") or ""), url)


def same(text: object) -> str:
    return " ".join(str(text or "").split())


def is_post(wire: Wire, outgoing: Outgoing) -> bool:
    """Whether a post on Google says what this one does."""
    link = str(part(wire, "callToAction").get("url") or "")
    return same(wire.get("summary")) == same(outgoing.text) and link == outgoing.link


def original(comment: object) -> str:
    """What the reviewer wrote, without a machine's translation."""
    text = str(comment or "")
    bare = BEFORE.sub("", text)
    return bare if bare != text else AFTER.sub("", text)


def review_id(name: object) -> str:
    """The last part of a review's name; empty where it is none."""
    match = re.search(r"/reviews/([\w~+=-]+)$", str(name or ""))
    return match[1] if match else ""


def heard(review: Wire, place: str) -> Heard | None:
    """A review of this place; None where it lacks what every review has. Google names the account in a review's name
    as it was asked for, so the name is made anew from the place's."""
    number = review_id(review.get("name"))
    at = instant(review.get("createTime"))
    if not number or at is None:
        return None
    who = str(part(review, "reviewer").get("displayName") or "")
    return Heard(
        network_id=f"{place}/reviews/{number}",
        kind="review",
        text=original(review.get("comment")),
        # Google tells a name and no more; nobody reviews a place twice.
        author_id=f"reviewer:{number}",
        author_handle=who or "A Google user",
        author_name=who or "A Google user",
        posted_at=at,
        parent_id="",
        root_id="",
        version=str(review.get("updateTime") or review["createTime"]),
        url=_web(review.get("reviewReplyUrl")),
        stars=STARS.get(str(review.get("starRating"))),
        raw=json.dumps(review, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
    )


def _web(value: object) -> str:
    return value if isinstance(value, str) and value.startswith("https://") else ""


def past_post(wire: Wire) -> PastPost | None:
    at, name = instant(wire.get("createTime")), str(wire.get("name") or "")
    if at is None or "/localPosts/" not in name:
        return None
    return PastPost(name, str(wire.get("summary") or ""), at, _web(wire.get("searchUrl")),
                    str(wire.get("updateTime") or ""))  # fmt: skip


def profile(account: str, location: Wire) -> Profile | None:
    """A place as somebody chooses it: its name and its street."""
    name = str(location.get("name") or "")
    if not re.fullmatch(r"locations/\w+", name):
        return None
    title, address = str(location.get("title") or name), part(location, "storefrontAddress")
    lines = address.get("addressLines")
    street = str(lines[0]) if isinstance(lines, list) and lines else str(address.get("locality") or "")
    return Profile(f"{account}/{name}", f"{title}, {street}" if street else title, title)


#: What each of our numbers adds up (https://developers.google.com/my-business/reference/performance/rest/v1/DailyMetric).
DAILY = {
    "BUSINESS_IMPRESSIONS_DESKTOP_MAPS": "views",
    "BUSINESS_IMPRESSIONS_DESKTOP_SEARCH": "views",
    "BUSINESS_IMPRESSIONS_MOBILE_MAPS": "views",
    "BUSINESS_IMPRESSIONS_MOBILE_SEARCH": "views",
    "WEBSITE_CLICKS": "clicks",
    "CALL_CLICKS": "calls",
    "BUSINESS_DIRECTION_REQUESTS": "directions",
}


def performance(wire: Wire) -> dict[str, int]:
    """The daily numbers of all days, added up. A day without any has no value."""
    found: dict[str, int] = {}
    for group in rows(wire, "multiDailyMetricTimeSeries"):
        for series in rows(group, "dailyMetricTimeSeries"):
            name = DAILY.get(str(series.get("dailyMetric")))
            if name is None:
                continue
            values = [str(day.get("value") or "0") for day in rows(part(series, "timeSeries"), "datedValues")]
            found[name] = found.get(name, 0) + sum(int(one) for one in values if re.fullmatch(r"\d{1,15}", one))
    return found


def ratings(wire: Wire) -> dict[str, int]:
    """The numbers that come with a list of reviews."""
    found: dict[str, int] = {}
    total, average = wire.get("totalReviewCount"), wire.get("averageRating")
    if isinstance(total, int) and not isinstance(total, bool) and total >= 0:
        found["reviews"] = total
    if isinstance(average, int | float) and not isinstance(average, bool) and 0 < average <= 5:
        found["rating_tenths"] = round(average * 10)
    return found
