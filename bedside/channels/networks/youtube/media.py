"""Films and captions on their way to YouTube.

A film goes in pieces to a session that YouTube opened for it. After a break the session is asked how far it came, so
within one call nothing is ever sent twice as a second film
(https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol).
"""

import json
import re
import secrets
import time
from urllib.parse import urlsplit

from bedside.channels.calls.caller import Caller, Failure, Wire
from bedside.channels.networks.youtube.api import HOST, Api
from bedside.channels.rules import Trouble, Video
from bedside.kit import http

#: A piece: a multiple of 256 KiB, as YouTube wants it.
PIECE = 32 * 1024 * 1024
#: Breaks in a row after which an upload is given up.
BREAKS = 4
SECONDS = 90.0
pause = time.sleep


def begin(api: Api, film: Video, body: Wire) -> str:
    """The address of a new upload session. Nobody sees anything yet."""
    headers = {"X-Upload-Content-Type": film.mime, "X-Upload-Content-Length": str(len(film.content))}
    answer = api.call("POST", f"{api.base or HOST}/upload/youtube/v3/videos", json=body, headers=headers,
                      params={"uploadType": "resumable", "part": ",".join(body)})  # fmt: skip
    address = str(answer.headers.get("location", ""))
    if not _ours(api, address):
        raise Failure(Trouble.UNREACHABLE, "YouTube's answer does not say where the film goes.")
    return address


def _ours(api: Api, address: str) -> bool:
    """Our token goes to Google alone."""
    if api.base:
        return address.startswith(f"{api.base}/")
    parts = urlsplit(address)
    return parts.scheme == "https" and (parts.hostname or "").endswith(".googleapis.com")


def send(api: Api, session: str, film: Video) -> Wire:
    """The film as YouTube has it now. Raises Failure(UNKNOWN) where the last piece got no answer, even when asked."""
    upload = _Upload(api, session)
    size, at, breaks = len(film.content), 0, 0
    asking = whole = False  # whether to ask how far it came; whether the last piece may have arrived
    while True:
        piece = b"" if asking else film.content[at : at + PIECE]
        span = f"bytes */{size}" if asking else f"bytes {at}-{at + len(piece) - 1}/{size}"
        try:
            reached = upload.put(piece, span, film.mime)
        except Failure as error:
            if error.trouble not in (Trouble.UNREACHABLE, Trouble.UNKNOWN):
                raise
            whole = whole or (at + len(piece) == size and not asking and error.trouble is Trouble.UNKNOWN)
            asking, breaks = True, breaks + 1
            if breaks > BREAKS:
                raise _lost(whole) from error
            pause(0.1 * 2**breaks)
            continue
        if isinstance(reached, dict):
            return reached
        breaks = 0 if reached > at else breaks + 1
        if breaks > BREAKS:
            raise _lost(whole=False)
        at, asking, whole = min(reached, size - 1), False, False


def _lost(whole: bool) -> Failure:
    if whole:
        said = "YouTube did not say whether it has the whole film. It is not known whether it was published."
        return Failure(Trouble.UNKNOWN, said)
    return Failure(Trouble.UNREACHABLE, "YouTube did not take the whole film. Nothing was published.")


class _Upload:
    """One session: pieces go in, what comes back is how far it is, or the film."""

    def __init__(self, api: Api, session: str) -> None:
        self.api, self.session = api, session
        self.seen: http.Answer | None = None
        self.caller = Caller("YouTube", api.caller.client, read=self._read, means=api.caller.means,
                             sign=api.caller.sign, limits=api.caller.limits, heed=api.caller.heed)  # fmt: skip

    def put(self, content: bytes, span: str, mime: str) -> int | Wire:
        try:
            return self.api.signed(
                lambda: self.caller.wire("PUT", self.session, content=content, writes=True, read=SECONDS,
                                         headers={"Content-Range": span, "Content-Type": mime})
            )  # fmt: skip
        except Failure as error:
            if error.status != 308:
                raise
        held = self.seen.headers.get("range", "") if self.seen is not None else ""
        match = re.fullmatch(r"bytes=0-(\d{1,15})", held)
        return int(match[1]) + 1 if match else 0

    def _read(self, answer: http.Answer, wire: Wire) -> str:
        self.seen = answer
        return self.api.caller.read(answer, wire)


def caption(api: Api, video_id: str, film: Video, language: str) -> None:
    """Adds captions; those that are there already are good too."""
    told = {"snippet": {"videoId": video_id, "language": language, "name": ""}}
    edge = f"bedside{secrets.token_hex(12)}"
    parts = (
        f"--{edge}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{json.dumps(told)}\r\n"
        f"--{edge}\r\nContent-Type: text/vtt\r\n\r\n{film.captions}\r\n--{edge}--\r\n"
    )
    try:
        api.call("POST", f"{api.base or HOST}/upload/youtube/v3/captions", content=parts.encode(), read=SECONDS,
                 params={"uploadType": "multipart", "part": "snippet"},
                 headers={"Content-Type": f"multipart/related; boundary={edge}"})  # fmt: skip
    except Failure as error:
        if error.code != "captionExists":
            raise
