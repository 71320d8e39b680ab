"""Containers of the rehearsed Instagram and Threads: made, prepared, published once, gone after a day."""

import http.client
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from bedside.channels.rehearsal.graph import GraphStage, error, gone
from bedside.channels.rehearsal.rest import Told
from bedside.channels.rehearsal.town import Account, Media
from bedside.kit import times

LASTS = timedelta(hours=24)
#: How often a film is said to be in progress before it is ready.
LOOKS = 2


class ContainerStage(GraphStage):
    """A stage whose accounts keep their containers in `more["containers"]`."""

    #: What a picture may be, by what it says of itself.
    takes: tuple[str, ...] = ("image/jpeg",)

    def contain(self, account: Account, told: Told, **more: Any) -> dict[str, Any]:
        """A new container of what was given; media are fetched from their address."""
        name = self.town.fresh_id("container")
        kept: dict[str, Any] = {"made": times.now().isoformat(), "looks": 0, "published": "", "failed": ""} | more
        for key, kind in (("image_url", "image"), ("video_url", "video")):
            if address := str(told.given(key)):
                content, mime = self._fetched(address, kind)
                kept["failed"] = "" if content is not None and self._fits(mime, kind) else "2207052"
                if content is not None and not self._fits(mime, kind):
                    kept["failed"] = "2207005" if kind == "image" else "2207026"
                blob = self.town.keep_blob(content or b"", mime)
                media = Media(blob, mime, str(told.given("alt_text")), len(content or b""), {"url": address})
                kept["media"] = [vars(media)]
                kept["looks"] = LOOKS if kind == "video" else 0
        if children := told.given("children", None):
            listed = children if isinstance(children, list) else str(children).split(",")
            kept["media"] = [one for child in listed for one in self.container(account, str(child)).get("media", [])]
        account.more.setdefault("containers", {})[name] = kept
        return {"id": name}

    def _fits(self, mime: str, kind: str) -> bool:
        return mime.startswith("video/") if kind == "video" else mime in self.takes

    def container(self, account: Account, name: str) -> dict[str, Any]:
        kept: dict[str, Any] | None = account.more.get("containers", {}).get(name)
        if kept is None:
            raise gone()
        return kept

    def state(self, account: Account, name: str) -> tuple[str, str]:
        """A container's state and, where it failed, the subcode."""
        kept = self.container(account, name)
        if kept["published"]:
            return "PUBLISHED", ""
        if times.now() - datetime.fromisoformat(kept["made"]) > LASTS:
            return "EXPIRED", ""
        if kept["looks"] > 0:
            kept["looks"] -= 1
            return "IN_PROGRESS", ""
        return ("ERROR", kept["failed"]) if kept["failed"] else ("FINISHED", "")

    def take(self, account: Account, name: str) -> dict[str, Any]:
        """A container that is ready, to be published now."""
        kept: dict[str, Any] = account.more.get("containers", {}).get(name) or {}
        if not kept or kept["published"]:
            raise error(24, "The requested resource does not exist", subcode=2207006)
        state, _ = self.state(account, name)
        if state == "EXPIRED":
            raise error(24, "The media container has expired", subcode=2207008)
        if state != "FINISHED":
            raise error(9007, "Media ID is not available", subcode=2207027)
        return kept

    def _fetched(self, address: str, kind: str) -> tuple[bytes | None, str]:
        """What lies at an address of this machine; of any other only its name is known here."""
        parts = urlsplit(address)
        guess = {"png": "image/png", "webp": "image/webp", "mp4": "video/mp4"}.get(
            parts.path.rpartition(".")[2].lower(), "image/jpeg" if kind == "image" else "video/mp4"
        )
        if parts.hostname not in ("127.0.0.1", "localhost"):
            return b"", guess
        try:
            with closing(http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=5)) as line:
                line.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
                answer = line.getresponse()
                content = answer.read()
                mime = (answer.getheader("content-type") or guess).partition(";")[0].strip()
                return (content, mime) if answer.status == 200 and content else (None, guess)
        except OSError:
            return None, guess
