"""The public of the inbox's tests: comments on the hub and messages on another network, taken in by the real jobs."""

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bedside.channels import actions as channels
from bedside.channels.models import Account, HubPost
from bedside.channels.rules import Heard
from bedside.guard import redact
from bedside.inbox.models import Conversation
from bedside.inbox.queries import conversations
from tests.cast import START, Hospital

Jobs = Callable[..., int]
numbers = itertools.count(1)


def hub_post(hospital: Hospital) -> HubPost:
    """A post to comment on."""
    return HubPost.objects.create(
        organization=hospital.organization,
        account=hospital.hub,
        key=f"post-{next(numbers)}",
        slug=f"post-{next(numbers)}",
        text="Flu shots on Saturday.",
        published_at=START,
    )


def comment(
    hospital: Hospital,
    jobs: Jobs,
    text: str,
    *,
    name: str = "Dana",
    visitor: str = "",
    post: HubPost | None = None,
    show: bool = True,
    at: datetime = START,
) -> Conversation:
    """A visitor's comment on the hub, as the inbox has it."""
    author = visitor or f"visitor-{next(numbers)}"
    made = channels.comment(
        post=post or hub_post(hospital),
        author_name=name,
        visitor=author,
        text=text,
        shown_name=name,
        shown_text=redact(text).text,
        show=show,
        at=at,
    )
    jobs("inbox.take_in")
    rows = Conversation.objects.filter(organization=hospital.organization)
    return rows.get(messages__arrival__network_id=f"hub/comment/{made.key}")


def elsewhere(hospital: Hospital) -> Account:
    """An account on a network that cannot hide what others write."""
    made, _new = Account.objects.get_or_create(
        organization=hospital.organization,
        network="bluesky",
        handle="riverbend.example.org",
        defaults={"connected_at": START, "state": Account.CONNECTED},
    )
    return made


def heard(text: str, *, network_id: str = "", version: str = "1", **facts: object) -> Heard:
    key = network_id or f"at://did:plc:example/{next(numbers)}"
    given: dict[str, object] = {
        "network_id": key,
        "kind": "reply",
        "text": text,
        "author_id": f"did:plc:{next(numbers)}",
        "author_handle": "pat.example.org",
        "author_name": "Pat",
        "posted_at": START - timedelta(minutes=5),
        "root_id": key,
        "version": version,
        "url": "https://social.example/post/1",
    } | facts
    return Heard(**given)  # type: ignore[arg-type]


def say(hospital: Hospital, jobs: Jobs, text: str, *, at: datetime = START, **facts: Any) -> Conversation:
    """A message on the other network, as the inbox has it."""
    said = heard(text, **facts)
    channels.take(account=elsewhere(hospital), heard=[said], at=at)
    jobs("inbox.take_in")
    return conversations(hospital.organization, view="all").get(author_id=said.author_id)
