"""Reads: subscribers, issues and how far their letters are."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from bedside.channels.models import Account, Issue, IssueLetter, Subscriber
from bedside.channels.networks.newsletter import tokens
from bedside.channels.networks.newsletter.connector import masked
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Organization


@dataclass(frozen=True)
class Person:
    """A subscriber as the list shows one: the address opened only as far as it helps to find somebody."""

    subscriber: Subscriber
    shown: str


@dataclass(frozen=True)
class Progress:
    """How far an issue is."""

    issue: Issue
    total: int
    sent: int
    waiting: int
    refused: int
    unknown: int
    canceled: int
    returned: int

    @property
    def done(self) -> bool:
        return not self.waiting


def newsletter_account(organization: Organization) -> Account | None:
    """The newsletter people subscribe to on the public site."""
    rows = Account.objects.filter(organization=organization, network="newsletter").exclude(state=Account.CLOSED)
    return rows.select_related("organization").order_by("pk").first()


def newsletters(organization: Organization) -> list[Account]:
    rows = Account.objects.filter(organization=organization, network="newsletter").exclude(state=Account.CLOSED)
    return list(rows.select_related("organization").order_by("pk"))


def access_newsletter(organization: Organization, account_id: int) -> Account:
    """The account, if it is a newsletter; raises Http404."""
    found = Account.objects.filter(organization=organization, pk=account_id, network="newsletter")
    account = found.select_related("organization").first()
    if account is None:
        raise Http404("No such newsletter.")
    return account


def access_subscriber(organization: Organization, subscriber_id: int) -> Subscriber:
    """The subscriber; raises Http404."""
    found = Subscriber.objects.filter(organization=organization, pk=subscriber_id)
    subscriber = found.select_related("account", "organization").first()
    if subscriber is None:
        raise Http404("No such subscriber.")
    return subscriber


def access_issue(organization: Organization, issue_id: int) -> Issue:
    """The issue; raises Http404."""
    found = Issue.objects.filter(organization=organization, pk=issue_id).select_related("account", "organization")
    issue = found.first()
    if issue is None:
        raise Http404("No such issue.")
    return issue


def subscriber_by_token(organization: Organization, kind: str, token: str) -> Subscriber | None:
    """Whom a link of ours is about; None for one that is not ours, or of somebody who was deleted."""
    number = tokens.read(kind, organization.pk, token)
    if number is None:
        return None
    rows = Subscriber.objects.filter(organization=organization, pk=number)
    return rows.select_related("account", "organization").first()


def address_of(subscriber: Subscriber) -> str:
    context = seal_context(Subscriber, "address", subscriber.organization_id)
    return crypto.unseal(bytes(subscriber.address), context=context).decode()


def people(account: Account, *, state: str = "", sought: str = "") -> "QuerySet[Subscriber]":
    """Subscribers, the newest first; `sought` is a whole address."""
    rows = Subscriber.objects.filter(organization_id=account.organization_id, account=account)
    if state:
        rows = rows.filter(state=state)
    if sought:
        rows = rows.filter(digest=tokens.digest(sought, account.organization_id))
    return rows.order_by("-pk")


def shown(subscriber: Subscriber) -> Person:
    return Person(subscriber, masked(address_of(subscriber)))


def people_by_state(account: Account) -> dict[str, int]:
    rows = Subscriber.objects.filter(organization_id=account.organization_id, account=account)
    counted = dict(rows.values_list("state").annotate(number=Count("pk")).order_by())
    states = (Subscriber.CONFIRMED, Subscriber.PENDING, Subscriber.LEFT, Subscriber.SUPPRESSED)
    return {state: counted.get(state, 0) for state in states}


def progress(issue: Issue) -> Progress:
    def of(*states: str) -> Count:
        return Count("pk", filter=Q(state__in=states))

    letters = IssueLetter.objects.filter(organization_id=issue.organization_id, issue=issue)
    found = letters.aggregate(
        total=Count("pk"),
        sent=of(IssueLetter.SENT),
        waiting=of(IssueLetter.DUE, IssueLetter.SENDING),
        refused=of(IssueLetter.REFUSED),
        unknown=of(IssueLetter.UNKNOWN),
        canceled=of(IssueLetter.CANCELED),
        returned=Count("pk", filter=~Q(bounced="")),
    )
    return Progress(issue, **found)


def issues(account: Account) -> list[Progress]:
    """The latest issues and how far each is."""
    rows = Issue.objects.filter(organization_id=account.organization_id, account=account)
    return [progress(issue) for issue in rows.order_by("-made_at", "-pk")[:20]]


def letters_are_due(account: Account, *, at: datetime) -> bool:
    """Whether something is to be sent now, or a dead worker left something."""
    letters = IssueLetter.objects.filter(organization_id=account.organization_id, issue__account=account)
    due = letters.filter(Q(state=IssueLetter.DUE, not_before__lte=at) | Q(state=IssueLetter.SENDING))
    asked = Subscriber.objects.filter(
        organization_id=account.organization_id, account=account, state=Subscriber.PENDING, asked_mail_at=None
    )
    return due.exists() or asked.exists()
