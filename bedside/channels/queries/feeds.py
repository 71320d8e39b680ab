"""Reads: the hospital's own feeds and what stands in them."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404

from bedside.channels import registry
from bedside.channels.models import Account, FeedEntry, HubPost
from bedside.organizations.models import Organization

SHOWN = 50
#: How long a feed says that an entry was withdrawn.
TOLD = timedelta(days=30)


def access_feed(organization: Organization, name: str) -> Account:
    """The feed of that name; raises Http404."""
    found = (
        Account.objects.filter(organization=organization, network="feeds", network_account_id=name)
        .exclude(state=Account.CLOSED)
        .order_by("-pk")
        .first()
    )
    if found is None:
        raise Http404("No such feed.")
    return found


def feed_names(organization: Organization) -> list[str]:
    """The feeds that can be followed, in their order."""
    found = Account.objects.filter(organization=organization, network="feeds").exclude(state=Account.CLOSED)
    return [name for name in found.order_by("pk").values_list("network_account_id", flat=True) if name]


def feed_hub(account: Account) -> str:
    """The WebSub hub a feed names; empty where it has none."""
    return registry.unseal(account, "credentials").get("websub", "").strip()


def feed_entries(account: Account, *, at: datetime) -> list[FeedEntry]:
    """What a feed shows, the newest first, and what it says was withdrawn lately."""
    rows = FeedEntry.objects.filter(organization_id=account.organization_id, account=account)
    told = rows.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=at - TOLD))
    return list(told.order_by("-published_at", "-pk")[:SHOWN])


def shown_in_feeds(organization: Organization, sha256: str) -> "QuerySet[FeedEntry]":
    """Entries that show this picture now."""
    return FeedEntry.objects.filter(
        organization=organization, withdrawn_at=None, pictures__contains=[{"sha256": sha256}]
    )


def hub_feed_posts(organization: Organization, *, at: datetime) -> list[HubPost]:
    """What the hub's feeds show, the newest first, and what they say was withdrawn lately."""
    rows = HubPost.objects.filter(organization=organization)
    told = rows.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=at - TOLD))
    return list(told.order_by("-published_at", "-pk")[:SHOWN])
