"""Feeds: what the hospital says, kept for its own feeds; and what other feeds say, read politely."""

import json
import re
import secrets as randomness
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from bedside.channels.models import FeedEntry
from bedside.channels.networks.feeds import cursors, reading, websub
from bedside.channels.networks.feeds.cursors import Known
from bedside.channels.rules import (
    Batch,
    Call,
    CallAnswer,
    Connection,
    Heard,
    NetworkError,
    Outgoing,
    Profile,
    RemoteRef,
    Sought,
    Trouble,
)
from bedside.kit import blobs, http, times
from bedside.organizations.models import Organization

ENTRY = "feeds/"
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FORMATS = ("rss", "atom", "json")
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
#: How old an article may be to be news: of a feed that is read for the first time, and of one that was read before.
FIRST, OLD = timedelta(days=3), timedelta(days=60)
MOST_FEEDS = 25
FEED_BYTES = 3_000_000
#: What we ask a hub for; it is asked anew every day, so that a shorter lease only means asking feeds ourselves.
LEASE = timedelta(days=10)
LONGEST_REST = timedelta(hours=12)


class Feeds:
    """Publishes, edits and withdraws entries of one feed of ours, and hears the feeds it reads."""

    def __init__(self, connection: Connection, client: http.Client | None = None) -> None:
        self.connection = connection
        self.client = client or http.client()
        self.readers = http.client(_reach(self.client))

    @property
    def name(self) -> str:
        return self.connection.credentials.get("name", "").strip().lower()

    @property
    def hub(self) -> str:
        return self.connection.credentials.get("websub", "").strip()

    def connect(self) -> Profile:
        if not NAME.fullmatch(self.name) or len(self.name) > 50:
            raise NetworkError(
                Trouble.REFUSED,
                "Feed names hold small letters, digits and hyphens only.",
                todo="Choose a name such as news, and connect again.",
            )
        if not all(reading.web(address) for address in (*self.addresses(), *filter(None, [self.hub]))):
            raise NetworkError(
                Trouble.REFUSED,
                "Feed addresses begin with https:// and are at most 500 characters long.",
                todo="Look at the addresses that were entered, and connect again.",
            )
        return Profile(self.name, self.name, self._organization().name)

    # Our own feed

    def publish(self, outgoing: Outgoing) -> RemoteRef:
        """The entry; one that this key made before is given back. Readers' hub is told, if there is one."""
        if not outgoing.text.strip():
            raise NetworkError(Trouble.REFUSED, "Feed entries need words; this one has none.")
        if found := self._known(outgoing.key):
            return found
        try:
            with transaction.atomic():
                entry = FeedEntry.objects.create(
                    organization_id=self.connection.organization_id,
                    account_id=self.connection.account_id,
                    key=outgoing.key,
                    published_at=outgoing.created_at,
                    language=outgoing.language,
                    **self._words(outgoing),
                )
        except IntegrityError as error:
            if found := self._known(outgoing.key):
                return found
            raise NetworkError(Trouble.UNREACHABLE, "Feed entries could not be kept; it is tried again.") from error
        self._ping()
        return self._ref(entry)

    def edit(self, remote: RemoteRef, outgoing: Outgoing) -> RemoteRef:
        with transaction.atomic():
            entry = self._entries().select_for_update(no_key=True).filter(key=_key(remote), withdrawn_at=None).first()
            if entry is None:
                raise NetworkError(Trouble.REFUSED, "Feed readers no longer see the entry this is about.")
            for name, value in self._words(outgoing).items():
                setattr(entry, name, value)
            entry.edited_at, entry.version = outgoing.created_at, entry.version + 1
            entry.save()
        self._ping()
        return self._ref(entry)

    def withdraw(self, remote: RemoteRef) -> None:
        if self._entries().filter(key=_key(remote), withdrawn_at=None).update(withdrawn_at=times.now()):
            self._ping()

    def find(self, sought: Sought) -> RemoteRef | None:
        return self._known(sought.key)

    def _words(self, outgoing: Outgoing) -> dict[str, object]:
        text = outgoing.text.replace("\0", "")
        title = " ".join((outgoing.title.strip() or text.strip().splitlines()[0]).replace("\0", "").split())
        pictures = [
            {
                "sha256": blobs.put(self.connection.organization_id, picture.content),
                "alt": picture.alt,
                "mime": picture.mime,
                "width": picture.width,
                "height": picture.height,
                "size": len(picture.content),
            }
            for picture in outgoing.pictures
        ]
        shown = title if len(title) <= 200 else f"{title[:198].rsplit(' ', 1)[0]} …"
        return {"title": shown, "text": text, "link": outgoing.link, "pictures": pictures}

    def _ping(self) -> None:
        """Tells the hub that the feed changed. A hub that is away costs nobody the post: readers also look."""
        if not self.hub:
            return
        topics = [f"{settings.ORIGIN}/h/{self._organization().slug}/feeds/{self.name}.{kind}" for kind in FORMATS]
        body = urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]).encode()
        try:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            self.client.send("POST", self.hub, content=body, headers=kind)
        except http.NetworkFailure:
            return

    # What others say

    def addresses(self) -> list[str]:
        """The feeds this account reads, each once."""
        told = self.connection.credentials.get("read", "").replace(",", " ").split()
        return list(dict.fromkeys(told))[:MOST_FEEDS]

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        """New and changed articles of every feed that may be asked now. One that fails holds up no other; where all
        fail, that is said."""
        at, known = times.now(), cursors.read(cursor)
        state = {address: known.get(address, Known()) for address in self.addresses()}
        found: dict[str, Heard] = {}
        gone: list[str] = []
        failed = 0
        for address, one in state.items():
            if one.waits(at):
                continue
            try:
                feed = self._fetch(address, one, at)
            except (http.NetworkFailure, reading.Unreadable):
                failed += 1
                one.failures += 1
                one.rest(at + min(timedelta(minutes=10) * 2 ** min(one.failures, 8), LONGEST_REST))
                continue
            one.failures = 0
            if feed is not None:
                found |= {heard.network_id: heard for heard in self._new(feed, one, at)}
                gone += [name for name in feed.gone if one.seen.pop(name, "")]
        self._remember(state)
        if failed and failed == len(state):
            raise NetworkError(
                Trouble.UNREACHABLE, "Feed addresses could not be read.", todo="Look whether they are still right."
            )
        heard = tuple(sorted(found.values(), key=lambda one: one.posted_at))
        return Batch(heard, cursors.write(state), tuple(gone))

    def _fetch(self, address: str, known: Known, at: datetime) -> reading.Feed | None:
        """The feed if it changed. Raises http.NetworkFailure, reading.Unreadable."""
        headers = {"Accept": ACCEPT}
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.modified:
            headers["If-Modified-Since"] = known.modified
        answer = self.readers.send("GET", address, headers=headers, redirects=4, elsewhere=True)
        if answer.status == 304:
            return None
        if answer.status in (429, 503):
            known.rest(min(answer.limit.retry_at(at) or at + timedelta(hours=1), at + LONGEST_REST))
            return None
        if not answer.ok:
            raise http.NetworkFailure("The feed was not given.")
        feed = reading.read(answer.content, answer.url)
        known.etag = answer.headers.get("etag", "")[:300]
        known.modified = answer.headers.get("last-modified", "")[:100]
        links = websub.links(answer.headers.get("link", ""))
        known.hub, known.topic = links.get("hub", feed.hub), links.get("self", feed.topic) or address
        return feed

    def _new(self, feed: reading.Feed, known: Known, at: datetime) -> Iterator[Heard]:
        told: dict[str, str] = {}
        for entry in feed.entries:
            if entry.id in told:
                continue
            told[entry.id] = entry.version
            if known.seen.get(entry.id) == entry.version:
                continue
            # Of a first reading the latest days are news; later, all but what a feed shows again after long.
            if not known.read and (entry.at is None or entry.at < at - FIRST):
                continue
            if entry.id not in known.seen and entry.at is not None and entry.at < at - OLD:
                continue
            yield _heard(entry, feed, at)
        known.keep(told)
        known.read = True

    def _remember(self, state: Mapping[str, Known]) -> None:
        """Where feeds can be followed goes with the tokens, which subscribing and its check read."""
        hubs = {one.topic: one.hub for one in state.values() if one.topic and reading.web(one.hub)}
        told = json.dumps(hubs, sort_keys=True)
        if hubs and told != self.connection.tokens.get("hubs", ""):
            self._save(hubs=told)

    # WebSub

    def subscribe(self, callback: str) -> None:
        """Asks the hubs that our feeds name to call us. Each topic has an address and a secret of its own; a hub that
        does not answer leaves the others alone."""
        hubs, known = websub.subscriptions(self.connection.tokens, "hubs"), websub.subscriptions(self.connection.tokens)
        kept = {topic: known.get(topic) or randomness.token_urlsafe(32) for topic in hubs}
        if kept:
            self._save(subscriptions=json.dumps(kept, sort_keys=True))  # before the hub asks whether we meant it
        lost = 0
        for topic, hub in hubs.items():
            form = {
                "hub.mode": "subscribe",
                "hub.topic": topic,
                "hub.callback": f"{callback}?feed={websub.mark(topic)}",
                "hub.secret": kept[topic],
                "hub.lease_seconds": str(int(LEASE.total_seconds())),
            }
            try:
                lost += not self.readers.send("POST", hub, form=form).ok
            except http.NetworkFailure:
                lost += 1
        if hubs and lost == len(hubs):
            raise NetworkError(Trouble.UNREACHABLE, "Feed hubs did not take our subscription; feeds are asked instead.")

    @staticmethod
    def challenge(call: Call, secrets: Mapping[str, str]) -> CallAnswer | None:
        return websub.challenge(call, secrets)

    @staticmethod
    def verify(call: Call, secrets: Mapping[str, str]) -> bool:
        return websub.verify(call, secrets)

    @staticmethod
    def addressed(body: bytes) -> tuple[str, ...]:
        return ()

    def read_event(self, body: bytes) -> Batch:
        """The articles a hub has brought; what is known already is kept once by its id and version."""
        try:
            feed = reading.read(body)
        except reading.Unreadable as error:
            raise NetworkError(Trouble.REFUSED, "Feed news from a hub could not be read.") from error
        at = times.now()
        fresh = [entry for entry in feed.entries if entry.at is None or entry.at >= at - FIRST]
        return Batch(tuple(_heard(entry, feed, at) for entry in fresh), "", feed.gone)

    # Small things

    def _save(self, **more: str) -> None:
        kept = dict(self.connection.tokens) | more
        self.connection.save(kept)
        object.__setattr__(self.connection, "tokens", kept)

    def _organization(self) -> Organization:
        return Organization.objects.get(pk=self.connection.organization_id)

    def _entries(self) -> "QuerySet[FeedEntry]":
        return FeedEntry.objects.filter(
            organization_id=self.connection.organization_id, account_id=self.connection.account_id
        )

    def _known(self, key: str) -> RemoteRef | None:
        entry = self._entries().filter(key=key, withdrawn_at=None).first()
        return self._ref(entry) if entry is not None else None

    def _ref(self, entry: FeedEntry) -> RemoteRef:
        url = f"/h/{self._organization().slug}/feeds/{self.name}.atom"
        return RemoteRef(f"{ENTRY}{entry.key}", str(entry.version), url)


def _reach(client: http.Client) -> http.Reach:
    """Other people's feeds may still be plain http, and are small."""
    reach = client.reach
    return http.Reach(loopback=reach.loopback, hosts=reach.hosts, plain=True, read=10.0, most_bytes=FEED_BYTES)


def _heard(entry: reading.Entry, feed: reading.Feed, at: datetime) -> Heard:
    text = entry.text if entry.text.startswith(entry.title) else f"{entry.title}\n\n{entry.text}"
    site = urlsplit(entry.link).netloc
    told = {"id": entry.id, "link": entry.link, "author": entry.author}
    return Heard(
        network_id=entry.id,
        kind="mention",
        text=text.strip(),
        author_id=site or feed.title or "feed",
        author_handle=site,
        author_name=feed.title or entry.author or site,
        posted_at=min(entry.at or at, at),
        root_id=entry.id,
        version=entry.version,
        url=entry.link,
        raw=json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"),
    )


def _key(remote: RemoteRef) -> str:
    return remote.network_id.removeprefix(ENTRY)
