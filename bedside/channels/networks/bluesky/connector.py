"""Bluesky: one account's calls. Every method is one attempt; what to do about a failure is decided above."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

from bedside.channels.networks.bluesky import cursors, gates, names, translate, xrpc
from bedside.channels.networks.bluesky.chat import Chat, rows
from bedside.channels.networks.bluesky.facets import handles
from bedside.channels.networks.bluesky.session import Session, Tokens
from bedside.channels.networks.bluesky.shapes import POST, Wire
from bedside.channels.rules import (
    Batch,
    Connection,
    Counts,
    Heard,
    NetworkError,
    Outgoing,
    Past,
    PastPost,
    Picture,
    Profile,
    RemoteRef,
    Sought,
    Trouble,
    Video,
)
from bedside.kit import http, times

#: The entry server of accounts that name none.
SERVER = "https://bsky.social"
PAGE = 100
#: Pages read at most in one go: 10,000 notifications since the last read, or the latest 500 of a new account.
PAGES, FIRST_PAGES = 100, 5
POSTS_A_CALL = 25
THREAD_DEPTH = 20
FEED_PAGE = 25
#: Tries at a list that somebody else changes at the same moment.
SWAPS = 3
UPLOAD_SECONDS = 60.0

Signed = Callable[[Tokens], Wire]


class Bluesky:
    """Does all that `NETWORK` declares, for one account (rules.Publishes and the others)."""

    def __init__(self, connection: Connection, client: http.Client | None = None) -> None:
        self.connection = replace(connection, base_url=connection.base_url or SERVER)
        self.client = client or http.client()
        self.session = Session(self.connection, self.client)
        self.chat = Chat(self.session, self.client, self._signed)

    def connect(self) -> Profile:
        """Whose credentials these are, by signing in anew; raises NetworkError(REVOKED) where they are refused."""
        tokens = self.session.begin()
        try:
            wire = self._query("com.atproto.repo.getRecord", repo=tokens.did, collection="app.bsky.actor.profile",
                               rkey="self")  # fmt: skip
        except xrpc.XrpcError as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            wire = {}  # an account that never filled in its profile
        value = wire.get("value")
        name = str(value.get("displayName") or "") if isinstance(value, dict) else ""
        return Profile(account_id=tokens.did, handle=tokens.handle, name=name)

    def publish(self, outgoing: Outgoing) -> RemoteRef:
        """The post as Bluesky has it. The record's name comes from `outgoing.key`, so a second try with the same
        key and content changes nothing."""
        return self._put(outgoing)

    def reply(self, outgoing: Outgoing) -> RemoteRef:
        """The reply as Bluesky has it; versions missing from parent and root are looked up first."""
        if outgoing.parent is None:
            raise NetworkError(Trouble.REFUSED, "A reply needs the post it answers.")
        if outgoing.answered and outgoing.answered.kind == "message":
            return self.chat.send(outgoing)
        return self._put(self._placed(outgoing, outgoing.parent))

    def withdraw(self, remote: RemoteRef) -> None:
        named = names.parts(remote.network_id)
        if named is None or named[0] != self.session.tokens().did:
            raise NetworkError(Trouble.REFUSED, "That post does not belong to this account.")
        body = {"repo": named[0], "collection": named[1], "rkey": named[2]}
        self._procedure("com.atproto.repo.deleteRecord", body=body, writes=True)

    def find(self, sought: Sought) -> RemoteRef | None:
        if sought.outgoing.answered and sought.outgoing.answered.kind == "message":
            return self.chat.find(sought)
        did, key = self.session.tokens().did, names.record_key(sought.key)
        try:
            wire = self._query("com.atproto.repo.getRecord", repo=did, collection=POST, rkey=key)
        except xrpc.XrpcError as error:
            if error.code == "RecordNotFound":
                return None
            raise
        return self._remote(wire)

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        """Replies, mentions and quotes since the cursor, oldest first, each once. The threads of `watch` are read
        too: Bluesky sends no notification for a reply it indexed before the post it answers."""
        known = cursors.read(cursor)
        base, own = self.connection.base_url, self.session.tokens().did
        found: dict[str, Heard] = {}
        newest = known.at if known else datetime.fromtimestamp(0, UTC)
        notifications = self._notifications(known)
        if notifications:
            instants = [translate.read_time(item.get("indexedAt"), newest) or newest for item in notifications]
            # A server's clock that runs ahead must not hide what comes after.
            newest = max(newest, min(max(instants), times.now()))
        around = [str(item.get("uri")) for item in notifications]  # what the next read will meet again
        items = [(item, str(item.get("reason"))) for item in notifications]
        for remote in watch:
            below = list(translate.replies_below(self._thread(remote)))
            around += [str(post.get("uri")) for post in below]
            items += [(post, "reply") for post in below]
        for item, reason in items:
            arrival = translate.heard(item, translate.kind(item, reason, own), base)
            if arrival is None or arrival.author_id == own or (known and known.has(arrival.network_id)):
                continue
            found.setdefault(arrival.network_id, arrival)
        messages, gone, chats = self.chat.hear(known.chats if known else None)
        arrivals = [*found.values(), *messages]
        arrivals.reverse()  # Bluesky shows the newest first; what was said in the same instant keeps its order
        heard = sorted(arrivals, key=lambda arrival: arrival.posted_at)
        return Batch(tuple(heard), cursors.write(newest, around, chats), tuple(dict.fromkeys(gone)))

    def past(self, cursor: str, since: datetime) -> Past:
        """A page of our own posts, each with the replies below it."""
        tokens, base = self.session.tokens(), self.connection.base_url
        more: dict[str, object] = {"cursor": cursor} if cursor else {}
        wire = self._query("app.bsky.feed.getAuthorFeed", actor=tokens.did, limit=FEED_PAGE,
                           filter="posts_and_author_threads", **more)  # fmt: skip
        posts: list[PastPost] = []
        heard: dict[str, Heard] = {}
        older = False
        for item in rows(wire, "feed"):
            post = item.get("post")
            if "reason" in item or not isinstance(post, dict):
                continue  # passed on from somebody else
            made = translate.past_post(post, tokens.handle, base)
            if made is None or not made.network_id.startswith(f"at://{tokens.did}/"):
                continue
            if made.posted_at < since:
                older = True
                continue
            posts.append(made)
            if made.numbers.get("replies"):
                for below in translate.replies_below(self._thread(RemoteRef(made.network_id))):
                    one = translate.heard(below, "reply", base)
                    if one is not None and one.author_id != tokens.did:
                        heard.setdefault(one.network_id, one)
        return Past(tuple(posts), tuple(heard.values()), "" if older else str(wire.get("cursor") or ""))

    def measure_account(self) -> Mapping[str, int]:
        """How many follow the account, whom it follows, and its posts, now."""
        return translate.account_numbers(self._query("app.bsky.actor.getProfile", actor=self.session.tokens().did))

    def hide(self, remote: RemoteRef) -> None:
        self._gate(remote, hidden=True)

    def show(self, remote: RemoteRef) -> None:
        self._gate(remote, hidden=False)

    def _gate(self, remote: RemoteRef, *, hidden: bool) -> None:
        """Puts a reply on the list of hidden ones that stands beside the post its thread began with, or takes it off;
        what else the list says stays, and a change made meanwhile by somebody else is not lost."""
        did = self.session.tokens().did
        found = self._posts([remote.network_id])
        root = gates.root_of(found[0]) if found else ""
        named = names.parts(root)
        if named is None or named[0] != did:
            said = "Bluesky lets you hide only answers below your own posts." if found else "The answer is not there."
            raise NetworkError(Trouble.REFUSED, said)
        for _ in range(SWAPS):
            try:
                kept = self._query("com.atproto.repo.getRecord", repo=did, collection=gates.GATE, rkey=named[2])
            except xrpc.XrpcError as error:
                if error.code != "RecordNotFound":
                    raise
                kept = {}
            record = gates.changed(kept.get("value"), root, remote.network_id, hidden=hidden, at=times.now())
            if record is None:
                return
            body = {"repo": did, "collection": gates.GATE, "rkey": named[2], "record": record,
                    "swapRecord": kept.get("cid")}  # fmt: skip
            try:
                self._procedure("com.atproto.repo.putRecord", body=body, writes=True)
            except xrpc.XrpcError as error:
                if error.code != "InvalidSwap":
                    raise
            else:
                return
        raise NetworkError(Trouble.UNREACHABLE, "Bluesky's list of hidden answers is being changed by somebody else.")

    def measure(self, remotes: Sequence[RemoteRef]) -> tuple[Counts, ...]:
        """Public counts of those posts that Bluesky still shows."""
        return tuple(translate.counts(post) for post in self._posts([remote.network_id for remote in remotes]))

    def _put(self, outgoing: Outgoing) -> RemoteRef:
        if objection := translate.objection(outgoing):
            raise NetworkError(Trouble.REFUSED, objection)
        tokens = self.session.tokens()
        mentions = {handle: did for handle in handles(translate.wording(outgoing)) if (did := self._resolve(handle))}
        blobs = self._film(outgoing.video) if outgoing.video else self._upload(outgoing.pictures)
        record = translate.post_record(outgoing, mentions=mentions, blobs=blobs)
        body = {
            "repo": tokens.did,
            "collection": POST,
            "rkey": names.record_key(outgoing.key),
            "record": record,
        }
        return self._remote(self._procedure("com.atproto.repo.putRecord", body=body, writes=True))

    def _placed(self, outgoing: Outgoing, parent: RemoteRef) -> Outgoing:
        root = outgoing.root or parent
        missing = [remote.network_id for remote in (root, parent) if not remote.version]
        if not missing:
            return replace(outgoing, root=root)
        versions = {str(post.get("uri")): str(post.get("cid") or "") for post in self._posts(missing)}
        if not all(versions.get(uri) for uri in missing):
            raise NetworkError(Trouble.REFUSED, "The post to be answered is no longer there.")
        root = root if root.version else replace(root, version=versions[root.network_id])
        parent = parent if parent.version else replace(parent, version=versions[parent.network_id])
        return replace(outgoing, root=root, parent=parent)

    def _upload(self, pictures: Sequence[Picture]) -> list[Wire]:
        """The pictures' blob references in their order, sent side by side: each costs a round trip."""
        if len(pictures) <= 1:
            return [self._blob(picture) for picture in pictures]
        with ThreadPoolExecutor(len(pictures)) as pool:
            return list(pool.map(self._blob, pictures))

    def _film(self, film: Video) -> list[Wire]:
        """The blob references of a film and of its captions."""
        made = [self._blob(film)]
        if film.captions.strip():
            made.append(self._blob(replace(film, content=film.captions.encode(), mime="text/vtt")))
        return made

    def _blob(self, picture: Picture | Video) -> Wire:
        # Not a write in our sense: a picture that no post names is dropped by the server.
        wire = self._procedure("com.atproto.repo.uploadBlob", content=picture.content, mime=picture.mime,
                               read=UPLOAD_SECONDS)  # fmt: skip
        blob = wire.get("blob")
        if not isinstance(blob, dict):
            raise NetworkError(Trouble.UNREACHABLE, "Bluesky's answer to a picture could not be read.")
        return blob

    def _resolve(self, handle: str) -> str:
        try:
            return str(self._query("com.atproto.identity.resolveHandle", handle=handle).get("did") or "")
        except xrpc.XrpcError as error:
            if error.trouble is Trouble.REFUSED:
                return ""  # nobody has that handle: it stays plain text
            raise

    def _notifications(self, known: cursors.Cursor | None) -> list[Wire]:
        read: list[Wire] = []
        page = ""
        for _ in range(PAGES if known else FIRST_PAGES):
            more = {"cursor": page} if page else {}
            wire = self._query("app.bsky.notification.listNotifications", limit=PAGE,
                               reasons=list(translate.HEARD_REASONS), **more)  # fmt: skip
            items = [item for item in wire.get("notifications") or [] if isinstance(item, dict)]
            # Servers that do not know the filter send every reason.
            read += [item for item in items if item.get("reason") in translate.HEARD_REASONS]
            page = str(wire.get("cursor") or "")
            instants = [when for item in items if (when := translate.read_time(item.get("indexedAt")))]
            # The whole page must lie behind the point: a single item out of order ends nothing.
            if not page or not items or (known and instants and max(instants) < known.since):
                break
        return read

    def _thread(self, remote: RemoteRef) -> object:
        try:
            wire = self._query("app.bsky.feed.getPostThread", uri=remote.network_id, depth=THREAD_DEPTH, parentHeight=0)
        except xrpc.XrpcError as error:
            if error.code == "NotFound":
                return None  # withdrawn, or not indexed yet
            raise
        return wire.get("thread")

    def _posts(self, uris: Sequence[str]) -> list[Wire]:
        wanted = list(dict.fromkeys(uris))
        posts: list[Wire] = []
        for start in range(0, len(wanted), POSTS_A_CALL):
            wire = self._query("app.bsky.feed.getPosts", uris=wanted[start : start + POSTS_A_CALL])
            posts += [post for post in wire.get("posts") or [] if isinstance(post, dict)]
        return posts

    def _remote(self, wire: Wire) -> RemoteRef:
        uri, cid = str(wire.get("uri") or ""), str(wire.get("cid") or "")
        if names.parts(uri) is None:
            raise NetworkError(Trouble.UNKNOWN, "Bluesky's answer does not name the post.")
        return RemoteRef(uri, cid, names.page(uri, self.session.tokens().handle, self.connection.base_url))

    def _query(self, method: str, **params: object) -> Wire:
        return self._signed(
            lambda tokens: xrpc.query(self.client, tokens.pds, method, token=tokens.access, proxy="", **params)
        )

    def _procedure(
        self,
        method: str,
        *,
        body: Mapping[str, object] | None = None,
        content: bytes | None = None,
        mime: str = "",
        writes: bool = False,
        read: float | None = None,
    ) -> Wire:
        def call(tokens: Tokens) -> Wire:
            return xrpc.procedure(
                self.client,
                tokens.pds,
                method,
                token=tokens.access,
                body=body,
                content=content,
                mime=mime,
                writes=writes,
                read=read,
            )

        return self._signed(call)

    def _signed(self, call: Signed) -> Wire:
        """The call with a good session; refused for its token's sake, it was not done and is made once more."""
        tokens = self.session.tokens()
        try:
            return call(tokens)
        except xrpc.XrpcError as error:
            if error.code not in xrpc.STALE:
                raise
        return call(self.session.renew(tokens))
