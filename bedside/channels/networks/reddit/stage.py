"""Reddit as it is rehearsed: one site with communities, comments, an inbox and a leased store.

Reddit has no machine-readable contract: the table of routes is held against PRAW, which also drives it as a client.
"""

import base64
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bedside.channels.networks.reddit import translate
from bedside.channels.rehearsal.consent import consent_page
from bedside.channels.rehearsal.faults import Kind
from bedside.channels.rehearsal.rest import Refusal, RestStage, Route, Told
from bedside.channels.rehearsal.town import Account, Item, Media
from bedside.channels.rehearsal.wire import Reply, as_json
from bedside.kit import times

DOCS = "https://www.reddit.com/dev/api/"
KINDS = {"account": "t2", "post": "t3", "message": "t4", "media": "m"}
SUBMIT = ("api_type", "sr!", "title!", "kind!", "text", "url", "video_poster_url", "sendreplies", "resubmit", "nsfw",
          "spoiler", "validate_on_submit", "flair_id", "flair_text", "raw_json")  # fmt: skip
PAGED = ("limit", "after", "before", "count", "sort", "t", "show", "raw_json", "mark", "depth", "context", "type")


class RedditStage(RestStage):
    name = "reddit"
    lasts = timedelta(hours=24)
    most, window = 1000, 600

    def __init__(self, url: Callable[[], str], *, seed: int = 0, access_lasts: timedelta | None = None) -> None:
        super().__init__(url, seed=seed, access_lasts=access_lasts)
        self.moderator = True
        self.break_minutes = 0  # then every post is answered with RATELIMIT
        self.slow_media = 1  # how often a picture's post is not listed yet

    def new_id(self, kind: str, number: int) -> str:
        return f"{KINDS.get(kind, 't1')}_{_base36(40_000_000 + number)}"

    def refusal(self, kind: Kind, seconds: int = 1) -> Refusal:
        if kind is Kind.LIMITED:
            headers = (
                ("x-ratelimit-used", "1000"),
                ("x-ratelimit-remaining", "0.0"),
                ("x-ratelimit-reset", str(seconds)),
            )
            return Refusal(429, {"message": "Too Many Requests", "error": 429}, headers)
        if kind in (Kind.ERROR_BEFORE, Kind.ERROR_AFTER):
            return Refusal(503, {"message": "Service Unavailable", "error": 503})
        return Refusal(401, {"message": "Unauthorized", "error": 401})

    def missing(self, route: Route, name: str) -> Refusal:
        return _error("NO_TEXT", f"we need something here ({name})", name)

    def unknown(self) -> Refusal:
        return Refusal(404, {"message": "Not Found", "error": 404})

    def limit_headers(self, route: Route, most: int, left: int, resets_at: datetime) -> tuple[tuple[str, str], ...]:
        seconds = max(int((resets_at - times.now()).total_seconds()), 0)
        return (("x-ratelimit-used", str(most - left)), ("x-ratelimit-remaining", f"{left}.0"),
                ("x-ratelimit-reset", str(seconds)))  # fmt: skip

    def credentials(self, account: Account) -> dict[str, str]:
        return self.grant(account) | {"subreddit": f"u_{account.handle.partition('.')[0]}"}

    def find_route(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        return super().find_route(method, path.rstrip("/"))

    def disturb(self, answer: Any, disturbed: frozenset[Kind]) -> Any:
        if isinstance(answer, dict) and answer.get("kind") == "Listing":
            return answer | {"data": super().disturb(answer["data"], disturbed)}
        return super().disturb(answer, disturbed)

    # Signing in

    def authorize(self, told: Told) -> Reply:
        if told.query("client_id") != self.app["client_id"] or told.query("duration") != "permanent":
            raise Refusal(400, {"error": "invalid_request"})
        code, back = secrets.token_urlsafe(16), told.query("redirect_uri")
        ours = next((one for one in self.town.accounts.values() if one.ours), None)
        who = ours or self.town.account("stmary.test", "St. Mary", ours=True)
        self.codes[code] = {"account": who.id, "redirect": back}
        return consent_page(who.name, back, code=code, state=told.query("state"))

    def token(self, told: Told) -> dict[str, Any]:
        pair = f"{self.app['client_id']}:{self.app['client_secret']}".encode()
        if told.request.headers.get("authorization", "") != f"Basic {base64.b64encode(pair).decode()}":
            raise Refusal(401, {"message": "Unauthorized", "error": 401})
        lasts = {"token_type": "bearer", "scope": "*", "expires_in": int((self.lasts or timedelta(1)).total_seconds())}
        if told.body["grant_type"] == "refresh_token":
            # Permanent refresh tokens stay; no new one is sent.
            grant = next((one for one in self.grants.values() if one.refresh == told.body.get("refresh_token")), None)
            if grant is None:
                raise Refusal(400, {"message": "Bad Request", "error": 400})
            made = self.grant(self.town.accounts[grant.account])
            self.grants[made["access_token"]].refresh = grant.refresh
            return lasts | {"access_token": made["access_token"]}
        kept = self.codes.pop(str(told.body.get("code")), None)
        if not kept or kept["redirect"] != told.body.get("redirect_uri"):
            return {"error": "invalid_grant"}
        made = self.grant(self.town.accounts[kept["account"]])
        return lasts | {"access_token": made["access_token"], "refresh_token": made["refresh_token"]}

    def me(self, told: Told) -> dict[str, Any]:
        who = told.who
        return {"id": who.id.removeprefix("t2_"), "name": who.handle, "total_karma": 12, "link_karma": 10,
                "comment_karma": 2, "subreddit": {"display_name": f"u_{who.handle}", "title": who.name}}  # fmt: skip

    def about(self, told: Told) -> dict[str, Any]:
        return {"kind": "t5", "data": {"display_name": told.path["sr"], "subscribers": 42, "name": "t5_abc"}}

    # What is said

    def submit(self, told: Told) -> dict[str, Any]:
        body, kind = told.body, str(told.body["kind"])
        self._break()
        text, link = translate.plain(body.get("text")), str(body.get("url") or "")
        if len(str(body["title"])) > 300 or len(str(body.get("text") or "")) > 40_000:
            raise _error("TOO_LONG", "this is too long (max: 40000)", "text")
        if kind == "link" and str(body.get("resubmit")).lower() != "true" and any(
                one.link == link for one in self.town.listed("post")):  # fmt: skip
            raise _error("ALREADY_SUB", "that link has already been submitted", "url")
        media = []
        if kind in ("image", "video"):
            name = link.rpartition("/")[2]
            if name not in self.town.blobs:
                raise _error("BAD_URL", "you should check that url", "url")
            media, link = [Media(name, self.town.blobs[name][1])], ""
        item = self._post(told, text, media=media, link=link)
        if media:
            item.more["waits"] = self.slow_media
            return _done({"websocket_url": "wss://rehearsal.invalid/ws", "user_submitted_page": f"{self.base}/user/me"})
        return _done({"url": f"{translate.SITE}{self._permalink(item)}", "id": item.id[3:], "name": item.id,
                      "drafts_count": 0})  # fmt: skip

    def gallery(self, told: Told) -> dict[str, Any]:
        self._break()
        names = [str(one["media_id"]) for one in told.body["items"]]
        if not 2 <= len(names) <= 20 or any(one not in self.town.blobs for one in names):
            raise _error("BAD_URL", "media is missing", "items")
        media = [Media(one, self.town.blobs[one][1]) for one in names]
        item = self._post(told, translate.plain(told.body.get("text")), media=media)
        return _done({"url": f"{translate.SITE}{self._permalink(item)}", "id": item.id})

    def poll(self, told: Told) -> dict[str, Any]:
        self._break()
        options = [str(one) for one in told.body["options"]]
        if not 2 <= len(options) <= 6 or not 1 <= int(told.body["duration"]) <= 7:
            raise _error("BAD_POLL", "a poll needs 2 to 6 options and 1 to 7 days", "options")
        item = self._post(told, translate.plain(told.body.get("text")), poll={"options": options})
        return _done({"url": f"{translate.SITE}{self._permalink(item)}", "id": item.id})

    def _post(self, told: Told, text: str, **more: Any) -> Item:
        return self.town.add(
            "post", told.who, text, title=str(told.body["title"]), more={"sr": told.body["sr"]}, **more
        )

    def _break(self) -> None:
        if self.break_minutes:
            raise _error("RATELIMIT", f"Looks like you've been doing that a lot. Take a break for {self.break_minutes}"
                         " minutes before trying again.", "ratelimit")  # fmt: skip

    def comment(self, told: Told) -> dict[str, Any]:
        self._break()
        above, text = self.town.find(str(told.body["thing_id"])), translate.plain(told.body["text"])
        if above is None:
            raise _error("DELETED_COMMENT", "that comment has been deleted", "parent")
        if len(str(told.body["text"])) > 10_000:
            raise _error("TOO_LONG", "this is too long (max: 10000)", "text")
        if above.kind == "message":
            item = self.town.add(
                "message", told.who, text, to=above.author, parent=above.id, root=above.root or above.id
            )
        else:
            item = self.town.add("reply", told.who, text, parent=above.id)
        return _done({"things": [self.thing(item)]})

    def edit(self, told: Told) -> dict[str, Any]:
        item = self._own(told, "thing_id")
        text = translate.plain(told.body["text"])
        if text != item.text:
            self.town.change(item, text=text)
        return _done({"things": [self.thing(item)]})

    def _own(self, told: Told, name: str) -> Item:
        item = self.town.find(str(told.body[name]))
        if item is None or item.author != told.who.id:
            raise _error("NOT_AUTHOR", "you can't do that", name)
        return item

    def delete(self, told: Told) -> dict[str, Any]:
        item = self.town.find(str(told.body["id"]))
        if item is not None and item.author == told.who.id:
            self.town.change(item, gone=True)
        return {}

    def remove(self, told: Told) -> dict[str, Any]:
        return self._moderate(told, True)

    def approve(self, told: Told) -> dict[str, Any]:
        return self._moderate(told, False)

    def _moderate(self, told: Told, hidden: bool) -> dict[str, Any]:
        item = self.town.find(str(told.body["id"]))
        if item is None or not self.moderator:
            raise Refusal(403, {"message": "Forbidden", "error": 403})
        self.town.change(item, hidden=hidden)
        return {}

    # What is read

    def _permalink(self, item: Item) -> str:
        root = self.town.items.get(item.root, item)
        base = f"/r/{root.more.get('sr', 'elsewhere')}/comments/{root.id[3:]}/post/"
        return base if root.id == item.id and item.kind == "post" else f"{base}{item.id[3:]}/"

    def thing(self, item: Item) -> dict[str, Any]:
        who = self.town.accounts[item.author]
        edited = round(datetime.fromisoformat(item.edited_at).timestamp(), 3) if item.edited_at else False
        data: dict[str, Any] = {
            "id": item.id[3:], "name": item.id, "created_utc": round(item.instant.timestamp(), 3), "edited": edited,
            "author": "[deleted]" if item.gone else who.handle, "author_fullname": None if item.gone else who.id,
        }  # fmt: skip
        if item.kind == "message":
            first = self.town.items.get(item.root)
            data |= {"body": item.text, "subject": "A question" if first is None else "re: A question",
                     "parent_id": item.parent or None, "first_message_name": first.id if first else None,
                     "was_comment": False, "dest": self.town.accounts[item.to].handle, "subreddit": None,
                     "new": True, "context": "", "replies": ""}  # fmt: skip
            return {"kind": "t4", "data": data}
        data |= {"permalink": self._permalink(item), "score": 1 + item.numbers.get("likes", 0), "num_crossposts":
                 item.numbers.get("reposts", 0), "subreddit": item.more.get("sr", "elsewhere")}  # fmt: skip
        if item.kind == "post":
            text = "[deleted]" if item.gone else translate.markdown(item.text)
            return {"kind": "t3", "data": data | {
                "title": item.title, "selftext": text, "num_comments": len(self.town.below(item.id)),
                "is_self": not item.link, "url": item.link or f"{translate.SITE}{self._permalink(item)}"}}  # fmt: skip
        body = "[deleted]" if item.gone else (translate.markdown(item.text) if who.ours else item.text)
        parent = item.parent or "t3_elsewhere"
        return {"kind": "t1", "data": data | {"body": body, "parent_id": parent, "link_id": item.root or "t3_elsewhere",
                                              "replies": ""}}  # fmt: skip

    def inbox(self, told: Told) -> dict[str, Any]:
        """Answers to what we wrote, mentions and messages; not what stands deeper below."""
        mine = [one for one in self.town.listed("reply", "mention", "message") if one.author != told.who.id
                and (one.to == told.who.id if one.kind != "reply" else self._answers(one, told.who))]  # fmt: skip
        made = []
        for item in mine:
            thing = self.thing(item)
            if item.kind != "message":
                about = self.town.items.get(item.parent)
                kind = "username_mention" if item.kind == "mention" else (
                    "post_reply" if about and about.kind == "post" else "comment_reply")  # fmt: skip
                data = thing["data"]
                data |= {"type": kind, "was_comment": True, "context": f"{data['permalink']}?context=3", "new": True}
                del data["link_id"]
            made.append(thing)
        return self._listing(told, made)

    def _answers(self, item: Item, who: Account) -> bool:
        above = self.town.items.get(item.parent)
        return above is not None and above.author == who.id

    def sent(self, told: Told) -> dict[str, Any]:
        return self._listing(told, [self.thing(one) for one in self.town.listed("message", author=told.who.id)])

    def overview(self, told: Told) -> dict[str, Any]:
        return self._written(told, ("post", "reply"))

    def submitted(self, told: Told) -> dict[str, Any]:
        return self._written(told, ("post",))

    def _written(self, told: Told, kinds: tuple[str, ...]) -> dict[str, Any]:
        who = self.town.by_handle(told.path["user"])
        found = []
        for item in self.town.listed(*kinds, author=who.id if who else ""):
            if item.more.get("waits", 0) > 0:
                item.more["waits"] -= 1  # what has a picture appears a little later
            else:
                found.append(self.thing(item))
        return self._listing(told, found)

    def info(self, told: Told) -> dict[str, Any]:
        names = told.query("id").split(",")[:100]
        return self._listing(told, [self.thing(self.town.items[one]) for one in names if one in self.town.items], 100)

    def thread(self, told: Told) -> Reply:
        post = self.town.items.get(f"t3_{told.path['id']}")
        if post is None:
            raise self.unknown()

        def below(parent: str) -> dict[str, Any]:
            children = [
                self.thing(one) for one in self.town.items.values() if one.kind == "reply" and one.parent == parent
            ]
            for child in children:
                inner = below(child["data"]["name"])
                child["data"]["replies"] = inner if inner["data"]["children"] else ""
            return _listing(children)

        return as_json([_listing([self.thing(post)]), below(post.id)])

    def _listing(self, told: Told, made: list[dict[str, Any]], usual: int = 25) -> dict[str, Any]:
        names = [one["data"]["name"] for one in made]
        if told.query("after") in names:
            made = made[names.index(told.query("after")) + 1 :]
        limit = min(int(told.query("limit") or usual), 100)
        page = made[:limit]
        return _listing(page, page[-1]["data"]["name"] if len(made) > limit else None)

    # The store

    def asset(self, told: Told) -> dict[str, Any]:
        name = self.town.keep_blob(b"", str(told.body["mimetype"]))
        fields = [{"name": "key", "value": name}, {"name": "policy", "value": "rehearsal"}]
        return {"args": {"action": f"{self.base}/store", "fields": fields},
                "asset": {"asset_id": name, "websocket_url": "wss://rehearsal.invalid/ws", "processing_state":
                          "incomplete"}}  # fmt: skip

    def store(self, told: Told) -> Reply:
        name = str(told.body["key"])
        self.town.blobs[name] = (told.files["file"][2], self.town.blobs[name][1])
        return Reply(201, b"<PostResponse/>", "application/xml")

    def restore(self, kept: Mapping[str, Any]) -> None:
        super().restore(json.loads(json.dumps(kept)))

    routes = tuple(
        Route(method, path, play, name, source=DOCS, **more)
        for method, path, play, name, more in (
            ("GET", "/api/v1/authorize", authorize, "authorize", {"signed": False, "query": (
                "response_type!", "client_id!", "redirect_uri!", "scope!", "state!", "duration")}),
            ("POST", "/api/v1/access_token", token, "token", {"signed": False, "body": (
                "grant_type!", "code", "redirect_uri", "refresh_token")}),
            ("GET", "/api/v1/me", me, "me", {"query": ("raw_json",)}),
            ("GET", "/r/{sr}/about", about, "about", {"query": ("raw_json",)}),
            ("POST", "/api/submit", submit, "submit", {"body": SUBMIT, "query": ("raw_json",)}),
            ("POST", "/api/submit_gallery_post.json", gallery, "submit", {"query": ("raw_json",), "body": (
                "sr!", "title!", "text", "items!", "api_type", "nsfw", "spoiler", "sendreplies", "show_error_list",
                "validate_on_submit", "flair_id", "flair_text")}),
            ("POST", "/api/submit_poll_post", poll, "submit", {"query": ("raw_json",), "body": (
                "sr!", "title!", "text!", "options!", "duration!", "api_type", "nsfw", "spoiler", "sendreplies",
                "resubmit", "validate_on_submit", "flair_id", "flair_text")}),
            ("POST", "/api/comment", comment, "comment", {"query": ("raw_json",), "body": (
                "thing_id!", "text!", "api_type")}),
            ("POST", "/api/editusertext", edit, "edit", {"query": ("raw_json",), "body": (
                "thing_id!", "text!", "api_type", "validate_on_submit")}),
            ("POST", "/api/del", delete, "delete", {"query": ("raw_json",), "body": ("id!", "api_type")}),
            ("POST", "/api/remove", remove, "remove", {"query": ("raw_json",), "body": (
                "id!", "spam", "mod_note", "reason_id", "api_type")}),
            ("POST", "/api/approve", approve, "approve", {"query": ("raw_json",), "body": ("id!", "api_type")}),
            ("GET", "/message/inbox", inbox, "inbox", {"query": PAGED}),
            ("GET", "/message/sent", sent, "sent", {"query": PAGED}),
            ("GET", "/user/{user}/overview", overview, "overview", {"query": PAGED}),
            ("GET", "/user/{user}/submitted", submitted, "submitted", {"query": PAGED}),
            ("GET", "/api/info", info, "info", {"query": ("id!", "raw_json", *PAGED)}),
            ("GET", "/comments/{id}", thread, "thread", {"query": PAGED}),
            ("POST", "/api/media/asset.json", asset, "asset", {"query": ("raw_json",), "body": (
                "filepath!", "mimetype!", "api_type")}),
            ("POST", "/store", store, "store", {"signed": False, "body": None}),
        )
    )  # fmt: skip


def _listing(children: list[dict[str, Any]], onward: str | None = None) -> dict[str, Any]:
    data = {"after": onward, "before": None, "dist": len(children), "modhash": None, "children": children}
    return {"kind": "Listing", "data": data}


def _done(data: dict[str, Any]) -> dict[str, Any]:
    return {"json": {"errors": [], "data": data}}


def _error(code: str, said: str, field: str) -> Refusal:
    """Reddit's errors about what was written come with 200."""
    return Refusal(200, {"json": {"errors": [[code, said, field]]}})


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits
