"""Pictures and films on their way to LinkedIn. Nobody sees them before a post names them."""

import time
from datetime import timedelta
from urllib.parse import urlsplit

from bedside.channels.networks.linkedin.api import Api, part, urn
from bedside.channels.rules import NetworkError, Outgoing, Picture, Trouble, Video
from bedside.kit import times

PATIENCE = timedelta(minutes=3)


def upload(api: Api, outgoing: Outgoing) -> list[str]:
    """URNs of the pictures or the film, in their order."""
    if outgoing.video:
        return [_film(api, outgoing.video)]
    return [_picture(api, picture) for picture in outgoing.pictures]


def _theirs(api: Api, address: str) -> bool:
    """Whether an address to upload to is LinkedIn's own: our token goes there with the file."""
    base, parts = api.connection.base_url.rstrip("/"), urlsplit(address)
    if base:
        return address.startswith(f"{base}/")
    host = parts.hostname or ""
    return parts.scheme == "https" and (host == "linkedin.com" or host.endswith(".linkedin.com"))


def _unread(what: str) -> NetworkError:
    return NetworkError(Trouble.UNREACHABLE, f"LinkedIn's answer to a {what} could not be read. Nothing was posted.")


def _picture(api: Api, picture: Picture) -> str:
    asked = {"initializeUploadRequest": {"owner": api.own}}
    value = part(api.wire("POST", "/rest/images?action=initializeUpload", json=asked), "value")
    address, image = str(value.get("uploadUrl") or ""), str(value.get("image") or "")
    if not _theirs(api, address) or not image:
        raise _unread("picture")
    api.call("PUT", address, content=picture.content, headers={"Content-Type": picture.mime}, read=60)
    return image


def _film(api: Api, film: Video) -> str:
    asked = {"initializeUploadRequest": {"owner": api.own, "fileSizeBytes": len(film.content),
                                         "uploadCaptions": False, "uploadThumbnail": False}}  # fmt: skip
    value = part(api.wire("POST", "/rest/videos?action=initializeUpload", json=asked), "value")
    video, steps = str(value.get("video") or ""), value.get("uploadInstructions")
    if not video or not isinstance(steps, list) or not steps:
        raise _unread("film")
    parts = []
    for step in steps:
        try:
            address, first, last = str(step["uploadUrl"]), int(step["firstByte"]), int(step["lastByte"])
        except (KeyError, TypeError, ValueError) as error:
            raise _unread("film") from error
        if not _theirs(api, address):
            raise _unread("film")
        answer = api.call("PUT", address, content=film.content[first : last + 1], read=60,
                          headers={"Content-Type": "application/octet-stream"})  # fmt: skip
        parts.append(answer.headers.get("etag", ""))
    done = {"finalizeUploadRequest": {"video": video, "uploadToken": str(value.get("uploadToken") or ""),
                                      "uploadedPartIds": parts}}  # fmt: skip
    api.call("POST", "/rest/videos?action=finalizeUpload", json=done)
    wait, until = 0.2, times.now() + PATIENCE
    while True:
        status = api.wire("GET", f"/rest/videos/{urn(video)}").get("status")
        if status == "AVAILABLE":
            return video
        if status == "PROCESSING_FAILED":
            raise NetworkError(Trouble.REFUSED, "LinkedIn could not use the film. Nothing was posted.")
        if times.now() > until:
            raise NetworkError(Trouble.UNREACHABLE, "LinkedIn is still preparing the film. Nothing was posted.")
        time.sleep(wait)
        wait = min(wait * 2, 5)
