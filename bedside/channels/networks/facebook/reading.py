"""What the public said on a Page and to it, from its lists: since the last look (`hear`), and long before (`past`)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.graph import GONE_CODES, PAGE, Graph, inner, instant, next_page, rows
from bedside.channels.calls.ledgers import Ledger
from bedside.channels.networks.facebook import translate
from bedside.channels.rules import Batch, Heard, Past, PastPost

#: Codes by which Meta says that a permission was not given: that part is left out, the rest is heard.
NOT_GIVEN = frozenset({"3", "10", *map(str, range(200, 300))})
#: Pages of comments read below a post in any case, so that vanished ones are seen; more only while they bring news.
SURE, MOST = 3, 50
#: Our posts read in one page of the back-fill, each with its comments.
POSTS_A_PAGE = 10
PHASES = ("posts", "tagged", "visitor_posts", "ratings", "conversations")


def made(wire: Wire) -> datetime:
    return instant(wire.get("created_time"), translate.EPOCH)


def hear(graph: Graph, page: str, cursor: str, watch: Sequence[str], now: datetime) -> Batch:
    """Comments, posts by others, mentions, recommendations and messages since the cursor, each once."""
    ledger = Ledger.read(cursor, now)
    heard: list[Heard] = []
    whole: set[str] = set()
    below = dict.fromkeys(watch)
    feed = rows(graph.get(f"{page}/feed", fields=translate.POST_FIELDS, limit=50))
    for post in feed:
        if translate.author(post)[0] not in (page, ""):
            heard += _one(translate.said(post, "mention", parent="", root="", now=now))
        # A post's updated_time moves with its last comment.
        stamp, name = str(post.get("updated_time") or ""), str(post.get("id") or "")
        if name and instant(stamp, now) >= ledger.start and ledger.stamps.get(name) != stamp:
            below[name] = None
            if instant(stamp, now) < now - translate.SKEW:  # it may yet move within the same second
                ledger.stamps[name] = stamp
    for post_id in below:
        found, complete = _comments(graph, post_id, ledger, now)
        heard += [one for one in found if one.author_id != page]
        if complete:
            whole.add(post_id)
    for read in (_mentions, _ratings, _messages):
        try:
            heard += read(graph, page, ledger, now)
        except Failure as error:
            if error.code not in NOT_GIVEN:
                raise
    return ledger.sift(heard, whole)


def past(graph: Graph, page: str, cursor: str, since: datetime, now: datetime) -> Past:
    """One page of what was there before; the cursor says which list, and how far."""
    phase, _, after = cursor.partition(":")
    phase = phase if phase in PHASES else PHASES[0]
    params = {"after": after} if after else {}
    posts: list[PastPost] = []
    heard: list[Heard] = []
    more = ""
    try:
        if phase == "posts":
            fields = f"{translate.POST_FIELDS},{translate.SUMMED}"
            wire = graph.get(f"{page}/published_posts", fields=fields, limit=POSTS_A_PAGE, **params)
            for post in rows(wire):
                if made(post) >= since and (known := translate.past_post(post)) is not None:
                    posts.append(known)
                    found, _ = _comments(graph, known.network_id, None, now)
                    heard += [one for one in found if one.author_id != page]
        else:
            wire = graph.get(**_listed(page, phase), **params)
            heard = list(_past_heard(graph, page, phase, rows(wire), now))
        listed = rows(wire)
        oldest = min((_touched(one) for one in listed), default=since)
        more = next_page(wire) if oldest >= since else ""
    except Failure as error:
        if error.code not in NOT_GIVEN:
            raise
    if more:
        following = f"{phase}:{more}"
    else:
        rest = PHASES[PHASES.index(phase) + 1 :]
        following = f"{rest[0]}:" if rest else ""
    return Past(tuple(posts), tuple(one for one in heard if one.posted_at >= since), following)


def _listed(page: str, phase: str) -> dict[str, str]:
    fields = {"ratings": translate.RATING_FIELDS, "conversations": translate.THREAD_FIELDS}
    asked = {"path": f"{page}/{phase}", "fields": fields.get(phase, translate.POST_FIELDS), "limit": "50"}
    return asked | ({"platform": "messenger"} if phase == "conversations" else {})


def _past_heard(graph: Graph, page: str, phase: str, listed: list[Wire], now: datetime) -> Iterator[Heard]:
    for wire in listed:
        if phase == "ratings":
            yield translate.review(wire, now)
        elif phase == "conversations":
            said = translate.messages(wire)
            if next_page(inner(wire, "messages")):
                said, _ = graph.whole(f"{wire.get('id')}/messages", fields=translate.MESSAGE_FIELDS)
            for one in said:
                yield from _one(translate.message(one, page, now))
        elif translate.author(wire)[0] != page:
            yield from _one(translate.said(wire, "mention", parent="", root="", now=now))


def _touched(wire: Wire) -> datetime:
    return instant(wire.get("updated_time") or wire.get("created_time"), translate.EPOCH)


def _comments(graph: Graph, post: str, ledger: Ledger | None, now: datetime) -> tuple[list[Heard], bool]:
    """A post's comments and answers to comments, and whether these are all."""
    params: dict[str, Any] = {
        "fields": translate.COMMENT_FIELDS,
        "filter": "stream",
        "order": "reverse_chronological",
        "limit": PAGE,
    }
    found: list[Heard] = []
    more = ""
    try:
        for number, wire in enumerate(graph.pages(f"{post}/comments", most=MOST, **params), 1):
            heard = [one for each in rows(wire) for one in _one(translate.comment(each, post, now))]
            found += heard
            more = next_page(wire)
            news = ledger is None or any(ledger.unknown(one) for one in heard)
            if number >= SURE and not news:
                break
    except Failure as error:
        if error.code in GONE_CODES:
            return [], False  # the post itself is gone
        raise
    return found, not more


def _mentions(graph: Graph, page: str, ledger: Ledger, now: datetime) -> list[Heard]:
    def read(wire: Wire) -> Iterable[Heard]:
        mine = translate.author(wire)[0] == page
        return () if mine else _one(translate.said(wire, "mention", parent="", root="", now=now))

    return _newest(graph, f"{page}/tagged", translate.POST_FIELDS, ledger, read)


def _ratings(graph: Graph, page: str, ledger: Ledger, now: datetime) -> list[Heard]:
    return _newest(graph, f"{page}/ratings", translate.RATING_FIELDS, ledger, lambda one: (translate.review(one, now),))


def _newest(
    graph: Graph, path: str, fields: str, ledger: Ledger, read: Callable[[Wire], Iterable[Heard]]
) -> list[Heard]:
    """A list from its newest end, as far as it brings news."""
    found: list[Heard] = []
    for wire in graph.pages(path, most=MOST, fields=fields, limit=50):
        heard = [one for each in rows(wire) for one in read(each)]
        found += heard
        if not any(ledger.unknown(one) for one in heard):
            break
    return found


def _messages(graph: Graph, page: str, ledger: Ledger, now: datetime) -> list[Heard]:
    """New messages of the conversations that moved; a conversation's own pages are read while they bring news."""
    found: list[Heard] = []
    params: dict[str, Any] = {"platform": "messenger", "fields": translate.THREAD_FIELDS, "limit": 25}
    for wire in graph.pages(f"{page}/conversations", most=MOST, **params):
        news = False
        for thread in rows(wire):
            said = [one for each in translate.messages(thread) for one in _one(translate.message(each, page, now))]
            fresh = any(ledger.unknown(one) for one in said)
            news = news or fresh
            if said and all(ledger.unknown(one) for one in said) and next_page(inner(thread, "messages")):
                path = f"{thread.get('id')}/messages"
                said = _newest(graph, path, translate.MESSAGE_FIELDS, ledger,
                               lambda each: _one(translate.message(each, page, now)))  # fmt: skip
            found += said
        if not news:
            break
    return found


def _one(heard: Heard | None) -> tuple[Heard, ...]:
    return () if heard is None else (heard,)
