"""Pictures and films on their way to X. Nobody sees them before a post names them."""

import time
from datetime import timedelta

from bedside.channels.networks.x.api import Api, part
from bedside.channels.rules import NetworkError, Outgoing, Picture, Trouble, Video
from bedside.kit import times

CHUNK = 4_000_000
PATIENCE = timedelta(minutes=3)
NAMES = {"EN": "English", "ES": "Español"}


def upload(api: Api, outgoing: Outgoing) -> list[str]:
    """Ids of the pictures or the film, in their order."""
    made = [_picture(api, picture) for picture in outgoing.pictures]
    return made + ([_film(api, outgoing.video, outgoing.language)] if outgoing.video else [])


def _picture(api: Api, picture: Picture) -> str:
    wire = api.wire("POST", "/2/media/upload", form={"media_category": "tweet_image"}, bucket="media", read=60,
                    files={"media": (picture.filename, picture.content, picture.mime)})  # fmt: skip
    media_id = str(part(wire, "data").get("id") or "")
    if not media_id:
        raise NetworkError(Trouble.UNREACHABLE, "X's answer to a picture could not be read. Nothing was posted.")
    if picture.alt:
        metadata = {"alt_text": {"text": picture.alt}}
        api.wire("POST", "/2/media/metadata", json={"id": media_id, "metadata": metadata}, bucket="metadata")
    return media_id


def _film(api: Api, film: Video, language: str) -> str:
    media_id = _pieces(api, film.content, film.filename, film.mime, "tweet_video")
    if film.captions:
        captions = _pieces(api, film.captions.encode(), "captions.vtt", "text/vtt", "subtitles")
        code = language.partition("-")[0].upper() or "EN"
        named = {"id": captions, "language_code": code, "display_name": NAMES.get(code, code)}
        asked = {"id": media_id, "media_category": "TweetVideo", "subtitles": named}
        api.wire("POST", "/2/media/subtitles", json=asked)
    return media_id


def _pieces(api: Api, content: bytes, filename: str, mime: str, category: str) -> str:
    """The id of what went up in pieces, once X has prepared it."""
    asked = {"media_category": category, "media_type": mime, "total_bytes": len(content)}
    media_id = str(part(api.wire("POST", "/2/media/upload/initialize", json=asked), "data").get("id") or "")
    if not media_id:
        raise NetworkError(Trouble.UNREACHABLE, "X's answer to a film could not be read. Nothing was posted.")
    for index, start in enumerate(range(0, len(content), CHUNK)):
        piece = (filename, content[start : start + CHUNK], "application/octet-stream")
        path = f"/2/media/upload/{media_id}/append"
        api.wire("POST", path, form={"segment_index": str(index)}, read=60, files={"media": piece})
    wire = api.wire("POST", f"/2/media/upload/{media_id}/finalize")
    wait, until = 0.2, times.now() + PATIENCE
    while True:
        processing = part(part(wire, "data"), "processing_info")
        state = processing.get("state")
        if state == "failed":
            raise NetworkError(Trouble.REFUSED, "X could not use the film. Nothing was posted.")
        if state not in ("pending", "in_progress"):
            return media_id
        if times.now() > until:
            raise NetworkError(Trouble.UNREACHABLE, "X is still preparing the film. Nothing was posted.")
        time.sleep(wait)
        wait = min(wait * 2, 5)
        wire = api.wire("GET", "/2/media/upload", params={"command": "STATUS", "media_id": media_id})
