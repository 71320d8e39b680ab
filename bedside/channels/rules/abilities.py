"""What a network can do, said once as data: composer, calendar, inbox, docs, rehearsal and tests follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple


class Ability(StrEnum):
    """One thing a network lets us do. Those with a Protocol (`protocols.PROTOCOLS`) are methods of the connector; the
    others say what those methods carry."""

    CONNECT = "connect"
    OAUTH = "oauth"  # signing in on the network's own page, with the hospital's own app keys
    RENEW = "renew"  # tokens that end and can be renewed ahead of their end
    PUBLISH = "publish"
    LINKS = "links"
    IMAGES = "images"
    VIDEO = "video"
    ALT_TEXT = "alt text"
    THREADS = "threads"  # one text over several posts
    POLLS = "polls"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    FIND = "find"  # look up whether something was done, after a time-out
    HEAR = "hear"
    COMMENTS = "comments"
    MENTIONS = "mentions"
    REVIEWS = "reviews"
    MESSAGES = "messages"
    REPLY = "reply"
    ANSWER_COMMENTS = "answer comments"
    ANSWER_REVIEWS = "answer reviews"
    ANSWER_MESSAGES = "answer messages"
    HIDE = "hide"
    MEASURE = "measure"
    MEASURE_ACCOUNT = "measure account"
    BACKFILL = "back-fill"
    WEBHOOKS = "webhooks"


@dataclass(frozen=True)
class Limits:
    """What one post may hold on a network; None means the network names no limit.

    `counts` names the rule by which text is counted (`lengths.length`). `needs` is what a post must have ("picture",
    "video", "media" for either, "title"). Sizes in bytes, times in seconds, poll length in minutes (least, most).
    """

    text: int | None
    counts: str = "characters"  # "graphemes" | "characters" | "weighted" | "emoji bytes"
    text_bytes: int | None = None
    url_length: int | None = None  # what every address counts, whatever its length
    link_in_text: bool = False  # the link is appended to the text, and counts
    title: int | None = None  # longest title; None: posts have none
    images: int = 0
    image_bytes: int = 0
    alt_text: int | None = None
    image_types: tuple[str, ...] = ()
    videos: int = 0
    video_bytes: int = 0
    video_seconds: int | None = None
    video_types: tuple[str, ...] = ()
    media_by_address: bool = False  # the network fetches pictures and videos itself, from a public address of ours
    poll_options: tuple[int, int] | None = None  # fewest, most
    poll_option: int | None = None
    poll_minutes: tuple[int, int] | None = None
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Answering:
    """How one kind of thing may be answered: how long an answer may be, for how long after it was said, and whether
    only once. `note` is a sentence for the person who answers."""

    text: int | None = None
    counts: str = "characters"
    text_bytes: int | None = None
    url_length: int | None = None
    within: timedelta | None = None
    once: bool = False
    emoji: bool = True
    note: str = ""


@dataclass(frozen=True)
class Field:
    """Something a person types in when connecting: a key of credentials or app keys, and how it is asked for."""

    name: str
    label: str
    help: str = ""
    secret: bool = False
    optional: bool = False


class Scope(NamedTuple):
    """A permission the network is asked for, and the plain reason."""

    name: str
    why: str


class Metric(NamedTuple):
    """A number the network gives: its name here, its label, what exactly it counts, and of what ("post", "account")."""

    name: str
    label: str
    meaning: str
    of: str = "post"


class Cost(NamedTuple):
    """What a call costs, in the network's own words, and the day that was read."""

    what: str
    price: str
    seen: str


@dataclass(frozen=True)
class Network:
    """One network's declaration."""

    name: str  # folder name under networks/, e.g. "bluesky"
    label: str
    limits: Limits
    abilities: frozenset[Ability]
    connector: str  # dotted path of the connector class, imported on first use
    #: What the account itself needs (a password, a key). With OAUTH, only what the sign-in page does not bring.
    credentials: tuple[Field, ...] = ()
    #: The hospital's own app keys, asked for once per network.
    app: tuple[Field, ...] = ()
    scopes: tuple[Scope, ...] = ()
    #: Exact screens, in order, until one may press Connect.
    guide: tuple[str, ...] = ()
    handle_help: str = "As people see it."
    asks_server: bool = False  # accounts may live on a server of their own
    edits_in_place: bool = False  # False: a correction is a reply below the post
    edit_within: timedelta | None = None
    #: How each kind of thing that was heard may be answered: keys "reply", "mention", "quote", "review", "message".
    answers: Mapping[str, Answering] = field(default_factory=dict)
    metrics: tuple[Metric, ...] = ()
    #: How long after a time-out something may still appear in the network's lists: not found sooner proves nothing.
    settles: timedelta = timedelta(seconds=30)
    #: Tokens that cannot be renewed end after this; people are told in time.
    signs_in_every: timedelta | None = None
    #: How often the network is asked for news where no webhook brings it; its price or quota decides.
    listens_every: timedelta = timedelta(seconds=4)
    costs: tuple[Cost, ...] = ()
    stage: str = ""  # dotted path of the class that plays it in rehearsal; empty: it is our own and needs none
    contract: str = ""  # what the rehearsal of this network is validated against, in a few words
    sources: tuple[str, ...] = ()  # addresses of the vendor's pages the declaration was written from
    #: False where a post goes only when somebody chooses it: it reaches people's own mailboxes, say.
    chosen_at_first: bool = True
    notes: tuple[str, ...] = ()  # what a person should know before choosing it
