"""Records as the reading side shows them (app.bsky.feed.defs, app.bsky.notification.listNotifications)."""

from typing import Any

from bedside.channels.networks.bluesky.translate import NUMBERS
from bedside.channels.rehearsal.bluesky.repos import Account, Notification, Record, Repos
from bedside.channels.rehearsal.wire import Shown

FEED = "app.bsky.feed.defs"


def author(repos: Repos, did: str) -> dict[str, Any]:
    account = repos.accounts.get(did) or Account(did, "handle.invalid", "", "")
    return {"did": did, "handle": account.handle, "displayName": account.name, "labels": []}


def post(repos: Repos, record: Record) -> dict[str, Any]:
    return {
        "uri": record.uri,
        "cid": record.cid,
        "author": author(repos, record.did),
        "record": record.value,
        "bookmarkCount": 0,
        **repos.count(record.uri),
        "indexedAt": record.indexed_at,
        "labels": [],
    }


def thread(repos: Repos, record: Record, depth: int) -> dict[str, Any]:
    replies = [thread(repos, reply, depth - 1) for reply in repos.replies_to(record.uri)] if depth > 0 else []
    return {
        "$type": f"{FEED}#threadViewPost",
        "post": post(repos, record),
        "replies": replies,
    }


def notification(repos: Repos, notice: Notification, record: Record) -> dict[str, Any]:
    shown = {
        "uri": record.uri,
        "cid": record.cid,
        "author": author(repos, record.did),
        "reason": notice.reason,
        "record": record.value,
        "isRead": notice.is_read,
        "indexedAt": notice.sort_at,
        "labels": [],
    }
    return shown | ({"reasonSubject": notice.subject} if notice.subject else {})


def profile(repos: Repos, account: Account) -> dict[str, Any]:
    counted = {"followersCount": 0, "followsCount": 0, "postsCount": len(repos.posts(account.did))}
    return author(repos, account.did) | counted


def shown(wire: dict[str, Any], ours: set[str]) -> Shown:
    """A post as the rehearsal's own page has it."""
    record, who = wire["record"], wire["author"]
    embed = record.get("embed", {})
    images = embed.get("images", [])
    films = [embed] if "video" in embed else []
    reply = str(record.get("reply", {}).get("parent", {}).get("uri", ""))
    mine = who["did"] in ours
    return Shown(
        id=wire["uri"],
        kind="reply" if reply else "post" if mine else "quote" if "record" in embed else "mention",
        author=who["displayName"],
        handle=who["handle"],
        text=str(record.get("text", "")),
        at=wire["indexedAt"],
        parent=reply,
        link=str(embed.get("external", {}).get("uri", "")),
        alts=tuple(image["alt"] for image in images) or tuple(one.get("alt", "") for one in films),
        media=tuple(image["image"]["ref"]["$link"] for image in images)
        or tuple(one["video"]["ref"]["$link"] for one in films),
        ours=mine,
        language=(record.get("langs") or ["en"])[0],
        numbers={ours_: wire[theirs] for ours_, theirs in NUMBERS.items()},
    )
