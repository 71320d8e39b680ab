"""WordPress as it is rehearsed: posts, media and comments of one site a hospital, by core's own REST routes.

Every account has a site of its own wire-wise (its posts and the comments below them); addresses follow the real
site's, so that `{base}/wp-json/…` and `{base}/?rest_route=/…` both work. Error bodies are those that WordPress 6.5.5
gave (exchanges/answers.json).
"""

import base64
import html
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bedside.channels.networks.wordpress import translate
from bedside.channels.networks.wordpress.shapes import RIGHTS, Shapes, refused, split
from bedside.channels.rehearsal.faults import Kind
from bedside.channels.rehearsal.rest import Refusal, Route, Told
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


class WordPressStage(Shapes):
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
        """As the connector names things: posts/1, comments/2."""
        kinds = {item.id: item.kind for item in self.town.items.values()}
        return [
            replace(
                one,
                id=_named(one.id, one.kind),
                parent=_named(one.parent, kinds.get(one.parent, "post")) if one.parent else "",
            )
            for one in super().shown()
            if one.kind != "media"
        ]

    def direct(self, what: str, told: Mapping[str, Any]) -> object:
        plain = {name: str(told[name]).rpartition("/")[2] for name in ("id", "to") if name in told}
        done: Any = super().direct(what, dict(told) | plain)
        if what in ("accounts", "skew"):
            return done
        named = [{"id": _named(one["id"], self.town.items[one["id"]].kind)} for one in _listed(done)]
        return named if isinstance(done, list) else named[0]

    def open_account(self, told: Mapping[str, Any]) -> dict[str, Any]:
        made = super().open_account(told)
        return made | {"id": f"{self.base.partition('://')[2]}#{made['id']}"}

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
        if slugs := split(told.query("slug")):
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
        if slugs := split(told.query("slug")):
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
        return [one for one in listed if one["slug"] in split(told.query("slug"))]

    def comments(self, told: Told) -> Any:
        who, status = told.who, told.query("status", "approve")
        moderates = bool(self._rights(who).get("moderate_comments"))
        if not moderates and (status != "approve" or told.query("type", "comment") != "comment"):
            raise refused(403, "rest_forbidden_param", "Query parameter not permitted: status")
        kinds = ("reply", "mention") if told.query("type") == "all" else ("reply",)
        found = [one for one in self.town.listed(*kinds) if one.to == who.id or one.author == who.id]
        found = [one for one in found if status == "all" or not one.hidden]
        if posts := split(told.query("post")):
            found = [one for one in found if (one.root or one.parent) in posts]
        found.sort(key=lambda one: int(one.id), reverse=told.query("order", "desc") == "desc")
        return self._page(told, found, self._comment)

    def comment(self, told: Told) -> Any:
        return self._comment(self.items_of(told, "reply", "mention"), told.query("context"))

    def create_comment(self, told: Told) -> Any:
        body, who = told.body, told.who
        words = str(body.get("content") or "").strip()
        root = str(body.get("post"))
        post = self.town.find(root)
        # A rehearsed pingback may stand where there is no post yet; its answer stands there too.
        nowhere = post is None and not self.town.listed("post", author=who.id) and root == "1"
        if not nowhere and (post is None or post.kind != "post"):
            raise refused(403, "rest_comment_invalid_post_id", "Sorry, you are not allowed to create this comment.")
        if not words:
            raise refused(400, "rest_comment_content_invalid", "Invalid comment content.")
        if len(words) > 65_525:
            raise refused(400, "comment_content_column_length", "Your comment is too long.")
        if any(one.more.get("raw") == words for one in self.town.listed("reply", author=who.id) if one.root == root):
            raise refused(
                409, "comment_duplicate", "Duplicate comment detected; it looks as though you've already said that!"
            )
        parent = str(body.get("parent") or "")
        item = self.town.add("reply", who, translate.plain(words.replace("\n", "<br>")), parent=parent or root,
                             root=root, to=who.id, more={"raw": words})  # fmt: skip
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


def _named(number: str, kind: str) -> str:
    return f"{'posts' if kind == 'post' else 'comments'}/{number}"


def _listed(done: Any) -> list[dict[str, str]]:
    return done if isinstance(done, list) else [done]
