"""WordPress as it is rehearsed: posts, media and comments of one site a hospital, by core's own REST routes.

Every account has a site of its own wire-wise (its posts and the comments below them); addresses follow the real
site's, so that `{base}/wp-json/…` and `{base}/?rest_route=/…` both work. Error bodies are those that WordPress 6.5.5
gave (exchanges/answers.json).
"""

import base64
import html
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bedside.channels.networks.wordpress import translate
from bedside.channels.rehearsal.faults import Kind
from bedside.channels.rehearsal.rest import Refusal, RestStage, Route, Told
from bedside.channels.rehearsal.town import Account, Item, Media
from bedside.channels.rehearsal.wire import Reply, Request, Shown, as_json

API = "/wp-json/wp/v2"
DOCS = "https://developer.wordpress.org/rest-api/reference/"
PLAIN = ("context", "page", "per_page", "order", "orderby", "_fields", "include", "exclude")
LIST = (*PLAIN, "after", "before")
POST_BODY = (
    "title",
    "content",
    "status",
    "slug",
    "featured_media",
    "categories",
    "excerpt",
    "comment_status",
    "date_gmt",
)
COMMENT_BODY = ("post", "content", "parent", "status", "author")
MIMES = ("image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "text/vtt")
RIGHTS = {"publish_posts": True, "upload_files": True, "moderate_comments": True, "edit_posts": True, "read": True}


def refused(status: int, code: str, message: str) -> Refusal:
    return Refusal(status, {"code": code, "message": message, "data": {"status": status}})


class WordPressStage(RestStage):
    name = "wordpress"
    lasts = None  # application passwords do not end
    #: False plays a site without pretty permalinks: only ?rest_route= is answered.
    pretty = True
    #: A site with EMPTY_TRASH_DAYS = 0 has no trash.
    trash = True

    # What RestStage asks

    def new_id(self, kind: str, number: int) -> str:
        return str(number)

    def refusal(self, kind: Kind, seconds: int = 1) -> Refusal:
        if kind is Kind.LIMITED:  # not core's: what a host's firewall answers
            return Refusal(429, {"code": "too_many_requests", "message": "Too Many Requests", "data": {"status": 429}},
                           (("Retry-After", str(seconds)),))  # fmt: skip
        if kind in (Kind.EXPIRED, Kind.REVOKED):
            return refused(401, "incorrect_password", "The provided password is an invalid application password.")
        return refused(500, "internal_server_error", "There has been a critical error on this website.")

    def missing(self, route: Route, name: str) -> Refusal:
        if route.name == "createComment":
            return refused(403, "rest_comment_invalid_post_id", "Sorry, you are not allowed to create this comment.")
        return refused(400, "rest_missing_callback_param", f"Missing parameter(s): {name}")

    def unknown(self) -> Refusal:
        return refused(404, "rest_no_route", "No route was found matching the URL and request method.")

    def credentials(self, account: Account) -> dict[str, str]:
        return {"username": account.handle, "password": account.password}

    def whose(self, request: Request) -> Account:
        scheme, _, told = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            raise refused(401, "rest_not_logged_in", "You are not currently logged in.")
        try:
            name, _, password = base64.b64decode(told).decode().partition(":")
        except ValueError:
            name = password = ""
        account = self.town.by_handle(name)
        # WordPress takes an application password with or without its spaces.
        if account is None or not account.password or account.password != password.replace(" ", ""):
            raise self.refusal(Kind.REVOKED)
        return account

    def revoke(self, account_id: str) -> None:
        with self.lock:
            self.town.accounts[account_id].password = ""

    def handle(self, request: Request, disturbed: frozenset[Kind]) -> Reply:
        route = request.first("rest_route")
        if route and request.path.rstrip("/") == self.prefix:
            query = {name: values for name, values in request.query.items() if name != "rest_route"}
            return super().handle(replace(request, path=f"{self.prefix}/wp-json{route}", query=query), disturbed)
        if not self.pretty and request.path.startswith(f"{self.prefix}/wp-json"):
            return Reply(404, b"<!doctype html><title>Page not found</title>", "text/html; charset=UTF-8")
        return super().handle(request, disturbed)

    def shown(self) -> list[Shown]:
        return [one for one in super().shown() if one.kind != "media"]

    # Routes

    def index(self, _told: Told) -> Any:
        return {"name": "Rehearsed site", "url": self.base, "home": self.base, "namespaces": ["oembed/1.0", "wp/v2"]}

    def me(self, told: Told) -> Any:
        who = told.who
        return {"id": int(who.id), "username": who.handle, "name": who.name, "slug": who.handle.replace(".", "-"),
                "link": f"{self.base}/author/{who.handle}/", "roles": ["editor"],
                "capabilities": who.more.get("capabilities", RIGHTS)}  # fmt: skip

    def posts(self, told: Told) -> Any:
        who = told.who
        wanted = set(told.query("status", "publish").split(","))
        found = [one for one in self.town.listed("post", author=who.id) if one.more.get("status", "publish") in wanted]
        if slugs := _split(told.query("slug")):
            found = [one for one in found if one.more.get("slug") in slugs]
        return self._page(told, self._within(told, found), self._post)

    def post(self, told: Told) -> Any:
        item = self.items_of(told, "post", gone=told.query("context") == "edit")
        return self._post(item, told.query("context"))

    def create_post(self, told: Told) -> Any:
        body = told.body
        if not (body.get("title") or body.get("content")):
            raise refused(400, "empty_content", "Content, title, and excerpt are empty.")
        if not self._rights(told.who).get("publish_posts"):
            raise refused(403, "rest_cannot_create", "Sorry, you are not allowed to create posts as this user.")
        item = self.town.add("post", told.who, "", to=told.who.id)
        item.more |= {"status": body.get("status", "draft"), "slug": self._free_slug(str(body.get("slug") or item.id))}
        self._write(item, body)
        item.edited_at = ""
        return as_json(self._post(item, "edit"), 201)

    def update_post(self, told: Told) -> Any:
        item = self.items_of(told, "post")
        self._write(item, told.body)
        return self._post(item, "edit")

    def _write(self, item: Item, body: dict[str, Any]) -> None:
        for name in ("title", "content", "status", "featured_media", "categories"):
            if name in body:
                item.more[name] = body[name]
        numbers = translate.media_ids(str(item.more.get("content", "")), item.more.get("featured_media"))
        listed = [self.town.items.get(str(number)) for number in numbers]
        media = [Media(one.more["blob"], one.more["mime"], one.more["alt"]) for one in listed if one is not None]
        links = re.findall(r'<a href="([^"]+)">', str(item.more.get("content", "")))
        title, words = (
            html.unescape(str(item.more.get("title", ""))),
            translate.plain(str(item.more.get("content", ""))),
        )
        self.town.change(
            item, text=words if words.startswith(title.rstrip("…").rstrip()) else f"{title}\n\n{words}", title=title,
            media=media, link=html.unescape(links[-1]) if links else "",
        )  # fmt: skip

    def delete_post(self, told: Told) -> Any:
        return self._delete(told, "post", self._post)

    def _delete(self, told: Told, kind: str, shape: Any) -> Any:
        item = self.items_of(told, kind, gone=True)
        if told.query("force") == "true":
            self.town.change(item, gone=True)
            item.more["deleted"] = True
            return {"deleted": True, "previous": shape(item, "edit")}
        if not self.trash:
            raise refused(
                501, "rest_trash_not_supported", "The post does not support trashing. Set 'force=true' to delete."
            )
        if item.gone:
            raise refused(410, "rest_already_trashed", "The post has already been deleted.")
        self.town.change(item, gone=True)
        return shape(item, "edit")

    def media(self, told: Told) -> Any:
        found = self.town.listed("media", author=told.who.id)
        if slugs := _split(told.query("slug")):
            found = [one for one in found if one.more["slug"] in slugs]
        return self._page(told, self._within(told, found), self._media)

    def create_media(self, told: Told) -> Any:
        if "file" not in told.files:
            raise refused(400, "rest_upload_no_data", "No data supplied.")
        name, mime, content = told.files["file"]
        if mime not in MIMES or "." not in name:
            raise refused(500, "rest_upload_unknown_error", "Sorry, you are not allowed to upload this file type.")
        blob = self.town.keep_blob(content, mime)
        item = self.town.add("media", told.who, "", more={"blob": blob, "mime": mime, "file": name})
        item.more |= {"slug": str(told.body.get("slug") or name.rpartition(".")[0]),
                      "alt": str(told.body.get("alt_text") or "")}  # fmt: skip
        return as_json(self._media(item, "edit"), 201)

    def delete_media(self, told: Told) -> Any:
        item = self.items_of(told, "media", gone=True)
        if item.gone:
            raise refused(404, "rest_post_invalid_id", "Invalid post ID.")
        if told.query("force") != "true":
            raise refused(
                501, "rest_trash_not_supported", "The post does not support trashing. Set 'force=true' to delete."
            )
        self.town.change(item, gone=True)
        self.town.blobs.pop(item.more["blob"], None)
        return {"deleted": True, "previous": self._media(item, "edit")}

    def file(self, told: Told) -> Any:
        for item in self.town.listed("media"):
            if item.more["file"] == told.path["name"] and (kept := self.town.blobs.get(item.more["blob"])):
                return Reply(200, kept[0], kept[1])
        raise self.unknown()

    def categories(self, told: Told) -> Any:
        known = {"health-tips": 2, "news": 3}
        listed = [{"id": number, "slug": slug, "name": slug} for slug, number in known.items()]
        return [one for one in listed if one["slug"] in _split(told.query("slug"))]

    def comments(self, told: Told) -> Any:
        who, status = told.who, told.query("status", "approve")
        moderates = bool(self._rights(who).get("moderate_comments"))
        if not moderates and (status != "approve" or told.query("type", "comment") != "comment"):
            raise refused(403, "rest_forbidden_param", "Query parameter not permitted: status")
        kinds = ("reply", "mention") if told.query("type") == "all" else ("reply",)
        found = [one for one in self.town.listed(*kinds) if one.to == who.id or one.author == who.id]
        found = [one for one in found if status == "all" or not one.hidden]
        if posts := _split(told.query("post")):
            found = [one for one in found if (one.root or one.parent) in posts]
        found.sort(key=lambda one: int(one.id), reverse=told.query("order", "desc") == "desc")
        return self._page(told, found, self._comment)

    def comment(self, told: Told) -> Any:
        return self._comment(self.items_of(told, "reply", "mention"), told.query("context"))

    def create_comment(self, told: Told) -> Any:
        body, who = told.body, told.who
        words = str(body.get("content") or "").strip()
        post = self.town.find(str(body.get("post")))
        if post is None or post.kind != "post":
            raise refused(403, "rest_comment_invalid_post_id", "Sorry, you are not allowed to create this comment.")
        if not words:
            raise refused(400, "rest_comment_content_invalid", "Invalid comment content.")
        if len(words) > 65_525:
            raise refused(400, "comment_content_column_length", "Your comment is too long.")
        if any(one.more.get("raw") == words for one in self.town.listed("reply", author=who.id) if one.root == post.id):
            raise refused(
                409, "comment_duplicate", "Duplicate comment detected; it looks as though you've already said that!"
            )
        parent = str(body.get("parent") or "")
        item = self.town.add("reply", who, translate.plain(words.replace("\n", "<br>")), parent=parent or post.id,
                             root=post.id, to=who.id, more={"raw": words})  # fmt: skip
        return as_json(self._comment(item, "edit"), 201)

    def update_comment(self, told: Told) -> Any:
        item, body = self.items_of(told, "reply", "mention"), told.body
        if "status" in body:
            hidden = body["status"] in ("hold", "0")
            if set(body) == {"status"} and hidden == item.hidden:
                raise refused(500, "rest_comment_failed_edit", "Updating comment status failed.")
            self.town.change(item, hidden=hidden)
        if "content" in body:
            words = str(body["content"])
            self.town.change(item, text=translate.plain(words.replace("\n", "<br>")))
            item.more["raw"] = words
        return self._comment(item, "edit")

    def delete_comment(self, told: Told) -> Any:
        return self._delete(told, "reply", self._comment)

    # Shapes

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
        if wanted := _split(told.query("include")):
            found = [one for one in found if one.id in wanted]
        if unwanted := _split(told.query("exclude")):
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
        if fields := _split(told.query("_fields")):
            wires = [{name: wire[name] for name in fields if name in wire} for wire in wires]
        return as_json(wires, headers=(("X-WP-Total", str(len(found))), ("X-WP-TotalPages", str(pages))))

    routes = (
        Route("GET", "/wp-json/?", index, "index", signed=False, source=DOCS),
        Route("GET", f"{API}/users/me", me, "me", ("context",), source=f"{DOCS}users/"),
        Route("GET", f"{API}/posts", posts, "listPosts", (*LIST, "slug", "status"), source=f"{DOCS}posts/"),
        Route("POST", f"{API}/posts", create_post, "createPost", (), POST_BODY, source=f"{DOCS}posts/"),
        Route("GET", f"{API}/posts/{{id}}", post, "getPost", ("context",), source=f"{DOCS}posts/"),
        Route("POST", f"{API}/posts/{{id}}", update_post, "updatePost", (), POST_BODY, source=f"{DOCS}posts/"),
        Route("DELETE", f"{API}/posts/{{id}}", delete_post, "deletePost", ("force",), source=f"{DOCS}posts/"),
        Route("GET", f"{API}/media", media, "listMedia", (*LIST, "slug"), source=f"{DOCS}media/"),
        Route("POST", f"{API}/media", create_media, "createMedia", (), ("file", "slug", "alt_text", "title"),
              source=f"{DOCS}media/"),
        Route("DELETE", f"{API}/media/{{id}}", delete_media, "deleteMedia", ("force",), source=f"{DOCS}media/"),
        Route("GET", f"{API}/categories", categories, "listCategories", (*PLAIN, "slug"), source=f"{DOCS}categories/"),
        Route("GET", f"{API}/comments", comments, "listComments", (*LIST, "post", "status", "type"),
              source=f"{DOCS}comments/"),
        Route("POST", f"{API}/comments", create_comment, "createComment", (), ("post!", *COMMENT_BODY[1:]),
              source=f"{DOCS}comments/"),
        Route("GET", f"{API}/comments/{{id}}", comment, "getComment", ("context",),
              source=f"{DOCS}comments/"),
        Route("POST", f"{API}/comments/{{id}}", update_comment, "updateComment", (), COMMENT_BODY,
              source=f"{DOCS}comments/"),
        Route("DELETE", f"{API}/comments/{{id}}", delete_comment, "deleteComment", ("force",),
              source=f"{DOCS}comments/"),
        Route("GET", "/wp-content/uploads/{name}", file, "file", None, signed=False),
    )  # fmt: skip


def _split(told: str) -> set[str]:
    return {one for one in told.split(",") if one}


def _second(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(microsecond=0)


def _gmt(at: str) -> str:
    """An instant as WordPress writes it: whole seconds, no zone."""
    return datetime.fromisoformat(at).astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
