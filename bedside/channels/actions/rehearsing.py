"""The rehearsal room: every network played on this machine, connected at a press, with a public of its own."""

import json
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from bedside.channels import registry
from bedside.channels.actions.accounts import CannotConnect, connect_account
from bedside.channels.actions.signing_in import keep_app_keys
from bedside.channels.models import Account, Remote
from bedside.channels.rules import Ability
from bedside.environment import environment
from bedside.kit import http, queue
from bedside.organizations import actions as organizations
from bedside.organizations.models import Member, Organization

#: How long after the last post people still comment by themselves, and how many comments a post draws at most.
LIVELY, MOST = timedelta(hours=2), 12


class CannotRehearse(Exception):
    """No network is rehearsed on this machine."""


@transaction.atomic
def open_room(*, organization: Organization, by: Member, at: datetime) -> Organization:
    """The hospital's rehearsal room, its networks connecting; of a hospital that is made up, itself. Raises
    CannotRehearse."""
    if not environment().rehearsal_port:
        raise CannotRehearse("No networks are rehearsed on this machine. Start Bedside with BEDSIDE_REHEARSAL=yes.")
    room = organization
    if not organization.is_rehearsal:
        room = organizations.open_rehearsal(organization=organization, by=by, at=at)
    for name, network in registry.networks().items():
        if network.stage:
            queue.defer("channels.rehearse", once=f"rehearse:{room.pk}:{name}", organization_id=room.pk, network=name)
    return room


def rehearse(*, organization: Organization, network: str, at: datetime) -> Account | None:
    """The room's account on one rehearsed network, made there and connected here; None where there is one already. A
    job: it asks the rehearsal."""
    if not organization.is_rehearsal or not registry.network(network).stage:
        return None
    rows = Account.objects.filter(organization=organization, network=network)
    if rows.exclude(state=Account.CLOSED).exists():
        return None
    handle = f"{organization.slug[:40]}.rehearsal.test"
    made = direct("accounts", network=network, handle=handle, name=organization.name)
    try:
        with transaction.atomic():
            if made["app"]:
                keep_app_keys(organization=organization, network=network, keys=made["app"], by=None, at=at)
            return connect_account(
                organization=organization,
                network=network,
                handle=str(made["handle"]),
                name=organization.name,
                base_url=str(made["base_url"]),
                # One sign-in over there may open the accounts of several rooms: this one's is meant.
                credentials=dict(made["credentials"]) | {"choice": str(made["id"])},
                by=None,
                at=at,
            )
    except CannotConnect:
        return None  # another worker was faster


def play_public(*, organization: Organization, at: datetime) -> bool:
    """Lets one made-up person say something to a rehearsal room somebody works in: below a young post, or as a review
    or a message where the network has them. Whether anybody spoke. A job."""
    if not organization.is_rehearsal or not environment().rehearsal_port:
        return False
    dice = random.Random(f"{organization.pk}:{at.isoformat()}")  # noqa: S311  # not for secrets
    young = list(
        Remote.objects.filter(
            organization=organization, kind="post", withdrawn_at=None, brought=False, made_at__gt=at - LIVELY
        )
        .exclude(account__network="hub")
        .select_related("account")
        .order_by("-made_at")[:40]
    )
    if not young:
        return False
    post = dice.choice(young)
    network = registry.network(post.account.network)
    told: dict[str, Any] = {"network": network.name, "seed": dice.randrange(1_000_000), "count": 1}
    if Ability.COMMENTS in network.abilities:
        direct("crowd", **told, to=post.network_id)
    else:
        kinds = {Ability.REVIEWS: "review", Ability.MESSAGES: "message", Ability.MENTIONS: "mention"}
        kind = next((kind for ability, kind in kinds.items() if ability in network.abilities), "")
        if not kind:
            return False
        direct("crowd", **told, to_account=post.account.handle, kind=kind, stars=dice.randint(1, 5))
    return True


def direct(act: str, **told: Any) -> Mapping[str, Any]:
    """A stage direction to the rehearsal on this machine. Raises http.NetworkFailure, CannotRehearse."""
    url = f"http://127.0.0.1:{environment().rehearsal_port}/rehearsal/{act}"
    headers = {"X-Rehearsal-Token": settings.REHEARSAL_TOKEN}
    answer = http.client().send("POST", url, json=told, headers=headers)
    if not answer.ok:
        raise CannotRehearse("The rehearsal did not do as it was told.")
    done: Mapping[str, Any] = json.loads(answer.content)
    return done
