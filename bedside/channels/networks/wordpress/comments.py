"""Reading a site's comments: what is new, changed or gone, what was said before, and how many there are."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bedside.channels.calls.caller import Wire
from bedside.channels.networks.wordpress import cursors, translate
from bedside.channels.networks.wordpress.site import PAGE, Site
from bedside.channels.networks.wordpress.translate import number_of
from bedside.channels.rules import Batch, Heard, Past
from bedside.kit import times

#: How far back a first look goes; `past` brings the rest.
FIRST = timedelta(days=3)
#: Pages read at most in one look: 5,000 comments since the last one.
MOST_PAGES = 50
PAST_PAGE = 20


def hear(site: Site, text: str, *, me: int, seen: Mapping[str, Any]) -> Batch:
    """Comments since the cursor, the oldest first, each once; changed ones anew; ids of those that are gone."""
    known = cursors.read(text)
    listed, whole = _latest(site, known.top if known else None, seen)
    before = known or cursors.Cursor()
    fresh: list[Heard] = []
    for number in sorted(listed):
        wire = listed[number]
        new = not before.has(number, translate.comment_version(wire))
        one = translate.heard(wire, me=me) if new else None
        if one is not None and (known is not None or one.posted_at >= times.now() - FIRST):
            fresh.append(one)
    lowest = 0 if whole else min(listed, default=0)
    gone = [number for number in before.seen if number >= lowest and number not in listed] if listed or whole else []
    versions = [(number, translate.comment_version(wire)) for number, wire in listed.items()]
    after = before.after(versions, gone, whole=whole)
    return Batch(tuple(fresh), cursors.write(after), tuple(f"comments/{number}" for number in sorted(gone)))


def _latest(site: Site, top: int | None, seen: Mapping[str, Any]) -> tuple[dict[int, Wire], bool]:
    """The latest page of comments and all pages above `top`; and whether that was every comment there is."""
    listed: dict[int, Wire] = {}
    most = 1 if top is None else MOST_PAGES
    for found, last in site.pages("comments", {"orderby": "id", "order": "desc"} | dict(seen), most=most):
        listed |= {number: wire for wire in found if (number := number_of(wire.get("id"))) and _standing(wire)}
        numbers = [number_of(wire.get("id")) for wire in found]
        if last:
            return listed, True
        if top is not None and min(numbers) <= top:
            break
    return listed, False


def _standing(wire: Wire) -> bool:
    return str(wire.get("status") or "approved") not in ("trash", "spam")


def past(site: Site, cursor: str, since: datetime, *, me: int, seen: Mapping[str, Any]) -> Past:
    """One page of published posts, the newest first, with the comments below them. The cursor names the instant of
    the last post and who stood there."""
    instant, _bar, told = cursor.partition("|")
    before, known = translate.read_time(instant), {int(one) for one in told.split(",") if one.isdigit()}
    asked: dict[str, Any] = {
        "orderby": "date", "order": "desc", "context": "edit", "per_page": PAST_PAGE, "after": _stamp(since),
    }  # fmt: skip
    if before is not None:
        # "before" leaves out its own second, in which more than one post may stand.
        asked |= {"before": _stamp(before + timedelta(seconds=1)), "exclude": ",".join(map(str, sorted(known)))}
    wires, total, _pages = site.page("posts", asked)
    numbers = [number for wire in wires if (number := number_of(wire.get("id")))]
    below = _below(site, numbers, seen)
    heard = tuple(one for wire in below if _standing(wire) and (one := translate.heard(wire, me=me)))
    tally = {number: sum(_approved(wire) and wire.get("post") == number for wire in below) for number in numbers}
    posts = [post for wire in wires if (post := translate.past_post(wire, tally.get(number_of(wire.get("id")), 0)))]
    onward = ""
    if posts and total > len(wires):
        last = posts[-1].posted_at.replace(microsecond=0)
        there = {
            int(post.network_id.partition("/")[2]) for post in posts if post.posted_at.replace(microsecond=0) == last
        }
        there |= known if before is not None and last == before.replace(microsecond=0) else set()
        onward = f"{_stamp(last)}|{','.join(map(str, sorted(there)))}"
    return Past(tuple(posts), heard, onward)


def _approved(wire: Wire) -> bool:
    return str(wire.get("status") or "approved") == "approved" and str(wire.get("type") or "comment") == "comment"


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _below(site: Site, posts: Sequence[int], seen: Mapping[str, Any]) -> list[Wire]:
    if not posts:
        return []
    asked = {"post": ",".join(map(str, posts)), "orderby": "id", "order": "asc"} | dict(seen)
    return [wire for found, _last in site.pages("comments", asked, most=MOST_PAGES) for wire in found]


def counts(site: Site, posts: Sequence[int]) -> dict[int, int]:
    """Approved comments of each of these posts."""
    if not posts:
        return {}
    together = {"post": ",".join(map(str, posts)), "_fields": "id,post"}
    first, total, _pages = site.page("comments", together | {"per_page": PAGE})
    if total <= len(first):
        return {post: sum(wire.get("post") == post for wire in first) for post in posts}
    # Many comments: their number stands in a header of each post's own list.
    return {post: site.page("comments", {"post": post, "per_page": 1, "_fields": "id"})[1] for post in posts}
