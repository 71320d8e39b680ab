"""What was said on an account's posts and to it, from its lists: since the last look (`hear`), and long before."""

from collections.abc import Sequence
from datetime import datetime

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.graph import GONE_CODES, Graph, inner, instant, next_page, rows
from bedside.channels.calls.ledgers import Ledger
from bedside.channels.networks.instagram import translate
from bedside.channels.rules import Batch, Heard, Past, PastPost

#: Codes by which Meta says that a permission was not given: that part is left out, the rest is heard.
NOT_GIVEN = frozenset({"3", "10", *map(str, range(200, 300))})
MOST = 50
POSTS_A_PAGE = 10
PHASES = ("media", "tags", "conversations")


def hear(graph: Graph, account: str, own: frozenset[str], cursor: str, watch: Sequence[str], now: datetime) -> Batch:
    """Comments, mentions and messages since the cursor, each once."""
    ledger = Ledger.read(cursor, now)
    below = dict.fromkeys(watch)
    for post in rows(graph.get(f"{account}/media", fields=translate.MEDIA_FIELDS, limit=50)):
        name, stamp = str(post.get("id") or ""), str(post.get("comments_count"))
        if name and ledger.stamps.get(name) != stamp:
            if name in ledger.stamps or stamp not in ("0", "None"):
                below[name] = None
            ledger.stamps[name] = stamp
    heard: list[Heard] = []
    whole: set[str] = set()
    for media in below:
        found, complete = comments(graph, media, now)
        heard += [one for one in found if not _ours(one, own)]
        if complete:
            whole.add(media)
    for part in (_tags, _messages):
        try:
            heard += part(graph, account, own, ledger, now)
        except Failure as error:
            if error.code not in NOT_GIVEN:
                raise
    return ledger.sift(heard, whole)


def past(graph: Graph, account: str, own: frozenset[str], cursor: str, since: datetime, now: datetime) -> Past:
    """One page of what was there before; the cursor says which list, and how far."""
    phase, _, after = cursor.partition(":")
    phase = phase if phase in PHASES else PHASES[0]
    posts: list[PastPost] = []
    heard: list[Heard] = []
    more = ""
    try:
        wire = graph.get(f"{account}/{phase}", **_asked(phase), **({"after": after} if after else {}))
        listed = rows(wire)
        for one in listed:
            if phase == "media" and _touched(one) >= since and (post := translate.past_post(one)) is not None:
                posts.append(post)
                heard += [each for each in comments(graph, post.network_id, now)[0] if not _ours(each, own)]
            elif phase == "tags" and (mention := translate.tagged(one, now)) is not None:
                heard.append(mention)
            elif phase == "conversations" and _touched(one) >= since:
                heard += _thread(graph, one, own, now)
        oldest = min((_touched(one) for one in listed), default=since)
        more = next_page(wire) if oldest >= since else ""
    except Failure as error:
        if error.code not in NOT_GIVEN:
            raise
    rest = PHASES[PHASES.index(phase) + 1 :]
    following = f"{phase}:{more}" if more else f"{rest[0]}:" if rest else ""
    return Past(tuple(posts), tuple(one for one in heard if one.posted_at >= since), following)


def _asked(phase: str) -> dict[str, str]:
    if phase == "conversations":
        return {"platform": "instagram", "fields": "id,updated_time", "limit": "25"}
    more = ",like_count" if phase == "media" else ""
    return {"fields": translate.MEDIA_FIELDS + more, "limit": str(POSTS_A_PAGE)}


def comments(graph: Graph, media: str, now: datetime) -> tuple[list[Heard], bool]:
    """A post's comments and their answers, and whether these are all. Their order is not promised, so all are read."""
    found: list[Heard] = []
    more = ""
    try:
        for wire in graph.pages(f"{media}/comments", most=MOST, fields=translate.THREADED, limit=50):
            more = next_page(wire)
            for one in rows(wire):
                top = translate.comment(one, media, now)
                if top is None:
                    continue
                below = translate.replies(one)
                if next_page(inner(one, "replies")):
                    below, _ = graph.whole(f"{top.network_id}/replies", fields=translate.COMMENT_FIELDS)
                answers = [translate.comment(each, media, now, above=top.network_id) for each in below]
                found += [top, *(each for each in answers if each is not None)]
    except Failure as error:
        if error.code in GONE_CODES:
            return [], False  # the post itself is gone
        raise
    return found, not more


def _ours(one: Heard, own: frozenset[str]) -> bool:
    return one.author_id in own or one.author_handle in own


def _tags(graph: Graph, account: str, own: frozenset[str], ledger: Ledger, now: datetime) -> list[Heard]:
    found: list[Heard] = []
    for wire in graph.pages(f"{account}/tags", most=MOST, fields=translate.MEDIA_FIELDS, limit=50):
        heard = [one for each in rows(wire) if (one := translate.tagged(each, now)) is not None]
        found += [one for one in heard if not _ours(one, own)]
        if not any(ledger.unknown(one) for one in heard):
            break
    return found


def _messages(graph: Graph, account: str, own: frozenset[str], ledger: Ledger, now: datetime) -> list[Heard]:
    """Messages of the conversations that moved since they were last read."""
    found: list[Heard] = []
    for wire in graph.pages(f"{account}/conversations", most=MOST, **_asked("conversations")):
        moved = False
        for thread in rows(wire):
            name, stamp = f"t:{thread.get('id')}", str(thread.get("updated_time") or "")
            if _touched(thread) < ledger.start or ledger.stamps.get(name) == stamp:
                continue
            moved = True
            found += _thread(graph, thread, own, now)
            if _touched(thread) < now - translate.SKEW:  # it may yet move within the same second
                ledger.stamps[name] = stamp
        if not moved:
            break
    return found


def _thread(graph: Graph, thread: Wire, own: frozenset[str], now: datetime) -> list[Heard]:
    """A conversation's messages; Instagram shows the twenty newest."""
    wire = graph.get(str(thread.get("id") or ""), fields=translate.MESSAGES)
    said = rows(inner(wire, "messages"))
    return [one for each in said if (one := translate.message(each, own, now)) is not None]


def _touched(wire: Wire) -> datetime:
    return instant(wire.get("updated_time") or wire.get("timestamp"), translate.EPOCH)
