"""Webhooks: kept as they came and answered at once; what they say is understood in a job."""

import hashlib
from datetime import datetime

from django.db import transaction

from bedside.channels import registry
from bedside.channels.actions.accounts import stop_account
from bedside.channels.actions.hearing import forget, take
from bedside.channels.models import Account, Knock
from bedside.channels.rules import NetworkError, Trouble
from bedside.kit import crypto, queue
from bedside.kit.fields import seal_context

#: Tries at one event whose network cannot be asked for the rest; then listening finds what it was about.
TRIES = 6
#: Unread events of one account beyond which further ones are not kept: listening will find what they were about.
MOST_WAITING = 20_000


@transaction.atomic
def knock(*, account: Account, body: bytes, at: datetime) -> bool:
    """Keeps an event whose signature was found good; False where this very body came before."""
    rows = Knock.objects.filter(organization_id=account.organization_id, account=account)
    Account.objects.filter(organization_id=account.organization_id, pk=account.pk).update(called_at=at, call_trouble="")
    if rows.filter(read_at=None)[MOST_WAITING : MOST_WAITING + 1].exists():
        return False
    digest = hashlib.sha256(body).hexdigest()
    sealed = crypto.seal(body, context=seal_context(Knock, "sealed", account.organization_id))
    made = Knock.objects.bulk_create(
        [Knock(organization_id=account.organization_id, account=account, digest=digest, sealed=sealed, received_at=at)],
        ignore_conflicts=True,
    )
    kept = rows.filter(digest=digest).values_list("received_at", "read_at").first()
    if not made or kept is None or kept[0] != at:
        return False
    queue.defer(
        "channels.read_knocks",
        once=f"knocks:{account.pk}",
        organization_id=account.organization_id,
        account_id=account.pk,
    )
    return True


def read_knocks(*, account: Account, at: datetime) -> int:
    """Understands what was kept, the oldest first; how many events were read. A job."""
    if account.state != Account.CONNECTED:
        return 0
    connector = registry.connector(account)
    read = 0
    while True:
        waiting = list(
            Knock.objects.filter(
                organization_id=account.organization_id, account=account, read_at=None, tries__lt=TRIES
            ).order_by("tries", "pk")[:100]
        )
        if not waiting:
            return read
        for event in waiting:
            if not _read_one(account, connector, event, at):
                return read
            read += 1


def _read_one(account: Account, connector: object, event: Knock, at: datetime) -> bool:
    """Whether to go on with the next."""
    body = crypto.unseal(bytes(event.sealed), context=seal_context(Knock, "sealed", account.organization_id))
    rows = Knock.objects.filter(organization_id=account.organization_id, pk=event.pk)
    try:
        batch = connector.read_event(body)  # type: ignore[attr-defined]  # WEBHOOKS was declared
    except NetworkError as error:
        rows.update(tries=event.tries + 1)
        if error.trouble is Trouble.REVOKED:
            stop_account(account, said=error.said, todo=error.todo, at=at)
            return False
        if error.permanent:
            rows.update(read_at=at)
            return True
        later = error.retry_at
        queue.defer(
            "channels.read_knocks",
            after=later,
            once=f"knocks:{account.pk}:again",
            organization_id=account.organization_id,
            account_id=account.pk,
        )
        return False
    take(account=account, heard=batch.heard, at=at)
    forget(account=account, gone=batch.gone, at=at)
    rows.update(read_at=at)
    return True


def subscribe(*, account: Account, callback: str, at: datetime) -> None:
    """Asks the network to call us; where it will not, the account says so and goes on listening by itself. A job."""
    rows = Account.objects.filter(organization_id=account.organization_id, pk=account.pk)
    try:
        registry.connector(account).subscribe(callback)
    except NetworkError as error:
        if error.trouble is Trouble.REVOKED:
            stop_account(account, said=error.said, todo=error.todo, at=at)
        rows.update(call_trouble=f"{error.said} {error.todo}".strip()[:400])
        return
    rows.update(subscribed_at=at, call_trouble="")


def sweep(*, account: Account, before: datetime) -> int:
    """Forgets events that were read, or given up, before a day. Returns how many."""
    gone, _each = Knock.objects.filter(
        organization_id=account.organization_id, account=account, received_at__lt=before
    ).delete()
    return gone
