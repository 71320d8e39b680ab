"""Mastodon: one account's calls. Every method is one attempt; what to do about a failure is decided above.

Written from docs.joinmastodon.org (API of 4.3 to 4.5). Every call goes to the account's own server.
"""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bedside.channels.calls.caller import Caller, Failure, Means, Wire
from bedside.channels.calls.memory import Memory, mark
from bedside.channels.calls.oauth import OAuth
from bedside.channels.networks.mastodon import NETWORK, translate
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

SCOPES = tuple(scope.name for scope in NETWORK.scopes)
PAGE, POSTS_A_CALL = 40, 20
PAGES, FIRST_PAGES = 50, 3
#: Threads of ours read in one go; with more, each comes in turn.
THREADS = 10
SKEW = timedelta(minutes=2)
#: Signs in Mastodon's own messages, which may quote a post and so are recognized, never passed on.
SIGNS = (
    ("character limit", "long"),
    ("more than", "many"),
    ("not finished processing", "processing"),
    ("disabled", "disabled"),
    ("suspended", "disabled"),
    ("outside the authorized scopes", "scope"),
    ("type is invalid", "kind"),
    ("content type", "kind"),
)
MEANS = {
    "long": Means(Trouble.REFUSED, "finds the text too long."),
    "many": Means(Trouble.REFUSED, "finds too many pictures in it."),
    "processing": Means(Trouble.UNREACHABLE, "is still preparing a picture or film. Nothing was posted."),
    "disabled": Means(Trouble.REVOKED, "has disabled this account.", "Ask the server's moderators."),
    "scope": Means(Trouble.REVOKED, "was not given the permission for that.", "Connect the account again."),
    "kind": Means(Trouble.REFUSED, "does not take a picture or film of this kind."),
}
NEXT = re.compile(r'<[^>]*[?&]max_id=([^&>]+)[^>]*>;\s*rel="next"')


class Mastodon:
    """Does all that `NETWORK` declares, for one account (rules.Publishes and the others)."""

    def __init__(self, connection: Connection, client: http.Client | None = None) -> None:
        known = connection.credentials if connection.credentials.get("client_id") else connection.app
        app = {name: known.get(name, "") for name in ("client_id", "client_secret")}
        self.connection = replace(connection, app=app, base_url=connection.base_url.rstrip("/"))
        self.caller = Caller(
            "Mastodon", client or http.client(), read=_code, means=MEANS, sign=self._sign, heed=connection.heed
        )
        self._configuration: Mapping[str, Any] | None = None
        self._account: Wire | None = None

    # Signing in

    def register(self, *, redirect_uri: str) -> Mapping[str, str]:
        """App keys from the server itself, good for this address to come back to."""
        body = {"client_name": "Bedside", "redirect_uris": redirect_uri, "scopes": " ".join(SCOPES)}
        self._require_server()
        plain = Caller("Mastodon", self.caller.client, read=_code, means=MEANS)
        wire = plain.wire("POST", f"{self.connection.base_url}/api/v1/apps", json=body)
        if not wire.get("client_id") or not wire.get("client_secret"):
            raise NetworkError(Trouble.UNREACHABLE, "Mastodon's answer to the registration could not be read.")
        return {name: str(wire[name]) for name in ("client_id", "client_secret")}

    def authorize_url(self, *, redirect_uri: str, state: str, challenge: str) -> str:
        self._require_server()
        return self._oauth().authorize_url(redirect_uri=redirect_uri, state=state, challenge=challenge)

    def exchange(self, *, code: str, verifier: str, redirect_uri: str) -> None:
        self._oauth().exchange(code=code, verifier=verifier, redirect_uri=redirect_uri)

    def connect(self) -> Profile:
        me = self._wire("GET", "/api/v1/accounts/verify_credentials")
        if not me.get("id"):
            raise NetworkError(Trouble.UNREACHABLE, "Mastodon's answer does not name the account.")
        return Profile(str(me["id"]), str(me.get("acct") or ""), str(me.get("display_name") or ""))

    def _oauth(self) -> OAuth:
        base = self.connection.base_url
        return OAuth(self.connection, self.caller, f"{base}/oauth/authorize", f"{base}/oauth/token", SCOPES)

    # What we say

    def publish(self, outgoing: Outgoing) -> RemoteRef:
        """The post as Mastodon has it. The server remembers `outgoing.key` for an hour, so that a second try gives the
        same post."""
        return self._post(outgoing, "public", outgoing.parent.network_id if outgoing.parent else "")

    def reply(self, outgoing: Outgoing) -> RemoteRef:
        """As open as what it answers: a private mention is answered by one."""
        if outgoing.parent is None:
            raise NetworkError(Trouble.REFUSED, "A reply needs the post it answers.")
        parent_id = outgoing.parent.network_id
        parent = self._wire("GET", f"/api/v1/statuses/{parent_id}")
        visibility = str(parent.get("visibility") or "public")
        if outgoing.answered is not None and outgoing.answered.kind == "message":
            visibility = "direct"
        if outgoing.answered is not None and not outgoing.answered.author_handle:
            handle = str(translate.author(parent).get("acct") or "")
            outgoing = replace(outgoing, answered=replace(outgoing.answered, author_handle=handle))
        return self._post(outgoing, visibility, parent_id)

    def _post(self, outgoing: Outgoing, visibility: str, parent: str) -> RemoteRef:
        self._hold(outgoing)
        body: dict[str, Any] = {"status": translate.words(outgoing), "visibility": visibility}
        if outgoing.language:
            body["language"] = outgoing.language
        if parent:
            body["in_reply_to_id"] = parent
        if media := self._upload(outgoing):
            body["media_ids"] = media
        if outgoing.poll:
            body["poll"] = {"options": list(outgoing.poll.options), "expires_in": outgoing.poll.minutes * 60}
        status = self._wire("POST", "/api/v1/statuses", writes=True, json=body, bucket="statuses",
                            headers={"Idempotency-Key": outgoing.key})  # fmt: skip
        return self._made(status)

    def edit(self, remote: RemoteRef, outgoing: Outgoing) -> RemoteRef:
        """The new wording under the same address. Pictures and a poll stay as they are unless others are given; what is
        not named again Mastodon would drop."""
        self._hold(outgoing)
        now = self._wire("GET", f"/api/v1/statuses/{remote.network_id}")
        body: dict[str, Any] = {"status": translate.words(outgoing)}
        if outgoing.language:
            body["language"] = outgoing.language
        there = [str(one.get("id")) for one in now.get("media_attachments") or [] if isinstance(one, dict)]
        given = len(outgoing.pictures) + (outgoing.video is not None)
        if there and given in (0, len(there)):
            body["media_ids"] = there
            body["media_attributes"] = [
                {"id": media, "description": picture.alt}
                for media, picture in zip(there, outgoing.pictures or (), strict=False)
            ]
        elif given:
            body["media_ids"] = self._upload(outgoing)
        poll = now.get("poll")
        if isinstance(poll, dict):
            options = [str(one.get("title") or "") for one in poll.get("options") or [] if isinstance(one, dict)]
            ends = translate.instant(poll.get("expires_at"))
            left = int((ends - times.now()).total_seconds()) if ends else 300
            body["poll"] = {"options": options, "expires_in": max(left, 300)}
        return self._made(self._wire("PUT", f"/api/v1/statuses/{remote.network_id}", writes=True, json=body))

    def withdraw(self, remote: RemoteRef) -> None:
        try:
            self._wire("DELETE", f"/api/v1/statuses/{remote.network_id}", writes=True, bucket="deletions")
        except Failure as error:
            if error.status != 404:
                raise

    def find(self, sought: Sought) -> RemoteRef | None:
        """Among our own posts since the first try, the one with these words in this place."""
        since = sought.since - SKEW
        parent = sought.outgoing.parent.network_id if sought.outgoing.parent else ""
        own, page = self._own(), ""
        for _ in range(FIRST_PAGES):
            statuses, page = self._list(f"/api/v1/accounts/{own}/statuses", page, limit=PAGE)
            for status in statuses:
                latest = translate.instant(translate.version(status))
                if latest is None or latest < since or str(status.get("id")) in sought.known:
                    continue
                same_place = str(status.get("in_reply_to_id") or "") == parent
                if same_place and any(
                    translate.same_words(words, status.get("content"))
                    for words in (translate.words(sought.outgoing), sought.outgoing.text)
                ):
                    return translate.remote(status)
            ages = [when for one in statuses if (when := translate.instant(one.get("created_at")))]
            if not page or not ages or min(ages) < since:
                break
        return None

    # What others say

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        """Mentions, private mentions, quotes and what stands below our posts, since the cursor; and of what was heard
        lately what its authors changed or took away."""
        memory, own = Memory.read(cursor), self._own()
        found: list[Heard | None] = []
        for root in self._turn(memory, watch):
            found += [translate.heard(one, own, root=root) for one in self._below(root)]
        seen = {one.network_id: one for one in found if one is not None}
        for status, quote in self._notified(memory):
            if str(status.get("id")) not in seen and not memory.has(str(status.get("id"))):
                found.append(self._placed(status, own, quote=quote))
        seen |= {one.network_id: one for one in found if one is not None}
        again = [one for one in memory.due(POSTS_A_CALL) if one not in seen]
        there = self._statuses(again) if again else {}
        gone = memory.forget(one for one in again if one not in there)
        for network_id, status in there.items():
            if memory.known.get(network_id) != mark(translate.version(status)) and (one := self._placed(status, own)):
                seen[network_id] = one
        return Batch(memory.fresh(seen.values()), memory.write(), gone)

    def past(self, cursor: str, since: datetime) -> Past:
        """A page of our own posts, each with everything below it."""
        own = self._own()
        statuses, page = self._list(f"/api/v1/accounts/{own}/statuses", cursor, limit=20, exclude_reblogs="true")
        posts: list[PastPost] = []
        heard: list[Heard] = []
        for status in statuses:
            at = translate.instant(status.get("created_at"))
            if at is not None and at < since:
                page = ""
                continue
            answers = str(status.get("in_reply_to_account_id") or own) != own
            if answers or status.get("visibility") == "direct" or not (post := translate.past_post(status)):
                continue
            posts.append(post)
            if status.get("replies_count"):
                below = [translate.heard(one, own, root=post.network_id) for one in self._below(post.network_id)]
                heard += [one for one in below if one is not None]
        return Past(tuple(posts), tuple(heard), page)

    def measure(self, remotes: Sequence[RemoteRef]) -> tuple[Counts, ...]:
        there = self._statuses([remote.network_id for remote in remotes])
        return tuple(translate.counts(status) for status in there.values())

    def measure_account(self) -> Mapping[str, int]:
        me = self._wire("GET", "/api/v1/accounts/verify_credentials")
        names = {"followers": "followers_count", "following": "following_count", "posts": "statuses_count"}
        return {ours: value for ours, theirs in names.items() if isinstance(value := me.get(theirs), int)}

    def _turn(self, memory: Memory, watch: Sequence[RemoteRef]) -> list[str]:
        ids = [remote.network_id for remote in watch]
        if len(ids) <= THREADS:
            return ids
        start = int(memory.marks.get("thread", "0") or 0) % len(ids)
        memory.marks["thread"] = str((start + THREADS) % len(ids))
        return (ids + ids)[start : start + THREADS]

    def _notified(self, memory: Memory) -> list[tuple[Wire, bool]]:
        """What notifications bring, a page behind the last one too: they may be written out of order."""
        last, page = memory.marks.get("notification", ""), ""
        found: list[tuple[Wire, bool]] = []
        newest = last
        for _ in range(PAGES if last else FIRST_PAGES):
            # Filtered ones too: servers put private mentions from strangers aside by default.
            asked = {"types[]": ["mention", "quote"], "include_filtered": "true", "limit": PAGE}
            items, page = self._list("/api/v1/notifications", page, **asked)
            for item in items:
                newest = max(newest, str(item.get("id") or ""), key=_order)
                if item.get("type") in ("mention", "quote") and isinstance(item.get("status"), dict):
                    found.append((item["status"], item["type"] == "quote"))
            oldest = min((str(item.get("id") or "") for item in items), key=_order, default="")
            if not page or (last and _order(oldest) <= _order(last)):
                break
        memory.marks["notification"] = newest
        return found

    def _placed(self, status: Wire, own: str, *, quote: bool = False) -> Heard | None:
        """A status with the post its thread began with, where one above it is ours."""
        root = ""
        if status.get("in_reply_to_id") and status.get("visibility") != "direct":
            above = self._around(str(status.get("id")), "ancestors")
            if any(str(translate.author(one).get("id")) == own for one in above):
                root = str(above[0].get("id") or "")
        return translate.heard(status, own, root=root, quote=quote or isinstance(status.get("quote"), dict))

    def _below(self, status_id: str) -> list[Wire]:
        return self._around(status_id, "descendants")

    def _around(self, status_id: str, where: str) -> list[Wire]:
        try:
            wire = self._wire("GET", f"/api/v1/statuses/{status_id}/context")
        except Failure as error:
            if error.status == 404:
                return []  # withdrawn
            raise
        return [one for one in wire.get(where) or [] if isinstance(one, dict)]

    def _statuses(self, ids: Sequence[str]) -> dict[str, Wire]:
        """Those of the statuses that are there, by id."""
        there: dict[str, Wire] = {}
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), POSTS_A_CALL):
            some = wanted[start : start + POSTS_A_CALL]
            statuses, _ = self._list("/api/v1/statuses", "", **{"id[]": some})
            there |= {str(one["id"]): one for one in statuses if str(one.get("id")) in some}
        return there

    # The wire

    def _hold(self, outgoing: Outgoing) -> None:
        if self._configuration is None:
            try:
                found = self._wire("GET", "/api/v2/instance").get("configuration")
            except Failure as error:
                if error.trouble is not Trouble.REFUSED:
                    raise
                found = None  # a server that speaks an older API: the usual limits
            self._configuration = found if isinstance(found, dict) else {}
        if objection := translate.objection(outgoing, self._configuration):
            raise NetworkError(Trouble.REFUSED, f"Mastodon {objection}")

    def _upload(self, outgoing: Outgoing) -> list[str]:
        """Ids of the pictures or the film, in their order. Nobody sees them before a post names them."""
        media: list[Picture | Video] = [*outgoing.pictures, *([outgoing.video] if outgoing.video else [])]
        made: list[str] = []
        for one in media:
            wire = self._wire("POST", "/api/v2/media", files={"file": (one.filename, one.content, one.mime)},
                              form={"description": one.alt}, read=60, bucket="media")  # fmt: skip
            if not wire.get("id"):
                raise NetworkError(Trouble.UNREACHABLE, "Mastodon's answer to a picture could not be read.")
            made.append(str(wire["id"]))
            if not wire.get("url"):
                self._await(made[-1])
        return made

    def _await(self, media_id: str) -> None:
        wait = 0.2
        until = times.now() + timedelta(seconds=60)
        while times.now() < until:
            answer = self._call("GET", f"/api/v1/media/{media_id}")
            if answer.status != 206:
                return
            time.sleep(wait)
            wait = min(wait * 2, 5)
        raise NetworkError(Trouble.UNREACHABLE, "Mastodon is still preparing a film. Nothing was posted.")

    def _own(self) -> str:
        if self.connection.network_account_id:
            return self.connection.network_account_id
        if self._account is None:
            self._account = self._wire("GET", "/api/v1/accounts/verify_credentials")
        return str(self._account.get("id") or "")

    def _made(self, status: Wire) -> RemoteRef:
        made = translate.remote(status)
        if not made.network_id:
            raise NetworkError(Trouble.UNKNOWN, "Mastodon's answer does not name the post.")
        return made

    def _list(self, path: str, page: str, **params: Any) -> tuple[list[Wire], str]:
        """The objects of a list and what to ask the next page with; empty at the end."""
        answer = self._call("GET", path, params=params | ({"max_id": page} if page else {}))
        try:
            value = answer.json()
        except ValueError as error:
            raise Failure(Trouble.UNREACHABLE, "Mastodon's answer could not be read.") from error
        items = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        onward = NEXT.search(answer.headers.get("link", ""))
        return items, onward[1] if onward and items else ""

    def _wire(self, method: str, path: str, **sent: Any) -> Wire:
        self._require_server()
        return self.caller.wire(method, f"{self.connection.base_url}{path}", **sent)

    def _call(self, method: str, path: str, **sent: Any) -> http.Answer:
        self._require_server()
        return self.caller.call(method, f"{self.connection.base_url}{path}", **sent)

    def _require_server(self) -> None:
        if not self.connection.base_url:
            raise NetworkError(Trouble.REFUSED, "Mastodon needs the address of the account's server.")

    def _sign(self, headers: dict[str, str], params: dict[str, Any]) -> None:
        headers["Authorization"] = f"Bearer {self._oauth().access()}"


def _code(answer: http.Answer, wire: Wire) -> str:
    if answer.ok:
        return ""
    said = str(wire.get("error") or "").lower()
    return next((code for sign, code in SIGNS if sign in said), "")


def _order(network_id: str) -> tuple[int, str]:
    """Ids are strings of growing numbers: shorter is older."""
    return len(network_id), network_id
