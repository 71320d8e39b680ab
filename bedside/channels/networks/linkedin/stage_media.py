"""The rehearsed LinkedIn's store of pictures and films, and its statistics."""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bedside.channels.rehearsal.rest import Refusal, RestStage, Told
from bedside.channels.rehearsal.town import Item
from bedside.channels.rehearsal.wire import Reply


class MediaStage(RestStage):
    def __init__(self, url: Callable[[], str], *, seed: int = 0, access_lasts: timedelta | None = None) -> None:
        super().__init__(url, seed=seed, access_lasts=access_lasts)
        self.media: dict[str, dict[str, Any]] = {}
        self.slow_media = 1  # how often a film is asked for before it is ready

    # Media

    def image(self, told: Told) -> dict[str, Any]:
        self._initialize(told, "owner")
        name = self.town.fresh_id("media")
        self.media[name] = {"mime": "image/jpeg", "there": False}
        return {"value": {"uploadUrl": f"{self.base}/upload/{name}", "image": name, "uploadUrlExpiresAt": 0}}

    def video(self, told: Told) -> dict[str, Any]:
        if told.query("action") == "finalizeUpload":
            asked = told.body["finalizeUploadRequest"]
            kept = self.media[asked["video"]]
            parts = [self.town.blobs[f"{asked['video']}-{n}"][0] for n in range(len(kept["etags"]))]
            if asked["uploadedPartIds"] != kept["etags"] or sum(map(len, parts)) != kept["size"]:
                raise Refusal(400, {"status": 400, "message": "Parts do not add up"})
            self.town.blobs[asked["video"]] = (b"".join(parts), "video/mp4")
            kept["waits"] = self.slow_media
            return {}
        asked = self._initialize(told, "owner", "fileSizeBytes")
        name, size, half = self.town.fresh_id("media").replace("image", "video"), int(asked["fileSizeBytes"]), 0
        half = max(size // 2, 1)
        self.media[name] = {"mime": "video/mp4", "there": False, "size": size, "etags": [], "waits": 99}
        spans = [(0, half - 1), (half, size - 1)] if size > 1 else [(0, 0)]
        steps = [{"uploadUrl": f"{self.base}/upload/{name}-{number}", "firstByte": first, "lastByte": last}
                 for number, (first, last) in enumerate(spans)]  # fmt: skip
        return {"value": {"video": name, "uploadToken": "", "uploadInstructions": steps, "uploadUrlsExpireAt": 0}}

    def _initialize(self, told: Told, *names: str) -> dict[str, Any]:
        asked = dict(told.body["initializeUploadRequest"])
        for name in names:
            if name not in asked:
                raise self.missing(self.routes[0], name)
        return asked

    def put(self, told: Told) -> Reply:
        name, content = told.path["name"], told.request.body
        self.town.blobs[name] = (content, told.request.headers.get("content-type", ""))
        kept = self.media.get(name) or self.media[name.rpartition("-")[0]]
        if "etags" in kept:
            kept["etags"].append(hashlib.md5(content).hexdigest())  # noqa: S324  # an etag, no secret
            return Reply(200, b"", headers=(("ETag", kept["etags"][-1]),))
        kept |= {"there": True, "mime": told.request.headers.get("content-type", "")}
        return Reply(201, b"")

    def video_status(self, told: Told) -> dict[str, Any]:
        kept = self.media[told.path["id"]]
        kept["waits"] -= 1
        kept["there"] = kept["waits"] <= 0
        return {"id": told.path["id"], "status": "AVAILABLE" if kept["there"] else "PROCESSING"}

    # Statistics

    def statistics(self, told: Told) -> dict[str, Any]:
        chosen = re.findall(r"urn:li:(?:share|ugcPost):\d+", told.query("shares") + told.query("ugcPosts"))
        posts = [item for one in chosen if (item := self.town.find(one))]
        if chosen:
            return elements([{"organizationalEntity": told.query("organizationalEntity"), "share": item.id,
                               "totalShareStatistics": self._numbers([item])} for item in posts])  # fmt: skip
        every = self.town.listed("post", author=told.query("organizationalEntity"))
        return elements([{"organizationalEntity": told.query("organizationalEntity"),
                           "totalShareStatistics": self._numbers(every)}])  # fmt: skip

    def _numbers(self, items: list[Item]) -> dict[str, Any]:
        names = {"likeCount": "likes", "shareCount": "reposts", "impressionCount": "impressions",
                 "uniqueImpressionsCount": "reach", "clickCount": "link_clicks"}  # fmt: skip
        made: dict[str, Any] = {theirs: sum(self.town.count(item).get(ours, 0) for item in items)
                                for theirs, ours in names.items()}  # fmt: skip
        return made | {"commentCount": sum(len(self.town.below(item.id)) for item in items), "engagement": 0.0}

    def size(self, told: Told) -> dict[str, int]:
        return {"firstDegreeSize": int(self.town.accounts[told.path["urn"]].more.get("followers", 0))}


def elements(values: list[dict[str, Any]]) -> dict[str, Any]:
    return {"elements": values, "paging": {"start": 0, "count": len(values), "links": []}}
