"""What the rehearsed site answers: posts, files and comments in WordPress's own shapes, pages, and refusals."""

import html
from datetime import UTC, datetime
from typing import Any

from bedside.channels.rehearsal.rest import Refusal, RestStage, Told
from bedside.channels.rehearsal.town import Account, Item
from bedside.channels.rehearsal.wire import Reply, as_json

RIGHTS = {"publish_posts": True, "upload_files": True, "moderate_comments": True, "edit_posts": True, "read": True}


def refused(status: int, code: str, message: str) -> Refusal:
    return Refusal(status, {"code": code, "message": message, "data": {"status": status}})


class Shapes(RestStage):
    """The part of the stage that only speaks."""

    def items_of(self, told: Told, *kinds: str, gone: bool = False) -> Item:
        """The item the path names, among those of this site."""
        item = self.town.items.get(told.path["id"])
        what = "comment" if kinds[0] == "reply" else "post"
        ours = item is not None and told.who.id in (item.author, item.to)
        if item is None or not ours or item.kind not in kinds or item.more.get("deleted") or (item.gone and not gone):
            raise refused(404, f"rest_{what}_invalid_id", f"Invalid {what} ID.")
        return item

    def _rights(self, who: Account) -> dict[str, bool]:
        return dict(who.more.get("capabilities", RIGHTS))

    def _free_slug(self, wanted: str) -> str:
        taken = {one.more.get("slug") for one in self.town.listed("post")}
        free, number = wanted, 2
        while free in taken:
            free, number = f"{wanted}-{number}", number + 1
        return free

    def _post(self, item: Item, context: str) -> dict[str, Any]:
        raw = str(item.more.get("content", ""))
        shown: dict[str, Any] = {"rendered": raw, "protected": False}
        title: dict[str, Any] = {"rendered": str(item.more.get("title", ""))}
        if context == "edit":
            shown, title = {"raw": raw} | shown, {"raw": title["rendered"]} | title
        status = "trash" if item.gone else item.more.get("status", "publish")
        return {
            "id": int(item.id), "date_gmt": _gmt(item.at), "modified_gmt": _gmt(item.edited_at or item.at),
            "slug": item.more.get("slug", "") + ("__trashed" if item.gone else ""), "status": status, "type": "post",
            "link": f"{self.base}/{item.more.get('slug', '')}/", "title": title, "content": shown,
            "author": int(item.author), "featured_media": int(item.more.get("featured_media") or 0),
            "categories": item.more.get("categories", [1]),
        }  # fmt: skip

    def _media(self, item: Item, _context: str) -> dict[str, Any]:
        return {
            "id": int(item.id), "date_gmt": _gmt(item.at), "slug": item.more["slug"], "type": "attachment",
            "alt_text": item.more["alt"], "mime_type": item.more["mime"],
            "source_url": f"{self.base}/wp-content/uploads/{item.more['file']}",
        }  # fmt: skip

    def _comment(self, item: Item, context: str) -> dict[str, Any]:
        who = self.town.accounts[item.author]
        raw = str(item.more.get("raw") or html.escape(item.text, quote=False))
        paragraphs = "".join(f"<p>{part.replace(chr(10), '<br />' + chr(10))}</p>\n" for part in raw.split("\n\n"))
        post = item.root or item.parent
        made: dict[str, Any] = {
            "id": int(item.id), "post": int(post or self._any_post(item.to)), "author": int(who.id) if who.ours else 0,
            "parent": int(item.parent) if item.parent and item.parent != post else 0,
            "author_name": html.escape(who.name), "author_url": "", "date_gmt": _gmt(item.at),
            "content": {"rendered": paragraphs}, "link": f"{self.base}/?p={post}#comment-{item.id}",
            "status": "trash" if item.gone else "hold" if item.hidden else "approved",
            "type": "pingback" if item.kind == "mention" else "comment",
        }  # fmt: skip
        if context == "edit":
            made["content"] = {"rendered": paragraphs, "raw": raw}
            made |= {"author_email": "" if who.ours else f"{who.handle}@mail.test", "author_ip": "192.0.2.7",
                     "author_user_agent": "Rehearsal"}  # fmt: skip
        return made

    def _any_post(self, account: str) -> str:
        """A pingback stands below a post; in rehearsal below the latest."""
        posts = self.town.listed("post", author=account)
        return posts[0].id if posts else "1"

    def _within(self, told: Told, found: list[Item]) -> list[Item]:
        if wanted := split(told.query("include")):
            found = [one for one in found if one.id in wanted]
        if unwanted := split(told.query("exclude")):
            found = [one for one in found if one.id not in unwanted]
        if after := told.query("after"):
            found = [one for one in found if _second(one.at) > datetime.fromisoformat(after)]
        if before := told.query("before"):
            found = [one for one in found if _second(one.at) < datetime.fromisoformat(before)]
        return found

    def _page(self, told: Told, found: list[Item], shape: Any) -> Reply:
        size, page = int(told.query("per_page", "10")), int(told.query("page", "1"))
        if not 1 <= size <= 100:
            raise refused(400, "rest_invalid_param", "Invalid parameter(s): per_page")
        pages = -(-len(found) // size)
        wires = [shape(one, told.query("context")) for one in found[(page - 1) * size : page * size]]
        if fields := split(told.query("_fields")):
            wires = [{name: wire[name] for name in fields if name in wire} for wire in wires]
        return as_json(wires, headers=(("X-WP-Total", str(len(found))), ("X-WP-TotalPages", str(pages))))


def split(told: str) -> set[str]:
    return {one for one in told.split(",") if one}


def _second(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(microsecond=0)


def _gmt(at: str) -> str:
    """An instant as WordPress writes it: whole seconds, no zone."""
    return datetime.fromisoformat(at).astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
