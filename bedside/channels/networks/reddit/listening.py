"""What others say to our account on Reddit, and how its posts fare."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.memory import Memory, mark
from bedside.channels.networks.reddit import translate
from bedside.channels.networks.reddit.api import Api, after, part, things
from bedside.channels.rules import Batch, Counts, Heard, Past, PastPost, RemoteRef

PAGE, PAGES, FIRST_PAGES, POSTS_A_PAGE, THINGS_A_CALL = 100, 10, 2, 25, 100
#: Threads of ours read in one go; with more, each comes in turn.
THREADS = 10


class Listening:
    """rules.Hears, Backfills, Measures and MeasuresAccount."""

    api: Api

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        """The inbox (replies to us, mentions, messages), what stands below our posts, and what authors changed or took
        away of what was heard lately."""
        memory, own = Memory.read(cursor), self.api.name
        found: dict[str, Heard] = {}
        gone: list[str] = []
        for one in self._inbox(memory, own):
            found.setdefault(one.network_id, one)
        for root in self._turn(memory, watch):
            for thing in self._below(root):
                if translate.gone(thing):
                    gone.append(str(thing.get("name")))
                elif one_below := translate.comment(thing, own):
                    found[one_below.network_id] = one_below
        again = [name for name in memory.due(THINGS_A_CALL)
                 if name not in found and memory.known[name] != mark(translate.MESSAGE)]  # fmt: skip
        there = self._info(again)
        for name in again:
            if name not in there or translate.gone(there[name]):
                gone.append(name)
            elif memory.known[name] != mark(translate.version(there[name])):
                mention = name in memory.marks.get("mentions", "").split()
                if changed := translate.comment(there[name], own, mention=mention):
                    found[name] = changed
        mentions = [name for name, one in found.items() if one.kind == "mention"]
        kept = list(dict.fromkeys([*memory.marks.get("mentions", "").split(), *mentions]))[-100:]
        memory.marks["mentions"] = " ".join(kept)
        taken = memory.forget(gone)
        fresh = memory.fresh(one for name, one in found.items() if name not in gone)
        return Batch(fresh, memory.write(), taken)

    def past(self, cursor: str, since: datetime) -> Past:
        """A page of our own posts, each with its comments."""
        params = {"limit": POSTS_A_PAGE, "sort": "new"} | ({"after": cursor} if cursor else {})
        own = self.api.name
        listing = self.api.wire("GET", f"/user/{own}/submitted", params=params)
        posts: list[PastPost] = []
        heard: list[Heard] = []
        older = False
        for _, thing in things(listing):
            made = translate.past_post(thing)
            if made is None or made.posted_at < since:
                older = older or made is not None
                continue
            posts.append(made)
            if made.numbers.get("replies"):
                below = [translate.comment(one, own) for one in self._below(made.network_id)]
                heard += [one for one in below if one is not None]
        return Past(tuple(posts), tuple(heard), "" if older else after(listing))

    def measure(self, remotes: Sequence[RemoteRef]) -> tuple[Counts, ...]:
        there = self._info([remote.network_id for remote in remotes if remote.network_id.startswith("t3_")])
        return tuple(translate.counts(post) for post in there.values())

    def measure_account(self) -> Mapping[str, int]:
        about = part(self.api.wire("GET", f"/r/{self.api.subreddit}/about"), "data")
        found = {"followers": about.get("subscribers"), "karma": self.api.me.get("total_karma")}
        return {name: max(value, 0) for name, value in found.items() if isinstance(value, int)}

    def _inbox(self, memory: Memory, own: str) -> list[Heard]:
        """The newest first, until a page brings something known."""
        found: list[Heard] = []
        page = ""
        for _ in range(PAGES if memory.known else FIRST_PAGES):
            params = {"limit": PAGE} | ({"after": page} if page else {})
            listing = self.api.wire("GET", "/message/inbox", params=params)
            read: list[Heard] = []
            for kind, thing in things(listing):
                if kind == "t4":
                    one = translate.message(thing, own)
                else:
                    one = translate.comment(thing, own, mention=thing.get("type") == "username_mention")
                read += [one] if one else []
            found += read
            page = after(listing)
            if not page or any(memory.has(one.network_id) for one in read):
                break
        return found

    def _turn(self, memory: Memory, watch: Sequence[RemoteRef]) -> list[str]:
        ids = [remote.network_id for remote in watch if remote.network_id.startswith("t3_")]
        if len(ids) <= THREADS:
            return ids
        kept = memory.marks.get("thread", "0")
        start = (int(kept) if kept.isdigit() else 0) % len(ids)
        memory.marks["thread"] = str((start + THREADS) % len(ids))
        return (ids + ids)[start : start + THREADS]

    def _below(self, root: str) -> list[Wire]:
        """All comments below a post, those too that a long thread leaves out."""
        path = f"/comments/{root.removeprefix('t3_')}"
        try:
            wire = self.api.wire("GET", path, params={"limit": 500, "depth": 10, "sort": "new"})
        except Failure as error:
            if error.status in (403, 404):
                return []
            raise
        both = wire.get("")
        listing = both[1] if isinstance(both, list) and len(both) > 1 else {}
        found = list(translate.below(listing))
        return [*found, *self._info(translate.hidden_ids(listing)[:THINGS_A_CALL]).values()]

    def _info(self, names: Sequence[str]) -> dict[str, Wire]:
        """Those of the things that are there, by name."""
        there: dict[str, Wire] = {}
        wanted = list(dict.fromkeys(names))
        for start in range(0, len(wanted), THINGS_A_CALL):
            some = wanted[start : start + THINGS_A_CALL]
            listing = self.api.wire("GET", "/api/info", params={"id": ",".join(some)})
            there |= {str(thing.get("name")): thing for _, thing in things(listing)}
        return {name: thing for name, thing in there.items() if name in wanted}
