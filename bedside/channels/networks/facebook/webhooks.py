"""What an event of the Page's webhook says. Events come late, twice and out of order; ids and wordings sort that out.

Shapes: https://developers.facebook.com/docs/graph-api/webhooks/reference/page and
https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages.
"""

import contextlib
from collections.abc import Iterator
from datetime import datetime

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.graph import Graph, inner, rows
from bedside.channels.calls.graph_hooks import changes, entries
from bedside.channels.networks.facebook import translate
from bedside.channels.rules import Batch, Heard, NetworkError, Trouble

#: Kinds of things on a Page's feed that are posts.
POSTS = frozenset({"post", "status", "photo", "video", "link", "share", "album"})
ADDED = frozenset({"add", "edited", "edit"})
AWAY = frozenset({"remove", "delete"})


def read(graph: Graph, page: str, body: bytes, now: datetime) -> Batch:
    """What was said to this Page, and ids of what was taken away."""
    heard: dict[str, Heard] = {}
    gone: list[str] = []
    for entry in entries(body):
        if str(entry.get("id")) != page:
            continue
        for name, value in changes(entry):
            if name == "ratings":
                found: Iterator[Heard] = _review(value, gone, now)
            elif name == "mention":
                found = _mention(graph, value, page, gone, now)
            else:
                found = _feed(value, page, gone, now) if name == "feed" else iter(())
            heard |= {one.network_id: one for one in found}
        for told in [*rows(entry, "messaging"), *rows(entry, "standby")]:
            heard |= {one.network_id: one for one in _message(graph, told, page, now)}
    told_gone = tuple(dict.fromkeys(gone))
    return Batch(tuple(one for one in heard.values() if one.network_id not in told_gone), "", told_gone)


def _feed(value: Wire, page: str, gone: list[str], now: datetime) -> Iterator[Heard]:
    item, verb = str(value.get("item") or ""), str(value.get("verb") or "")
    post = str(value.get("post_id") or "")
    name = str(value.get("comment_id") or "") if item == "comment" else post
    if not name or item not in {"comment", *POSTS}:
        return
    if verb in AWAY:
        gone.append(name)
    elif verb in ADDED and translate.author(value)[0] != page:
        parent = str(value.get("parent_id") or post) if item == "comment" else ""
        kind = "reply" if item == "comment" else "mention"
        root = post if item == "comment" else ""
        heard = translate.said({**value, "id": name}, kind, parent=parent, root=root, now=now)
        if heard is not None:
            yield heard


def _mention(graph: Graph, value: Wire, page: str, gone: list[str], now: datetime) -> Iterator[Heard]:
    name = str(value.get("comment_id") or value.get("post_id") or "")
    if not name:
        return
    if value.get("verb") in AWAY:
        gone.append(name)
        return
    wire = {**value, "id": name}
    if not value.get("message"):
        # The event names what was said without saying it.
        fields = translate.COMMENT_FIELDS if value.get("comment_id") else translate.POST_FIELDS
        try:
            wire = graph.get(name, fields=fields)
        except Failure as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            return  # not shown to this Page, or gone meanwhile
    root = str(value.get("post_id") or "") if value.get("comment_id") else ""
    heard = translate.said(wire, "mention", parent="", root=root, now=now)
    if heard is not None and heard.author_id != page:
        yield heard


def _review(value: Wire, gone: list[str], now: datetime) -> Iterator[Heard]:
    if value.get("item") not in (None, "rating", "recommendation"):
        return  # comments below a recommendation come as "feed"
    story = str(value.get("open_graph_story_id") or "")
    if value.get("verb") in AWAY:
        if story:
            gone.append(story)
        return
    reviewer = {"id": value.get("reviewer_id"), "name": value.get("reviewer_name")}
    yield translate.review({**value, "reviewer": {k: v for k, v in reviewer.items() if v}}, now)


def _message(graph: Graph, told: Wire, page: str, now: datetime) -> Iterator[Heard]:
    message, sender = inner(told, "message"), str(inner(told, "sender").get("id") or "")
    mid = str(message.get("mid") or "")
    if not mid or not sender or sender == page or message.get("is_echo") is True:
        return
    name = ""
    with contextlib.suppress(NetworkError):  # the name is worth no second try
        name = str(graph.get(sender, fields="name").get("name") or "")
    who = {"id": sender, **({"name": name} if name else {})}
    wire = {"id": mid, "from": who, "message": message.get("text"), "created_time": told.get("timestamp")}
    heard = translate.message(wire, page, now)
    if heard is not None:
        yield heard
