"""Pictures and films on their way to X. Nobody sees them before a post names them."""

import time
from datetime import timedelta

from bedside.channels.networks.x.api import Api, part
from bedside.channels.rules import NetworkError, Outgoing, Picture, Trouble, Video
from bedside.kit import times

CHUNK = 4_000_000
PATIENCE = timedelta(minutes=3)


def upload(api: Api, outgoing: Outgoing) -> list[str]:
    """Ids of the pictures or the film, in their order."""
    made = [_picture(api, picture) for picture in outgoing.pictures]
    return made + ([_film(api, outgoing.video)] if outgoing.video else [])


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


def _film(api: Api, film: Video) -> str:
    asked = {"media_category": "tweet_video", "media_type": film.mime, "total_bytes": len(film.content)}
    media_id = str(part(api.wire("POST", "/2/media/upload/initialize", json=asked), "data").get("id") or "")
    if not media_id:
        raise NetworkError(Trouble.UNREACHABLE, "X's answer to a film could not be read. Nothing was posted.")
    for index, start in enumerate(range(0, len(film.content), CHUNK)):
        chunk = film.content[start : start + CHUNK]
        api.wire("POST", f"/2/media/upload/{media_id}/append", form={"segment_index": str(index)}, read=60,
                 files={"media": (film.filename, chunk, "application/octet-stream")})  # fmt: skip
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
