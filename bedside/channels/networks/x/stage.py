"""X as it is rehearsed: sign-in, posts with their corrections, media, searches, messages and webhooks.

The routes hold every call against the API's OpenAPI document, version 2.167.
"""

import base64
import contextlib
import http.client
import json
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from bedside.channels.calls import signatures
from bedside.channels.calls.oauth import challenge_of
from bedside.channels.networks.x import NETWORK, entities
from bedside.channels.networks.x.stage_media import MediaStage
from bedside.channels.networks.x.translate import between
from bedside.channels.rehearsal.consent import consent_page
from bedside.channels.rehearsal.faults import Kind
from bedside.channels.rehearsal.rest import Grant, Refusal, Route, Told
from bedside.channels.rehearsal.town import Account, Item, Media
from bedside.channels.rehearsal.wire import Reply, Request, as_json
from bedside.channels.rules import length
from bedside.kit import times

CONTRACT = "https://api.x.com/2/openapi.json"
POST_BODY = ("card_uri", "community_id", "direct_message_deep_link", "edit_options", "for_super_followers_only", "geo",
             "made_with_ai", "media", "nullcast", "paid_partnership", "poll", "quote_tweet_id", "reply",
             "reply_settings", "share_with_followers", "text")  # fmt: skip
FIELDS = ("post.fields", "expansions", "user.fields", "media.fields", "poll.fields", "place.fields")
PAGED = ("max_results", "pagination_token", "start_time", "end_time", "since_id", "until_id", *FIELDS)
WINDOW = timedelta(minutes=30)


class XStage(MediaStage):
    name = "x"
    lasts = timedelta(hours=2)
    most, window = 100, 900

    def __init__(self, url: Callable[[], str], *, seed: int = 0, access_lasts: timedelta | None = None) -> None:
        super().__init__(url, seed=seed, access_lasts=access_lasts)
        self.app |= {"api_key": secrets.token_hex(12), "api_secret": secrets.token_hex(24)}
        self.webhooks: dict[str, str] = {}  # id: address
        self.subscriptions: list[dict[str, Any]] = []
        self.premium = True
        self.self_serve = False  # then only those who mentioned or quoted us may be answered

    def new_id(self, kind: str, number: int) -> str:
        return str(2_090_000_000_000_000_000 + number)

    def refusal(self, kind: Kind, seconds: int = 1) -> Refusal:
        if kind is Kind.LIMITED:
            resets = str(int((times.now() + timedelta(seconds=seconds)).timestamp()) + 1)
            headers = (("x-rate-limit-limit", "100"), ("x-rate-limit-remaining", "0"), ("x-rate-limit-reset", resets))
            return Refusal(429, entities.problem(429, "Too Many Requests", "Too Many Requests"), headers)
        if kind in (Kind.ERROR_BEFORE, Kind.ERROR_AFTER):
            return Refusal(503, entities.problem(503, "Service Unavailable", "Service Unavailable"))
        return Refusal(401, entities.problem(401, "Unauthorized", "Unauthorized"))

    def missing(self, route: Route, name: str) -> Refusal:
        said = entities.problem(400, "Invalid Request", "One or more parameters to your request was invalid.",
                                "https://api.x.com/2/problems/invalid-request")  # fmt: skip
        return Refusal(400, {"errors": [{"message": f"The `{name}` parameter can not be empty"}]} | said)

    def unknown(self) -> Refusal:
        return Refusal(404, {"errors": [entities.absent("0")]})

    def limit_headers(self, route: Route, most: int, left: int, resets_at: datetime) -> tuple[tuple[str, str], ...]:
        return (("x-rate-limit-limit", str(most)), ("x-rate-limit-remaining", str(left)),
                ("x-rate-limit-reset", str(int(resets_at.timestamp()))))  # fmt: skip

    def credentials(self, account: Account) -> dict[str, str]:
        return self.grant(account)

    def sign(self, body: bytes, secret: str) -> Mapping[str, str]:
        return {"x-twitter-webhooks-signature": f"sha256={signatures.based(body, secret)}"}

    def events(self, item: Item, what: str) -> list[dict[str, Any]]:
        event = entities.event(self, item) if what == "said" else None
        wanted = {(one["event_type"], one["filter"]["user_id"]) for one in self.subscriptions}
        return [event] if event and (event["data"]["event_type"], item.to) in wanted else []

    def direct(self, what: str, told: Mapping[str, Any]) -> object:
        done = super().direct(what, told)
        if what == "change" and (item := self.town.find(str(told["id"]))):
            item.more.setdefault("versions", []).append(self.town.fresh_id("version"))
        return done

    # Signing in

    def authorize(self, told: Told) -> Reply:
        if told.query("client_id") != self.app["client_id"] or told.query("code_challenge_method") != "S256":
            raise Refusal(400, {"error": "invalid_request", "error_description": "Something went wrong."})
        code = secrets.token_urlsafe(16)
        ours = next((one for one in self.town.accounts.values() if one.ours), None)
        who = ours or self.town.account("stmary.test", "St. Mary", ours=True)
        back = told.query("redirect_uri")
        self.codes[code] = {"account": who.id, "challenge": told.query("code_challenge"), "redirect": back}
        return consent_page(who.name, back, code=code, state=told.query("state"))

    def token(self, told: Told) -> dict[str, Any]:
        self._basic(told.request, "client_id", "client_secret")
        wrong = Refusal(
            400, {"error": "invalid_request", "error_description": "Value passed for the token was invalid."}
        )
        if told.body["grant_type"] == "refresh_token":
            try:
                made = self.renew(str(told.body.get("refresh_token")))
            except Refusal as error:
                raise wrong from error
        else:
            kept = self.codes.pop(str(told.body.get("code")), None)
            challenge = challenge_of(str(told.body.get("code_verifier")))
            if not kept or kept["redirect"] != told.body.get("redirect_uri") or kept["challenge"] != challenge:
                raise wrong
            made = self.grant(self.town.accounts[kept["account"]])
        lasts = int((self.lasts or WINDOW).total_seconds())
        return {"token_type": "bearer", "expires_in": lasts, "scope": "tweet.read offline.access",
                "access_token": made["access_token"], "refresh_token": made["refresh_token"]}  # fmt: skip

    def app_token(self, told: Told) -> dict[str, str]:
        self._basic(told.request, "api_key", "api_secret")
        token = secrets.token_urlsafe(24)
        anybody = self.town.account("app.test", "The app")
        self.grants[token] = Grant(anybody.id, "", "", {"app": True})
        return {"token_type": "bearer", "access_token": token}

    def _basic(self, request: Request, name: str, secret: str) -> None:
        pair = f"{self.app[name]}:{self.app[secret]}".encode()
        given = request.headers.get("authorization", "").removeprefix("Basic ")
        if given != base64.b64encode(pair).decode():
            raise Refusal(
                401, {"error": "unauthorized_client", "error_description": "Missing valid authorization header"}
            )

    def me(self, told: Told) -> dict[str, Any]:
        mine = self.town.listed("post", "reply", author=told.who.id)
        public = {"followers_count": 0, "following_count": 0, "post_count": len(mine), "listed_count": 0}
        return {"data": entities.user(told.who) | {"public_metrics": public}}

    # Posts

    def create(self, told: Told) -> Reply:
        body, text = told.body, str(told.body.get("text") or "")
        media = [str(one) for one in (body.get("media") or {}).get("media_ids", [])]
        if not text and not media:
            raise self.missing(self.routes[0], "text")
        if length(text, NETWORK.limits) > 280:
            raise _forbidden("Your post text is too long.")
        if any(one not in self.media or self.media[one]["waits"] > 0 for one in media):
            raise Refusal(400, entities.problem(400, "Invalid Request", "Your media IDs are invalid."))
        if len(media) > 4 or (media and body.get("poll")):
            raise Refusal(400, entities.problem(400, "Invalid Request", "Too much media."))
        kept = [Media(one, self.media[one]["mime"], self.media[one]["alt"]) for one in media]
        if edits := body.get("edit_options"):
            return self._edit(told, str(edits.get("previous_post_id")), text, kept)
        parent = str((body.get("reply") or {}).get("in_reply_to_tweet_id") or "")
        above = self.known(parent) if parent else None
        if parent and above is None:
            raise _forbidden("You attempted to reply to a Post that is deleted.")
        if above is not None and self.self_serve and not self._summoned(told.who, above):
            raise _forbidden("Reply to this conversation is not allowed because you have not been mentioned.")
        since = (times.now() - timedelta(hours=12)).isoformat()
        place = above.id if above else ""
        if any(one.text == text and one.parent == place and one.at > since
               for one in self.town.listed("post", "reply", author=told.who.id)):  # fmt: skip
            raise _forbidden("You are not allowed to create a Tweet with duplicate content.")
        poll = body.get("poll")
        item = self.town.add("reply" if above else "post", told.who, text, parent=place, media=kept,
                             poll={"options": poll["options"]} if poll else None)  # fmt: skip
        return as_json({"data": {"id": item.id, "text": text, "edit_history_post_ids": [item.id]}}, 201)

    def _edit(self, told: Told, previous: str, text: str, media: list[Media]) -> Reply:
        item = self.known(previous)
        ids = entities.versions(item) if item else []
        if (item is None or item.author != told.who.id or not self.premium or ids[-1] != previous or item.poll
                or len(ids) > 5 or item.instant < times.now() - WINDOW):  # fmt: skip
            raise _forbidden("You are not permitted to edit this Post.")
        item.more.setdefault("versions", []).append(self.town.fresh_id("version"))
        self.town.change(item, text=text, media=media)
        ids = entities.versions(item)
        return as_json({"data": {"id": ids[-1], "text": text, "edit_history_post_ids": ids}}, 201)

    def _summoned(self, who: Account, above: Item) -> bool:
        return above.author == who.id or above.kind in ("mention", "quote") or f"@{who.handle}" in above.text

    def known(self, post_id: str) -> Item | None:
        """The post with this id or one of its wordings."""
        for item in [self.town.find(post_id), *self.town.listed()]:
            if item is not None and item.kind != "message" and post_id in entities.versions(item):
                return item
        return None

    def delete(self, told: Told) -> dict[str, Any]:
        item = self.known(told.path["id"])
        if item is None:
            raise self.unknown()
        if item.author != told.who.id:
            raise _forbidden("You are not authorized to delete this Post.")
        self.town.change(item, gone=True)
        return {"data": {"deleted": True}}

    def hide(self, told: Told) -> dict[str, Any]:
        item, hidden = self.known(told.path["id"]), bool(told.body["hidden"])
        root = self.town.find(item.root) if item else None
        if item is None or root is None or root.author != told.who.id or item.author == told.who.id:
            raise _forbidden("You are not allowed to hide this reply.")
        self.town.change(item, hidden=hidden)
        return {"data": {"hidden": hidden}}

    def lookup(self, told: Told) -> dict[str, Any]:
        wanted = told.query("ids").split(",")
        items = {one: self.known(one) for one in wanted}
        private = "non_public_metrics" in told.query("post.fields")
        if private and any(item and item.author != told.who.id for item in items.values()):
            raise _forbidden("Field not authorized.")
        data = []
        for one, item in items.items():
            if item is not None:
                post = entities.post(self, item) | {"id": one}
                data.append(post | ({"non_public_metrics": entities.private_metrics(self, item)} if private else {}))
        absent = [entities.absent(one) for one, item in items.items() if item is None]
        return self._listed(data, {"errors": absent} if absent else {})

    def _listed(self, data: list[dict[str, Any]], more: dict[str, Any]) -> dict[str, Any]:
        people = dict.fromkeys(str(one.get("author_id") or one.get("sender_id")) for one in data)
        users = [entities.user(self.town.accounts[one]) for one in people]
        return ({"data": data, "includes": {"users": users}} if data else {}) | more

    def timeline(self, told: Told) -> dict[str, Any]:
        return self._page(told, self.town.listed("post", "reply", author=told.path["id"]))

    def mentions(self, told: Told) -> dict[str, Any]:
        found = [
            one for one in self.town.listed("mention", "reply", to=told.path["id"]) if one.author != told.path["id"]
        ]
        return self._page(told, found)

    def search(self, told: Told) -> dict[str, Any]:
        query = told.query("query")
        if len(query) > 512:
            raise self.missing(self.routes[0], "query")
        threads = {one for name in re.findall(r"conversation_id:(\d+)", query) if (one := name)}
        quoted = set(re.findall(r"quotes_of_tweet_id:(\d+)", query))
        found = [one for one in self.town.listed("post", "reply", "quote")
                 if (one.kind == "quote" and one.parent in quoted)
                 or (one.kind != "quote" and (one.root or one.id) in threads)]  # fmt: skip
        return self._page(told, found)

    def _page(self, told: Told, items: list[Item], made: Callable[..., Any] = entities.post) -> dict[str, Any]:
        """The newest first; a page's token is the id it goes on behind."""
        if start := told.query("start_time"):
            items = [one for one in items if one.instant >= datetime.fromisoformat(start)]
        if token := told.query("pagination_token"):
            ids = [one.id for one in items]
            items = items[ids.index(token) + 1 :] if token in ids else []
        most = int(told.query("max_results") or 10)
        page = items[:most]
        meta: dict[str, Any] = {"result_count": len(page)}
        if len(items) > most:
            meta["next_token"] = page[-1].id
        return self._listed([made(self, one) for one in page], {"meta": meta})

    # Messages

    def messages(self, told: Told) -> dict[str, Any]:
        mine = [one for one in self.town.listed("message") if told.who.id in (one.to, one.author)]
        return self._page(told, mine, entities.message)

    def send(self, told: Told) -> Reply:
        other = told.path.get("other") or next(
            (one for one in told.path["conversation"].split("-") if one != told.who.id), "")  # fmt: skip
        if other not in self.town.accounts:
            raise _forbidden("You do not have permission to DM this user.")
        item = self.town.add("message", told.who, str(told.body["text"]), to=other)
        return as_json({"data": {"dm_conversation_id": between(told.who.id, other), "dm_event_id": item.id}}, 201)

    def unsend(self, told: Told) -> dict[str, Any]:
        item = self.town.find(told.path["id"])
        if item is None or item.kind != "message" or item.author != told.who.id:
            raise self.unknown()
        self.town.change(item, gone=True)
        return {"data": {"deleted": True}}

    # Webhooks

    def webhook_list(self, told: Told) -> dict[str, Any]:
        data = [{"id": name, "url": url, "valid": True, "created_at": entities.stamp(times.now().isoformat())}
                for name, url in self.webhooks.items()]  # fmt: skip
        return {"data": data, "meta": {"result_count": len(data)}}

    def webhook_create(self, told: Told) -> dict[str, Any]:
        """X asks the address to prove itself before it takes it."""
        url, token = str(told.body["url"]), secrets.token_urlsafe(16)
        wanted = f"sha256={signatures.based(token.encode(), self.app['api_secret'])}"
        if _asked(url, token) != wanted:
            raise Refusal(
                400, entities.problem(400, "CrcValidationFailed", "Webhook URL does not meet the requirements.")
            )
        name = self.town.fresh_id("webhook")
        self.webhooks[name] = url
        self.hooks.subscribed[url] = self.app["api_secret"]
        return {"data": {"id": name, "url": url, "valid": True, "created_at": entities.stamp(times.now().isoformat())}}

    def subscription_list(self, told: Told) -> dict[str, Any]:
        return {"data": self.subscriptions, "meta": {"result_count": len(self.subscriptions)}}

    def subscribe(self, told: Told) -> dict[str, Any]:
        made = {"subscription_id": self.town.fresh_id("subscription"), "event_type": told.body["event_type"],
                "filter": told.body["filter"], "webhook_id": told.body.get("webhook_id"), "tag": told.body.get("tag"),
                "created_at": entities.stamp(times.now().isoformat())}  # fmt: skip
        self.subscriptions.append(made)
        return {"data": {"subscription": made}}

    def snapshot(self) -> dict[str, Any]:
        with self.lock:
            return super().snapshot() | {"media": self.media, "webhooks": self.webhooks,
                                         "subscriptions": self.subscriptions}  # fmt: skip

    def restore(self, kept: Mapping[str, Any]) -> None:
        with self.lock:
            super().restore(kept)
            self.media, self.webhooks = dict(kept["media"]), dict(kept["webhooks"])
            self.subscriptions = list(kept["subscriptions"])

    routes = tuple(
        Route(method, path, play, name, source=CONTRACT, **more)
        for method, path, play, name, more in (
            ("GET", "/i/oauth2/authorize", authorize, "authorize", {"signed": False, "query": (
                "response_type!", "client_id!", "redirect_uri!", "scope!", "state!", "code_challenge!",
                "code_challenge_method!")}),
            ("POST", "/2/oauth2/token", token, "token", {"signed": False, "body": (
                "grant_type!", "code", "redirect_uri", "code_verifier", "refresh_token", "client_id")}),
            ("POST", "/oauth2/token", app_token, "app_token", {"signed": False, "body": ("grant_type!",)}),
            ("GET", "/2/users/me", me, "me", {"query": ("user.fields", "expansions", "post.fields")}),
            ("POST", "/2/tweets", create, "post", {"body": POST_BODY}),
            ("GET", "/2/tweets", lookup, "lookup", {"query": ("ids!", *FIELDS)}),
            ("GET", "/2/tweets/search/recent", search, "search", {
                "query": ("query!", "next_token", "sort_order", *PAGED)}),
            ("DELETE", "/2/tweets/{id}", delete, "delete", {}),
            ("PUT", "/2/tweets/{id}/hidden", hide, "hide", {"body": ("hidden!",)}),
            ("GET", "/2/users/{id}/tweets", timeline, "timeline", {"query": ("exclude", *PAGED)}),
            ("GET", "/2/users/{id}/mentions", mentions, "mentions", {"query": PAGED}),
            ("GET", "/2/dm_events", messages, "messages", {"query": (
                "max_results", "pagination_token", "event_types", "dm_event.fields", *FIELDS)}),
            ("DELETE", "/2/dm_events/{id}", unsend, "unsend", {}),
            ("POST", "/2/dm_conversations/with/{other}/messages", send, "send", {"body": ("text!", "attachments")}),
            ("POST", "/2/dm_conversations/{conversation}/messages", send, "send", {"body": ("text!", "attachments")}),
            ("POST", "/2/media/upload", MediaStage.upload, "upload", {
                "body": ("media!", "media_category!", "additional_owners")}),
            ("GET", "/2/media/upload", MediaStage.media_status, "upload.status", {"query": ("media_id!", "command")}),
            ("POST", "/2/media/upload/initialize", MediaStage.initialize, "upload.initialize", {"body": (
                "media_category", "media_type", "total_bytes", "shared", "additional_owners")}),
            ("POST", "/2/media/upload/{id}/append", MediaStage.append, "upload.append", {
                "body": ("media!", "segment_index!")}),
            ("POST", "/2/media/upload/{id}/finalize", MediaStage.finalize, "upload.finalize", {}),
            ("POST", "/2/media/metadata", MediaStage.metadata, "metadata", {"body": ("id!", "metadata")}),
            ("POST", "/2/media/subtitles", MediaStage.subtitles, "subtitles", {
                "body": ("id!", "media_category!", "subtitles!")}),
            ("GET", "/2/webhooks", webhook_list, "webhooks.list", {"query": ("webhook_config.fields",)}),
            ("POST", "/2/webhooks", webhook_create, "webhooks.create", {"body": ("url!",)}),
            ("GET", "/2/activity/subscriptions", subscription_list, "subscriptions.list", {
                "query": ("max_results", "pagination_token")}),
            ("POST", "/2/activity/subscriptions", subscribe, "subscriptions.create", {
                "body": ("event_type!", "filter!", "tag", "webhook_id")}),
        )
    )  # fmt: skip


def _forbidden(detail: str) -> Refusal:
    return Refusal(403, entities.problem(403, "Forbidden", detail))


def _asked(url: str, token: str) -> str:
    """What an address answers to X's test; empty where it does not."""
    parts = urlsplit(url)
    try:
        line = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=5)
        with contextlib.closing(line):
            line.request("GET", f"{parts.path}?{urlencode({'crc_token': token})}")
            return str(json.loads(line.getresponse().read(10_000)).get("response_token"))
    except (OSError, ValueError, AttributeError):
        return ""
