"""Records as the reading side shows them (app.bsky.feed.defs, app.bsky.notification.listNotifications)."""

from typing import Any

from bedside.channels.rehearsal.bluesky.repos import Account, Notification, Record, Repos

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
    return author(repos, account.did) | {"postsCount": len(repos.posts(account.did))}
