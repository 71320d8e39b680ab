"""How what is said on a rehearsed Page looks on the wire: nodes, insights, events of the webhook."""

from collections.abc import Callable, Mapping
from typing import Any

from bedside.channels.networks.facebook.fields import KNOWN
from bedside.channels.rehearsal.graph import GraphStage, error, wire_time
from bedside.channels.rehearsal.town import Account, Item

METRICS = {"post_media_view": "views", "post_total_media_view_unique": "viewers", "post_clicks": "clicks"}
PAGE_METRICS = ("page_media_view", "page_total_media_view_unique", "page_post_engagements", "page_follows")
V = "/v26.0"


class FacebookViews(GraphStage):
    known = KNOWN

    def events(self, item: Item, what: str) -> list[dict[str, Any]]:
        page = self.town.accounts.get(item.to)
        if page is None or not page.ours:
            return []
        verb = {"said": "add", "changed": "edited", "removed": "remove"}[what]
        who = self.town.accounts[item.author]
        if item.kind == "message":
            if what != "said":
                return []
            told = {"sender": {"id": who.id}, "recipient": {"id": page.id},
                    "timestamp": int(item.instant.timestamp() * 1000),
                    "message": {"mid": item.id, "text": item.text}}  # fmt: skip
            return [{"object": "page", "entry": [self.entry(page.id, messaging=[told])]}]
        value: dict[str, Any] = {"from": {"id": who.id, "name": who.name}, "verb": verb,
                                 "created_time": int(item.instant.timestamp())}  # fmt: skip
        if verb != "remove":
            value["message"] = item.text
        field = "feed"
        if item.kind == "review":
            field = "ratings"
            value = {"item": "rating", "verb": verb, "reviewer_id": who.id, "reviewer_name": who.name,
                     "review_text": item.text, "recommendation_type": _verdict(item),
                     "created_time": int(item.instant.timestamp()), "open_graph_story_id": item.id}  # fmt: skip
        elif self._is_comment(item):
            value |= {"item": "comment", "comment_id": item.id, "post_id": item.root, "parent_id": item.parent}
        else:
            field = "mention"
            value |= {"item": "post", "post_id": item.id, "sender_id": who.id, "sender_name": who.name}
        return [{"object": "page", "entry": [self.entry(page.id, changes=[{"field": field, "value": value}])]}]

    def _numbers(self, names: list[str], numbers: Mapping[str, int], period: str) -> dict[str, Any]:
        unknown = [name for name in names if name not in numbers]
        if unknown:
            raise error(100, "(#100) The value must be a valid insights metric")
        return {"data": [{"name": name, "period": period, "values": [{"value": numbers[name]}]} for name in names]}

    def _seen(self, item: Item) -> dict[str, int]:
        return {theirs: item.numbers.get(ours, 0) for theirs, ours in METRICS.items()}

    # How things look

    def _is_comment(self, item: Item) -> bool:
        return item.kind == "reply"

    def _nodes(self, items: list[Item]) -> list[dict[str, Any]]:
        return [self._node(item) for item in items]

    def _page(self, page: Account) -> dict[str, Any]:
        tasks = page.more.get("tasks", ["MANAGE", "CREATE_CONTENT", "MODERATE", "MESSAGING", "ANALYZE"])
        return {"id": page.id, "name": page.name, "username": page.handle, "tasks": tasks,
                "followers_count": int(page.more.get("followers", 0))}  # fmt: skip

    def _node(self, item: Item) -> dict[str, Any]:
        who = self.town.accounts[item.author]
        below = self.town.below(item.id)
        changed = max([item.edited_at or item.at, *(one.at for one in below)])
        node: dict[str, Any] = {
            "id": item.id,
            "from": {"id": who.id, "name": who.name},
            "message": item.text or None,
            "created_time": wire_time(item.at),
            "updated_time": wire_time(changed),
            "permalink_url": f"https://www.facebook.com/{item.id}",
            "is_hidden": item.hidden,
            "shares": {"count": item.numbers["reposts"]} if item.numbers.get("reposts") else None,
            "reactions": _sum(item.numbers.get("likes", 0)),
            "comments": _sum(len(below)),
            "insights": lambda modifiers, within: self._numbers(
                modifiers.get("metric", "").split(","), self._seen(item), "lifetime"
            ),
        }  # fmt: skip
        if self._is_comment(item) and item.parent != item.root:
            node["parent"] = {"id": item.parent}
        return node

    def _video(self, item: Item) -> dict[str, Any]:
        post = item.id.partition("_")[2]
        return {"id": item.more["film"], "post_id": post, "description": item.text, "created_time": wire_time(item.at)}

    def _rating(self, item: Item) -> dict[str, Any]:
        who = self.town.accounts[item.author]
        return {"id": item.id, "created_time": wire_time(item.at), "has_review": bool(item.text), "has_rating": False,
                "recommendation_type": _verdict(item), "review_text": item.text or None,
                "reviewer": {"id": who.id, "name": who.name}, "open_graph_story": {"id": item.id}}  # fmt: skip

    def _message(self, item: Item) -> dict[str, Any]:
        who = self.town.accounts[item.author]
        return {"id": item.id, "created_time": wire_time(item.at), "message": item.text,
                "from": {"id": who.id, "name": who.name, "email": f"{who.id}@facebook.test"}}  # fmt: skip

    def _thread(self, name: str, said: list[Item]) -> dict[str, Any]:
        def messages(modifiers: Mapping[str, str], within: str) -> dict[str, Any]:
            size = int(modifiers.get("limit", "25"))
            wire: dict[str, Any] = {"data": [self.select("message", self._message(one), within) for one in said[:size]]}
            if len(said) > size:
                after = {"cursors": {"after": said[size - 1].id}, "next": f"{self.base}{V}/t_{name}/messages"}
                wire["paging"] = after
            return wire

        return {"id": f"t_{name}", "updated_time": wire_time(said[0].at), "messages": messages}


def _sum(number: int) -> Callable[[Mapping[str, str], str], dict[str, Any]]:
    return lambda modifiers, within: {"data": [], "summary": {"total_count": number}}


def _verdict(item: Item) -> str:
    return "negative" if item.stars is not None and item.stars < 3 else "positive"
