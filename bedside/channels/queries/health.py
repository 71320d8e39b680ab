"""Reads: how each account does, in words for a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from bedside.channels import registry
from bedside.channels.models import Account, Delivery
from bedside.channels.queries.accounts import accounts_of
from bedside.channels.rules import Ability, Network
from bedside.channels.states import State
from bedside.kit.times import spell
from bedside.organizations.models import Organization

#: A delivery this long past its time is late, whoever died.
LATE_AFTER = timedelta(minutes=2)

SILENT_AFTER = timedelta(minutes=15)

#: A sign-in that ends within this is counted down (administrators are told too: actions.accounts.warn_ending).
ENDS_SOON = timedelta(days=10)


@dataclass(frozen=True)
class Health:
    """How one account does, in words for a person; `problem` is empty when all is well."""

    account: Account
    network: Network
    waiting: int
    problem: str
    todo: str = ""
    warning: str = ""  # works yet, and will not for long

    @property
    def by_page(self) -> bool:
        """Whether it signs in on the network's own page."""
        return Ability.OAUTH in self.network.abilities

    @property
    def unnamed(self) -> bool:
        """Whether the network has not yet said whose account it is."""
        return self.account.handle.startswith("new-")


def health(organization: Organization, *, at: datetime) -> list[Health]:
    """Every account with what is wrong with it, if anything."""
    late = Q(state__in=[State.DUE, State.SENDING, State.UNKNOWN], due_at__lt=at - LATE_AFTER)
    of_it = Delivery.objects.filter(organization=organization, account=OuterRef("pk")).filter(late)
    number = of_it.order_by().values("account").annotate(n=Count("id")).values("n")
    found = []
    accounts = list(accounts_of(organization).annotate(waits=Subquery(number)))
    waiting = {account.pk: account.waits or 0 for account in accounts}
    for account in accounts:
        account.organization = organization
        network = registry.network(account.network)
        problem, todo = _problem(account, network, at)
        if not problem and waiting.get(account.pk):
            problem = "Something is late. Bedside keeps trying."
        found.append(
            Health(account, network, waiting.get(account.pk, 0), problem, todo, _warning(account, network, at))
        )
    return found


def health_of(account: Account, *, at: datetime) -> Health:
    """How one account does."""
    return next(one for one in health(account.organization, at=at) if one.account.pk == account.pk)


def _problem(account: Account, network: Network, at: datetime) -> tuple[str, str]:
    """What is wrong with an account and what to do about it; empty where nothing is."""
    if account.state == Account.STOPPED:
        return account.trouble or "It stopped and needs to be connected again.", account.todo
    if account.state == Account.CHOOSING:
        return "The sign-in opens several accounts.", "Choose the one this is for."
    if account.state != Account.CONNECTED:
        return "", ""
    if account.ends_at is not None and account.ends_at <= at:
        return "The sign-in has ended.", "Sign in again."
    if Ability.HEAR in network.abilities:
        last = account.last_heard_at or account.connected_at
        if at - last > max(SILENT_AFTER, 3 * network.listens_every):
            return "It has not heard anything for a while; new comments may be missing.", ""
    return "", ""


def _warning(account: Account, network: Network, at: datetime) -> str:
    if account.state != Account.CONNECTED:
        return ""
    if account.ends_at is not None and account.ends_at - at < ENDS_SOON:
        return f"The sign-in ends in {spell(account.ends_at - at)}. Sign in again before that."
    if account.limited_until is not None and account.limited_until > at:
        return f"{network.label} asks us to wait {spell(account.limited_until - at)}; what is due waits too."
    if account.call_trouble:
        return f"{network.label} does not call us: {account.call_trouble} Bedside asks it for news instead."
    return ""


def deliveries_late(organization: Organization, *, at: datetime) -> "QuerySet[Delivery]":
    return Delivery.objects.filter(
        organization=organization, state__in=[State.DUE, State.SENDING, State.UNKNOWN], due_at__lt=at - LATE_AFTER
    ).select_related("account")
