"""Google Business Profile as it is rehearsed: places with reviews and posts, daily numbers, Pub/Sub that pushes.

The calls of version 1 are held against Google's discovery documents in the tests; for version 4 the table of routes,
written from Google's reference, is the contract.
"""

import base64
import contextlib
import http.client
import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from bedside.channels.rehearsal.google import GoogleStage, failed, sign_in_routes
from bedside.channels.rehearsal.rest import Refusal, Route, Told
from bedside.channels.rehearsal.town import Account, Item, Media
from bedside.channels.rehearsal.wire import Refused
from bedside.kit import times

DOCS = "https://developers.google.com/my-business/reference"
STARS = ("STAR_RATING_UNSPECIFIED", "ONE", "TWO", "THREE", "FOUR", "FIVE")
OWNER = "accounts/100200300"
TOPIC = "projects/riverbend-rehearsal/topics/reviews"
POST = ("languageCode", "summary", "topicType!", "callToAction", "media", "event", "offer", "alertType",
        "scheduledTime", "recurrenceInfo")  # fmt: skip


class GoogleBusinessStage(GoogleStage):
    name = "google"

    def __init__(self, url: Callable[[], str], *, seed: int = 0, access_lasts: timedelta | None = None) -> None:
        super().__init__(url, seed=seed, access_lasts=access_lasts)
        self.app |= {"topic": TOPIC}
        self.setting: dict[str, Any] = {"name": f"{OWNER}/notificationSetting"}
        self.subscriptions: dict[str, dict[str, Any]] = {}
        self.approved = True  # a project that is not has a quota of 0
        self.strict = False  # then Google rejects every answer

    def new_id(self, kind: str, number: int) -> str:
        if kind == "account":
            return f"{OWNER}/locations/{5_000_000 + number}"
        return f"AbFvOq{kind[0]}{number:08d}" if kind == "review" else str(70_000_000 + number)

    def direct(self, what: str, told: Mapping[str, Any]) -> object:
        if what == "say" and (told.get("to") or told.get("kind") not in (None, "review", "mention")):
            raise Refused("On Google people only write reviews.")
        if what == "say":
            told = dict(told) | {"kind": "review"}
        return super().direct(what, told)

    # The places

    def _allow(self) -> None:
        if not self.approved:
            info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "RATE_LIMIT_EXCEEDED",
                    "domain": "googleapis.com", "metadata": {"quota_limit_value": "0"}}  # fmt: skip
            raise Refusal(429, {"error": {"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED",
                                          "details": [info]}})  # fmt: skip

    def accounts(self, told: Told) -> dict[str, Any]:
        self._allow()
        made = [{"name": OWNER, "accountName": "Riverbend", "type": "LOCATION_GROUP", "role": "PRIMARY_OWNER",
                 "verificationState": "VERIFIED", "vettedState": "NOT_VETTED"}]  # fmt: skip
        return {"accounts": made}

    def locations(self, told: Told) -> dict[str, Any]:
        ours = [one for one in self.town.accounts.values() if one.ours]
        made = [{"name": f"locations/{one.id.rpartition('/')[2]}", "title": one.name,
                 "storefrontAddress": {"regionCode": "US", "locality": "Riverbend", "addressLines": [one.handle]}}
                for one in ours]  # fmt: skip
        page, onward = self.page_of(made, told, "pageSize", 10, 100)
        return {"locations": page, "totalSize": len(made)} | ({"nextPageToken": onward} if onward else {})

    def place(self, told: Told) -> Account:
        self._allow()
        found = self.town.accounts.get(f"accounts/{told.path['a']}/locations/{told.path['l']}")
        if found is None or not found.ours:
            raise self.unknown()
        return found

    # Reviews

    def review(self, item: Item, place: Account) -> dict[str, Any]:
        made: dict[str, Any] = {
            "name": f"{place.id}/reviews/{item.id}", "reviewId": item.id,
            "reviewer": {"displayName": self.town.accounts[item.author].name,
                         "profilePhotoUrl": "https://lh3.googleusercontent.com/a/x"},
            "starRating": STARS[item.stars or 0], "createTime": _zulu(item.at),
            "updateTime": _zulu(item.edited_at or item.at),
            "reviewReplyUrl": f"https://business.google.com/reviews/{item.id}",
        }  # fmt: skip
        if item.text:
            made["comment"] = item.text
        if answer := self._answer(item):
            made["reviewReply"] = self._reply(answer)
        return made

    def _answer(self, item: Item) -> Item | None:
        return next(iter(self.town.listed("reply", parent=item.id)), None)

    def _reply(self, answer: Item) -> dict[str, Any]:
        state = "REJECTED" if self.strict else "PENDING"
        return {"comment": answer.text, "updateTime": _zulu(answer.edited_at or answer.at), "reviewReplyState": state}

    def reviews(self, told: Told) -> dict[str, Any]:
        place = self.place(told)
        found = self.town.listed("review", to=place.id)
        if told.query("orderBy") == "updateTime desc":
            found.sort(key=lambda one: (one.edited_at or one.at, one.sequence), reverse=True)
        page, onward = self.page_of([self.review(one, place) for one in found], told, "pageSize", 50, 50)
        stars = [one.stars or 0 for one in found]
        made: dict[str, Any] = {"totalReviewCount": len(found)}
        made |= {"averageRating": sum(stars) / len(stars)} if stars else {}
        return {"reviews": page} | made | ({"nextPageToken": onward} if onward else {})

    def _found(self, told: Told) -> Item:
        place, item = self.place(told), self.town.find(told.path["r"])
        if item is None or item.kind != "review" or item.to != place.id:
            raise self.unknown()
        return item

    def one_review(self, told: Told) -> dict[str, Any]:
        return self.review(self._found(told), self.place(told))

    def answer(self, told: Told) -> dict[str, Any]:
        item, text = self._found(told), str(told.body["comment"])
        if not text or len(text.encode()) > 4096:
            raise failed(400, "INVALID_ARGUMENT", "Request contains an invalid argument.")
        known = self._answer(item)
        if known is None:
            known = self.town.add("reply", self.place(told), text, parent=item.id)
        elif known.text != text:
            self.town.change(known, text=text)
        return self._reply(known)

    def unanswer(self, told: Told) -> dict[str, Any]:
        known = self._answer(self._found(told))
        if known is None:
            raise self.unknown()
        self.town.change(known, gone=True)
        return {}

    # Posts

    def create(self, told: Told) -> dict[str, Any]:
        place, body = self.place(told), told.body
        text, link = self._held(body)
        media = [self._fetched(one) for one in body.get("media") or []]
        item = self.town.add("post", place, text, link=link, media=media,
                             id=f"{place.id}/localPosts/{self.town.fresh_id('post')}",
                             language=str(body.get("languageCode") or "en"))  # fmt: skip
        return self.post(item)

    def _held(self, body: dict[str, Any]) -> tuple[str, str]:
        text, action = str(body.get("summary") or ""), body.get("callToAction") or {}
        bad = action and (action.get("actionType") != "LEARN_MORE" or not action.get("url"))
        if not text or len(text) > 1500 or body.get("topicType", "STANDARD") != "STANDARD" or bad:
            raise failed(400, "INVALID_ARGUMENT", "Request contains an invalid argument.")
        return text, str(action.get("url") or "")

    def _fetched(self, told: dict[str, Any]) -> Media:
        """Google fetches a picture from its public address."""
        parts = urlsplit(str(told.get("sourceUrl") or ""))
        content, mime = b"", ""
        with contextlib.suppress(OSError):
            line = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=5)
            with contextlib.closing(line):
                line.request("GET", parts.path)
                answer = line.getresponse()
                content, mime = answer.read(), answer.getheader("content-type") or ""
        if told.get("mediaFormat") != "PHOTO" or mime not in ("image/jpeg", "image/png") or not content:
            raise failed(400, "INVALID_ARGUMENT", "Fetching image failed.")
        return Media(self.town.keep_blob(content, mime), mime)

    def post(self, item: Item) -> dict[str, Any]:
        made: dict[str, Any] = {"name": item.id, "languageCode": item.language, "summary": item.text, "state": "LIVE",
                "createTime": _zulu(item.at), "updateTime": _zulu(item.edited_at or item.at),
                "topicType": "STANDARD", "searchUrl": f"https://local.google.com/place?id={item.id[-8:]}"}  # fmt: skip
        if item.link:
            made["callToAction"] = {"actionType": "LEARN_MORE", "url": item.link}
        if item.media:
            made["media"] = [{"name": f"{item.id}/media/{one.id}", "mediaFormat": "PHOTO",
                              "googleUrl": "https://lh3.googleusercontent.com/p/x"} for one in item.media]  # fmt: skip
        return made

    def posts(self, told: Told) -> dict[str, Any]:
        made = [self.post(one) for one in self.town.listed("post", author=self.place(told).id)]
        page, onward = self.page_of(made, told, "pageSize", 20, 100)
        return {"localPosts": page} | ({"nextPageToken": onward} if onward else {})

    def _post(self, told: Told) -> Item:
        item = self.town.find(f"{self.place(told).id}/localPosts/{told.path['p']}")
        if item is None:
            raise self.unknown()
        return item

    def patch(self, told: Told) -> dict[str, Any]:
        item, mask = self._post(told), told.query("updateMask").split(",")
        if set(told.body) - {*mask, "topicType"}:
            self.breaches.append("posts.patch: a field that the mask does not name")
        text, link = self._held({"summary": item.text} | told.body)
        if (text, link) != (item.text, item.link):
            self.town.change(item, text=text, **({"link": link} if "callToAction" in mask else {}))
        return self.post(item)

    def delete(self, told: Told) -> dict[str, Any]:
        self.town.change(self._post(told), gone=True)
        return {}

    # Numbers

    def performance(self, told: Told) -> dict[str, Any]:
        names = told.request.query.get("dailyMetrics", [])
        first, last = (date(*(int(told.query(f"dailyRange.{end}.{part}")) for part in ("year", "month", "day")))
                       for end in ("startDate", "endDate"))  # fmt: skip
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        values = [{"date": {"year": day.year, "month": day.month, "day": day.day}}
                  | ({"value": "3"} if number % 2 == 0 else {}) for number, day in enumerate(days)]  # fmt: skip
        made = [{"dailyMetric": name, "timeSeries": {"datedValues": values}} for name in names]
        return {"multiDailyMetricTimeSeries": [{"dailyMetricTimeSeries": made}]}

    # Pub/Sub

    def settings(self, told: Told) -> dict[str, Any]:
        return self.setting

    def set_up(self, told: Told) -> dict[str, Any]:
        self.setting |= {name: told.body[name] for name in told.query("updateMask").split(",")}
        return self.setting

    def subscribe(self, told: Told) -> dict[str, Any]:
        name = f"projects/{told.path['project']}/subscriptions/{told.path['name']}"
        if name in self.subscriptions:
            raise failed(409, "ALREADY_EXISTS", "Resource already exists in the project.")
        if told.body["topic"] != TOPIC:
            raise failed(404, "NOT_FOUND", "Resource not found (resource=topics).")
        self.subscriptions[name] = {"name": name, "topic": TOPIC, "pushConfig": dict(told.body["pushConfig"]),
                                    "ackDeadlineSeconds": 10, "state": "ACTIVE"}  # fmt: skip
        self.hooks.subscribed[self.subscriptions[name]["pushConfig"]["pushEndpoint"]] = name
        return self.subscriptions[name]

    def repush(self, told: Told) -> dict[str, Any]:
        name = f"projects/{told.path['project']}/subscriptions/{told.path['name']}"
        kept = self.subscriptions.get(name)
        if kept is None:
            raise self.unknown()
        self.hooks.subscribed.pop(kept["pushConfig"]["pushEndpoint"], None)
        kept["pushConfig"] = dict(told.body["pushConfig"])
        self.hooks.subscribed[kept["pushConfig"]["pushEndpoint"]] = name
        return {}

    def sign(self, body: bytes, secret: str) -> Mapping[str, str]:
        """Pub/Sub signs no body."""
        return {"User-Agent": "CloudPubSub-Google"}

    def events(self, item: Item, what: str) -> list[dict[str, Any]]:
        kind = {"said": "NEW_REVIEW", "changed": "UPDATED_REVIEW"}.get(what)
        wanted = self.setting.get("pubsubTopic") == TOPIC and kind in self.setting.get("notificationTypes", [])
        if item.kind != "review" or kind is None or not wanted:
            return []
        told = {"type": kind, "locationName": item.to, "reviewName": f"{item.to}/reviews/{item.id}"}
        data = base64.b64encode(json.dumps(told).encode()).decode()
        number = str(20_000_000 + item.sequence)
        message = {"attributes": {}, "data": data, "messageId": number, "message_id": number,
                   "publishTime": _zulu(times.now().isoformat())}  # fmt: skip
        return [{"message": message, "subscription": next(iter(self.subscriptions), "")}]

    routes = (
        *sign_in_routes(),
        *(
            Route(method, path, play, name, query, body, source=DOCS)
            for method, path, play, name, query, body in (
                ("GET", "/v1/accounts", accounts, "accounts", ("pageSize", "pageToken", "filter"), ()),
                ("GET", "/v1/accounts/{a}/locations", locations, "locations",
                 ("readMask!", "pageSize", "pageToken", "filter", "orderBy"), ()),
                ("GET", "/v4/accounts/{a}/locations/{l}/reviews", reviews, "reviews",
                 ("pageSize", "pageToken", "orderBy"), ()),
                ("GET", "/v4/accounts/{a}/locations/{l}/reviews/{r}", one_review, "review", (), ()),
                ("PUT", "/v4/accounts/{a}/locations/{l}/reviews/{r}/reply", answer, "reply", (), ("comment!",)),
                ("DELETE", "/v4/accounts/{a}/locations/{l}/reviews/{r}/reply", unanswer, "reply.delete", (), ()),
                ("POST", "/v4/accounts/{a}/locations/{l}/localPosts", create, "posts.create", (), POST),
                ("GET", "/v4/accounts/{a}/locations/{l}/localPosts", posts, "posts", ("pageSize", "pageToken"), ()),
                ("PATCH", "/v4/accounts/{a}/locations/{l}/localPosts/{p}", patch, "posts.patch",
                 ("updateMask!",), tuple(one.rstrip("!") for one in POST)),
                ("DELETE", "/v4/accounts/{a}/locations/{l}/localPosts/{p}", delete, "posts.delete", (), ()),
                ("GET", "/v1/locations/{l}:fetchMultiDailyMetricsTimeSeries", performance, "performance",
                 ("dailyMetrics!", "dailyRange*"), ()),
                ("GET", "/v1/accounts/{a}/notificationSetting", settings, "settings", (), ()),
                ("PATCH", "/v1/accounts/{a}/notificationSetting", set_up, "settings.update",
                 ("updateMask!",), ("name!", "pubsubTopic", "notificationTypes")),
                ("PUT", "/v1/projects/{project}/subscriptions/{name}", subscribe, "subscriptions.create",
                 (), ("topic!", "pushConfig")),
                ("POST", "/v1/projects/{project}/subscriptions/{name}:modifyPushConfig", repush,
                 "subscriptions.push", (), ("pushConfig!",)),
            )
        ),
    )  # fmt: skip


def _zulu(at: str) -> str:
    return re.sub(r"\+00:00$", "Z", datetime.fromisoformat(at).isoformat())
