"""Connecting an account and keeping it healthy."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from bedside.audit import actions as audit
from bedside.audit import queries as audit_queries
from bedside.channels import registry
from bedside.channels.models import Account
from bedside.channels.rules import Ability, Network, NetworkError, Profile, Trouble
from bedside.environment import environment
from bedside.kit import http, queue
from bedside.organizations.models import Member, Organization

#: How the handle of an account begins whose network has not yet said whose it is.
NEW = "new-"
#: What is known only while somebody signs in.
SIGNING_IN = frozenset({"state", "verifier", "redirect_uri", "code"})


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
    missing = [
        field.label
        for field in declared.credentials
        if not field.optional and not credentials.get(field.name, "").strip()
    ]
    if missing:
        raise CannotConnect(f"{declared.label} also needs: {', '.join(missing)}.")
    account = add(organization, network, handle, base_url, name or handle, by, at)
    keep_credentials(account, credentials)
    queue.defer("channels.sign_in", organization_id=organization.pk, account_id=account.pk)
    return account


def add(
    organization: Organization, network: str, handle: str, base_url: str, name: str, by: Member | None, at: datetime
) -> Account:
    """A new row, with nothing to sign in with yet; raises CannotConnect where it is here already."""
    declared = registry.network(network)
    account = Account(
        organization=organization,
        network=network,
        handle=handle.strip().lstrip("@"),
        name=name,
        base_url=rehearsed(organization, declared, base_url.rstrip("/")),
        connected_at=at,
        credentials=b"",
    )
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
    return account


def rehearsed(organization: Organization, network: Network, base_url: str) -> str:
    """Where an account's network is. In a rehearsal room that is this machine, whatever was typed: nothing said there
    reaches a real network."""
    port = environment().rehearsal_port
    if not (organization.is_rehearsal and network.stage and port) or http.loopback(base_url):
        return base_url
    return f"http://127.0.0.1:{port}" + ("" if network.name == "bluesky" else f"/{network.name}")


def keep_credentials(account: Account, credentials: Mapping[str, str]) -> None:
    """Seals the credentials as they now are, and saves them."""
    account.credentials = registry.seal(account, "credentials", credentials)
    account.save(update_fields=["credentials"])


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
    account.state, account.trouble, account.todo, account.ends_at = Account.CONNECTING, "", "", None
    account.save(update_fields=["credentials", "tokens", "state", "trouble", "todo", "ends_at"])
    audit.record("channels.account_reconnected", organization=account.organization, subject=account, by=by, at=at)
    queue.defer("channels.sign_in", organization_id=account.organization_id, account_id=account.pk)
    return account


def sign_in(*, account: Account, at: datetime) -> None:
    """Asks the network whose credentials these are; a job, outside any transaction."""
    if account.state in (Account.CLOSED, Account.CHOOSING):
        return
    connector = registry.connector(account)
    try:
        if account.state == Account.CONNECTING:
            _exchange(account, connector)
            connector = registry.connector(account)
        profile = connector.connect()
    except NetworkError as error:
        if not error.permanent:
            raise  # the job is tried again
        stop_account(account, said=error.said, todo=error.todo, at=at)
        return
    if profile.choices and len(profile.choices) > 1 and not registry.unseal(account, "credentials").get("choice"):
        _ask_which(account, profile)
        return
    _connected(account, profile.choices[0] if len(profile.choices) == 1 else profile, at=at)


def _exchange(account: Account, connector: Any) -> None:
    """A code brought back from the network's sign-in page becomes tokens. It works once, so it is forgotten first
    thing after."""
    credentials = registry.unseal(account, "credentials")
    if not credentials.get("code"):
        return
    try:
        connector.exchange(
            code=credentials["code"],
            verifier=credentials.get("verifier", ""),
            redirect_uri=credentials.get("redirect_uri", ""),
        )
    except NetworkError as error:
        if error.trouble is Trouble.LIMITED:
            raise
        label = registry.network(account.network).label
        raise NetworkError(
            Trouble.REVOKED, f"Signing in at {label} did not come to its end.", todo="Sign in there once more."
        ) from error
    fresh = Account.objects.get(organization_id=account.organization_id, pk=account.pk)
    account.tokens = fresh.tokens
    keep_credentials(account, {k: v for k, v in credentials.items() if k not in SIGNING_IN})


@transaction.atomic
def _ask_which(account: Account, profile: Profile) -> None:
    choices = [{"id": one.account_id, "handle": one.handle, "name": one.name} for one in profile.choices]
    Account.objects.filter(organization_id=account.organization_id, pk=account.pk).update(
        state=Account.CHOOSING, choices=choices, trouble="", todo=""
    )


@transaction.atomic
def _connected(account: Account, profile: Profile, *, at: datetime) -> None:
    account = Account.objects.select_for_update(no_key=True).get(organization_id=account.organization_id, pk=account.pk)
    handle = profile.handle if account.handle.startswith(NEW) else account.handle
    twin = Account.objects.filter(organization_id=account.organization_id, network=account.network).exclude(
        pk=account.pk
    )
    if twin.exclude(state=Account.CLOSED).filter(handle=handle).exists():
        label = registry.network(account.network).label
        stop_account(account, said=f"{label} account {handle} is connected already.", todo="Close this one.", at=at)
        return
    account.state, account.trouble, account.todo, account.choices = Account.CONNECTED, "", "", []
    account.handle = handle[:200] or account.handle
    account.network_account_id = profile.account_id[:200]
    account.name = (profile.name or ("" if account.name.startswith(NEW) else account.name) or handle)[:200]
    account.next_hearing_at = at
    account.save(
        update_fields=[
            "state", "trouble", "todo", "choices", "handle", "network_account_id", "name", "next_hearing_at",
        ]
    )  # fmt: skip
    audit.record(
        "channels.account_connected",
        organization=account.organization,
        subject=account,
        by=None,
        at=at,
        network=account.network,
    )
    told: dict[str, Any] = {"organization_id": account.organization_id, "account_id": account.pk}
    queue.defer("channels.send_due", **told)
    if registry.can(account, Ability.WEBHOOKS):
        queue.defer("channels.subscribe", once=f"subscribe:{account.pk}", **told)


def renew(*, account: Account, at: datetime) -> None:
    """Renews tokens that end soon, long before anything waits for them. A job."""
    if account.state != Account.CONNECTED or not registry.can(account, Ability.RENEW):
        return
    try:
        registry.connector(account).renew()
    except NetworkError as error:
        if error.trouble is Trouble.REVOKED:
            stop_account(account, said=error.said, todo=error.todo, at=at)


def self_test(*, account: Account, at: datetime) -> None:
    """Tries what can be tried without saying anything in public, and keeps what was found. A job."""
    network, connector = registry.network(account.network), registry.connector(account)
    steps: list[tuple[str, Callable[[], object]]] = [("The sign-in is accepted", connector.connect)]
    if Ability.HEAR in network.abilities:
        steps.append(("New messages can be read", lambda: connector.hear(account.cursor, ())))
    if Ability.MEASURE_ACCOUNT in network.abilities:
        steps.append(("The account's numbers can be read", connector.measure_account))
    found: list[dict[str, object]] = []
    for what, step in steps:
        try:
            step()
        except NetworkError as error:
            found.append({"what": what, "well": False, "said": f"{error.said} {error.todo}".strip()})
            if error.trouble is Trouble.REVOKED:
                stop_account(account, said=error.said, todo=error.todo, at=at)
                break
        else:
            found.append({"what": what, "well": True, "said": ""})
    if Ability.WEBHOOKS in network.abilities:
        well = account.subscribed_at is not None and not account.call_trouble
        said = "" if well else account.call_trouble or "The network was not asked yet."
        found.append({"what": "The network calls us when something is said", "well": well, "said": said})
    Account.objects.filter(organization_id=account.organization_id, pk=account.pk).update(tested=found, tested_at=at)


@transaction.atomic
def stop_account(account: Account, *, said: str, at: datetime, todo: str = "") -> None:
    """The account needs a person: its queue is held, not burned, and administrators are told once.

    Nothing happens where a person has given other credentials since `account` was read: what failed was the old ones.
    """
    changed = (
        Account.objects.filter(
            organization_id=account.organization_id, pk=account.pk, credentials=bytes(account.credentials)
        )
        .exclude(state__in=[Account.STOPPED, Account.CLOSED])
        .update(state=Account.STOPPED, trouble=said[:400], todo=todo[:400])
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


#: How long before a sign-in ends people are told, and how often.
ENDS_SOON, TOLD_EVERY = timedelta(days=10), timedelta(days=2)


@transaction.atomic
def warn_ending(*, account: Account, at: datetime) -> bool:
    """Says, every other day, that a sign-in nothing renews is about to end; administrators get a mail of it."""
    if account.state != Account.CONNECTED or account.ends_at is None or account.ends_at - at > ENDS_SOON:
        return False
    told = audit_queries.entries(
        account.organization,
        kind="channels.account_ends",
        since=at - TOLD_EVERY,
        subject=(account._meta.label_lower, account.pk),
    )
    if told.exists():
        return False
    audit.record(
        "channels.account_ends",
        organization=account.organization,
        subject=account,
        by=None,
        at=at,
        network=account.network,
        ends_at=account.ends_at.isoformat(),
    )
    return True


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
