"""The entities a rehearsed Mastodon server answers with, made from what the town knows."""

import html
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bedside.channels.rehearsal.town import Account, Item
from bedside.channels.rules.lengths import ADDRESS

if TYPE_CHECKING:
    from bedside.channels.networks.mastodon.stage import MastodonStage

FIRST = 110_000_000_000_000_000
MENTION = re.compile(r"@([\w.-]*\w)")


def stamp(at: str | datetime) -> str:
    when = datetime.fromisoformat(at) if isinstance(at, str) else at
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def content(text: str) -> str:
    """Plain text as Mastodon's HTML: paragraphs, breaks, and addresses with their ends hidden."""

    def link(match: re.Match[str]) -> str:
        scheme, _, rest = match[0].partition("//")
        shown, hidden = html.escape(rest[:30]), html.escape(rest[30:])
        return (
            f'<a href="{html.escape(match[0])}" rel="nofollow noopener" target="_blank"><span class="invisible">'
            f'{scheme}//</span><span class="{"ellipsis" if hidden else ""}">{shown}</span>'
            f'<span class="invisible">{hidden}</span></a>'
        )

    parts, last = [], 0
    for match in ADDRESS.finditer(text):
        parts += [html.escape(text[last : match.start()]), link(match)]
        last = match.end()
    marked = "".join([*parts, html.escape(text[last:])])
    marked = marked.replace("\r\n", "\n")
    return "".join(f"<p>{one.replace(chr(10), '<br />')}</p>" for one in re.split(r"\n{2,}", marked))


def account(stage: "MastodonStage", who: Account) -> dict[str, Any]:
    page = f"{stage.base}/@{who.handle}"
    made = stamp(datetime(2024, 1, 1, tzinfo=UTC))
    return {
        "id": who.id, "username": who.handle, "acct": who.handle, "display_name": who.name, "locked": False,
        "bot": False, "discoverable": True, "indexable": False, "group": False, "created_at": made, "note": "",
        "url": page, "uri": page, "avatar": f"{page}/avatar.png", "avatar_static": f"{page}/avatar.png",
        "avatar_description": "", "header_description": "", "show_media": True, "show_media_replies": True,
        "show_featured": True,
        "header": f"{page}/header.png", "header_static": f"{page}/header.png",
        "followers_count": int(who.more.get("followers", 0)), "following_count": 0,
        "statuses_count": len(stage.town.listed(author=who.id)), "last_status_at": None, "emojis": [], "fields": [],
        "hide_collections": False, "noindex": False, "roles": [],
    }  # fmt: skip


def status(stage: "MastodonStage", item: Item) -> dict[str, Any]:
    who, count = stage.town.accounts[item.author], stage.town.count(item)
    parent = stage.town.items.get(item.parent) if item.kind != "quote" else None
    there = stage.town.accounts
    mentioned = [one for name in MENTION.findall(item.text) if (one := stage.town.by_handle(name))]
    if item.kind in ("mention", "message") and item.to in there and there[item.to] not in mentioned:
        mentioned.append(there[item.to])
    page = f"{stage.base}/@{who.handle}/{item.id}"
    return {
        "id": item.id, "created_at": stamp(item.at), "in_reply_to_id": parent.id if parent else None,
        "in_reply_to_account_id": parent.author if parent else None, "sensitive": False, "spoiler_text": "",
        "visibility": visibility(item), "language": item.language, "uri": page, "url": page,
        "replies_count": count["replies"], "reblogs_count": count.get("reposts", 0),
        "favourites_count": count.get("likes", 0), "quotes_count": count.get("quotes", 0),
        "edited_at": stamp(item.edited_at) if item.edited_at else None, "content": content(item.text),
        "reblog": None, "application": None, "account": account(stage, who),
        "media_attachments": [media(stage, one.id) for one in item.media],
        "mentions": [{"id": one.id, "username": one.handle, "acct": one.handle, "url": f"{stage.base}/@{one.handle}"}
                     for one in mentioned],
        "tags": [], "emojis": [], "card": None, "poll": poll(item), "quote": quote(stage, item),
        "favourited": False, "reblogged": False, "muted": False, "bookmarked": False, "pinned": False, "filtered": [],
    }  # fmt: skip


def visibility(item: Item) -> str:
    return "direct" if item.kind == "message" else str(item.more.get("visibility", "public"))


def quote(stage: "MastodonStage", item: Item) -> dict[str, Any] | None:
    quoted = stage.town.find(item.parent) if item.kind == "quote" else None
    return {"state": "accepted", "quoted_status": status(stage, quoted)} if quoted else None


def poll(item: Item) -> dict[str, Any] | None:
    if not item.poll:
        return None
    options = [{"title": option, "votes_count": 0} for option in item.poll["options"]]
    return {"id": item.id, "expires_at": item.poll["expires_at"], "expired": False, "multiple": False,
            "votes_count": 0, "voters_count": 0, "options": options, "emojis": [], "voted": True,
            "own_votes": []}  # fmt: skip


def media(stage: "MastodonStage", name: str) -> dict[str, Any]:
    kept = stage.media[name]
    page = f"{stage.url()}/picture/{stage.name}/{name}"
    done = kept["waits"] <= 0
    return {"id": name, "type": "video" if kept["mime"].startswith("video/") else "image",
            "url": page if done else None, "preview_url": page if done else None, "remote_url": None,
            "text_url": None, "meta": {}, "description": kept["alt"] or None, "blurhash": None}  # fmt: skip


def notification(stage: "MastodonStage", item: Item) -> dict[str, Any]:
    number = str(int(item.id) - FIRST)
    return {"id": number, "type": "quote" if item.kind == "quote" else "mention", "created_at": stamp(item.at),
            "group_key": f"ungrouped-{number}", "account": account(stage, stage.town.accounts[item.author]),
            "status": status(stage, item)}  # fmt: skip


CONFIGURATION: dict[str, Any] = {
    "urls": {"streaming": "wss://rehearsal.invalid"},
    "accounts": {"max_featured_tags": 10},
    "statuses": {"max_characters": 500, "max_media_attachments": 4, "characters_reserved_per_url": 23},
    "media_attachments": {
        "supported_mime_types": ["image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"],
        "description_limit": 1500, "image_size_limit": 16_777_216, "image_matrix_limit": 33_177_600,
        "video_size_limit": 103_809_024, "video_frame_rate_limit": 120, "video_matrix_limit": 8_294_400,
    },
    "polls": {"max_options": 4, "max_characters_per_option": 50, "min_expiration": 300, "max_expiration": 2_629_746},
    "translation": {"enabled": False},
}  # fmt: skip


def instance(stage: "MastodonStage") -> dict[str, Any]:
    return {
        "domain": "rehearsal.test", "title": "Rehearsal", "version": "4.5.0",
        "source_url": "https://github.com/mastodon/mastodon", "description": "", "languages": ["en"], "rules": [],
        "usage": {"users": {"active_month": 1}}, "thumbnail": {"url": f"{stage.base}/thumbnail.png"}, "icon": [],
        "configuration": stage.configuration, "api_versions": {"mastodon": 7},
        "registrations": {"enabled": False, "approval_required": False, "message": None, "url": None},
        "contact": {"email": "", "account": None},
    }  # fmt: skip
