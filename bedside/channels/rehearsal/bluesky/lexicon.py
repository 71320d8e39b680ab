"""What a post record may hold, checked as the lexicons say (app.bsky.feed.post and the embeds used here)."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bedside.kit.text import graphemes

POST = "app.bsky.feed.post"
DID = re.compile(r"did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]")
AT_URI = re.compile(r"at://[^/\s]+/[a-zA-Z0-9.-]+/[A-Za-z0-9._:~-]+")
CID = re.compile(r"b[a-z2-7]{50,}")
URI = re.compile(r"[a-z][a-z0-9.+-]*:\S+", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-zA-Z0-9]+)*")
WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,20})?(Z|[+-]\d\d:\d\d)")
IMAGE_BYTES, THUMB_BYTES = 2_000_000, 1_000_000


class Invalid(Exception):
    """A record the lexicon does not allow; the message names the place and the rule."""


Blobs = Callable[[str], int | None]  # size of a blob that was uploaded, None where there is none


def check_post(record: dict[str, Any], blobs: Blobs) -> None:
    """Raises Invalid for the first thing the lexicon forbids."""
    text = _string(record, "text", "Record")
    _at_most(len(text.encode()), 3000, "Record/text", "bytes")
    _at_most(graphemes(text), 300, "Record/text", "graphemes")
    created = _string(record, "createdAt", "Record")
    if not _is_instant(created):
        raise Invalid("Record/createdAt must be an valid atproto datetime (both RFC-3339 and ISO-8601)")
    for index, language in enumerate(_list(record, "langs", 3)):
        if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
            raise Invalid(f"Record/langs/{index} must be a well-formed BCP 47 language tag")
    for index, tag in enumerate(_list(record, "tags", 8)):
        _at_most(graphemes(str(tag)), 64, f"Record/tags/{index}", "graphemes")
    for index, facet in enumerate(_list(record, "facets", None)):
        _check_facet(facet, f"Record/facets/{index}")
    if "reply" in record:
        for side in ("root", "parent"):
            _check_ref(_object(_object(record, "reply", "Record"), side, "Record/reply"), f"Record/reply/{side}")
    if "embed" in record:
        _check_embed(_object(record, "embed", "Record"), "Record/embed", blobs)


def _check_facet(facet: Any, place: str) -> None:
    index = _object(facet, "index", place)
    for name in ("byteStart", "byteEnd"):
        value = index.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise Invalid(f"{place}/index/{name} must be an integer not less than 0")
    if not isinstance(facet.get("features"), list):
        raise Invalid(f'{place} must have the property "features"')
    for number, feature in enumerate(facet["features"]):
        at = f"{place}/features/{number}"
        kind = _string(feature, "$type", at).partition("#")[2]
        if kind == "mention" and not DID.fullmatch(_string(feature, "did", at)):
            raise Invalid(f"{at}/did must be a valid did")
        if kind == "link" and not URI.fullmatch(_string(feature, "uri", at)):
            raise Invalid(f"{at}/uri must be a uri")
        if kind == "tag":
            _at_most(len(_string(feature, "tag", at).encode()), 640, f"{at}/tag", "bytes")
            _at_most(graphemes(feature["tag"]), 64, f"{at}/tag", "graphemes")


def _check_embed(embed: dict[str, Any], place: str, blobs: Blobs) -> None:
    kind = _string(embed, "$type", place)
    if kind == "app.bsky.embed.images":
        images = _list(embed, "images", 4, place)
        if not isinstance(embed.get("images"), list):
            raise Invalid(f'{place} must have the property "images"')
        for index, image in enumerate(images):
            at = f"{place}/images/{index}"
            _string(image, "alt", at)
            _check_blob(_object(image, "image", at), f"{at}/image", IMAGE_BYTES, blobs)
            if "aspectRatio" in image:
                for side in ("width", "height"):
                    value = image["aspectRatio"].get(side)
                    if not isinstance(value, int) or value < 1:
                        raise Invalid(f"{at}/aspectRatio/{side} must be an integer not less than 1")
    elif kind == "app.bsky.embed.external":
        card = _object(embed, "external", place)
        if not URI.fullmatch(_string(card, "uri", f"{place}/external")):
            raise Invalid(f"{place}/external/uri must be a uri")
        for name in ("title", "description"):
            _string(card, name, f"{place}/external")
        if "thumb" in card:
            _check_blob(card["thumb"], f"{place}/external/thumb", THUMB_BYTES, blobs)
    elif kind == "app.bsky.embed.record":
        _check_ref(_object(embed, "record", place), f"{place}/record")


def _check_blob(blob: dict[str, Any], place: str, most: int, blobs: Blobs) -> None:
    link = blob.get("ref", {}).get("$link") if isinstance(blob.get("ref"), dict) else None
    if blob.get("$type") != "blob" or not isinstance(link, str):
        raise Invalid(f"{place} should be a blob ref")
    if not str(blob.get("mimeType", "")).startswith("image/"):
        raise Invalid(f"{place} must be a blob of mimetype image/*")
    size = blobs(link)
    if size is None:
        raise Invalid(f"Could not find blob: {link}")
    if max(size, int(blob.get("size", 0))) > most:
        raise Invalid(f"This file is too large. It is {size} bytes but the maximum size is {most} bytes.")


def _check_ref(ref: dict[str, Any], place: str) -> None:
    if not AT_URI.fullmatch(_string(ref, "uri", place)):
        raise Invalid(f"{place}/uri must be a valid at-uri")
    if not CID.fullmatch(_string(ref, "cid", place)):
        raise Invalid(f"{place}/cid must be a cid string")


def _is_instant(value: str) -> bool:
    if not WHEN.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value[:19])
    except ValueError:
        return False
    return True


def _string(holder: Any, name: str, place: str) -> str:
    if not isinstance(holder, dict) or name not in holder:
        raise Invalid(f'{place} must have the property "{name}"')
    value = holder[name]
    if not isinstance(value, str):
        raise Invalid(f"{place}/{name} must be a string")
    return value


def _object(holder: Any, name: str, place: str) -> dict[str, Any]:
    if not isinstance(holder, dict) or name not in holder:
        raise Invalid(f'{place} must have the property "{name}"')
    value = holder[name]
    if not isinstance(value, dict):
        raise Invalid(f"{place}/{name} must be an object")
    return value


def _list(holder: dict[str, Any], name: str, most: int | None, place: str = "Record") -> list[Any]:
    value = holder.get(name, [])
    if not isinstance(value, list):
        raise Invalid(f"{place}/{name} must be an array")
    if most is not None and len(value) > most:
        raise Invalid(f"{place}/{name} must not have more than {most} elements")
    return value


def _at_most(number: int, most: int, place: str, unit: str) -> None:
    if number > most:
        rule = "graphemes" if unit == "graphemes" else "bytes"
        raise Invalid(f"{place} must not be longer than {most} {rule}")
