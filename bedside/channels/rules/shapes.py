"""What goes to a connector and what comes back: frozen, plain, without any network's own words."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class RemoteRef:
    """A thing as the network knows it: its id, the version it had (a CID, an etag), where a person can see it."""

    network_id: str
    version: str = ""
    url: str = ""


@dataclass(frozen=True)
class Picture:
    """`url`: a public address of ours for some hours, for networks that fetch media themselves; else empty."""

    content: bytes = field(repr=False)
    mime: str
    alt: str
    filename: str
    width: int
    height: int
    url: str = ""


@dataclass(frozen=True)
class Video:
    """An MP4 film; `captions` is WebVTT, `seconds` its length. `url` as in Picture."""

    content: bytes = field(repr=False)
    mime: str
    alt: str
    filename: str
    width: int
    height: int
    seconds: float
    captions: str = ""
    url: str = ""


@dataclass(frozen=True)
class Poll:
    """A question's answers (the question is the text), open for so many minutes."""

    options: tuple[str, ...]
    minutes: int


@dataclass(frozen=True)
class Answered:
    """What a reply answers: its kind ("reply", "mention", "quote", "review", "message", or "own" where the hospital
    goes on below its own post), who said it, and in which conversation, by the network's ids."""

    kind: str
    author_id: str = ""
    author_handle: str = ""
    thread_id: str = ""
    posted_at: datetime | None = None


@dataclass(frozen=True)
class Outgoing:
    """One post, reply or new wording, ready for the wire. `key` is chosen by us and makes a second try harmless
    where the network lets the client name a record."""

    key: str
    text: str
    created_at: datetime
    link: str = ""
    pictures: tuple[Picture, ...] = ()
    video: Video | None = None
    poll: Poll | None = None
    language: str = "en"
    parent: RemoteRef | None = None
    root: RemoteRef | None = None
    answered: Answered | None = None
    title: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Sought:
    """Something that may have been done: the call as it was made, when the first try began, and which ids at the
    network are known to be other things of ours."""

    key: str
    outgoing: Outgoing
    since: datetime
    known: frozenset[str] = frozenset()


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
    root_id: str = ""  # the post a thread began with; of a message, its conversation
    version: str = ""  # changes when the author changes the text
    url: str = ""
    stars: int | None = None
    raw: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Batch:
    """What was heard since a cursor, the cursor to hand in next time, and ids of things their authors took away."""

    heard: tuple[Heard, ...]
    cursor: str
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counts:
    """Public counts of one post, by the names of the network's declared metrics: what people did, not who they are."""

    network_id: str
    numbers: Mapping[str, int]


@dataclass(frozen=True)
class PastPost:
    """A post of ours that was on the network before Bedside was."""

    network_id: str
    text: str
    posted_at: datetime
    url: str = ""
    version: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Past:
    """One page of what was there before; an empty cursor means that was all."""

    posts: tuple[PastPost, ...]
    heard: tuple[Heard, ...]
    cursor: str


@dataclass(frozen=True)
class Profile:
    """Who the credentials belong to. Where one sign-in opens several accounts (pages, locations), `choices` are they,
    and a person chooses; the choice comes back as credentials["choice"], the account_id of one of them."""

    account_id: str
    handle: str
    name: str = ""
    choices: tuple["Profile", ...] = ()


@dataclass(frozen=True)
class Call:
    """A request that came to our door from a network. Header names in lower case; `body` as it came, byte by byte."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class CallAnswer:
    """What we answer to such a request."""

    status: int
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"


def _nowhere(values: Mapping[str, str]) -> None:
    return None


def _unheeded(bucket: str, most: int | None, left: int | None, resets_at: datetime | None) -> None:
    return None


def _unspent(bucket: str) -> datetime | None:
    return None


@dataclass(frozen=True)
class Connection:
    """What a connector is built from.

    `tokens` is what was saved last; by convention it has "expires_at" and, where renewing ends too, "renewable_until"
    (ISO 8601), from which the countdown is shown. `save` keeps new ones encrypted, at once, so that a rotated refresh
    token is never lost to a crash; it never lets an empty value overwrite a known one. `alone()` is held by one worker
    at a time and gives the tokens as they are saved now: renew inside it. `heed` notes what an answer said about how
    many calls are left in a window, for all workers; `spent` says until when a bucket has none left. `base_url`, where
    set, replaces every host of the network (a server of the account's own; in rehearsal, the rehearsal).
    """

    account_id: int
    organization_id: int
    base_url: str
    credentials: Mapping[str, str] = field(repr=False)
    tokens: Mapping[str, str] = field(repr=False)
    save: Callable[[Mapping[str, str]], None] = field(repr=False, default=_nowhere)
    app: Mapping[str, str] = field(repr=False, default_factory=dict)
    network_account_id: str = ""
    alone: Callable[[], AbstractContextManager[Mapping[str, str]]] | None = field(repr=False, default=None)
    heed: Callable[[str, int | None, int | None, datetime | None], None] = field(repr=False, default=_unheeded)
    spent: Callable[[str], datetime | None] = field(repr=False, default=_unspent)

    def renewing(self) -> AbstractContextManager[Mapping[str, str]]:
        """The lock of `alone`, or none where there is no other worker (a test)."""
        return self.alone() if self.alone is not None else nullcontext(self.tokens)
