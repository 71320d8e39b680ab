"""Reads: accounts and their health, deliveries, what stands on the hub, and the words of an arrival."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from bedside.channels import registry
from bedside.channels.models import (
    Account,
    Arrival,
    Backfill,
    Delivery,
    HubComment,
    HubPost,
    RateLimit,
    Remote,
)
from bedside.channels.rules import Ability, Limits, Network
from bedside.channels.states import State
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.kit.times import spell
from bedside.organizations.models import Organization

#: A delivery this long past its time is late, whoever died.
LATE_AFTER = timedelta(minutes=2)
SILENT_AFTER = timedelta(minutes=15)
#: A sign-in that ends within this is counted down.
ENDS_SOON = timedelta(days=10)


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


@dataclass(frozen=True)
class Health:
    """How one account does, in words for a person; `problem` is empty when all is well."""

    account: Account
    network: Network
    waiting: int
    problem: str
    todo: str = ""
    warning: str = ""  # works yet, and will not for long


def health(organization: Organization, *, at: datetime) -> list[Health]:
    """Every account with what is wrong with it, if anything."""
    late = Q(state__in=[State.DUE, State.SENDING, State.UNKNOWN], due_at__lt=at - LATE_AFTER)
    waiting = dict(
        Delivery.objects.filter(organization=organization).filter(late).values_list("account").annotate(n=Count("id"))
    )
    found = []
    for account in accounts_of(organization).select_related("organization"):
        network = registry.network(account.network)
        problem, todo = _problem(account, network, at)
        if not problem and waiting.get(account.pk):
            problem = "Something is late. Bedside keeps trying."
        found.append(
            Health(account, network, waiting.get(account.pk, 0), problem, todo, _warning(account, network, at))
        )
    return found


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


def access_delivery(organization: Organization, delivery_id: int) -> Delivery:
    """The delivery; raises Http404."""
    found = (
        Delivery.objects.filter(organization=organization, pk=delivery_id).select_related("account", "remote").first()
    )
    if found is None:
        raise Http404("No such delivery.")
    return found


def deliveries_about(organization: Organization, subject_type: str, subject_id: int) -> "QuerySet[Delivery]":
    """Everything asked for on behalf of one subject, oldest first."""
    return (
        Delivery.objects.filter(organization=organization, subject_type=subject_type, subject_id=subject_id)
        .select_related("account", "remote", "target")
        .order_by("asked_at", "id")
    )


def deliveries_late(organization: Organization, *, at: datetime) -> "QuerySet[Delivery]":
    return Delivery.objects.filter(
        organization=organization, state__in=[State.DUE, State.SENDING, State.UNKNOWN], due_at__lt=at - LATE_AFTER
    ).select_related("account")


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


def access_arrival(organization: Organization, arrival_id: int) -> Arrival:
    """The arrival; raises Http404."""
    found = (
        Arrival.objects.filter(organization=organization, pk=arrival_id)
        .select_related("account", "organization")
        .first()
    )
    if found is None:
        raise Http404("No such message.")
    return found


def words_of(arrival: Arrival) -> str:
    """What the person wrote, unsealed. Whoever shows it to somebody audits that first."""
    context = seal_context(Arrival, "sealed", arrival.organization_id)
    said: dict[str, str] = json.loads(crypto.unseal(bytes(arrival.sealed), context=context))
    return said["text"]


def remotes_about(organization: Organization, subject_type: str, subject_id: int) -> "QuerySet[Remote]":
    """Posts and answers of ours that stand on networks because of one subject."""
    made = Delivery.objects.filter(
        organization=organization,
        subject_type=subject_type,
        subject_id=subject_id,
        state=State.SENT,
        verb__in=[Delivery.PUBLISH, Delivery.REPLY],
    ).values("remote_id")
    return Remote.objects.filter(organization=organization, pk__in=made).select_related("account__organization")


def hub_posts(organization: Organization, *, topic: str = "") -> "QuerySet[HubPost]":
    """What the hub shows, newest first."""
    posts = HubPost.objects.filter(organization=organization, withdrawn_at=None)
    if topic:
        posts = posts.filter(topic_slug=topic)
    return posts.order_by("-published_at", "-id")


def access_hub_post(organization: Organization, slug: str) -> HubPost:
    """A post of the hub, also a withdrawn one (its page says so); raises Http404."""
    post = (
        HubPost.objects.filter(organization=organization, slug=slug).select_related("account", "organization").first()
    )
    if post is None:
        raise Http404("No such page.")
    return post


def hub_comments(post: HubPost) -> list[HubComment]:
    """The comments the page shows, oldest first."""
    return list(
        HubComment.objects.filter(
            organization_id=post.organization_id, post=post, state=HubComment.SHOWN, withdrawn_at=None
        ).order_by("id")[:500]
    )


def hub_comment_state(organization: Organization, network_id: str) -> str:
    """Whether the public page shows a comment of the hub: waiting, shown, hidden, or nothing if it is none."""
    key = network_id.removeprefix("hub/comment/")
    found = HubComment.objects.filter(organization=organization, key=key).values_list("state", flat=True).first()
    return found or ""


def hub_topics(organization: Organization) -> list[tuple[str, str, int]]:
    """(slug, name, posts) of every topic that has a post."""
    return list(
        HubPost.objects.filter(organization=organization, withdrawn_at=None)
        .exclude(topic_slug="")
        .values_list("topic_slug", "topic")
        .annotate(posts=Count("id"))
        .order_by("topic")
    )
