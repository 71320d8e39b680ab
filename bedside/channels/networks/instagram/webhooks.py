"""What an event of Instagram's webhook says. Events come late, twice and out of order.

Shapes: https://developers.facebook.com/docs/instagram-platform/webhooks/examples. Instagram's own sign-in puts field
and value straight into the entry; an app may see them in `changes` all the same.
"""

import contextlib
from datetime import datetime

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.graph import Graph, inner, instant, rows
from bedside.channels.calls.graph_hooks import changes, entries
from bedside.channels.networks.instagram import translate
from bedside.channels.rules import Batch, Heard, NetworkError, Trouble


def read(graph: Graph, account: str, own: frozenset[str], body: bytes, now: datetime) -> Batch:
    """What was said to this account, and ids of what was taken back."""
    heard: dict[str, Heard] = {}
    gone: list[str] = []
    for entry in entries(body):
        if str(entry.get("id")) != account:
            continue
        at = entry.get("time")
        for name, value in changes(entry):
            one = None
            if name in ("comments", "live_comments"):
                wire = {"timestamp": at, **value}
                one = translate.comment(wire, str(inner(value, "media").get("id") or ""), now)
            elif name == "mentions":
                one = _mention(graph, account, value, instant(at, now), now)
            if one is not None and one.author_id not in own and one.author_handle not in own:
                heard[one.network_id] = one
        for told in rows(entry, "messaging"):
            message = inner(told, "message")
            if message.get("is_deleted") is True and message.get("mid"):
                gone.append(str(message["mid"]))
            elif (one := _message(graph, told, own, now)) is not None:
                heard[one.network_id] = one
    return Batch(tuple(one for one in heard.values() if one.network_id not in gone), "", tuple(dict.fromkeys(gone)))


def _mention(graph: Graph, account: str, value: Wire, at: datetime, now: datetime) -> Heard | None:
    """The event names what was said without saying it. Where Instagram does not tell, the mention stands for itself."""
    media, comment = str(value.get("media_id") or ""), str(value.get("comment_id") or "")
    if not media and not comment:
        return None
    asked = f"mentioned_comment.comment_id({comment}){{{translate.COMMENT_FIELDS}}}" if comment else (
        f"mentioned_media.media_id({media}){{id,caption,timestamp,permalink,username}}"
    )  # fmt: skip
    wire: Wire = {}
    if (comment or media).isdigit():
        try:
            wire = inner(graph.get(account, fields=asked), "mentioned_comment" if comment else "mentioned_media")
        except Failure as error:
            if error.trouble is not Trouble.REFUSED:
                raise
    wire = {"timestamp": at.isoformat(), **wire, "id": comment or media}
    return translate.comment(wire, media, now, kind="mention") if comment else translate.tagged(wire, now)


def _message(graph: Graph, told: Wire, own: frozenset[str], now: datetime) -> Heard | None:
    message, sender = inner(told, "message"), str(inner(told, "sender").get("id") or "")
    if not message.get("mid") or not sender or sender in own or message.get("is_echo") is True:
        return None
    name = ""
    with contextlib.suppress(NetworkError):  # the name is worth no second try
        name = str(graph.get(sender, fields="username").get("username") or "")
    who = {"id": sender, **({"username": name} if name else {})}
    wire = {"id": message["mid"], "from": who, "message": message.get("text"), "created_time": told.get("timestamp")}
    return translate.message(wire, own, now)
