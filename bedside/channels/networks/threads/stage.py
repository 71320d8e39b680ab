"""Threads as it is rehearsed: profiles, posts and replies from containers, polls, mentions.

There is no machine-readable contract: the table of routes at the end is one, each with the page of Meta's reference it
was written from. https://developers.facebook.com/docs/threads/reference
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bedside.channels.networks.threads import NETWORK
from bedside.channels.rehearsal.containers import ContainerStage
from bedside.channels.rehearsal.graph import LISTED, either, error, gone, route, wire_time
from bedside.channels.rehearsal.rest import Told
from bedside.channels.rehearsal.town import Account, Item, Media
from bedside.channels.rules import length
from bedside.channels.rules.lengths import ADDRESS
from bedside.kit import times

V = "/v1.0"
CONTAINER = ("media_type", "text", "image_url", "video_url", "children", "is_carousel_item", "reply_to_id",
             "reply_control", "quote_post_id", "poll_attachment", "link_attachment", "alt_text", "topic_tag",
             "text_attachment", "gif_attachment", "is_spoiler_media", "is_ghost_post", "enable_reply_approvals",
             "location_id", "auto_publish_text", "allowlisted_country_codes", "crossreshare_to_ig")  # fmt: skip
_REPLY = (
    "id media_product_type media_type media_url permalink username text timestamp shortcode thumbnail_url children "
    "is_quote_post has_replies root_post replied_to is_reply is_reply_owned_by_me hide_status reply_audience "
    "quoted_post reposted_post gif_url topic_tag is_verified profile_picture_url"
)
POST_METRICS = ("views", "likes", "replies", "reposts", "quotes", "shares")
TOTALS = {"quota": 250, "reply_quota": 1000, "delete_quota": 100}


class ThreadsStage(ContainerStage):
    name = "threads"
    use_case = "threads"
    takes = ("image/jpeg", "image/png")
    known = {
        "profile": frozenset(["id", "username", "name", "threads_profile_picture_url", "threads_biography"]),
        "post": frozenset(_REPLY.split()) | {"owner", "alt_text", "link_attachment_url", "poll_attachment"},
        "container": frozenset(["id", "status", "error_message"]),
        "quota": frozenset(f"{name}_{what}" for name in TOTALS for what in ("usage", "config"))
        | {"config", "reply_config", "delete_config"},
    }

    # Sign-in

    def token(self, told: Told) -> dict[str, Any]:
        if told.given("grant_type") != "authorization_code":
            raise error(100, "Invalid grant_type")
        account = self.redeem(told)[-1]
        return {"access_token": self.grant(account, short=True)["access_token"], "user_id": int(account.id)}

    def exchange(self, told: Told) -> dict[str, Any]:
        if told.query("client_secret") != self.app["client_secret"]:
            raise error(101, "Error validating client secret.")
        return self.prolong(told, "th_exchange_token")

    def refresh(self, told: Told) -> dict[str, Any]:
        return self.prolong(told, "th_refresh_token")

    def credentials(self, account: Account) -> dict[str, str]:
        self.app.setdefault("meta_app_id", "rehearsal-meta")
        self.app.setdefault("meta_app_secret", self.app["client_secret"][::-1])
        return super().credentials(account)

    # Posts and replies

    def make_container(self, told: Told) -> dict[str, Any]:
        account = self.own(told, told.path["id"])
        text, kind = str(told.given("text")), str(told.given("media_type"))
        above, poll = str(told.given("reply_to_id")), told.given("poll_attachment", None)
        if kind not in ("TEXT", "IMAGE", "VIDEO", "CAROUSEL"):
            raise error(100, "(#100) Param media_type must be one of {TEXT, IMAGE, VIDEO, CAROUSEL}")
        if length(text, NETWORK.limits) > (NETWORK.limits.text or 0):
            raise error(100, "(#100) Param text must be at most 500 characters long.")
        if len(set(ADDRESS.findall(text))) > 5:
            raise error(100, "Too many links")
        if kind == "TEXT" and not text.strip():
            raise error(100, "(#100) The parameter text is required")
        if above:
            self.item(above)
        if isinstance(poll, str):
            poll = json.loads(poll)
        options = list((poll or {}).values())
        if poll and (kind != "TEXT" or not 2 <= len(options) <= 4 or any(not 1 <= len(one) <= 25 for one in options)):
            raise error(100, "Invalid poll attachment")
        children = told.given("children", None) or []
        if kind == "CAROUSEL" and not 2 <= len(children if isinstance(children, list) else children.split(",")) <= 20:
            raise error(100, "Invalid number of carousel items")
        return self.contain(account, told, text=text, above=above, options=options)

    def publish(self, told: Told) -> dict[str, Any]:
        account, name = self.own(told, told.path["id"]), str(told.given("creation_id"))
        above = str(account.more.get("containers", {}).get(name, {}).get("above", ""))
        if self._used(account)["reply_quota" if above else "quota"] >= TOTALS["reply_quota" if above else "quota"]:
            raise error(9, "Application request limit reached", subcode=2207042, status=403)
        kept = self.take(account, name)
        media = [Media(**one) for one in kept.get("media", [])]
        poll = {"options": kept["options"], "minutes": 1440} if kept["options"] else None
        more: dict[str, Any] = {"media": media, "poll": poll}
        if above:
            parent = self.item(above)
            more |= {"parent": above, "to": parent.to or parent.author}
        item = self.town.add("reply" if above else "post", account, kept["text"], **more)
        kept["published"] = item.id
        return {"id": item.id}

    def delete(self, told: Told) -> dict[str, Any]:
        item = self.mine(told, told.path["id"])
        if self._used(told.who)["delete_quota"] >= TOTALS["delete_quota"]:
            raise error(9, "Delete request limit reached", status=403)
        self.town.change(item, gone=True, more=item.more | {"deleted": times.now().isoformat()})
        return {"success": True, "deleted_id": item.id}

    def manage_reply(self, told: Told) -> dict[str, Any]:
        item = self.item(told.path["id"])
        if item.kind != "reply" or item.to != told.who.id:
            raise error(10, "(#10) Only the owner of the root post may hide its replies", status=403)
        if item.parent != item.root:
            raise error(100, "Only top-level replies can be hidden")
        self.town.change(item, hidden=str(told.given("hide")).lower() == "true")
        return {"success": True}

    def quota(self, told: Told) -> dict[str, Any]:
        used = self._used(self.own(told, told.path["id"]))
        node: dict[str, Any] = {}
        for name, total in TOTALS.items():
            node[f"{name}_usage"] = used[name]
            node[f"{name.removesuffix('quota')}config"] = {"quota_total": total, "quota_duration": 86_400}
        return {"data": [self.select("quota", node, told.query("fields") or "quota_usage")]}

    def _used(self, account: Account) -> dict[str, int]:
        day = times.now() - timedelta(days=1)
        mine = [one for one in self.town.items.values() if one.author == account.id and one.instant > day]
        gone_since = [one for one in mine if one.more.get("deleted", "") > day.isoformat()]
        return {
            "quota": sum(1 for one in mine if one.kind == "post"),
            "reply_quota": sum(1 for one in mine if one.kind == "reply"),
            "delete_quota": len(gone_since),
        }

    # Reading

    def get_node(self, told: Told) -> dict[str, Any]:
        name, spec = told.path["id"], told.query("fields")
        if name in ("me", told.who.id):
            node = {"id": told.who.id, "username": told.who.handle, "name": told.who.name}
            return self.select("profile", node, spec or "id")
        if name in told.who.more.get("containers", {}):
            state, failed = self.state(told.who, name)
            node = {"id": name, "status": state} | ({"error_message": "FAILED_DOWNLOADING_IMAGE"} if failed else {})
            return self.select("container", node, spec)
        if name not in self.town.items:
            raise gone()
        return self.select("post", self._node(self.item(name), told.who), spec or "id")

    def threads(self, told: Told) -> dict[str, Any]:
        who = self.own(told, told.path["id"])
        return self._list(told, self.town.listed("post", author=who.id))

    def own_replies(self, told: Told) -> dict[str, Any]:
        who = self.own(told, told.path["id"])
        return self._list(told, self.town.listed("reply", author=who.id))

    def mentions(self, told: Told) -> dict[str, Any]:
        who = self.own(told, told.path["id"])
        return self._list(told, self.town.listed("mention", "quote", to=who.id))

    def conversation(self, told: Told) -> dict[str, Any]:
        listed = self.town.below(self.item(told.path["id"]).id)
        return self._list(told, listed[::-1] if told.query("reverse", "true") == "true" else listed)

    def replies(self, told: Told) -> dict[str, Any]:
        if told.path["id"] in ("me", told.who.id):
            return self.own_replies(told)
        root = self.item(told.path["id"])
        return self._list(told, [one for one in self.town.below(root.id) if one.parent == root.id][::-1])

    def _list(self, told: Told, items: list[Item]) -> dict[str, Any]:
        return self.listing(told, [self._node(one, told.who) for one in items], "post")

    def insights(self, told: Told) -> dict[str, Any]:
        item, numbers = self.item(told.path["id"]), {}
        for name in told.query("metric").split(","):
            if name not in POST_METRICS:
                raise error(100, "(#100) metric must be one of the following values")
            direct = sum(1 for one in self.town.below(item.id) if one.parent == item.id)
            numbers[name] = direct if name == "replies" else item.numbers.get(name, 0)
        return {"data": [_metric(name, {"values": [{"value": number}]}) for name, number in numbers.items()]}

    def profile_insights(self, told: Told) -> dict[str, Any]:
        who, data = self.own(told, told.path["id"]), []
        for name in told.query("metric").split(","):
            number = int(who.more.get(name, 0))
            if name == "views":
                values = [{"value": 0, "end_time": wire_time(times.now().isoformat())}, {"value": number}]
                data.append(_metric(name, {"values": values}))
            elif name == "clicks":
                links = [{"value": number, "link_url": "https://stmary.example"}]
                data.append(_metric(name, {"link_total_values": links}))
            elif name in ("likes", "replies", "reposts", "quotes", "followers_count"):
                data.append(_metric(name, {"total_value": {"value": number}}))
            else:
                raise error(100, "(#100) metric must be one of the following values")
        return {"data": data}

    # Webhooks

    def events(self, item: Item, what: str) -> list[dict[str, Any]]:
        owner = self.town.accounts.get(item.to)
        if owner is None or not owner.ours or item.kind not in ("reply", "mention") or what != "said":
            return []
        fields = ("id", "username", "text", "media_type", "permalink", "timestamp", "shortcode")
        node = self._node(item, owner)
        value = {name: node[name] for name in fields}
        if item.kind == "reply":
            value |= {"replied_to": node["replied_to"], "root_post": node["root_post"] | {"owner_id": owner.id}}
        topic, field = ("moderate", "replies") if item.kind == "reply" else ("interaction", "mentions")
        return [{"app_id": self.app["client_id"], "topic": topic, "target_id": item.root or item.id,
                 "time": int(times.now().timestamp()), "subscription_id": "234567", "has_uid_field": False,
                 "values": {"value": value, "field": field}}]  # fmt: skip

    def _node(self, item: Item, who: Account) -> Mapping[str, Any]:
        author = self.town.accounts[item.author]
        kinds = {"image": "IMAGE", "video": "VIDEO"}
        kind = kinds.get(item.media[0].mime.partition("/")[0], "IMAGE") if item.media else "TEXT_POST"
        node: dict[str, Any] = {
            "id": item.id,
            "text": item.text or None,
            "username": author.handle,
            "timestamp": wire_time(item.at),
            "permalink": f"https://www.threads.net/@{author.handle}/post/{item.id}",
            "shortcode": item.id[-8:],
            "media_type": "CAROUSEL_ALBUM" if len(item.media) > 1 else kind,
            "has_replies": bool(self.town.listed(parent=item.id)),
            "is_reply": item.kind == "reply",
            "is_reply_owned_by_me": item.author == who.id,
            "hide_status": "HIDDEN" if item.hidden else "NOT_HUSHED",
        }
        if item.kind == "reply":
            root = self.town.items.get(item.root)
            owner = self.town.accounts[root.author] if root is not None else who
            node["root_post"] = {"id": item.root, "username": owner.handle}
            node["replied_to"] = {"id": item.parent}
        if item.poll:
            options = zip("abcd", item.poll["options"], strict=False)
            node["poll_attachment"] = {f"option_{letter}": option for letter, option in options}
        return node


def _metric(name: str, more: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "period": "lifetime", "title": name, "id": f"1/insights/{name}/lifetime", **more}


S = ThreadsStage
DOCS = "https://developers.facebook.com/docs/threads"
LOGIN = f"{DOCS}/get-started/get-access-tokens-and-permissions"
LASTING = f"{DOCS}/get-started/long-lived-tokens"
S.routes = (
    route("GET", "/www/oauth/authorize", S.dialog, "dialog", signed=False, source=LOGIN,
          query=("client_id", "redirect_uri", "state", "scope", "response_type")),
    route("POST", "/oauth/access_token", S.token, "token", signed=False, source=LOGIN,
          body=("client_id!", "client_secret!", "grant_type!", "redirect_uri!", "code!")),
    route("GET", "/access_token", S.exchange, "exchange", query=("grant_type!", "client_secret!"), source=LASTING),
    route("GET", "/refresh_access_token", S.refresh, "refresh", query=("grant_type!",), source=LASTING),
    route("POST", "/graph-facebook/v26.0/{app}/subscriptions", S.subscribe_app, "subscriptions", signed=False,
          **either(("object", "callback_url", "fields", "verify_token", "include_values")),
          source="https://developers.facebook.com/docs/graph-api/webhooks/subscriptions-edge"),
    route("POST", f"{V}/{{id}}/threads", S.make_container, "container", **either(CONTAINER),
          source=f"{DOCS}/reference/publishing"),
    route("POST", f"{V}/{{id}}/threads_publish", S.publish, "publish", **either(("creation_id",)),
          source=f"{DOCS}/reference/publishing"),
    route("GET", f"{V}/{{id}}/threads_publishing_limit", S.quota, "quota", query=("fields",),
          source=f"{DOCS}/troubleshooting"),
    route("GET", f"{V}/{{id}}/threads_insights", S.profile_insights, "profile_insights",
          query=("metric!", "since", "until", "breakdown"), source=f"{DOCS}/insights"),
    route("GET", f"{V}/{{id}}/threads", S.threads, "threads", query=(*LISTED, "since", "until"),
          source=f"{DOCS}/threads-media"),
    route("GET", f"{V}/{{id}}/mentions", S.mentions, "mentions", query=(*LISTED, "since", "until"),
          source=f"{DOCS}/threads-mentions"),
    route("GET", f"{V}/{{id}}/replies", S.replies, "replies", query=(*LISTED, "reverse", "since", "until"),
          source=f"{DOCS}/reference/reply-management"),
    route("GET", f"{V}/{{id}}/conversation", S.conversation, "conversation", query=(*LISTED, "reverse"),
          source=f"{DOCS}/reference/reply-management"),
    route("POST", f"{V}/{{id}}/manage_reply", S.manage_reply, "manage_reply", **either(("hide",)),
          source=f"{DOCS}/reference/reply-management"),
    route("GET", f"{V}/{{id}}/insights", S.insights, "insights", query=("metric!",), source=f"{DOCS}/insights"),
    route("GET", f"{V}/{{id}}", S.get_node, "node", query=("fields",), source=f"{DOCS}/threads-media"),
    route("DELETE", f"{V}/{{id}}", S.delete, "delete", source=f"{DOCS}/posts/delete-posts"),
)  # fmt: skip
