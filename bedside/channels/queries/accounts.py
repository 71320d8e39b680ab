"""Reads: networks, accounts, and what must be done for them."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404

from bedside.channels import registry
from bedside.channels.models import Account, AccountCount, Backfill, Delivery, RateLimit
from bedside.channels.receiving import Receiver, receiver_of
from bedside.channels.rules import Ability, Limits, Metric, Network
from bedside.channels.states import State
from bedside.environment import environment
from bedside.organizations.models import Organization


def networks() -> dict[str, Network]:
    return dict(registry.networks())


def network_of(account: Account) -> Network:
    return registry.network(account.network)


def limits_of(account: Account) -> Limits:
    return registry.network(account.network).limits


def can(account: Account, ability: Ability) -> bool:
    return registry.can(account, ability)


def accounts_of(organization: Organization) -> "QuerySet[Account]":
    """Accounts that are not closed, the hub first."""
    return (
        Account.objects.filter(organization=organization).exclude(state=Account.CLOSED).order_by("connected_at", "id")
    )


def accounts_connected(organization: Organization) -> "QuerySet[Account]":
    """Accounts that work now, with their organization."""
    return accounts_of(organization).filter(state=Account.CONNECTED).select_related("organization")


def connectable(network: Network) -> bool:
    """Whether a person can connect an account on it; our own hub is there by itself."""
    return bool(network.credentials) or Ability.OAUTH in network.abilities


def app_keys_known(organization: Organization, network: Network) -> bool:
    """Whether the hospital gave its app keys at this network, or none are needed."""
    kept = registry.app_keys(organization.pk, network.name)
    return all(kept.get(field.name) for field in network.app if not field.optional)


def receiver(organization: Organization, network: str, account_id: int = 0) -> Receiver | None:
    """Who takes a network's calls: its connected accounts; None where there is nobody."""
    declared = registry.networks().get(network)
    if declared is None or Ability.WEBHOOKS not in declared.abilities:
        return None
    found = list(accounts_of(organization).filter(network=network).select_related("organization")[:50])
    if account_id:  # an address of one account: it stands first, the app's other accounts share its address
        found.sort(key=lambda account: account.pk != account_id)
        if not found or found[0].pk != account_id:
            return None
    return receiver_of(organization.pk, network, found) if found else None


def account_numbers(account: Account) -> list[tuple[Metric, int]]:
    """The account's latest numbers, each with what it means."""
    rows = AccountCount.objects.filter(organization_id=account.organization_id, account=account)
    latest = rows.order_by("-on_date").first()
    if latest is None:
        return []
    declared = {metric.name: metric for metric in network_of(account).metrics if metric.of == "account"}
    return [(declared[name], number) for name, number in latest.numbers.items() if name in declared]


def can_rehearse() -> bool:
    """Whether networks are rehearsed on this machine."""
    return bool(environment().rehearsal_port)


def room_of(organization: Organization) -> Organization | None:
    """The hospital's rehearsal room, once it was opened."""
    return Organization.objects.filter(rehearsal_of=organization).first()


SENTENCES = {
    Ability.PUBLISH: "publish posts",
    Ability.IMAGES: "with pictures",
    Ability.VIDEO: "with films",
    Ability.THREADS: "long texts as threads",
    Ability.POLLS: "polls",
    Ability.EDIT: "edit posts where they stand",
    Ability.WITHDRAW: "withdraw posts",
    Ability.COMMENTS: "hear comments",
    Ability.MENTIONS: "hear mentions",
    Ability.REVIEWS: "hear reviews",
    Ability.MESSAGES: "hear direct messages",
    Ability.ANSWER_COMMENTS: "answer comments",
    Ability.ANSWER_REVIEWS: "answer reviews",
    Ability.ANSWER_MESSAGES: "answer direct messages",
    Ability.HIDE: "hide comments",
    Ability.MEASURE: "count what people did",
    Ability.BACKFILL: "bring in the last year",
}


def sentences(network: Network) -> list[str]:
    """What Bedside can do on a network, in a person's words."""
    return [words for ability, words in SENTENCES.items() if ability in network.abilities]


def access_backfill(organization: Organization, backfill_id: int) -> Backfill:
    """The back-fill with its account; raises Http404."""
    found = (
        Backfill.objects.filter(organization=organization, pk=backfill_id)
        .select_related("account__organization", "organization")
        .first()
    )
    if found is None:
        raise Http404("No such back-fill.")
    return found


def backfill_of(account: Account) -> Backfill | None:
    """The account's latest back-fill."""
    rows = Backfill.objects.filter(organization_id=account.organization_id, account=account)
    return rows.order_by("-pk").first()


def callback_of(account: Account) -> str:
    """The address a network calls about this account."""
    return f"{settings.ORIGIN}/webhooks/{account.organization.slug}/{account.network}/{account.pk}/"


def webhook_address(organization: Organization, network: Network) -> str:
    """Our address for this network's webhooks, for apps where a person enters it; empty where it has none."""
    if Ability.WEBHOOKS not in network.abilities:
        return ""
    return f"{settings.ORIGIN}/webhooks/{organization.slug}/{network.name}/"


def limits_left(account: Account, *, at: datetime) -> "QuerySet[RateLimit]":
    """What the network said about how many calls are left, in windows that still run."""
    rows = RateLimit.objects.filter(organization_id=account.organization_id, account=account, most__gt=0)
    return rows.filter(Q(resets_at__gt=at) | Q(resets_at=None)).order_by("bucket")


def access_account(organization: Organization, account_id: int) -> Account:
    """The account; raises Http404."""
    account = Account.objects.filter(organization=organization, pk=account_id).select_related("organization").first()
    if account is None:
        raise Http404("No such account.")
    return account


def hub_account(organization: Organization) -> Account | None:
    return accounts_of(organization).filter(network="hub").first()


def accounts_with_work(organization: Organization, *, at: datetime) -> list[int]:
    """Accounts on which something is due and may be tried now, for the watchdog."""
    return list(
        Delivery.objects.filter(
            organization=organization,
            state__in=[State.DUE, State.SENDING, State.UNKNOWN],
            due_at__lte=at,
            not_before__lte=at,
            needs_person=False,
        )
        .exclude(account__state=Account.STOPPED)  # signing in again sends what waited
        .values_list("account_id", flat=True)
        .order_by()
        .distinct()
    )


def accounts_to_hear(organization: Organization, *, at: datetime) -> list[int]:
    listening = [name for name, network in registry.networks().items() if Ability.HEAR in network.abilities]
    return list(
        Account.objects.filter(
            organization=organization, state=Account.CONNECTED, network__in=listening, next_hearing_at__lte=at
        ).values_list("pk", flat=True)
    )
