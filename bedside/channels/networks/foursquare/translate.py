"""Between our shapes and Foursquare's, without any I/O."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from bedside.channels.rules import Heard

Wire = dict[str, Any]


def instant(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def heard(tip: Wire, place: str) -> Heard | None:
    """A tip, heard as a review without stars; None where it lacks what every tip has."""
    name, at = tip.get("fsq_tip_id") or tip.get("id"), instant(tip.get("created_at"))
    text = tip.get("text")
    if not isinstance(name, str) or not 0 < len(name) <= 100 or at is None or not isinstance(text, str):
        return None
    return Heard(
        network_id=name,
        kind="review",
        text=text,
        # Foursquare does not say who left a tip.
        author_id=f"tip:{name}",
        author_handle="A Foursquare user",
        author_name="A Foursquare user",
        posted_at=at,
        version=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16],
        url=f"https://foursquare.com/v/{place}",
        raw=json.dumps(tip, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
    )


def numbers(place: Wire) -> dict[str, int]:
    found: dict[str, int] = {}
    rating, stats = place.get("rating"), place.get("stats")
    if isinstance(rating, int | float) and not isinstance(rating, bool) and 0 <= rating <= 10:
        found["rating_tenths"] = round(rating * 10)
    for ours, theirs in (("ratings", "total_ratings"), ("tips", "total_tips"), ("photos", "total_photos")):
        value = stats.get(theirs) if isinstance(stats, dict) else None
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            found[ours] = value
    return found
