"""Posts of Instagram and Threads come in two steps: a container that nobody sees is made and prepared, then published.

Only publishing shows anything, so everything before it may be done again; a container lives 24 hours
(https://developers.facebook.com/docs/instagram-platform/content-publishing,
https://developers.facebook.com/docs/threads/troubleshooting#media-container-status).
"""

import re
import time
from datetime import timedelta

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.graph import MEANS, Graph
from bedside.channels.rules import Trouble

#: Looks at a container: soon at first, then ever more seldom.
FIRST, LONGEST = 0.2, 10.0
PICTURE, FILM = timedelta(seconds=60), timedelta(minutes=5)
pause = time.sleep


def make(graph: Graph, path: str, body: Wire) -> str:
    """A new container's id. Raises Failure."""
    made = graph.send("POST", path, json=body).get("id")
    if not isinstance(made, str) or not made:
        raise Failure(Trouble.UNREACHABLE, f"{graph.label}'s answer does not name what it prepared.")
    return made


def wait(graph: Graph, container: str, fields: str, *, longest: timedelta) -> None:
    """Returns once a container can be published; raises Failure where it cannot, or not in time."""
    step, waited = FIRST, 0.0
    while True:
        wire = graph.get(container, fields=fields)
        state = str(wire.get("status_code") or wire.get("status") or "FINISHED")
        if state in ("FINISHED", "PUBLISHED"):
            return
        if state == "EXPIRED":
            raise Failure(Trouble.UNREACHABLE, f"{graph.label} has dropped what was prepared.")
        if state != "IN_PROGRESS":
            raise _failed(graph.label, str(wire.get("status") or "") + str(wire.get("error_message") or ""))
        if waited >= longest.total_seconds():
            raise Failure(Trouble.UNREACHABLE, f"{graph.label} is still preparing the picture or film.")
        pause(step)
        waited, step = waited + step, min(step * 2, LONGEST)


def _failed(label: str, told: str) -> Failure:
    """A container that failed names a subcode in a sentence at best."""
    number = re.search(r"\b2207\d{3}\b", told)
    known = next((means for code, means in MEANS.items() if number and code.endswith(f"/{number[0]}")), None)
    if known is not None and known.trouble is Trouble.REFUSED:
        return Failure(Trouble.REFUSED, f"{label} {known.said}", todo=known.todo)
    todo = "Check its kind and size, and that this server is reached from outside."
    return Failure(Trouble.REFUSED, f"{label} could not use the picture or film.", todo=todo)
