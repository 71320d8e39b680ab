"""The rehearsed X's store of pictures and films."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bedside.channels.networks.x import entities
from bedside.channels.rehearsal.rest import Refusal, RestStage, Told


class MediaStage(RestStage):
    def __init__(self, url: Callable[[], str], *, seed: int = 0, access_lasts: timedelta | None = None) -> None:
        super().__init__(url, seed=seed, access_lasts=access_lasts)
        self.media: dict[str, dict[str, Any]] = {}
        self.slow_media = 1  # how often a film is asked for before it is ready

    # Media

    def upload(self, told: Told) -> dict[str, Any]:
        _, mime, content = told.files["media"]
        if len(content) > 5_242_880 or not mime.startswith("image/"):
            raise Refusal(400, entities.problem(400, "Invalid Request", "media type unrecognized or too large"))
        name = self.town.keep_blob(content, mime)
        self.media[name] = {"mime": mime, "alt": "", "waits": 0}
        return {"data": {"id": name, "media_key": f"3_{name}", "size": len(content), "expires_after_secs": 86_400}}

    def initialize(self, told: Told) -> dict[str, Any]:
        name = self.town.keep_blob(b"", str(told.body["media_type"]))
        self.media[name] = {"mime": told.body["media_type"], "alt": "", "waits": 99, "total": told.body["total_bytes"]}
        return {"data": {"id": name, "media_key": f"7_{name}", "expires_after_secs": 86_400}}

    def append(self, told: Told) -> dict[str, Any]:
        before, mime = self.town.blobs[told.path["id"]]
        self.town.blobs[told.path["id"]] = (before + told.files["media"][2], mime)
        return {"data": {"expires_at": 0}}

    def finalize(self, told: Told) -> dict[str, Any]:
        kept = self.media[told.path["id"]]
        if len(self.town.blobs[told.path["id"]][0]) != kept["total"]:
            raise Refusal(
                400, entities.problem(400, "Invalid Request", "Segments do not add up to provided total size.")
            )
        kept["waits"] = self.slow_media
        return self._state(told.path["id"])

    def media_status(self, told: Told) -> dict[str, Any]:
        self.media[told.query("media_id")]["waits"] -= 1
        return self._state(told.query("media_id"))

    def _state(self, name: str) -> dict[str, Any]:
        waits = self.media[name]["waits"] > 0
        info = {"state": "in_progress" if waits else "succeeded", "check_after_secs": 1, "progress_percent": 50}
        return {"data": {"id": name, "media_key": f"7_{name}", "processing_info": info}}

    def metadata(self, told: Told) -> dict[str, Any]:
        name, alt = str(told.body["id"]), str(told.body["metadata"]["alt_text"]["text"])
        if len(alt) > 1000 or name not in self.media:
            raise self.missing(self.routes[0], "metadata")
        self.media[name]["alt"] = alt
        return {"data": {"id": name, "associated_metadata": {"alt_text": {"text": alt}}}}

    def subtitles(self, told: Told) -> dict[str, Any]:
        film, named = self.media.get(str(told.body["id"])), told.body["subtitles"]
        if film is None or named["id"] not in self.media or told.body["media_category"] != "TweetVideo":
            raise Refusal(400, entities.problem(400, "Invalid Request", "Your media IDs are invalid."))
        film["captions"] = named
        return {"data": {"id": told.body["id"], "associated_subtitles": [named]}}
