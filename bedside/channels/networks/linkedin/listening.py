"""What others say to a LinkedIn page, and how its posts fare."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.memory import Memory
from bedside.channels.networks.linkedin import translate
from bedside.channels.networks.linkedin.api import Api, elements, part, urn, urns
from bedside.channels.rules import Batch, Counts, Heard, Past, PastPost, RemoteRef
from bedside.kit import times

ACTIONS = "List(COMMENT,COMMENT_EDIT,COMMENT_DELETE,SHARE_MENTION)"
#: Read again behind the last look: notifications may come late.
OVERLAP, FIRST_LOOK = timedelta(minutes=15), timedelta(days=3)
PAGE, PAGES, POSTS_A_PAGE, POSTS_A_CALL = 100, 50, 20, 50
#: Threads of ours read in one go, besides the notifications; with more, each comes in turn.
THREADS = 5


class Listening:
    """rules.Hears, Backfills, Measures and MeasuresAccount."""

    api: Api

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        """Comments and mentions as LinkedIn notifies them, with their changes and deletions; and what stands below a
        few of our posts, in turn."""
        memory, now = Memory.read(cursor), times.now()
        since = _instant(memory.marks.get("since", "")) or now - FIRST_LOOK
        latest: dict[str, Heard] = {}
        gone: list[str] = []
        for notice in sorted(self._notices(since - OVERLAP), key=_when):
            name = str(notice.get("generatedActivity") or "")
            if notice.get("action") == "COMMENT_DELETE":
                latest.pop(name, None)
                gone.append(name)
            elif one := translate.heard_notice(notice, self.api.own):
                first = latest.get(name)
                latest[name] = one if first is None else _at(one, first.posted_at)
        for root in self._turn(memory, watch):
            for one in self._below(root):
                latest.setdefault(one.network_id, one)
        memory.marks["since"] = now.isoformat()
        taken = memory.forget(gone)
        fresh = memory.fresh(one for one in latest.values() if one.network_id not in gone)
        return Batch(fresh, memory.write(), taken)

    def past(self, cursor: str, since: datetime) -> Past:
        """A page of the page's own posts, each with its comments."""
        start = int(cursor) if cursor.isdigit() else 0
        wire = self.posts(start, POSTS_A_PAGE)
        posts: list[PastPost] = []
        heard: list[Heard] = []
        older = False
        for post in elements(wire):
            made = translate.past_post(post)
            if made is None or made.posted_at < since:
                older = older or made is not None
                continue
            posts.append(made)
            heard += self._below(made.network_id)
        more = len(elements(wire)) >= POSTS_A_PAGE and not older
        return Past(tuple(posts), tuple(heard), str(start + POSTS_A_PAGE) if more else "")

    def posts(self, start: int, count: int) -> Wire:
        """The page's posts, the newest first."""
        path = f"/rest/posts?q=author&author={urn(self.api.own)}&start={start}&count={count}&sortBy=CREATED"
        return self.api.wire("GET", path, headers={"X-RestLi-Method": "FINDER"})

    def measure(self, remotes: Sequence[RemoteRef]) -> tuple[Counts, ...]:
        found: dict[str, Counts] = {}
        names = [remote.network_id for remote in remotes]
        for kind, field in (("share", "shares"), ("ugcPost", "ugcPosts")):
            some = [name for name in names if name.startswith(f"urn:li:{kind}:")]
            for start in range(0, len(some), POSTS_A_CALL):
                chosen = f"&{field}={urns(some[start : start + POSTS_A_CALL])}"
                found |= translate.counts(self.api.wire("GET", self._statistics() + chosen))
        return tuple(found[name] for name in names if name in found)

    def measure_account(self) -> Mapping[str, int]:
        size = self.api.wire("GET", f"/rest/networkSizes/{urn(self.api.own)}?edgeType=COMPANY_FOLLOWED_BY_MEMBER")
        total = elements(self.api.wire("GET", self._statistics()))
        told = part(total[0], "totalShareStatistics") if total else {}
        found = {"followers": size.get("firstDegreeSize"), "impressions_all": told.get("impressionCount"),
                 "link_clicks_all": told.get("clickCount")}  # fmt: skip
        return {name: value for name, value in found.items() if isinstance(value, int)}

    def _statistics(self) -> str:
        own = urn(self.api.own)
        return f"/rest/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity={own}"

    def _notices(self, since: datetime) -> list[Wire]:
        found: list[Wire] = []
        span = f"(start:{int(since.timestamp() * 1000)},end:{int((times.now() + OVERLAP).timestamp() * 1000)})"
        for number in range(PAGES):
            path = (
                f"/rest/organizationalEntityNotifications?q=criteria&actions={ACTIONS}"
                f"&organizationalEntity={urn(self.api.own)}&timeRange={span}&start={number * PAGE}&count={PAGE}"
            )
            read = elements(self.api.wire("GET", path, headers={"X-RestLi-Method": "FINDER"}))
            found += read
            if len(read) < PAGE:
                break
        return found

    def _turn(self, memory: Memory, watch: Sequence[RemoteRef]) -> list[str]:
        ids = [remote.network_id for remote in watch]
        if len(ids) <= THREADS:
            return ids
        kept = memory.marks.get("thread", "0")
        start = (int(kept) if kept.isdigit() else 0) % len(ids)
        memory.marks["thread"] = str((start + THREADS) % len(ids))
        return (ids + ids)[start : start + THREADS]

    def _below(self, root: str) -> list[Heard]:
        """All comments below a post of ours, answers to comments too."""
        found: list[Heard] = []
        waiting = [root]
        while waiting:
            above = waiting.pop(0)
            for comment in self.comments(above):
                if one := translate.heard_comment(comment, self.api.own, root):
                    found.append(one)
                name = str(comment.get("commentUrn") or comment.get("$URN") or "")
                if name and above == root and part(comment, "commentsSummary").get("aggregatedTotalComments"):
                    waiting.append(name)
        return found

    def comments(self, above: str) -> list[Wire]:
        """The comments directly below a post or comment; none where it is gone."""
        found: list[Wire] = []
        for number in range(PAGES):
            path = f"/rest/socialActions/{urn(above)}/comments?start={number * PAGE}&count={PAGE}"
            try:
                read = elements(self.api.wire("GET", path))
            except Failure as error:
                if error.status == 404:
                    return []
                raise
            found += read
            if len(read) < PAGE:
                break
        return found


def _when(notice: Wire) -> tuple[int, int]:
    """When, and among notices of the same instant which came later."""
    at, number = notice.get("lastModifiedAt"), notice.get("notificationId")
    return (at if isinstance(at, int) else 0), (number if isinstance(number, int) else 0)


def _at(one: Heard, at: datetime) -> Heard:
    return replace(one, posted_at=at)


def _instant(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if value else None
    except ValueError:
        return None
