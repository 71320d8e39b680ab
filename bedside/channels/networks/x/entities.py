"""The objects a rehearsed X answers with, in the names of its OpenAPI document, and the payloads of its webhooks."""

import hashlib
import html
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bedside.channels.networks.x.translate import between
from bedside.channels.rehearsal.town import Account, Item
from bedside.channels.rules.lengths import ADDRESS

if TYPE_CHECKING:
    from bedside.channels.networks.x.stage import XStage


def stamp(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def user(who: Account) -> dict[str, Any]:
    return {"id": who.id, "name": who.name, "username": who.handle}


def versions(item: Item) -> list[str]:
    return [item.id, *item.more.get("versions", [])]


def texts(stage: "XStage", item: Item) -> tuple[str, list[dict[str, Any]], list[int]]:
    """A post's text as X gives it: addresses shortened, signs escaped, an answer's names before it."""
    urls: list[dict[str, Any]] = []

    def short(match: re.Match[str]) -> str:
        made = "https://t.co/" + hashlib.sha256(match[0].encode()).hexdigest()[:10]
        urls.append({"start": 0, "end": 23, "url": made, "expanded_url": match[0], "display_url": match[0][8:30]})
        return made

    text = html.escape(ADDRESS.sub(short, item.text), quote=False)
    for one in item.media:
        made = f"https://t.co/m{one.id[-9:]}"
        text = f"{text} {made}".strip()
        page = f"https://x.com/{stage.town.accounts[item.author].handle}/status/{item.id}/photo/1"
        urls.append({"start": 0, "end": 23, "url": made, "expanded_url": page, "media_key": f"3_{one.id}"})
    above = stage.town.items.get(item.parent)
    if item.kind == "reply" and above is not None and above.author != item.author:
        lead = f"@{stage.town.accounts[above.author].handle} "
        return lead + text, urls, [len(lead), len(lead + text)]
    return text, urls, [0, len(text)]


def post(stage: "XStage", item: Item) -> dict[str, Any]:
    text, urls, shown = texts(stage, item)
    ids, count = versions(item), stage.town.count(item)
    made: dict[str, Any] = {
        "id": ids[-1], "text": text, "edit_history_post_ids": ids, "author_id": item.author,
        "created_at": stamp(item.edited_at or item.at), "lang": item.language, "display_text_range": shown,
        "conversation_id": (item.root or item.id) if item.kind != "quote" else item.id,
        "public_metrics": {"like_count": count.get("likes", 0), "reply_count": count["replies"],
                           "repost_count": count.get("reposts", 0), "quote_count": count.get("quotes", 0),
                           "bookmark_count": count.get("bookmarks", 0),
                           "impression_count": count.get("impressions", 0)},
    }  # fmt: skip
    if urls:
        made["entities"] = {"urls": urls}
    above = stage.town.items.get(item.parent)
    if above is not None:
        made["referenced_posts"] = [{"type": "quoted" if item.kind == "quote" else "replied_to", "id": above.id}]
        if item.kind != "quote":
            made["in_reply_to_user_id"] = above.author
    return made


def private_metrics(stage: "XStage", item: Item) -> dict[str, int]:
    count = stage.town.count(item)
    return {"impression_count": count.get("impressions", 0), "url_link_clicks": count.get("link_clicks", 0),
            "user_profile_clicks": count.get("profile_clicks", 0)}  # fmt: skip


def message(stage: "XStage", item: Item) -> dict[str, Any]:
    return {"id": item.id, "event_type": "MessageCreate", "text": html.escape(item.text, quote=False),
            "created_at": stamp(item.at), "sender_id": item.author,
            "dm_conversation_id": between(item.to, item.author)}  # fmt: skip


def problem(status: int, title: str, detail: str, kind: str = "about:blank") -> dict[str, Any]:
    return {"title": title, "detail": detail, "type": kind, "status": status}


def absent(post_id: str) -> dict[str, Any]:
    return {"value": post_id, "detail": f"Could not find post with ids: [{post_id}].", "title": "Not Found Error",
            "resource_type": "post", "parameter": "ids", "resource_id": post_id,
            "type": "https://api.x.com/2/problems/resource-not-found"}  # fmt: skip


def event(stage: "XStage", item: Item) -> dict[str, Any] | None:
    """The webhook about something said; None where X sends none. Webhooks still say "tweet"."""
    kinds = {"reply": "post.reply.create", "mention": "post.mention.create", "quote": "post.quote.create",
             "message": "dm.received"}  # fmt: skip
    who = stage.town.accounts[item.author]
    if item.kind not in kinds or who.ours:
        return None
    envelope: dict[str, Any] = {
        "event_uuid": str(9_000_000_000 + item.sequence), "filter": {"user_id": item.to},
        "event_type": kinds[item.kind], "tag": "bedside",
    }  # fmt: skip
    if item.kind == "message":
        sent = {"type": "message_create", "id": item.id, "created_timestamp": str(int(item.instant.timestamp() * 1000)),
                "message_create": {"target": {"recipient_id": item.to}, "sender_id": item.author,
                                   "message_data": {"text": item.text, "entities": {"urls": []}}}}  # fmt: skip
        return {"data": envelope | {"payload": {"direct_message_events": [sent],
                                                "users": {who.id: {"data": user(who)}}}}}  # fmt: skip
    payload = post(stage, item)
    payload["edit_history_tweet_ids"] = payload.pop("edit_history_post_ids")
    if "referenced_posts" in payload:
        payload["referenced_tweets"] = payload.pop("referenced_posts")
        payload["in_reply_to_tweet_id"] = payload["referenced_tweets"][0]["id"]
    return {"data": envelope | {"payload": payload, "includes": {"users": [{"data": user(who)}]}}}
