"""What was said below a profile's posts and about it, from Threads' lists: since the last look, and long before."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bedside.channels.calls.caller import Failure
from bedside.channels.calls.graph import GONE_CODES, PAGE, Graph, instant, next_page, rows
from bedside.channels.calls.ledgers import Ledger
from bedside.channels.networks.threads import translate
from bedside.channels.rules import Batch, Heard, Past, PastPost

NOT_GIVEN = frozenset({"3", "10", *map(str, range(200, 300))})
#: Pages of replies read below a post in any case, so that vanished ones are seen; more only while they bring news.
SURE, MOST = 3, 50
#: Posts this young are looked at each time. Of older ones, so many in turn: Threads does not say which of them moved.
YOUNG, IN_TURN = timedelta(days=3), 3
POSTS_A_PAGE = 10
PHASES = ("threads", "mentions")


def hear(graph: Graph, account: str, own: str, cursor: str, watch: Sequence[str], now: datetime) -> Batch:
    """Replies and mentions since the cursor, each once."""
    ledger = Ledger.read(cursor, now)
    below = dict.fromkeys(watch)
    older: list[str] = []
    for post in rows(graph.get(f"{account}/threads", fields=translate.POST_FIELDS, limit=50)):
        name = str(post.get("id") or "")
        if not name or post.get("has_replies") is False:
            continue
        if instant(post.get("timestamp"), now) > now - YOUNG:
            below[name] = None
        else:
            older.append(name)
    below |= dict.fromkeys(_turn(ledger, older))
    heard: list[Heard] = []
    whole: set[str] = set()
    for root in below:
        found, complete = replies(graph, root, ledger, now)
        heard += [one for one in found if one.author_id != own]
        if complete:
            whole.add(root)
    try:
        heard += _mentions(graph, account, own, ledger, now)
    except Failure as error:
        if error.code not in NOT_GIVEN:
            raise
    return ledger.sift(heard, whole)


def _turn(ledger: Ledger, older: list[str]) -> list[str]:
    """The next few of the older posts, going round."""
    if not older:
        return []
    stamp = ledger.stamps.get("turn", "0")
    at = int(stamp) if stamp.isascii() and stamp.isdigit() else 0
    ledger.stamps["turn"] = str((at + IN_TURN) % max(len(older), 1))
    return [older[(at + number) % len(older)] for number in range(min(IN_TURN, len(older)))]


def past(graph: Graph, account: str, own: str, cursor: str, since: datetime, now: datetime) -> Past:
    """One page of what was there before; the cursor says which list, and how far."""
    phase, _, after = cursor.partition(":")
    phase = phase if phase in PHASES else PHASES[0]
    fields = translate.POST_FIELDS if phase == "threads" else translate.REPLY_FIELDS
    posts: list[PastPost] = []
    heard: list[Heard] = []
    more = ""
    try:
        params = {"after": after} if after else {}
        wire = graph.get(f"{account}/{phase}", fields=fields, limit=POSTS_A_PAGE, **params)
        listed = rows(wire)
        for one in listed:
            if phase == "mentions":
                mention = translate.heard(one, "mention", now)
                heard += [mention] if mention is not None and mention.author_id != own else []
            elif instant(one.get("timestamp"), now) >= since and (post := translate.past_post(one)) is not None:
                posts.append(post)
                heard += [each for each in replies(graph, post.network_id, None, now)[0] if each.author_id != own]
        oldest = min((instant(one.get("timestamp"), now) for one in listed), default=since)
        more = next_page(wire) if oldest >= since else ""
    except Failure as error:
        if error.code not in NOT_GIVEN:
            raise
    rest = PHASES[PHASES.index(phase) + 1 :]
    following = f"{phase}:{more}" if more else f"{rest[0]}:" if rest else ""
    return Past(tuple(posts), tuple(one for one in heard if one.posted_at >= since), following)


def replies(graph: Graph, root: str, ledger: Ledger | None, now: datetime) -> tuple[list[Heard], bool]:
    """Everything below a post at any depth, and whether this is all."""
    found: list[Heard] = []
    more = ""
    params = {"fields": translate.REPLY_FIELDS, "reverse": "true", "limit": str(PAGE)}
    try:
        for number, wire in enumerate(graph.pages(f"{root}/conversation", most=MOST, after="", **params), 1):
            heard = [one for each in rows(wire) if (one := translate.heard(each, "reply", now, root=root)) is not None]
            found += heard
            more = next_page(wire)
            if number >= SURE and ledger is not None and not any(ledger.unknown(one) for one in heard):
                break
    except Failure as error:
        if error.code in GONE_CODES:
            return [], False  # the post itself is gone
        raise
    return found, not more


def _mentions(graph: Graph, account: str, own: str, ledger: Ledger, now: datetime) -> list[Heard]:
    found: list[Heard] = []
    for wire in graph.pages(f"{account}/mentions", most=MOST, fields=translate.REPLY_FIELDS, limit=50):
        heard = [one for each in rows(wire) if (one := translate.heard(each, "mention", now)) is not None]
        found += [one for one in heard if one.author_id != own]
        if not any(ledger.unknown(one) for one in heard):
            break
    return found
