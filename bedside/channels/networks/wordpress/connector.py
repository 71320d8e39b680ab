"""WordPress: one site's calls. Every method is one attempt; what to do about a failure is decided above."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.networks.wordpress import comments, translate
from bedside.channels.networks.wordpress.site import LABEL, PAGE, Site
from bedside.channels.networks.wordpress.translate import number_of
from bedside.channels.rules import (
    Batch,
    Connection,
    Counts,
    NetworkError,
    Outgoing,
    Past,
    Profile,
    RemoteRef,
    Sought,
    Trouble,
)
from bedside.kit import http

POST, COMMENT = "posts/", "comments/"
#: Uploads of films take long.
UPLOAD_SECONDS = 100.0
#: Clocks of two servers differ.
SKEW = timedelta(minutes=2)
MOST_PAGES = 50
#: Every state but the trash, in which a post of ours may stand.
STANDING = "publish,future,draft,pending,private"
GONE = frozenset({"rest_post_invalid_id", "rest_comment_invalid_id", "rest_already_trashed"})


class WordPress:
    """Publishes, edits, withdraws, finds, hears, replies, hides and counts on one site."""

    def __init__(self, connection: Connection, client: http.Client | None = None) -> None:
        self.connection = connection
        self.site = Site(connection, client or http.client())

    # Who we are

    def connect(self) -> Profile:
        wire = self.site.wire("GET", "users/me", params={"context": "edit"})
        number = number_of(wire.get("id"))
        if not number:
            raise NetworkError(Trouble.UNREACHABLE, f"{LABEL}'s answer could not be read.")
        can = wire.get("capabilities")
        rights = {name for name, held in can.items() if held} if isinstance(can, dict) else set()
        missing = [name for name in ("publish_posts", "upload_files") if name not in rights]
        if missing:
            raise Failure(
                Trouble.REFUSED,
                f"This {LABEL} user may not publish posts and add pictures.",
                todo="Give the user the role Editor in WordPress, then connect again.",
            )
        self.site.remember(user=str(number), moderates="yes" if "moderate_comments" in rights else "no")
        handle = str(wire.get("username") or wire.get("slug") or "")
        return Profile(f"{self.site.host}#{number}", handle, str(wire.get("name") or ""))

    @property
    def me(self) -> int:
        """Our own user's number; asked for where it was not kept."""
        if not self.connection.tokens.get("user", "").isdigit():
            self.connect()
        return int(self.connection.tokens["user"])

    # What we say

    def publish(self, outgoing: Outgoing) -> RemoteRef:
        """The post; one that this key made before is given back instead of made twice."""
        self._check(outgoing)
        if found := self._by_slug(outgoing):
            return found
        body = self._body(outgoing) | {"status": "publish", "slug": translate.slug(outgoing)}
        if category := self._category(outgoing.topic):
            body["categories"] = [category]
        return self._ref(POST, self.site.wire("POST", "posts", writes=True, json=body))

    def edit(self, remote: RemoteRef, outgoing: Outgoing) -> RemoteRef:
        """New words in the same place; pictures of ours that are shown no more are deleted."""
        if remote.network_id.startswith(COMMENT):
            self._check_answer(outgoing)
            body: dict[str, Any] = {"content": translate.paragraph_lines(outgoing.text)}
            return self._ref(COMMENT, self.site.wire("POST", self._path(remote), writes=True, json=body))
        self._check(outgoing)
        before = self._media_of(remote)
        made = self._body(outgoing)
        found = self._ref(POST, self.site.wire("POST", self._path(remote), writes=True, json=made))
        kept = translate.media_ids(str(made["content"]), made.get("featured_media"))
        self._delete_media(number for number in before if number not in kept)
        return found

    def withdraw(self, remote: RemoteRef) -> None:
        """Into the trash; pictures and films uploaded for it are deleted, because their addresses stand open."""
        media = () if remote.network_id.startswith(COMMENT) else self._media_of(remote)
        self._trash(self._path(remote))
        self._delete_media(media)

    def _trash(self, path: str) -> None:
        try:
            self.site.call("DELETE", path, writes=True)
        except Failure as error:
            if error.code in GONE:
                return
            if error.code != "rest_trash_not_supported":
                raise
            # A site without a trash deletes for good, or not at all.
            self.site.call("DELETE", path, params={"force": "true"}, writes=True)

    def find(self, sought: Sought) -> RemoteRef | None:
        if sought.outgoing.parent is None:
            return self._by_slug(sought.outgoing)
        return self._own_answer(sought.outgoing, since=sought.since - SKEW, known=sought.known)

    def reply(self, outgoing: Outgoing) -> RemoteRef:
        if outgoing.parent is None:
            raise NetworkError(Trouble.REFUSED, "An answer needs the comment it answers.")
        self._check_answer(outgoing)
        post, parent = self._place(outgoing.parent)
        body: dict[str, Any] = {"post": post, "content": translate.paragraph_lines(outgoing.text)}
        if parent:
            body["parent"] = parent
        try:
            return self._ref(COMMENT, self.site.wire("POST", "comments", writes=True, json=body))
        except Failure as error:
            # The same words by the same user below the same post: a first try that was done, if it was lately.
            if error.code == "comment_duplicate":
                lately = outgoing.created_at - SKEW
                if found := self._own_answer(outgoing, since=lately, known=frozenset()):
                    return found
            raise

    def _place(self, parent: RemoteRef) -> tuple[int, int]:
        """The post and the comment an answer belongs below; refuses below a comment that nobody can see."""
        if parent.network_id.startswith(POST):
            return self._number(parent), 0
        context = self._seen().get("context", "view")
        wire = self.site.wire("GET", self._path(parent), params={"context": context})
        if str(wire.get("status") or "approved") not in ("approved", "approve"):
            raise Failure(
                Trouble.REFUSED,
                f"{LABEL} does not show the comment this answers.",
                todo="Show the comment first; then send the answer again.",
            )
        post = number_of(wire.get("post"))
        if not post:
            raise NetworkError(Trouble.UNREACHABLE, f"{LABEL}'s answer could not be read.")
        return post, self._number(parent)

    def _own_answer(self, outgoing: Outgoing, *, since: datetime, known: frozenset[str]) -> RemoteRef | None:
        assert outgoing.parent is not None
        above = outgoing.parent
        params: dict[str, Any] = {"orderby": "id", "order": "desc"} | self._seen()
        if above.network_id.startswith(POST):
            params["post"] = self._number(above)
        elif outgoing.root is not None and outgoing.root.network_id.startswith(POST):
            params["post"] = self._number(outgoing.root)
        parent = self._number(above) if above.network_id.startswith(COMMENT) else 0
        for found, last in self.site.pages("comments", params, most=MOST_PAGES):
            for wire in found:
                if self._is_answer(wire, outgoing, parent, since) and f"{COMMENT}{wire.get('id')}" not in known:
                    return self._ref(COMMENT, wire)
            instants = [at for wire in found if (at := translate.read_time(wire.get("date_gmt")))]
            if last or (instants and max(instants) < since):
                return None
        return None

    def _is_answer(self, wire: Wire, outgoing: Outgoing, parent: int, since: datetime) -> bool:
        at = translate.read_time(wire.get("date_gmt"))
        return (
            wire.get("author") == self.me
            and wire.get("parent") == parent
            and at is not None
            and at >= since
            and translate.same(translate.comment_text(wire), outgoing.text)
        )

    # What others say

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        """New, changed and vanished comments on the whole site; `watch` adds nothing to that."""
        return comments.hear(self.site, cursor, me=self.me, seen=self._seen())

    def past(self, cursor: str, since: datetime) -> Past:
        return comments.past(self.site, cursor, since, me=self.me, seen=self._seen())

    def hide(self, remote: RemoteRef) -> None:
        self._set_status(remote, "hold", gone_is_fine=True)

    def show(self, remote: RemoteRef) -> None:
        self._set_status(remote, "approved", gone_is_fine=False)

    def _set_status(self, remote: RemoteRef, status: str, *, gone_is_fine: bool) -> None:
        """Sets it where it differs: WordPress answers 500 to a comment that has this status already."""
        try:
            now_is = str(self.site.wire("GET", self._path(remote), params={"context": "edit"}).get("status") or "")
            if now_is == status or (gone_is_fine and now_is in ("spam", "trash")):
                return
            self.site.call("POST", self._path(remote), json={"status": status}, writes=True)
        except Failure as error:
            if not (gone_is_fine and error.code in GONE):
                raise

    # Numbers

    def measure(self, remotes: Sequence[RemoteRef]) -> tuple[Counts, ...]:
        numbers = [self._number(remote) for remote in remotes if remote.network_id.startswith(POST)]
        counted: list[Counts] = []
        for start in range(0, len(numbers), PAGE):
            some = numbers[start : start + PAGE]
            here = {"include": _listed(some), "per_page": PAGE, "_fields": "id"}
            standing = {number_of(wire.get("id")) for wire in self.site.page("posts", here)[0]}
            replies = comments.counts(self.site, sorted(standing & set(some)))
            counted += [Counts(f"{POST}{one}", {"replies": replies.get(one, 0)}) for one in some if one in standing]
        return tuple(counted)

    def measure_account(self) -> Mapping[str, int]:
        one: dict[str, Any] = {"per_page": 1, "_fields": "id"}
        return {"posts": self.site.page("posts", one)[1], "comments": self.site.page("comments", one)[1]}

    # Parts of a post

    def _body(self, outgoing: Outgoing) -> dict[str, Any]:
        title, body = translate.headline(outgoing)
        pictures = [(self._upload(outgoing.key, picture.content, picture.mime, picture.filename, picture.alt), picture)
                    for picture in outgoing.pictures]  # fmt: skip
        featured = 0
        if pictures and self.connection.credentials.get("featured", "").strip().lower() in ("yes", "y", "true", "1"):
            featured = int(pictures.pop(0)[0]["id"])
        blocks = [translate.image_block(media, picture.alt) for media, picture in pictures]
        if outgoing.video is not None:
            blocks.append(self._film(outgoing))
        return {
            "title": translate.title_html(title),
            "content": translate.content(body, outgoing.link, blocks),
            "featured_media": featured,
        }

    def _film(self, outgoing: Outgoing) -> str:
        video = outgoing.video
        assert video is not None
        media = self._upload(outgoing.key, video.content, video.mime, video.filename, video.alt)
        captions = ""
        if video.captions:
            track = self._upload(outgoing.key, video.captions.encode(), "text/vtt", "captions.vtt", "")
            captions = str(track.get("source_url") or "")
        return translate.video_block(media, video.alt, captions, outgoing.language)

    def _upload(self, key: str, content: bytes, mime: str, filename: str, alt: str) -> Wire:
        """A file in the media library; the one this delivery uploaded before, where it did."""
        slug = translate.media_slug(key, content, alt)
        known, _total, _pages = self.site.page("media", {"slug": slug, "per_page": 1})
        if known and number_of(known[0].get("id")) and known[0].get("source_url"):
            return known[0]
        name = f"{slug}{translate.suffix(mime, filename)}"
        # Not a write in our sense: a file that no post shows harms nobody, and the next try finds it by its slug.
        wire = self.site.wire(
            "POST", "media", form={"slug": slug, "alt_text": alt, "title": alt[:200] or name},
            files={"file": (name, content, mime)}, read=UPLOAD_SECONDS,
        )  # fmt: skip
        if not number_of(wire.get("id")) or not wire.get("source_url"):
            raise NetworkError(Trouble.UNREACHABLE, f"{LABEL}'s answer to a picture could not be read.")
        return wire

    def _media_of(self, remote: RemoteRef) -> tuple[int, ...]:
        """Files a post of ours shows and that we uploaded."""
        try:
            wire = self.site.wire("GET", self._path(remote), params={"context": "edit"})
        except Failure as error:
            if error.code in GONE or error.status == 404:
                return ()
            raise
        raw = wire.get("content")
        shown = str(raw.get("raw") or "") if isinstance(raw, dict) else ""
        numbers = translate.media_ids(shown, wire.get("featured_media"))
        if not numbers:
            return ()
        found, _total, _pages = self.site.page("media", {"include": _listed(numbers), "per_page": PAGE})
        return tuple(number_of(one.get("id")) for one in found if str(one.get("slug")).startswith(translate.OURS))

    def _delete_media(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            try:
                self.site.call("DELETE", f"media/{number}", params={"force": "true"}, writes=True)
            except Failure as error:
                if error.code not in GONE and error.status != 404:
                    raise

    def _category(self, topic: str) -> int:
        """The site's own category of that name; none is made, because categories are the site's own order."""
        if not topic.strip():
            return 0
        slug = translate.words(topic)
        found, _total, _pages = self.site.page("categories", {"slug": slug, "per_page": 1})
        return number_of(found[0].get("id")) if found else 0

    # Small things

    def _by_slug(self, outgoing: Outgoing) -> RemoteRef | None:
        slug = translate.slug(outgoing)
        params = {"slug": slug, "status": STANDING, "context": "edit", "per_page": 1}
        found, _total, _pages = self.site.page("posts", params)
        return self._ref(POST, found[0]) if found and found[0].get("slug") == slug else None

    def _seen(self) -> dict[str, Any]:
        """What makes hidden comments visible to those who may moderate."""
        if "moderates" not in self.connection.tokens:
            self.connect()
        mine = self.connection.tokens.get("moderates") == "yes"
        return {"context": "edit", "status": "all", "type": "all"} if mine else {}

    def _check(self, outgoing: Outgoing) -> None:
        if not outgoing.text.strip() and not outgoing.title.strip():
            raise NetworkError(Trouble.REFUSED, "There is nothing to publish yet: the post has no words.")
        if any(not picture.content for picture in outgoing.pictures):
            raise NetworkError(Trouble.REFUSED, "A picture of this post is empty. Add it again.")

    @staticmethod
    def _check_answer(outgoing: Outgoing) -> None:
        if not outgoing.text.strip():
            raise NetworkError(Trouble.REFUSED, "There is nothing to send yet: the answer has no words.")
        if outgoing.pictures or outgoing.video is not None:
            raise NetworkError(Trouble.REFUSED, f"An answer on {LABEL} takes words only.")

    def _path(self, remote: RemoteRef) -> str:
        return f"{'comments' if remote.network_id.startswith(COMMENT) else 'posts'}/{self._number(remote)}"

    @staticmethod
    def _number(remote: RemoteRef) -> int:
        kind, slash, tail = remote.network_id.partition("/")
        if f"{kind}{slash}" not in (POST, COMMENT) or not (tail.isascii() and tail.isdigit()):
            raise NetworkError(Trouble.REFUSED, f"That does not stand on this {LABEL} site.")
        return int(tail)

    @staticmethod
    def _ref(kind: str, wire: Wire) -> RemoteRef:
        number = number_of(wire.get("id"))
        if not number:
            raise NetworkError(
                Trouble.UNKNOWN, f"{LABEL}'s answer does not name what it made. It is not known whether it was done."
            )
        version = str(wire.get("modified_gmt") or "") or translate.comment_version(wire)
        return RemoteRef(f"{kind}{number}", version, str(wire.get("link") or ""))


def _listed(numbers: Sequence[int]) -> str:
    return ",".join(str(number) for number in numbers)
