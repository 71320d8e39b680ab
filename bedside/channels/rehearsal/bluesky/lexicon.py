"""What a post record may hold, checked and refused as Bluesky's own server does it (lexicon app.bsky.feed.post)."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bedside.kit.text import graphemes

POST, GATE = "app.bsky.feed.post", "app.bsky.feed.threadgate"
TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
KEY = re.compile(r"[A-Za-z0-9_~.:-]{1,512}")
DID = re.compile(r"did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]")
AT_URI = re.compile(
    r"at://[^/\s]+\.[^/\s]+|at://(did:[a-z]+:[^/\s]+|[^/\s]+\.[^/\s]+)/[a-zA-Z0-9.-]+(/[A-Za-z0-9._:~-]+)?"
)
CID = re.compile(r"b[a-z2-7]{50,}")
URI = re.compile(r"[a-z][a-z0-9.+-]*:\S+", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-zA-Z0-9]+)*")
WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,20})?(Z|[+-]\d\d:\d\d)")
IMAGE_BYTES, THUMB_BYTES = 2_000_000, 1_000_000
FILM_BYTES, CAPTION_BYTES = 50_000_000, 20_000

#: (size, type) of a blob that was uploaded, None where there is none.
Blobs = Callable[[str], tuple[int, str] | None]


class Invalid(Exception):
    """A record that is refused: the protocol's word for it, and a message naming the place."""

    def __init__(self, message: str, code: str = "InvalidRequest") -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def check_key(collection: str, key: str) -> None:
    """Posts are named by a TID; raises Invalid."""
    if not (TID if collection in (POST, GATE) else KEY).fullmatch(key):
        raise Invalid(f'Invalid record key for {collection}: Invalid TID string (got "{key}") at $')


def check_post(record: dict[str, Any], blobs: Blobs) -> None:
    """Raises Invalid for the first thing the lexicon forbids."""
    try:
        _check(record, blobs)
    except Invalid as invalid:
        if invalid.code != "InvalidRequest":
            raise
        raise Invalid(f"Invalid {POST} record: {invalid.message}") from invalid


def check_gate(record: dict[str, Any]) -> None:
    """Who may answer below a post, and which answers are hidden; raises Invalid."""
    try:
        _shaped(record, "post", "$.record", "at-uri", AT_URI.fullmatch)
        _shaped(record, "createdAt", "$.record", "datetime", _is_instant)
        _list(record, "allow", "$.record", 5)
        for index, reply in enumerate(_list(record, "hiddenReplies", "$.record", 300)):
            if not isinstance(reply, str) or not AT_URI.fullmatch(reply):
                raise Invalid(f"Invalid at-uri (got {json.dumps(reply)}) at $.record.hiddenReplies[{index}]")
    except Invalid as invalid:
        raise Invalid(f"Invalid {GATE} record: {invalid.message}") from invalid


def _check(record: dict[str, Any], blobs: Blobs) -> None:
    place = "$.record"
    text = _string(record, "text", place)
    _at_most("string", len(text.encode()), 3000, f"{place}.text")
    _at_most("grapheme", graphemes(text), 300, f"{place}.text")
    _shaped(record, "createdAt", place, "datetime", _is_instant)
    for index, language in enumerate(_list(record, "langs", place, 3)):
        if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
            raise Invalid(f"Invalid language (got {json.dumps(language)}) at {place}.langs[{index}]")
    for index, tag in enumerate(_list(record, "tags", place, 8)):
        _at_most("grapheme", graphemes(str(tag)), 64, f"{place}.tags[{index}]")
    for index, facet in enumerate(_list(record, "facets", place)):
        _check_facet(facet, f"{place}.facets[{index}]")
    if "reply" in record:
        reply = _object(record, "reply", place)
        for side in ("root", "parent"):
            _check_ref(_object(reply, side, f"{place}.reply"), f"{place}.reply.{side}")
    if "embed" in record:
        _check_embed(_object(record, "embed", place), f"{place}.embed", blobs)


def _check_facet(facet: Any, place: str) -> None:
    index = _object(facet, "index", place)
    for name in ("byteStart", "byteEnd"):
        _whole(index, name, f"{place}.index", 0)
    features = _need(facet, "features", place)
    for number, feature in enumerate(features if isinstance(features, list) else []):
        at = f"{place}.features[{number}]"
        kind = _string(feature, "$type", at).partition("#")[2]
        if kind == "mention":
            _shaped(feature, "did", at, "DID", DID.fullmatch)
        elif kind == "link":
            _shaped(feature, "uri", at, "uri", URI.fullmatch)
        elif kind == "tag":
            _at_most("string", len(_string(feature, "tag", at).encode()), 640, f"{at}.tag")
            _at_most("grapheme", graphemes(feature["tag"]), 64, f"{at}.tag")


def _check_embed(embed: dict[str, Any], place: str, blobs: Blobs) -> None:
    kind = _string(embed, "$type", place)
    if kind == "app.bsky.embed.images":
        _need(embed, "images", place)
        for index, image in enumerate(_list(embed, "images", place, 4)):
            at = f"{place}.images[{index}]"
            blob = _need(image, "image", at)
            _string(image, "alt", at)
            if "aspectRatio" in image:
                for side in ("width", "height"):
                    _whole(image["aspectRatio"], side, f"{at}.aspectRatio", 1)
            _check_blob(blob, f"{at}.image", IMAGE_BYTES, blobs)
    elif kind == "app.bsky.embed.external":
        card = _object(embed, "external", place)
        _shaped(card, "uri", f"{place}.external", "uri", URI.fullmatch)
        for name in ("title", "description"):
            _string(card, name, f"{place}.external")
        if "thumb" in card:
            _check_blob(card["thumb"], f"{place}.external.thumb", THUMB_BYTES, blobs)
    elif kind == "app.bsky.embed.video":
        blob = _need(embed, "video", place)
        if "alt" in embed:
            _at_most("grapheme", graphemes(_string(embed, "alt", place)), 1000, f"{place}.alt")
        if "aspectRatio" in embed:
            for side in ("width", "height"):
                _whole(embed["aspectRatio"], side, f"{place}.aspectRatio", 1)
        for index, caption in enumerate(_list(embed, "captions", place, 20)):
            at = f"{place}.captions[{index}]"
            if not LANGUAGE.fullmatch(_string(caption, "lang", at)):
                raise Invalid(f"Invalid language at {at}.lang")
            _check_blob(_need(caption, "file", at), f"{at}.file", CAPTION_BYTES, blobs, "text/vtt")
        _check_blob(blob, f"{place}.video", FILM_BYTES, blobs, "video/mp4")
    elif kind == "app.bsky.embed.record":
        _check_ref(_object(embed, "record", place), f"{place}.record")


def _check_blob(blob: Any, place: str, most: int, blobs: Blobs, accepts: str = "image/*") -> None:
    ref = blob.get("ref") if isinstance(blob, dict) else None
    link = ref.get("$link") if isinstance(ref, dict) else None
    if not isinstance(blob, dict) or blob.get("$type") != "blob" or not isinstance(link, str):
        raise Invalid(f"Expected blob value type (got {_brief(blob)}) at {place}")
    mime, size = str(blob.get("mimeType", "")), int(blob.get("size", 0))
    if not mime.startswith(accepts.rstrip("*")):
        raise Invalid(f'Expected "{accepts}" (got "{mime}") at {place}.mimeType')
    _at_most("blob", size, most, place)
    stored = blobs(link)
    if stored is None:
        raise Invalid(f"Could not find blob: {link}", "BlobNotFound")
    if stored[1] != mime:
        said = f"Referenced Mimetype does not match stored blob. Expected: {stored[1]}, Got: {mime}"
        raise Invalid(said, "InvalidMimeType")
    if stored[0] != size:
        said = f"Referenced Size does not match stored blob. Expected: {stored[0]}, Got: {size}"
        raise Invalid(said, "InvalidSize")


def _check_ref(ref: dict[str, Any], place: str) -> None:
    _shaped(ref, "uri", place, "at-uri", AT_URI.fullmatch)
    _shaped(ref, "cid", place, "CID string", CID.fullmatch)


def _is_instant(value: str) -> bool:
    if not WHEN.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value[:19])
    except ValueError:
        return False
    return True


def _need(holder: Any, name: str, place: str) -> Any:
    if not isinstance(holder, dict) or name not in holder:
        raise Invalid(f'Missing required key "{name}" at {place}')
    return holder[name]


def _string(holder: Any, name: str, place: str) -> str:
    value = _need(holder, name, place)
    if not isinstance(value, str):
        raise Invalid(f"Expected string value type (got {_brief(value)}) at {place}.{name}")
    return value


def _object(holder: Any, name: str, place: str) -> dict[str, Any]:
    value = _need(holder, name, place)
    if not isinstance(value, dict):
        raise Invalid(f"Expected object value type (got {_brief(value)}) at {place}.{name}")
    return value


def _list(holder: dict[str, Any], name: str, place: str, most: int | None = None) -> list[Any]:
    value = holder.get(name, [])
    if not isinstance(value, list):
        raise Invalid(f"Expected array value type (got {_brief(value)}) at {place}.{name}")
    if most is not None:
        _at_most("array", len(value), most, f"{place}.{name}")
    return value


def _whole(holder: Any, name: str, place: str, least: int) -> None:
    value = _need(holder, name, place)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Invalid(f"Expected integer value type (got {_brief(value)}) at {place}.{name}")
    if value < least:
        raise Invalid(f"integer too small (minimum {least}, got {value}) at {place}.{name}")


def _shaped(holder: Any, name: str, place: str, kind: str, fits: Callable[[str], object]) -> None:
    value = _string(holder, name, place)
    if not fits(value):
        raise Invalid(f'Invalid {kind} (got "{value}") at {place}.{name}')


def _at_most(what: str, number: int, most: int, place: str) -> None:
    if number > most:
        raise Invalid(f"{what} too big (maximum {most}, got {number}) at {place}")


def _brief(value: Any) -> str:
    if isinstance(value, dict):
        names = [f'"{name}": ...' for name in value]
        return "{" + ", ".join(names[:2] + ["..."] * (len(names) > 2)) + "}"
    return json.dumps(value)
