"""New comments while one looks: on the hub, and on the rehearsal's Bluesky, every half minute or so."""

import random
import time
import urllib.error

from bedside.channels import queries as channels
from bedside.channels.actions import TooMany
from bedside.channels.models import Remote
from bedside.channels.rules import Ability
from bedside.environment import environment
from bedside.hub import actions as hub
from bedside.kit.times import now
from bedside.organizations import tenancy
from bedside.organizations.models import Organization
from bedside.web.demo import texts
from bedside.web.demo.fill import stage

LEAST, MOST = 15, 45  # seconds between two comments


def run() -> int:
    """Plays until it is stopped."""
    dice = random.Random()  # noqa: S311  # not for secrets
    organization = Organization.objects.get(slug=texts.HOSPITAL["slug"])
    turn = 0
    while True:
        time.sleep(dice.uniform(LEAST, MOST) if turn else 3)
        turn += 1
        text = dice.choice(texts.CRISIS) if turn % 12 == 5 else dice.choice(texts.COMMENTS)[1]
        with tenancy.entered(organization.pk):
            try:
                _say(organization, text, dice, turn)
            except (TooMany, hub.Gone, urllib.error.URLError, OSError):
                continue  # the next one will come through


def _say(organization: Organization, text: str, dice: random.Random, turn: int) -> None:
    port = environment().rehearsal_port
    told = _elsewhere(organization, dice) if port and turn % 2 else None
    if told is not None:
        stage(f"http://127.0.0.1:{port}", "say", text=text, **told)
        return
    post = dice.choice(list(channels.hub_posts(organization)[:8]))
    name = dice.choice(texts.NAMES)
    hub.comment(post=post, name=name, visitor=f"visitor-demo-{name}-{turn}", text=text, at=now())


#: What a made-up public says where it cannot comment below a post.
KINDS = {Ability.REVIEWS: "review", Ability.MESSAGES: "message", Ability.MENTIONS: "mention"}


def _elsewhere(organization: Organization, dice: random.Random) -> dict[str, object] | None:
    """Where on the rehearsed networks somebody speaks next: below a young post, or as a review or a message."""
    accounts = [one for one in channels.accounts_connected(organization) if channels.network_of(one).stage]
    if not accounts:
        return None
    account = dice.choice(accounts)
    network = channels.network_of(account)
    post = Remote.objects.filter(organization=organization, account=account, kind="post", withdrawn_at=None)
    newest = post.order_by("-made_at").first()
    if newest is not None and Ability.COMMENTS in network.abilities:
        return {"network": network.name, "to": newest.network_id}
    kind = next((kind for ability, kind in KINDS.items() if ability in network.abilities), "")
    if not kind:
        return None
    return {"network": network.name, "to_account": account.handle, "kind": kind, "stars": dice.randint(1, 5)}
