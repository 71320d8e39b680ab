"""What is said in a rehearsed network, whatever its wire looks like: accounts, posts, comments, reviews, messages."""

import random
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bedside.channels.rehearsal import people
from bedside.channels.rehearsal.wire import Refused, Shown

#: What a stage direction may say, besides "post", which only accounts of ours make through the network's own calls.
SAID = ("reply", "mention", "quote", "review", "message")


@dataclass
class Account:
    """Somebody on the network: ours (with a password or tokens) or one of the people. `more` is the stage's own."""

    id: str
    handle: str
    name: str
    password: str = field(default="", repr=False)
    ours: bool = False
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class Media:
    id: str
    mime: str
    alt: str = ""
    size: int = 0
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class Item:
    """Something said. `kind`: "post" or one of SAID; `to` is the account it is for (whose page, mention, inbox),
    `parent` and `root` what it stands below. `sequence` grows with every change anywhere on the network."""

    id: str
    kind: str
    author: str
    text: str
    at: str  # ISO 8601, UTC
    sequence: int
    to: str = ""
    parent: str = ""
    root: str = ""
    thread: str = ""  # a conversation of messages
    title: str = ""
    link: str = ""
    language: str = "en"
    media: list[Media] = field(default_factory=list)
    poll: dict[str, Any] | None = None
    stars: int | None = None
    numbers: dict[str, int] = field(default_factory=dict)
    edited_at: str = ""
    gone: bool = False
    hidden: bool = False
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def instant(self) -> datetime:
        return datetime.fromisoformat(self.at)


class Town:
    """One network's people and what they said; every method under one lock. `new_id(kind, number)` makes ids in the
    network's own form."""

    def __init__(self, new_id: Callable[[str, int], str], now: Callable[[], datetime]) -> None:
        self.lock = threading.RLock()
        self.new_id, self.now = new_id, now
        self.number = 0
        self.sequence = 0
        self.accounts: dict[str, Account] = {}
        self.items: dict[str, Item] = {}
        self.blobs: dict[str, tuple[bytes, str]] = {}
        self._last = datetime.fromtimestamp(0, UTC)

    def fresh_id(self, kind: str) -> str:
        with self.lock:
            self.number += 1
            return self.new_id(kind, self.number)

    def tick(self) -> datetime:
        """Now, but never the same instant twice: order by time is order by saying."""
        with self.lock:
            self._last = max(self.now(), self._last + timedelta(milliseconds=1))
            return self._last

    # Accounts

    def account(self, handle: str, name: str = "", *, ours: bool = False, password: str = "") -> Account:
        """The account of that handle, made where there is none."""
        with self.lock:
            found = self.by_handle(handle)
            if found is None:
                found = Account(self.fresh_id("account"), handle.lower().lstrip("@"), name or handle)
                self.accounts[found.id] = found
            found.name = name or found.name
            found.ours = found.ours or ours
            found.password = password or found.password
            return found

    def by_handle(self, handle: str) -> Account | None:
        wanted = handle.lower().lstrip("@")
        return next((one for one in self.accounts.values() if one.handle == wanted), None)

    # Items

    def add(self, kind: str, author: Account, text: str, **more: Any) -> Item:
        """Something newly said. `at` (ISO) sets another time than now."""
        with self.lock:
            self.sequence += 1
            at = more.pop("at", "") or self.tick().isoformat()
            item = Item(more.pop("id", "") or self.fresh_id(kind), kind, author.id, text, at, self.sequence, **more)
            if not item.root:
                parent = self.items.get(item.parent)
                item.root = (parent.root or parent.id) if parent is not None else item.parent
            self.items[item.id] = item
            return item

    def change(self, item: Item, **values: Any) -> Item:
        """New values for an item, which moves to the end of what happened."""
        with self.lock:
            self.sequence += 1
            item.sequence = self.sequence
            for name, value in values.items():
                setattr(item, name, value)
            if "text" in values:
                item.edited_at = self.tick().isoformat()
            return item

    def find(self, item_id: str) -> Item | None:
        """The item, unless its author took it away."""
        item = self.items.get(item_id)
        return item if item is not None and not item.gone else None

    def listed(self, *kinds: str, **where: Any) -> list[Item]:
        """Items of these kinds that are there, with these values, the newest first."""
        with self.lock:
            found = [
                item
                for item in self.items.values()
                if not item.gone
                and (not kinds or item.kind in kinds)
                and all(getattr(item, name) == value for name, value in where.items())
            ]
            return sorted(found, key=lambda item: (item.at, item.sequence), reverse=True)

    def below(self, item_id: str) -> list[Item]:
        """Everything under an item at any depth, the oldest first."""

        def walk(parent: str) -> Iterator[Item]:
            for item in sorted(self.listed(parent=parent), key=lambda one: one.sequence):
                yield item
                yield from walk(item.id)

        with self.lock:
            return list(walk(item_id))

    def count(self, item: Item) -> dict[str, int]:
        """The item's staged numbers, and how many replies stand below it."""
        return {"likes": 0} | dict(item.numbers) | {"replies": len(self.listed(parent=item.id))}

    def keep_blob(self, content: bytes, mime: str) -> str:
        with self.lock:
            name = self.fresh_id("media")
            self.blobs[name] = (content, mime)
            return name

    # Stage directions

    def direct(self, what: str, told: Mapping[str, Any]) -> Any:
        """Carries out "say", "react", "crowd", "change" or "remove"; raises Refused with a sentence."""
        with self.lock:
            if what == "say":
                return self.say(told)
            if what == "crowd":
                return self.crowd(told)
            if what == "react":
                item = self.known(told)
                self.change(item, numbers=item.numbers | {k: max(0, int(v)) for k, v in told.items() if k not in SKIP})
                return item
            if what == "change":
                return self.change(self.known(told), text=self._text(told))
            if what == "remove":
                return self.change(self.known(told), gone=True)
        raise Refused(f"There is no direction called {what}.")

    def known(self, told: Mapping[str, Any], name: str = "id") -> Item:
        item = self.find(str(told.get(name, "")))
        if item is None:
            raise Refused("There is no such post.")
        return item

    def say(self, told: Mapping[str, Any]) -> Item:
        """Somebody (`as`, or one of the people) says `text`: `to` an item (a reply), or about the account `to_account`
        as `kind` "mention", "review" (with `stars`) or "message"."""
        text = self._text(told, empty=told.get("kind") == "review")
        person = self.person(told)
        kind = str(told.get("kind") or ("reply" if told.get("to") else "mention"))
        if kind not in SAID:
            raise Refused(f"Nobody says a {kind}.")
        more: dict[str, Any] = {"at": str(told.get("at") or ""), "language": str(told.get("language") or "en")}
        if kind in ("reply", "quote"):
            above = self.known(told, "to")
            return self.add(kind, person, text, parent=above.id, to=above.to or above.author, **more)
        to = self.by_handle(str(told.get("to_account", "")))
        if to is None:
            raise Refused("Nobody has that handle.")
        stars = told.get("stars")
        if kind == "review":
            more["stars"] = int(stars) if stars is not None else 5
        if kind == "message":
            more["thread"] = f"{to.id}-{person.id}"
        return self.add(kind, person, text, to=to.id, **more)

    def person(self, told: Mapping[str, Any]) -> Account:
        handle = str(told.get("as") or people.PEOPLE[0].handle)
        name = next((one.name for one in people.PEOPLE if one.handle == handle), "")
        return self.account(handle, str(told.get("name") or name or handle.split(".")[0].title()))

    def crowd(self, told: Mapping[str, Any]) -> list[Item]:
        """So many comments below a post (`to`), drawn from the people with a seed."""
        chosen = random.Random(int(told.get("seed", 0)))  # noqa: S311  # a rehearsal must be repeatable
        count = min(max(int(told.get("count", 5)), 0), len(people.COMMENTS))
        said = []
        for comment in chosen.sample(people.COMMENTS, count):
            person = chosen.choice(people.PEOPLE)
            direction = {"as": person.handle, "text": comment.text, "language": comment.language}
            said.append(self.say(dict(told) | direction))
        return said

    def _text(self, told: Mapping[str, Any], *, empty: bool = False) -> str:
        text = str(told.get("text", "")).strip()
        if not text and not empty:
            raise Refused("Nothing was said.")
        return text

    # Seen from outside

    def shown(self) -> list[Shown]:
        """Everything that is there, the newest first."""
        with self.lock:
            return [self._shown(item) for item in self.listed()]

    def _shown(self, item: Item) -> Shown:
        who = self.accounts[item.author]
        return Shown(
            item.id, item.kind, who.name, who.handle, item.text, item.at, item.parent, item.title, item.link,
            tuple(media.alt for media in item.media), tuple(media.id for media in item.media),
            tuple((item.poll or {}).get("options", ())), item.stars, who.ours, bool(item.edited_at), item.hidden,
            item.language, self.count(item),
        )  # fmt: skip

    def snapshot(self) -> dict[str, Any]:
        """Everything but the bytes of pictures, as JSON."""
        with self.lock:
            return {
                "number": self.number,
                "sequence": self.sequence,
                "accounts": [asdict(one) for one in self.accounts.values()],
                "items": [asdict(one) for one in self.items.values()],
            }

    def restore(self, kept: Mapping[str, Any]) -> None:
        with self.lock:
            self.number, self.sequence = int(kept["number"]), int(kept["sequence"])
            self.accounts = {one["id"]: Account(**one) for one in kept["accounts"]}
            self.items = {}
            for one in kept["items"]:
                media = [Media(**each) for each in one["media"]]
                self.items[one["id"]] = Item(**(one | {"media": media}))


SKIP = frozenset({"id", "network"})
