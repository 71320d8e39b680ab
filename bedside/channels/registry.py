"""Which networks there are, and a connector for an account. Importable from `bedside.channels` alone."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from bedside.channels.models import Account, AppKeys, RateLimit
from bedside.channels.networks import NETWORKS
from bedside.channels.rules import Ability, Connection, Network
from bedside.environment import environment
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.kit.locks import alone
from bedside.kit.times import now

#: The space of advisory locks that belongs to renewing tokens.
RENEWALS = 0x2E2E
NOTED_EVERY = timedelta(seconds=30)


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
    return connector_class(account.network)(connection(account))


def connector_class(name: str) -> Any:
    """The class itself, for what needs no account (a webhook's signature)."""
    path, _, found = network(name).connector.rpartition(".")
    return getattr(import_module(path), found)


def connection(account: Account) -> Connection:
    """What a connector is built from: secrets unsealed, and ways back into the account's row."""
    return Connection(
        account_id=account.pk,
        organization_id=account.organization_id,
        base_url=base_url(account),
        credentials=unseal(account, "credentials"),
        tokens=unseal(account, "tokens"),
        save=lambda tokens: save_tokens(account, tokens),
        app=app_keys(account.organization_id, account.network),
        network_account_id=account.network_account_id,
        alone=lambda: renewing(account),
        heed=lambda bucket, most, left, resets_at: heed(account, bucket, most, left, resets_at),
        spent=lambda bucket: spent(account, bucket),
    )


def base_url(account: Account) -> str:
    """Where the account's network is. Of one that is rehearsed: where the rehearsal listens now."""
    port = environment().rehearsal_port
    played = account.handle.endswith(".rehearsal.test") or account.handle.startswith("new-")
    if port and account.organization.is_rehearsal and played:
        return f"http://127.0.0.1:{port}{urlsplit(account.base_url).path}".rstrip("/")
    return account.base_url


def save_tokens(account: Account, tokens: Mapping[str, str]) -> None:
    """Keeps new tokens, straight to the row: a rotated refresh token must survive whatever happens to this job. An
    empty value never overwrites a known one."""
    rows = Account.objects.filter(organization_id=account.organization_id, pk=account.pk)
    known = rows.only("id", "tokens", "organization_id").first()
    kept = (unseal(known, "tokens") if known is not None else {}) | {k: v for k, v in tokens.items() if v}
    rows.update(tokens=seal(account, "tokens", kept), ends_at=_ends(kept))


def _ends(tokens: Mapping[str, str]) -> datetime | None:
    """When a person must sign in again: the end of renewing, or of a token that nothing renews."""
    said = tokens.get("renewable_until") or ("" if tokens.get("refresh_token") else tokens.get("expires_at", ""))
    try:
        return datetime.fromisoformat(said) if said else None
    except ValueError:
        return None


@contextmanager
def renewing(account: Account) -> Iterator[Mapping[str, str]]:
    """Held by one worker at a time while it renews the account's tokens; gives them as they are saved now."""
    with alone(RENEWALS, account.pk):
        fresh = Account.objects.filter(organization_id=account.organization_id, pk=account.pk).first()
        yield unseal(fresh, "tokens") if fresh is not None else {}


def heed(account: Account, bucket: str, most: int | None, left: int | None, resets_at: datetime | None) -> None:
    """Notes how many calls are left, for every worker. Written when it matters: once in a while, and when few are."""
    at = now()
    known = (
        RateLimit.objects.filter(organization_id=account.organization_id, account_id=account.pk, bucket=bucket[:80])
        .order_by()
        .first()
    )
    few = left is not None and most is not None and left * 10 <= most
    if known is not None and not few and known.said_at > at - NOTED_EVERY and known.remaining != 0:
        return
    RateLimit.objects.update_or_create(
        organization_id=account.organization_id,
        account_id=account.pk,
        bucket=bucket[:80],
        defaults={"most": most, "remaining": left, "resets_at": resets_at, "said_at": at},
    )


def spent(account: Account, bucket: str) -> datetime | None:
    """Until when nothing is left of a bucket, as any worker was last told; None where something is."""
    found = RateLimit.objects.filter(
        organization_id=account.organization_id,
        account_id=account.pk,
        bucket=bucket[:80],
        remaining=0,
        resets_at__gt=now(),
    ).first()
    return found.resets_at if found is not None else None


def app_keys(organization_id: int, name: str) -> dict[str, str]:
    """The hospital's own app keys at a network; none where it gave none."""
    kept = AppKeys.objects.filter(organization_id=organization_id, network=name).first()
    if kept is None:
        return {}
    opened: dict[str, str] = json.loads(
        crypto.unseal(bytes(kept.sealed), context=seal_context(AppKeys, "sealed", organization_id))
    )
    return opened


def can(account: Account, ability: Ability) -> bool:
    return ability in network(account.network).abilities
