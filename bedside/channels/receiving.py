"""Whether a call that came to our door is a network's own, and which accounts it is about. Makes no call itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bedside.channels import registry
from bedside.channels.models import Account
from bedside.channels.rules import Call, CallAnswer


@dataclass(frozen=True)
class Receiver:
    """One network's door of one hospital: its connector class, the accounts behind it, and what only the network and
    we know (app keys, and an account's own secrets)."""

    kind: Any
    accounts: Sequence[Account]
    secrets: Sequence[Mapping[str, str]]

    def challenge(self, call: Call) -> CallAnswer | None:
        for secrets in self.secrets:
            answer: CallAnswer | None = self.kind.challenge(call, secrets)
            if answer is not None:
                return answer
        return None

    def verified(self, call: Call) -> bool:
        return any(self.kind.verify(call, secrets) for secrets in self.secrets)

    def addressed(self, body: bytes) -> list[Account]:
        """The accounts the event is about; all of them where it names none."""
        ids = set(self.kind.addressed(body))
        return [account for account in self.accounts if not ids or account.network_account_id in ids]


def receiver_of(organization_id: int, network: str, accounts: Sequence[Account]) -> Receiver:
    keys = registry.app_keys(organization_id, network)
    secrets = [
        registry.unseal(account, "credentials") | registry.unseal(account, "tokens") | keys for account in accounts
    ]
    return Receiver(registry.connector_class(network), accounts, secrets)
