"""Which networks there are, and a connector for an account. Importable from `bedside.channels` alone."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from bedside.channels.models import Account
from bedside.channels.networks import NETWORKS
from bedside.channels.rules import Ability, Connection, Network
from bedside.kit import crypto
from bedside.kit.fields import seal_context


class UnknownNetwork(Exception):
    """No folder of that name declares a network."""


@cache
def networks() -> dict[str, Network]:
    """Every declared network by name."""
    found = [import_module(path).NETWORK for path in NETWORKS]
    return {network.name: network for network in found}


def network(name: str) -> Network:
    try:
        return networks()[name]
    except KeyError as error:
        raise UnknownNetwork(name) from error


def seal(account: Account, column: str, values: Mapping[str, str]) -> bytes:
    return crypto.seal(json.dumps(dict(values)), context=seal_context(Account, column, account.organization_id))


def unseal(account: Account, column: str) -> dict[str, str]:
    sealed = bytes(getattr(account, column))
    if not sealed:
        return {}
    opened: dict[str, str] = json.loads(
        crypto.unseal(sealed, context=seal_context(Account, column, account.organization_id))
    )
    return opened


def connector(account: Account) -> Any:
    """The account's connector; which Protocols it answers to is said by its network's abilities."""

    def save(tokens: Mapping[str, str]) -> None:
        # Straight to the row: a rotated refresh token must survive whatever happens to this job.
        Account.objects.filter(organization_id=account.organization_id, pk=account.pk).update(
            tokens=seal(account, "tokens", tokens)
        )

    path, _, name = network(account.network).connector.rpartition(".")
    return getattr(import_module(path), name)(
        Connection(
            account_id=account.pk,
            organization_id=account.organization_id,
            base_url=account.base_url,
            credentials=unseal(account, "credentials"),
            tokens=unseal(account, "tokens"),
            save=save,
        )
    )


def can(account: Account, ability: Ability) -> bool:
    return ability in network(account.network).abilities
