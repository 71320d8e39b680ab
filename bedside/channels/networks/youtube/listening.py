"""What people say below a channel's films, and how the films fare."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.google import next_page, part, rows
from bedside.channels.calls.memory import Memory
from bedside.channels.networks.youtube import translate
from bedside.channels.networks.youtube.api import HOST, NOT_THERE, Api
from bedside.channels.rules import Batch, Counts, Heard, Past, PastPost, RemoteRef

THREADS = "/youtube/v3/commentThreads"
PAGES, FIRST_PAGES, BELOW_PAGES = 10, 2, 5
#: Comments looked at again in one go, and films of one page of the past.
AGAIN, FILMS_A_PAGE, IDS_A_CALL = 50, 10, 50


class Listening:
    """rules.Hears, Backfills, Measures and MeasuresAccount."""

    api: Api

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        """New comments below any film of the channel, those too that YouTube holds back; answers in threads that are
        known; what authors changed or took away."""
        memory, own = Memory.read(cursor), self.api.own
        found: dict[str, Heard] = {}
        for status in ("published", "heldForReview"):
            for thread in self._new_threads(memory, own, status):
                for one in self._whole(thread, own):
                    found.setdefault(one.network_id, one)
        gone = self._again(memory, own, found)
        taken = memory.forget(gone)
        fresh = memory.fresh(one for name, one in reversed(found.items()) if name not in gone)
        tops = {translate.top_of(name) for name in memory.known}
        memory.marks = {name: count for name, count in memory.marks.items() if name in tops}
        return Batch(fresh, memory.write(), taken)

    def _again(self, memory: Memory, own: str, found: dict[str, Heard]) -> list[str]:
        """Looks at known comments once more: adds what stands in their threads, and says which are gone. A thread of
        many answers is read whole where their number has changed."""
        again = [name for name in memory.due(AGAIN) if name not in found]
        tops = list(dict.fromkeys(translate.top_of(name) for name in again))
        there = {str(thread.get("id")): thread for thread in self._threads(tops)}
        present: set[str] = set()
        for name, thread in there.items():
            total = str(part(thread, "snippet").get("totalReplyCount"))
            if translate.unread(thread) and memory.marks.get(name) == total:
                present |= {one for one in again if translate.top_of(one) == name}
                heard = translate.heard_in(translate.in_thread(thread), own, translate.video_of(thread))
            else:
                heard = self._whole(thread, own)
            memory.marks[name] = total
            for one in heard:
                found.setdefault(one.network_id, one)
        return [name for name in again if name not in found and name not in present]

    def past(self, cursor: str, since: datetime) -> Past:
        """A page of the channel's films, each with its comments and numbers."""
        own = self.api.own
        params = {"part": "snippet", "playlistId": self.api.uploads, "maxResults": FILMS_A_PAGE}
        try:
            listed = self.api.ask("playlistItems", **params, **({"pageToken": cursor} if cursor else {}))
        except Failure as error:
            if error.code != "playlistNotFound":
                raise
            return Past((), (), "")
        items = rows(listed)
        counted = self._counted([translate.uploaded(item)[0] for item in items])
        posts: list[PastPost] = []
        heard: list[Heard] = []
        older = False
        for item in items:
            made = translate.past_post(item, counted)
            if made is None or made.posted_at < since:
                older = older or made is not None
                continue
            posts.append(made)
            if made.numbers.get("replies"):
                heard += self._below(made.network_id, own)
        return Past(tuple(posts), tuple(heard), "" if older else next_page(listed))

    def measure(self, remotes: Sequence[RemoteRef]) -> tuple[Counts, ...]:
        counted = self._counted([one.network_id for one in remotes if translate.is_video(one.network_id)])
        return tuple(Counts(name, translate.film_numbers(video)) for name, video in counted.items())

    def measure_account(self) -> Mapping[str, int]:
        names = {"followers": "subscriberCount", "views": "viewCount", "posts": "videoCount"}
        told = part(self.api.channel, "statistics")
        if told.get("hiddenSubscriberCount") is True:
            del names["followers"]
        return translate.numbers(told, names)

    # Threads

    def _new_threads(self, memory: Memory, own: str, status: str) -> Iterator[Wire]:
        """The newest first, until a page brings a thread that is known."""
        params = {"part": "snippet,replies", "allThreadsRelatedToChannelId": own, "order": "time", "maxResults": 100,
                  "textFormat": "plainText", "moderationStatus": status}  # fmt: skip
        for page in self.api.pages(HOST, THREADS, params, PAGES if memory.known else FIRST_PAGES):
            threads = rows(page)
            yield from threads
            if any(memory.has(str(thread.get("id"))) for thread in threads):
                return

    def _threads(self, ids: Sequence[str]) -> Iterator[Wire]:
        """Those of the threads that are there."""
        for start in range(0, len(ids), IDS_A_CALL):
            wire = self.api.ask("commentThreads", part="snippet,replies", textFormat="plainText",
                                id=",".join(ids[start : start + IDS_A_CALL]))  # fmt: skip
            yield from rows(wire)

    def _whole(self, thread: Wire, own: str) -> list[Heard]:
        """Everything others say in a thread; further answers are asked for where some did not come along."""
        video, comments = translate.video_of(thread), list(translate.in_thread(thread))
        if translate.unread(thread):
            top = str(thread.get("id") or "")
            params = {"part": "snippet", "parentId": top, "maxResults": 100, "textFormat": "plainText"}
            known = {str(one.get("id")) for one in comments}
            for page in self.api.pages(HOST, "/youtube/v3/comments", params, BELOW_PAGES):
                comments += [one for one in rows(page) if str(one.get("id")) not in known]
        return translate.heard_in(comments, own, video)

    def _below(self, video_id: str, own: str) -> list[Heard]:
        params = {"part": "snippet,replies", "videoId": video_id, "maxResults": 100, "textFormat": "plainText",
                  "order": "time"}  # fmt: skip
        try:
            threads = [one for page in self.api.pages(HOST, THREADS, params, BELOW_PAGES) for one in rows(page)]
        except Failure as error:
            if error.code == "commentsDisabled" or error.code in NOT_THERE:
                return []
            raise
        return [one for thread in threads for one in self._whole(thread, own)]

    def _counted(self, ids: Sequence[str]) -> dict[str, Wire]:
        """Films with their statistics, by id."""
        found: dict[str, Wire] = {}
        wanted = [name for name in dict.fromkeys(ids) if name]
        for start in range(0, len(wanted), IDS_A_CALL):
            some = wanted[start : start + IDS_A_CALL]
            for video in rows(self.api.ask("videos", part="statistics", id=",".join(some), maxResults=IDS_A_CALL)):
                if video.get("id") in some:
                    found[str(video["id"])] = video
        return found
