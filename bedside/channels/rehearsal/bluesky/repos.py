"""Who there is and what they wrote: accounts, records, pictures, and the notifications that follow from them."""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bedside.channels.networks.bluesky.names import ALPHABET, address, parts
from bedside.channels.networks.bluesky.translate import read_time, wire_time
from bedside.channels.rehearsal.bluesky.cids import blob_cid, record_cid
from bedside.channels.rehearsal.bluesky.lexicon import GATE, POST

PROFILE = "app.bsky.actor.profile"
#: How far up a thread a reply is announced, as the AppView does it.
ANCESTORS = 4


@dataclass
class Account:
    did: str
    handle: str
    name: str
    password: str
    ours: bool = False
    chats: bool = False  # whether its app password allows direct messages


@dataclass
class Record:
    uri: str
    cid: str
    value: dict[str, Any]
    indexed_at: str

    @property
    def did(self) -> str:
        return (parts(self.uri) or ("", "", ""))[0]


@dataclass
class Notification:
    to: str
    uri: str
    reason: str
    subject: str
    sort_at: str
    is_read: bool = False


@dataclass
class Blob:
    content: bytes = field(repr=False)
    mime: str


def did_of(handle: str) -> str:
    """The same fictional account for the same handle, every time."""
    return "did:plc:" + base64.b32encode(hashlib.sha256(handle.encode()).digest()).decode().lower()[:24]


class Repos:
    """All state of the rehearsed network, in memory."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.records: dict[str, Record] = {}
        self.replies: dict[str, list[str]] = {}
        self.quotes: dict[str, list[str]] = {}
        self.likes: dict[str, list[str]] = {}
        self.notifications: list[Notification] = []
        self.blobs: dict[str, Blob] = {}
        self.reactions: dict[str, dict[str, int]] = {}
        self.chats: dict[str, dict[str, Any]] = {}
        self.writes = 0
        self._last: datetime | None = None

    def add_account(self, handle: str, name: str = "", password: str = "") -> Account:
        """The account of that handle, made if it is new; a password given replaces the old one."""
        handle = handle.lower()
        account = next((known for known in self.accounts.values() if known.handle == handle), None)
        if account is None:
            account = Account(did_of(handle), handle, name or handle.partition(".")[0].title(), password)
            self.accounts[account.did] = account
        account.password = password or account.password
        account.name = name or account.name
        profile = {"$type": PROFILE, "displayName": account.name}
        uri = address(account.did, "self", PROFILE)
        self.records[uri] = Record(uri, record_cid(profile), profile, "")
        return account

    def find_account(self, name: str) -> Account | None:
        """By DID or handle."""
        wanted = name.lower().removeprefix("@")
        return next((known for known in self.accounts.values() if wanted in (known.did, known.handle)), None)

    def put(
        self, did: str, collection: str, key: str, value: dict[str, Any], at: datetime, *, quiet: bool = False
    ) -> Record:
        """The record as it now stands; writing the same content again changes nothing."""
        uri = address(did, key, collection)
        cid = record_cid(value)
        known = self.records.get(uri)
        if known is not None and known.cid == cid:
            return known
        self.writes += 1
        record = Record(uri, cid, value, known.indexed_at if known else self._sort_at(value, at))
        self.records[uri] = record
        if known is None:
            self._link(record)
            if collection == POST and not quiet:
                self._announce(record)
        return record

    def delete(self, did: str, collection: str, key: str) -> bool:
        record = self.records.pop(address(did, key, collection), None)
        if record is None:
            return False
        self.writes += 1
        self.notifications = [notice for notice in self.notifications if notice.uri != record.uri]
        return True

    def add_blob(self, content: bytes, mime: str) -> str:
        cid = blob_cid(content)
        self.blobs[cid] = Blob(content, mime)
        return cid

    def blob_facts(self, cid: str) -> tuple[int, str] | None:
        """(size, type) of an uploaded blob."""
        blob = self.blobs.get(cid)
        return (len(blob.content), blob.mime) if blob else None

    def next_key(self, at: datetime) -> str:
        """A record key in TID form, later than every one before it."""
        number = int(self.tick(at).timestamp() * 1_000_000) << 10
        return "".join(ALPHABET[(number >> shift) & 31] for shift in range(60, -1, -5))

    def posts(self, did: str = "") -> list[Record]:
        """Posts, the newest first."""
        mine = f"at://{did}/{POST}/" if did else "at://"
        found = [record for uri, record in self.records.items() if uri.startswith(mine) and f"/{POST}/" in uri]
        return sorted(found, key=lambda record: (record.indexed_at, record.uri), reverse=True)

    def hidden(self) -> set[str]:
        """Addresses of the replies that the authors of their posts have hidden."""
        gates = [record.value for uri, record in self.records.items() if f"/{GATE}/" in uri]
        return {reply for gate in gates for reply in gate.get("hiddenReplies", [])}

    def replies_to(self, uri: str) -> list[Record]:
        return [self.records[reply] for reply in self.replies.get(uri, []) if reply in self.records]

    def count(self, uri: str) -> dict[str, int]:
        """Likes, reposts, replies and quotes of a post: what was staged, and what was really written."""
        staged = self.reactions.get(uri, {})

        def standing(links: dict[str, list[str]]) -> int:
            return sum(1 for one in links.get(uri, ()) if one in self.records)

        return {
            "likeCount": staged.get("likes", 0) + standing(self.likes),
            "repostCount": staged.get("reposts", 0),
            "replyCount": standing(self.replies),
            "quoteCount": standing(self.quotes),
        }

    def _link(self, record: Record) -> None:
        """Remembers what the record hangs on."""
        links = (
            (self.replies, record.value.get("reply", {}).get("parent", {}).get("uri")),
            (self.quotes, _quoted(record.value)),
            (self.likes, _subject(record) if "/app.bsky.feed.like/" in record.uri else ""),
        )
        for index, target in links:
            if target:
                index.setdefault(target, []).append(record.uri)

    def _sort_at(self, value: Mapping[str, Any], at: datetime) -> str:
        """What the reading side calls indexedAt: the author's own time, unless it lies ahead."""
        now = wire_time(self.tick(at))
        created = read_time(value.get("createdAt"))
        return min(wire_time(created), now) if created else now

    def tick(self, at: datetime) -> datetime:
        """This instant, or a little later: no two here are equal, so that order is never in doubt."""
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)
        if self._last is not None and at <= self._last:
            at = self._last + timedelta(milliseconds=1)
        self._last = at
        return at

    def _announce(self, record: Record) -> None:
        """One notification a person at most: for a mention before a quote before a reply, as the AppView does it."""
        told = {record.did}
        for to, reason, subject in self._occasions(record):
            if to not in told and to in self.accounts:
                told.add(to)
                self.notifications.append(Notification(to, record.uri, reason, subject, record.indexed_at))

    def _occasions(self, record: Record) -> Iterator[tuple[str, str, str]]:
        for facet in record.value.get("facets", []):
            for feature in facet.get("features", []):
                if str(feature.get("$type", "")).endswith("#mention"):
                    yield str(feature.get("did")), "mention", ""
        if quoted := _quoted(record.value):
            yield (parts(quoted) or ("", "", ""))[0], "quote", quoted
        above = record.value.get("reply", {}).get("parent", {}).get("uri")
        for _ in range(ANCESTORS):
            parent = self.records.get(above) if above else None
            if parent is None:
                break  # a reply indexed before the post it answers is announced to nobody
            yield parent.did, "reply", parent.uri
            above = parent.value.get("reply", {}).get("parent", {}).get("uri")

    def snapshot(self) -> dict[str, Any]:
        return {
            "accounts": [vars(account) for account in self.accounts.values()],
            "records": [vars(record) for record in self.records.values()],
            "notifications": [vars(notice) for notice in self.notifications],
            "blobs": {
                cid: {"mime": blob.mime, "content": base64.b64encode(blob.content).decode()}
                for cid, blob in self.blobs.items()
            },
            "reactions": self.reactions,
            "chats": self.chats,
        }

    def restore(self, kept: Mapping[str, Any]) -> None:
        self.accounts = {one["did"]: Account(**one) for one in kept["accounts"]}
        self.records = {one["uri"]: Record(**one) for one in kept["records"]}
        self.notifications = [Notification(**one) for one in kept["notifications"]]
        self.blobs = {cid: Blob(base64.b64decode(one["content"]), one["mime"]) for cid, one in kept["blobs"].items()}
        self.reactions = kept["reactions"]
        self.chats = kept.get("chats", {})
        self.replies, self.quotes, self.likes = {}, {}, {}
        for record in self.records.values():
            self._link(record)


def _quoted(value: Mapping[str, Any]) -> str:
    embed = value.get("embed", {})
    if embed.get("$type") == "app.bsky.embed.record":
        return str(embed.get("record", {}).get("uri", ""))
    return ""


def _subject(record: Record) -> str:
    return str(record.value.get("subject", {}).get("uri", ""))
