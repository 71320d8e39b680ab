"""Signing in on a network's own page: the hospital's app keys, the way there and back, and which account it is for."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.channels import registry
from bedside.channels.actions.accounts import NEW, SIGNING_IN, CannotConnect, add, keep_credentials, stop_account
from bedside.channels.calls.oauth import challenge_of, new_verifier
from bedside.channels.models import Account, AppKeys
from bedside.channels.rules import Ability, NetworkError, Registers
from bedside.kit import crypto, queue
from bedside.kit.fields import seal_context
from bedside.organizations.models import Member, Organization

#: Credentials that a new sign-in replaces.
TOKENS = frozenset({"access_token", "refresh_token", "expires_at", "choice"})


@transaction.atomic
def begin_sign_in(
    *, organization: Organization, network: str, redirect_uri: str, by: Member, at: datetime, base_url: str = "",
    account: Account | None = None, credentials: Mapping[str, str] | None = None,
) -> Account:  # fmt: skip
    """An account on its way to the network's own sign-in page, whose address `page_of` then gives; an existing one
    signs in anew. Where the network makes app keys on the spot, a job asks for them first. Raises CannotConnect."""
    declared = registry.network(network)
    if Ability.OAUTH not in declared.abilities:
        raise CannotConnect(f"{declared.label} has no sign-in page.")
    made_there = issubclass(registry.connector_class(network), Registers)
    if not made_there:
        kept = registry.app_keys(organization.pk, network)
        missing = [field.label for field in declared.app if not field.optional and not kept.get(field.name)]
        if missing:
            raise CannotConnect(f"{declared.label} first needs the hospital's app keys: {', '.join(missing)}.")
    if account is None:
        provisional = f"{NEW}{secrets.token_hex(6)}"
        account = add(organization, network, provisional, base_url, provisional, by, at)
    else:
        account = Account.objects.select_for_update(no_key=True).get(organization=organization, pk=account.pk)
    # An account that works goes on working with what it has until the new sign-in has come to its end.
    kept = {k: v for k, v in registry.unseal(account, "credentials").items() if k not in SIGNING_IN}
    kept |= {k: v for k, v in (credentials or {}).items() if v}
    kept |= {"state": secrets.token_urlsafe(24), "verifier": new_verifier(), "redirect_uri": redirect_uri}
    keep_credentials(account, kept)
    if made_there and not kept.get("client_id"):
        queue.defer("channels.register", organization_id=organization.pk, account_id=account.pk)
    return account


def register(*, account: Account, at: datetime) -> None:
    """Has the network make app keys for this account's server. A job."""
    credentials = registry.unseal(account, "credentials")
    if credentials.get("client_id") or not credentials.get("redirect_uri"):
        return
    try:
        made = registry.connector(account).register(redirect_uri=credentials["redirect_uri"])
    except NetworkError as error:
        if not error.permanent:
            raise
        stop_account(account, said=error.said, todo=error.todo, at=at)
        return
    keep_credentials(account, registry.unseal(account, "credentials") | dict(made))


def page_of(account: Account) -> str:
    """The address of the network's sign-in page for an account on its way; empty while its keys are being made."""
    credentials = registry.unseal(account, "credentials")
    if account.state == Account.CLOSED or not credentials.get("state"):
        return ""
    made_there = issubclass(registry.connector_class(account.network), Registers)
    if made_there and not credentials.get("client_id"):
        return ""
    page: str = registry.connector(account).authorize_url(
        redirect_uri=credentials["redirect_uri"],
        state=state_of(account, credentials),
        challenge=challenge_of(credentials["verifier"]),
    )
    return page


def state_of(account: Account, credentials: Mapping[str, str]) -> str:
    return f"{account.organization.slug}.{account.pk}.{credentials.get('state', '')}"


@transaction.atomic
def finish_sign_in(*, account: Account, state: str, code: str, by: Member, at: datetime) -> None:
    """The person came back from the network's page: with a code, which a job turns into tokens, or without one, having
    said no. Raises CannotConnect where the state is not the one we sent along."""
    account = Account.objects.select_for_update(no_key=True).get(organization_id=account.organization_id, pk=account.pk)
    credentials = registry.unseal(account, "credentials")
    known = credentials.get("state", "")
    if account.state == Account.CLOSED or not known or not secrets.compare_digest(state.encode(), known.encode()):
        raise CannotConnect("This sign-in was not begun here, or it was finished already. Begin again.")
    label = registry.network(account.network).label
    del credentials["state"]  # it counts once
    if not code:
        keep_credentials(account, {k: v for k, v in credentials.items() if k not in SIGNING_IN})
        if account.state == Account.CONNECTING:
            said = f"{label} was not allowed to connect."
            stop_account(account, said=said, todo="Begin again if you want to.", at=at)
        return
    account.state, account.trouble, account.todo = Account.CONNECTING, "", ""
    account.save(update_fields=["state", "trouble", "todo"])
    keep_credentials(account, {k: v for k, v in credentials.items() if k not in TOKENS} | {"code": code[:4000]})
    audit.record("channels.account_signed_in", organization=account.organization, subject=account, by=by, at=at)
    queue.defer("channels.sign_in", organization_id=account.organization_id, account_id=account.pk)


@transaction.atomic
def choose_account(*, account: Account, choice: str, by: Member, at: datetime) -> None:
    """Which of several accounts the sign-in is for. Raises CannotConnect for one that was not offered."""
    account = Account.objects.select_for_update(no_key=True).get(organization_id=account.organization_id, pk=account.pk)
    if account.state != Account.CHOOSING or choice not in {one["id"] for one in account.choices}:
        raise CannotConnect("That is not one of the accounts this sign-in opens.")
    account.state = Account.CONNECTING
    account.save(update_fields=["state"])
    keep_credentials(account, registry.unseal(account, "credentials") | {"choice": choice})
    audit.record(
        "channels.account_chosen", organization=account.organization, subject=account, by=by, at=at, choice=choice
    )
    queue.defer("channels.sign_in", organization_id=account.organization_id, account_id=account.pk)


@transaction.atomic
def keep_app_keys(
    *, organization: Organization, network: str, keys: Mapping[str, str], by: Member | None, at: datetime
) -> AppKeys:
    """The hospital's own app keys at a network; an empty field keeps what is known. Raises CannotConnect."""
    declared = registry.network(network)
    names = {field.name for field in declared.app}
    kept = registry.app_keys(organization.pk, network)
    kept |= {name: value.strip() for name, value in keys.items() if name in names and value.strip()}
    missing = [field.label for field in declared.app if not field.optional and not kept.get(field.name)]
    if missing:
        raise CannotConnect(f"{declared.label} also needs: {', '.join(missing)}.")
    sealed = crypto.seal(json.dumps(kept), context=seal_context(AppKeys, "sealed", organization.pk))
    row, _made = AppKeys.objects.update_or_create(
        organization=organization, network=network, defaults={"sealed": sealed, "changed_at": at}
    )
    audit.record("channels.app_keys_kept", organization=organization, subject=row, by=by, at=at, network=network)
    return row
