"""YouTube as it is rehearsed: channels, films that are uploaded in pieces, captions, threads of comments.

Google's discovery document is the contract: the tests hold every call and every answer against it.
"""

import json
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bedside.channels.rehearsal.faults import Kind
from bedside.channels.rehearsal.google import GoogleStage, failed, sign_in_routes
from bedside.channels.rehearsal.rest import Refusal, Route, Told
from bedside.channels.rehearsal.town import Account, Item, Media, Town
from bedside.channels.rehearsal.wire import Refused, Reply

DOCS = "https://developers.google.com/youtube/v3/docs"
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class Threads(Town):
    """Below a film there are comments, and below a comment answers: no deeper."""

    def add(self, kind: str, author: Account, text: str, **more: Any) -> Item:
        above = self.items.get(str(more.get("parent", "")))
        if kind == "reply" and above is not None and above.kind == "reply":
            top = above.id.partition(".")[0]
            more |= {"parent": top, "id": f"{top}.{self.fresh_id('answer')}"}
        return super().add(kind, author, text, **more)


class YouTubeStage(GoogleStage):
    name = "youtube"

    def __init__(self, url: Callable[[], str], *, seed: int = 0, access_lasts: timedelta | None = None) -> None:
        super().__init__(url, seed=seed, access_lasts=access_lasts)
        self.town = Threads(self.new_id, self.town.now)
        self.lock = self.town.lock
        self.sessions: dict[str, dict[str, Any]] = {}
        self.audited = True  # films of projects that are not stay private
        self.muted: set[str] = set()  # films without comments

    def new_id(self, kind: str, number: int) -> str:
        lengths = {"account": ("UC", 24), "post": ("", 11), "answer": ("9", 22)}
        start, length = lengths.get(kind, ("Ug", 26))
        digits = ""
        while number:
            number, rest = divmod(number, 64)
            digits = SIGNS[rest] + digits
        return start + digits.rjust(length - len(start), "x")

    def direct(self, what: str, told: Any) -> object:
        if what == "say" and told.get("kind") in ("mention", "quote", "review", "message"):
            raise Refused("On YouTube people only comment below films.")
        return super().direct(what, told)

    # Channels

    def channels(self, told: Told) -> dict[str, Any]:
        who = told.who
        posts = [one for one in self.town.listed("post", author=who.id) if self._privacy(one) == "public"]
        counted = {"viewCount": str(sum(one.numbers.get("views", 0) for one in posts)), "subscriberCount": "1250",
                   "hiddenSubscriberCount": False, "videoCount": str(len(posts))}  # fmt: skip
        channel = {"kind": "youtube#channel", "etag": "e", "id": who.id,
                   "snippet": {"title": who.name, "customUrl": f"@{who.handle}", "description": "",
                               "publishedAt": "2020-01-02T03:04:05Z"},
                   "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": f"UU{who.id[2:]}"}},
                   "statistics": counted}  # fmt: skip
        return _list("channel", [_parts(channel, told)])

    # Films

    def begin(self, told: Told) -> Reply:
        if told.query("uploadType") != "resumable":
            raise failed(400, "uploadTypeInvalid", "The upload type is not known")
        body = told.body
        title, text = str(body["snippet"].get("title", "")), str(body["snippet"].get("description", ""))
        self._hold_words(title, text)
        name = secrets.token_urlsafe(24)
        self.sessions[name] = {"who": told.who.id, "body": body, "content": b"", "made": "",
                               "size": int(told.request.headers.get("x-upload-content-length", "0"))}  # fmt: skip
        address = f"{self.base}/upload/youtube/v3/videos?uploadType=resumable&upload_id={name}"
        return Reply(200, b"", headers=(("Location", address),))

    def _hold_words(self, title: str, text: str) -> None:
        if not title or len(title) > 100 or re.search("[<>]", title):
            raise failed(400, "invalidTitle", "The request metadata specifies an invalid or empty video title.")
        if len(text.encode()) > 5000 or re.search("[<>]", text):
            raise failed(400, "invalidDescription", "The request metadata specifies an invalid video description.")

    def upload(self, told: Told) -> Reply | dict[str, Any]:
        session = self.sessions.get(told.query("upload_id"))
        if session is None:
            raise self.unknown()
        if session["made"]:
            return self.video(self.town.items[session["made"]], ("snippet", "status"))
        span = re.fullmatch(
            r"bytes (?:\*|(\d+)-(\d+))/(\d+)", told.request.headers.get("content-range", f"bytes */{session['size']}")
        )
        if span is None:
            raise failed(400, "badRequest", "The Content-Range is not valid")
        if span[1] is not None and int(span[1]) == len(session["content"]):
            session["content"] += told.request.body
        if len(session["content"]) < session["size"] or not session["size"]:
            held = len(session["content"])
            return Reply(308, b"", headers=(("Range", f"bytes=0-{held - 1}"),) if held else ())
        item = self._film(session)
        session["made"] = item.id
        return self.video(item, ("snippet", "status"))

    def _film(self, session: dict[str, Any]) -> Item:
        told, status = session["body"]["snippet"], dict(session["body"].get("status") or {})
        blob = self.town.keep_blob(session["content"], "video/mp4")
        privacy = status.get("privacyStatus", "public") if self.audited else "private"
        more = {"snippet": told, "privacy": privacy, "captions": {}}
        return self.town.add("post", self.town.accounts[session["who"]], str(told.get("description", "")),
                             title=str(told["title"]), media=[Media(blob, "video/mp4")], more=more,
                             hidden=privacy == "private")  # fmt: skip

    def _privacy(self, item: Item) -> str:
        return str(item.more.get("privacy", "public"))

    def video(self, item: Item, parts: tuple[str, ...]) -> dict[str, Any]:
        who, kept = self.town.accounts[item.author], item.more["snippet"]
        below = [one for one in self.town.below(item.id) if not one.hidden]
        whole = {
            "kind": "youtube#video", "etag": "e", "id": item.id,
            "snippet": {"publishedAt": _zulu(item.at), "channelId": who.id, "channelTitle": who.name,
                        "title": item.title, "description": item.text, "categoryId": kept.get("categoryId", "22"),
                        "tags": kept.get("tags", []), "defaultLanguage": kept.get("defaultLanguage", "en"),
                        "liveBroadcastContent": "none"},
            "status": {"uploadStatus": "uploaded", "privacyStatus": self._privacy(item), "madeForKids": False},
            "statistics": {"viewCount": str(item.numbers.get("views", 0)), "favoriteCount": "0",
                           "likeCount": str(item.numbers.get("likes", 0)), "commentCount": str(len(below))},
        }  # fmt: skip
        return {name: value for name, value in whole.items() if name in ("kind", "etag", "id", *parts)}

    def videos(self, told: Told) -> dict[str, Any]:
        found = [self.town.find(name) for name in told.query("id").split(",")[:50]]
        parts = tuple(told.query("part").split(","))
        return _list("video", [self.video(one, parts) for one in found if one is not None and one.kind == "post"])

    def update(self, told: Told) -> dict[str, Any]:
        item = self._own_film(told, str(told.body["id"]))
        parts = tuple(told.query("part").split(","))
        if "status" in parts:
            privacy = str(told.body["status"]["privacyStatus"])
            self.town.change(item, hidden=privacy == "private", more=item.more | {"privacy": privacy})
        if "snippet" in parts:
            words = told.body["snippet"]
            if not words.get("categoryId"):
                raise failed(400, "invalidCategoryId", "The snippet.categoryId property specifies an invalid ID.")
            title, text = str(words.get("title", "")), str(words.get("description", ""))
            self._hold_words(title, text)
            if (title, text) != (item.title, item.text):
                self.town.change(item, title=title, text=text, more=item.more | {"snippet": words})
        return self.video(item, parts)

    def delete(self, told: Told) -> Reply:
        self.town.change(self._own_film(told, told.query("id")), gone=True)
        return Reply(204, b"")

    def _own_film(self, told: Told, name: str) -> Item:
        item = self.town.find(name)
        if item is None or item.kind != "post":
            raise failed(404, "videoNotFound", "The video that you are trying to change cannot be found.")
        if item.author != told.who.id:
            raise failed(403, "forbidden", "The request is not properly authorized.")
        return item

    def uploads(self, told: Told) -> dict[str, Any]:
        who, name = told.who, told.query("playlistId")
        if name != f"UU{who.id[2:]}":
            raise failed(404, "playlistNotFound", "The playlist identified with the request cannot be found.")
        made = []
        for item in self.town.listed("post", author=who.id):
            told_of = {"publishedAt": _zulu(item.at), "channelId": who.id, "channelTitle": who.name, "playlistId": name,
                       "title": item.title, "description": item.text,
                       "resourceId": {"kind": "youtube#video", "videoId": item.id}}  # fmt: skip
            made.append(_parts({"kind": "youtube#playlistItem", "etag": "e", "id": f"UU-{item.id}", "snippet": told_of,
                                "status": {"privacyStatus": self._privacy(item)}}, told))  # fmt: skip
        return self.paged("playlistItem", made, told, 5)

    def caption(self, told: Told) -> dict[str, Any]:
        match = re.fullmatch(
            rb"--(\S+)\r\nContent-Type: application/json[^\r]*\r\n\r\n(.+?)\r\n--\1\r\nContent-Type: [^\r]+\r\n\r\n"
            rb"(.*?)\r\n--\1--\r\n",
            told.request.body, re.DOTALL,
        )  # fmt: skip
        if match is None:
            raise failed(400, "badContent", "The request is not multipart/related")
        words = json.loads(match[2])["snippet"]
        item = self._own_film(told, str(words["videoId"]))
        if not match[3].strip():
            raise failed(400, "contentRequired", "The request does not include the caption track contents.")
        if words["language"] in item.more["captions"]:
            raise failed(409, "captionExists", "The specified video already has a caption track")
        captions = item.more["captions"] | {words["language"]: match[3].decode()}
        self.town.change(item, more=item.more | {"captions": captions})
        return {"kind": "youtube#caption", "etag": "e", "id": secrets.token_urlsafe(20),
                "snippet": words | {"status": "serving", "trackKind": "standard"}}  # fmt: skip

    # Comments

    def comment(self, item: Item, told: Told) -> dict[str, Any]:
        who = self.town.accounts[item.author]
        words: dict[str, Any] = {
            "channelId": self.town.items[item.root].author, "videoId": item.root, "textDisplay": item.text,
            "authorDisplayName": f"@{who.handle}", "authorChannelId": {"value": who.id},
            "authorChannelUrl": f"http://www.youtube.com/@{who.handle}", "canRate": True, "viewerRating": "none",
            "likeCount": item.numbers.get("likes", 0), "publishedAt": _zulu(item.at),
            "updatedAt": _zulu(item.edited_at or item.at),
        }  # fmt: skip
        if told.query("textFormat") != "plainText":
            words["textDisplay"] = item.text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
        if item.author == told.who.id:
            words["textOriginal"] = item.text
        if "." in item.id:
            words["parentId"] = item.parent
        return {"kind": "youtube#comment", "etag": "e", "id": item.id, "snippet": words}

    def thread(self, item: Item, told: Told) -> dict[str, Any]:
        answers = [one for one in self.town.below(item.id) if not one.hidden]
        made = {"kind": "youtube#commentThread", "etag": "e", "id": item.id,
                "snippet": {"channelId": self.town.items[item.root].author, "videoId": item.root,
                            "topLevelComment": self.comment(item, told), "canReply": True,
                            "totalReplyCount": len(answers), "isPublic": not item.hidden}}  # fmt: skip
        if answers and "replies" in told.query("part"):
            made["replies"] = {"comments": [self.comment(one, told) for one in answers[:5]]}
        return made

    def threads(self, told: Told) -> dict[str, Any]:
        tops = [one for one in self.town.listed("reply") if "." not in one.id]
        if told.query("id"):
            wanted = told.query("id").split(",")
            return _list("commentThread", [self.thread(one, told) for one in tops if one.id in wanted])
        if video := told.query("videoId"):
            if self.town.find(video) is None:
                raise failed(404, "videoNotFound", "The video identified by videoId could not be found.")
            if video in self.muted:
                raise failed(403, "commentsDisabled", "The video has disabled comments.")
            tops = [one for one in tops if one.root == video]
        elif told.query("allThreadsRelatedToChannelId") != told.who.id:
            raise failed(404, "channelNotFound", "The channel could not be found.")
        held = told.query("moderationStatus", "published") == "heldForReview"
        return self.paged("commentThread", [self.thread(one, told) for one in tops if one.hidden == held], told, 20)

    def answers(self, told: Told) -> dict[str, Any]:
        top = told.query("parentId")
        found = [one for one in self.town.below(top) if not one.hidden]
        return self.paged("comment", [self.comment(one, told) for one in found], told, 20)

    def start(self, told: Told) -> dict[str, Any]:
        words = told.body["snippet"]
        item = self._say(told, str(words["videoId"]), str(words["topLevelComment"]["snippet"]["textOriginal"]))
        return self.thread(item, told)

    def answer(self, told: Told) -> dict[str, Any]:
        words = told.body["snippet"]
        parent = str(words["parentId"])
        if "." in parent:
            raise failed(400, "operationNotSupported", "The parent comment is itself an answer.")
        return self.comment(self._say(told, parent, str(words["textOriginal"])), told)

    def _say(self, told: Told, parent: str, text: str) -> Item:
        above = self.town.find(parent)
        if above is None:
            raise failed(404, "parentCommentNotFound", "The specified parent comment could not be found.")
        if (above.root or above.id) in self.muted:
            raise failed(403, "commentsDisabled", "The video has disabled comments.")
        if not 1 <= len(text) <= 10_000:
            raise failed(400, "commentTextTooLong", "The comment resource contains too much text.")
        return self.town.add("reply", told.who, text, parent=above.id)

    def reword(self, told: Told) -> dict[str, Any]:
        item = self._own_comment(told, str(told.body["id"]))
        text = str(told.body["snippet"]["textOriginal"])
        if text != item.text:
            self.town.change(item, text=text)
        return self.comment(item, told)

    def unsay(self, told: Told) -> Reply:
        self.town.change(self._own_comment(told, told.query("id")), gone=True)
        return Reply(204, b"")

    def _own_comment(self, told: Told, name: str) -> Item:
        item = self.town.find(name)
        if item is None or item.kind != "reply":
            raise failed(404, "commentNotFound", "One or more of the specified comments cannot be found.")
        if item.author != told.who.id:
            raise failed(403, "forbidden", "The comment cannot be changed by this account.")
        return item

    def moderate(self, told: Told) -> Reply:
        status = told.query("moderationStatus")
        if status not in ("heldForReview", "published", "rejected"):
            raise failed(400, "invalidValue", "The moderation status is not known.")
        for name in told.query("id").split(","):
            item = self.town.find(name)
            if item is None:
                raise failed(404, "commentNotFound", "One or more of the specified comments cannot be found.")
            self.town.change(item, hidden=status != "published")
        return Reply(204, b"")

    def paged(self, kind: str, made: list[dict[str, Any]], told: Told, usual: int) -> dict[str, Any]:
        page, onward = self.page_of(made, told, "maxResults", usual, 100)
        return _list(kind, page, len(made)) | ({"nextPageToken": onward} if onward else {})

    def missing(self, route: Route, name: str) -> Refusal:
        return failed(400, "required", f"Required parameter: {name}")

    def disturb(self, answer: Any, disturbed: frozenset[Kind]) -> Any:
        if isinstance(answer, dict) and "snippet" in answer:
            return answer  # one thing, no list
        return super().disturb(answer, disturbed)

    routes = (
        *sign_in_routes(),
        *(
            Route(method, f"/youtube/v3/{path}" if "upload" not in path else path, play, name, query, body, source=DOCS)
            for method, path, play, name, query, body in (
                ("GET", "channels", channels, "channels", ("part!", "mine", "id", "maxResults", "pageToken"), ()),
                ("POST", "/upload/youtube/v3/videos", begin, "upload.begin",
                 ("uploadType!", "part!", "notifySubscribers"), ("snippet!", "status")),
                ("PUT", "/upload/youtube/v3/videos", upload, "upload.put", ("uploadType!", "upload_id!"), None),
                ("GET", "videos", videos, "videos", ("part!", "id", "maxResults", "pageToken"), ()),
                ("PUT", "videos", update, "videos.update", ("part!",), ("id!", "snippet", "status")),
                ("DELETE", "videos", delete, "videos.delete", ("id!",), ()),
                ("GET", "playlistItems", uploads, "uploads",
                 ("part!", "playlistId!", "maxResults", "pageToken"), ()),
                ("POST", "/upload/youtube/v3/captions", caption, "captions", ("uploadType!", "part!", "sync"), None),
                ("GET", "commentThreads", threads, "threads",
                 ("part!", "allThreadsRelatedToChannelId", "videoId", "id", "order", "maxResults", "pageToken",
                  "textFormat", "moderationStatus"), ()),
                ("POST", "commentThreads", start, "threads.insert", ("part!",), ("snippet!",)),
                ("GET", "comments", answers, "comments",
                 ("part!", "parentId", "id", "maxResults", "pageToken", "textFormat"), ()),
                ("POST", "comments", answer, "comments.insert", ("part!",), ("snippet!",)),
                ("PUT", "comments", reword, "comments.update", ("part!",), ("id!", "snippet!")),
                ("DELETE", "comments", unsay, "comments.delete", ("id!",), ()),
                ("POST", "comments/setModerationStatus", moderate, "comments.moderate",
                 ("id!", "moderationStatus!", "banAuthor"), ()),
            )
        ),
    )  # fmt: skip


def _list(kind: str, items: list[dict[str, Any]], total: int | None = None) -> dict[str, Any]:
    counted = {"totalResults": len(items) if total is None else total, "resultsPerPage": len(items)}
    return {"kind": f"youtube#{kind}ListResponse", "etag": "e", "pageInfo": counted, "items": items}


def _parts(whole: dict[str, Any], told: Told) -> dict[str, Any]:
    parts = told.query("part").split(",")
    return {name: value for name, value in whole.items() if name in ("kind", "etag", "id", *parts)}


def _zulu(at: str) -> str:
    return datetime.fromisoformat(at).strftime("%Y-%m-%dT%H:%M:%SZ")
