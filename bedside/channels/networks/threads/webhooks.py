"""What an event of Threads' webhook says. Events come late, twice and out of order.

Shape: https://developers.facebook.com/docs/threads/webhooks, one event a call: {topic, target_id, values: {value,
field}}. A reply names the owner of the post it stands below; a mention names nobody, so the profile's own list of
mentions decides.
"""

from datetime import datetime

from bedside.channels.calls.caller import Wire
from bedside.channels.calls.graph import Graph, inner, rows
from bedside.channels.calls.graph_hooks import events
from bedside.channels.networks.threads import translate
from bedside.channels.rules import Batch, Heard


def told(body: bytes) -> list[tuple[str, Wire]]:
    """Field and value of everything an event says."""
    found: list[tuple[str, Wire]] = []
    for event in events(body):
        said = [*rows(event, "values"), inner(event, "values")]
        found += [(str(one.get("field")), inner(one, "value")) for one in said if isinstance(one.get("value"), dict)]
    return found


def addressed(body: bytes) -> tuple[str, ...]:
    """The owners of the posts that were replied to; none where anything else is told, which may be anybody's."""
    owners = [str(inner(value, "root_post").get("owner_id") or "") for _, value in told(body)]
    return tuple(dict.fromkeys(owners)) if all(owners) else ()


def read(graph: Graph, account: str, own: str, body: bytes, now: datetime) -> Batch:
    """What was said to this profile, and ids of what was deleted."""
    heard: dict[str, Heard] = {}
    gone: list[str] = []
    for field, value in told(body):
        name = value.get("id")
        if not isinstance(name, str) or not name:
            continue
        one = None
        if field == "delete":
            gone.append(name)
        elif field == "replies":
            root = inner(value, "root_post")
            if str(root.get("owner_id")) == account or (own and root.get("username") == own):
                one = translate.heard(value, "reply", now)
        elif field == "mentions":
            listed = rows(graph.get(f"{account}/mentions", fields=translate.REPLY_FIELDS, limit=50))
            found = next((each for each in listed if each.get("id") == name), None)
            one = translate.heard(found, "mention", now) if found is not None else None
        if one is not None and one.author_id != own:
            heard[one.network_id] = one
    return Batch(tuple(one for one in heard.values() if one.network_id not in gone), "", tuple(dict.fromkeys(gone)))
