"""Every address of the product, and a real one of each: what the tests of permissions and of strangers walk."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from bedside.channels.networks.newsletter import tokens
from bedside.organizations import tenancy
from bedside.organizations.access import doors
from tests.filled import Filled

#: Pages that stand below the table of doors and are open to everybody: the design's own files and the color scheme.
OPEN_BELOW = {"bedside.ui.views.theme", "bedside.ui.views.mark", "bedside.ui.views.asset"}
OPEN_BELOW |= {"bedside.ui.views.worker"}
#: Doors to what is one person's own: somebody else with the same permission finds nothing.
OWN = {"organizations:end-device"}
#: Doors that a second permission opens as well.
ALSO = {"bedside.publishing.views.post.delivery": ("publishing.write", "publishing.approve")}


@dataclass(frozen=True)
class Door:
    """One address: its name as reverse() takes it, what stands behind it, and what its address asks for."""

    name: str
    view: str
    route: str
    asks: tuple[str, ...]

    @property
    def package(self) -> str:
        return self.view.partition(".")[0]

    @property
    def needs(self) -> str:
        """The permission, "public", "signed in", or nothing where the table does not know it."""
        return "public" if self.view in OPEN_BELOW else doors.get(self.view, "")


def every_door() -> list[Door]:
    """All of them, in the order of the addresses; the API's operations are walked by its own tests."""
    found = list(_walk(get_resolver(), "", ()))
    assert len(found) > 60
    return [door for door in found if not door.name.startswith("api:")]


def _walk(resolver: URLResolver, route: str, names: tuple[str, ...]) -> Iterator[Door]:
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, here, (*names, entry.namespace) if entry.namespace else names)
        elif isinstance(entry, URLPattern):
            view = f"{entry.callback.__module__}.{getattr(entry.callback, '__qualname__', '')}"
            asks = tuple(re.findall(r"<\w+:(\w+)>", here))
            yield Door(":".join([*names, entry.name or ""]), view, here, asks)


def inside() -> list[Door]:
    """The doors of a hospital's workspace."""
    return [door for door in every_door() if door.route.startswith("w/")]


def parts(filled: Filled, door: Door) -> dict[str, Any]:
    """What stands in the address of this door for a filled hospital; a KeyError asks for a new door's line here."""
    domain = door.name.partition(":")[0]
    keys = {"inbox": filled.conversation.pk, "publishing": filled.sent.pk, "channels": filled.account.pk}
    keys["guard"] = filled.version.pk
    keys["incidents"] = filled.incident.pk
    keys["answers"] = filled.approved.pk
    keys["organizations"] = filled.rota.pk  # the addresses of people are named below
    keys["recovery"] = filled.case.pk
    keys["moderation"] = filled.moderation.pk
    numbers = {
        **dict.fromkeys(("inbox:release", "inbox:let-go", "inbox:return", "inbox:take-back"), filled.release.pk),
        **dict.fromkeys(("answers:approve", "answers:send-back"), filled.proposed.pk),
        **dict.fromkeys(
            (
                "recovery:change-done",
                "recovery:change-public",
                "recovery:change-approve",
                "recovery:change-withdraw",
            ),
            filled.change.pk,
        ),
        **dict.fromkeys(("moderation:appeal", "moderation:match", "moderation:decide"), filled.plea.pk),
        **dict.fromkeys(("moderation:claim", "moderation:claim-approve", "moderation:claim-retire"), filled.claim.pk),
        "moderation:judge": filled.conversation.pk,
        "organizations:uninvite": filled.invitation.pk,
        "organizations:member": filled.hospital.chen.pk,
        "organizations:remove": filled.hospital.chen.pk,
        "organizations:withdraw-key": filled.key.pk,
        "organizations:end-device": filled.device.pk,
        **dict.fromkeys(("ladder:team", "ladder:end-team"), filled.team.pk),
        **dict.fromkeys(("ladder:route", "ladder:move-route", "ladder:end-route"), filled.route.pk),
        "publishing:picture": filled.draft.pk,
        "publishing:captions": filled.draft.pk,
        "publishing:picture-remove": filled.draft.pk,
        "publishing:picture-add": filled.draft.pk,
        "publishing:picture-shown": filled.draft.pk,
        "publishing:edit": filled.draft.pk,
        "publishing:discard": filled.draft.pk,
        "publishing:ask": filled.draft.pk,
        "publishing:approve": filled.waiting.pk,
        "publishing:decline": filled.waiting.pk,
        "publishing:take-back": filled.waiting.pk,
        "publishing:appeal": filled.draft.pk,
        "guard:attested": filled.attestation.pk,
        "guard:allow": filled.complaint.pk,
        "channels:settle": filled.delivery.pk,
        "webhook-account": filled.account.pk,
        "inbox:person": filled.conversation.correspondent_id,
        **dict.fromkeys(
            ("channels:subscribers", "channels:subscribers-import", "channels:subscribers-export"), filled.newsletter.pk
        ),
        **dict.fromkeys(("channels:subscriber-end", "channels:subscriber-forget"), filled.subscriber.pk),
        **dict.fromkeys(("channels:issue", "channels:issue-stop", "channels:issue-again"), filled.issue.pk),
        **dict.fromkeys(("guard:request", "guard:release", "guard:refuse", "guard:take-back"), filled.request.pk),
    }
    known = {
        "org": filled.slug,
        "pk": numbers.get(door.name) or keys.get(domain),
        "message": filled.message.pk,
        "answer": filled.answer.pk,
        "delivery": filled.delivery.pk,
        "act": "check",
        "token": token(filled, door),
        "feed": "news",
        "format": "csv" if domain == "answers" else "rss",
        "approved": filled.approved.pk,
        "name": "P0" if door.name == "ladder:level" else "file.jpg",
        "cover": filled.cover.pk,
        "picture": filled.picture.pk,
        "network": "facebook" if door.name == "channels:keys" else "bluesky",
        "topic": "flu",
        "slug": filled.hub_post.slug,
        "sha256": filled.picture.sha256,
        "secret": filled.secret,
        "rest": "v2/posts",
        "conversation": filled.conversation.pk,
        "handoff": filled.handoff.pk,
        "step": "fix",
        "rule": "name",
        "removal": filled.removal.pk,
        "exhibit": filled.exhibit.pk,
        "assessment": filled.assessment.pk,
        "deadline": filled.deadline.pk,
        "letter": "individual",
        "digest": "0" * 12,
        "kind": "css",
        "number": 1,
    }
    return {name: known[name] for name in door.asks}


def token(filled: Filled, door: Door) -> str:
    """The mark of a subscriber's own link; elsewhere one that is none of ours."""
    if door.name == "hub:survey":
        return filled.survey_token
    if door.name == "hub:policy-asked":
        return filled.plea_token
    kind = {"hub:confirm": "confirm", "hub:leave": "leave"}.get(door.name)
    made = tokens.make(kind, filled.hospital.organization.pk, filled.subscriber.pk) if kind else ""
    return made or "no-token-of-ours"


def address(filled: Filled, door: Door) -> str:
    return reverse(door.name, kwargs=parts(filled, door))


@contextmanager
def tried(filled: Filled) -> Iterator[None]:
    """A call whose effects are taken back, also on whose rows may be seen."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    tenancy.announce(filled.hospital.organization.pk)


def knock(client: Client, filled: Filled, method: str, url: str, **given: Any) -> HttpResponseBase:
    """What a door answers; nothing of it remains."""
    client.raise_request_exception = False
    with tried(filled):
        answer: HttpResponseBase = client.generic(method, url, **given)
    return answer
