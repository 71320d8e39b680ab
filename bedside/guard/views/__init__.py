"""The privacy area: the etiquette and who read it, requests for release, the policy, what people say of findings."""

from bedside.guard.views.etiquette import attest, attested, etiquette, readers, readers_csv
from bedside.guard.views.feedback import allow, dispute, export, feedback, quotes
from bedside.guard.views.policy import (
    approve,
    compare,
    data,
    draft,
    edit,
    home,
    policy,
    propose,
    send_back,
    version,
    withdraw,
)
from bedside.guard.views.requests import appeal, appeals, refuse, release, take_back

__all__ = [
    "allow",
    "appeal",
    "appeals",
    "approve",
    "attest",
    "attested",
    "compare",
    "data",
    "dispute",
    "draft",
    "edit",
    "etiquette",
    "export",
    "feedback",
    "home",
    "policy",
    "propose",
    "quotes",
    "readers",
    "readers_csv",
    "refuse",
    "release",
    "send_back",
    "take_back",
    "version",
    "withdraw",
]
