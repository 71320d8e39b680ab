"""Connecting an account and keeping it healthy."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from bedside.audit import actions as audit
from bedside.channels import registry
from bedside.channels.models import Account
from bedside.channels.rules import NetworkError
from bedside.kit import queue
from bedside.organizations.models import Member, Organization


class CannotConnect(Exception):
    """The message says which field is missing, or that the account is here already."""


@transaction.atomic
def connect_account(
    *,
    organization: Organization,
    network: str,
    handle: str,
    credentials: Mapping[str, str],
    by: Member | None,
    at: datetime,
    base_url: str = "",
    name: str = "",
) -> Account:
    """The account, connecting; a job signs in and says whether the network accepts it. Raises CannotConnect."""
    declared = registry.network(network)
    missing = [label for field, label in declared.credentials if not credentials.get(field, "").strip()]
    if missing:
        raise CannotConnect(f"{declared.label} also needs: {', '.join(missing)}.")
    account = Account(
        organization=organization,
        network=network,
        handle=handle.strip().lstrip("@"),
        name=name or handle,
        base_url=base_url.rstrip("/"),
        connected_at=at,
    )
    account.credentials = registry.seal(account, "credentials", credentials)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise CannotConnect(f"{declared.label} account {handle} is connected already.") from error
    audit.record(
        "channels.account_added",
        organization=organization,
        subject=account,
        by=by,
        at=at,
        network=network,
        handle=handle,
    )
    queue.defer("channels.sign_in", organization_id=organization.pk, account_id=account.pk)
    return account


@transaction.atomic
def reconnect_account(*, account: Account, credentials: Mapping[str, str], by: Member, at: datetime) -> Account:
    """New credentials for a stopped account; its queue waits on and goes on by itself."""
    # no_key: keys that point at the account are checked at commit, by writers who hold the audit record by then; a full
    # lock here, which goes on to wait for that record, would be a deadlock.
    account = Account.objects.select_for_update(no_key=True).get(organization_id=account.organization_id, pk=account.pk)
    kept = registry.unseal(account, "credentials")
    # An empty field never overwrites what is known.
    account.credentials = registry.seal(
        account, "credentials", kept | {k: v for k, v in credentials.items() if v.strip()}
    )
    account.tokens = b""
    account.state, account.trouble = Account.CONNECTING, ""
    account.save(update_fields=["credentials", "tokens", "state", "trouble"])
    audit.record("channels.account_reconnected", organization=account.organization, subject=account, by=by, at=at)
    queue.defer("channels.sign_in", organization_id=account.organization_id, account_id=account.pk)
    return account


def sign_in(*, account: Account, at: datetime) -> None:
    """Asks the network whose credentials these are; a job, outside any transaction."""
    if account.state == Account.CLOSED:
        return
    try:
        profile = registry.connector(account).connect()
    except NetworkError as error:
        if not error.permanent:
            raise  # the job is tried again
        stop_account(account, said=error.said, at=at)
        return
    with transaction.atomic():
        account = Account.objects.select_for_update(no_key=True).get(
            organization_id=account.organization_id, pk=account.pk
        )
        account.state, account.trouble = Account.CONNECTED, ""
        account.network_account_id = profile.account_id
        account.name = profile.name or account.name
        account.next_hearing_at = at
        account.save(update_fields=["state", "trouble", "network_account_id", "name", "next_hearing_at"])
        audit.record(
            "channels.account_connected",
            organization=account.organization,
            subject=account,
            by=None,
            at=at,
            network=account.network,
        )
        queue.defer("channels.send_due", organization_id=account.organization_id, account_id=account.pk)


@transaction.atomic
def stop_account(account: Account, *, said: str, at: datetime) -> None:
    """The account needs a person: its queue is held, not burned, and administrators are told once.

    Nothing happens where a person has given other credentials since `account` was read: what failed was the old ones.
    """
    changed = (
        Account.objects.filter(
            organization_id=account.organization_id, pk=account.pk, credentials=bytes(account.credentials)
        )
        .exclude(state__in=[Account.STOPPED, Account.CLOSED])
        .update(state=Account.STOPPED, trouble=said[:400])
    )
    if changed:
        audit.record(
            "channels.account_stopped",
            organization=account.organization,
            subject=account,
            by=None,
            at=at,
            network=account.network,
            said=said[:200],
        )


@transaction.atomic
def close_account(*, account: Account, by: Member, at: datetime) -> None:
    """Nothing more leaves or comes in through it; its secrets are forgotten, its history stays. What was still to be
    sent is refused when its time comes, so that nobody waits for it."""
    changed = (
        Account.objects.filter(organization_id=account.organization_id, pk=account.pk)
        .exclude(state=Account.CLOSED)
        .update(state=Account.CLOSED, credentials=b"", tokens=b"", trouble="")
    )
    if changed:
        audit.record("channels.account_closed", organization=account.organization, subject=account, by=by, at=at)
        queue.defer("channels.send_due", organization_id=account.organization_id, account_id=account.pk)
