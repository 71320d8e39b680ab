"""What stands on a conversation's page for whoever moderates: the panel, what was done, and what looks like spam."""

from typing import Any

from bedside.channels import queries as channel_queries
from bedside.channels.rules import Ability
from bedside.inbox import labels, queries, reporting
from bedside.inbox.models import Conversation, Message
from bedside.inbox.moderation import baits
from bedside.inbox.moderation_forms import ModerateForm


def form_for(found: Conversation, data: Any = None, *, clause: str = "") -> ModerateForm:
    """What may be done about this conversation's messages here and now."""
    network = found.account.network
    _policy, allowed = queries.enforced_now(found.organization)
    return ModerateForm(
        data,
        allowed=allowed,
        hides=channel_queries.can(found.account, Ability.HIDE),
        reports=reporting.can_report(network),
        network=channel_queries.network_of(found.account).label,
        initial={"clause": clause} if clause in allowed else None,
    )


def panel_for(found: Conversation, message: Message, form: ModerateForm) -> dict[str, Any]:
    """The panel between thread and answer."""
    return {
        "kind": "moderate",
        "message": message,
        "form": form,
        "place": reporting.place_of(found.account.network),
        "reports": reporting.can_report(found.account.network),
        "policy": queries.policy_in_force(found.organization),
    }


def around(found: Conversation, latest: Message | None) -> dict[str, Any]:
    """Acts that stand, and a suggestion where the latest message looks like spam. Nothing is done by itself."""
    suspicion = queries.suspicion_of(found) if getattr(found, "is_suspected", True) else None
    acts = queries.acts_on(found) if getattr(found, "is_moderated", True) else []
    kinds = list(suspicion.kinds) if suspicion is not None else []
    if not kinds and latest is not None and found.rank != 0 and baits(latest.text):
        kinds = ["bait"]
    return {
        "moderated": [(act, labels.MODERATION_KINDS.get(act.kind, act.kind)) for act in acts],
        "suspicion": suspicion,
        "suspected": [labels.SUSPICIONS[kind] for kind in ("read", "bait", "many", "often") if kind in kinds],
    }
