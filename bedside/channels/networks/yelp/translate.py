"""Between our shapes and Yelp's, without any I/O."""

import hashlib
import json
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bedside.channels.networks.yelp import NETWORK
from bedside.channels.rules import Heard, Outgoing, overrun
from bedside.channels.rules.lengths import pictorial
from bedside.kit.text import clusters

Wire = dict[str, Any]
#: Yelp writes times of its own coast, without saying so in the value.
COAST = ZoneInfo("America/Los_Angeles")
REVIEW = re.compile(r"[\w-]{1,100}")


def reviews(wire: Wire) -> list[Wire]:
    listed = wire.get("reviews")
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def instant(value: object) -> datetime | None:
    try:
        return datetime.strptime(str(value), "%Y-%m-%d %H:%M:%S").replace(tzinfo=COAST)
    except ValueError:
        return None


def part(wire: Wire, name: str) -> Wire:
    value = wire.get(name)
    return value if isinstance(value, dict) else {}


def heard(review: Wire) -> Heard | None:
    """The beginning of a review; None where it lacks what every review has."""
    name, at = review.get("id"), instant(review.get("time_created"))
    if not isinstance(name, str) or not REVIEW.fullmatch(name) or at is None:
        return None
    who, text, stars = part(review, "user"), str(review.get("text") or ""), review.get("rating")
    shown = str(who.get("name") or "A Yelp user")
    url = review.get("url")
    return Heard(
        network_id=name,
        kind="review",
        text=text,
        author_id=str(who.get("id") or f"reviewer:{name}"),
        author_handle=shown,
        author_name=shown,
        posted_at=at,
        # Yelp gives a changed review a new time, and no other version.
        version=hashlib.sha256(f"{review['time_created']}\n{stars}\n{text}".encode("utf-8", "replace")).hexdigest()[
            :16
        ],
        url=url if isinstance(url, str) and url.startswith("https://") else "",
        stars=stars if isinstance(stars, int) and not isinstance(stars, bool) and 1 <= stars <= 5 else None,
        raw=json.dumps(review, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
    )


def words(outgoing: Outgoing) -> str:
    link = outgoing.link
    return f"{outgoing.text}\n\n{link}" if link and link not in outgoing.text else outgoing.text


def objection(outgoing: Outgoing) -> str:
    """Why Yelp would refuse the answer, as the end of a sentence; empty where it would not."""
    text = words(outgoing)
    if not text.strip():
        return "needs words in an answer."
    if outgoing.pictures or outgoing.video or outgoing.poll:
        return "takes words alone in an answer."
    if any(pictorial(cluster) for cluster in clusters(text)):
        return "takes no emoji in an answer."
    return overrun(text, NETWORK.answers["review"])


def numbers(business: Wire) -> dict[str, int]:
    found: dict[str, int] = {}
    count, rating = business.get("review_count"), business.get("rating")
    if isinstance(count, int) and not isinstance(count, bool) and count >= 0:
        found["reviews"] = count
    if isinstance(rating, int | float) and not isinstance(rating, bool) and 0 < rating <= 5:
        found["rating_tenths"] = round(rating * 10)
    return found
