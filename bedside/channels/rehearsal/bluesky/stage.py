"""The XRPC methods Bedside uses, answered as Bluesky's own server answers them."""

import random
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bedside.channels.networks.bluesky.names import parts
from bedside.channels.rehearsal.bluesky import chats, lexicon, views
from bedside.channels.rehearsal.bluesky.chat_calls import ChatCalls
from bedside.channels.rehearsal.bluesky.cids import record_cid
from bedside.channels.rehearsal.bluesky.directions import carry_out
from bedside.channels.rehearsal.bluesky.refusals import XrpcRefusal
from bedside.channels.rehearsal.bluesky.repos import Account, Record, Repos
from bedside.channels.rehearsal.bluesky.tokens import Rejected, Tokens
from bedside.channels.rehearsal.faults import Fault, Kind
from bedside.channels.rehearsal.wire import Reply, Request, Shown, as_json
from bedside.kit import times

PREFIX = "/xrpc/"
BLOB_BYTES = 5 * 1024 * 1024  # the server's own cap on an upload
WINDOW, MOST = 300, 3000  # requests in so many seconds, as the real server announces


class BlueskyStage(ChatCalls):
    """A PDS and an AppView behind one address; safe to call from many threads."""

    name = "bluesky"

    def __init__(self, url: Callable[[], str], *, seed: int = 0, access_lasts: timedelta | None = None) -> None:
        self.url = url
        self.repos = Repos()
        self.tokens = Tokens(secrets.token_hex(16))
        if access_lasts is not None:
            self.tokens.access_lasts = access_lasts
        self.calls: dict[str, int] = {}
        self.lock = threading.RLock()
        self._order = random.Random(seed)  # noqa: S311  # a rehearsal must be repeatable

    def plays(self, path: str) -> bool:
        return path.startswith(PREFIX)

    def call_name(self, path: str, method: str = "GET") -> str:
        return path.removeprefix(PREFIX)

    def handle(self, request: Request, disturbed: frozenset[Kind]) -> Reply:
        call = self.call_name(request.path)
        with self.lock:
            self.calls[call] = self.calls.get(call, 0) + 1
            if call not in METHODS:
                if "authorization" not in request.headers:
                    return self._said(XrpcRefusal("AuthMissing", "Authentication Required", 401))
                return self._said(XrpcRefusal("MethodNotImplemented", "Method Not Implemented", 501))
            verb, method = METHODS[call]
            if verb != request.method:
                return self._said(
                    XrpcRefusal("InvalidRequest", f"Incorrect HTTP method ({request.method}) expected {verb}")
                )
            try:
                answer = method(self, request)
            except XrpcRefusal as refusal:
                return self._said(refusal)
            except Rejected as rejected:
                return self._said(XrpcRefusal(rejected.code, rejected.message))
            except ValueError:
                return self._said(XrpcRefusal("InvalidRequest", "Unable to parse the input"))
            if isinstance(answer, Reply):
                return answer
            return as_json(self._disturb(answer, disturbed), headers=self._limits())

    def failure(self, fault: Fault, call: str) -> Reply:
        if fault.kind is Kind.LIMITED:
            reset = int((times.now() + timedelta(seconds=fault.seconds)).timestamp())
            headers = (
                ("RateLimit-Limit", str(MOST)), ("RateLimit-Remaining", "0"), ("RateLimit-Reset", str(reset)),
                ("RateLimit-Policy", f"{MOST};w={WINDOW}"), ("Retry-After", str(fault.seconds)),
            )  # fmt: skip
            return as_json({"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}, 429, headers)
        if fault.kind is Kind.EXPIRED and not call.startswith("com.atproto.server."):
            return self._said(XrpcRefusal("ExpiredToken", "Token has expired"))
        if fault.kind is Kind.REVOKED:
            if call.endswith(".createSession"):
                return self._said(XrpcRefusal("AuthenticationRequired", "Invalid identifier or password", 401))
            return self._said(XrpcRefusal("InvalidToken", "Token could not be verified"))
        return self._said(XrpcRefusal("InternalServerError", "Internal Server Error", 500))

    def direct(self, what: str, told: Mapping[str, Any]) -> Any:
        with self.lock:
            return carry_out(self.repos, what, told, times.now(), self.url())

    def posts(self) -> list[dict[str, Any]]:
        """Every post in the wire's own form, the newest first."""
        with self.lock:
            return [views.post(self.repos, record) for record in self.repos.posts()]

    def shown(self) -> list[Shown]:
        ours = {account.did for account in self.repos.accounts.values() if account.ours}
        with self.lock:
            hidden = self.repos.hidden()
            said = [replace(views.shown(post, ours), hidden=post["uri"] in hidden) for post in self.posts()]
            return sorted([*said, *chats.shown(self.repos, ours)], key=lambda one: one.at, reverse=True)

    def close(self) -> None:
        """Nothing runs here between calls."""

    def picture(self, name: str) -> tuple[bytes, str] | None:
        blob = self.repos.blobs.get(name)
        return (blob.content, blob.mime) if blob else None

    def snapshot(self) -> dict[str, Any]:
        with self.lock:
            return self.repos.snapshot() | {"secret": self.tokens.secret}

    def restore(self, kept: Mapping[str, Any]) -> None:
        with self.lock:
            self.tokens = Tokens(str(kept["secret"]), self.tokens.access_lasts)
            self.repos.restore(kept)

    def _said(self, refusal: XrpcRefusal) -> Reply:
        return as_json({"error": refusal.code, "message": refusal.message}, refusal.status, self._limits())

    def _limits(self) -> tuple[tuple[str, str], ...]:
        used = sum(self.calls.values()) % MOST
        reset = (int(times.now().timestamp()) // WINDOW + 1) * WINDOW
        return (
            ("RateLimit-Limit", str(MOST)), ("RateLimit-Remaining", str(MOST - used)), ("RateLimit-Reset", str(reset)),
            ("RateLimit-Policy", f"{MOST};w={WINDOW}"),
        )  # fmt: skip

    def _disturb(self, answer: dict[str, Any], disturbed: frozenset[Kind]) -> dict[str, Any]:
        notices = answer.get("notifications")
        if not isinstance(notices, list):
            return answer
        if Kind.DUPLICATED in disturbed:
            notices = [notice for notice in notices for _ in range(2)]
        if Kind.SHUFFLED in disturbed:
            self._order.shuffle(notices)
        return answer | {"notifications": notices}

    # Who calls

    def _signed(self, request: Request) -> Account:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not token:
            raise XrpcRefusal("AuthMissing", "Authentication Required", 401)
        account = self.repos.accounts.get(self.tokens.whose(token, times.now()))
        if account is None:
            raise XrpcRefusal("InvalidToken", "Token could not be verified")
        return account

    def _owner(self, request: Request, told: Mapping[str, Any]) -> Account:
        account = self._signed(request)
        if self.repos.find_account(str(told.get("repo", ""))) is not account:
            raise XrpcRefusal("AuthenticationRequired", "Authentication Required", 401)
        return account

    def _repo(self, name: str) -> Account:
        account = self.repos.find_account(name)
        if account is None:
            raise XrpcRefusal("InvalidRequest", f"Could not find repo: {name}")
        return account

    # com.atproto.server and identity

    def describe_server(self, request: Request) -> dict[str, Any]:
        return {"did": "did:web:localhost", "availableUserDomains": [".rehearsal.test"], "inviteCodeRequired": False,
                "links": {}, "contact": {}}  # fmt: skip

    def create_session(self, request: Request) -> dict[str, Any]:
        told = request.told()
        for name in ("identifier", "password"):
            if not isinstance(told.get(name), str):
                raise XrpcRefusal("InvalidRequest", f'Missing required key "{name}" at $')
        account = self.repos.find_account(str(told.get("identifier", "")))
        password = str(told.get("password", ""))
        if account is None or not password or not secrets.compare_digest(account.password.encode(), password.encode()):
            raise XrpcRefusal("AuthenticationRequired", "Invalid identifier or password", 401)
        return self.tokens.begin(account.did, times.now(), chats=account.chats) | self._about(account)

    def refresh_session(self, request: Request) -> dict[str, Any]:
        did, pair = self.tokens.renew(request.headers.get("authorization", "").partition(" ")[2], times.now())
        return pair | self._about(self._repo(did))

    def get_session(self, request: Request) -> dict[str, Any]:
        return self._about(self._signed(request))

    def delete_session(self, request: Request) -> Reply:
        self.tokens.end(request.headers.get("authorization", "").partition(" ")[2], times.now())
        return Reply(200, b"")

    def _about(self, account: Account) -> dict[str, Any]:
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": self.url()}
        document = {"id": account.did, "alsoKnownAs": [f"at://{account.handle}"], "service": [service]}
        return {"handle": account.handle, "did": account.did, "didDoc": document, "active": True,
                "email": f"{account.handle.partition('.')[0]}@example.test", "emailConfirmed": True}  # fmt: skip

    def resolve_handle(self, request: Request) -> dict[str, Any]:
        account = self.repos.find_account(request.first("handle"))
        if account is None:
            raise XrpcRefusal("HandleNotFound", "Unable to resolve handle")
        return {"did": account.did}

    # com.atproto.repo

    def create_record(self, request: Request) -> dict[str, Any]:
        return self._write(request, request.told(), replaces=False)

    def put_record(self, request: Request) -> dict[str, Any]:
        return self._write(request, request.told(), replaces=True)

    def _write(self, request: Request, told: dict[str, Any], *, replaces: bool) -> dict[str, Any]:
        for name in ("repo", "collection", "record", *(("rkey",) if replaces else ())):
            if name not in told:
                raise XrpcRefusal("InvalidRequest", f'Missing required key "{name}" at $')
        account = self._owner(request, told)
        collection, value = str(told["collection"]), told["record"]
        if not isinstance(value, dict):
            raise XrpcRefusal("InvalidRequest", "Expected object value type at $.record")
        value.setdefault("$type", collection)
        if value["$type"] != collection:
            raise XrpcRefusal("InvalidRequest", f"Invalid $type: expected {collection}, got {value['$type']}")
        key = str(told.get("rkey") or self.repos.next_key(times.now()))
        try:
            lexicon.check_key(collection, key)
            if collection == lexicon.POST:
                lexicon.check_post(value, self.repos.blob_facts)
            if collection == lexicon.GATE:
                lexicon.check_gate(value)
        except lexicon.Invalid as invalid:
            raise XrpcRefusal(invalid.code, invalid.message) from invalid
        known = self.repos.records.get(f"at://{account.did}/{collection}/{key}")
        if known is not None and not replaces:
            raise XrpcRefusal("InternalServerError", "Internal Server Error", 500)
        if "swapRecord" in told and told["swapRecord"] != (known.cid if known else None):
            raise XrpcRefusal("InvalidSwap", f"Record was at {known.cid if known else 'null'}")
        record = self.repos.put(account.did, collection, key, value, times.now())
        written = {"uri": record.uri, "cid": record.cid, "validationStatus": "valid"}
        return written if record is known else written | {"commit": self._commit()}

    def get_record(self, request: Request) -> dict[str, Any]:
        account = self._repo(request.first("repo"))
        uri = f"at://{account.did}/{request.first('collection')}/{request.first('rkey')}"
        record = self.repos.records.get(uri)
        if record is None or request.first("cid", record.cid) != record.cid:
            raise XrpcRefusal("RecordNotFound", f"Could not locate record: {uri}")
        return {"uri": record.uri, "cid": record.cid, "value": record.value}

    def list_records(self, request: Request) -> dict[str, Any]:
        mine = f"at://{self._repo(request.first('repo')).did}/{request.first('collection')}/"
        found = sorted((uri for uri in self.repos.records if uri.startswith(mine)), reverse=True)
        after = request.first("cursor")
        left = [uri for uri in found if not after or uri.removeprefix(mine) < after]
        page = left[: int(request.first("limit", "50"))]
        records = [self.repos.records[uri] for uri in page]
        shown = [{"uri": record.uri, "cid": record.cid, "value": record.value} for record in records]
        return {"records": shown} | ({"cursor": page[-1].removeprefix(mine)} if len(left) > len(page) else {})

    def delete_record(self, request: Request) -> dict[str, Any]:
        told = request.told()
        account = self._owner(request, told)
        gone = self.repos.delete(account.did, str(told.get("collection", "")), str(told.get("rkey", "")))
        return {"commit": self._commit()} if gone else {}

    def upload_blob(self, request: Request) -> dict[str, Any]:
        self._signed(request)
        if len(request.body) > BLOB_BYTES:
            raise XrpcRefusal("PayloadTooLarge", "request entity too large", 413)
        mime = request.headers.get("content-type", "application/octet-stream").partition(";")[0]
        cid = self.repos.add_blob(request.body, mime)
        return {"blob": {"$type": "blob", "ref": {"$link": cid}, "mimeType": mime, "size": len(request.body)}}

    def get_blob(self, request: Request) -> Reply:
        found = self.picture(request.first("cid"))
        if found is None:
            raise XrpcRefusal("BlobNotFound", "Blob not found")
        return Reply(200, found[0], content_type=found[1])

    def _commit(self) -> dict[str, str]:
        rev = self.repos.next_key(times.now())
        return {"cid": commit_cid(rev), "rev": rev}

    # app.bsky

    def _shown(self, uri: str) -> Record | None:
        named = parts(uri)
        return self.repos.records.get(uri) if named and named[1] == lexicon.POST else None

    def get_profile(self, request: Request) -> dict[str, Any]:
        self._signed(request)
        account = self.repos.find_account(request.first("actor"))
        if account is None:
            raise XrpcRefusal("InvalidRequest", "Profile not found")
        return views.profile(self.repos, account)

    def get_posts(self, request: Request) -> dict[str, Any]:
        self._signed(request)
        uris, call = request.query.get("uris", []), self.call_name(request.path)
        if not uris:
            raise XrpcRefusal("InvalidRequest", f'Invalid {call} params: Missing required key "uris"')
        if len(uris) > 25:
            said = f"Invalid {call} params: array too big (maximum 25, got {len(uris)})"
            raise XrpcRefusal("InvalidRequest", said)
        records = [record for uri in uris if (record := self._shown(uri))]
        return {"posts": [views.post(self.repos, record) for record in records]}

    def get_post_thread(self, request: Request) -> dict[str, Any]:
        self._signed(request)
        record = self._shown(request.first("uri"))
        if record is None:
            raise XrpcRefusal("NotFound", f"Post not found: {request.first('uri')}")
        return {"thread": views.thread(self.repos, record, int(request.first("depth", "6")))}

    def get_author_feed(self, request: Request) -> dict[str, Any]:
        self._signed(request)
        account = self.repos.find_account(request.first("actor"))
        if account is None:
            raise XrpcRefusal("InvalidRequest", "Profile not found")
        after, limit = request.first("cursor"), int(request.first("limit", "50"))
        found = self.repos.posts(account.did)
        if request.first("filter") == "posts_and_author_threads":
            mine = f"at://{account.did}/"
            found = [one for one in found if all(
                str(one.value.get("reply", {}).get(side, {}).get("uri", mine)).startswith(mine)
                for side in ("root", "parent"))]  # fmt: skip
        left = [one for one in found if not after or one.indexed_at < after]
        answer: dict[str, Any] = {"feed": [{"post": views.post(self.repos, record)} for record in left[:limit]]}
        return answer | ({"cursor": left[limit - 1].indexed_at} if len(left) > limit else {})

    def list_notifications(self, request: Request) -> dict[str, Any]:
        did = self._signed(request).did
        reasons = request.query.get("reasons", [])
        after = request.first("cursor")
        notices = [
            notice for notice in self.repos.notifications
            if notice.to == did and (not reasons or notice.reason in reasons) and notice.uri in self.repos.records
        ]  # fmt: skip
        notices.sort(key=lambda notice: (notice.sort_at, notice.uri), reverse=True)
        left = [notice for notice in notices if not after or f"{notice.sort_at}::{notice.uri}" < after]
        page = left[: int(request.first("limit", "50"))]
        shown = [views.notification(self.repos, notice, self.repos.records[notice.uri]) for notice in page]
        answer: dict[str, Any] = {"notifications": shown, "priority": False}
        if len(left) > len(page):
            answer["cursor"] = f"{page[-1].sort_at}::{page[-1].uri}"
        return answer


def commit_cid(rev: str) -> str:
    """A commit's identifier: it names something, though no repository stands behind it here."""
    return record_cid({"rev": rev})


METHODS: dict[str, tuple[str, Callable[[BlueskyStage, Request], dict[str, Any] | Reply]]] = {
    "com.atproto.server.describeServer": ("GET", BlueskyStage.describe_server),
    "com.atproto.server.createSession": ("POST", BlueskyStage.create_session),
    "com.atproto.server.refreshSession": ("POST", BlueskyStage.refresh_session),
    "com.atproto.server.getSession": ("GET", BlueskyStage.get_session),
    "com.atproto.server.deleteSession": ("POST", BlueskyStage.delete_session),
    "com.atproto.identity.resolveHandle": ("GET", BlueskyStage.resolve_handle),
    "com.atproto.repo.createRecord": ("POST", BlueskyStage.create_record),
    "com.atproto.repo.putRecord": ("POST", BlueskyStage.put_record),
    "com.atproto.repo.getRecord": ("GET", BlueskyStage.get_record),
    "com.atproto.repo.listRecords": ("GET", BlueskyStage.list_records),
    "com.atproto.repo.deleteRecord": ("POST", BlueskyStage.delete_record),
    "com.atproto.repo.uploadBlob": ("POST", BlueskyStage.upload_blob),
    "com.atproto.sync.getBlob": ("GET", BlueskyStage.get_blob),
    "app.bsky.actor.getProfile": ("GET", BlueskyStage.get_profile),
    "app.bsky.feed.getPosts": ("GET", BlueskyStage.get_posts),
    "app.bsky.feed.getPostThread": ("GET", BlueskyStage.get_post_thread),
    "app.bsky.feed.getAuthorFeed": ("GET", BlueskyStage.get_author_feed),
    "app.bsky.notification.listNotifications": ("GET", BlueskyStage.list_notifications),
    "chat.bsky.convo.listConvos": ("GET", BlueskyStage.list_convos),
    "chat.bsky.convo.getMessages": ("GET", BlueskyStage.get_messages),
    "chat.bsky.convo.sendMessage": ("POST", BlueskyStage.send_message),
}
