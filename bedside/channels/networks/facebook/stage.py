"""Facebook as it is rehearsed: one or more Pages, what the public says on them, and the Graph API's wire.

The parameters of every route and the fields of every node are those of Meta's own SDK (facebook-business 26.0.3),
which drives this stage in the tests; sign-in, webhooks and errors follow Meta's pages, named beside them.
"""

import json
from datetime import timedelta
from typing import Any

from bedside.channels.networks.facebook import NETWORK
from bedside.channels.networks.facebook.views import PAGE_METRICS, FacebookViews
from bedside.channels.rehearsal.graph import LISTED, either, error, route
from bedside.channels.rehearsal.rest import Route, Told
from bedside.channels.rehearsal.town import Account, Item, Media
from bedside.channels.rules import length
from bedside.kit import times

V = "/v26.0"
POSTED = ("message", "link", "published", "attached_media", "scheduled_publish_time", "targeting", "feed_targeting")
ALLOWED = tuple(scope.name for scope in NETWORK.scopes)


class FacebookStage(FacebookViews):
    name = "facebook"
    limited = 32

    def new_id(self, kind: str, number: int) -> str:
        if kind == "account":
            return str(100_200_300_000_000 + number * 104_729)
        if kind == "message":
            return f"m_{number:08d}AbCdEfGhIjKl"
        if kind == "reply":
            return f"{122_100_000_000_000 + number // 7}_{901_000_000_000_000 + number * 31}"
        if kind == "mention":
            return f"{100_900_300_000_000 + number}_{122_300_000_000_000 + number * 31}"
        return str(122_200_000_000_000 + number * 31)

    # Tokens: a person's, which opens Pages, and each Page's own, which does not end by time

    def page_token(self, page: Account) -> str:
        for token, held in self.grants.items():
            if held.account == page.id and held.more.get("kind") == "page":
                return token
        fresh = self.grant(page, kind="page")["access_token"]
        if self.lasts is None or self.lasts > timedelta(days=1):
            self.grants[fresh].expires_at = ""
        return fresh

    def credentials(self, account: Account) -> dict[str, str]:
        return {"access_token": self.grant(account, pages=[account.id])["access_token"]}

    def access_token(self, told: Told) -> dict[str, Any]:
        keys = (told.query("client_id"), told.query("client_secret"))
        if keys != (self.app["client_id"], self.app["client_secret"]):
            raise error(101, "Error validating client secret.")
        if told.query("grant_type") == "fb_exchange_token":
            held = self.grants.get(told.query("fb_exchange_token"))
            if held is None:
                raise error(190, "Invalid OAuth access token.", subcode=467)
            fresh = self.grant(self.town.accounts[held.account], **held.more)
            return {"access_token": fresh["access_token"], "token_type": "bearer", "expires_in": 5_183_944}
        ours = self.redeem(told)
        fresh = self.grant(ours[0], pages=[one.id for one in ours])
        return {"access_token": fresh["access_token"], "token_type": "bearer", "expires_in": 5_400}

    def debug_token(self, told: Told) -> dict[str, Any]:
        if self.token_of(told.request) != self.app_token:
            raise error(190, "An app access token is required.", subcode=467)
        held = self.grants.get(told.query("input_token"))
        if held is None:
            return {"data": {"is_valid": False, "scopes": []}}
        ends = int((times.now() + timedelta(days=90)).timestamp())
        return {"data": {"app_id": self.app["client_id"], "type": "USER", "is_valid": True, "expires_at": 0,
                         "data_access_expires_at": ends, "scopes": list(ALLOWED), "user_id": held.account}}  # fmt: skip

    def accounts(self, told: Told) -> dict[str, Any]:
        held = self.grants[self.token_of(told.request)]
        if held.more.get("kind") == "page":
            raise error(100, "(#100) Tried accessing nonexisting field (accounts) on node type (Page)")
        pages = [self.town.accounts[one] for one in held.more.get("pages") or [held.account]]
        nodes = [self._page(one) | {"access_token": self.page_token(one)} for one in pages]
        return self.listing(told, nodes, "page", spec="id,name,access_token")

    def permissions(self, told: Told) -> dict[str, Any]:
        withheld = self.grants[self.token_of(told.request)].more.get("withheld", ())
        return {
            "data": [{"permission": one, "status": "declined" if one in withheld else "granted"} for one in ALLOWED]
        }

    # Posts

    def post_feed(self, told: Told) -> dict[str, Any]:
        page = self.own(told, told.path["id"])
        text, link = str(told.given("message")), str(told.given("link"))
        attached = told.given("attached_media", None) or []
        if isinstance(attached, str):
            attached = json.loads(attached)
        told_each = [json.loads(one) if isinstance(one, str) else one for one in attached]
        media = [self._taken(page, str(one.get("media_fbid"))) for one in told_each]
        if not (text or link or media):
            raise error(100, "(#100) Missing message or attachment")
        if length(text, NETWORK.limits) > (NETWORK.limits.text or 0):
            raise error(100, "(#100) Param message is too long")
        return {"id": self._posted(page, text, link=link, media=media).id}

    def _posted(self, page: Account, text: str, **more: Any) -> Item:
        name = f"{page.id}_{self.town.fresh_id('post')}"
        return self.town.add("post", page, text, id=name, **more)

    def _taken(self, page: Account, name: str) -> Media:
        waiting: dict[str, Any] = page.more.setdefault("photos", {})
        if name not in waiting:
            raise error(100, "(#100) The photo does not exist")
        return Media(**waiting.pop(name))

    def post_photo(self, told: Told) -> dict[str, Any]:
        page = self.own(told, told.path["id"])
        if not told.files:
            raise error(324, "(#324) Requires upload file")
        _, mime, content = next(iter(told.files.values()))
        if not content or len(content) > 10_000_000 or not mime.startswith("image/"):
            raise error(1, "Please reduce the amount of data you're asking for", status=400)
        media = Media(self.town.keep_blob(content, mime), mime, str(told.given("alt_text_custom")), len(content))
        if str(told.given("published", "true")).lower() == "false":
            page.more.setdefault("photos", {})[media.id] = vars(media)
            return {"id": media.id}
        return {"id": media.id, "post_id": self._posted(page, str(told.given("caption")), media=[media]).id}

    def post_video(self, told: Told) -> dict[str, Any]:
        page = self.own(told, told.path["id"])
        if "source" not in told.files:
            raise error(100, "(#100) The parameter source is required.")
        _, mime, content = told.files["source"]
        blob = self.town.keep_blob(content, mime)
        film = self._posted(page, str(told.given("description")), title=str(told.given("title")),
                            media=[Media(blob, mime, "", len(content))])  # fmt: skip
        film.more["film"] = blob
        return {"id": blob}

    def videos(self, told: Told) -> dict[str, Any]:
        page = self.own(told, told.path["id"])
        films = [one for one in self.town.listed("post", author=page.id) if one.more.get("film")]
        return self.listing(told, [self._video(one) for one in films], "video")

    def post_captions(self, told: Told) -> dict[str, Any]:
        film = self._film(told.path["id"])
        name, _, content = told.files.get("captions_file", ("", "", b""))
        if film is None or not name.endswith(".srt"):
            raise error(387, "(#387) Invalid captions file")
        film.more["captions"] = content.decode()
        return {"success": True}

    def _film(self, name: str) -> Item | None:
        return next((one for one in self.town.listed("post") if one.more.get("film") == name), None)

    # Nodes

    def get_node(self, told: Told) -> dict[str, Any]:
        name, spec = told.path["id"], told.query("fields")
        if name in ("me", told.who.id):
            return self.select("page", self._page(told.who), spec or "id,name")
        if (film := self._film(name)) is not None:
            return self.select("video", self._video(film), spec)
        if (person := self.town.accounts.get(name)) is not None:
            return self.select("person", {"id": person.id, "name": person.name}, spec)
        item = self.item(name)
        kind = "comment" if self._is_comment(item) else "post"
        return self.select(kind, self._node(item), spec or "id,message,created_time")

    def get_many(self, told: Told) -> dict[str, Any]:
        names = [name for name in told.query("ids").split(",") if name]
        if not 0 < len(names) <= 50:
            raise error(100, "(#100) Too many IDs. Maximum: 50.")
        return {name: self.select("post", self._node(self.item(name)), told.query("fields")) for name in names}

    def change_node(self, told: Told) -> dict[str, Any]:
        item = self.item(told.path["id"])
        if "is_hidden" in told.body or "is_hidden" in told.request.query:
            if not self._is_comment(item) or item.to != told.who.id:
                raise error(200, "(#200) Permissions error", status=403)
            hidden = str(told.given("is_hidden")).lower() == "true"
            if hidden == item.hidden:
                raise error(1_446_036, "This comment can't be hidden or unhidden: it already is.")
            self.town.change(item, hidden=hidden)
            return {"success": True}
        if not told.given("message"):
            raise error(100, "(#100) The parameter message is required.")
        self.town.change(self.mine(told, item.id), text=str(told.given("message")))
        return {"success": True}

    def delete_node(self, told: Told) -> dict[str, Any]:
        self.town.change(self.mine(told, told.path["id"]), gone=True)
        return {"success": True}

    # Lists

    def published(self, told: Told) -> dict[str, Any]:
        page = self.own(told, told.path["id"])
        return self.listing(told, self._nodes(self.town.listed("post", author=page.id)), "post")

    def feed(self, told: Told) -> dict[str, Any]:
        page = self.own(told, told.path["id"])
        listed = [one for one in self.town.listed("post") if page.id in (one.author, one.to)]
        return self.listing(told, self._nodes(listed), "post")

    def tagged(self, told: Told) -> dict[str, Any]:
        page = self.own(told, told.path["id"])
        return self.listing(told, self._nodes(self.town.listed("mention", "quote", to=page.id)), "post")

    def visitor_posts(self, told: Told) -> dict[str, Any]:
        return self.listing(told, [], "post")

    def ratings(self, told: Told) -> dict[str, Any]:
        page = self.own(told, told.path["id"])
        reviews = self.town.listed("review", to=page.id)
        listed = self.listing(told, [self._rating(one) for one in reviews], "rating", spec="created_time,review_text")
        for node in listed["data"]:
            node.pop("id", None)  # a recommendation has no id of its own
        return listed

    def comments(self, told: Told) -> dict[str, Any]:
        above = self.item(told.path["id"])
        listed = self.town.below(above.id) if told.query("filter") == "stream" else [
            one for one in self.town.below(above.id) if one.parent == above.id
        ]  # fmt: skip
        if told.query("order") == "reverse_chronological":
            listed = listed[::-1]
        return self.listing(told, self._nodes(listed), "comment", spec="id,message,created_time,from")

    def post_comment(self, told: Told) -> dict[str, Any]:
        above, text = self.item(told.path["id"]), str(told.given("message"))
        if not text or len(text) > 8000:
            raise error(100, "(#100) Invalid comment.")
        made = self.town.add("reply", told.who, text, parent=above.id, to=above.to or above.author)
        return {"id": made.id}

    # Messages

    def conversations(self, told: Told) -> dict[str, Any]:
        page, person = self.own(told, told.path["id"]), told.query("user_id")
        if told.query("platform", "messenger") != "messenger":
            return {"data": []}
        threads: dict[str, list[Item]] = {}
        for one in self.town.listed("message"):
            if page.id in (one.to, one.author) and (not person or person in (one.to, one.author)):
                threads.setdefault(one.thread, []).append(one)
        nodes = [self._thread(name, said) for name, said in threads.items()]
        return self.listing(told, nodes, "thread", spec="id,updated_time")

    def messages(self, told: Told) -> dict[str, Any]:
        said = self.town.listed("message", thread=told.path["thread"])
        return self.listing(told, [self._message(one) for one in said], "message", spec="id,created_time")

    def post_message(self, told: Told) -> dict[str, Any]:
        page = self.own(told, told.path["id"])
        person = self.town.accounts.get(str(_object(told.body.get("recipient")).get("id")))
        text = str(_object(told.body.get("message")).get("text") or "")
        if person is None:
            raise error(100, "(#100) No matching user found", subcode=2_018_001)
        if not 0 < len(text) <= 2000:
            raise error(100, "(#100) Length of param message[text] must be less than or equal to 2000")
        received = self.town.listed("message", author=person.id, to=page.id)
        if not received or times.now() - received[0].instant > timedelta(hours=24):
            raise error(10, "(#10) This message is sent outside of allowed window.", subcode=2_018_278, status=403)
        sent = self.town.add("message", page, text, to=person.id, thread=received[0].thread)
        return {"recipient_id": person.id, "message_id": sent.id}

    # Insights

    def insights(self, told: Told) -> dict[str, Any]:
        names = told.query("metric").split(",")
        if told.path["id"] in ("me", told.who.id):
            numbers = {name: int(told.who.more.get(name, 0)) for name in PAGE_METRICS}
            return self._numbers(names, numbers, "day")
        return self._numbers(names, self._seen(self.item(told.path["id"])), "lifetime")

    # Webhooks

    def subscribed_apps(self, told: Told) -> dict[str, Any]:
        page = self.own(told, told.path["id"])
        page.more["subscribed"] = str(told.given("subscribed_fields")).split(",")
        return {"success": True}

    routes: tuple[Route, ...] = ()


def _object(value: Any) -> dict[str, Any]:
    """A field that comes as an object, or as its JSON in a form."""
    found = json.loads(value) if isinstance(value, str) and value.startswith("{") else value
    return found if isinstance(found, dict) else {}


S = FacebookStage
REFERENCE = "https://developers.facebook.com/docs/graph-api/reference"
FLOW = "https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow"
KEYS = ("client_id", "client_secret", "redirect_uri", "code", "grant_type", "fb_exchange_token")
S.routes = (
    route("GET", "/www/v26.0/dialog/oauth", S.dialog, "dialog", signed=False, source=FLOW,
          query=("client_id", "redirect_uri", "state", "scope", "response_type", "config_id")),
    route("GET", f"{V}/oauth/access_token", S.access_token, "token", query=KEYS, signed=False, source=FLOW),
    route("GET", f"{V}/debug_token", S.debug_token, "debug_token", query=("input_token!",), signed=False,
          source="https://developers.facebook.com/docs/graph-api/reference/debug_token"),
    route("GET", f"{V}/me/accounts", S.accounts, "accounts", query=LISTED, source=f"{REFERENCE}/user/accounts"),
    route("GET", f"{V}/me/permissions", S.permissions, "permissions", source=f"{REFERENCE}/user/permissions"),
    route("POST", f"{V}/{{app}}/subscriptions", S.subscribe_app, "subscriptions", signed=False,
          **either(("object", "callback_url", "fields", "verify_token", "include_values")),
          source="https://developers.facebook.com/docs/graph-api/webhooks/subscriptions-edge"),
    route("POST", f"{V}/{{id}}/subscribed_apps", S.subscribed_apps, "subscribed_apps",
          **either(("subscribed_fields",)), source=f"{REFERENCE}/page/subscribed_apps"),
    route("GET", f"{V}/{{id}}/published_posts", S.published, "published_posts", query=(*LISTED, "since", "until")),
    route("GET", f"{V}/{{id}}/feed", S.feed, "feed", query=(*LISTED, "since", "until"),
          source=f"{REFERENCE}/page/feed"),
    route("GET", f"{V}/{{id}}/tagged", S.tagged, "tagged", query=LISTED, source=f"{REFERENCE}/page/tagged"),
    route("GET", f"{V}/{{id}}/visitor_posts", S.visitor_posts, "visitor_posts", query=LISTED),
    route("GET", f"{V}/{{id}}/ratings", S.ratings, "ratings", query=LISTED, source=f"{REFERENCE}/page/ratings"),
    route("GET", f"{V}/{{id}}/conversations", S.conversations, "conversations",
          query=(*LISTED, "platform", "user_id", "folder", "tags"), source=f"{REFERENCE}/page/conversations"),
    route("GET", f"{V}/t_{{thread}}/messages", S.messages, "messages_of", query=LISTED),
    route("GET", f"{V}/{{id}}/comments", S.comments, "comments", source=f"{REFERENCE}/object/comments",
          query=(*LISTED, "filter", "live_filter", "order", "since")),
    route("GET", f"{V}/{{id}}/insights", S.insights, "insights", source=f"{REFERENCE}/insights",
          query=(*LISTED, "metric!", "period", "since", "until", "date_preset")),
    route("POST", f"{V}/{{id}}/feed", S.post_feed, "publish", **either(POSTED), source=f"{REFERENCE}/page/feed"),
    route("POST", f"{V}/{{id}}/photos", S.post_photo, "photo", source=f"{REFERENCE}/page/photos",
          body=("source", "url", "caption", "published", "alt_text_custom", "temporary", "file*")),
    route("POST", f"/graph-video{V}/{{id}}/videos", S.post_video, "video", source=f"{REFERENCE}/page/videos",
          body=("source", "description", "title", "published", "file_url")),
    route("GET", f"{V}/{{id}}/videos", S.videos, "videos", query=(*LISTED, "type"), source=f"{REFERENCE}/page/videos"),
    route("POST", f"{V}/{{id}}/captions", S.post_captions, "captions", source=f"{REFERENCE}/video/captions",
          body=("captions_file", "default_locale", "locales_to_delete")),
    route("POST", f"{V}/{{id}}/comments", S.post_comment, "comment", source=f"{REFERENCE}/object/comments",
          **either(("message", "attachment_id", "attachment_share_url", "attachment_url"))),
    route("POST", f"{V}/{{id}}/messages", S.post_message, "send",
          body=("recipient!", "message", "messaging_type", "tag", "notification_type", "sender_action", "reply_to",
                "persona_id"),
          source="https://developers.facebook.com/docs/messenger-platform/reference/send-api"),
    route("GET", f"{V}/", S.get_many, "many", query=("ids!", "fields")),
    route("GET", f"{V}/{{id}}", S.get_node, "node", query=("fields",), source=f"{REFERENCE}/page-post"),
    route("POST", f"{V}/{{id}}", S.change_node, "change", **either(("message", "is_hidden", "is_published")),
          source=f"{REFERENCE}/page-post"),
    route("DELETE", f"{V}/{{id}}", S.delete_node, "delete", source=f"{REFERENCE}/page-post"),
)  # fmt: skip
