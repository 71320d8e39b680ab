"""Instagram as it is rehearsed, by Instagram's own sign-in: accounts, posts from containers, comments, messages.

The fields of every node and the parameters of a container are those of Meta's SDK (facebook-business 26.0.3); sign-in,
webhooks and errors follow Meta's pages, named beside them.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bedside.channels.networks.instagram import NETWORK
from bedside.channels.networks.instagram.fields import KNOWN
from bedside.channels.rehearsal.containers import ContainerStage
from bedside.channels.rehearsal.graph import LISTED, either, error, gone, route, wire_time
from bedside.channels.rehearsal.rest import Told
from bedside.channels.rehearsal.town import Account, Item, Media
from bedside.channels.rules import length
from bedside.kit import times

V = "/v26.0"
CONTAINER = ("image_url", "video_url", "media_type", "caption", "children", "is_carousel_item", "alt_text",
             "collaborators", "location_id", "user_tags", "cover_url", "thumb_offset", "share_to_feed",
             "is_ai_generated")  # fmt: skip
METRICS = {"views": "views", "reach": "reach", "saved": "saved", "shares": "reposts", "likes": "likes",
           "comments": "replies", "total_interactions": "interactions"}  # fmt: skip
ACCOUNT_METRICS = ("views", "reach", "accounts_engaged", "total_interactions")
QUOTA = 100


class InstagramStage(ContainerStage):
    name = "instagram"
    known = KNOWN
    use_case = "instagram"

    def new_id(self, kind: str, number: int) -> str:
        if kind == "message":
            return f"aWdfZAG1faXRlbToxOk{number:08d}ZD"
        base = {"account": 17_841_400_000_000_000, "post": 18_010_000_000_000_000, "reply": 17_870_000_000_000_000}
        return str(base.get(kind, 17_890_000_000_000_000) + number * 7919)

    # Sign-in

    def token(self, told: Told) -> dict[str, Any]:
        if told.given("grant_type") != "authorization_code":
            raise error(100, "Invalid grant_type")
        account = self.redeem(told)[-1]
        short = self.grant(account, short=True)["access_token"]
        scopes = [scope.name for scope in NETWORK.scopes]
        return {"data": [{"access_token": short, "user_id": account.id, "permissions": ",".join(scopes)}]}

    def exchange(self, told: Told) -> dict[str, Any]:
        if told.query("client_secret") != self.app["client_secret"]:
            raise error(101, "Error validating client secret.")
        return self.prolong(told, "ig_exchange_token")

    def refresh(self, told: Told) -> dict[str, Any]:
        return self.prolong(told, "ig_refresh_token")

    # Posts

    def make_container(self, told: Told) -> dict[str, Any]:
        account = self.own(told, told.path["id"])
        caption, kind = str(told.given("caption")), str(told.given("media_type"))
        if length(caption, NETWORK.limits) > (NETWORK.limits.text or 0):
            raise error(36004, "The caption was too long", subcode=2207010)
        if kind == "CAROUSEL":
            children = told.given("children", None) or []
            listed = children if isinstance(children, list) else str(children).split(",")
            if not 2 <= len(listed) <= 10:
                raise error(100, "Invalid number of carousel items", subcode=2207028)
        elif not (told.given("image_url") or told.given("video_url")):
            raise error(100, "The parameter image_url is required")
        if told.given("video_url") and kind not in ("REELS", "VIDEO", "STORIES"):
            raise error(100, "Unknown media type", subcode=2207023)
        return self.contain(account, told, caption=caption, media_type=kind or "IMAGE")

    def publish(self, told: Told) -> dict[str, Any]:
        account = self.own(told, told.path["id"])
        if self._used(account) >= QUOTA:
            raise error(9, "Application request limit reached", subcode=2207042, status=403)
        kept = self.take(account, str(told.given("creation_id")))
        media = [Media(**one) for one in kept["media"]]
        item = self.town.add("post", account, kept["caption"], media=media, more={"type": kept["media_type"]})
        kept["published"] = item.id
        return {"id": item.id}

    def quota(self, told: Told) -> dict[str, Any]:
        account = self.own(told, told.path["id"])
        node = {"quota_usage": self._used(account), "config": {"quota_total": QUOTA, "quota_duration": 86_400}}
        return {"data": [self.select("quota", node, told.query("fields") or "quota_usage")]}

    def _used(self, account: Account) -> int:
        day = times.now() - timedelta(days=1)
        return sum(1 for one in self.town.listed("post", author=account.id) if one.instant > day)

    # Nodes

    def get_node(self, told: Told) -> dict[str, Any]:
        name, spec = told.path["id"], told.query("fields")
        if name in ("me", told.who.id):
            return self.select("account", self._account(told.who), spec or "id,username")
        if name in told.who.more.get("containers", {}):
            state, failed = self.state(told.who, name)
            status = f"Error: Media upload has failed with error code {failed}" if failed else state
            return self.select("container", {"id": name, "status_code": state, "status": status}, spec)
        if (person := self.town.accounts.get(name)) is not None:
            return self.select("person", {"id": person.id, "username": person.handle, "name": person.name}, spec)
        if any(one.thread == name for one in self.town.items.values()):
            return self.select("thread", self._thread(name), spec)
        item = self.item(name)
        if item.kind in ("post", "mention"):
            if item.kind == "mention":
                raise gone()  # somebody else's post is shown through the mention alone
            return self.select("media", self._media(item), spec)
        return self.select("comment", self._comment(item), spec or "id,text,timestamp")

    def hide(self, told: Told) -> dict[str, Any]:
        item = self.item(told.path["id"])
        if item.kind != "reply" or item.to != told.who.id:
            raise error(10, "(#10) Only the owner of the media may hide its comments", status=403)
        if str(told.given("hide")) not in ("true", "false"):
            raise error(100, "(#100) The parameter hide is required.")
        self.town.change(item, hidden=str(told.given("hide")) == "true")
        return {"success": True}

    # Lists

    def media(self, told: Told) -> dict[str, Any]:
        account = self.own(told, told.path["id"])
        nodes = [self._media(one) for one in self.town.listed("post", author=account.id)]
        return self.listing(told, nodes, "media")

    def tags(self, told: Told) -> dict[str, Any]:
        account = self.own(told, told.path["id"])
        nodes = [self._media(one) for one in self.town.listed("mention", "quote", to=account.id)]
        return self.listing(told, nodes, "media")

    def comments(self, told: Told) -> dict[str, Any]:
        media = self.item(told.path["id"])
        listed = [one for one in self.town.below(media.id) if one.parent == media.id]
        return self.listing(told, [self._comment(one) for one in listed[::-1]], "comment", spec="id,text,timestamp")

    def replies(self, told: Told) -> dict[str, Any]:
        top = self.item(told.path["id"])
        return self.listing(told, [self._comment(one) for one in self.town.below(top.id)], "comment", spec="id,text")

    def add_comment(self, told: Told) -> dict[str, Any]:
        media = self.item(told.path["id"])
        if media.kind != "post" or media.author != told.who.id:
            raise error(10, "(#10) Only media of your own can be commented on this way", status=403)
        return self._say(told, media)

    def add_reply(self, told: Told) -> dict[str, Any]:
        top = self.item(told.path["id"])
        if top.kind != "reply" or self.item(top.parent).kind == "reply":
            raise error(100, "(#100) Only top-level comments can be replied to")
        return self._say(told, top)

    def add_mention(self, told: Told) -> dict[str, Any]:
        above = self.item(str(told.given("comment_id") or told.given("media_id")))
        if above.kind != "mention" or above.to != told.who.id:
            raise error(10, "(#10) The account is not mentioned there", status=403)
        return self._say(told, above)

    def _say(self, told: Told, above: Item) -> dict[str, Any]:
        text = str(told.given("message"))
        if not 0 < len(text) <= 2200:
            raise error(100, "(#100) The parameter message is required.")
        return {"id": self.town.add("reply", told.who, text, parent=above.id, to=above.to or above.author).id}

    # Messages

    def conversations(self, told: Told) -> dict[str, Any]:
        account, person = self.own(told, told.path["id"]), told.query("user_id")
        threads: dict[str, None] = {}
        for one in self.town.listed("message"):
            if account.id in (one.to, one.author) and (not person or person in (one.to, one.author)):
                threads[one.thread] = None
        return self.listing(told, [self._thread(name) for name in threads], "thread", spec="id,updated_time")

    def send(self, told: Told) -> dict[str, Any]:
        account, body = self.own(told, told.path["id"]), told.body
        person = self.town.accounts.get(str((body.get("recipient") or {}).get("id")))
        text = str((body.get("message") or {}).get("text") or "")
        if person is None:
            raise error(100, "No matching user found", subcode=2018001)
        if not 0 < len(text.encode()) <= 1000:
            raise error(100, "Length of message must be at most 1000 bytes")
        received = self.town.listed("message", author=person.id, to=account.id)
        if not received or times.now() - received[0].instant > timedelta(hours=24):
            raise error(10, "This message is sent outside of allowed window.", subcode=2534022, status=403)
        sent = self.town.add("message", account, text, to=person.id, thread=received[0].thread)
        return {"recipient_id": person.id, "message_id": sent.id}

    # Insights

    def insights(self, told: Told) -> dict[str, Any]:
        names = told.query("metric").split(",")
        if told.path["id"] not in ("me", told.who.id):
            return self._numbers(names, self._seen(self.item(told.path["id"])))
        if told.query("metric_type") != "total_value" or told.query("period") != "day":
            raise error(100, "(#100) metric_type=total_value is required")
        numbers = {name: int(told.who.more.get(name, 0)) for name in ACCOUNT_METRICS}
        wire = self._numbers(names, numbers)
        return {"data": [one | {"total_value": one.pop("values")[0]} for one in wire["data"]]}

    def _numbers(self, names: list[str], numbers: Mapping[str, int]) -> dict[str, Any]:
        if any(name not in numbers for name in names):
            raise error(100, "(#100) metric must be one of the following values")
        listed = [{"name": name, "period": "lifetime", "values": [{"value": numbers[name]}]} for name in names]
        return {"data": listed}

    def _seen(self, item: Item) -> dict[str, int]:
        return {theirs: item.numbers.get(ours, 0) for theirs, ours in METRICS.items()}

    # Webhooks

    def subscribed_apps(self, told: Told) -> dict[str, Any]:
        self.own(told, told.path["id"]).more["subscribed"] = str(told.given("subscribed_fields")).split(",")
        return {"success": True}

    def events(self, item: Item, what: str) -> list[dict[str, Any]]:
        account = self.town.accounts.get(item.to)
        if account is None or not account.ours:
            return []
        who = self.town.accounts[item.author]
        if item.kind == "message" and what in ("said", "removed"):
            message = {"mid": item.id} | ({"is_deleted": True} if what == "removed" else {"text": item.text})
            told = {"sender": {"id": who.id}, "recipient": {"id": account.id},
                    "timestamp": int(item.instant.timestamp() * 1000), "message": message}  # fmt: skip
            return [{"object": "instagram", "entry": [self.entry(account.id, messaging=[told])]}]
        if what != "said" or item.kind not in ("reply", "mention"):
            return []  # Instagram says nothing of comments that were taken away
        value: dict[str, Any] = {"media_id": item.id}
        if item.kind == "reply":
            value = {"id": item.id, "from": {"id": who.id, "username": who.handle}, "text": item.text,
                     "media": {"id": item.root, "media_product_type": "FEED"}}  # fmt: skip
            if item.parent != item.root:
                value["parent_id"] = item.parent
        field = "comments" if item.kind == "reply" else "mentions"
        return [{"object": "instagram", "entry": [self.entry(account.id, field=field, value=value)]}]

    # How things look

    def credentials(self, account: Account) -> dict[str, str]:
        self.app.setdefault("meta_app_id", "rehearsal-meta")
        self.app.setdefault("meta_app_secret", self.app["client_secret"][::-1])
        return super().credentials(account)

    def _account(self, account: Account) -> dict[str, Any]:
        def mentioned_media(modifiers: Mapping[str, str], within: str) -> dict[str, Any]:
            item = self.item(modifiers.get("media_id", ""))
            return self.select("media", self._media(item), within)

        followers = int(account.more.get("followers", 0))
        return {"id": account.id, "user_id": account.id, "username": account.handle, "name": account.name,
                "account_type": "BUSINESS", "followers_count": followers, "mentioned_media": mentioned_media,
                "media_count": len(self.town.listed("post", author=account.id))}  # fmt: skip

    def _media(self, item: Item) -> dict[str, Any]:
        who = self.town.accounts[item.author]
        return {
            "id": item.id,
            "caption": item.text or None,
            "timestamp": wire_time(item.at),
            "permalink": f"https://www.instagram.com/p/{item.id}/",
            "media_type": {"REELS": "VIDEO", "CAROUSEL": "CAROUSEL_ALBUM"}.get(item.more.get("type", ""), "IMAGE"),
            "username": who.handle,
            "like_count": item.numbers.get("likes", 0),
            "comments_count": len(self.town.below(item.id)),
            "comments": self._nested([one for one in self.town.below(item.id) if one.parent == item.id]),
            "insights": lambda modifiers, within: self._numbers(
                modifiers.get("metric", "").split(","), self._seen(item)
            ),
        }  # fmt: skip

    def _comment(self, item: Item) -> dict[str, Any]:
        who = self.town.accounts[item.author]
        node = {"id": item.id, "text": item.text, "timestamp": wire_time(item.at), "username": who.handle,
                "from": {"id": who.id, "username": who.handle}, "hidden": item.hidden,
                "replies": self._nested(self.town.below(item.id))}  # fmt: skip
        if self.item(item.root).id != item.parent:
            node["parent_id"] = item.parent
        return node

    def _nested(self, items: list[Item]) -> Callable[[Mapping[str, str], str], dict[str, Any] | None]:
        def listed(modifiers: Mapping[str, str], within: str) -> dict[str, Any] | None:
            size = int(modifiers.get("limit", "25"))
            nodes = [self.select("comment", self._comment(one), within) for one in items[:size]]
            more = (
                {"paging": {"cursors": {"after": items[size - 1].id}, "next": self.base}} if len(items) > size else {}
            )
            return {"data": nodes} | more if items else None

        return listed

    def _thread(self, name: str) -> dict[str, Any]:
        said = self.town.listed("message", thread=name)

        def messages(modifiers: Mapping[str, str], within: str) -> dict[str, Any]:
            nodes = [self.select("message", self._message(one), within or "id,created_time") for one in said[:20]]
            return {"data": nodes}

        return {"id": name, "updated_time": wire_time(said[0].at) if said else "", "messages": messages}

    def _message(self, item: Item) -> dict[str, Any]:
        who = self.town.accounts[item.author]
        return {"id": item.id, "created_time": wire_time(item.at), "message": item.text,
                "from": {"id": who.id, "username": who.handle}}  # fmt: skip


S = InstagramStage
DOCS = "https://developers.facebook.com/docs/instagram-platform"
LOGIN = f"{DOCS}/instagram-api-with-instagram-login/business-login"
S.routes = (
    route("GET", "/www/oauth/authorize", S.dialog, "dialog", signed=False, source=LOGIN,
          query=("client_id", "redirect_uri", "state", "scope", "response_type", "enable_fb_login", "force_reauth")),
    route("POST", "/api/oauth/access_token", S.token, "token", signed=False, source=LOGIN,
          body=("client_id!", "client_secret!", "grant_type!", "redirect_uri!", "code!")),
    route("GET", "/access_token", S.exchange, "exchange", query=("grant_type!", "client_secret!"), source=LOGIN),
    route("GET", "/refresh_access_token", S.refresh, "refresh", query=("grant_type!",), source=LOGIN),
    route("POST", f"/graph-facebook{V}/{{app}}/subscriptions", S.subscribe_app, "subscriptions", signed=False,
          **either(("object", "callback_url", "fields", "verify_token", "include_values")),
          source="https://developers.facebook.com/docs/graph-api/webhooks/subscriptions-edge"),
    route("POST", f"{V}/{{id}}/subscribed_apps", S.subscribed_apps, "subscribed_apps",
          **either(("subscribed_fields",)), source=f"{DOCS}/webhooks"),
    route("POST", f"{V}/{{id}}/media", S.make_container, "container", **either(CONTAINER),
          source=f"{DOCS}/content-publishing"),
    route("POST", f"{V}/{{id}}/media_publish", S.publish, "publish", **either(("creation_id",)),
          source=f"{DOCS}/content-publishing"),
    route("GET", f"{V}/{{id}}/content_publishing_limit", S.quota, "quota", query=(*LISTED, "since")),
    route("GET", f"{V}/{{id}}/media", S.media, "media", query=(*LISTED, "since", "until")),
    route("GET", f"{V}/{{id}}/tags", S.tags, "tags", query=LISTED,
          source=f"{DOCS}/instagram-api-with-instagram-login/mentions"),
    route("GET", f"{V}/{{id}}/comments", S.comments, "comments", query=LISTED, source=f"{DOCS}/comment-moderation"),
    route("GET", f"{V}/{{id}}/replies", S.replies, "replies", query=LISTED, source=f"{DOCS}/comment-moderation"),
    route("POST", f"{V}/{{id}}/comments", S.add_comment, "comment", **either(("message",))),
    route("POST", f"{V}/{{id}}/replies", S.add_reply, "reply", **either(("message",))),
    route("POST", f"{V}/{{id}}/mentions", S.add_mention, "mention", **either(("media_id", "comment_id", "message"))),
    route("GET", f"{V}/{{id}}/conversations", S.conversations, "conversations",
          query=(*LISTED, "platform", "user_id"),
          source=f"{DOCS}/instagram-api-with-instagram-login/conversations-api"),
    route("POST", f"{V}/{{id}}/messages", S.send, "send", body=("recipient!", "message!", "tag", "messaging_type"),
          source=f"{DOCS}/instagram-api-with-instagram-login/messaging-api"),
    route("GET", f"{V}/{{id}}/insights", S.insights, "insights",
          query=(*LISTED, "metric!", "period", "metric_type", "since", "until", "breakdown", "timeframe"),
          source=f"{DOCS}/reference/instagram-media/insights"),
    route("GET", f"{V}/{{id}}", S.get_node, "node", query=("fields",)),
    route("POST", f"{V}/{{id}}", S.hide, "hide", **either(("hide", "comment_enabled"))),
)  # fmt: skip
