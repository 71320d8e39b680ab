"""What others say on X, and how our posts fare. Every post read costs, so little is read twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bedside.channels.calls.caller import Failure
from bedside.channels.calls.memory import Memory, mark
from bedside.channels.networks.x import translate
from bedside.channels.networks.x.api import READ, Api, listed, part
from bedside.channels.rules import Batch, Counts, Heard, Past, PastPost, RemoteRef, Trouble
from bedside.kit import times

#: Read again behind the newest known: what was said may appear late and out of order.
OVERLAP = timedelta(minutes=10)
FIRST_LOOK, WEEK = timedelta(days=3), timedelta(days=7) - timedelta(minutes=5)
#: A query holds 512 characters.
THREADS_A_QUERY = 5
PAGES, MESSAGES_A_PAGE, LOOKED_AT_AGAIN, POSTS_A_CALL = 20, 10, 20, 100
MESSAGE_FIELDS = {"event_types": "MessageCreate", "expansions": "sender_id", "user.fields": "id,name,username",
                  "dm_event.fields": "id,text,event_type,created_at,sender_id,dm_conversation_id,entities"}  # fmt: skip


class Listening:
    """rules.Hears, Backfills, Measures and MeasuresAccount."""

    api: Api

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        """Mentions, replies and quotes below our posts, direct messages; and of what was heard lately what its authors
        changed or took away."""
        memory = Memory.read(cursor)
        roots = {name: one.network_id for one in watch for name in (one.network_id, one.version) if name}
        now = times.now()
        since = translate.instant(memory.marks.get("since", "")) or now - FIRST_LOOK
        start = max(since - OVERLAP, now - WEEK)
        found = self._posts(f"/2/users/{self.api.own}/mentions", start, roots)
        for query in queries(list(roots)):
            found += self._posts("/2/tweets/search/recent", start, roots, query=query)
        if found:
            memory.marks["since"] = min(max([since, *[one.posted_at for one in found]]), now).isoformat()
        elif "since" not in memory.marks:
            memory.marks["since"] = now.isoformat()
        found += self._messages(memory)
        changed, gone = self._again(memory, {one.network_id for one in found}, roots)
        return Batch(memory.fresh([*found, *changed]), memory.write(), gone)

    def past(self, cursor: str, since: datetime) -> Past:
        """A page of our own posts; what was said below them X lists for seven days only."""
        params = READ | {"max_results": 50, "exclude": "retweets", "start_time": stamp(since)}
        params |= {"pagination_token": cursor} if cursor else {}
        wire = self.api.wire("GET", f"/2/users/{self.api.own}/tweets", params=params, bucket="timeline")
        posts: list[PastPost] = []
        roots: dict[str, str] = {}
        for post in listed(wire, "data"):
            about = listed(post, "referenced_posts") or listed(post, "referenced_tweets")
            answers = str(post.get("in_reply_to_user_id") or self.api.own) != self.api.own
            if answers or (about and about[0].get("type") == "retweeted") or not (made := translate.past_post(post)):
                continue
            posts.append(made)
            if made.posted_at > times.now() - WEEK and made.numbers.get("replies"):
                roots |= {made.network_id: made.network_id, made.version: made.network_id}
        heard: dict[str, Heard] = {}
        for query in queries(list(roots)):
            for one in self._posts("/2/tweets/search/recent", max(since, times.now() - WEEK), roots, query=query):
                heard.setdefault(one.network_id, one)
        return Past(tuple(posts), tuple(heard.values()), str(part(wire, "meta").get("next_token") or ""))

    def measure(self, remotes: Sequence[RemoteRef]) -> tuple[Counts, ...]:
        counted: list[Counts] = []
        by_id = {translate.latest(remote): remote for remote in remotes}
        ids = list(by_id)
        for start in range(0, len(ids), POSTS_A_CALL):
            some = ids[start : start + POSTS_A_CALL]
            params = {"ids": ",".join(some), "post.fields": "id,public_metrics,non_public_metrics"}
            try:
                wire = self.api.wire("GET", "/2/tweets", params=params, bucket="lookup")
            except Failure as error:
                # What only the owner sees X refuses for posts older than 30 days.
                if error.trouble is not Trouble.REFUSED:
                    raise
                params["post.fields"] = "id,public_metrics"
                wire = self.api.wire("GET", "/2/tweets", params=params, bucket="lookup")
            posts = {str(post.get("id")): post for post in listed(wire, "data")}
            counted += [translate.counts(by_id[one], posts[one]) for one in some if one in posts]
        return tuple(counted)

    def measure_account(self) -> Mapping[str, int]:
        wire = self.api.wire("GET", "/2/users/me", params={"user.fields": "public_metrics"})
        public = part(part(wire, "data"), "public_metrics")
        found = {"followers": public.get("followers_count"), "following": public.get("following_count"),
                 "posts": public.get("post_count", public.get("tweet_count")),
                 "listed": public.get("listed_count")}  # fmt: skip
        return {name: value for name, value in found.items() if isinstance(value, int)}

    def _posts(self, path: str, start: datetime, roots: Mapping[str, str], **more: Any) -> list[Heard]:
        """What others wrote since then, down all pages."""
        found: list[Heard] = []
        page = ""
        for _ in range(PAGES):
            params = READ | {"max_results": 100, "start_time": stamp(start)} | more
            params |= {"pagination_token": page} if page else {}
            wire = self.api.wire("GET", path, params=params, bucket=path.rsplit("/", 1)[-1])
            users = translate.people(wire)
            read = [translate.heard(post, users, self.api.own, roots) for post in listed(wire, "data")]
            found += [one for one in read if one is not None]
            page = str(part(wire, "meta").get("next_token") or "")
            if not page:
                break
        return found

    def _messages(self, memory: Memory) -> list[Heard]:
        """Direct messages, the newest first, until known ones come; none where the account did not allow it."""
        found: list[Heard] = []
        page = ""
        for _ in range(PAGES):
            params = MESSAGE_FIELDS | {"max_results": MESSAGES_A_PAGE} | ({"pagination_token": page} if page else {})
            try:
                wire = self.api.wire("GET", "/2/dm_events", params=params, bucket="messages")
            except Failure as error:
                if error.status != 403:
                    raise
                return []
            users = translate.people(wire)
            read = [translate.message(event, users, self.api.own) for event in listed(wire, "data")]
            fresh = [one for one in read if one is not None]
            found += fresh
            page = str(part(wire, "meta").get("next_token") or "")
            if not page or any(memory.has(one.network_id) for one in fresh):
                break
        return found

    def _again(self, memory: Memory, seen: set[str], roots: Mapping[str, str]) -> tuple[list[Heard], tuple[str, ...]]:
        posts = [one for one in memory.due(LOOKED_AT_AGAIN) if memory.known[one] != mark(translate.MESSAGE)]
        again = [one for one in posts if one not in seen]
        if not again:
            return [], ()
        wire = self.api.wire("GET", "/2/tweets", params=READ | {"ids": ",".join(again)}, bucket="lookup")
        there = {str(post.get("id")): post for post in listed(wire, "data")}
        missing = {str(one.get("resource_id") or one.get("value")) for one in listed(wire, "errors")
                   if "resource-not-found" in str(one.get("type"))}  # fmt: skip
        newer = [translate.history(post)[-1] for name, post in there.items()
                 if translate.history(post) and translate.history(post)[-1] != name]  # fmt: skip
        users = translate.people(wire)
        if newer:
            onward = self.api.wire("GET", "/2/tweets", params=READ | {"ids": ",".join(newer)}, bucket="lookup")
            there |= {str(post.get("id")): post for post in listed(onward, "data")}
            users |= translate.people(onward)
        newest = {one.network_id: one for post in there.values()
                  if (one := translate.heard(post, users, self.api.own, roots))}  # fmt: skip
        changed = [one for name, one in newest.items() if memory.known.get(name) != mark(one.version)]
        return changed, memory.forget(one for one in again if one in missing)


def queries(ids: list[str]) -> list[str]:
    """Searches for what stands below posts or quotes them."""
    made = []
    for start in range(0, len(ids), THREADS_A_QUERY):
        some = ids[start : start + THREADS_A_QUERY]
        made.append(" OR ".join(f"conversation_id:{one} OR quotes_of_tweet_id:{one}" for one in some))
    return made


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
