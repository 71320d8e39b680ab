"""What every network connector takes and gives back: frozen shapes, limits as data, one error type.

A connector implements only the Protocols of what its network can do; nobody asks a connector for an ability it has
not declared. All text lengths are counted by the network's own rule, named in `Limits.counts`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable


class Ability(StrEnum):
    PUBLISH = "publish"
    REPLY = "reply"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    FIND = "find"  # look up whether a keyed post exists, after a time-out
    HEAR = "hear"  # comments, mentions, replies
    MEASURE = "measure"
    HIDE = "hide"


@dataclass(frozen=True)
class Limits:
    """What one post may hold on a network; None means the network names no limit."""

    text: int | None
    counts: str  # "graphemes" | "characters"
    text_bytes: int | None = None
    images: int = 0
    image_bytes: int = 0
    alt_text: int | None = None
    image_types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Network:
    """One network's declaration: composer, calendar, docs and tests follow from it."""

    name: str  # folder name under networks/, e.g. "bluesky"
    label: str
    limits: Limits
    abilities: frozenset[Ability]
    connector: str  # dotted path of the connector class, imported on first use
    credentials: tuple[tuple[str, str], ...] = ()  # (field name, label) asked for when connecting
    edits_in_place: bool = False  # False: a correction is a reply below the post


@dataclass(frozen=True)
class RemoteRef:
    """A thing as the network knows it: its id, the version it had (a CID, an etag), where a person can see it."""

    network_id: str
    version: str = ""
    url: str = ""


@dataclass(frozen=True)
class Picture:
    content: bytes = field(repr=False)
    mime: str
    alt: str
    filename: str
    width: int
    height: int


@dataclass(frozen=True)
class Outgoing:
    """One post, reply or new wording, ready for the wire. `key` is chosen by us and makes a second try harmless
    where the network lets the client name a record."""

    key: str
    text: str
    created_at: datetime
    link: str = ""
    pictures: tuple[Picture, ...] = ()
    language: str = "en"
    parent: RemoteRef | None = None
    root: RemoteRef | None = None
    title: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Heard:
    """Something the public said, as read from the network. `raw` is the wire form, kept encrypted."""

    network_id: str
    kind: str  # "reply" | "mention" | "quote" | "review" | "message"
    text: str = field(repr=False)
    author_id: str
    author_handle: str
    author_name: str
    posted_at: datetime
    parent_id: str = ""
    root_id: str = ""
    version: str = ""
    url: str = ""
    stars: int | None = None
    raw: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Batch:
    """What was heard since a cursor, and the cursor to hand in next time."""

    heard: tuple[Heard, ...]
    cursor: str


@dataclass(frozen=True)
class Counts:
    """Public counts of one post: what people did, not who they are. None where the network gives no number."""

    network_id: str
    likes: int | None = None
    replies: int | None = None
    reposts: int | None = None
    quotes: int | None = None


@dataclass(frozen=True)
class Profile:
    """Who the credentials belong to."""

    account_id: str
    handle: str
    name: str = ""


class Trouble(StrEnum):
    REFUSED = "refused"  # the network understood and said no; a second try will fail too
    REVOKED = "revoked"  # credentials no longer work: pause the queue, ask a person to reconnect
    LIMITED = "limited"  # too many calls: not before retry_at
    UNREACHABLE = "unreachable"  # nothing was sent (refused connection, DNS): safe to try again
    UNKNOWN = "unknown"  # time-out or 5xx after sending: it may have been done


class NetworkError(Exception):
    """The one error a connector raises. `said` is a plain sentence for a person, without post or patient text."""

    def __init__(self, trouble: Trouble, said: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(said)
        self.trouble = trouble
        self.said = said
        self.retry_at = retry_at

    @property
    def permanent(self) -> bool:
        """True where trying again without a person's help cannot succeed."""
        return self.trouble in (Trouble.REFUSED, Trouble.REVOKED)


@dataclass(frozen=True)
class Connection:
    """What a connector is built from. `tokens` is what it saved last (sessions, refresh tokens); `save` keeps new ones
    encrypted, at once, so that a rotated refresh token is never lost to a crash."""

    account_id: int
    organization_id: int
    base_url: str
    credentials: Mapping[str, str] = field(repr=False)
    tokens: Mapping[str, str] = field(repr=False)
    save: Callable[[Mapping[str, str]], None] = field(repr=False)


@runtime_checkable
class Publishes(Protocol):
    def publish(self, outgoing: Outgoing) -> RemoteRef: ...


@runtime_checkable
class Replies(Protocol):
    def reply(self, outgoing: Outgoing) -> RemoteRef:
        """The reply as the network knows it; `outgoing.parent` and `.root` are set."""
        ...


@runtime_checkable
class Edits(Protocol):
    def edit(self, remote: RemoteRef, outgoing: Outgoing) -> RemoteRef: ...


@runtime_checkable
class Withdraws(Protocol):
    def withdraw(self, remote: RemoteRef) -> None:
        """Gone from the network; succeeds also when it already was."""
        ...


@runtime_checkable
class Finds(Protocol):
    def find(self, key: str) -> RemoteRef | None:
        """The post or reply made with this key, if the network has it."""
        ...


@runtime_checkable
class Hears(Protocol):
    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        """What arrived since the cursor; `watch` are our recent posts whose threads are read too."""
        ...


@runtime_checkable
class Measures(Protocol):
    def measure(self, remotes: Sequence[RemoteRef]) -> tuple[Counts, ...]: ...


@runtime_checkable
class Hides(Protocol):
    def hide(self, remote: RemoteRef) -> None: ...

    def show(self, remote: RemoteRef) -> None: ...


@runtime_checkable
class Connects(Protocol):
    def connect(self) -> Profile:
        """Signs in with the credentials given and says whose they are; raises NetworkError(REVOKED) if refused."""
        ...
